"""The days, months and years that a sentence names, so that a figure can be said to be of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotate.support.figure_words import FigureWords, figure_words
from annotate.support.numerals import Token, tokens

YEARS = range(1900, 2101)
_DAYS = range(1, 32)


@dataclass(frozen=True, slots=True)
class When:
    """A date from the token at `first` to the one at `last`.

    `iso` is "2014", "2014-05", "2014-05-14", "--05-14" without a year, "--05" for a month, "weekday-1" for a
    Monday, or "year-1", "month+0", "day-1" for what is named from the day of the article.
    """

    iso: str
    first: int
    last: int
    named: bool = False  # part of a name, as in "the 2016 race" or "Paris 2024": no figure is of it


def dates(text: str, language: str) -> tuple[str, ...]:
    """Return the dates that a sentence names.

    >>> dates("On 14 March 2026 and on May 3, as in 1998", "en")
    ('2026-03-14', '--05-03', '1998')
    >>> dates("Le 1er février, puis mardi, et l'an dernier", "fr")
    ('--02-01', 'weekday-2', 'year-1')
    """
    return tuple(date.iso for date in dates_in(tokens(text, language), figure_words(language)))


def fixed(found: Iterable[str]) -> tuple[str, ...]:
    """Return those dates that hang on no other day.

    >>> fixed(("weekday-1", "2014-05", "year-1"))
    ('2014-05',)
    """
    return tuple(each for each in found if not each[0].isalpha())


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as it stands in a text, from `start` to `end` (code points); `what` is "": it counts nothing."""

    text: str
    start: int
    end: int
    iso: str
    what: str = ""


def dated(text: str, language: str) -> tuple[Dated, ...]:
    """Return the dates of a text that name a day, a month or a year by itself.

    >>> [(each.text, each.start) for each in dated("Since May 2003, and again on Monday, she led it.", "en")]
    [('May 2003', 6)]
    """
    found = tokens(text, language)
    named = [each for each in dates_in(found, figure_words(language)) if not each.iso[0].isalpha()]
    places = [(found[each.first].start, found[each.last].end, each.iso) for each in named]
    return tuple(Dated(text[start:end], start, end, iso) for start, end, iso in places)


def excluding(mine: Sequence[Dated], theirs: Sequence[Dated]) -> tuple[tuple[Dated, Dated], ...]:
    """Return the dates of two texts of which none may be one of the other's, each with the one told in its place.

    >>> [(a.text, b.text) for a, b in excluding(dated("From 1950 to 1962", "en"), dated("From 1951 to 1963", "en"))]
    [('1950', '1951'), ('1962', '1963')]
    """
    met = any(within(one.iso, other.iso) for one in mine for other in theirs)
    return () if met else tuple(zip(mine, theirs, strict=False))


def dates_in(found: Sequence[Token], wording: FigureWords) -> tuple[When, ...]:
    """Return the dates among the tokens of a sentence, in their order."""
    dated: list[When] = []
    place = 0
    while place < len(found):
        date = _date_at(found, place, wording)
        if date:
            dated.append(date)
        place = date.last + 1 if date else place + 1
    return tuple(dated)


def within(one: str, other: str) -> bool:
    """Tell whether one of two dates may lie in the other.

    >>> within("2014", "2014-05-14"), within("--05-14", "2014-05-14"), within("2014", "2015")
    (True, True, False)
    >>> within("weekday-1", "weekday-3"), within("weekday-1", "2014")
    (False, True)
    """
    if one[0].isalpha() or other[0].isalpha():
        kinds = {one.rstrip("-+0123456789"), other.rstrip("-+0123456789")}
        return one == other or (len(kinds) == 2 and kinds != {"day", "weekday"})
    parts = zip(_parts(one), _parts(other), strict=True)
    return all(not mine or not theirs or mine == theirs for mine, theirs in parts)


def _parts(iso: str) -> tuple[str, str, str]:
    year, month, day = iso[:4].lstrip("-") if not iso.startswith("--") else "", "", ""
    rest = iso[2:] if iso.startswith("--") else iso[5:]
    month, _, day = rest.partition("-")
    return year, month, day


def _date_at(found: Sequence[Token], place: int, wording: FigureWords) -> When | None:
    token = found[place]
    if token.kind == "number":
        return _day_first(found, place, wording) or _year(found, place, wording)
    if token.kind == "sign":
        return None
    if named := wording.relative.after(found, place):
        return When(named[0], place, place + named[1] - 1)
    if day := wording.weekdays.get(token.text):
        return When(f"weekday-{day}", place, place)
    return _month_first(found, place, wording)


def _day_first(found: Sequence[Token], place: int, wording: FigureWords) -> When | None:
    """Read "14 March 2026" or "1er février"."""
    day = _whole(found, place, _DAYS)
    after = place + 1
    if after < len(found) and found[after].glued and found[after].text in wording.not_counted:
        after += 1
    if day is None or after >= len(found) or found[after].text not in wording.months:
        return None
    month = wording.months[found[after].text]
    year = _whole(found, after + 1, YEARS)
    if year is None and _month_first(found, after, wording, alone=False):
        return None  # "the 19 Sept. 11 hijackers"
    if year is None:
        return When(f"--{month:02}-{day:02}", place, after)
    return When(f"{year}-{month:02}-{day:02}", place, after + 1)


def _month_first(found: Sequence[Token], place: int, wording: FigureWords, *, alone: bool = True) -> When | None:
    """Read "March 14, 2026", "mars 2026", or a month by itself where no verb can be meant."""
    month = wording.months.get(found[place].text)
    if month is None:
        return None
    after = place + 2 if _is(found, place + 1, ".") and _glued(found, place + 1) else place + 1
    day = _whole(found, after, _DAYS)
    if day is not None:
        year_at = after + 2 if _is(found, after + 1, ",") else after + 1
        year = _whole(found, year_at, YEARS)
        if year is None:
            return When(f"--{month:02}-{day:02}", place, after)
        return When(f"{year}-{month:02}-{day:02}", place, year_at)
    year = _whole(found, after, YEARS)
    if year is not None:
        return When(f"{year}-{month:02}", place, after)
    return (
        When(f"--{month:02}", place, place)
        if alone and place and found[place - 1].text in wording.date_before
        else None
    )


def _year(found: Sequence[Token], place: int, wording: FigureWords) -> When | None:
    """Read a year that counts nothing: "in 1998", the "2023-2024" season, the 1990s."""
    year = _whole(found, place, YEARS)
    if year is None or (place and wording.hedges.before(found, place)) or _counts(found, place, wording):
        return None
    if _glued(found, place + 1) and found[place + 1].text == "s":
        return When(f"{year}s", place, place + 1)
    if _glued(found, place + 2) and found[place + 1].text in ("-", "–", "/") and found[place + 2].kind == "number":
        return When(f"{year}/{found[place + 2].text}", place, place + 2, named=not _introduced(found, place, wording))
    return When(str(year), place, place, named=not _introduced(found, place, wording))


def _introduced(found: Sequence[Token], place: int, wording: FigureWords) -> bool:
    """Tell whether what stands before a date says that something was then: "in", "since", a comma or nothing."""
    before = found[place - 1] if place else None
    if before is None or before.text in (",", "("):
        return True
    return before.text in wording.date_before and before.text not in wording.share_of  # not "the Games of 2024"


def _counts(found: Sequence[Token], place: int, wording: FigureWords) -> bool:
    """Tell whether the number has a unit, a sum's sign or a known noun beside it: "2000 people"."""
    after = found[place + 1].text if place + 1 < len(found) else ""
    return (
        after in wording.review.counted
        or after in wording.scales
        or wording.money_signs.before(found, place) is not None
        or wording.units.after(found, place + 1) is not None
    )


def _whole(found: Sequence[Token], place: int, allowed: range) -> int | None:
    """Return the whole number at a place if it is one of those allowed."""
    if place >= len(found) or not found[place].text.isdecimal() or len(found[place].text) > 4:
        return None
    value = int(found[place].text)
    return value if value in allowed else None


def _is(found: Sequence[Token], place: int, text: str) -> bool:
    return place < len(found) and found[place].text == text


def _glued(found: Sequence[Token], place: int) -> bool:
    return place < len(found) and found[place].glued
