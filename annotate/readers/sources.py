"""The inputs that arguments name: files, the files of folders and globs, standard input."""

from __future__ import annotations

import glob
import gzip
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeAlias

from annotate.data import Failure
from annotate.errors import InputError, UsageError

STANDARD_INPUT = "-"
_GZIP = ".gz"
_PACKED = (gzip.BadGzipFile, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file, packed by gzip or not; `key` is its path relative to the parent of the argument that named it."""

    file: Path
    key: str

    @property
    def path(self) -> str:
        """The key, with the parent folder put before a bare name."""
        if "/" in self.key:
            return self.key
        parent = self.file.absolute().parent.name
        return f"{parent}/{self.key}" if parent else self.key

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, ".gz" aside."""
        name = self.file.name.lower()
        return Path(name.removesuffix(_GZIP)).suffix

    def read_bytes(self) -> bytes:
        """Return the whole content, unpacked. Raises `InputError`."""
        try:
            with self._open() as stream:
                return stream.read()
        except _PACKED as error:
            raise InputError(self.path, _broken_gzip(error)) from error
        except OSError as error:
            raise InputError(self.path, _unreadable(error)) from error

    def lines(self) -> Iterator[bytes]:
        """Yield the lines, unpacked, one at a time. Raises `InputError`."""
        try:
            with self._open() as stream:
                yield from stream
        except _PACKED as error:
            raise InputError(self.path, _broken_gzip(error)) from error
        except OSError as error:
            raise InputError(self.path, _unreadable(error)) from error

    def _open(self) -> IO[bytes] | gzip.GzipFile:
        if self.file.name.lower().endswith(_GZIP):
            return gzip.open(self.file, "rb")
        return self.file.open("rb")


@dataclass(frozen=True, slots=True)
class StreamSource:
    """What comes in on a stream, read at once: its format shows by its first characters."""

    content: bytes
    path: str = "stdin"
    key: str = "stdin"

    @property
    def suffix(self) -> str:
        """The suffix of a format that opens like the content; ".txt" where none does."""
        head = self.content[:200].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
        if head.startswith("{"):
            return ".jsonl"
        return ".html" if head.lower().startswith(("<!doctype", "<html")) else ".txt"

    def read_bytes(self) -> bytes:
        """Return the whole content."""
        return self.content

    def lines(self) -> Iterator[bytes]:
        """Yield the lines."""
        yield from self.content.splitlines(keepends=True)


Input: TypeAlias = FileSource | StreamSource


def expand(inputs: Sequence[str]) -> Iterator[Input | Failure]:
    """Yield what each argument names, in order, a file that is named twice once.

    Folders are walked in sorted order; what is hidden in them is passed over.
    """
    seen: set[Path] = set()
    for argument in inputs:
        for each in _named(argument):
            if isinstance(each, FileSource):
                real = each.file.resolve()
                if real in seen:
                    continue
                seen.add(real)
            yield each


def check(inputs: Sequence[str], *, each: bool = False) -> None:
    """Raise `UsageError` where no argument names a file; with `each`, where one of them names none."""
    firsts = [next(_named(argument)) for argument in inputs if argument != STANDARD_INPUT]
    missing = [first for first in firsts if isinstance(first, Failure)]
    if missing and (each or len(missing) == len(inputs)):
        raise UsageError(f"{missing[0].path}: {missing[0].reason}")


def _named(argument: str) -> Iterator[Input | Failure]:
    if argument == STANDARD_INPUT:
        yield StreamSource(sys.stdin.buffer.read())
        return
    path = Path(argument)
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield FileSource(path, path.name)
        else:
            yield from _pattern(argument)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the argument
        yield Failure(argument, f"cannot be read ({error}); check the path")


def _pattern(argument: str) -> Iterator[Input | Failure]:
    if not glob.has_magic(argument):
        yield Failure(argument, "no such file or folder; check the path")
        return
    matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - Path.glob refuses absolute patterns
    if not matches:
        yield Failure(argument, "no file matches; check the pattern, and quote it for the shell")
    for match in matches:
        yield from _named(match)


def _folder(folder: Path) -> Iterator[Input | Failure]:
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not _hidden(file.relative_to(folder))]
    if not files:
        yield Failure(str(folder), "holds no files; name a folder or file with articles")
    base = folder.absolute()
    for file in files:
        yield FileSource(file, (Path(_resolved_name(base)) / file.relative_to(folder)).as_posix())


def _resolved_name(folder: Path) -> str:
    """Return the folder's name, also where the argument was "." or ended in ".."."""
    return folder.name if folder.name not in ("", "..") else folder.resolve().name


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _broken_gzip(error: Exception) -> str:
    return f"not a whole gzip file ({error}); pack it again, or drop .gz from its name"


def _unreadable(error: OSError) -> str:
    return f"cannot be read ({error.strerror or error}); check its permissions"
