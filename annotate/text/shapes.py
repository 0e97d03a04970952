"""What a line looks like: its tokens, case, and how it opens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from itertools import islice

_TOKEN = re.compile(r"\w+")
_WORD = re.compile(r"[^\W\d_][\w’'.&-]*")
_SMALL = 4  # letters up to which a word may stay lower case in a title: "of", "with"
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?][”\"»’']? +[“\"«‘]?[^\W\d_]")


def tokens(text: str) -> list[str]:
    """Return the words and numbers, case folded.

    >>> tokens("Mis à jour le 28/03")
    ['mis', 'à', 'jour', 'le', '28', '03']
    """
    return _TOKEN.findall(unicodedata.normalize("NFC", text).casefold())


def words(text: str) -> list[str]:
    """Return the words as they stand, numbers left out."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """Return what is left of `text` when case, marks and spacing do not count.

    >>> fold("“Olympics” – the plan") == fold("Olympics — The Plan")
    True
    """
    return " ".join(tokens(unicodedata.normalize("NFKC", text).replace("’", "'")))


def plain(text: str) -> str:
    """Return `text` case folded, composed, with straight apostrophes: what lexicon phrases match.

    The length may differ from that of `text`.
    """
    return unicodedata.normalize("NFC", text).casefold().replace("’", "'")


def opener(text: str, phrases: Set[str], longest: int = 6) -> str | None:
    """Return the longest of `phrases` that `text` opens with, whole words.

    >>> opener("Read more: the plan", {"read", "read more"})
    'read more'
    """
    head = plain(text[:80])
    ends = [match.end() for match in islice(_TOKEN.finditer(head), longest)]
    return next((head[:end] for end in reversed(ends) if head[:end] in phrases), None)


def all_capitalised(text: str, particles: Set[str] = frozenset()) -> bool:
    """Tell whether every word starts with a capital, particles aside."""
    found = words(text)
    return bool(found) and all(word[0].isupper() or word.casefold().strip(".") in particles for word in found)


def is_upper(text: str) -> bool:
    """Tell whether there are three letters or more, none of them lower case."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 3 and text.upper() == text and any(char.isupper() for char in letters)


def title_cased(text: str) -> bool:
    """Tell whether the long words start with capitals, as English titles have it.

    >>> title_cased("Obama Seeks a Deal on Power Plants"), title_cased("Obama seeks a deal on plants")
    (True, False)
    """
    long = [word for word in words(text)[1:] if len(word.rstrip("'’.")) > _SMALL]
    return len(long) >= 2 and sum(word[0].isupper() for word in long) >= 0.75 * len(long)


def several_sentences(text: str) -> bool:
    """Tell whether a full stop inside is followed by another sentence."""
    return any(text[match.end() - 1].isupper() for match in _TWO_SENTENCES.finditer(text))
