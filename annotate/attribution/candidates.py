"""A possible attribution of a sentence, and how such are ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from annotate.attribution.nouns import NounPhrase

# The ranks, best first: whose cue speaks for the whole sentence.
APART: Final = 0  # it stands apart: "…, AFP reported.", "According to the ministry, …"
CLAUSE: Final = 1  # it heads a clause: "The ministry said that …"
INNER: Final = 2  # its clause lies within another: "the plan that critics say …"
LOOSE: Final = 3  # it hangs on: "…, adding that", "Smith: “…”", an unknown verb after a quotation
BEHIND: Final = 4  # the source behind the source: "…, citing officials"

#: What can close what was said, before its cue: "…, said X", "…, according to X".
SPEECH_ENDS: Final = frozenset(",;:—–-!?.…")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source with its cue, the tokens `[start, end)`; the main one has the lowest rank, then the first place."""

    rank: int
    source: NounPhrase
    cue: tuple[int, int]

    def key(self) -> tuple[int, int]:
        """Return what candidates are ordered by."""
        return self.rank, self.cue[0]
