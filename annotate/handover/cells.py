"""Text as a spreadsheet's cell: never run, never taken for a number, and the same text when it is read back.

A spreadsheet runs a cell that begins with =, +, - or @, and shows 007, 1/2 or 50% as something else. Quotation marks do
not keep it from that, an apostrophe before the text does. A text that is like that behind apostrophes of its own gets
one more, so that one apostrophe less is always the text: `raw` undoes what `guarded` did.
"""

from __future__ import annotations

import re

#: What begins a formula; the wide forms do where a keyboard has them.
_FORMULA = frozenset("=+-@＝＋－＠")
#: Shown as they are: whole numbers that fit, and days.
_PLAIN = re.compile(r"0|[1-9][0-9]{0,14}|[0-9]{4}-[0-9]{2}-[0-9]{2}")


def guarded(text: str) -> str:
    """Return `text` as a cell.

    >>> [guarded(text) for text in ("=1+1", "- So what?", "007", "'=1", "2024", "'tis", "12 dead")]
    ["'=1+1", "'- So what?", "'007", "''=1", '2024', "'tis", '12 dead']
    """
    return f"'{text}" if _is_read(text.lstrip("'")) else text


def raw(cell: str) -> str:
    """Return the text of a cell.

    >>> [raw(cell) for cell in ("'=1+1", "''=1", "2024", "'tis")]
    ['=1+1', "'=1", '2024', "'tis"]
    """
    return cell[1:] if cell.startswith("'") and _is_read(cell.lstrip("'")) else cell


def _is_read(text: str) -> bool:
    """Tell whether a spreadsheet makes something else of `text`."""
    return text.lstrip()[:1] in _FORMULA or (_is_figure(text) and not _PLAIN.fullmatch(text))


def _is_figure(text: str) -> bool:
    """Tell whether `text` may be a number, a date, a time or an amount: digits, and no letter but the e of 1e5."""
    return any(map(str.isdigit, text)) and not any(each.isalpha() and each not in "eE" for each in text)
