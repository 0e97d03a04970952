"""Which articles of a collection tell of one event: only these bear each other out or contradict each other.

Two sentences can be near in words and yet be of two events: every month has its vote and its arrests. What sets events
apart is the whole of an article, its rare words above all, and the day. On 100 events of three outlets each, no
measure of two sentences (cosine, names and rare words in common, figures alike) tells one event from two with 97 right
of 100 in more than 9 of 100 cases; the likeness of the two articles does in 76.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import Field

from annotate.config import Probability, Strict, load_settings
from annotate.data import AnnotatedArticle, Article
from annotate.support.lexicon import ROOM, words
from annotate.support.words import stems

Numbers = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]


class EventSettings(Strict):
    """`configs/lexicons/review/events.yaml`; the file says what each number means."""

    dated: Probability
    days: int = Field(ge=0)
    most_days: int = Field(ge=0)
    undated: Probability
    growth: Probability
    most: Probability
    across: Probability
    common: int = Field(ge=1)
    compared: int = Field(ge=1)


@dataclass(frozen=True, slots=True)
class Events:
    """The articles of a collection by number, in the order in which they were heard.

    `stems` has the words of each article, by number, `weights` how much each weighs there: a unit vector. Word `n` is
    held by the articles `holders[starts[n]:starts[n + 1]]`, where it weighs `held`. `days` (n,) are ordinal, 0 where
    unknown, `languages` (n,) any numbers.
    """

    stems: tuple[Numbers, ...]
    weights: tuple[Weights, ...]
    starts: npt.NDArray[np.int64]
    holders: Numbers
    held: Weights
    days: Numbers
    languages: Numbers

    def of(self, number: int) -> Numbers:
        """Return the numbers of the articles that tell of one event with this one, the most alike first."""
        likeness = self.likeness(number)
        alike = np.flatnonzero(likeness >= self._bars(number))
        order = np.argsort(-likeness[alike], kind="stable")
        return alike[order][: settings().compared].astype(np.int32)

    def likeness(self, number: int) -> npt.NDArray[np.float64]:
        """Return how alike this article and each of the collection are (n,), in [0, 1]."""
        slices = [slice(self.starts[stem], self.starts[stem + 1]) for stem in self.stems[number].tolist()]
        if not slices:
            return np.zeros(len(self.stems))
        others = np.concatenate([self.holders[each] for each in slices])
        shared = np.concatenate([self.held[s] * w for s, w in zip(slices, self.weights[number], strict=True)])
        return np.bincount(others, shared, minlength=len(self.stems)).astype(np.float64)

    def _bars(self, number: int) -> npt.NDArray[np.float64]:
        """Return from which likeness on each article tells of one event with this one (n,); inf where it cannot."""
        bars = settings()
        bar = min(bars.most, bars.undated + bars.growth * math.log(len(self.stems)))
        apart = np.abs(self.days - self.days[number])
        known = (self.days > 0) & (self.days[number] > 0)
        found = np.where(known & (apart <= bars.days), min(bar, bars.dated), bar)
        found *= np.where(self.languages == self.languages[number], 1.0, bars.across)
        return np.where(known & (apart > bars.most_days), np.inf, found)


class EventFinder:
    """Hears a collection's articles one by one and keeps of each which words it holds."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._stems: list[Numbers] = []
        self._days: list[int] = []
        self._languages: list[str] = []

    def add(self, annotated: AnnotatedArticle) -> None:
        """Hear one article; headlines are left out, as everywhere in pass 2."""
        article, known = annotated.article, self._numbers
        stopwords = words(article.language).stopwords
        texts = [each.sentence.text for each in annotated.sentences if each.sentence.kind == "sentence"]
        found = [known.setdefault(stem, len(known)) for stem in sorted(stems(" ".join(texts), stopwords))]
        self._stems.append(np.asarray(found, dtype=np.int32))
        day = dated(article)
        self._days.append(date.fromisoformat(day).toordinal() if day else 0)
        self._languages.append(article.language)

    def events(self) -> Events:
        """Return what was heard so far, each word weighed by how few articles hold it."""
        every = _joined(self._stems)
        count = np.bincount(every, minlength=len(self._numbers))
        rarity = np.log1p(len(self._stems) / np.maximum(count, 1)).astype(np.float32)
        rarity[count > settings().common] = 0
        weights = tuple(_unit(rarity[each]) for each in self._stems)
        holders = np.repeat(np.arange(len(self._stems), dtype=np.int32), [len(each) for each in self._stems])
        telling = rarity[every] > 0
        order = np.argsort(every[telling], kind="stable")
        languages = {language: number for number, language in enumerate(dict.fromkeys(self._languages))}
        return Events(
            stems=tuple(self._stems),
            weights=weights,
            starts=np.concatenate([[0], np.cumsum(np.where(rarity > 0, count, 0))]),
            holders=holders[telling][order],
            held=_joined(weights)[telling][order],
            days=np.asarray(self._days, dtype=np.int32),
            languages=np.asarray([languages[each] for each in self._languages], dtype=np.int32),
        )


@cache
def settings() -> EventSettings:
    """Return the settings. Raises `ConfigError` where the file does not fit."""
    return load_settings(EventSettings, f"{ROOM}/events")


def dated(article: Article) -> str | None:
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
