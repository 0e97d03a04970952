"""The figures of a sentence: how many of what, as ranges, so that two articles' figures can be compared."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotate.support.lexicon import Phrasebook, Words, words
from annotate.support.words import STEM, fold

_TOKEN = re.compile(
    r"(?P<number>(?<![\w.,:/-])(?:\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)))"
    r"|(?P<word>[^\W_]+(?:['’-][^\W_]+)*)"
)
_MONEY_BEFORE = re.compile(r"[$€£¥]\s?$")
#: What may stand right after a number that counts nothing: a percent sign, a clock, a currency, a unit glued on.
_NOT_A_COUNT = re.compile(r"\s?[%‰$€£¥°]|[:/h]\d|-\w|\w")
_BLANK = re.compile(r"[\s\u00a0\u202f]*")
_SHORT = frozenset({"a", "m", "h", "n", "p", "on", "no", "an", "pour"})  # units after a number, plain words before one
_YEARS = range(1900, 2101)
_RUN = 4  # words after a number that may say what it counts: "300 young police officers"
_ROUNDING = 0.05  # a bare round figure stands for a twentieth more or less at most
_ABOUT = 0.1  # "about 50" takes 45 to 55
_SAME_MAGNITUDE = 2.5  # figures further apart than this count different things


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of what: `text` as it stands, the range it allows, stems or groups of what it counts.

    `head` is the group or stem of the noun, `fates` what is said to have happened to those counted.
    """

    text: str
    low: float
    high: float
    value: float
    head: str
    counted: frozenset[str]
    fates: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    folded: str
    start: int
    end: int
    number: bool


def figures(text: str, language: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence that count people or things.

    Years, dates, clock times, ages, percentages, sums of money, scores and ordinals are left out.

    >>> [(f.text, f.low, f.head) for f in figures("Some 30,000 police and 200 dogs in 2015", "en")]
    [('Some 30,000 police', 27000.0, 'police'), ('200 dogs', 190.0, 'dogs')]
    >>> [f.value for f in figures("plus de 3\u00a0417 policiers et 12 % des 3,5 millions d'habitants", "fr")]
    [3417.0, 3500000.0]
    """
    lexicon = words(language)
    tokens = [
        _Token(match.group(), fold(match.group()), match.start(), match.end(), match.lastgroup == "number")
        for match in _TOKEN.finditer(text)
    ]
    return tuple(_figures(text, tokens, fates(text, lexicon), lexicon))


def fates(text: str, lexicon: Words) -> frozenset[str]:
    """Return what a sentence says happened to people, as groups.

    >>> sorted(fates("Three died, nine were wounded.", words("en")))
    ['injured', 'killed']
    """
    found = (fold(match.group()) for match in _TOKEN.finditer(text))
    return frozenset(lexicon.fates[word] for word in found if word in lexicon.fates)


def conflicts(one: Figure, other: Figure) -> bool:
    """Tell whether two figures count the same and cannot both hold.

    >>> first, = figures("27 countries were asked", "en")
    >>> [conflicts(first, figures(text, "en")[0]) for text in ("about 26 nations", "24 nations", "24 dogs")]
    [False, True, False]
    """
    return comparable(one, other) and (one.high < other.low or other.high < one.low)


def comparable(one: Figure, other: Figure) -> bool:
    """Tell whether two figures count the same thing with the same fate, at the same order of magnitude."""
    if one.head != other.head and one.counted != other.counted:
        return False
    if one.fates and other.fates and not one.fates & other.fates:
        return False
    if one.head == "person" and one.fates != other.fates:
        return False
    small, large = sorted((one.value, other.value))
    return 0 < large <= _SAME_MAGNITUDE * small


def _figures(text: str, tokens: list[_Token], fates: frozenset[str], lexicon: Words) -> Iterator[Figure]:
    taken = -1
    for place, token in enumerate(tokens):
        written = _value(text, token, lexicon) if place > taken else None
        if written is None:
            continue
        value, last = _scaled(text, tokens, place, written, lexicon)
        taken = last
        run = _run(text, tokens, last, lexicon)
        if not run or _is_date(text, tokens, place, lexicon):
            continue
        start, low, high = _range(text, tokens, place, value, lexicon)
        counted = tuple(lexicon.counted.get(word.folded, word.folded[:STEM]) for word in run)
        known = [word for word in counted if word in lexicon.counted.values()]
        yield Figure(text[start : run[-1].end], low, high, value, (known or counted)[-1], frozenset(counted), fates)


def _value(text: str, token: _Token, lexicon: Words) -> float | None:
    """Return the number that a token writes, or `None` where it writes none that counts things."""
    if not token.number:
        head, _, tail = token.folded.partition("-")
        tens, unit = lexicon.numbers.get(head), lexicon.numbers.get(tail, 0)
        return None if tens is None or (tail and not unit) else float(tens + unit)
    if _NOT_A_COUNT.match(text, token.end) or _MONEY_BEFORE.search(text[max(0, token.start - 2) : token.start]):
        return None
    value = _number(token.text)
    return None if token.text.isdigit() and value in _YEARS else value


def _number(text: str) -> float:
    """Read digits: a separator before exactly three digits groups thousands, else it is the decimal one.

    >>> _number("3,417"), _number("3\u202f417"), _number("3,5")
    (3417.0, 3417.0, 3.5)
    """
    parts = re.split(r"[.,\u00a0\u202f ]", text)
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]):
        return float("".join(parts))
    return float(".".join(parts))


def _scaled(text: str, tokens: list[_Token], place: int, value: float, lexicon: Words) -> tuple[float, int]:
    """Multiply by "thousand", "millions"…; return the value and the place of the number's last word."""
    last = place
    while last + 1 < len(tokens) and _touch(text, tokens[last], tokens[last + 1]):
        scale = lexicon.scales.get(tokens[last + 1].folded)
        if scale is None:
            break
        value, last = value * scale, last + 1
    return value, last


def _run(text: str, tokens: list[_Token], last: int, lexicon: Words) -> list[_Token]:
    """Return the words right after the number that say what it counts; empty where they say nothing."""
    run: list[_Token] = []
    for before, token in zip(tokens[last : last + _RUN + 1], tokens[last + 1 : last + _RUN + 2], strict=False):
        if not _touch(text, before, token) or token.number:
            break
        word = re.sub(r"^(?:d|l|qu|n|s)['’]", "", token.folded)
        if not run and word in lexicon.not_counted:
            return []
        if not run and token.folded in ("of", "de", "des", "du", "other", "autres", "new", "nouveaux"):
            continue
        if word in lexicon.stopwords or len(run) == _RUN:
            break
        run.append(_Token(token.text, word, token.start, token.end, number=False))
        if word in lexicon.counted:
            break
    return run


def _is_date(text: str, tokens: list[_Token], place: int, lexicon: Words) -> bool:
    """Tell whether the word before makes the number a date, an age or a label: "March 22", "aged 40", "page 3"."""
    before = tokens[place - 1] if place else None
    between = text[before.end : tokens[place].start] if before else "-"
    return before is not None and between.strip(" .\u00a0") == "" and before.folded in lexicon.not_counted - _SHORT


def _range(text: str, tokens: list[_Token], place: int, value: float, lexicon: Words) -> tuple[int, float, float]:
    """Return where the figure starts, its hedge included, and the lowest and highest value it allows."""
    before = tokens[max(0, place - 3) : place]
    start = before[0].start if before else tokens[place].start
    lead = fold(text[start : tokens[place].start])

    def hedged(book: Phrasebook) -> bool:
        found = book.find_all(lead)
        return bool(found) and lead.rstrip().endswith(found[-1].rstrip())

    begin = tokens[place].start
    for book, low, high in (
        (lexicon.at_least, value, math.inf),
        (lexicon.at_most, 0.0, value),
        (lexicon.about, value * (1 - _ABOUT), value * (1 + _ABOUT)),
    ):
        if hedged(book):
            found = book.find_all(lead)[-1]
            offset = lead.rfind(found)
            return (start + offset if len(lead) == tokens[place].start - start else begin), low, high
    slack = _slack(value)
    return begin, value - slack, value + slack


def _slack(value: float) -> float:
    """Return how far a bare figure may be rounded: half its last significant digit, a twentieth at most.

    >>> _slack(46), _slack(30_000), _slack(200)
    (0.0, 1500.0, 10.0)
    """
    if value != int(value) or value == 0:
        return value * _ROUNDING
    unit = 1
    while value % (unit * 10) == 0:
        unit *= 10
    return min(unit / 2, value * _ROUNDING) if unit > 1 else 0.0


def _touch(text: str, left: _Token, right: _Token) -> bool:
    """Tell whether nothing but blanks stands between two tokens."""
    match = _BLANK.match(text, left.end)
    return match is not None and match.end() == right.start
