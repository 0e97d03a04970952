"""What is in a dataset, counted while its rows go by, and how far model and people agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Confusion = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Measure:
    """How well the model's use of a label meets the people's; `None` where nothing was to be measured."""

    label: str
    precision: float | None
    recall: float | None
    f1: float | None
    support: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Model against people over `rows` sentences that both gave a label; `kappa` is Cohen's (1960)."""

    rows: int
    accuracy: float
    kappa: float | None
    labels: tuple[Measure, ...]


class Statistics:
    """A running count of a dataset's rows; `apart` people's regions are in none of them, `losses` not in the format."""

    def __init__(self, apart: int = 0) -> None:
        self.apart = apart
        self.losses: tuple[str, ...] = ()
        self.rows: Counter[str] = Counter()
        self.articles: Counter[str] = Counter()
        self.labels: dict[str, Counter[str]] = defaultdict(Counter)
        self.frames: dict[str, Counter[str]] = defaultdict(Counter)
        self.languages: dict[str, Counter[str]] = defaultdict(Counter)
        self.outlets: dict[str, Counter[str]] = defaultdict(Counter)
        self.unlabelled: Counter[str] = Counter()
        self.labelled_by: Counter[str] = Counter()
        self.origins: Counter[str] = Counter()
        self.people: set[str] = set()
        self._last: dict[str, tuple[str, str]] = {}
        self._confusion: Counter[tuple[str, str]] = Counter()
        self._frames: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, split: str, row: Mapping[str, Any]) -> None:
        """Count one row; those of an article come one after the other."""
        article = (row["article_id"], row["digest"])
        self.articles[split] += self._last.get(split) != article
        self._last[split] = article
        self.rows[split] += 1
        self.languages[split][row["language"]] += 1
        self.outlets[split][row["outlet"] or "unknown"] += 1
        self.frames[split].update(row["frames"])
        self.labelled_by[row["labelled_by"]] += 1
        if row["label"] is None:
            self.unlabelled[split] += 1
        else:
            self.labels[split][row["label"]] += 1
        if row["labelled_by"] == "human":
            self._compare(row)

    def attribution(self, labels: Sequence[str]) -> Agreement | None:
        """Return how far the labels agree, `None` where no person gave one."""
        return agreement(self._confusion, labels) if self._confusion else None

    def framing(self, labels: Sequence[str]) -> tuple[Measure, ...]:
        """Return how far the frames agree, frame by frame."""
        return tuple(_measure(label, self._frames[label]) for label in labels)

    def _compare(self, row: Mapping[str, Any]) -> None:
        self.origins[row["origin"]] += 1
        self.people.add(row["annotator"])
        if row["label"] is None:
            return  # no sentence to the person's mind: nothing to agree on
        if row["predicted_label"] is not None:
            self._confusion[row["label"], row["predicted_label"]] += 1
        people, model = set(row["frames"]), set(row["predicted_frames"])
        for frame in people | model:
            self._frames[frame]["tp" if frame in people & model else "fn" if frame in people else "fp"] += 1


def agreement(confusion: Confusion, labels: Sequence[str]) -> Agreement:
    """Return the agreement of counted (human, model) pairs, of which there is at least one.

    >>> found = agreement({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}, ["a", "b"])
    >>> found.accuracy, round(found.kappa, 2), round(found.labels[0].recall, 2)
    (0.7, 0.4, 0.8)
    """
    total = sum(confusion.values())
    people: Counter[str] = Counter()
    model: Counter[str] = Counter()
    for (human, predicted), number in confusion.items():
        people[human] += number
        model[predicted] += number
    hits = {label: confusion.get((label, label), 0) for label in labels}
    accuracy = sum(hits.values()) / total
    chance = sum(people[label] * model[label] for label in labels) / total**2
    return Agreement(
        rows=total,
        accuracy=accuracy,
        kappa=None if chance == 1 else (accuracy - chance) / (1 - chance),
        labels=tuple(
            _measure(
                label,
                {"tp": hits[label], "fp": model[label] - hits[label], "fn": people[label] - hits[label]},
            )
            for label in labels
        ),
    )


def _measure(label: str, counts: Mapping[str, int]) -> Measure:
    hits, wrong, missed = (counts.get(name, 0) for name in ("tp", "fp", "fn"))
    return Measure(
        label,
        precision=_ratio(hits, hits + wrong),
        recall=_ratio(hits, hits + missed),
        f1=_ratio(2 * hits, 2 * hits + wrong + missed),
        support=hits + missed,
    )


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
