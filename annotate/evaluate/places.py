"""Where what an evaluation draws or tabulates may be written: by the end of its name, checked before it is measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annotate.errors import UsageError


def check(path: Path, suffixes: Sequence[str], what: str) -> None:
    """Raise `UsageError` where `what` should not be written to `path`: its name must end in one of `suffixes`."""
    if path.suffix.lower() not in suffixes:
        raise UsageError(f"{path}: the {what} has a name that ends in {' or '.join(suffixes)}; give it one")
