"""A file written whole or not at all: whoever reads it sees the older one or the new."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from annotate.errors import FolderError


def write_whole(pieces: Iterable[str], path: Path, what: str = "file") -> None:
    """Write text as UTF-8; a lone surrogate, which has none, becomes a question mark.

    Raises `FolderError`, which names `path` and calls it a `what`, where it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        try:
            with draft.open("wb") as file:
                file.writelines(piece.encode("utf-8", "replace") for piece in pieces)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise FolderError(f"{path}: {error.strerror or error}; choose another place for the {what}") from error
