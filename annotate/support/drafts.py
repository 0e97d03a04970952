"""The figures of a sentence before one looks around them: single numbers, ranges, changes and shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotate.support.amounts import COUNT, Amount, Sentence, allowed, amount_at, hedge_of, least, number_in, sign_at
from annotate.support.counting import Counted, counted_by, share_of
from annotate.support.figure_words import Hedge
from annotate.support.labels import behind_age, behind_clock, behind_no_figure, joins
from annotate.support.numerals import Number, is_one, number_at


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure that still wants its surroundings."""

    amount: Amount
    first: int
    last: int
    low: float
    high: float
    hedge: Hedge
    counted: Counted
    earlier: bool = False


def drafts(sentence: Sentence) -> Iterator[Draft]:
    """Yield what counts or measures something, dates left out."""
    dated = {date.first: date.last for date in sentence.dates}
    place = 0
    while place < len(sentence.tokens):
        if place in dated:
            place = dated[place] + 1
            continue
        found, place = _read(sentence, place)
        yield from found


def _read(sentence: Sentence, place: int) -> tuple[tuple[Draft, ...], int]:
    """Return the figures that start at `place`, and where to read on."""
    if share := _share(sentence, place):
        return share
    amount = amount_at(sentence, place)
    if amount is None:
        return (), place + 1
    if skip := behind_no_figure(sentence, amount):
        return (), skip
    second = _second(sentence, amount)
    if second is None:
        found = _single(sentence, amount)
        return ((found,), found.last + 1) if found else ((), amount.last + 1)
    if _is_range(sentence, amount, second):
        found = _range(sentence, amount, second)
        return ((found,), found.last + 1) if found else ((), second.last + 1)
    return _from_to(sentence, amount, second)


def _second(sentence: Sentence, amount: Amount) -> Amount | None:
    """Return the number that "to", "or", a dash, or "and" after "between" joins to this one."""
    place, wording = amount.last + 1, sentence.wording
    word = sentence.word(place)
    opened = sentence.word(amount.first - 1) in wording.range_open
    if not (word in wording.range_to or (opened and word in wording.range_and)) or not joins(sentence, place):
        return None
    second = amount_at(sentence, place + 1)
    if second is None or second.hedge != "none" or (amount.unit and second.unit and amount.unit != second.unit):
        return None
    if behind_clock(sentence, second) or behind_age(sentence, second):
        return None
    return second


def _is_range(sentence: Sentence, one: Amount, other: Amount) -> bool:
    """Tell "10 to 12" from "from 10 to 12", which is a change, and from a score."""
    rises = _levelled(sentence, one, other).value < other.value
    joined = sentence.word(one.last + 1)
    changed = _opens_change(sentence, one) and joined in sentence.wording.change_to
    return rises and not (changed and (sentence.language != "fr" or _moved(sentence, one)))


def _opens_change(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether "from" stands before a number, but not "ranging from"."""
    found = sentence.wording.change_from.before(sentence.tokens, amount.first)
    return found is not None and sentence.word(amount.first - found[1] - 1) not in sentence.wording.ranging


def _moved(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether the French "de" before a number follows a verb of passing: "est passé de 12 à 31"."""
    found = sentence.wording.change_from.before(sentence.tokens, amount.first)
    return found is not None and found[1] > 1


def _levelled(sentence: Sentence, one: Amount, other: Amount) -> Amount:
    """Give the first of two numbers the second's unit and scale: "3 to 4 million euros"."""
    value = one.value
    if one.plain and not other.plain and not one.unit:
        bare = number_in(sentence, _number_place(sentence, other))
        if bare is not None and bare.value and bare.value < other.value and value < other.value:
            value *= other.value / least(bare)
    return replace(one, value=value, unit=one.unit or other.unit)


def _number_place(sentence: Sentence, amount: Amount) -> int:
    sign = sign_at(sentence, amount.first)
    return amount.first + (sign[1] if sign else 0)


def _single(sentence: Sentence, amount: Amount) -> Draft | None:
    """Return the figure that one number makes with its hedge and what it counts, or `None`."""
    hedge, first = hedge_of(sentence, amount)
    counted = counted_by(sentence, amount)
    if not amount.unit:
        telling = hedge != "none" or not amount.plain
        if counted is None and (not telling or _number_word(sentence, amount) or _ungraspable(sentence, amount)):
            return None
        unit = sentence.wording.units.after(sentence.tokens, counted.last) if counted else None
        if counted and unit and unit[1] == 1:  # "15 long years"
            return _single(sentence, replace(amount, unit=unit[0], last=counted.last))
        amount = replace(amount, unit=COUNT)
    else:
        counted = share_of(sentence, amount.last + 1)
    low, high = allowed(amount.value, hedge, exact=amount.unit != COUNT)
    if hedge == "dozens":
        low /= 2  # "billions" may be one and a half
    if hedge == "up_to" and sentence.wording.expected.before(sentence.tokens, amount.first):
        low = allowed(amount.value, "none", exact=True)[0]  # "up to 22,000" were announced, not 20,000
    nothing = Counted("", frozenset(), amount.last)
    last = counted.last if counted and amount.unit == COUNT else amount.last
    return Draft(amount, first, last, low, high, hedge, counted or nothing)


def _ungraspable(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether something follows that is counted, but not by us: "12 times"."""
    return sentence.word(amount.last + 1) in sentence.wording.not_counted


def _number_word(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether a number below a hundred is written out: such a word counts only with its noun."""
    return amount.value < 100 and sentence.tokens[amount.first].kind == "word" and amount.hedge == "none"


def _range(sentence: Sentence, one: Amount, other: Amount) -> Draft | None:
    """Return the figure that a range makes, or `None` where it counts nothing."""
    counted = None if other.unit else counted_by(sentence, other)
    if not other.unit and counted is None:
        return None
    low = _levelled(sentence, one, other)
    first = one.first - (sentence.word(one.first - 1) in sentence.wording.range_open)
    unit = other.unit or one.unit or COUNT
    middle = replace(low, value=(low.value + other.value) / 2, unit=unit, last=other.last)
    last = counted.last if counted else other.last
    nothing = Counted("", frozenset(), other.last)
    return Draft(middle, first, last, low.value, other.value, "range", counted or nothing)


def _from_to(sentence: Sentence, one: Amount, other: Amount) -> tuple[tuple[Draft, ...], int]:
    """Return the two figures of "from 80 to 70 km/h"; a score or a fall without "from" counts nothing."""
    latter = _single(sentence, other)
    if latter is None or not _opens_change(sentence, one):
        return ((), other.last + 1)
    former = _levelled(sentence, one, other)
    low, high = allowed(former.value, "none", exact=latter.amount.unit != COUNT)
    former = replace(former, unit=latter.amount.unit)
    found = Draft(former, one.first, one.last, low, high, "none", latter.counted, earlier=True)
    return (found, latter), latter.last + 1


def _share(sentence: Sentence, place: int) -> tuple[tuple[Draft, ...], int] | None:
    """Read a share of a whole where it is plain: "a third of voters", "9 in 10", "un électeur sur cinq"."""
    wording, found = sentence.wording, sentence.tokens
    named = wording.shares.after(found, place)
    if named and sentence.word(place + named[1]) in wording.share_of:
        amount = Amount(named[0], place, place + named[1] - 1, "percent")
        single = _single(sentence, amount)
        return ((single,), single.last + 1) if single else None
    return _ratio(sentence, place)


def _ratio(sentence: Sentence, place: int) -> tuple[tuple[Draft, ...], int] | None:
    """Read "one in ten", "9 in 10", "un sur trois", "un électeur sur cinq" as a share in percent."""
    wording = sentence.wording
    one = is_one(sentence.tokens, place, sentence.language)
    number = Number(1.0, place) if one else number_at(sentence.tokens, place, sentence.language)
    if number is None or number.value > 10:
        return None
    between = number.last + 1
    if not (within := wording.share_in.after(sentence.tokens, between)) and sentence.language == "fr":
        between += 1  # "un électeur sur cinq"
        within = wording.share_in.after(sentence.tokens, between)
    if within is None:
        return None
    whole = number_in(sentence, between + within[1])
    if whole is None or whole.value not in (2, 3, 4, 5, 6, 10, 20, 100, 1000) or whole.value <= number.value:
        return None
    if wording.units.after(sentence.tokens, whole.last + 1):
        return None  # "three in 10 years"
    amount = Amount(100 * number.value / whole.value, place, whole.last, "percent")
    single = _single(sentence, amount)
    return ((single,), single.last + 1) if single else None
