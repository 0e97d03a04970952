"""The words and numbers of a sentence, with the place of each: digits in either spelling, and numbers written out.

Numbers written out are read by text2num; its `alpha2digit`, which finds them in running text, took
seven seconds for a line of a megabyte, so the finding is done here and single runs are handed to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Generic, Literal, TypeVar

from text_to_num import text2num

from annotate.config import Strict, load_lexicon
from annotate.support.words import STEM, fold

TokenKind = Literal["number", "word", "sign"]
Value = TypeVar("Value")

_TOKEN = re.compile(
    r"(?P<number>(?<!\w)(?:\d{1,3}([ .,])\d{3}(?:\2\d{3})*(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?))"
    r"|(?P<word>(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w|$)|[^\W_]+(?:-[^\W_]+)*)"
    r"|(?P<sign>\S)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ .,]\d{3})+(?:[.,]\d{1,2})?")
_LONGEST_WORD = 40  # code points: "quatre-vingt-dix-neuf-millions" and no hostile line
_LONGEST_RUN = 8  # words: "deux cent quarante-trois mille six cent douze"


class NumberLexicon(Strict):
    """How a language writes numbers: `configs/lexicons/numbers/LANGUAGE.yaml`."""

    decimal: str
    joiners: frozenset[str]
    one: frozenset[str]
    not_alone: frozenset[str]
    cut_at_hyphen: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign; `text` is folded, `start` and `end` are code points of the sentence as it stands.

    `glued` says that nothing stands between it and the token before.
    """

    text: str
    kind: TokenKind
    start: int
    end: int
    glued: bool
    capital: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number that ends with the token at `last`; `decimal` is its other reading, where "1,250" may be 1.25."""

    value: float
    last: int
    grouped: bool = False
    written_out: bool = False
    decimal: float | None = None


class Book(Generic[Value]):
    """Phrases, each with a value, that can be looked for at a place among tokens.

    >>> book = Book({"per cent": "percent", "per": "rate"})
    >>> book.after(tokens("12 per cent"), 1)
    ('percent', 2)
    >>> book.before(tokens("12 per cent"), 2)
    ('rate', 1)
    """

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        self._values = {tuple(token.text for token in tokens(phrase)): value for phrase, value in phrases.items()}
        self._longest = max(map(len, self._values), default=0)
        self._first = {phrase[0] for phrase in self._values}  # most words start no phrase and end none
        self._last = {phrase[-1] for phrase in self._values}

    def after(self, found: Sequence[Token], place: int) -> tuple[Value, int] | None:
        """Return the value and length in tokens of the longest phrase that starts at `place`, or `None`."""
        if not 0 <= place < len(found) or found[place].text not in self._first:
            return None
        key = tuple(token.text for token in found[place : place + self._longest])
        for length in range(len(key), 0, -1):
            if (value := self._values.get(key[:length])) is not None:
                return value, length
        return None

    def before(self, found: Sequence[Token], place: int) -> tuple[Value, int] | None:
        """Return the value and length in tokens of the longest phrase that ends right before `place`, or `None`."""
        if not 0 < place <= len(found) or found[place - 1].text not in self._last:
            return None
        key = tuple(token.text for token in found[max(0, place - self._longest) : max(0, place)])
        for length in range(len(key), 0, -1):
            if (value := self._values.get(key[-length:])) is not None:
                return value, length
        return None


def tokens(text: str, language: str = "en") -> tuple[Token, ...]:
    """Split a sentence into folded words, numbers and signs.

    >>> [token.text for token in tokens("L\u2019e\u0301tat a 2\u202f185 agents.", "fr")]
    ["l'", 'etat', 'a', '2 185', 'agents', '.']
    >>> [token.text for token in tokens("A six-month, 27-nation trial of Covid-19", "en")]
    ['a', 'six', '-', 'month', ',', '27', '-', 'nation', 'trial', 'of', 'covid-19']
    """
    flat, places = _flat(text)
    found: list[Token] = []
    end = -1
    for match in _TOKEN.finditer(flat):
        kind = _kind(match.lastgroup)
        for start, stop in _pieces(match, kind, language):
            first = text[places[start]]
            found.append(
                Token(
                    text=flat[start:stop],
                    kind="sign" if flat[start:stop] == "-" else kind,
                    start=places[start],
                    end=places[stop],
                    glued=start == end,
                    capital=first.isupper(),
                )
            )
            end = stop
    return tuple(found)


def number_at(found: Sequence[Token], place: int, language: str) -> Number | None:
    """Return the number that starts with the token at `place`, scales after digits left out, or `None`.

    >>> number_at(tokens("3,140 left"), 0, "en")
    Number(value=3140.0, last=0, grouped=True, written_out=False, decimal=None)
    >>> number_at(tokens("deux mille trois cents", "fr"), 0, "fr").value
    2300.0
    """
    token = found[place]
    if token.kind == "number":
        return _digits(token.text, place, language)
    if token.kind == "sign" or _alone(token.text, language) is None:
        return None
    return _written_out(found, place, language)


def is_one(found: Sequence[Token], place: int, language: str) -> bool:
    """Tell whether the token at `place` is the word for one, which `number_at` takes for an article.

    >>> is_one(tokens("one"), 0, "en"), is_one(tokens("un", "fr"), 0, "fr"), is_one(tokens("a"), 0, "en")
    (True, True, False)
    """
    word = found[place].text if place < len(found) else ""
    return word in _spelling(language).one and word_value(word, language) == 1


def stem(word: str) -> str:
    """Cut a folded word to what it shares with its plural.

    >>> stem("policemen"), stem("dogs"), stem("dog"), stem("gas")
    ('police', 'dog', 'dog', 'gas')
    """
    return (word[:-1] if len(word) > 3 and word.endswith("s") else word)[:STEM]


@cache
def _spelling(language: str) -> NumberLexicon:
    return load_lexicon(NumberLexicon, "numbers", language)


@lru_cache(maxsize=65536)  # a microsecond a word, and words come back
def word_value(word: str, language: str) -> float | None:
    """Return the number that one or several words write out, or `None`.

    >>> word_value("quatre-vingt-dix-sept", "fr"), word_value("minister", "en")
    (97.0, None)
    """
    try:
        return float(text2num(word, "fr" if language == "fr" else "en"))
    except ValueError:
        return None


def _alone(word: str, language: str) -> float | None:
    return None if word in _spelling(language).not_alone else word_value(word, language)


def _kind(name: str | None) -> TokenKind:
    return "number" if name == "number" else "word" if name == "word" else "sign"


def _pieces(match: re.Match[str], kind: TokenKind, language: str) -> list[tuple[int, int]]:
    """Cut an English word with hyphens behind the number it starts with: "six-month", not "thirty-two"."""
    start, end = match.span()
    word = match.group()
    if kind != "word" or "-" not in word or len(word) > _LONGEST_WORD or not _spelling(language).cut_at_hyphen:
        return [(start, end)]
    cut = word.find("-", word.find("-") + 1) if word_value("-".join(word.split("-")[:2]), language) else word.find("-")
    if cut < 0 or word_value(word[:cut], language) is None:
        return [(start, end)]
    return [(start, start + cut), (start + cut, start + cut + 1), (start + cut + 1, end)]


def _digits(text: str, place: int, language: str) -> Number | None:
    """Read digits: a separator before exactly three groups thousands, else it is the decimal one.

    >>> [_digits(text, 0, "fr").value for text in ("3,417", "3 417", "3,5", "3.417,5")]
    [3417.0, 3417.0, 3.5, 3417.5]
    """
    if len(text) > 1 and text.isdigit() and text[0] == "0":
        return None  # "0800 555 019"
    if not _GROUPED.fullmatch(text):
        return Number(float(text.replace(",", ".")), place)
    marks = re.split(r"\d+", text)[1:-1]
    parts = re.split(r"[ .,]", text)
    if len(parts) == 2:
        decimal = float(".".join(parts)) if marks[0] == _spelling(language).decimal else None
        return Number(float("".join(parts)), place, grouped=True, decimal=decimal)
    if len(parts[-1]) < 3:
        return Number(float("".join(parts[:-1]) + "." + parts[-1]), place, grouped=True)
    return Number(float("".join(parts)), place, grouped=True)


def _written_out(found: Sequence[Token], place: int, language: str) -> Number | None:
    """Read the longest run of number words that makes one number."""
    last = place
    while last + 1 < len(found) and last - place < _LONGEST_RUN and _goes_on(found, last + 1, language):
        last += 1
    for end in range(last, place - 1, -1):
        if found[end].text in _spelling(language).joiners:
            continue
        value = word_value(" ".join(token.text for token in found[place : end + 1]), language)
        if value is not None:
            return Number(value, end, written_out=True)
    return None


def _goes_on(found: Sequence[Token], place: int, language: str) -> bool:
    token = found[place]
    if token.kind != "word" or token.glued:
        return False
    return token.text in _spelling(language).joiners or word_value(token.text, language) is not None


def _flat(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text and, for each of its characters and its end, where it stands in `text`."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    pieces: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        piece = _folded(char)
        pieces.append(piece)
        places.extend([place] * len(piece))
    return "".join(pieces), [*places, len(text)]


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    """Fold one character; a mark that stands on the one before folds into nothing."""
    return " " if char.isspace() else "" if unicodedata.combining(char) else fold(char)
