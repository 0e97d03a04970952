"""The noun phrases beside a cue: where a source begins and ends, told by words and marks alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotate.attribution.lexicon import Lexicon
from annotate.attribution.tokens import Token
from annotate.data import Span
from annotate.quotations import QUOTE_MARKS

#: More tokens than this are no source but a clause that was misread.
LONGEST = 32
_STOPS = frozenset(".;:!?…") | QUOTE_MARKS
_DASHES = frozenset("—–")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A run of tokens `[start, end)`, with their folded text.

    `relative` says that a relative pronoun stands in its place, `nested` that it is the subject of a clause inside
    another.
    """

    start: int
    end: int
    lows: tuple[str, ...]
    capital: bool
    relative: bool = False
    nested: bool = False

    def span(self, tokens: Sequence[Token]) -> Span:
        """Return the phrase's offsets in the article."""
        return Span(tokens[self.start].span.start, tokens[self.end - 1].span.end)

    def is_document(self, words: Lexicon) -> bool:
        """Tell whether its words name a document or an outlet."""
        known = words.words.publication
        return any(low in known.heads or low in known.outlets for low in self.lows)

    def is_person_like(self, words: Lexicon) -> bool:
        """Tell whether its words name somebody who can speak."""
        heads = words.words.office.heads | words.words.identified.heads | words.words.identified.bodies | words.words.anonymity.heads
        return any(low in heads for low in self.lows) or (self.capital and len(self.lows) <= 6)


def noun_before(
    tokens: Sequence[Token], end: int, words: Lexicon, *, any_noun: bool = False
) -> NounPhrase | None:
    """Return the subject that ends right before token `end`, or the sentence's subject where a verb has none of its own.

    `any_noun` admits nouns that no list knows: "the carmaker". "The ministry said": the ministry. "Col. Pierre, the army's spokesman, said": both parts. "He met her and said": he.
    """
    if end > 0 and tokens[end - 1].low in words.words.relatives:
        return NounPhrase(end - 1, end, (tokens[end - 1].low,), capital=False, relative=True)
    start, nested = _left_edge(tokens, end, words)
    start, end = _trim(tokens, start, end, words)
    if start >= end:
        subject = leading(tokens, words)
        before = tokens[end - 1].low if end else ""
        joined = before in words.words.coordinators | words.words.boundaries or (bool(before) and before in ",—–")
        return subject if subject and joined and subject.end <= end else None
    phrase = _phrase(tokens, start, end, words, nested=nested, any_noun=any_noun)
    if phrase is None and tokens[end - 1].text != "," and end < len(tokens) and tokens[end].text == ",":
        phrase = leading(tokens, words)  # "Sanders, meanwhile, who sits at zero, said"
    return phrase if phrase and phrase.end <= end else None


def noun_after(
    tokens: Sequence[Token], start: int, words: Lexicon, *, inverted: bool = False, any_noun: bool = False, apposition: bool = True
) -> NounPhrase | None:
    """Return the source that begins at token `start`, with an apposition after its comma."""
    while start < len(tokens) and (
        tokens[start].low in words.words.auxiliaries
        and tokens[start].low not in words.words.determiners
        or (inverted and _is_time(tokens, start, words))
    ):
        start += 1
    start = _skip_recipient(tokens, start, words) if inverted else start
    if start < len(tokens) and tokens[start].low in words.words.pronouns.person | words.words.pronouns.plural:
        return _phrase(tokens, start, start + 1, words)
    end = _right_edge(tokens, start, words, stops=words.words.noun_stops if inverted else frozenset())
    end = _trim_right(tokens, start, end, words)
    phrase = _phrase(tokens, start, end, words, any_noun=any_noun)
    if phrase is None or not apposition or not _has_apposition(tokens, end, words):
        return phrase
    further = _right_edge(tokens, end + 1, words, stops=words.words.noun_stops - words.words.prepositions_np)
    return _phrase(tokens, start, further, words, any_noun=any_noun)


def leading(tokens: Sequence[Token], words: Lexicon) -> NounPhrase | None:
    """Return the noun phrase that opens the sentence, past a phrase of time or place and its comma."""
    start = _skip_opening(tokens, words)
    end = start
    known = words.words
    while end < len(tokens) and end - start < LONGEST // 2:
        token = tokens[end]
        if end == start and token.low in known.pronouns.person | known.pronouns.plural | known.pronouns.thing:
            return _phrase(tokens, start, start + 1, words)
        if not token.is_word or token.quoted or token.low in known.boundaries:
            break
        if end > start and tokens[end - 1].is_capital and not token.is_capital and not _goes_on(token, words):
            break
        verb_like = token.low in known.auxiliaries | known.passive or token.low in words.verbs
        past = words.language == "en" and token.low.endswith("ed") and not token.is_capital
        if end > start and (verb_like or past) and token.low not in known.determiners:
            break
        end += 1
    return _phrase(tokens, start, end, words)


def _goes_on(token: Token, words: Lexicon) -> bool:
    """Tell whether a phrase can go on after a name: "Russia's ambassador", "the Ministry of"."""
    known = words.words
    heads = known.heads
    return token.low in heads | known.prepositions_np | known.particles | known.coordinators


def _phrase(
    tokens: Sequence[Token], start: int, end: int, words: Lexicon, *, nested: bool = False, any_noun: bool = False
) -> NounPhrase | None:
    """Return the run as a phrase if it can be a source."""
    if not 0 < end - start <= LONGEST:
        return None
    run = tokens[start:end]
    lows = tuple(token.low for token in run)
    known = words.words
    if lows[0] in known.pronouns.first or len(lows) == 1 and lows[0] in known.demonstratives | known.time_words:
        return None
    pronouns = known.pronouns.person | known.pronouns.plural | known.pronouns.thing
    heads = known.heads
    capital = any(token.is_capital and not (token is tokens[0] and token.low in known.determiners) for token in run)
    noun = any_noun and lows[0] in known.determiners and 1 < len(lows) <= 8
    eligible = lows[0] in pronouns or capital or noun or any(low in heads for low in lows)
    return NounPhrase(start, end, lows, capital, nested=nested) if eligible else None


def _left_edge(tokens: Sequence[Token], end: int, words: Lexicon) -> tuple[int, bool]:
    """Return where the subject before `end` begins, and whether it lies in a nested clause."""
    known = words.words
    start, commas, inside = end, 0, 0
    apposition = end > 0 and tokens[end - 1].text in {",", ")"} | _DASHES
    while start > 0 and end - start < LONGEST:
        token = tokens[start - 1]
        if token.text == ")":
            inside += 1
        elif token.text == "(":
            inside -= 1
        elif inside > 0:
            pass
        elif token.quoted or token.text in _STOPS:
            return start, False
        elif token.text == "," or token.text in _DASHES:
            commas += 1
            if commas > (2 if apposition else 0):
                return start, False
        elif token.low in known.clause_openers and commas == 0:
            return start, True
        elif token.low in known.boundaries and not (apposition and commas == 1):
            return start, False
        elif token.low in known.coordinators and commas == 0 and _joins_clauses(tokens, start - 1, words):
            return start, False
        start -= 1
    return start, False


def _joins_clauses(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether the conjunction at `at` joins clauses rather than names: a verb stands left of it."""
    known = words.words
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if after in known.pronouns.person | known.pronouns.plural | known.pronouns.thing:
        return True
    for token in reversed(tokens[max(0, at - 14) : at]):
        if token.text in _STOPS or token.text == ",":
            return False
        if token.low in known.passive or token.low in known.perfect or token.low in words.verbs:
            return True
        if words.language == "en" and token.low.endswith("ed"):
            return True
    return False


def _trim(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> tuple[int, int]:
    """Cut marks, conjunctions, times and an opening phrase of place off both ends of a run."""
    known = words.words
    end = _trim_right(tokens, start, end, words)
    moved = True
    while moved and start < end:
        moved = False
        token = tokens[start]
        clitic = token.low in known.auxiliaries and token.low not in known.determiners
        if not token.is_word or token.low in known.coordinators | known.boundaries or clitic or _is_time(tokens, start, words):
            start, moved = start + 1, True
        elif token.low in known.prepositions_np and token.low not in known.determiners:
            after = _after_preposition(tokens, start, end, words)
            moved, start = after > start, max(after, start)
    return start, end


def _is_time(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether the token is a word of time, or opens a phrase of time: "this week"."""
    known = words.words
    if tokens[at].low not in known.time_words:
        return False
    if tokens[at].low not in known.determiners | known.prepositions_np:
        return True
    return at + 1 < len(tokens) and tokens[at + 1].low in known.time_words - known.determiners


def _trim_right(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> int:
    """Cut marks and times off the right end."""
    known = words.words
    while end > start:
        token = tokens[end - 1]
        weak = token.low in known.time_words and not (token.is_capital and token.low in {"march", "may", "mars"} and end - start == 1)
        helper = token.low in known.passive | known.perfect | known.modals or (token.low in known.auxiliaries and words.language == "en")
        if not token.is_word and token.text not in {")", "]"} or weak or helper or token.low in known.prepositions_np or token.text.isdigit() and end - start > 1:
            end -= 1
        else:
            break
    return end


def _after_preposition(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> int:
    """Return where the subject begins after a phrase like "At the rally" or "On Friday the"."""
    known = words.words
    for index in range(start + 1, end):
        token = tokens[index]
        if token.text == ",":
            return index + 1
        begins = token.low in known.determiners or (token.is_capital and not tokens[index - 1].is_capital)
        opened = index > start + 2 or tokens[index - 1].low in known.time_words
        if begins and opened and tokens[index - 1].low not in known.prepositions_np | known.determiners:
            return index
    return start


def _right_edge(tokens: Sequence[Token], start: int, words: Lexicon, stops: frozenset[str]) -> int:
    """Return where a run that begins at `start` ends: at a mark, a stop word or a verb."""
    known = words.words
    end = start
    while end < len(tokens) and end - start < LONGEST:
        token = tokens[end]
        if token.quoted or token.text in _STOPS | _DASHES or token.text in {",", "("}:
            break
        unnamed = any(each.low in known.anonymity.heads for each in tokens[start:end])  # "a person close to the family"
        if end > start and token.low in stops and not (unnamed and token.low in known.prepositions_np):
            break
        if end > start and (token.low in known.relatives or token.low in known.clause_openers):
            break
        if end > start and token.low in words.verbs and token.low not in known.noun_like and not token.is_capital:
            break
        if end > start and token.low in known.passive | known.perfect:
            break
        end += 1
    return end


def _has_apposition(tokens: Sequence[Token], comma: int, words: Lexicon) -> bool:
    """Tell whether what follows the comma says who the source is."""
    if comma + 1 >= len(tokens) or tokens[comma].text != ",":
        return False
    known = words.words
    heads = known.office.heads | known.identified.heads | known.identified.bodies | known.anonymity.heads | known.office.spokespeople
    nearby = []
    for token in tokens[comma + 1 : comma + 9]:
        if token.text in _STOPS or token.text == ",":
            break
        nearby.append(token)
    if not nearby or nearby[0].low in words.verbs or nearby[0].low in known.boundaries | known.coordinators:
        return False
    return any(token.low in heads for token in nearby) and nearby[0].low not in known.pronouns.person


def _skip_recipient(tokens: Sequence[Token], start: int, words: Lexicon) -> int:
    """Step over "à l'AFP," in "a déclaré à l'AFP, Mme X"."""
    known = words.words
    if words.language != "fr" or start >= len(tokens) or tokens[start].low not in known.recipients:
        return start
    end = start + 1
    while end < len(tokens) and end - start < 8 and tokens[end].is_word:
        named = tokens[end].low in known.titles_or_heads and end > start + 1
        if named:
            return end
        end += 1
    return end + 1 if end < len(tokens) and tokens[end].text == "," else start


def _skip_opening(tokens: Sequence[Token], words: Lexicon) -> int:
    """Return the first token after an opening conjunction, or a phrase of time or place that a comma closes."""
    known = words.words
    start = 0
    while start < len(tokens) and (
        not tokens[start].is_word or tokens[start].low in known.coordinators | known.boundaries
    ):
        start += 1
    if start >= len(tokens):
        return start
    first = tokens[start].low
    opening = first in known.prepositions_np or first in known.time_words or first.endswith(("ly", "ment"))
    if opening and first not in known.determiners:
        for index in range(start + 1, min(start + 16, len(tokens))):
            if tokens[index].text == ",":
                return index + 1
    return start
