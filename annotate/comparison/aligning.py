"""Which sentence of a text is which of another version of it: the same words at the same place, moved, or reworded."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

#: Words that two sentences share, as a part of all (Dice), from which one is the other reworded.
ALIKE = 0.5
#: Pairs of sentences in a stretch that was rewritten; in a longer one, nothing is sought but what moved.
LARGEST = 250_000
_WORD = re.compile(r"\w+")

Pair = tuple[int | None, int | None]


def aligned(first: Sequence[str], second: Sequence[str]) -> list[Pair]:
    """Return which place in `first` is which in `second`, in the order of `first`; `None` where there is none.

    What is in `second` alone comes last.

    >>> aligned(["It rained.", "He left."], ["Good day.", "It rained.", "He left at last."])
    [(0, 1), (1, 2), (None, 0)]
    """
    if list(first) == list(second):
        return [(at, at) for at in range(len(first))]
    found: dict[int, int] = {}
    for tag, start, end, there, until in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            found.update(zip(range(start, end), range(there, until), strict=True))
        elif tag == "replace":
            found.update((start + at, there + to) for at, to in _reworded(first[start:end], second[there:until]))
    found = _with_moved(found, first, second)
    taken = set(found.values())
    mine: list[Pair] = [(at, found.get(at)) for at in range(len(first))]
    return mine + [(None, at) for at in range(len(second)) if at not in taken]


def _with_moved(found: dict[int, int], first: Sequence[str], second: Sequence[str]) -> dict[int, int]:
    """Return the pairs with those sentences that stand elsewhere, word for word."""
    elsewhere: dict[str, list[int]] = defaultdict(list)
    taken = set(found.values())
    for at in reversed(range(len(second))):
        if at not in taken:
            elsewhere[second[at]].append(at)
    moved = {at: elsewhere[text].pop() for at, text in enumerate(first) if at not in found and elsewhere.get(text)}
    return found | moved


def _reworded(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are most alike together and cross nowhere."""
    if len(first) * len(second) > LARGEST:
        return
    ours, theirs = [_words(text) for text in first], [_words(text) for text in second]
    likeness = [[_likeness(one, other) for other in theirs] for one in ours]
    best = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for at in reversed(range(len(first))):
        for to in reversed(range(len(second))):
            together = likeness[at][to] + best[at + 1][to + 1] if likeness[at][to] >= ALIKE else 0.0
            best[at][to] = max(together, best[at + 1][to], best[at][to + 1])
    at = to = 0
    while at < len(first) and to < len(second):
        if best[at][to] == best[at + 1][to]:
            at += 1
        elif best[at][to] == best[at][to + 1]:
            to += 1
        else:
            yield at, to
            at, to = at + 1, to + 1


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return Dice's coefficient of two bags of words.

    >>> _likeness(_words("He left."), _words("He left at last."))
    0.6666666666666666
    """
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0
