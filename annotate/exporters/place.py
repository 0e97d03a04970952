"""The folder of a dataset: new or an older dataset of ours, replaced when all is there, with a note of what it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from pydantic import Field, ValidationError

from annotate.config import Scheme, Strict
from annotate.errors import FolderError
from annotate.exporters.choices import Format, Labels
from annotate.exporters.splits import Shares, SplitName

NOTE: Final = "annotate-dataset.json"
CARD: Final = "README.md"


class Note(Strict):
    """What `annotate-dataset.json` says of a dataset: that it is ours, and how it was made."""

    schema_version: Literal[1] = Field(1, alias="schema")
    format: Format
    labels: Labels
    text: bool
    seed: int
    split: Shares
    rows: dict[SplitName, int]
    files: tuple[str, ...] = ()  # what lies in the folder, itself included
    apart: int = 0  # labelled regions that bear on no sentence, and so are in no row
    model_version: str
    attribution: Scheme
    frames: Scheme
    attribution_version: str
    frames_version: str


def claim(path: Path) -> None:
    """Check that a dataset may be written to `path`: a new or empty folder, or one that holds nothing but one of ours.

    Raises `FolderError` where it may not.
    """
    if path.exists() and not path.is_dir():
        raise FolderError(f"{path}: is a file, not a folder; choose another place for the dataset")
    try:
        held = sorted(each.name for each in path.iterdir()) if path.is_dir() else []
    except OSError as error:
        raise FolderError(f"{path}: {error.strerror or error}; check its permissions") from error
    if held and NOTE not in held:
        raise FolderError(f"{path}: is not empty and holds no dataset of annotate; choose a new or empty folder")
    ours = read_note(path).files if held else ()
    strangers = [name for name in held if name not in ours]
    if strangers:
        raise FolderError(
            f"{path}: holds {strangers[0]} beside an older dataset, which would be lost with it; "
            "move it away or choose another folder"
        )


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield an empty folder beside `path` that takes its place where the block ends well; else `path` stays.

    Raises `FolderError` where the system lets it not.
    """
    path = path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as place:
            fresh, old = Path(place) / "new", Path(place) / "old"
            fresh.mkdir()
            yield fresh
            _swap(fresh, path, old)
    except OSError as error:
        raise FolderError(f"{path}: {error.strerror or error}; check the folder and the space left on it") from error


def _swap(fresh: Path, path: Path, old: Path) -> None:
    if path.exists():
        path.rename(old)
    try:
        fresh.rename(path)
    except OSError:
        if old.exists():
            old.rename(path)
        raise


def write_note(folder: Path, note: Note) -> None:
    """Write what the dataset is."""
    (folder / NOTE).write_text(note.model_dump_json(by_alias=True, indent=2) + "\n", encoding="utf-8")


def is_dataset(path: Path) -> bool:
    """Tell whether a dataset of ours lies there."""
    return (path / NOTE).is_file()


def read_note(path: Path) -> Note:
    """Return what a dataset is. Raises `FolderError` where none of ours lies there."""
    try:
        return Note.model_validate_json((path / NOTE).read_bytes())
    except OSError as error:
        raise FolderError(
            f"{path}: holds no dataset of annotate; make one with: annotate export FOLDER -o {path}"
        ) from error
    except ValidationError as error:
        raise FolderError(f"{path / NOTE}: not written by this version of annotate; export the dataset anew") from error
