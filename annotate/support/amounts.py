"""A number of a sentence with its unit and its hedge: "up to $4.5 million", "a dozen", "-12C"."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from annotate.support.dates import When, dates_in
from annotate.support.figure_words import FigureWords, Hedge, figure_words
from annotate.support.numerals import Number, Token, is_one, number_at, tokens

COUNT = "count"
_ROUNDING = 0.05  # a bare round figure stands for a twentieth more or less at most
_ABOUT = 0.1  # "about 50" takes 45 to 55


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what is looked up in it again and again."""

    text: str
    tokens: tuple[Token, ...]
    language: str
    wording: FigureWords
    dates: tuple[When, ...]

    def glued(self, place: int, text: str | None = None) -> bool:
        """Tell whether the token at `place` stands right after the one before, and is `text`."""
        token = self.at(place)
        return token is not None and token.glued and text in (None, token.text)

    def at(self, place: int) -> Token | None:
        """Return the token at `place`, `None` where there is none."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def word(self, place: int) -> str:
        """Return the folded token at `place`, "" where there is none."""
        token = self.at(place)
        return token.text if token else ""


def sentence_of(text: str, language: str) -> Sentence:
    """Cut a sentence into tokens and find its dates."""
    wording = figure_words(language)
    found = tokens(text, language)
    return Sentence(text, found, language, wording, dates_in(found, wording))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, from the token at `first` to the one at `last`; `unit` is "" where none is written."""

    value: float
    first: int
    last: int
    unit: str = ""
    hedge: Hedge = "none"
    plain: bool = False  # ungrouped digits without scale: may be a label
    decimal: float | None = None


def amount_at(sentence: Sentence, place: int) -> Amount | None:
    """Return the number with its unit that starts at `place`, or `None`."""
    if rough := _rough(sentence, place):
        return _with_unit(sentence, rough)
    if sign := sign_at(sentence, place):
        number = number_in(sentence, place + sign[1])
        return None if number is None else _scaled(sentence, number, place, sign[0])
    number = number_in(sentence, place)
    return None if number is None else _with_unit(sentence, _scaled(sentence, number, place, ""))


def sign_at(sentence: Sentence, place: int) -> tuple[str, int] | None:
    """Return the currency and length of the sign of money at `place`: "A$", not "a $43,000 gift"."""
    sign = sentence.wording.money_signs.after(sentence.tokens, place)
    parted = sign is not None and not all(sentence.glued(later) for later in range(place + 1, place + sign[1]))
    return None if parted else sign


def number_in(sentence: Sentence, place: int) -> Number | None:
    """Return the number that starts at `place`, without its scale and unit, or `None`."""
    if place >= len(sentence.tokens):
        return None
    return number_at(sentence.tokens, place, sentence.language) or _lonely(sentence, place)


def _lonely(sentence: Sentence, place: int) -> Number | None:
    """Read "one" where it counts: "only one survivor", "at least one soldier", "one million"."""
    if not is_one(sentence.tokens, place, sentence.language):
        return None
    wording = sentence.wording
    hedged = wording.hedges.before(sentence.tokens, place) or wording.exact.before(sentence.tokens, place)
    scaled = sentence.word(place + 1) in wording.scales
    return Number(1.0, place, written_out=True) if hedged or scaled else None


def _rough(sentence: Sentence, place: int) -> Amount | None:
    """Read a rough number: "dozens of", "a dozen", "une quarantaine de"."""
    wording, found = sentence.wording, sentence.tokens
    if many := wording.many.after(found, place):
        last = place + many[1] - 1
        partitive = sentence.word(last + 1) in wording.share_of
        return Amount(2 * many[0], place, last, hedge="dozens") if partitive or many[1] > 1 else None
    if roughly := wording.roughly.after(found, place):
        return Amount(roughly[0], place, place + roughly[1] - 1, hedge="about")
    if one := wording.one_of.after(found, place):
        return Amount(one[0], place, place + one[1] - 1)
    return None


def _scaled(sentence: Sentence, number: Number, first: int, unit: str) -> Amount:
    """Multiply by "thousand", "millions"…, which end the number."""
    value, last, scaled = number.value, number.last, False
    scales = sentence.wording.scales
    if unit and sentence.glued(last + 1) and sentence.word(last + 1) in sentence.wording.money_scales:
        return Amount(least(number) * sentence.wording.money_scales[sentence.word(last + 1)], first, last + 1, unit)
    while (scale := scales.get(sentence.word(last + 1))) is not None:
        value = (value if scaled else least(number)) * scale
        last, scaled = last + 1, True
    plain = not (number.grouped or number.written_out or scaled)
    return Amount(value, first, last, unit, plain=plain, decimal=None if scaled else number.decimal)


def least(number: Number) -> float:
    """Read "1.250 million" as a million and a quarter."""
    return number.value if number.decimal is None else number.decimal


def _with_unit(sentence: Sentence, amount: Amount) -> Amount:
    """Add the unit that follows a number, and a sign before degrees."""
    place = amount.last + 1
    if sentence.glued(place, "-") and sentence.glued(place + 1):
        place += 1  # "the 1.8-tonne bell"
    elif sentence.word(place) in sentence.wording.share_of and not amount.plain:
        place += 1  # "3,5 milliards d'euros"
    if amount.first and sentence.wording.magnitude.before(sentence.tokens, amount.first):
        return replace(amount, unit="magnitude")
    if sentence.wording.magnitude.after(sentence.tokens, place):
        return replace(amount, unit="magnitude", last=place)
    unit = sentence.wording.units.after(sentence.tokens, place)
    if unit is None or (place > amount.last + 1 and _partitive(unit[0]) and sentence.word(place - 1) != "-"):
        return amount
    if unit[0].startswith("temperature"):
        return _degrees(sentence, amount, unit[0], place + unit[1] - 1)
    value = amount.value if amount.decimal is None or _whole_by_habit(unit[0]) else amount.decimal
    return replace(amount, value=value, unit=unit[0], last=place + unit[1] - 1)


def _degrees(sentence: Sentence, amount: Amount, unit: str, last: int) -> Amount:
    """Read "-12C": with its sign, and with a capital where the unit is a single letter."""
    letter = sentence.tokens[last]
    if last == amount.last + 1 and len(letter.text) == 1 and not (letter.capital and letter.glued):
        return amount
    before = sentence.at(amount.first - 1)
    if before and before.text in ("-", "–", "−") and sentence.tokens[amount.first].glued and not before.glued:
        return replace(amount, value=-amount.value, first=amount.first - 1, unit=unit, last=last)
    return replace(amount, unit=unit, last=last)


def _partitive(unit: str) -> bool:
    """Tell whether a unit cannot follow "of": "two of the days"."""
    return not unit.startswith(("money", "duration", "distance", "mass", "area", "volume"))


def _whole_by_habit(unit: str) -> bool:
    """Tell whether three digits behind a mark are thousands: of euros they are, of kilometres they are not."""
    return unit.startswith(("money", "duration"))


def allowed(value: float, hedge: Hedge, *, exact: bool = False) -> tuple[float, float]:
    """Return the lowest and highest value that a number with its hedge allows.

    A bare round count may be rounded; `exact` is for measures, which are as they are written.

    >>> allowed(2000, "more_than"), allowed(50, "about"), allowed(46, "none"), allowed(30_000, "none")
    ((2000, inf), (45.0, 55.0), (46.0, 46.0), (28500.0, 31500.0))
    """
    match hedge:
        case "more_than" | "dozens":
            return value, math.inf
        case "less_than" | "up_to":
            return min(0.0, value), value
        case "about":
            return value - _ABOUT * abs(value), value + _ABOUT * abs(value)
        case "nearly":
            return value - _ABOUT * abs(value), value
        case _:
            slack = _digit(value) if exact else _slack(value)
            return value - slack, value + slack


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


def _digit(value: float) -> float:
    """Return half of a measure's last digit, a twentieth of it at most: 2.4 stands for 2.35 to 2.45.

    >>> round(_digit(2.4), 3), _digit(12), _digit(40)
    (0.05, 0.5, 2.0)
    """
    unit = 1.0
    while unit > 0.001 and abs(value / unit - round(value / unit)) > 1e-6:
        unit /= 10
    while value and unit >= 1 and value % (unit * 10) == 0:
        unit *= 10
    return min(unit / 2, abs(value) * _ROUNDING)


def hedge_of(sentence: Sentence, amount: Amount) -> tuple[Hedge, int]:
    """Return how exact a number is, and the first token of what says so."""
    wording, found, first = sentence.wording, sentence.tokens, amount.first
    hedged = wording.hedges.before(found, first)
    if hedged is None:
        exact = wording.exact.before(found, first)
        return amount.hedge, first - (exact[1] if exact else 0)
    of_time = amount.unit.startswith("duration") and wording.not_of_durations.before(found, first)
    if of_time:
        return amount.hedge, first
    stated: Hedge = hedged[0]
    return ("dozens" if amount.hedge == "dozens" and stated == "about" else stated), first - hedged[1]
