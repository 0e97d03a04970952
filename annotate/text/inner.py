"""Furniture inside the paragraphs that stay: datelines, link markers, credits, follow-us sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from annotate.data import Dropped, Span
from annotate.text.blocks import Block
from annotate.text.datelines import parse
from annotate.text.lexicon import Furniture
from annotate.text.lines import trailing_credit
from annotate.text.shapes import opener, plain

_DATELINED = 3  # kept blocks from the top that may open with a dateline
_TEASER = 300  # code points of a teaser that ends its paragraph
_PARTING = 3  # blocks from the bottom that may hold follow-us sentences
_STOP = re.compile(r"[.!?…][”\"»’')]*\s+")


def inner_marks(kept: Sequence[Block], lexicon: Furniture) -> Iterator[Dropped]:
    """Yield the furniture inside blocks that are kept."""
    for i, block in enumerate(kept):
        start, end = 0, len(block.text)
        if i < _DATELINED and (dateline := parse(block.text, lexicon)):
            yield _dropped(block, 0, dateline.length, "dateline")
            start = dateline.length
        if i >= len(kept) - _PARTING and (parting := _parting(block.text, lexicon)) is not None:
            yield _dropped(block, parting, end, "share")
            end = parting
        elif (credit := trailing_credit(block.text, lexicon)) is not None and credit > 0:
            yield _dropped(block, credit, end, "credit")
            end = credit
        yield from _links(block, start, end, lexicon)


def _dropped(block: Block, start: int, end: int, reason: str) -> Dropped:
    piece = block.text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return Dropped(Span(block.span.start + left, block.span.start + max(left, right)), reason)  # type: ignore[arg-type]


def _links(block: Block, start: int, end: int, lexicon: Furniture) -> Iterator[Dropped]:
    """Yield "Lire aussi :" inside a paragraph; the teaser too where it ends the paragraph."""
    for match in _marker(lexicon.inline_links).finditer(block.text, start, end):
        rest = block.text[match.end() : end]
        if len(rest) <= _TEASER and not _STOP.search(rest + " "):
            yield _dropped(block, match.start(), end, "link")
            return
        yield _dropped(block, match.start(), match.end(), "link")


@cache
def _marker(phrases: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern for the phrases with the few words and the colon that may follow them."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    either = "|".join(re.escape(phrase).replace("'", "['’]") for phrase in longest_first)
    return re.compile(
        rf"(?<!\w)(?:{either})(?:\s+(?:sur|on|in|dans)\s+[^\s:.]+(?:\s+[^\s:.]+){{0,2}})?\s?:", re.IGNORECASE
    )


def _parting(text: str, lexicon: Furniture) -> int | None:
    """Return where the sentences that ask to follow, write or subscribe begin, if they end the block."""
    starts = [0, *(match.end() for match in _STOP.finditer(text))]
    first: int | None = None
    for start, end in zip(reversed(starts), [len(text), *reversed(starts[1:])], strict=True):
        if not _asks(text[start:end], lexicon):
            break
        first = start
    return first


def _asks(sentence: str, lexicon: Furniture) -> bool:
    if len(sentence) > 300 or opener(sentence, lexicon.share_openers, 3) is None:
        return False
    folded = plain(sentence)
    return any(mark in folded for mark in lexicon.share_marks)
