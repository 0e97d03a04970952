"""How attribution and frames are spread over outlets and over time: sentences counted, article by article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotate.data import AnnotatedArticle
from annotate.report.build import frames_of, labels_of
from annotate.wording.outlets import outlet_key, outlet_name

OUTLETS = 12  # rows of their own, those with the most sentences; the others share one
PERIODS = 24  # at most
#: Lengths of an ISO date that tell its day, its month, its year.
_GRAINS = (10, 7, 4)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class Counts:
    """Sentences of an outlet or a day: all, by label of their attribution, by frame."""

    sentences: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    frames: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: Counts) -> Counts:
        """Add the counts of another outlet or day."""
        self.sentences += other.sentences
        self.labels += other.labels
        self.frames += other.frames
        return self


class Group(NamedTuple):
    """An outlet or a period with its counts; `name` is empty where the smaller outlets are taken together."""

    name: str
    counts: Counts


class Trends:
    """Counts by outlet and by day."""

    def __init__(self) -> None:
        self.all = Counts()
        self.undated = 0
        self._names: dict[str, str] = {}
        self._outlets: dict[str, Counts] = {}
        self._days: dict[str, Counts] = {}

    def add(self, annotated: AnnotatedArticle) -> None:
        """Take an article in."""
        article = annotated.article
        told = sum(1 for each in annotated.sentences if each.attribution is not None)
        counts = Counts(told, labels_of(annotated), frames_of(annotated))
        key, day = outlet_key(article), (article.published or "")[:10]
        self._names.setdefault(key, outlet_name(article))
        self._outlets.setdefault(key, Counts())
        self._outlets[key] += counts
        self.all += counts
        if _DATE.fullmatch(day):
            self._days.setdefault(day, Counts())
            self._days[day] += counts
        else:
            self.undated += 1

    @property
    def outlets(self) -> int:
        """How many outlets there are."""
        return len(self._outlets)

    def by_outlet(self) -> tuple[Group, ...]:
        """Return the outlets with the most sentences, and the others together."""
        order = sorted(self._outlets, key=lambda key: (-self._outlets[key].sentences, self._names[key], key))
        rest = order[OUTLETS:] if len(order) > OUTLETS + 1 else []
        groups = [Group(self._names[key], self._outlets[key]) for key in order[: len(order) - len(rest)]]
        return (*groups, Group("", _sum(self._outlets[key] for key in rest))) if rest else tuple(groups)

    def by_period(self) -> tuple[Group, ...]:
        """Return the days on which articles came out, their months or years: the finest that are few enough.

        >>> trends = Trends()
        >>> trends._days = {f"2024-{month:02}-{day:02}": Counts() for month in (1, 2) for day in range(1, 29)}
        >>> [group.name for group in trends.by_period()]
        ['2024-01', '2024-02']
        """
        for grain in _GRAINS:
            found: dict[str, Counts] = {}
            for day in sorted(self._days):
                found.setdefault(day[:grain], Counts())
                found[day[:grain]] += self._days[day]
            if len(found) <= PERIODS:
                break
        return tuple(Group(name, found[name]) for name in list(found)[-PERIODS:])


def most(counts: Mapping[str, int], names: Sequence[str], limit: int) -> tuple[str, ...]:
    """Return at most `limit` of `names`, those with the highest counts, without those that never occur."""
    order = sorted(range(len(names)), key=lambda number: (-counts.get(names[number], 0), number))
    return tuple(names[number] for number in order[:limit] if counts.get(names[number], 0))


def _sum(several: Iterable[Counts]) -> Counts:
    total = Counts()
    for each in several:
        total += each
    return total
