"""The lines of a text, or its paragraphs where lines are hard-wrapped, with what lies between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from annotate.data import Span

_LINE = re.compile(r"[^\n]+")
_WRAPPED_WIDTH = range(40, 101)
_WRAPPED_SHARE = 0.25  # of line ends that a lower-case letter follows; ordinary articles: below 0.02
_TERMINAL = ".!?…。！？؟"
_CLOSERS = "”\"»’')]″′"
_INDENT = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class Block:
    """One line, or one hard-wrapped paragraph, without outer whitespace.

    `gap` tells whether a blank line (or nothing) comes before it.
    """

    span: Span
    text: str
    gap: bool

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends in a full stop or the like, closing marks aside."""
        return ends_sentence(self.text)


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends in a full stop or the like, closing marks aside.

    >>> ends_sentence("“It is over.” "), ends_sentence("A task force")
    (True, False)
    """
    bare = text.rstrip(_CLOSERS + " \u00a0\u202f\t")
    return bare.endswith(tuple(_TERMINAL))


def blocks(text: str) -> list[Block]:
    r"""Return the blocks of `text` in order.

    >>> [block.text for block in blocks("Title\n\nOne paragraph.\nAnother one.\n")]
    ['Title', 'One paragraph.', 'Another one.']
    """
    lines = _lines(text)
    return _join(text, lines) if _hard_wrapped(text, lines) else lines


def _lines(text: str) -> list[Block]:
    found: list[Block] = []
    last_end = -2
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip()
        if not bare:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        # text between two non-blank lines is whitespace: one line feed alone means no blank line
        gap = text.count("\n", max(last_end, 0), start) != 1
        found.append(Block(Span(start, start + len(bare)), bare, gap))
        last_end = start + len(bare)
    return found


def _hard_wrapped(text: str, lines: list[Block]) -> bool:
    pairs = [(a, b) for a, b in pairwise(lines) if _continues(text, b)]
    if not pairs:
        return False
    wide = sum(len(a.text) in _WRAPPED_WIDTH for a, _ in pairs)
    lower = sum(b.text[0].islower() and not a.ends_sentence for a, b in pairs)
    return wide >= 0.8 * len(pairs) and lower >= max(1, _WRAPPED_SHARE * len(pairs))


def _join(text: str, lines: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for line in lines:
        if joined and _continues(text, line):
            before = joined.pop()
            span = Span(before.span.start, line.span.end)
            joined.append(Block(span, "", before.gap))
        else:
            joined.append(line)
    return [Block(block.span, block.span.of(text), block.gap) for block in joined]


def _continues(text: str, line: Block) -> bool:
    """Tell whether a line could go on with the one before: neither after a blank line nor indented."""
    if line.gap:
        return False
    start = text.rfind("\n", 0, line.span.start) + 1
    return _INDENT.match(text, start, line.span.start) is None
