"""The quotations of a text, as spans with their marks, whatever marks its outlet uses."""

from __future__ import annotations

import re

from annotate.data import Span

_PAIRS = {"“": "”", "«": "»", "„": "“"}
_MARK = re.compile(r"[\"“”«»„‟″]|(?<!')''(?!')|\n")
_STRAIGHT = frozenset(('"', "″", "''"))
#: A quotation that has not closed after so many code points was opened by a stray mark, unless its paragraph ends.
LONGEST = 2000


def quotations(text: str) -> list[Span]:
    """Return the outermost quotations of `text` in order, marks included.

    A quotation that its paragraph leaves open ends with the paragraph: by custom the next one opens it again. Straight
    marks and primes (″) open before a word and close after one, since nothing else tells them apart.

    >>> [span.of('He said: “It “works”,” she «agrees».') for span in quotations('He said: “It “works”,” she «agrees».')]
    ['“It “works”,”', '«agrees»']
    """
    found: list[Span] = []
    start, closing, depth = -1, "", 0
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if start >= 0 and (mark == "\n" or at - start > LONGEST):
            if mark == "\n":
                found.append(Span(start, at))
            start = -1
            if mark == "\n":
                continue
        if mark == "\n":
            continue
        opens = _opens(text, at, mark)
        if start < 0:
            if opens:
                start, closing, depth = at, _PAIRS.get(mark, mark), 1
        elif mark in _PAIRS and _PAIRS[mark] == closing and mark != closing:
            depth += 1
        elif mark == closing or (mark in _STRAIGHT | {"”"} and closing in _STRAIGHT | {"”"} and not opens):
            depth -= 1
            if depth == 0:
                found.append(Span(start, match.end()))
                start = -1
        elif opens and closing in _STRAIGHT:
            start = at
    if start >= 0:
        found.append(Span(start, len(text)))
    return [span for span in found if len(span) > 2]


def _opens(text: str, at: int, mark: str) -> bool:
    """Tell whether the mark at `at` can open a quotation."""
    if mark in _PAIRS:
        return True
    if mark not in _STRAIGHT:
        return False
    before = text[at - 1] if at else " "
    after = text[at + len(mark) : at + len(mark) + 1] or " "
    if after.isspace() or after in ".,;:!?)]}…":
        return at == 0 or (before.isspace() and after.isspace() and text[at - 2 : at - 1] == ":")
    return before.isspace() or before in "([{—–-'’:"
