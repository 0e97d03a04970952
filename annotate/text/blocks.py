"""The lines of a text, or its paragraphs where lines are hard-wrapped, with what lies between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from annotate.data import Span

_LINE = re.compile(r"[^\n]+")
_WRAPPED_WIDTH = 100
_SHORTEST_WRAPPED = 25
_WRAPPED_SHARE = 0.2  # of line ends that a lower-case letter follows; ordinary articles: below 0.02
_TERMINAL = ".!?…。！？؟۔।"
_CLOSERS = "”\"»’')]″′"


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
    """Tell whether lines are narrow and often go on in the next with a small letter."""
    pairs = [(a, b) for a, b in pairwise(lines) if _continues(text, a, b)]
    narrow = sum(len(line.text) <= _WRAPPED_WIDTH for line in lines)
    lower = sum(b.text[0].islower() and not a.ends_sentence and len(a.text) >= _SHORTEST_WRAPPED for a, b in pairs)
    return narrow >= 0.98 * len(lines) and lower >= max(1, _WRAPPED_SHARE * len(pairs))


def _join(text: str, lines: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for n, line in enumerate(lines):
        if n and _continues(text, lines[n - 1], line):
            start = joined.pop()
            joined.append(Block(Span(start.span.start, line.span.end), "", start.gap))
        else:
            joined.append(line)
    return [Block(block.span, block.span.of(text), block.gap) for block in joined]


def _continues(text: str, before: Block, line: Block) -> bool:
    """Tell whether `line` could go on with the one before: no blank line between, and not indented further."""
    return not line.gap and _indent(text, line) <= _indent(text, before)


def _indent(text: str, line: Block) -> int:
    return line.span.start - text.rfind("\n", 0, line.span.start) - 1
