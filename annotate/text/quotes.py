"""Where quotations open and close."""

from __future__ import annotations

import re

from annotate.data import Span

_MARK = re.compile(r"[“”„«»″\"]|(?<!')''(?!')")
_STRAIGHT = ('"', "''")
CLOSERS = "”»″’)]›"
_PAIRS = {"“": "”", "«": "»", "„": "“"}


def quotations(line: str) -> list[Span]:
    r"""Return the quotations of one paragraph, marks included, in order and without overlap.

    A quotation that does not close is left out; single marks are not read, they are apostrophes too often.

    >>> [span.of("“A. B,” she said. \"C.\"") for span in quotations("“A. B,” she said. \"C.\"")]
    ['“A. B,”', '"C."']
    """
    found: list[Span] = []
    opened: int | None = None
    closer = ""
    for match in _MARK.finditer(line):
        mark, start, end = match.group(), match.start(), match.end()
        straight = mark in _STRAIGHT
        if opened is not None and _closes(mark, closer) and not (straight and _only_opens(line, start, end)):
            found.append(Span(opened, end))
            opened = None
        elif mark in _PAIRS and (opened is None or _PAIRS[mark] == closer):
            opened, closer = start, _PAIRS[mark]  # the one before, if any, never closed
        elif straight and (opened is None or mark == closer) and not _only_closes(line, start, end):
            opened, closer = start, mark
    return found


def _closes(mark: str, closer: str) -> bool:
    return mark == closer or (closer == "”" and mark == "″")


def _only_opens(line: str, start: int, end: int) -> bool:
    """Tell whether a straight mark at `start` can only open: space before it and a word behind."""
    before, after = line[start - 1 : start], line[end : end + 1]
    return (not before or before.isspace() or before in "([") and after.isalnum()


def _only_closes(line: str, start: int, end: int) -> bool:
    """Tell whether a straight mark at `start` can only close: a word or stop before it, none behind."""
    before, after = line[start - 1 : start], line[end : end + 1]
    return bool(before) and not before.isspace() and before not in "([—–-'‘’" and not after.isalnum()
