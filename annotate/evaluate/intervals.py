"""Intervals of measures by drawing articles anew: the bootstrap (Efron 1979) over clusters.

Sentences of one article are alike, so articles are drawn and not sentences, each as often as there are, with
repetition. An interval holds 95 of 100 of what the draws come to (percentiles 2.5 and 97.5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from annotate.evaluate.counting import Counts

SEED: Final = 0  # the same articles give the same intervals
RESAMPLES: Final = 1000
_PERCENTILES: Final = (2.5, 97.5)


class Interval(NamedTuple):
    """Where a measure lies, both ends included."""

    low: float
    high: float


def intervals(
    units: Sequence[Counts], figures: Callable[[Counts], Iterable[tuple[str, float | None]]], resamples: int = RESAMPLES
) -> dict[str, Interval]:
    """Return the interval of each of the `figures` of counts over `units`, one an article; none of a single article.

    Draws that leave a figure open (a label that no drawn article has) are left out of its interval.
    """
    if len(units) < 2 or not resamples:
        return {}
    keys = sorted({key for unit in units for key in unit})
    table = np.array([[unit[key] for key in keys] for unit in units])
    often = np.random.default_rng(SEED).multinomial(len(units), [1 / len(units)] * len(units), size=resamples)
    drawn: dict[str, list[float]] = {}
    for row in (often @ table).tolist():
        for name, value in figures(Counts({key: count for key, count in zip(keys, row, strict=True) if count})):
            if value is not None:
                drawn.setdefault(name, []).append(value)
    return {
        name: Interval(*np.round(np.percentile(values, _PERCENTILES), 4).tolist()) for name, values in drawn.items()
    }
