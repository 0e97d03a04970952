"""What is known of files beside their text: the rows of a `--metadata` table, by path."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from annotate.data import Document
from annotate.errors import UsageError

_FIELDS = ("outlet", "url", "published", "title")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Metadata:
    """Rows by the last two parts of a path, and by the bare name for rows that give no folder."""

    by_path: Mapping[str, Row]
    by_name: Mapping[str, Row]

    def apply(self, document: Document) -> Document:
        """Return `document` with what the table says of its file; empty cells say nothing."""
        path = document.path.replace("\\", "/")
        row = self.by_path.get(_tail(path)) or self.by_name.get(PurePosixPath(path).name)
        if row is None:
            return document
        named = {name: value for name in _FIELDS if (value := row[name])}
        told = replace(document, **named)
        # a file that had no better name than its path is named by its URL once it has one
        by_url = told.url and PurePosixPath(document.key).name == PurePosixPath(path).name
        return replace(told, key=told.url or told.key) if by_url else told


def load_metadata(path: Path) -> Metadata:
    """Read a CSV with the column `path` and any of `outlet, url, published, title`.

    Raises `UsageError` where it cannot be read or has no such columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = [{name: (row.get(name) or "").strip() for name in ("path", *_FIELDS)} for row in reader]
            columns = {(name or "").strip() for name in reader.fieldnames or ()}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"--metadata {path}: cannot be read ({error}); give a CSV file in UTF-8") from error
    if "path" not in columns or not columns.intersection(_FIELDS):
        wanted = ", ".join(_FIELDS)
        raise UsageError(f"--metadata {path}: its first line must name the column path and any of {wanted}")
    paths = [(row["path"].replace("\\", "/"), row) for row in rows if row["path"]]
    return Metadata(
        by_path={_tail(name): row for name, row in paths if "/" in name.removeprefix("./")},
        by_name={PurePosixPath(name).name: row for name, row in paths if "/" not in name.removeprefix("./")},
    )


def _tail(path: str) -> str:
    """Return the last two parts of a path.

    >>> _tail("texts/2024/a.txt")
    '2024/a.txt'
    """
    return "/".join(PurePosixPath(path).parts[-2:])
