"""CSV files: one document a row, read one at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import IO, TypeAlias

from annotate.config import Fields
from annotate.data import Document, Failure
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.decoding import UTF_16, decode, from_utf_8
from annotate.readers.rows import columns, document

#: A row's cells, or what is wrong with it.
Row: TypeAlias = "list[str] | csv.Error"
_DELIMITERS = ",;\t"
_LONGEST = 10_000_000  # characters of a cell: an open quote swallows no more of the file than that


class CsvReader:
    """Reads rows under a header as `JsonLinesReader` does; commas, semicolons or tabs, as the header has them."""

    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def __init__(self, fields: Fields) -> None:
        """Take the names of columns for fields, where they are others."""
        self._fields = fields

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Yield a document a row, and a failure for each row that is broken; blank ones are passed over."""
        with _opened(source) as (names, rows, lines):
            columns(names, self._fields, source.path)
            for number, row in enumerate(rows, 1):
                path, broken, lines.broken = f"{source.path}#{number}", lines.broken, None
                try:
                    if cells := _named(names, row, broken, path):
                        yield document(cells, path, f"{source.key}#{number}", self._fields)
                except InputError as error:
                    yield Failure(path, error.reason)

    def count(self, source: Source) -> int:
        """Return the number of rows."""
        with _opened(source) as (_, rows, _):
            return sum(1 for row in rows if row)


class _Lines:
    """The lines of a file, decoded one at a time; `broken` says of the last ones why they could not be."""

    def __init__(self, stream: IO[bytes], path: str) -> None:
        self._stream = stream
        self._path = path
        self.broken: str | None = None

    def __iter__(self) -> Iterator[str]:
        marked = self._stream.read(2) in UTF_16
        self._stream.seek(0)
        return self._utf_16() if marked else self._utf_8()

    def _utf_8(self) -> Iterator[str]:
        for number, line in enumerate(self._stream):
            try:
                text = from_utf_8(line, self._path) if number else decode(line, self._path)
            except InputError as error:
                self.broken = error.reason
                text = line.decode("utf-8", "replace")  # its commas and quotes still count
            yield text if number else text.removeprefix("\ufeff")

    def _utf_16(self) -> Iterator[str]:
        try:
            yield from io.TextIOWrapper(self._stream, "utf-16", newline="")
        except UnicodeDecodeError as error:
            raise InputError(self._path, "marked as UTF-16 but is not; convert it to UTF-8") from error


@contextmanager
def _opened(source: Source) -> Iterator[tuple[list[str], Iterator[Row], _Lines]]:
    """Open a table: its header, its rows, and the lines that these are read from."""
    csv.field_size_limit(_LONGEST)  # the whole process's; the module's own limit is a short article
    with source.open() as stream:
        lines = _Lines(stream, source.path)
        text = iter(lines)
        first = next(text, "")
        reader = csv.reader(chain([first], text), delimiter=_delimiter(first, source.suffix), strict=True)
        rows = _rows(reader)
        header = next(rows, [])
        if isinstance(header, csv.Error) or lines.broken:
            raise InputError(source.path, lines.broken or f"no header ({header}); let the first row name the columns")
        yield [name.strip() for name in header], rows, lines


def _rows(reader: Iterator[list[str]]) -> Iterator[Row]:
    """Yield the rows, and what is wrong with those that are broken."""
    while True:
        try:
            row: Row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row = error
        yield row


def _delimiter(header: str, suffix: str) -> str:
    """Return what parts the cells: where it is not said, what gives the header most of them."""
    if suffix == ".tsv":
        return "\t"

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader([header], delimiter=delimiter), []))
        except csv.Error:  # told where the header is read
            return 0

    return max(_DELIMITERS, key=cells)


def _named(names: list[str], row: Row, broken: str | None, path: str) -> dict[str, str]:
    """Return a row's cells by column, none for a blank row. Raises `InputError` where it is broken."""
    if broken is not None:
        raise InputError(path, broken)
    if isinstance(row, csv.Error):
        raise InputError(path, f"not a row of CSV ({row}); double the quotes within cells")
    if row and (len(row) < len(names) or any(row[len(names) :])):
        cells = f"cells: {len(row)}, columns: {len(names)}"
        raise InputError(path, f"{cells}; put cells with commas or line breaks in quotes")
    return dict(zip(names, row, strict=False))
