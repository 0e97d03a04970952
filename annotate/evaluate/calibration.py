"""Calibration of scores: whether of what is said with probability p, a share of p is right.

Scores are sorted into ten bins of equal width (Naeini et al. 2015; Guo et al. 2017). A bin's gap is that between its
mean score and the share of it that is right; the expected calibration error is the mean gap, each bin weighed by how
much it holds, and the maximum calibration error the largest gap, of however small a bin.

Whoever always gave the base rate (the share that is right) as the score would have an error of zero and tell nothing
apart. So the error says little alone: read it beside the base rate, and look whether the scores spread around it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

BINS = 10
#: Where one bin ends and the next begins. A score on an edge is in the upper bin; 1.0 is in the last.
EDGES = tuple(number / BINS for number in range(1, BINS))


@dataclass(frozen=True, slots=True)
class Bin:
    """What was said with a score in `[low, high)`, the last bin's `high` included; `count` is never zero.

    `mean_score` and `accuracy` (the share that is right) are in [0, 1].
    """

    low: float
    high: float
    count: int
    mean_score: float
    accuracy: float

    @property
    def gap(self) -> float:
        """How far the score is from what came of it, in [0, 1]."""
        return abs(self.mean_score - self.accuracy)


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold something, the lowest first. Every figure is `None` where none does."""

    bins: tuple[Bin, ...] = ()

    @property
    def count(self) -> int:
        """How many scores there are."""
        return sum(each.count for each in self.bins)

    @property
    def calibration_error(self) -> float | None:
        """The expected calibration error: the mean gap, each bin weighed by how much it holds."""
        return self._mean([each.gap for each in self.bins])

    @property
    def max_calibration_error(self) -> float | None:
        """The largest gap of a bin."""
        return max((each.gap for each in self.bins), default=None)

    @property
    def mean_score(self) -> float | None:
        """The mean score, which equals the base rate where the scores are neither too sure nor too shy on the whole."""
        return self._mean([each.mean_score for each in self.bins])

    @property
    def base_rate(self) -> float | None:
        """The share that is right."""
        return self._mean([each.accuracy for each in self.bins])

    def _mean(self, values: Iterable[float]) -> float | None:
        """Return the mean of a value a bin, each bin weighed by how much it holds."""
        if not self.bins:
            return None
        return fsum(each.count * value for each, value in zip(self.bins, values, strict=True)) / self.count


def reliability(scored: Iterable[tuple[float, bool]]) -> Reliability:
    """Sort scores, each with whether what it was given for is right, into bins.

    >>> [(each.low, each.high, each.count, each.accuracy) for each in reliability([(0.1, False), (1.0, True)]).bins]
    [(0.1, 0.2, 1, 0.0), (0.9, 1.0, 1, 1.0)]
    """
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, right in scored:
        bins[bisect_right(EDGES, score)].append((score, right))
    return Reliability(tuple(_bin(number, bins[number]) for number in sorted(bins)))


def _bin(number: int, held: list[tuple[float, bool]]) -> Bin:
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=len(held),
        mean_score=fsum(score for score, _ in held) / len(held),
        accuracy=sum(right for _, right in held) / len(held),
    )
