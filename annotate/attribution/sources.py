"""What a source phrase says of its source: an office, a name, a publication, or nobody that can be known.

Precedence is the labelling guidelines': anonymity wins over office, and over the outlet that cites unnamed people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from babel import Locale

from annotate.attribution.lexicon import Lexicon, Words, fold
from annotate.attribution.tokens import Token, contains, phrase_at
from annotate.data import SOURCE_TYPES, AttributionSpans, SourceType, Span

Belief = Mapping[SourceType, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a phrase say: a source type and how sure they are of it, in [0, 1]."""

    source_type: SourceType
    sureness: float

    def belief(self) -> dict[SourceType, float]:
        """Return a probability for each source type; what is not sure is shared by the others.

        >>> Reading("office", 0.8).belief()["office"]
        0.8
        """
        rest = (1.0 - self.sureness) / (len(SOURCE_TYPES) - 2)
        belief: dict[SourceType, float] = dict.fromkeys(SOURCE_TYPES, rest)
        belief["none"] = 0.0
        belief[self.source_type] = self.sureness
        return belief


LONGEST = 30  # tokens: a longer core is no name
ASIDE = 6  # tokens before an anonymity phrase: "who spoke to reporters on", at most
UNKNOWN: Belief = {**dict.fromkeys(SOURCE_TYPES, 0.25), "none": 0.0}


def read_source(
    tokens: Sequence[Token], sentence: Sequence[Token], words: Lexicon, drawn: Sequence[AttributionSpans] = ()
) -> Reading:
    """Read a source phrase (its apposition included) in its sentence.

    `drawn` holds the sentence's attributions, the source's own first: an anonymity phrase in what somebody says, or
    beside somebody else, does not speak of the source.
    """
    if contains([token for token in tokens if not token.quoted], words.anonymity.phrases):
        return Reading("anonymous", 0.97)
    if _unnamed_beside(sentence, words, drawn):
        return Reading("anonymous", 0.97)
    core = _core(tokens, words)
    name = has_name(tokens, words)
    if any(token.low in words.anonymity.always for token in core):
        return Reading("anonymous", 0.95)
    if contains(tokens, words.anonymity.source_phrases) and not name:
        return Reading("anonymous", 0.95)
    if any(token.low in words.anonymity.words for token in core):
        return Reading("anonymous", 0.9)
    return _by_head(tokens, core, words, name=name)


def _unnamed_beside(sentence: Sequence[Token], words: Lexicon, drawn: Sequence[AttributionSpans]) -> bool:
    """Tell whether the words around the source, outside quotations, say that it asked not to be named."""
    own = drawn[0] if drawn else AttributionSpans()
    others = [each for each in drawn[1:] if each.source != own.source]
    named = [*own.source, *own.cue]
    apart = [span for each in others for span in (*each.source, *each.cue)]
    said = [*own.content, *(span for each in others for span in each.content)]
    cut_short = _gap(own)
    for at, token in enumerate(sentence):
        if token.quoted or _within(token, apart) or not phrase_at(sentence, at, words.anonymity.phrases):
            continue
        told = _within(token, said) and not _within(token, named)
        gap = not told and _within(token, cut_short)
        adverbial = any(phrase_at(sentence, max(at - back, 0), words.anonymity.asides) for back in range(4))
        if not (told or gap) or (gap and adverbial) or _is_aside(sentence, at, words, named, apart):
            return True
    return False


def _gap(own: AttributionSpans) -> list[Span]:
    """Return the stretch between the cue and what is said after it, which a model may have cut short."""
    if not own.cue or not own.content or own.content[0].start < own.cue[-1].end:
        return []
    start = max(span.end for span in (*own.cue, *own.source))
    return [Span(start, own.content[0].start)] if start < own.content[0].start else []


def _is_aside(sentence: Sequence[Token], at: int, words: Lexicon, named: Sequence[Span], apart: Sequence[Span]) -> bool:
    """Tell whether the phrase at `at` is a remark on the source, though the spans count it as said.

    Right after the source: ", who asked not to be named"; after a mark: ", on condition of anonymity". `named` are the
    source's own spans, `apart` those of others.
    """
    start = at
    while start and sentence[start - 1].is_word and not _within(sentence[start - 1], [*named, *apart]):
        start -= 1
    before = start
    while before and not sentence[before - 1].is_word:
        before -= 1
    beside = before > 0 and _within(sentence[before - 1], named)
    if before and (_within(sentence[before - 1], apart) or (start == before and not beside)):
        return False
    opening = sentence[start:at]
    subjects = words.determiners | words.relatives
    if len(opening) > ASIDE or any(token.low in subjects or token.is_capital for token in opening[1:]):
        return False  # they have a subject of their own
    first = opening[0].low if opening else ""
    opens = first.endswith(words.participle) or first in words.prepositions_np
    return not opening or opens or (beside and first in words.relatives)


def _within(token: Token, spans: Sequence[Span]) -> bool:
    return any(span.overlaps(token.span) for span in spans)


def _by_head(tokens: Sequence[Token], core: Sequence[Token], words: Lexicon, *, name: bool) -> Reading:
    """Read the phrase by the head of its core, then by the rest."""
    kind = _head_kind(core, words)
    unnamed = not name and any(token.low in words.indefinite for token in core[:2])
    if is_outlet(core, words):
        return Reading("publication", 0.92)
    if kind == "statement":
        return _statement(tokens, words)
    if kind == "publication":
        press = any(token.low in words.publication.people for token in core) and has_name(core, words)
        return Reading("identified", 0.6) if press else Reading("publication", 0.9)
    if kind == "spokesperson":
        return _spokesperson(tokens, words)
    if kind == "anonymous" and not name:
        return _unnamed(core, words)
    if unnamed and any(token.low in words.office.persons for token in core):  # "a senior officer"
        return Reading("anonymous", 0.85)
    return _by_office(tokens, core, words) or _otherwise(tokens, core, words, unnamed=unnamed)


def _unnamed(core: Sequence[Token], words: Lexicon) -> Reading:
    """Read a phrase whose head names nobody: "aides", "the analyst", "her doctor"."""
    if _belongs(core, words):
        return Reading("identified", 0.7)
    definite = core[0].low in words.determiners - words.indefinite
    return Reading("anonymous", 0.75 if definite else 0.88)


def _by_office(tokens: Sequence[Token], core: Sequence[Token], words: Lexicon) -> Reading | None:
    """Read a phrase by its words of office, `None` where it has none."""
    office = _office(core, words) or _office(tokens, words)
    if not office:
        return Reading("office", 0.8) if is_place(core, words) else None
    if office == "ambiguous" and any(token.low in words.office.private for token in tokens):
        return Reading("identified", 0.7)
    if any(token.low.rstrip(".-") in words.office.former for token in core[:4]):
        return Reading("identified", 0.6)
    return Reading("office", 0.9 if office == "plain" else 0.75)


def _otherwise(tokens: Sequence[Token], core: Sequence[Token], words: Lexicon, *, unnamed: bool) -> Reading:
    """Read a phrase without a word of office: a body, a calling, a bare name."""
    if _head_kind(core, words) == "body":
        return Reading("identified", 0.88)
    if unnamed:
        return Reading("anonymous", 0.75)
    if any(token.low in words.identified.heads | words.identified.bodies for token in tokens):
        return Reading("identified", 0.88)
    return Reading("identified", 0.5)


def _statement(tokens: Sequence[Token], words: Lexicon) -> Reading:
    """Read "a statement from the ministry" by whose it is."""
    whose = [token for token in tokens if token.low not in words.publication.statements | words.prepositions_np]
    while whose and whose[0].low in words.determiners:
        whose = whose[1:]
    if not whose:
        return Reading("identified", 0.5)
    return _by_office(whose, whose, words) or _otherwise(whose, whose, words, unnamed=False)


def _core(tokens: Sequence[Token], words: Lexicon) -> Sequence[Token]:
    """Return the phrase up to its first preposition or comma: where its head stands."""
    for index, token in enumerate(tokens):
        if index and (not token.is_word or (token.low in words.prepositions_np and token.low not in words.indefinite)):
            return tokens[:index]
        if index == LONGEST:
            return tokens[:index]
    return tokens


def _head_kind(core: Sequence[Token], words: Lexicon) -> str:
    """Return which list holds the head: the last known word in English, the first in French."""
    ordered = core if words.head_first else list(reversed(core))
    for place, token in enumerate(ordered):
        followed = not words.head_first and any(each.text[0].islower() for each in ordered[:place])
        if followed and token.low in words.anonymity.adjectives:  # "official figures"
            continue
        for kind, entries in (
            ("statement", words.publication.statements),
            ("spokesperson", words.office.spokespeople),
            ("publication", words.publication.heads),
            ("anonymous", words.anonymity.heads - words.indefinite),
            ("office", words.office.heads),
            ("body", words.identified.bodies),
            ("identified", words.identified.heads),
        ):
            named = kind == "anonymous" and token.is_capital and len(core) > 1 and token is not core[0]
            if token.low in entries and not named:
                return kind
    return "anonymous" if len(core) == 1 and core[0].low in words.anonymity.heads else ""


def _belongs(core: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether the phrase names one person by whose they are: "her doctor", "the singer's lawyer"."""
    possessed = core[0].low in words.possessives or any("'s" in fold(token.text) for token in core[:-1])
    return possessed and not core[-1].low.endswith(("s", "x", "people"))


def _office(tokens: Sequence[Token], words: Lexicon) -> str:
    """Return "plain" for a word of office, "ambiguous" for one that companies have too, else nothing."""
    known = words.office
    found = ""
    for index, token in enumerate(tokens):
        if phrase_at(tokens, index, known.phrases):
            return "plain"
        if token.low.endswith(".") and token.low[:-1] in known.abbreviations:
            return "plain"
        if token.text.rstrip("s").isupper() and len(token.low) > 1 and token.low in known.acronyms:
            return "plain"
        parts = {token.low, *token.low.split("-")}
        if parts & known.heads:
            if not parts & known.ambiguous:
                return "plain"
            found = "ambiguous"
    return found


def _spokesperson(tokens: Sequence[Token], words: Lexicon) -> Reading:
    """Read a spokesperson by whom they speak for."""
    others = [token for token in tokens if token.low not in words.office.spokespeople]
    if _office(others, words) == "plain" or is_place(others, words):
        return Reading("office", 0.9)
    if _office(others, words) and not any(token.low in words.office.private for token in others):
        return Reading("office", 0.75)
    return Reading("identified", 0.8)


def has_name(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether a proper name of a person stands in the phrase: two capitals in a row that no list explains."""
    lists = words.office.heads | words.identified.heads | words.anonymity.heads | words.publication.heads
    titles = words.office.titles
    run = 0
    for index, token in enumerate(tokens):
        low = token.low.rstrip(".")
        if token.is_word and token.is_capital and low not in lists and low not in words.determiners:
            titled = (
                index > 0 and tokens[index - 1].low.rstrip(".") in titles | words.office.heads | words.identified.heads
            )
            run += 1
            if low not in titles and (
                run >= 2 or (titled and not phrase_at(tokens, index, territories(words.language)))
            ):
                return True
        else:
            run = 0
    return False


def is_person(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether the phrase is surely one person: "he", or a name after a title or a role."""
    if tokens[0].low in words.pronouns.person:
        return True
    roles = words.office.titles | words.office.spokespeople | words.office.heads | words.identified.heads
    for before, after in pairwise(tokens):
        if before.low.rstrip(".") in roles and after.is_capital and after.low not in roles:
            return has_name(tokens, words)
    return False


def is_body(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether the phrase is surely no person: a company, a document, a country."""
    core = _core(tokens, words)
    if is_place(core, words) or is_outlet(core, words):
        return True
    return _head_kind(core, words) in {"body", "publication"} and not has_name(tokens, words)


def is_document(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether the phrase is headed by a document: nobody's "he"."""
    return _head_kind(_core(tokens, words), words) == "publication" and not has_name(_core(tokens, words), words)


def is_outlet(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether the phrase is an outlet's name: a known one, or capitals that end like one ("… Herald")."""
    known = words.publication
    named = [token for token in tokens if token.is_word]
    people = words.office.persons | words.office.spokespeople | words.identified.heads
    if any(token.low in people or (token.is_capital and token.low in words.office.heads) for token in named):
        return False  # "Vice President", "Mirror Lake mayor", "the Post Office"
    goes_on = known.editions | known.names
    kinds = known.heads | words.office.ambiguous  # "the Russian news agency TASS"
    for index in range(min(len(named), 6)):
        size = phrase_at(named, index, known.outlets)
        rest = named[index + size :]
        if size and named[index].is_capital and all(token.low in goes_on for token in rest):
            before = named[:index]
            introduced = bool(before) and before[-1].low in kinds
            return introduced or not any(each.is_capital and each.low not in words.determiners for each in before)
    capital = [token for token in named if token.is_capital]
    if any(part in known.names for token in capital for part in token.low.split("-")[:-1]):
        return True  # "Radio-Canada"
    ends = {token.low for token in (*capital[:1], *capital[-2:])}
    the_one = len(named) == 2 and not named[0].is_capital and named[0].low in words.determiners  # "the Post"
    return (len(capital) >= 2 or (the_one and len(capital) == 1)) and bool(ends & known.names)


def is_place(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether the phrase is a country, or a capital that stands for its government."""
    places = words.capitals | territories(words.language)
    named = [token for token in tokens if token.is_word]
    for index, token in enumerate(named[:3]):
        size = phrase_at(named, index, places)
        if size and token.is_capital and index + size == len(named):
            return True
    return False


@cache
def territories(language: str) -> Words:
    """Return the folded names of the world's countries in `language`, from CLDR."""
    names = Locale(language).territories
    return frozenset(fold(name) for code, name in names.items() if len(code) == 2) | frozenset(
        ("us", "uk", "u.s.", "u.k.")
    )
