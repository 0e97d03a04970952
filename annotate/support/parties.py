"""Who accuses whom: the words that name the accuser and the accused, where a sentence has them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from annotate.data import AnnotatedSentence
from annotate.support.charges import Charge, deed
from annotate.support.lexicon import Words, words
from annotate.support.words import fold, plain

_LONGEST = 8  # words of a party: what is longer is no name of one
_NAME: Final = re.compile(
    r"(?<![\w'’-])(?:the |The |[Ll][ae]s? |[Ll]['’])?[^\W\d_a-zà-ÿ][\w'’.-]*"
    r"(?: (?:(?:of|de|du|des|la|le|the|and|et) )*[^\W\d_a-zà-ÿ][\w'’.-]*)*"
)


class Parties(NamedTuple):
    """The words for either side of an accusation; `None` where the sentence does not name it."""

    accuser: str | None = None
    accused: str | None = None


def parties(annotated: AnnotatedSentence, charged: Charge, language: str) -> Parties:
    """Return who charges whom in the sentence.

    Where a verb of accusing says so ("A accused B of …", "B was accused by A of …"), whom it has; else the source is
    the accuser, and the accused is whom the deed comes from ("from B", "by B"), or who stands nearest before it.
    """
    lexicon, text = words(language), annotated.sentence.text
    attribution = annotated.attribution
    source = (attribution.resolved_source or attribution.source) if attribution else None
    for pattern in lexicon.accusations:
        if match := pattern.search(text):
            named = match.groupdict()
            accuser, accused = _party(named.get("accuser"), lexicon), _party(named.get("accused"), lexicon)
            if accused:
                return Parties(accuser or source, accused)
    if charged.kind == "accusation":
        said = deed(plain(text), lexicon)
        return Parties(source, _accused(text, Charge("deed", said), source, lexicon) if said else None)
    return Parties(source, _accused(text, charged, source, lexicon))


def _party(text: str | None, lexicon: Words) -> str | None:
    """Return the words for a party, `None` for a pronoun or what is too long to be one."""
    trimmed = " ".join((text or "").split()).strip(' ,;:.“”"«»()')
    if not trimmed or len(trimmed.split()) > _LONGEST or fold(trimmed) in lexicon.stopwords:
        return None
    return trimmed


def _accused(text: str, charged: Charge, source: str | None, lexicon: Words) -> str | None:
    """Return the named party that a deed is laid to: whom it comes from, else who stands last before it."""
    flat = plain(text)
    cues = charged.cue.split(" … ")
    places = [at for at in (flat.find(cue) for cue in cues) if at >= 0]
    if not places or len(flat) != len(text):
        return None
    own = fold(source or "")
    found = [match for match in _NAME.finditer(text) if fold(match.group()) not in own]
    found = [match for match in found if fold(match.group()) not in lexicon.stopwords]
    for match in found:
        if match.start() > places[0] and lexicon.doers.search(flat[: match.start()]):
            return match.group().rstrip(".")
    before = [match for match in found if match.end() <= places[0]]
    return before[-1].group().rstrip(".") if before else None
