"""A file beside an evaluation: its name checked before anything is measured, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from annotate.errors import FolderError, UsageError


def check(path: Path, suffixes: Sequence[str], what: str) -> None:
    """Raise `UsageError` where `what` should not be written to `path`: its name must end in one of `suffixes`."""
    if path.suffix.lower() not in suffixes:
        raise UsageError(f"{path}: the {what} has a name that ends in {' or '.join(suffixes)}; give it one")


def write(path: Path, text: str, what: str) -> None:
    """Write `text`; a reader of `path` sees the old file or the new, whole. Raises `FolderError`."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        try:
            draft.write_text(text, encoding="utf-8", newline="\n")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise FolderError(f"{path}: {error.strerror or error}; choose another place for the {what}") from error
