"""Where the title stands in a text, if it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotate.data import DropReason
from annotate.text.blocks import Block
from annotate.text.datelines import parse
from annotate.text.lexicon import Furniture
from annotate.text.shapes import fold, is_upper, opener, several_sentences, title_cased, tokens

_LONGEST = 200
_PLAIN_LONGEST = 100  # a sentence-case line without a full stop that is longer may be a standfirst
_TOP = 12  # blocks among which a title is looked for
_TAIL = 30  # code points of an outlet's name after a title


def find_headline(
    found: Sequence[Block], reasons: Mapping[int, DropReason], title: str | None, lexicon: Furniture
) -> int | None:
    """Return the index of the block that is the title."""
    top = [i for i in range(min(_TOP, len(found))) if reasons.get(i) in (None, "crosshead")]
    if title:
        return next((i for i in top if same_title(found[i].text, title)), None)
    if len(found) < 2:
        return None
    before_body = _until_body(found, top)
    folded = [fold(block.text) for block in found[: 2 * _TOP]]
    repeated = next((i for i in before_body if folded.count(folded[i]) > 1 and len(tokens(found[i].text)) >= 4), None)
    if repeated is not None:
        return repeated
    likely = [i for i in before_body if len(tokens(found[i].text)) >= 4] or before_body[:1]
    first = likely[0] if likely else _first_sentence(found, top)
    return first if first is not None and _title_like(found, first, lexicon) else None


def same_title(text: str, title: str) -> bool:
    """Tell whether a line is `title` once more: marks, case, and an outlet's name after it aside.

    >>> same_title("“Task force” to guard the Games – The Post", "Task force to guard the Games")
    True
    """
    if len(text) > 2 * _LONGEST:
        return False
    one, other = sorted((fold(text), fold(title)), key=len)
    if one == other:
        return True
    if len(one.split()) >= 5 and other.startswith(one):
        return len(other) - len(one) <= _TAIL
    mine, theirs = set(one.split()), set(other.split())
    return len(mine) >= 5 and len(mine & theirs) >= 0.8 * len(mine | theirs)


def is_body(block: Block) -> bool:
    """Tell whether a block is surely running text."""
    return (len(block.text) >= 60 and block.ends_sentence) or len(block.text) > 300 or several_sentences(block.text)


def _until_body(found: Sequence[Block], top: Sequence[int]) -> list[int]:
    before: list[int] = []
    for i in top:
        if is_body(found[i]):
            break
        before.append(i)
    return before


def _first_sentence(found: Sequence[Block], top: Sequence[int]) -> int | None:
    """Return the first block, where nothing comes before the body: its full stop may deceive."""
    return top[0] if top and top[0] == 0 else None


def _title_like(found: Sequence[Block], index: int, lexicon: Furniture) -> bool:
    block = found[index]
    text = block.text
    if index + 1 >= len(found) or len(text) > _LONGEST or text.endswith((":", ",")) or parse(text, lexicon):
        return False
    following = found[index + 1]
    if several_sentences(text) and not (following.gap and title_cased(text)):
        return False
    if text.endswith("."):
        return following.gap and _stopped_title(text, following.text, lexicon)
    if title_cased(text):
        return True
    if len(text) > (1.3 if following.gap else 1.0) * _PLAIN_LONGEST:
        return False
    return not ("," in text and len(text) > 60 and opener(text, lexicon.subordinators))


def _stopped_title(text: str, following: str, lexicon: Furniture) -> bool:
    """Tell whether a sentence with a full stop is a title nevertheless (archives put one there)."""
    if len(text) > 1.3 * _PLAIN_LONGEST:
        return False
    if title_cased(text) or parse(following, lexicon) or is_upper(following[:40]):
        return True
    return not lexicon.determiners.intersection(tokens(text)) and len(tokens(text)) <= 14
