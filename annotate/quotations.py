"""The quotations of a text, as spans with their marks, whatever marks its outlet uses."""

from __future__ import annotations

import re

from annotate.data import Span

#: Marks that quote, two apostrophes included.
QUOTE_MARKS = frozenset(("''", *'"“”«»„‟″'))
#: What ends or begins a quotation or a content although it is no letter: part of the figure beside it.
UNIT_SIGNS = frozenset("%‰°€$£¥₹₽₺₴")
_MARK = re.compile(r"[“”„«»‟″\"]|(?<!')''(?!')|\n")
_PAIRS = {"“": "”", "«": "»", "„": "“"}
#: Nothing but their surroundings tells whether these open or close; a prime (″) is a mistyped one.
_STRAIGHT = frozenset(('"', "″", "''"))
_CLOSING = _STRAIGHT | {"”"}
#: A quotation that has not closed after so many code points was opened by a stray mark.
LONGEST = 2000


def quotations(text: str, *, unclosed: bool = False) -> list[Span]:
    """Return the outermost quotations of `text`, marks included, in order and without overlap.

    No quotation outlasts its paragraph (a line). One that its paragraph leaves open is left out, or with
    `unclosed` runs to the paragraph's end: by custom the next paragraph opens it again. Single marks are not
    read, they are apostrophes too often.

    >>> text = 'He said: “It “works”,” she «agrees».'
    >>> [span.of(text) for span in quotations(text)]
    ['“It “works”,”', '«agrees»']
    """
    found: list[Span] = []
    start, closing, depth = -1, "", 0
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if start >= 0 and (mark == "\n" or at - start > LONGEST):
            if unclosed and mark == "\n":
                found.append(Span(start, at))
            start = -1
        if mark == "\n":
            continue
        opens = mark in _PAIRS or (mark in _STRAIGHT and _can_open(text, at, len(mark)))
        if start < 0:
            if opens:
                start, closing, depth = at, _PAIRS.get(mark, mark), 1
        elif mark == closing or (closing in _CLOSING and (mark == "»" or (mark in _CLOSING and not opens))):
            depth -= 1
            if depth == 0:
                found.append(Span(start, match.end()))
                start = -1
        elif _PAIRS.get(mark) == closing:
            depth += 1
        elif opens and closing in _STRAIGHT:
            start = at  # the one before never closed
    if unclosed and start >= 0:
        found.append(Span(start, len(text)))
    return [span for span in found if len(span) > 2]


def _can_open(text: str, at: int, size: int) -> bool:
    """Tell whether a straight mark can open a quotation: space or a bracket before it, a word behind."""
    before = text[at - 1] if at else " "
    after = text[at + size : at + size + 1] or " "
    if after.isspace() or after in ".,;:!?)]}…":
        return at == 0 or (before.isspace() and after.isspace() and text[at - 2 : at - 1] == ":")
    return before.isspace() or before in "([{—–-'’‘:"
