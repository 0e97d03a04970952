"""JSON lines: one document a row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from annotate.data import Document, Failure
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.decoding import decode

FIELDS = ("title", "language", "outlet", "url", "published")


class JsonLinesReader:
    """Reads rows with `text` and, where they have them, `id, title, url, outlet, published, language`."""

    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Yield a document a row, and a failure for each line that holds none; blank lines are passed over."""
        for number, line in enumerate(source.lines(), 1):
            path = f"{source.path}#{number}"
            if not line.strip():
                continue
            try:
                yield document(_row(line, path), path, f"{source.key}#{number}")
            except InputError as error:
                yield Failure(path, error.reason)


def document(row: Mapping[str, object], path: str, key: str) -> Document:
    """Return a table's row as a document; `key` names it where it has neither id nor URL.

    Raises `InputError` where a field that is needed is missing or of the wrong kind.

    >>> document({"id": 7, "text": "It rained."}, "news.jsonl#1", "news.jsonl#1").key
    '7'
    """
    text = row.get("text")
    if not isinstance(text, str):
        raise InputError(path, 'no "text" in the row; give each row its article under "text"')
    said = {name: _string(row.get(name), name, path) for name in ("id", *FIELDS)}
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


def _row(line: bytes, path: str) -> Mapping[str, object]:
    try:
        row = json.loads(decode(line, path).lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"not a line of JSON ({error}); write one object a line") from error
    if not isinstance(row, dict):
        raise InputError(path, 'not a JSON object; write one object a line, with its article under "text"')
    return row


def _string(value: object, name: str, path: str) -> str | None:
    """Return a field as a string; ids and years are often numbers."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(path, f'"{name}" must be a string, not {type(value).__name__}')
    return str(value).strip() or None
