"""Dates, and the datelines that agencies put before the first claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from annotate.text.lexicon import Furniture
from annotate.text.shapes import is_upper, plain, tokens

_REACH = 110  # code points in which a dateline ends
_SEPARATOR = re.compile(r"(?<=[\s).])(?:—|–|―|-{1,2})\s+|\s*(?:—|―|--)\s*|\s?:\s+")
_AGENCY = re.compile(r"\(([^()\n]{2,40})\)")
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OPENS_SENTENCE = re.compile(r"[“\"«‘'(\[]*\s?[^\W_]")
_DATE_FILLERS = frozenset({"le", "the", "of", "th", "st", "nd", "rd", "er", "de", "du", "à", "at"})
_PLACE_FILLERS = frozenset({"d", "of", "de", "du", "la", "le", "sur", "en", "and", "et", "des", "les", "in"})


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: how far it reaches (separator and space included) and what it tells."""

    length: int
    outlet: str | None
    published: str | None


def find_date(text: str, lexicon: Furniture) -> str | None:
    """Return the first whole date in `text` as YYYY-MM-DD.

    Digits alone are read day first where that is the only way, and not at all where both ways hold.
    """
    for year, month, day in _ISO.findall(text):
        if found := _iso(year, month, day):
            return found
    for first, second, year in _NUMERIC.findall(text):
        if (int(first) > 12 or first == second) and (found := _iso(year, second, first)):
            return found
    return _spelled(tokens(text), lexicon)


def parse(text: str, lexicon: Furniture) -> Dateline | None:
    """Return the dateline that `text` opens with, or `None`."""
    head = text[:_REACH]
    for match in _SEPARATOR.finditer(head):
        rest = text[match.end() :]
        if match.start() < 3 or not _opens_sentence(rest):
            continue
        return _judge(head[: match.start()], match.group().strip(), match.end(), lexicon)
    return None


def is_date(text: str, lexicon: Furniture) -> bool:
    """Tell whether `text` holds a day or month and nothing but parts of a date."""
    found = tokens(text)
    named = any(token in lexicon.months or token in lexicon.weekdays for token in found)
    numbered = any(token.isdigit() for token in found)
    return named and numbered and all(_dateish(token, lexicon) for token in found)


def _judge(prefix: str, separator: str, length: int, lexicon: Furniture) -> Dateline | None:
    """Decide whether `prefix` is city, region, date and outlet, as far as each is there."""
    agency = _AGENCY.search(prefix)
    bare = (prefix[: agency.start()] + prefix[agency.end() :] if agency else prefix).strip(" .,-–—")
    if agency and prefix[agency.end() :].strip(" ."):
        return None
    known = agency is not None and _is_agency(agency.group(1), lexicon)
    if not bare:
        return Dateline(length, agency.group(1).strip(), None) if agency and known else None
    city, *parts = [part.strip() for part in bare.split(",")]
    dated = any(_dated(part, lexicon) for part in (parts or [city]))
    if not _place(city, lexicon) or not all(_place(part, lexicon) or _dated(part, lexicon) for part in parts if part):
        return None
    capitals = is_upper(city) and len(city) > 3 and plain(city) not in lexicon.rubrics
    strong = known or dated or (capitals and (separator != ":" or len(city.split()) <= 3))
    if not strong:
        return None
    return Dateline(length, _outlet(agency, parts, lexicon), find_date(bare, lexicon))


def _outlet(agency: re.Match[str] | None, parts: list[str], lexicon: Furniture) -> str | None:
    """Return the agency in brackets, else the name that follows the date."""
    if agency:
        return agency.group(1).strip()
    last = parts[-1] if parts else ""
    after_date = any(_dated(part, lexicon) for part in parts[:-1])
    return last if after_date and last and not _dated(last, lexicon) else None


def _is_agency(text: str, lexicon: Furniture) -> bool:
    return (
        plain(text).strip() in lexicon.agencies
        or is_upper(text)
        or any(w in lexicon.outlet_words for w in tokens(text))
    )


def _place(text: str, lexicon: Furniture) -> bool:
    found = text.split()
    return 0 < len(found) <= 5 and all(
        word[0].isupper() or plain(word).split("'")[0] in _PLACE_FILLERS or plain(word) in _PLACE_FILLERS
        for word in found
    )


def _dated(text: str, lexicon: Furniture) -> bool:
    found = tokens(text)
    return (
        bool(found)
        and any(token[0].isdigit() or token in lexicon.months for token in found)
        and all(_dateish(token, lexicon) for token in found)
    )


def _dateish(token: str, lexicon: Furniture) -> bool:
    return (
        token.isdigit()
        or _ORDINAL.fullmatch(token) is not None
        or token in lexicon.months
        or token in lexicon.weekdays
        or token in _DATE_FILLERS
    )


def _opens_sentence(rest: str) -> bool:
    """Tell whether a sentence starts here: a dash inside a clause is followed by a small letter."""
    match = _OPENS_SENTENCE.match(rest)
    return match is not None and not match.group()[-1].islower() and len(rest) >= 20


def _spelled(found: list[str], lexicon: Furniture) -> str | None:
    for index, token in enumerate(found):
        month = lexicon.months.get(token)
        if month is None:
            continue
        window = found[max(index - 2, 0) : index] + found[index + 1 : index + 4]
        year = next((each for each in found[index + 1 : index + 4] if _YEAR.fullmatch(each)), None)
        day = next((day.group(1) for each in window if (day := _ORDINAL.fullmatch(each))), None)
        if year and day and (iso := _iso(year, str(month), day)):
            return iso
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
