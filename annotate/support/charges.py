"""What a sentence charges somebody with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from annotate.data import AnnotatedSentence, SourceType
from annotate.support.lexicon import Words, words
from annotate.support.words import fold, names, plain, unquoted

#: `accusation`: somebody is said to accuse. `deed`: a misdeed is stated. `blame`: a party condemns
#: somebody's conduct. `grave`: deaths or violence.
ChargeKind = Literal["accusation", "deed", "blame", "grave"]

_DENIED, _NEGATED = 48, 24  # code points before a deed in which a denial, a negation, takes it back
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Charge:
    """What is charged, and the words that say so, as they stand in `plain` text."""

    kind: ChargeKind
    cue: str


def charge(annotated: AnnotatedSentence, language: str) -> Charge | None:
    """Return what the sentence charges somebody with, or `None`.

    A finding of a court, a campaign against a crime, or a work of fiction charges nobody.
    """
    lexicon = words(language)
    attribution = annotated.attribution
    text = plain(own_words(annotated.sentence.text, attribution.source if attribution else None))
    if not lexicon.not_accusing.find(text) and (
        found := lexicon.accused_by_nobody.find(text) or lexicon.accusing.find(text)
    ):
        return Charge("accusation", found)
    if lexicon.settled.find(text):
        return None
    if source_type(annotated) == "none":
        return _stated(annotated.sentence.text, lexicon)
    return _said(text, lexicon) if _is_party(annotated, lexicon) else None


def _said(text: str, lexicon: Words) -> Charge | None:
    """Return what a party charges in `plain` text."""
    if (found := deed(text, lexicon)) and not _is_denied(text, found, lexicon):
        return Charge("deed", found)
    found = lexicon.blame.find(text)
    return Charge("blame", found) if found and not _is_denied(text, found, lexicon) else None


def _is_denied(text: str, found: str, lexicon: Words) -> bool:
    """Tell whether a denial or a negation stands right before the words of the deed: "denied any fraud"."""
    at = text.find(found.split(" … ")[0])
    before = text[max(0, at - _DENIED) : at]
    return lexicon.denials.find(before) is not None or lexicon.negations.find(before[-_NEGATED:]) is not None


def _stated(text: str, lexicon: Words) -> Charge | None:
    """Return what the outlet charges in its own voice, outside quotation marks, against somebody named.

    A sentence that gives a year tells of the past, which is known or not, but not news.
    """
    own = plain(unquoted(text))
    if _YEAR.search(own):
        return None
    found = deed(own, lexicon)
    if found and not _is_denied(own, found, lexicon) and names(text, lexicon.stopwords):
        return Charge("deed", found)
    return Charge("grave", found) if (found := lexicon.grave.find(own)) else None


def source_type(annotated: AnnotatedSentence) -> SourceType:
    """Return who answers for the sentence; a sentence without attribution has no source."""
    return annotated.attribution.source_type if annotated.attribution else "none"


def deed(text: str, lexicon: Words) -> str | None:
    """Return the words of a misdeed in `plain` text, or `None`."""
    pair = lexicon.deed_pairs.find(text)
    return f"{pair[0]} … {pair[1]}" if pair else lexicon.deeds.find(text)


def _is_party(annotated: AnnotatedSentence, lexicon: Words) -> bool:
    """Tell whether the source may have a stake: it is no court and no study."""
    attribution = annotated.attribution
    source = (attribution.resolved_source or attribution.source) if attribution else None
    return source is None or lexicon.disinterested.find(plain(source)) is None


def own_words(text: str, source: str | None) -> str:
    """Return `text` without its source phrase, so that the speaker's name is not taken for the claim's."""
    return text.replace(source, " ", 1) if source and fold(source) != fold(text) else text
