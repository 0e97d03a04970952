"""Text that a command hands over: a file, whole or not at all, or stdout, on which a terminal obeys nothing in it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path


def deliver(pieces: Iterable[str], out: Path | None) -> None:
    """Write the pieces to the file `out` and print where it lies, or to stdout where there is none.

    Raises `FolderError` where the file cannot be written.
    """
    from annotate.cli.console import print_line
    from annotate.whole import write_whole

    if out is not None:
        write_whole(pieces, out)
        print_line(str(out))
    elif sys.stdout.isatty():
        for line in "".join(pieces).split("\n"):
            print_line(line)
    else:
        for piece in pieces:
            sys.stdout.buffer.write(_bytes(piece))
        sys.stdout.buffer.flush()


def _bytes(text: str) -> bytes:
    """Return `text` in UTF-8; a lone surrogate, which has none, becomes a question mark."""
    return text.encode("utf-8", "replace")
