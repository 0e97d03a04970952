"""How many documents the inputs hold, counted without reading them as documents: a guess for the time left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from annotate.data import Failure
from annotate.errors import InputError
from annotate.protocols import Counting
from annotate.readers.reading import Readers, readers
from annotate.readers.sources import STANDARD_INPUT, Input, expand


def count(inputs: Sequence[str]) -> int | None:
    """Return the number of files, of rows where a file has rows.

    `None` with standard input, which is read but once, and with what takes as long to count as to read.
    """
    if STANDARD_INPUT in inputs:
        return None
    known, total = readers({}, Counter()), 0
    for each in expand(inputs):
        number = 0 if isinstance(each, Failure) else _count(each, known)
        if number is None:
            return None
        total += number
    return total


def _count(source: Input, known: Readers) -> int | None:
    reader = known.get(source.suffix)
    try:
        return reader.count(source) if isinstance(reader, Counting) else 1
    except InputError:  # the run itself will say so
        return 0
