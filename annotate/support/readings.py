"""How a sentence stands to each word it says: asserts it, denies it, hedges it, reports it, or leaves it open.

Words that embed others (negations, hedges, verbs of speech, "managed to", "refused to", "if") are found by lists; each
reaches over a stretch of the sentence, and what stands in several stretches is read from the outermost in. What a verb
does to its complement, where it is affirmed and where it is negated, is told by two signs, after Nairn, Condoravdi and
Karttunen (2006).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import Final, Literal, NamedTuple

from annotate.config import Strict, load_lexicon
from annotate.support.lexicon import ROOM as REVIEW
from annotate.support.lexicon import Lexicon, Phrasebook, Phrases
from annotate.support.meanings import known, meanings
from annotate.support.words import fold, plain

Standing = Literal["asserted", "denied", "hedged", "reported", "open"]
#: How sure a sentence is of what it says, the surest first; `future` is what will be.
Mood = Literal["fact", "hedged", "future", "open"]
Kind = Literal[
    "harmless", "negation", "clause_negation", "opener", "closer", "either_way", "two_way", "if_so", "reversed",
    "blocked", "never", "open", "intent", "needed", "rumour", "report", "opinion", "denial", "source", "hedge", "modal",
    "future", "conditional", "condition",
]  # fmt: skip

ROOM = "readings"
#: What a verb makes of its complement where it is affirmed, and where it is negated: so (+), not so (-), open (o),
#: hedged (h), not to be (f).
SIGNS: Final[dict[Kind, str]] = {
    "either_way": "++", "two_way": "+-", "if_so": "+o", "reversed": "-+", "blocked": "-o", "never": "--",
    "open": "oo", "intent": "of", "needed": "h-",
}  # fmt: skip
_TAKE_INFINITIVES: Final = SIGNS.keys() | {"report", "opinion", "denial", "modal", "hedge", "future", "conditional"}
_MADE: Final[dict[str, Mood]] = {"f": "future", "h": "hedged"}
_SPEECH: Final[frozenset[Kind]] = frozenset({"report", "opinion", "denial"})
MOODS: Final[tuple[Mood, ...]] = ("fact", "hedged", "future", "open")
_QUOTES: Final = frozenset("\"“”‘’'«»„")
_STOPS: Final = frozenset(";:()–—?!…")
_ASIDE = 9  # words: a longer clause of speech is no aside ("…, said the mayor")
LONGEST = 400  # words and signs: what is longer is no sentence, and is read as plain
_BY = 3  # words behind "accused by" that name who accuses
_SOON = 2  # words behind a verb of speech in which what it says begins
_WORD = r"[^\W_]+(?:-(?!(?:t-)?(?:il|elle|on|ils|elles|je|nous|vous|ce)(?!\w))[^\W_*]+)*\*?"
_TOKENS: Final = {
    "en": re.compile(rf"\d[\d.,]*\d|n't|[^\W_]+(?=n't)|{_WORD}|'(?:s|re|ve|ll|d)(?!\w)|\S"),
    "fr": re.compile(rf"\d[\d.,]*\d|(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'|{_WORD}|\S"),
}


class ReadingLexicon(Strict):
    """One language's `configs/lexicons/readings/LANGUAGE.yaml`; the file says what each list means."""

    negations: Phrases
    clause_negations: Phrases
    negation_openers: Phrases
    negation_closers: Phrases
    harmless: Phrases
    either_way: Phrases
    two_way: Phrases
    if_so: Phrases
    reversed: Phrases
    blocked: Phrases
    never: Phrases
    open: Phrases
    intent: Phrases
    rumours: Phrases
    needed: Phrases
    reports: Phrases
    opinions: Phrases
    denials: Phrases
    sources: Phrases
    hedges: Phrases
    modals: Phrases
    hedged_alone: Phrases
    futures: Phrases
    conditionals: Phrases
    conditional_patterns: Phrases
    future_patterns: Phrases
    conditions: Phrases
    but_for: Phrases
    breaks: Phrases
    comma_breaks: Phrases
    relatives: Phrases
    complements: Phrases
    source_heads: Phrases
    past_conditionals: Phrases
    unmet: Phrases
    auxiliaries: Phrases
    passives: Phrases
    passive_by: Phrases
    passive_alone: bool
    past_endings: Phrases
    participles: Phrases
    any_infinitive: bool
    infinitives: Phrases
    infinitive_after: Phrases
    whenever: Phrases
    object_relatives: Phrases
    complementisers: Phrases
    determiners: Phrases
    patterns: dict[Kind, Phrases]
    adverbs: Phrases


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence stands to a word: `source` holds the lemmas of who says so, `None` where the sentence does."""

    mood: Mood = "fact"
    positive: bool = True
    source: frozenset[str] | None = None

    @property
    def standing(self) -> Standing:
        """Return it in one word; a denial by somebody is one, a hedge within a report is a hedge."""
        if self.mood != "fact":
            return "hedged" if self.mood == "hedged" else "open"
        if not self.positive:
            return "denied"
        return "asserted" if self.source is None else "reported"


PLAIN: Final = Reading()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: `text` in lower case, `lemma` as `Meanings` folds it; `mark` is what it does to others."""

    text: str
    lemma: str
    capital: bool
    reading: Reading
    mark: Kind | None


class Mark(NamedTuple):
    """Words that embed others: those at `start` to `end`."""

    kind: Kind
    start: int
    end: int


class _Reach(NamedTuple):
    """Where a mark holds; `wide` ones, which stand aside, hold over all others."""

    mark: Mark
    places: range
    wide: bool
    source: frozenset[str] | None = None


class Grammar:
    """A language's lists made ready for use."""

    def __init__(self, language: str) -> None:
        lexicon = load_lexicon(ReadingLexicon, ROOM, language)
        self.language = language
        self.books: tuple[tuple[Kind, Phrasebook], ...] = (
            ("harmless", self._book(lexicon.harmless)),
            ("negation", self._book(lexicon.negations)),
            ("clause_negation", self._book(lexicon.clause_negations)),
            ("opener", self._book(lexicon.negation_openers)),
            ("closer", self._book(lexicon.negation_closers)),
            ("either_way", self._book(lexicon.either_way)),
            ("two_way", self._book(lexicon.two_way)),
            ("reversed", self._book(lexicon.reversed)),
            ("denial", self._book(lexicon.denials)),
            ("blocked", self._book(lexicon.blocked)),
            ("never", self._book(lexicon.never)),
            ("needed", self._book(lexicon.needed)),
            ("hedge", self._book(lexicon.hedges)),
            ("modal", self._book(lexicon.modals)),
            ("conditional", self._book(lexicon.conditionals, lexicon.conditional_patterns)),
            ("future", self._book(lexicon.futures, lexicon.future_patterns)),
            ("rumour", self._book(lexicon.rumours)),
            ("if_so", self._book(lexicon.if_so)),
            ("report", self._book(lexicon.reports)),
            ("opinion", self._book(lexicon.opinions)),
            ("source", self._book(lexicon.sources)),
            ("condition", self._book(lexicon.conditions)),
            ("intent", self._book(lexicon.intent)),
            ("open", self._book(lexicon.open)),
            *((kind, Phrasebook((), patterns)) for kind, patterns in lexicon.patterns.items()),
        )
        silent = (*lexicon.auxiliaries, *lexicon.negation_openers, *lexicon.negation_closers)
        stopwords = load_lexicon(Lexicon, REVIEW, language).stopwords
        self.stopwords = frozenset(plain(each) for each in (*stopwords, *silent))  # with accents: "sûr" is no "sur"
        self.breaks = self._book(lexicon.breaks)
        self.comma_breaks = frozenset(lexicon.comma_breaks)
        self.relatives = frozenset(lexicon.relatives)
        self.complements = frozenset(lexicon.complements)
        self.hedged_alone = self._book(lexicon.hedged_alone)
        self.source_heads = frozenset(lexicon.source_heads)
        self.past_conditionals = frozenset(
            " ".join(_TOKENS[language].findall(each)) for each in lexicon.past_conditionals
        )
        self.unmet = frozenset(lexicon.unmet)
        self.but_for = self._book(lexicon.but_for)
        self.auxiliaries = frozenset(lexicon.auxiliaries)
        self.passives = frozenset(lexicon.passives)
        self.passive_by = frozenset(lexicon.passive_by)
        self.passive_alone = lexicon.passive_alone
        self.past_endings = lexicon.past_endings
        self.participles = lexicon.participles
        self.any_infinitive = lexicon.any_infinitive
        self.infinitives = lexicon.infinitives
        self.infinitive_after = frozenset(lexicon.infinitive_after)
        self.complementisers = frozenset(lexicon.complementisers)
        self.determiners = frozenset(lexicon.determiners)
        self.object_relatives = frozenset(lexicon.object_relatives)
        self.whenever = self._book(lexicon.whenever)
        self.adverbs = lexicon.adverbs

    def split(self, text: str) -> tuple[list[str], list[bool]]:
        """Return the words and signs of `text` in lower case, and which are written with a capital."""
        normal = unicodedata.normalize("NFC", text)
        found = _TOKENS[self.language].findall(plain(normal))
        return found, _capitals(normal, found)

    def _book(self, phrases: Phrases, patterns: Phrases = ()) -> Phrasebook:
        split = _TOKENS[self.language].findall
        return Phrasebook(tuple(" ".join(split(plain(phrase))) for phrase in phrases), patterns)


def _capitals(text: str, found: Iterable[str]) -> list[bool]:
    """Return which of the words found in `text`, in order, start with a capital there."""
    low, at, capitals = plain(text), 0, []
    same = len(low) == len(text)
    for word in found:
        at = low.index(word, at)
        capitals.append(same and text[at].isupper())
        at += len(word)
    return capitals


@cache
def grammar(language: str) -> Grammar:
    """Return the lists of `language`. Raises `ConfigError` where the file does not fit."""
    return Grammar(language)


def read(text: str, language: str) -> tuple[Word, ...]:
    """Return the words of a sentence, each with how the sentence stands to it.

    >>> def standing(text, word, language="en"):
    ...     return next(each.reading.standing for each in read(text, language) if each.text == word)
    >>> standing("The firm denied that it had paid.", "paid"), standing("She managed to escape.", "escape")
    ('denied', 'asserted')
    >>> standing("They did not manage to leave.", "leave"), standing("He refused to deny he had left.", "left")
    ('denied', 'open')
    >>> standing("La ville aurait fermé le pont.", "fermé", "fr"), standing("Le pont a fermé, dit-il.", "fermé", "fr")
    ('hedged', 'reported')
    """
    spoken = known(language)
    rules, folded = grammar(spoken), meanings(spoken)
    tokens, capitals = rules.split(text)
    lemmas = [folded.lemma(fold(token)) for token in tokens]
    sentence = _Sentence(tokens, lemmas, capitals, rules)
    marks = sentence.marks() if len(tokens) <= LONGEST else ()
    readings = _readings(sentence, marks)
    marked = {place: mark.kind for mark in marks if not sentence.inflected(mark) for place in range(*mark[1:])}
    return tuple(
        Word(token, lemma, capital, reading, marked.get(place))
        for place, (token, lemma, capital, reading) in enumerate(zip(tokens, lemmas, capitals, readings, strict=True))
    )


def read_within(text: str, sentence: str, language: str) -> tuple[Word, ...]:
    """Return the words of what a sentence tells in part, each with how that whole sentence stands to it.

    Who is cited outside of `text` is left out: what somebody is said to say stands for itself.

    >>> def standing(text, sentence, word):
    ...     return next(each.reading.standing for each in read_within(text, sentence, "en") if each.text == word)
    >>> standing("the dam had burst", "The mayor said the dam had burst.", "burst")
    'asserted'
    >>> standing("the dam had burst", "The mayor denied that the dam had burst.", "burst")
    'denied'
    """
    words = read(text, language)
    if text == sentence:
        return words
    whole = read(sentence, language)
    alike = SequenceMatcher(None, [each.text for each in words], [each.text for each in whole], autojunk=False)
    told = {
        block.a + step: whole[block.b + step].reading
        for block in alike.get_matching_blocks()
        for step in range(block.size)
    }
    return tuple(
        replace(each, reading=replace(told[place], source=each.reading.source)) if place in told else each
        for place, each in enumerate(words)
    )


class _Sentence:
    """A sentence's tokens, cut into the stretches that embedding words keep to."""

    def __init__(self, tokens: Sequence[str], lemmas: Sequence[str], capitals: Sequence[bool], rules: Grammar) -> None:
        self.tokens, self.lemmas, self.capitals, self.rules = tokens, lemmas, capitals, rules
        self.joined = " ".join(tokens)
        self.starts = [0]
        for token in tokens:
            self.starts.append(self.starts[-1] + len(token) + 1)
        self.found = tuple(self._found())
        self.segments = tuple(self._segments())
        self._segment_starts = [segment.start for segment in self.segments]

    def place(self, character: int) -> int:
        """Return which token a character of `joined` stands in."""
        return bisect_right(self.starts, character) - 1

    def segment(self, place: int) -> int:
        """Return the number of the segment that a token stands in."""
        return max(0, bisect_right(self._segment_starts, place) - 1)

    def breaks(self, number: int) -> bool:
        """Tell whether a segment opens a clause of its own, which no verb before it reaches over."""
        segment = self.segments[number]
        if not number or not len(segment):
            return False
        after_comma = self.tokens[segment.start - 1] in (",", *_STOPS)
        opener = self.tokens[segment.start]
        if after_comma and (opener in self.rules.comma_breaks or self.tokens[segment.start - 1] == ";"):
            return True
        return self.opens(self.rules.breaks, segment)

    def said(self, mark: Mark) -> str:
        """Return the words of a mark."""
        return " ".join(self.tokens[mark.start : mark.end])

    def inflected(self, mark: Mark) -> bool:
        """Tell whether a mark is the form of the verb itself: "fermera"."""
        return mark.kind in ("future", "conditional") and self.tokens[mark.start] not in self.rules.auxiliaries

    def infinitive(self, place: int) -> bool:
        """Tell whether an infinitive stands at a place, behind the word that makes it one."""
        word = self.tokens[place]
        ends = word.endswith(self.rules.infinitives) or (self.rules.any_infinitive and word.isalpha())
        noun = word in self.rules.determiners or self.capitals[place]
        return ends and not noun and self.tokens[place - 1] in self.rules.infinitive_after

    def names(self, places: range) -> frozenset[str]:
        """Return the lemmas of the words at some places that name somebody or something."""
        return frozenset(self.lemmas[place] for place in places if self._telling(self.tokens[place]))

    def relative(self, number: int) -> bool:
        """Tell whether a segment is a relative clause."""
        segment = self.segments[number]
        return bool(len(segment)) and self.tokens[segment.start] in self.rules.relatives

    def opens(self, book: Phrasebook, segment: range) -> bool:
        """Tell whether a segment opens with a phrase."""
        head = " ".join(self.tokens[segment.start : segment.start + 3])
        return next(book.places(head), (1, 1))[0] == 0

    def but_for(self) -> bool:
        """Tell whether a segment names what has kept the rest from being so."""
        return any(self.opens(self.rules.but_for, segment) for segment in self.segments if len(segment))

    def _segments(self) -> Iterator[range]:
        breaks = {self.place(start) for start, _ in self.rules.breaks.places(self.joined)}
        breaks |= {place for place, token in enumerate(self.tokens) if token in self.rules.relatives}
        breaks -= {place for mark in self.found for place in range(mark.start + 1, mark.end)}
        start = 0
        for place, token in enumerate(self.tokens):
            if token in _STOPS or token == "," or token == ".":
                yield range(start, place)
                start = place + 1
            elif place > start and place in breaks:
                yield range(start, place)
                start = place
        yield range(start, len(self.tokens))

    def marks(self) -> tuple[Mark, ...]:
        """Return the words that embed others, those left out that only look like it."""
        kept = [mark for mark in self.found if mark.kind != "harmless" and not self._named(mark)]
        return tuple(self._one_negation(kept))

    def _named(self, mark: Mark) -> bool:
        """Tell whether a negation is a word that the sentence names: "the only “no” vote"."""
        around = (*self.tokens[max(0, mark.start - 1) : mark.start], *self.tokens[mark.end : mark.end + 1])
        return (
            mark.kind in ("negation", "clause_negation", "opener") and len(around) == 2 and _QUOTES.issuperset(around)
        )

    def _found(self) -> Iterator[Mark]:
        """Yield the phrases of all lists, the longest where two begin alike, none within another."""
        found = [
            Mark(kind, self.place(start), self.place(end - 1) + 1)
            for kind, book in self.rules.books
            for start, end in book.places(self.joined)
        ]
        found += self._unlisted()
        end = 0
        for mark in sorted(found, key=lambda each: (each.start, -each.end)):  # stable: the earlier kind wins a tie
            if mark.start >= end:
                end = mark.end
                yield mark

    def _unlisted(self) -> Iterator[Mark]:
        """Yield the verbs before "that" as verbs of speech, what stands behind "is" as feelings about what is so.

        They are found last, so that a word of a list goes before.
        """
        for place in range(2, len(self.tokens) - 1):
            word, before = self.tokens[place - 1], self.tokens[place - 2]
            noun = before in self.rules.determiners or self.tokens[place + 1] in self.rules.auxiliaries
            if self.tokens[place] not in self.rules.complementisers or noun or not self._telling(word):
                continue
            felt = self.rules.passives.intersection(self.tokens[max(0, place - 4) : place - 1])
            yield Mark("either_way" if felt else "report", place - 1, place)

    def _telling(self, word: str) -> bool:
        return word.isalpha() and word not in self.rules.stopwords

    def _one_negation(self, marks: Iterable[Mark]) -> Iterator[Mark]:
        """Yield the marks with the halves of a negation made one: "ne … pas"."""
        rest = list(marks)
        paired: set[int] = set()
        for mark in rest:
            if mark.kind == "opener":
                paired.add(self.segment(mark.start))
        done: set[int] = set()
        halves = ("opener", "closer", "negation", "clause_negation")
        closed = {self.segment(mark.start) for mark in rest if mark.kind in halves[1:]}
        for mark in rest:
            number = self.segment(mark.start)
            if number not in paired or mark.kind not in halves:
                if mark.kind not in ("opener", "closer"):
                    yield mark
                continue
            if (number in closed or number - 1 in closed - paired) and number not in done:
                done.add(number)
                yield mark._replace(kind="negation")


def _readings(sentence: _Sentence, marks: Sequence[Mark]) -> list[Reading]:
    found = list(_reaches(sentence, marks))
    found += _infinitives(
        sentence, {place for each in found if each.mark.kind in _TAKE_INFINITIVES for place in each.places}
    )
    reaches = sorted(found, key=lambda each: (not each.wide, each.mark.start))
    readings = [PLAIN] * len(sentence.tokens)
    for reach in reaches:
        for place in reach.places:
            if not reach.mark.start <= place < reach.mark.end or sentence.inflected(reach.mark):
                readings[place] = _within(readings[place], reach)
    return readings


def _infinitives(sentence: _Sentence, governed: Collection[int]) -> Iterator[_Reach]:
    """Yield where infinitives leave things open that no verb of a list governs."""
    for place in range(1, len(sentence.tokens)):
        if place not in governed and sentence.infinitive(place):
            yield _Reach(Mark("open", place, place), range(place, place + 1), wide=False)


def _within(outer: Reading, reach: _Reach) -> Reading:
    """Return how a sentence stands to what stands in `reach`, which stands in what is read as `outer`."""
    kind = reach.mark.kind
    if kind in ("negation", "clause_negation"):
        return replace(outer, positive=not outer.positive)
    if kind in SIGNS:
        sign = SIGNS[kind][0 if outer.positive else 1]
        if sign == "o":
            return Reading("open", True, outer.source)
        if kind == "either_way" and outer.source is not None and not outer.positive:
            return Reading("open", True, outer.source)  # "denied knowing that"
        mood = _weaker(outer.mood, _MADE.get(sign, "fact"))
        return Reading("fact" if kind == "never" and mood == "hedged" else mood, sign in "+h", outer.source)
    if kind == "rumour":
        if outer.positive:
            return replace(outer, mood=_weaker(outer.mood, "hedged"))
        return outer if outer.source is not None else Reading("open")  # denied, or not commented on
    if kind in _SPEECH or kind == "source":
        if not outer.positive:
            return Reading("open", True, reach.source)
        mood = _weaker(outer.mood, "hedged") if kind == "opinion" else outer.mood
        return Reading(mood, kind != "denial", reach.source)
    if kind == "condition":
        return replace(outer, mood="open")
    if kind == "conditional":
        return replace(outer, mood=_weaker(outer.mood, "hedged" if outer.source is None else "future"))
    return replace(outer, mood=_weaker(outer.mood, "future" if kind == "future" else "hedged"))


def _weaker(one: Mood, other: Mood) -> Mood:
    return max(one, other, key=MOODS.index)


def _reaches(sentence: _Sentence, marks: Sequence[Mark]) -> Iterator[_Reach]:
    """Yield where each mark holds."""
    contrary = _contrary(sentence, marks)
    untrue = max((mark.start for mark in marks if mark.kind == "never"), default=-1)
    everything = range(len(sentence.tokens))
    rules, head = sentence.rules, sentence.segments[0]
    if 0 < len(head) < min(_ASIDE, len(everything)) and sentence.tokens[head.start] in rules.source_heads:
        yield from _around(sentence, Mark("source", 0, 1), head)
    if "?" in sentence.tokens:
        yield _Reach(Mark("condition", 0, 0), range(sentence.tokens.index("?")), wide=True)
    if any(mark.kind == "future" for mark in marks):
        for segment in sentence.segments:
            if sentence.opens(rules.whenever, segment):
                yield _Reach(Mark("condition", segment.start, segment.start), segment, wide=True)
    for number, mark in enumerate(marks):
        segment = sentence.segments[sentence.segment(mark.start)]
        right = range(mark.start if sentence.inflected(mark) else mark.end, segment.stop)
        if mark.kind == "condition":
            if not contrary:
                yield _Reach(mark, everything, wide=True)
        elif (contrary and sentence.said(mark) in rules.past_conditionals) or (
            mark.kind == "rumour" and mark.start < untrue
        ):
            yield _Reach(mark._replace(kind="never"), right, wide=False)
        elif mark.kind == "clause_negation":
            yield _Reach(mark, segment, wide=False)
        elif mark.kind == "hedge":
            yield _hedge(sentence, mark, segment)
        elif mark.kind == "source":
            yield from _around(sentence, mark, segment)
        elif mark.kind in _SPEECH:
            yield from _speech(sentence, mark, segment, [each for each in marks[:number] if each.kind in _SPEECH])
        elif mark.kind in SIGNS:
            yield _Reach(mark, _complement(sentence, mark), wide=False)
        else:
            yield _Reach(mark, right, wide=False)


def _contrary(sentence: _Sentence, marks: Sequence[Mark]) -> bool:
    """Tell whether a sentence says what would have been, had something else been otherwise."""
    if not any(sentence.said(mark) in sentence.rules.past_conditionals for mark in marks):
        return False
    unmet = sentence.rules.unmet.intersection(sentence.tokens)
    return sentence.but_for() or bool(unmet and any(mark.kind == "condition" for mark in marks))


def _hedge(sentence: _Sentence, mark: Mark, segment: range) -> _Reach:
    """Return where a hedge holds: in its clause, everywhere if it stands alone, or with what it is put before."""
    if len(segment) <= mark.end - mark.start:
        return _Reach(mark, range(len(sentence.tokens)), wide=True)
    behind = " ".join(sentence.tokens[mark.end : mark.end + 3])
    if next(sentence.rules.hedged_alone.places(behind), (1, 1))[0] == 0:
        return _Reach(mark, range(mark.end, segment.stop), wide=False)
    return _Reach(mark, segment, wide=True)


def _around(sentence: _Sentence, mark: Mark, segment: range) -> Iterator[_Reach]:
    """Yield where "according to the mayor" holds: before and behind it."""
    source = sentence.names(range(mark.start, segment.stop))
    yield _Reach(mark, range(mark.start), wide=True, source=source)
    yield _Reach(mark, range(segment.stop, len(sentence.tokens)), wide=True, source=source)


def _speech(sentence: _Sentence, mark: Mark, segment: range, before: Sequence[Mark]) -> Iterator[_Reach]:
    """Yield where a verb of speech holds: over its complement, or around it where it stands aside, `before` it none."""
    number = sentence.segment(mark.start)
    complement = _complement(sentence, mark)
    behind = sentence.tokens[mark.end : min(segment.stop, mark.end + _SOON)]
    first_there = all(sentence.segment(each.start) != number for each in before)
    aside = (
        number
        and first_there
        and not sentence.breaks(number)
        and not sentence.relative(number)
        and len(segment) <= _ASIDE
    )
    if (aside and not sentence.rules.complements & set(behind)) or not len(complement):
        first = number
        if segment.start == mark.start and len(sentence.names(segment) - sentence.names(range(*mark[1:]))) < 1:
            first = min(1, number)  # "…, Ada Lund, a judge, argued"
        source = sentence.names(range(sentence.segments[first].start, segment.stop))
        if number + 1 < len(sentence.segments) and not sentence.breaks(number + 1):
            source |= sentence.names(sentence.segments[number + 1])
        yield _Reach(mark, range(sentence.segments[first].start), wide=True, source=source)
        yield _Reach(mark, range(segment.stop, len(sentence.tokens)), wide=True, source=source)
        return
    first = next((at for at in range(number, -1, -1) if sentence.breaks(at)), 0)
    said_by = range(sentence.segments[first].start, mark.start)
    if mark.end < len(sentence.tokens) and sentence.tokens[mark.end] in sentence.rules.passive_by:
        said_by = range(mark.end + 1, min(len(sentence.tokens), mark.end + 1 + _BY))  # "was accused by the mayor"
    yield _Reach(mark, complement, wide=False, source=sentence.names(said_by))


def _complement(sentence: _Sentence, mark: Mark) -> range:
    """Return what follows a verb up to the next clause of its own; a verb in an aside keeps to the aside."""
    number = sentence.segment(mark.start)
    last = number
    if not sentence.relative(number):
        while last + 1 < len(sentence.segments) and not sentence.breaks(last + 1):
            last += 1
    return range(mark.end, sentence.segments[last].stop)
