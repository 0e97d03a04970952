"""Rows of a table as documents, and JSON lines: one document a row."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from annotate.config import FIELDS, FieldName, Fields
from annotate.data import Document, Failure
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.decoding import decode

_SHOWN = 20  # names of columns in one line


class JsonLinesReader:
    """Reads rows with `text` and, where they have them, `id, title, url, outlet, published, language`."""

    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")

    def __init__(self, fields: Fields) -> None:
        """Take the names that rows have for fields, where they are others."""
        self._fields = fields

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Yield a document a row, and a failure for each line that holds none; blank lines are passed over."""
        for number, line in enumerate(source.lines(), 1):
            path = f"{source.path}#{number}"
            if not line.strip():
                continue
            try:
                yield document(_row(line, path), path, f"{source.key}#{number}", self._fields)
            except InputError as error:
                yield Failure(path, error.reason)

    def count(self, source: Source) -> int:
        """Return the number of lines that are not blank."""
        return sum(1 for line in source.lines() if line.strip())


def document(row: Mapping[str, object], path: str, key: str, fields: Fields) -> Document:
    """Return a table's row as a document; `key` names it where it has neither id nor URL.

    Raises `InputError` where a field that is needed is missing or of the wrong kind.

    >>> document({"id": 7, "body": "It rained."}, "news.jsonl#1", "news.jsonl#1", {"text": "body"}).key
    '7'
    """
    column = _column("text", fields)
    text = row.get(column)
    if column not in row:
        raise _missing("text", column, row, path)
    if text is None:
        raise InputError(path, f'"{column}" is empty; give each row its article there')
    if not isinstance(text, str):
        raise InputError(path, f'"{column}" must be a string, not {type(text).__name__}; write the article there')
    said = {
        name: _string(row.get(_column(name, fields)), _column(name, fields), path) for name in FIELDS if name != "text"
    }
    return Document(
        key=said["id"] or said["url"] or key,
        path=path,
        text=text,
        title=said["title"],
        language=said["language"],
        outlet=said["outlet"],
        url=said["url"],
        published=said["published"],
    )


def columns(names: Collection[str], fields: Fields, path: str) -> list[str]:
    """Return those of a table's columns that documents are made of, in its order.

    Raises `InputError` where the one with the text is missing, one that a field is mapped to, or one is there twice.

    >>> columns(["body", "title", "tags"], {"text": "body"}, "news.csv")
    ['body', 'title']
    """
    for name in ("text", *fields):
        if _column(name, fields) not in names:
            raise _missing(name, _column(name, fields), names, path)
    wanted = {_column(name, fields) for name in FIELDS}
    found = [name for name in names if name in wanted]
    if twice := [name for name in found if found.count(name) > 1]:
        raise InputError(path, f'two columns are called "{twice[0]}"; rename one')
    return found


def _column(name: FieldName, fields: Fields) -> str:
    return fields.get(name, name)


def _missing(name: FieldName, column: str, names: Collection[str], path: str) -> InputError:
    there = ", ".join(list(names)[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    whose = "" if column == name else f" for the field {name}"
    return InputError(
        path, f'no column "{column}"{whose}; there are: {there or "none"}; say which it is: --fields {name}=COLUMN'
    )


def _row(line: bytes, path: str) -> Mapping[str, object]:
    try:
        row = json.loads(decode(line, path).lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"not a line of JSON ({error}); write one object a line") from error
    if not isinstance(row, dict):
        raise InputError(path, 'not a JSON object; write one object a line, with its article under "text"')
    return row


def _string(value: object, name: str, path: str) -> str | None:
    """Return a field as a string; ids and years are often numbers, days of their own type, gaps "not a number"."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(path, f'"{name}" must be a string, not {type(value).__name__}')
    return str(value).strip() or None
