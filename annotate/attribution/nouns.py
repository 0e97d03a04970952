"""The noun phrases beside a cue: where a source begins and ends, told by words and marks alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotate.attribution.lexicon import Lexicon, Words
from annotate.attribution.tokens import Token, phrase_at
from annotate.data import Span
from annotate.quotations import QUOTE_MARKS

#: More tokens than this are no source but a clause that was misread.
LONGEST = 32
_STOPS = frozenset(".;:!?…") | QUOTE_MARKS
_DASHES = frozenset("—–")
_NOTHING: Words = frozenset()


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A run of tokens `[start, end)`, with their folded text.

    `relative` says that a relative pronoun stands in its place, `nested` that it is the subject of a clause
    within another.
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
        known = words.publication
        return any(low in known.heads | known.outlets or (self.capital and low in known.names) for low in self.lows)

    def is_person_like(self, words: Lexicon) -> bool:
        """Tell whether its words name somebody who can speak."""
        return any(low in words.people for low in self.lows) or (self.capital and len(self.lows) <= 6)


def noun_before(tokens: Sequence[Token], end: int, words: Lexicon, *, any_noun: bool = False) -> NounPhrase | None:
    """Return the subject that ends before token `end`, the sentence's where a verb has none of its own.

    "The ministry said": the ministry. "Col. Pierre, the army's spokesman, said": both parts. "He met her and said": he.
    `any_noun` admits nouns that no list knows: "the carmaker".
    """
    if end > 0 and tokens[end - 1].low in words.relatives:
        return NounPhrase(end - 1, end, (tokens[end - 1].low,), capital=False, relative=True)
    edge, nested = _left_edge(tokens, end, words)
    start, stop = _trim(tokens, edge, end, words)
    if start < stop and tokens[start].low in words.pronouns.third and tokens[end - 1].low in words.coordinators:
        stop = start + 1  # "he met her and said"
    phrase = _phrase(tokens, start, stop, words, nested=nested, any_noun=any_noun)
    if phrase is None and (start >= stop or mark_at(tokens, stop) == ","):
        # "… and said", or "Sanders, meanwhile, who sits at zero, said"
        before = tokens[end - 1] if end else None
        joined = before is not None and (before.low in words.clauses or before.text in {",", *_DASHES})
        phrase = leading(tokens, words) if joined else None
    return phrase if phrase and phrase.end <= end else None


def noun_after(
    tokens: Sequence[Token],
    start: int,
    words: Lexicon,
    *,
    inverted: bool = False,
    any_noun: bool = False,
    apposition: bool = True,
) -> NounPhrase | None:
    """Return the source that begins at token `start`, with the apposition after its comma.

    `inverted`: it follows its verb, and what follows it is no part of it ("said Smith in London").
    """
    if _is_oblique(tokens, start, words):
        return NounPhrase(start, start + 1, (tokens[start].low,), capital=False)
    while start < len(tokens) and (
        tokens[start].low in words.skippable or (inverted and _is_time(tokens, start, words))
    ):
        start += 1
    start = _after_recipient(tokens, start, words) if inverted else start
    if start < len(tokens) and tokens[start].low in words.pronouns.person | words.pronouns.plural:
        return _phrase(tokens, start, start + 1, words)
    end = _right_edge(tokens, start, words, stops=words.noun_stops if inverted else _NOTHING)
    end = _trim_right(tokens, start, end, words)
    phrase = _phrase(tokens, start, end, words, any_noun=any_noun)
    if phrase is None or not apposition or not _has_apposition(tokens, end, words):
        return phrase
    further = _right_edge(tokens, end + 1, words, stops=words.noun_stops - words.prepositions_np)
    return _phrase(tokens, start, further, words, any_noun=any_noun)


def leading(tokens: Sequence[Token], words: Lexicon) -> NounPhrase | None:
    """Return the noun phrase that opens the sentence, past a phrase of time or place and its comma."""
    start = _after_opening(tokens, words)
    if start < len(tokens) and tokens[start].low in words.pronouns.third:
        return _phrase(tokens, start, start + 1, words)
    if start < len(tokens) and words.language == "en" and tokens[start].low.endswith("ing"):
        return None  # "Listening to him, it is easy to think": a clause without a subject of its own
    end = start
    while end < len(tokens) and end - start < LONGEST // 2 and not _breaks(tokens, start, end, words):
        end += 1
    return _phrase(tokens, start, end, words)


def mark_at(tokens: Sequence[Token], index: int) -> str:
    """Return the text of the token at `index`, nothing past the ends."""
    return tokens[index].text if 0 <= index < len(tokens) else ""


def _breaks(tokens: Sequence[Token], start: int, at: int, words: Lexicon) -> bool:
    """Tell whether the phrase that opens a sentence is over before token `at`."""
    token = tokens[at]
    if not token.is_word or token.quoted or token.low in words.boundaries:
        return True
    if at == start or token.low in words.determiners:
        return False
    goes_on = token.low in words.heads | words.prepositions_np | words.particles | words.coordinators
    if tokens[at - 1].is_capital and not token.is_capital and not goes_on:  # "Smith | met"
        return True
    past = words.language == "en" and token.low.endswith("ed") and not token.is_capital
    return past or token.low in words.auxiliaries | words.passive or token.low in words.cues


def _phrase(
    tokens: Sequence[Token], start: int, end: int, words: Lexicon, *, nested: bool = False, any_noun: bool = False
) -> NounPhrase | None:
    """Return the run as a phrase if it can be a source."""
    if not 0 < end - start <= LONGEST:
        return None
    run = tokens[start:end]
    lows = tuple(token.low for token in run)
    if lows[0] in words.pronouns.first or _is_no_noun(run, words):
        return None
    capital = any(token.is_capital and not (token is tokens[0] and token.low in words.determiners) for token in run)
    noun = any_noun and lows[0] in words.determiners and 1 < len(lows) <= 8
    eligible = lows[0] in words.pronouns.third or capital or noun or any(low in words.heads for low in lows)
    return NounPhrase(start, end, lows, capital, nested=nested) if eligible else None


def _is_no_noun(run: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether the run is one word that names nothing: "this", "Monday"."""
    if len(run) > 1 or (run[0].low in words.modals and run[0].is_capital):
        return False
    return run[0].low in words.demonstratives | words.time_words


def _left_edge(tokens: Sequence[Token], end: int, words: Lexicon) -> tuple[int, bool]:
    """Return where the subject before `end` begins, and whether it lies in a nested clause."""
    start, commas, brackets = end, 0, 0
    apposition = end > 0 and tokens[end - 1].text in {",", ")", *_DASHES}
    while start > 0 and end - start < LONGEST:
        token = tokens[start - 1]
        brackets += (token.text == ")") - (token.text == "(")
        if brackets <= 0 and token.text != "(":
            if token.quoted or token.text in _STOPS:
                break
            commas += token.text == "," or token.text in _DASHES
            if commas > (2 if apposition else 0):
                break
            if commas == 0 and token.low in words.clause_openers:
                return start, True
            if token.low in words.boundaries and not (apposition and commas == 1):
                return start, token.low in words.adverbials
            if commas == 0 and token.low in words.coordinators and _joins_clauses(tokens, start - 1, words):
                break
        start -= 1
    return start, False


def _joins_clauses(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether the conjunction at `at` joins clauses rather than names: a verb stands left of it."""
    if at + 1 < len(tokens) and tokens[at + 1].low in words.pronouns.third:
        return True
    for token in reversed(tokens[max(0, at - 14) : at]):
        if token.text in _STOPS or token.text == ",":
            return False
        past = words.language == "en" and token.low.endswith("ed")
        if past or token.low in words.passive | words.perfect or token.low in words.cues:
            return True
    return False


def _trim(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> tuple[int, int]:
    """Cut marks, conjunctions, times and an opening phrase of place off both ends of a run."""
    end = _trim_right(tokens, start, end, words)
    while start < end:
        token = tokens[start]
        if end - start == 1 and token.low in words.modals and token.is_capital:  # Mrs May again
            break
        loose = not token.is_word or token.low in words.clauses or token.low in words.skippable
        if loose or _is_time(tokens, start, words):
            start += 1
            continue
        preposition = token.low in words.prepositions_np and token.low not in words.determiners
        after = _after_preposition(tokens, start, end, words) if preposition else start
        if after == start:
            break
        start = after
    return start, end


def _trim_right(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> int:
    """Cut marks, times, prepositions and auxiliaries off the right end."""
    helpers = words.passive | words.perfect | words.modals | words.prepositions_np
    helpers |= words.auxiliaries if words.language == "en" else _NOTHING
    while end > start:
        token = tokens[end - 1]
        alone = end - start == 1
        name = token.is_capital and (alone or (token.low in words.modals and tokens[end - 2].is_capital))
        timely = token.low in words.time_words and not name  # a Mrs May can speak
        number = token.text.isdigit() and not alone
        helper = token.low in helpers and not name
        if (token.is_word and not (timely or number or helper)) or token.text in {")", "]"}:
            break
        end -= 1
    return end


def _is_time(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether the token is a word of time, or opens a phrase of time: "this week"."""
    if tokens[at].low not in words.time_words:
        return False
    if tokens[at].low not in words.determiners | words.prepositions_np:
        return True
    return at + 1 < len(tokens) and tokens[at + 1].low in words.time_words - words.determiners


def _after_preposition(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> int:
    """Return where the subject begins after a phrase like "At the rally" or "On Friday the"; `start` if nowhere."""
    for index in range(start + 1, end):
        token, before = tokens[index], tokens[index - 1]
        if token.text == ",":
            return index + 1
        begins = token.low in words.determiners or (token.is_capital and not before.is_capital)
        opened = index > start + 2 or before.low in words.time_words
        if begins and opened and before.low not in words.prepositions_np | words.determiners:
            return index
    return start


def _right_edge(tokens: Sequence[Token], start: int, words: Lexicon, stops: Words) -> int:
    """Return where a run that begins at `start` ends: at a mark, a stop word or a verb."""
    end, unnamed = start, False
    while end < len(tokens) and end - start < LONGEST:
        token = tokens[end]
        if token.quoted or token.text in _STOPS | _DASHES | {",", "("}:
            break
        stop = token.low in stops and not (unnamed and token.low in words.prepositions_np)
        clause = token.low in words.relatives | words.clause_openers | words.passive | words.perfect
        verb = token.low in words.cues and token.low not in words.noun_like and not token.is_capital
        if end > start and (stop or clause or verb):
            break
        unnamed = unnamed or token.low in words.anonymity.heads  # "a person close to the family"
        end += 1
    return end


def _has_apposition(tokens: Sequence[Token], comma: int, words: Lexicon) -> bool:
    """Tell whether what follows the comma says who the source is."""
    if mark_at(tokens, comma) != "," or comma + 1 >= len(tokens):
        return False
    first = tokens[comma + 1]
    if _is_bare_name(tokens, comma + 1) and tokens[comma - 1].low not in words.time_words:
        return True
    if first.low in words.cues or first.low in words.clauses or first.low in words.pronouns.person:
        return False
    for token in tokens[comma + 1 : comma + 9]:
        if token.text in _STOPS or token.text == ",":
            return False
        if token.low in words.people or token.low in words.office.spokespeople:
            return True
    return False


def _is_bare_name(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether two to four capitals and then a mark stand at `start`: "the mayor, Ann Lee."."""
    end = start
    while end < len(tokens) and tokens[end].is_word and tokens[end].is_capital:
        end += 1
    return 2 <= end - start <= 4 and (end == len(tokens) or not tokens[end].is_word)


def _after_recipient(tokens: Sequence[Token], start: int, words: Lexicon) -> int:
    """Step over "à l'AFP," in "a déclaré à l'AFP, Mme X"."""
    if words.language != "fr" or start >= len(tokens) or tokens[start].low not in words.recipients:
        return start
    named = start + 1 + phrase_at(tokens, start + 1, words.publication.outlets)
    if named > start + 1 and named < len(tokens) and tokens[named].is_word and tokens[named - 1].is_capital:
        return named
    for end in range(start + 1, min(start + 8, len(tokens))):
        if not tokens[end].is_word:
            return end + 1 if tokens[end].text == "," else start
        if tokens[end].low in words.roles and end > start + 1:
            return end
    return start


def _is_oblique(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether a pronoun that follows a preposition stands alone: "according to her", not "to her lawyer"."""
    if at >= len(tokens) or tokens[at].low not in words.pronouns.oblique:
        return False
    return tokens[at].low not in words.determiners or at + 1 == len(tokens) or not tokens[at + 1].is_word


def _after_opening(tokens: Sequence[Token], words: Lexicon) -> int:
    """Return the first token after an opening conjunction, or after a phrase of time or place and its comma."""
    start = 0
    while start < len(tokens) and (not tokens[start].is_word or tokens[start].low in words.clauses):
        start += 1
    if start == len(tokens) or tokens[start].low in words.determiners:
        return start
    first = tokens[start].low
    if first in words.prepositions_np or first in words.time_words or first.endswith(("ly", "ment")):
        for index in range(start + 1, min(start + 16, len(tokens))):
            if tokens[index].text == ",":
                return index + 1
    return start
