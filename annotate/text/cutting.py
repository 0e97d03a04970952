"""Where one file holds several articles: the stretches that are one each."""

from __future__ import annotations

from collections.abc import Sequence

from annotate.data import Span
from annotate.text.blocks import Block
from annotate.text.datelines import parse
from annotate.text.headlines import is_body, same_title
from annotate.text.lexicon import Furniture
from annotate.text.lines import own_reason
from annotate.text.shapes import tokens

_LOOK_AHEAD = 10  # blocks of page head between a title and its repetition or the first paragraph
_TITLE_WORDS = range(4, 31)
_BODIES = 2  # paragraphs that must lie on both sides of a cut


def cut(text: str, found: Sequence[Block], lexicon: Furniture) -> list[Span]:
    """Return the spans of the articles in `text`, in order and without overlap.

    A new article starts at a title that comes after a blank line and is followed by a page head of its own:
    the title once more with furniture between the two, or a timestamp and then a dateline.
    An ordinary article shows neither after its first paragraphs.
    """
    starts = [0]
    bodies = 0
    for i, block in enumerate(found):
        if bodies >= _BODIES and _opens_article(found, i, lexicon):
            starts.append(block.span.start)
            bodies = 0
        bodies += is_body(block)
    if len(starts) > 1 and bodies < 1:
        starts.pop()
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _opens_article(found: Sequence[Block], index: int, lexicon: Furniture) -> bool:
    title = found[index]
    if not title.gap or title.ends_sentence or len(tokens(title.text)) not in _TITLE_WORDS or len(title.text) > 200:
        return False
    if own_reason(title.text, lexicon) is not None:
        return False
    stamped = False
    for block in found[index + 1 : index + 1 + _LOOK_AHEAD]:
        reason = own_reason(block.text, lexicon)
        stamped = stamped or reason in ("timestamp", "dateline", "byline", "share")
        if reason is None and same_title(block.text, title.text):
            return stamped
        if reason is None and is_body(block):
            return stamped and parse(block.text, lexicon) is not None
    return False
