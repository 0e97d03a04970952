"""Texts made comparable: plain spelling, content words, names, and what is said outside quotation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from annotate.quotations import quotations

_SPELLING = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "‑": "-", "\u00ad": None}
)
_WORD = re.compile(r"[^\W_]+(?:-[^\W\d_]+)*")
_SENTENCE_START = re.compile(r"[^\w]*(\w+)")
#: Words are cut to this length: a rough stemmer that serves English, French and their cognates alike.
STEM = 6


def plain(text: str) -> str:
    """Return `text` in lower case with one spelling of accents, apostrophes and blanks.

    >>> plain("L’ARME\u00a0: c’e\u0301tait")
    "l'arme : c'était"
    """
    if text.isascii():  # four times as fast, and most words are
        return text.lower()
    return unicodedata.normalize("NFC", text).translate(_SPELLING).lower()


def fold(text: str) -> str:
    """Return `plain` text without accents.

    >>> fold("Près de")
    'pres de'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", plain(text))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def unquoted(text: str) -> str:
    """Return `text` without what stands in quotation marks; an open quotation runs to the end.

    >>> unquoted("The “shameful” vote, he said, was « une honte ».")
    'The   vote, he said, was  .'
    """
    kept, end = [], 0
    for quote in quotations(text, unclosed=True):
        kept.append(text[end : quote.start])
        end = quote.end
    return " ".join((*kept, text[end:]))


def stems(text: str, stopwords: Collection[str]) -> frozenset[str]:
    """Return the content words, folded and cut to a stem.

    >>> sorted(stems("The soldiers were killed", {"the", "were"}))
    ['killed', 'soldie']
    """
    return frozenset(word[:STEM] for word in _WORD.findall(fold(text)) if len(word) > 1 and word not in stopwords)


def names(text: str, stopwords: Collection[str]) -> frozenset[str]:
    """Return the folded, cut words that are written with a capital, the sentence's first word left out.

    >>> sorted(names("Yesterday Paris and the U.N. wrote to Ankara.", set()))
    ['ankara', 'paris']
    """
    normal = unicodedata.normalize("NFC", text)
    first = _SENTENCE_START.match(normal)
    start = first.end() if first else 0
    found = (fold(match.group()) for match in _WORD.finditer(normal, start) if match.group()[0].isupper())
    return frozenset(word[:STEM] for word in found if len(word) > 1 and word not in stopwords)


def overlap(claim: Collection[str], evidence: Collection[str]) -> float:
    """Return the share of `claim` that `evidence` holds, in [0, 1]; 0 for an empty claim.

    >>> overlap({"a", "b"}, {"b"})
    0.5
    """
    return len(set(claim) & set(evidence)) / len(claim) if claim else 0.0
