"""Which articles of a collection tell of one event: only these bear each other out or contradict each other.

Two sentences can be near in words and yet be of two events: every month has its vote and its arrests. What sets events
apart is the whole of an article, its rare words above all, and the day. On 100 events of three outlets each, no
measure of two sentences (cosine, names and rare words in common, figures alike) tells one event from two with 97 right
of 100 in more than 9 of 100 cases; the likeness of the two articles does in 76.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import chain, groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import Field

from annotate.config import Probability, Strict, load_settings
from annotate.data import AnnotatedArticle, Article
from annotate.support.dates import YEARS
from annotate.support.figure_words import figure_words
from annotate.support.lexicon import ROOM, words
from annotate.support.words import fold, names, overlap, stems

UNNAMED = 0.5  # what `Events.subjects` is where nobody can tell
_COMMON = frozenset({*range(32), *YEARS})  # numbers that any article may hold: days, small counts, years
_NUMBER = re.compile(r"\d+(?:[.,]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_SIGNS = "()[]\"'“”‘’«».,:;"
Numbers = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]


class EventSettings(Strict):
    """`configs/lexicons/review/events.yaml`; the file says what each number means."""

    names: Probability
    brief: int = Field(ge=1)
    widespread: int = Field(ge=1)
    widespread_share: Probability
    dated: Probability
    days: int = Field(ge=0)
    most_days: int = Field(ge=0)
    tied_days: int = Field(ge=0)
    rare: int = Field(ge=1)
    tied_numbers: int = Field(ge=1)
    tied_share: Probability
    tied_words: int = Field(ge=1)
    undated: Probability
    growth: Probability
    most: Probability
    across: Probability
    bridges: int = Field(ge=0)
    common: int = Field(ge=1)
    compared: int = Field(ge=1)


@dataclass(frozen=True, slots=True)
class Sparse:
    """Sets of words, each weighed by how few sets hold it, and each set a unit vector.

    `members` has the numbers of each set's words, `sizes` how many they are, `weights` how much each weighs there.
    Word `n` is held by the sets `holders[starts[n]:starts[n + 1]]`, where it weighs `held`.
    """

    members: tuple[Numbers, ...]
    sizes: Numbers
    weights: tuple[Weights, ...]
    starts: npt.NDArray[np.int64]
    holders: Numbers
    held: Weights

    def likeness(self, number: int, longer: int) -> npt.NDArray[np.float64]:
        """Return the cosine of this set and each (n,), in [0, 1]; a set `longer` times as large counts as no larger."""
        slices = [slice(self.starts[word], self.starts[word + 1]) for word in self.members[number].tolist()]
        if not slices:
            return np.zeros(len(self.members))
        others = np.concatenate([self.holders[each] for each in slices])
        shared = np.concatenate([self.held[s] * w for s, w in zip(slices, self.weights[number], strict=True)])
        cosine = np.bincount(others, shared, minlength=len(self.members))
        ratio = np.maximum(self.sizes, self.sizes[number]) / np.minimum(self.sizes, self.sizes[number])
        return np.asarray(np.minimum(1.0, cosine * np.sqrt(np.maximum(ratio / longer, 1.0))))


def sparse(sets: Sequence[Collection[str]], common: int) -> Sparse:
    """Return the sets with their words weighed; those that more than `common` hold weigh nothing."""
    known: dict[str, int] = {}
    members = [
        np.asarray([known.setdefault(word, len(known)) for word in sorted(each)], dtype=np.int32) for each in sets
    ]
    sizes = np.asarray([len(each) for each in members], dtype=np.int32)
    every = _joined(members)
    count = np.bincount(every, minlength=len(known))
    rarity = np.log1p(len(sets) / np.maximum(count, 1)).astype(np.float32)
    rarity[count > common] = 0
    weights = tuple(_unit(rarity[each]) for each in members)
    holders = np.repeat(np.arange(len(sets), dtype=np.int32), sizes)
    telling = rarity[every] > 0
    order = np.argsort(every[telling], kind="stable")
    return Sparse(
        members=tuple(members),
        sizes=np.maximum(sizes, 1),
        weights=weights,
        starts=np.concatenate([[0], np.cumsum(np.where(rarity > 0, count, 0))]),
        holders=holders[telling][order],
        held=_joined(weights)[telling][order],
    )


@dataclass(frozen=True, slots=True)
class Events:
    """The articles of a collection by number, in the order in which they were heard.

    `days` (n,) are ordinal, 0 where unknown, `languages` (n,) any numbers. `leads` has the names that an article opens
    with, without widespread ones, `named` all of its names. `rare` and `numbers` are words and numbers that few others
    hold.
    """

    words: Sparse
    names: Sparse
    days: Numbers
    languages: Numbers
    leads: tuple[frozenset[str], ...]
    named: tuple[frozenset[str], ...]
    rare: tuple[frozenset[str], ...]
    numbers: tuple[frozenset[str], ...]
    _near: dict[int, Numbers] = field(default_factory=dict, repr=False)  # each is asked of its neighbours, too

    def subjects(self, one: int, other: int) -> float:
        """Return how far two articles name whom the other opens with, in [0, 2]: forms are filled in for many firms.

        It is the sum of two shares; 2 across languages, which spell names each its own way, and `UNNAMED` where neither
        opens with anybody.
        """
        if self.languages[one] != self.languages[other]:
            return 2.0
        if not (self.leads[one] or self.leads[other]):
            return UNNAMED
        return sum(overlap(self.leads[a], self.named[b]) for a, b in ((one, other), (other, one)))

    def tied(self, one: int, other: int) -> bool:
        """Tell whether two articles on one event tell of the same days, so that what differs is in conflict.

        They came out together. Where that is not known, both hold what few others do: numbers, if both have some, which
        a form filled in anew does not repeat, else words. Nobody fills in one form in two languages.
        """
        bars = settings()
        if self.languages[one] != self.languages[other]:
            return True
        if self.days[one] and self.days[other]:
            return bool(abs(self.days[one] - self.days[other]) <= bars.tied_days)
        fewer = min(len(self.numbers[one]), len(self.numbers[other]))
        if fewer >= bars.tied_numbers:
            return len(self.numbers[one] & self.numbers[other]) >= bars.tied_share * fewer
        return len(self.rare[one] & self.rare[other]) >= bars.tied_words

    def of(self, number: int) -> Numbers:
        """Return the numbers of the articles that tell of one event with this one, the most alike first.

        Articles on one event may share few words, in two languages above all: the nearest of this one lead to those on
        one event with them.
        """
        alike = self._alike(number).tolist()
        near = [each for each in alike if each != number][: settings().bridges]
        in_time = self._in_time(number)
        bridged = [each for one in near for each in self._alike(one).tolist() if in_time[each]]
        return np.asarray(list(dict.fromkeys([*alike, *bridged])), dtype=np.int32)[: settings().compared]

    def _alike(self, number: int) -> Numbers:
        if number not in self._near:
            self._near[number] = self._most_alike(number)
        return self._near[number]

    def _most_alike(self, number: int) -> Numbers:
        likeness = self.words.likeness(number, settings().brief)
        alike = np.flatnonzero((likeness >= self._bars(number)) & self._of_one_name(number))
        order = np.argsort(-likeness[alike], kind="stable")
        return alike[order][: settings().compared].astype(np.int32)

    def _in_time(self, number: int) -> npt.NDArray[np.bool_]:
        """Return which articles (n,) did not come out too long before or after this one, for all that is known."""
        known = (self.days > 0) & (self.days[number] > 0)
        return np.asarray(~known | (np.abs(self.days - self.days[number]) <= settings().most_days))

    def _bars(self, number: int) -> npt.NDArray[np.float64]:
        """Return from which likeness on each article tells of one event with this one (n,); inf where it cannot."""
        bars = settings()
        bar = min(bars.most, bars.undated + bars.growth * math.log(len(self.days)))
        apart = np.abs(self.days - self.days[number])
        known = (self.days > 0) & (self.days[number] > 0)
        found = np.where(known & (apart <= bars.days), min(bar, bars.dated), bar)
        return np.where(self._in_time(number), found * self._factors(number), np.inf)

    def _of_one_name(self, number: int) -> npt.NDArray[np.bool_]:
        """Return which articles (n,) name whom this one names."""
        return np.asarray(self.names.likeness(number, settings().brief) >= settings().names * self._factors(number))

    def _factors(self, number: int) -> npt.NDArray[np.float64]:
        """Return by what the bars are lower for each article (n,)."""
        return np.where(self.languages == self.languages[number], 1.0, settings().across)


class EventFinder:
    """Hears a collection's articles one by one and keeps of each which words and names it holds."""

    def __init__(self) -> None:
        self._words: list[frozenset[str]] = []
        self._numbers: list[frozenset[str]] = []
        self._names: list[frozenset[str]] = []
        self._leads: list[list[frozenset[str]]] = []
        self._days: list[int] = []
        self._languages: list[str] = []

    def add(self, annotated: AnnotatedArticle) -> None:
        """Hear one article; headlines are left out, as everywhere in pass 2."""
        article = annotated.article
        stopwords = words(article.language).stopwords
        texts = [each.sentence.text for each in annotated.sentences if each.sentence.kind == "sentence"]
        self._words.append(stems(" ".join(texts), stopwords))
        self._numbers.append(_numbers(texts))
        # Sentences one after the other, so that their first words count: a form begins with whom it is of.
        self._names.append(names(" ".join(("-", "a", *texts)), stopwords) if texts else frozenset())
        title = (
            article.title if article.title and article.title.isupper() else ""
        )  # in "Bank Shut", all look like names
        self._leads.append([_lead(text, article.language) for text in (*texts[:1], title)])
        day = published_on(article)
        self._days.append(date.fromisoformat(day).toordinal() if day else 0)
        self._languages.append(article.language)

    def events(self) -> Events:
        """Return what was heard so far."""
        languages = {language: number for number, language in enumerate(dict.fromkeys(self._languages))}
        common = settings().common
        most = max(settings().widespread, int(settings().widespread_share * len(self._days)))
        held = Counter(name for each in self._names for name in each)
        telling = {name for name, count in held.items() if count <= most}
        return Events(
            words=sparse(self._words, common),
            names=sparse(self._names, most),
            days=np.asarray(self._days, dtype=np.int32),
            languages=np.asarray([languages[each] for each in self._languages], dtype=np.int32),
            leads=tuple(_first_telling(each, telling) for each in self._leads),
            named=tuple(self._names),
            rare=_rare([frozenset(filter(str.isalpha, each)) for each in self._words]),
            numbers=_rare(self._numbers),
        )


def _lead(text: str, language: str) -> frozenset[str]:
    """Return the names that stand first in a text; a single word at its start may be none, so the next come with it.

    >>> sorted(_lead("The Harbour Bank of Brest said it would close, like Swan Bank.", "en"))
    ['bank', 'brest', 'harbou']
    >>> sorted(_lead("Swans left Brest for Nantes.", "en"))
    ['brest', 'nantes', 'swans']
    """
    wording, stopwords = figure_words(language), words(language).stopwords
    silent = {*stopwords, *wording.months, *wording.weekdays}
    kept = [word for word in text.split() if fold(word).strip(_SIGNS) not in silent]
    runs = [list(run) for capital, run in groupby(kept, _capital) if capital]
    opens = len(runs) > 1 and runs[0] == kept[:1]
    return names(" ".join(("-", "a", *chain(*runs[: 2 if opens else 1]))), stopwords)


def _numbers(texts: Iterable[str]) -> frozenset[str]:
    """Return the numbers in some texts without blanks, and without years, days of a month and smaller ones.

    >>> sorted(_numbers(["In 2019, on May 4, some 1,240 of 1 300 sheep (95.5%) drowned."]))
    ['1,240', '1300', '95.5']
    """
    found = {"".join(number.split()) for text in texts for number in _NUMBER.findall(text)}
    return frozenset(each for each in found if len(each) > 4 or not each.isdecimal() or int(each) not in _COMMON)


def _rare(sets: Sequence[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Return of each set what few sets hold."""
    held = Counter(chain.from_iterable(sets))
    return tuple(frozenset(each for each in one if held[each] <= settings().rare) for one in sets)


def _first_telling(leads: Iterable[frozenset[str]], telling: Collection[str]) -> frozenset[str]:
    """Return the telling names of the first lead that has any."""
    return next((found for each in leads if (found := each.intersection(telling))), frozenset())


def _capital(word: str) -> bool:
    return word.lstrip(_SIGNS)[:1].isupper()


@cache
def settings() -> EventSettings:
    """Return the settings. Raises `ConfigError` where the file does not fit."""
    return load_settings(EventSettings, f"{ROOM}/events")


def published_on(article: Article) -> str | None:
    """Return the day (ISO 8601) on which an article came out, `None` where it is not said, or was guessed."""
    if article.published is None or "published" in article.guessed:
        return None
    try:
        return date.fromisoformat(article.published[:10]).isoformat()
    except ValueError:
        return None


def supersedes(day: str | None, other: str | None) -> bool:
    """Tell whether what came out on a day brings up to date what came out on another; of one day, neither does.

    >>> supersedes("2024-03-30", "2024-03-29"), supersedes("2024-03-30", "2024-03-30"), supersedes("2024-03-30", None)
    (True, False, False)
    """
    return day is not None and other is not None and day > other


def _joined(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.zeros(0, np.int32)


def _unit(weights: Weights) -> Weights:
    unit: Weights = weights / max(float(np.linalg.norm(weights)), 1e-9)
    return unit
