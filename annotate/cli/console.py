"""What the commands print with: data on stdout, everything else on stderr, no text taken for markup."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 200  # columns of data that no terminal takes: enough for every table of ours


def stdout() -> Console:
    """Return the console for data."""
    return Console(markup=False, highlight=False, emoji=False, width=None if sys.stdout.isatty() else WIDE)


def stderr() -> Console:
    """Return the console for everything else."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def plain(text: str) -> str:
    r"""Return `text` on one line, with nothing in it that a terminal obeys.

    >>> plain("a\x1b[31m/b\u202e.txt\nc")
    'a�[31m/b�.txt c'
    """
    return "".join(
        each if each.isprintable() else " " if unicodedata.category(each)[0] == "Z" or each in "\t\r\n" else "�"
        for each in text
    )


def complain(message: str) -> None:
    """Print one line about an error."""
    stderr().print(Text.assemble(("error: ", "bold red"), plain(message)), soft_wrap=True)


def warn(message: str) -> None:
    """Print one line about something that a person should know."""
    stderr().print(Text.assemble(("warning: ", "bold yellow"), plain(message)), soft_wrap=True)


def print_line(line: str) -> None:
    """Print one line of data."""
    stdout().print(plain(line), soft_wrap=True)


def print_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object on one line, as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def grid() -> Table:
    """Return a table without lines: names on the left, values on the right."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def listed(counts: Mapping[str, int], none: str = "none") -> str:
    """Return counts as one line.

    >>> listed({"link": 3, "byline": 1})
    'link 3, byline 1'
    """
    return ", ".join(f"{name} {number:,}" for name, number in counts.items()) or none
