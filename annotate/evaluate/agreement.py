"""Agreement of two labellings beyond chance: Cohen's kappa and Krippendorff's alpha."""

from __future__ import annotations

from collections.abc import Mapping

import krippendorff
import numpy as np

Confusion = Mapping[str, Mapping[str, int]]


def kappa(confusion: Confusion) -> float | None:
    """Return Cohen's kappa (1960) of a table of counts, 1 where all agree; `None` where chance alone would agree.

    >>> kappa({"a": {"a": 4, "b": 1}, "b": {"b": 5}})
    0.8
    >>> kappa({"a": {"a": 4}}) is None
    True
    """
    table = _table(confusion)
    total = table.sum()
    if not total:
        return None
    agreed = np.trace(table) / total
    chance = float(table.sum(axis=0) @ table.sum(axis=1)) / total**2
    return None if chance == 1 else float((agreed - chance) / (1 - chance))


def alpha(confusion: Confusion) -> float | None:
    """Return Krippendorff's alpha (1970) of two codings with nominal labels; `None` where there is one label alone.

    >>> round(alpha({"a": {"a": 4, "b": 1}, "b": {"b": 5}}), 3)
    0.808
    """
    table = _table(confusion)
    if np.count_nonzero(table.sum(axis=0) + table.sum(axis=1)) < 2:
        return None
    one, other = (each.repeat(table.ravel()) for each in np.indices(table.shape).reshape(2, -1))
    return float(krippendorff.alpha(np.stack([one, other]), level_of_measurement="nominal"))


def _table(confusion: Confusion) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return the counts (labels, labels), both ways in one order."""
    labels = sorted({*confusion, *(label for row in confusion.values() for label in row)})
    return np.array(
        [[confusion.get(one, {}).get(other, 0) for other in labels] for one in labels], dtype=np.int64
    ).reshape(len(labels), len(labels))
