"""Gold sentences: what careful readers said, one JSON object a line.

`doc` is a file name with its folder, `start` and `end` are code points into that file; then `attribution` (a label, or
`headline` or `boilerplate`), `frames` and `review`, each with an `_also_ok` that a careful reader could say as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from annotate.data import Span
from annotate.errors import UsageError

FURNITURE = frozenset({"headline", "boilerplate"})


class Gold(BaseModel):
    """One gold sentence; other keys, such as the annotator's reasons, are left unread."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    doc: str
    start: int
    end: int
    attribution: str
    attribution_also_ok: frozenset[str] = frozenset()
    frames: tuple[str, ...] = ()
    frames_also_ok: frozenset[str] = frozenset()
    review: bool = False
    review_also_ok: bool = False

    @property
    def span(self) -> Span:
        """The sentence's place in its file."""
        return Span(self.start, self.end)

    @property
    def is_furniture(self) -> bool:
        """Tell whether no tool need keep it as a sentence."""
        return self.attribution in FURNITURE


def load_gold(path: Path) -> Iterator[Gold]:
    """Read gold sentences. Raises `UsageError` where the file is missing or a line does not fit."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _gold(path, number, line)


def _gold(path: Path, number: int, line: str) -> Gold:
    try:
        return Gold.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}, line {number}: not a gold sentence: {where} {first['msg']}") from error
