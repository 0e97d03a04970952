"""What is counted of pairs: sums that add up over articles, so that articles can be drawn again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from annotate.evaluate.matching import Pair

#: What was counted: of a kind, of a label or two where the kind has any, and how it came out.
Key = tuple[str, ...]
Counts = Counter[Key]
#: Given for gold sentences that no annotated sentence meets.
MISSING: Final = "(missing)"


def counts(pairs: Iterable[Pair]) -> Counts:
    """Count what scored pairs come to.

    `("sentences",)` and `("missing",)` are all pairs and those without an annotated sentence, `("gold", label)` what
    gold says, `("given", label, label)` which label was given for which. `("frame", label, hit)` and `("review", hit)`
    come out as "tp", "fp", "fn" and, of reviews, "tn". `("flagged",)` are flagged, `("to review",)` should be, and of
    `("decided",)` gold says whether they should.
    """
    found = Counts()
    for pair in pairs:
        found[("sentences",)] += 1
        found[("missing",)] += pair.found is None
        found["gold", pair.gold.attribution] += 1
        found["given", pair.truth, pair.label or MISSING] += 1
        found.update(_frames(pair))
        found.update(_review(pair))
    return found


def _frames(pair: Pair) -> Iterator[Key]:
    """Yield a key a frame; one that a careful reader could also have ticked counts neither way."""
    given = {frame.label for frame in pair.found.frames} if pair.found else set()
    for label in pair.gold.frames:
        yield "frame", label, "tp" if label in given else "fn"
    for label in sorted(given - {*pair.gold.frames} - pair.gold.frames_also_ok):
        yield "frame", label, "fp"


def _review(pair: Pair) -> Iterator[Key]:
    flagged = pair.found is not None and bool(pair.found.flags)
    wanted, decided = pair.gold.review, not pair.gold.review_also_ok
    yield from [("flagged",)] * flagged
    yield from [("to review",)] * wanted
    yield from [("decided",)] * decided
    if pair.found is None:
        yield from [("review", "fn")] * wanted
    elif decided:
        yield "review", ("tp" if wanted else "fp") if flagged else ("fn" if wanted else "tn")
