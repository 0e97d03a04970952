"""The order in which a person should read what is flagged: a sentence's flags, and the flagged sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest
from typing import Protocol, TypeVar

from annotate.data import FLAG_REASONS, FlagReason


class Reason(Protocol):
    """A flag, or what a page shows of one."""

    @property
    def reason(self) -> FlagReason:
        """Why a person should look."""

    @property
    def severity(self) -> float:
        """How grave that is, in [0, 1]."""


Item = TypeVar("Item")
Flagged = TypeVar("Flagged", bound=Reason)


def ranked(flags: Iterable[Flagged]) -> tuple[Flagged, ...]:
    """Return the flags, the gravest first, then in the order of `FLAG_REASONS`."""
    return tuple(sorted(flags, key=_rank))


def queue(items: Iterable[Item], flags: Callable[[Item], Sequence[Reason]], limit: int | None = None) -> list[Item]:
    """Return the items that have `flags`, by the gravest of each, else in their own order; at most `limit` of them.

    No more than `limit` are held.
    """
    flagged = (item for item in items if flags(item))

    def rank(item: Item) -> tuple[float, int]:
        return min(map(_rank, flags(item)))

    return sorted(flagged, key=rank) if limit is None else nsmallest(limit, flagged, key=rank)


def _rank(flag: Reason) -> tuple[float, int]:
    return -flag.severity, FLAG_REASONS.index(flag.reason)
