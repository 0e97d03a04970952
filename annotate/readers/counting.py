"""How many documents the inputs hold, counted without reading them as documents: a guess for the time left."""

from __future__ import annotations

from collections.abc import Sequence

from annotate.data import Failure
from annotate.errors import InputError
from annotate.readers.rows import JsonLinesReader
from annotate.readers.sources import STANDARD_INPUT, Input, expand


def count(inputs: Sequence[str]) -> int | None:
    """Return the number of files, of rows where a file has rows; `None` with standard input, read but once."""
    if STANDARD_INPUT in inputs:
        return None
    return sum(_count(each) for each in expand(inputs) if not isinstance(each, Failure))


def _count(source: Input) -> int:
    if source.suffix not in JsonLinesReader.suffixes:
        return 1
    try:
        return sum(1 for line in source.lines() if line.strip())
    except InputError:  # the run itself will say so
        return 0
