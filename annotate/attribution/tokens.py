"""The tokens of a sentence: words with their offsets, elisions and inverted pronouns cut off, quotations marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce

from annotate.attribution.lexicon import Words, fold
from annotate.data import Span
from annotate.quotations import UNIT_SIGNS

_LETTERS = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(
    rf"""
    (?P<elision>(?:[ldnsmjtc]|qu|jusqu|lorsqu|puisqu)['’](?=\w))       # d'|après: only where French asks for it
    | (?P<word>(?:{_LETTERS}|\d)+(?:['’.\-&](?:{_LETTERS}|\d)+)*\.?)   # a-t-il, U.S., 2.185
    | (?P<mark>''|[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INVERTED = re.compile(r"^(.+?)(?:-t)?-(ils?|elles?|on|je|nous)$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_WHOLE = frozenset(("d'après", "l'un", "l'une", "d'autres", "aujourd'hui", "quelqu'un"))
_ABBREVIATION = re.compile(
    r"^(?:[^\W\d_]\.)+$|^(?:mr|mrs|ms|dr|prof|gen|col|lt|sgt|sen|rep|gov|st|capt|maj|adm|jr|sr|inc|corp|ltd|co|mm|me|mgr)\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark: `span` in the article, `low` folded and without a possessive ending."""

    span: Span
    text: str
    low: str
    quoted: bool = False

    @property
    def is_word(self) -> bool:
        """Whether the token is a word or a number."""
        return self.text[0].isalnum()

    @property
    def is_unit(self) -> bool:
        """Whether the token is the sign of a currency or of a share: part of the figure beside it."""
        return self.text in UNIT_SIGNS

    @property
    def is_capital(self) -> bool:
        """Whether the token begins with a capital."""
        return self.text[0].isupper()


def tokenize(text: str, span: Span, language: str, quotations: Sequence[Span] = ()) -> list[Token]:
    """Return the tokens of `text[span]`, marking those inside one of `quotations` (sorted, offsets into `text`)."""
    tokens: list[Token] = []
    next_quote = 0
    for match in _WORD.finditer(text, span.start, span.end):
        for start, end in _pieces(match, language):
            while next_quote < len(quotations) and quotations[next_quote].end <= start:
                next_quote += 1
            quote = quotations[next_quote] if next_quote < len(quotations) else None
            raw = text[start:end]
            inside = quote is not None and quote.start < start and end < quote.end
            tokens.append(Token(Span(start, end), raw, _low(raw), inside))
    return tokens


def _pieces(match: re.Match[str], language: str) -> list[tuple[int, int]]:
    """Cut one match into tokens: "déclare-t-il" into verb and pronoun, "d'après" kept whole."""
    start, end = match.span()
    word = match.group()
    if match.lastgroup == "mark":
        return [(start, end)]
    if language == "fr" and "-" in word:
        inverted = _INVERTED.match(word.removesuffix("."))
        if inverted:
            pronoun = (start + inverted.start(2), start + inverted.end(2))
            return [(start, start + inverted.end(1)), pronoun, *([(end - 1, end)] if word.endswith(".") else [])]
    if match.lastgroup == "elision" and language != "fr":
        return [(start, end)]
    if word.endswith(".") and not _ABBREVIATION.match(word):
        return [(start, end - 1), (end - 1, end)]
    return [(start, end)]


@lru_cache(maxsize=1 << 16)  # a text's words recur: half the time of reading tokens
def _low(raw: str) -> str:
    """Fold a token for look-up."""
    return fold(_POSSESSIVE.sub("", unicodedata.normalize("NFC", raw)))


def phrase_at(tokens: Sequence[Token], index: int, phrases: Words, longest: int = 6) -> int:
    """Return how many tokens from `index` on spell an entry of `phrases`, the longest; 0 for none."""
    best, spelled, begun = 0, "", _openings(phrases)
    for at in range(index, min(index + longest, len(tokens))):
        spelled = _joined(spelled, tokens[at].low)
        if spelled not in begun:
            break
        if spelled in phrases:
            best = at + 1 - index
    return best


@lru_cache(maxsize=256)
def _openings(phrases: Words) -> Words:
    """Return what the phrases begin with, word by word: most tokens begin none, and are settled by one look.

    >>> sorted(_openings(frozenset({"close to", "d'après"})))
    ['close', 'close to', "d'", "d'après"]
    """
    return phrases | frozenset(
        phrase[: at + (sign == "'")] for phrase in phrases for at, sign in enumerate(phrase) if sign in " '"
    )


def spell(tokens: Sequence[Token]) -> str:
    """Return the tokens as the lexicons spell a phrase of several words."""
    return reduce(_joined, (token.low for token in tokens), "")


def _joined(spelled: str, low: str) -> str:
    return low if not spelled else spelled + ("" if spelled.endswith("'") else " ") + low


def contains(tokens: Sequence[Token], phrases: Words) -> bool:
    """Tell whether an entry of `phrases` stands anywhere in `tokens`."""
    return any(phrase_at(tokens, index, phrases) for index in range(len(tokens)))


def plain(tokens: Sequence[Token]) -> str:
    """Return tokens as text; a mark joins the word before it, an opening bracket the word behind."""
    joined = ""
    for token in tokens:
        loose = token.is_word or token.text == "("
        glue = " " if joined and loose and not joined.endswith(("'", "’", "(")) else ""
        joined += glue + token.text
    return joined
