"""Train, validation and test: which split each article is in, so that no text is in two.

Articles of one id (revisions of a text) or of one text (an agency's, under two ids) are one group. A group's place in
[0, 1) is the hash of the text that it began with, so that neither other articles nor later copies move it. Only
where a split would stay empty does the group nearest to it move in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Final, Literal, get_args

from annotate.errors import UsageError

SplitName = Literal["train", "validation", "test"]
SPLITS: Final[tuple[SplitName, ...]] = get_args(SplitName)
Shares = tuple[float, float, float]
SHARES: Final[Shares] = (0.8, 0.1, 0.1)


def parse_shares(text: str) -> Shares:
    """Return the shares of the three splits. Raises `UsageError` where they are not three parts of one.

    >>> parse_shares("0.5, 0.25,0.25")
    (0.5, 0.25, 0.25)
    """
    try:
        train, validation, test = (float(part) for part in text.split(","))
    except ValueError as error:
        raise UsageError(_bad_shares(text)) from error
    if not (min(train, validation, test) >= 0 and abs(train + validation + test - 1) < 1e-6):
        raise UsageError(_bad_shares(text))
    return train, validation, test


def assign(articles: Iterable[tuple[str, str]], shares: Shares = SHARES, seed: int = 0) -> dict[str, SplitName]:
    """Return the split of each article, given as (id, digest), by its id.

    Every split with a share has a group where there are enough of them; where there are not, the first has.
    """
    groups = Groups()
    ids: dict[str, None] = {}
    for article, digest in articles:
        groups.add(article, digest)
        ids[article] = None
    group_of = {article: groups.of(article) for article in ids}
    places = {group: _place(group, seed) for group in group_of.values()}
    chosen = _fill(places, shares)
    return {article: chosen[group] for article, group in group_of.items()}


class Groups:
    """Articles that must stay together; a group goes by the digest that it began with."""

    def __init__(self) -> None:
        self._parents: dict[tuple[str, str], tuple[str, str]] = {}
        self._ages: dict[tuple[str, str], int] = {}

    def add(self, article: str, digest: str) -> None:
        """Put an article of this id with all of that text."""
        one, other = self._root(("digest", digest)), self._root(("id", article))
        old, new = sorted((one, other), key=self._ages.__getitem__)
        self._parents[new] = old

    def of(self, article: str) -> str:
        """Return the name of an article's group."""
        return self._root(("id", article))[1]

    def _root(self, node: tuple[str, str]) -> tuple[str, str]:
        """Return the oldest of a node's group, which is a digest: each article's is heard of before its id."""
        self._ages.setdefault(node, len(self._ages))
        while (parent := self._parents.get(node, node)) != node:
            self._parents[node] = self._parents.get(parent, parent)
            node = parent
        return node


def _place(group: str, seed: int) -> float:
    """Return a group's place in [0, 1).

    >>> _place("0f", 0) == _place("0f", 0) != _place("0f", 1)
    True
    """
    return int.from_bytes(hashlib.sha256(f"{seed}\0{group}".encode()).digest()[:6]) / 2**48


def _fill(places: Mapping[str, float], shares: Shares) -> dict[str, SplitName]:
    """Return each group's split: the one whose stretch of [0, 1) holds its place, unless another would stay empty."""
    ends = list(accumulate(shares))
    stretches = dict(zip(SPLITS, zip([0.0, *ends], ends, strict=False), strict=True))
    wanted = [split for split, share in zip(SPLITS, shares, strict=True) if share > 0]
    chosen = {group: _holder(place, stretches, wanted) for group, place in places.items()}
    needed = wanted if len(places) >= len(wanted) else wanted[: min(1, len(places))]
    sizes = Counter(chosen.values())
    for split in needed:
        if sizes[split]:
            continue
        low, high = stretches[split]
        free = [group for group in places if sizes[chosen[group]] > 1 or chosen[group] not in needed]
        nearest = min(free, key=lambda group: (max(low - places[group], places[group] - high), group))
        sizes[chosen[nearest]] -= 1
        chosen[nearest] = split
        sizes[split] = 1
    return chosen


def _holder(place: float, stretches: Mapping[SplitName, tuple[float, float]], wanted: list[SplitName]) -> SplitName:
    """Return the split whose stretch holds a place; the last one's holds what rounding leaves over."""
    return next((split for split in wanted if place < stretches[split][1]), wanted[-1])


def _bad_shares(text: str) -> str:
    return f"--split {text}: not the shares of train, validation and test; give three that make 1, as in 0.8,0.1,0.1"
