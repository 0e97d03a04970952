"""Text as a spreadsheet's cell: never run, never taken for a number, and the same text when it is read back.

A spreadsheet runs a cell that begins with =, +, - or @, and shows 007, 1/2 or 50% as something else. Quotation marks do
not keep it from that, an apostrophe before the text does. A spreadsheet that takes the file for one with semicolons, as
many of a French or German desk do, cuts cells at these and at line ends: what begins there is kept from running too.
A text that is like that behind apostrophes of its own gets one more, so that `raw` undoes what `guarded` did.
"""

from __future__ import annotations

import re

#: What begins a formula; the wide forms do where a keyboard has them.
_FORMULA = "=+\\-@＝＋－＠"
_BEGINS = re.compile(rf"\s*[{_FORMULA}]")
#: Where a cell may be cut, with what would be run behind it.
_CUT = r"(?<=[;\t\n\r])"
_WITHIN = rf"('*[^\S\t\n\r]*[{_FORMULA}])"
#: Shown as they are: whole numbers that fit, and days.
_PLAIN = re.compile(r"0|[1-9][0-9]{0,14}|[0-9]{4}-[0-9]{2}-[0-9]{2}")


def guarded(text: str) -> str:
    r"""Return `text` as a cell.

    >>> [guarded(text) for text in ("=1+1", "- So what?", "007", "'=1", "2024", "'tis", "12 dead", "a; =b\n-c")]
    ["'=1+1", "'- So what?", "'007", "''=1", '2024', "'tis", '12 dead', "a;' =b\n'-c"]
    """
    text = re.sub(f"{_CUT}{_WITHIN}", r"'\1", text)
    return f"'{text}" if _is_read(text.lstrip("'")) else text


def raw(cell: str) -> str:
    r"""Return the text of a cell.

    >>> [raw(cell) for cell in ("'=1+1", "''=1", "2024", "'tis", "a;' =b\n'-c")]
    ['=1+1', "'=1", '2024', "'tis", 'a; =b\n-c']
    """
    text = cell[1:] if cell.startswith("'") and _is_read(cell.lstrip("'")) else cell
    return re.sub(f"{_CUT}'{_WITHIN}", r"\1", text)


def _is_read(text: str) -> bool:
    """Tell whether a spreadsheet makes something else of `text`."""
    return bool(_BEGINS.match(text)) or (_is_figure(text) and not _PLAIN.fullmatch(text))


def _is_figure(text: str) -> bool:
    """Tell whether `text` may be a number, a date, a time or an amount: digits, and no letter but the e of 1e5."""
    return any(map(str.isdigit, text)) and not any(each.isalpha() and each not in "eE" for each in text)
