"""Where quotations open and close."""

from __future__ import annotations

from annotate.data import Span

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
    for i, char in enumerate(line):
        if opened is not None:
            if char == closer or (closer == "”" and char == "″"):
                found.append(Span(opened, i + 1))
                opened = None
            elif char in _PAIRS and _PAIRS[char] == closer:
                opened = i  # the one before never closed
        elif char in _PAIRS:
            opened, closer = i, _PAIRS[char]
        elif char == '"':
            opened, closer = i, '"'
    return found
