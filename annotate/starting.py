"""Settings to start from: a preset and the schemes that it names, with comments that say what each setting does."""

from __future__ import annotations

from pathlib import Path

from annotate.config import config_root
from annotate.errors import FolderError, UsageError

PRESET = "annotate.yaml"
SCHEMES = ("attribution", "frames")


def start(folder: Path, *, force: bool = False) -> list[Path]:
    """Write the files into `folder` and return where they lie, the preset first.

    Raises `UsageError` where one is there already and `force` is not given, `FolderError` where one cannot be written.
    """
    texts = {folder / name: text for name, text in _texts().items()}
    there = [path for path in texts if path.exists()]
    if there and not force:
        raise UsageError(f"{there[0]}: is there already; choose another folder, or overwrite it with --force")
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise FolderError(f"{path}: {error.strerror or error}; choose another folder") from error
    return list(texts)


def _texts() -> dict[str, str]:
    """Return the files by their names."""
    root = config_root()
    told = (root / "start" / "scheme.yaml").read_text(encoding="utf-8")
    schemes = {name: (root / "schemes" / f"{name}.yaml").read_text(encoding="utf-8") for name in SCHEMES}
    return {
        PRESET: (root / "start" / PRESET).read_text(encoding="utf-8"),
        **{f"schemes/{name}.yaml": f"{told}\n{text}" for name, text in schemes.items()},
    }
