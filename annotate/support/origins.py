"""Whom a sentence goes back to: two outlets that quote one ministry, or one agency, are one source and not two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import Field

from annotate.config import Strict, load_settings
from annotate.data import AnnotatedSentence, Article, DropReason
from annotate.support.lexicon import ROOM, Phrasebook, words
from annotate.support.words import fold, plain

#: A `carrier` brings what others say: an agency, an outlet. A `speaker` answers for it.
Kind = Literal["carrier", "speaker"]
Run = tuple[str, ...]

#: One letter shorter than elsewhere: "defence" and "défense", "ministry" and "ministère" begin alike so far.
STEM = 5
#: Where an article says whose text it is. A credit is a picture's, unless the article ends with it.
_CREDITED: frozenset[DropReason] = frozenset(("byline", "dateline", "rubric"))
_WORD = re.compile(r"[^\W_]+")


class OriginWords(Strict):
    """`configs/lexicons/review/origins.yaml`; the file says what each list means."""

    agencies: tuple[str, ...] = Field(min_length=1)
    titles: frozenset[str]
    speaking: frozenset[str]
    bodies: frozenset[str]
    particles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Origin:
    """A source made comparable: its content words cut to stems, and its capitalised words, run by run.

    `named` are the stems that are written with a capital, `initials` the first letters of all such words.
    """

    kind: Kind
    stems: frozenset[str]
    named: frozenset[str]
    initials: str
    runs: tuple[Run, ...]


def origins(annotated: AnnotatedSentence, article: Article) -> tuple[Origin, ...]:
    """Return whom a sentence of `article` goes back to: its outlet, the agency that it credits, its source.

    Nothing ties anonymous sources of two articles: they are left out.
    """
    attribution = annotated.attribution
    carriers = [article.outlet, *credits(article)]
    speaker = None
    if attribution:
        carriers.append(attribution.via)
        named = attribution.resolved_source or attribution.source
        if attribution.source_type == "publication":
            carriers.append(named)
        elif attribution.source_type in {"office", "identified"}:
            speaker = named
    found = [origin(text, "carrier", article.language) for text in carriers if text]
    if speaker:
        found.append(origin(speaker, "speaker", article.language))
    return tuple(each for each in dict.fromkeys(found) if each.stems)


def one_origin(first: Iterable[Origin], second: Iterable[Origin]) -> bool:
    """Tell whether two sentences have an origin in common."""
    theirs = tuple(second)
    return any(same(mine, other) for mine in first for other in theirs)


def origin(text: str, kind: Kind, language: str) -> Origin:
    """Return the origin that a source's words name.

    >>> sorted(origin("a spokesman for the Defence Ministry", "speaker", "en").stems)
    ['defen', 'minis']
    >>> origin("Agence France-Presse", "carrier", "fr").initials
    'afp'
    """
    known = origin_words()
    idle = words(language).stopwords | known.speaking
    said = [(fold(word), word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]
    pairs = [(low, word) for low, word in said if low not in words(language).stopwords or low in known.titles]
    telling = [(low, word) for low, word in pairs if (len(low) > 1 or low.isdigit()) and low not in idle]
    return Origin(
        kind=kind,
        stems=frozenset(low[:STEM] for low, _ in telling),
        named=frozenset(low[:STEM] for low, word in telling if word[0].isupper()),
        initials="".join(low[0] for low, word in pairs if word[0].isupper()),
        runs=tuple(_runs(said, idle, known)),
    )


def same(one: Origin, other: Origin) -> bool:
    """Tell whether two origins are plainly one: one's words hold the other's, or they name one person.

    >>> def are_one(first: str, second: str) -> bool:
    ...     return same(origin(first, "speaker", "en"), origin(second, "speaker", "en"))
    >>> are_one("Defence Minister Jane Doe", "Ms Doe"), are_one("John Doe", "Jane Doe")
    (True, False)
    >>> are_one("the ministry of defence", "Defence Ministry"), are_one("Foreign Ministry", "Defence Ministry")
    (True, False)
    """
    if one.kind != other.kind:
        return False
    return _held(one, other) or _abbreviated(one, other) or _abbreviated(other, one) or _one_person(one, other)


def credits(article: Article) -> tuple[str, ...]:
    """Return the agencies that the article says its text comes from, in its byline, dateline or last line."""
    last = max((dropped.span for dropped in article.dropped), default=None)
    found: dict[str, None] = {}
    for dropped in article.dropped:
        ends = dropped.span == last and not article.text[dropped.span.end :].strip()
        if dropped.reason in _CREDITED or (dropped.reason == "credit" and ends):
            found |= dict.fromkeys(_agencies().find_all(plain(dropped.span.of(article.text))))
    return tuple(each.upper() if len(each) < 5 else each.title() for each in found)


@cache
def origin_words() -> OriginWords:
    """Return the lists. Raises `ConfigError` where the file does not fit."""
    return load_settings(OriginWords, f"{ROOM}/origins")


@cache
def _agencies() -> Phrasebook:
    return Phrasebook(origin_words().agencies)


def _runs(said: Iterable[tuple[str, str]], idle: frozenset[str], known: OriginWords) -> Iterator[Run]:
    """Yield each run of capitalised words, folded; a title parts it, so that "French President" is no given name."""
    run: list[str] = []
    for low, word in said:
        if word[0].isupper() and low not in idle | known.titles:
            run.append(low)
        elif run and low not in known.particles:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _held(one: Origin, other: Origin) -> bool:
    """Tell whether one's words hold all of the other's: two of them, or a name, or that is all that either says.

    What the fuller one says besides must be names, too: "Israel" is not one with "Israel's critics". An outlet's name
    is held whole: "The Post" may be another than "The Washington Post".
    """
    fewer, more = sorted((one, other), key=lambda each: len(each.stems))
    if not fewer.stems or not fewer.stems <= more.stems:
        return False
    if fewer.stems == more.stems:
        return True
    if one.kind == "carrier" or not more.stems - fewer.stems <= more.named:
        return False
    return len(fewer.stems) > 1 or fewer.named == fewer.stems


def _abbreviated(short: Origin, full: Origin) -> bool:
    """Tell whether one is the other's initials: "AFP", "Agence France-Presse"."""
    letters = "".join(word for run in short.runs for word in run)
    return len(short.stems) == 1 and len(letters) > 1 and letters == full.initials


def _one_person(one: Origin, other: Origin) -> bool:
    """Tell whether both name somebody of one surname, whose given names, where both say them, agree."""
    return any(_agree(mine, theirs) for mine in one.runs for theirs in other.runs)


def _agree(mine: Run, theirs: Run) -> bool:
    if mine[-1] != theirs[-1] or mine[-1] in origin_words().bodies or max(len(mine), len(theirs)) < 2:
        return False
    if min(len(mine), len(theirs)) < 2:
        return True
    given, other = sorted((mine[-2], theirs[-2]), key=len)
    return given == other or (len(given) == 1 and other.startswith(given))
