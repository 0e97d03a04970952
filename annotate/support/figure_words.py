"""The words that figures are read by, one lexicon a language, ready to be looked for among tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from annotate.config import LANGUAGES, Strict, load_lexicon, load_settings
from annotate.support.lexicon import Phrases, Words, words
from annotate.support.numerals import Book
from annotate.support.words import fold

#: How exact a figure is; `dozens` is a rough plural ("hundreds of"), `range` has both ends.
Hedge = Literal["none", "about", "nearly", "more_than", "less_than", "up_to", "range", "dozens"]
StatedHedge = Literal["about", "nearly", "more_than", "less_than", "up_to"]

ROOM = "figures"


class FigureLexicon(Strict):
    """One language's `configs/lexicons/figures/LANGUAGE.yaml`; the file says what each list means."""

    hedges: dict[StatedHedge, Phrases]
    expected: Phrases
    not_of_durations: Phrases
    exact: Phrases
    many: dict[str, float]
    roughly: dict[str, float]
    one_of: dict[str, float]
    scales: dict[str, float]
    money_scales: dict[str, float]
    shares: dict[str, float]
    share_of: Phrases
    share_in: Phrases
    units: dict[str, Phrases]
    money_signs: dict[str, Phrases]
    magnitude: Phrases
    range_to: Phrases
    range_open: Phrases
    ranging: Phrases
    range_and: Phrases
    change_from: Phrases
    change_to: Phrases
    earlier: Phrases
    earlier_measure: Phrases
    change: Phrases
    change_after: Phrases
    per: Phrases
    part_before: Phrases
    besides: Phrases
    part_after: Phrases
    generic: Phrases
    generic_of: dict[str, Phrases]
    labels: Phrases
    not_counted: Phrases
    ends: Phrases
    skipped: Phrases
    plurals: Phrases
    adjectives_first: Phrases
    no_plural: Phrases
    months: dict[str, int]
    weekdays: dict[str, int]
    relative: dict[str, str]
    date_before: Phrases
    clock_after: Phrases
    clock_before: Phrases
    old_after: Phrases
    aged_nouns: Phrases
    old_endings: Phrases
    definite: Phrases
    clause_ends: Phrases


class Units(Strict):
    """How many base units each unit is: `configs/lexicons/figures/units.yaml`."""

    factors: dict[str, float]


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A lexicon made ready for use."""

    review: Words
    hedges: Book[StatedHedge]
    expected: Book[bool]
    not_of_durations: Book[bool]
    exact: Book[bool]
    many: Book[float]
    roughly: Book[float]
    one_of: Book[float]
    scales: dict[str, float]
    money_scales: dict[str, float]
    shares: Book[float]
    share_of: frozenset[str]
    share_in: Book[bool]
    units: Book[str]
    money_signs: Book[str]
    magnitude: Book[bool]
    range_to: frozenset[str]
    range_open: frozenset[str]
    ranging: frozenset[str]
    range_and: frozenset[str]
    change_from: Book[bool]
    change_to: frozenset[str]
    earlier: Book[bool]
    earlier_measure: Book[bool]
    change: Book[bool]
    change_after: Book[bool]
    per: frozenset[str]
    part_before: Book[bool]
    besides: Book[bool]
    part_after: Book[bool]
    generic: frozenset[str]
    generic_of: dict[str, str]
    labels: Book[bool]
    not_counted: frozenset[str]
    ends: frozenset[str]
    skipped: frozenset[str]
    plurals: frozenset[str]
    adjectives_first: frozenset[str]
    no_plural: frozenset[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    relative: Book[str]
    date_before: frozenset[str]
    clock_after: Book[bool]
    clock_before: Book[bool]
    old_after: Book[bool]
    aged_nouns: frozenset[str]
    old_endings: Phrases
    definite: frozenset[str]
    clause_ends: frozenset[str]


def figure_words(language: str) -> FigureWords:
    """Return the words of `language`, English for a language without lexicons.

    Raises `ConfigError` where the lexicon does not fit.
    """
    return _figure_words(language if language in LANGUAGES else LANGUAGES[0])


@cache
def factors() -> dict[str, float]:
    """Return how many base units each unit is. Raises `ConfigError` where the file does not fit."""
    return load_settings(Units, f"{ROOM}/units").factors


@cache
def _figure_words(language: str) -> FigureWords:
    lexicon = load_lexicon(FigureLexicon, ROOM, language)
    return FigureWords(
        review=words(language),
        hedges=Book({phrase: hedge for hedge, phrases in lexicon.hedges.items() for phrase in phrases}),
        expected=_book(lexicon.expected),
        not_of_durations=_book(lexicon.not_of_durations),
        exact=_book(lexicon.exact),
        many=Book(lexicon.many),
        roughly=Book(lexicon.roughly),
        one_of=Book(lexicon.one_of),
        scales=_folded(lexicon.scales),
        money_scales=_folded(lexicon.money_scales),
        shares=Book(lexicon.shares),
        share_of=_set(lexicon.share_of),
        share_in=_book(lexicon.share_in),
        units=Book({phrase: unit for unit, phrases in lexicon.units.items() for phrase in phrases}),
        money_signs=Book({phrase: unit for unit, phrases in lexicon.money_signs.items() for phrase in phrases}),
        magnitude=_book(lexicon.magnitude),
        range_to=_set(lexicon.range_to),
        range_open=_set(lexicon.range_open),
        ranging=_set(lexicon.ranging),
        range_and=_set(lexicon.range_and),
        change_from=_book(lexicon.change_from),
        change_to=_set(lexicon.change_to),
        earlier=_book(lexicon.earlier),
        earlier_measure=_book(lexicon.earlier_measure),
        change=_book(lexicon.change),
        change_after=_book(lexicon.change_after),
        per=_set(lexicon.per),
        part_before=_book(lexicon.part_before),
        besides=_book(lexicon.besides),
        part_after=_book(lexicon.part_after),
        generic=_set(lexicon.generic),
        generic_of={fold(word): group for group, phrases in lexicon.generic_of.items() for word in phrases},
        labels=_book(lexicon.labels),
        not_counted=_set(lexicon.not_counted),
        ends=_set(lexicon.ends),
        skipped=_set(lexicon.skipped),
        plurals=_set(lexicon.plurals),
        adjectives_first=_set(lexicon.adjectives_first),
        no_plural=_set(lexicon.no_plural),
        months={fold(name): number for name, number in lexicon.months.items()},
        weekdays={fold(name): number for name, number in lexicon.weekdays.items()},
        relative=Book(lexicon.relative),
        date_before=_set(lexicon.date_before),
        clock_after=_book(lexicon.clock_after),
        clock_before=_book(lexicon.clock_before),
        old_after=_book(lexicon.old_after),
        aged_nouns=_set(lexicon.aged_nouns),
        old_endings=lexicon.old_endings,
        definite=_set(lexicon.definite),
        clause_ends=_set(lexicon.clause_ends),
    )


def _book(phrases: Phrases) -> Book[bool]:
    return Book(dict.fromkeys(phrases, True))


def _set(phrases: Phrases) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in phrases)


def _folded(values: dict[str, float]) -> dict[str, float]:
    return {fold(word): value for word, value in values.items()}
