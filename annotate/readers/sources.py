"""The inputs that arguments name: files, the files of folders and globs, datasets, standard input."""

from __future__ import annotations

import glob
import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TypeAlias, cast

from annotate.data import Failure
from annotate.errors import InputError, UsageError

STANDARD_INPUT = "-"
#: What a dataset has in place of a suffix, and what its address on the Hugging Face hub begins with.
DATASET: Final = "hf://"
_ADDRESS = re.compile(rf"({DATASET}[\w.-]+/[\w.-]+(?:/[\w.-]+)?)(?::[\w.-]+)?")
_GZIP = ".gz"
_PACKED = (gzip.BadGzipFile, EOFError, zlib.error)
_PARTS = ("_files", "_fichiers")  # what browsers call the folder with a saved page's pictures and frames
_PAGES = (".html", ".htm")
#: The first characters of formats that can be told by them.
_OPENINGS = {"{": ".jsonl", "<!doctype": ".html", "<html": ".html", "<rss": ".xml", "<feed": ".xml"}
_PROLOG = re.compile(r"(?:\s|\ufeff|<\?[^>]*>|<!--.*?-->)*", re.DOTALL)
_MAGIC = {b"%PDF-": ".pdf", b"PAR1": ".parquet", b"WARC/": ".warc"}


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file, packed by gzip or not, or a dataset's folder; `key` is its path from the parent of its argument."""

    file: Path
    key: str

    @property
    def location(self) -> str:
        """Where it lies on disk."""
        return str(self.file)

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
        if self.file.is_dir():
            return DATASET
        name = self.file.name.lower()
        return Path(name.removesuffix(_GZIP)).suffix

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the content, unpacked. What fails in the block because of it raises `InputError`."""
        packed = self.file.name.lower().endswith(_GZIP)
        try:
            with gzip.open(self.file, "rb") if packed else self.file.open("rb") as stream:
                yield cast(IO[bytes], stream)
        except _PACKED as error:
            raise InputError(self.path, _broken_gzip(error)) from error
        except OSError as error:
            raise InputError(self.path, _unreadable(error)) from error

    def read_bytes(self) -> bytes:
        """Return the whole content, unpacked. Raises `InputError`."""
        with self.open() as stream:
            return stream.read()

    def lines(self) -> Iterator[bytes]:
        """Yield the lines, unpacked, one at a time. Raises `InputError`."""
        with self.open() as stream:
            yield from stream


@dataclass(frozen=True, slots=True)
class StreamSource:
    """What comes in on a stream, read at once: its format shows by its first characters."""

    content: bytes
    path: str = "stdin"
    key: str = "stdin"
    location: str = STANDARD_INPUT

    @property
    def suffix(self) -> str:
        """The suffix of a format that opens like the content; ".txt" where none does."""
        head = _PROLOG.sub("", self.content[:500].decode("utf-8", "replace"), count=1).lower()
        found = [suffix for magic, suffix in _MAGIC.items() if self.content.startswith(magic)]
        found += [suffix for opening, suffix in _OPENINGS.items() if head.startswith(opening)]
        return found[0] if found else ".txt"

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the content."""
        yield io.BytesIO(self.content)

    def read_bytes(self) -> bytes:
        """Return the whole content."""
        return self.content

    def lines(self) -> Iterator[bytes]:
        """Yield the lines."""
        yield from io.BytesIO(self.content)


@dataclass(frozen=True, slots=True)
class HubSource:
    """A dataset of the Hugging Face hub, `hf://OWNER/NAME[/CONFIG][:SPLIT]`; its path leaves the split out."""

    location: str
    path: str
    suffix: str = DATASET

    @property
    def key(self) -> str:
        """The address, as rows are named by it."""
        return self.path

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Raise `InputError`: a dataset is rows, not bytes."""
        raise InputError(self.path, "a dataset, not a file; read its rows")
        yield

    def read_bytes(self) -> bytes:
        """Raise `InputError`."""
        with self.open() as stream:
            return stream.read()

    def lines(self) -> Iterator[bytes]:
        """Raise `InputError`."""
        with self.open() as stream:
            yield from stream


Input: TypeAlias = FileSource | StreamSource | HubSource


def expand(inputs: Sequence[str]) -> Iterator[Input | Failure]:
    """Yield what each argument names, in order, a file that is named twice once.

    Folders are walked in sorted order; what is hidden in them is passed over, and so are the parts of a saved page.
    """
    seen: set[Path | str] = set()
    for argument in inputs:
        for each in _named(argument):
            if isinstance(each, FileSource | HubSource):
                real = each.file.resolve() if isinstance(each, FileSource) else each.location
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
    if argument.startswith(DATASET):
        yield _dataset(argument)
        return
    path = Path(argument)
    try:
        if path.is_dir() and not _is_dataset(path):
            yield from _folder(path)
        elif path.exists():
            yield FileSource(path, path.name)
        else:
            yield from _pattern(argument)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the argument
        yield Failure(argument, f"cannot be read ({error}); check the path")


def _dataset(address: str) -> HubSource | Failure:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        form = f"{DATASET}OWNER/NAME, {DATASET}OWNER/NAME/CONFIG, and :SPLIT after it for one split"
        return Failure(address, f"not the address of a dataset; write {form}")
    return HubSource(address, match.group(1))


def _pattern(argument: str) -> Iterator[Input | Failure]:
    if not glob.has_magic(argument):
        yield Failure(argument, "no such file or folder; check the path")
        return
    matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - Path.glob refuses absolute patterns
    if not matches:
        yield Failure(argument, "no file matches; check the pattern, and quote it for the shell")
    for match in matches:
        if not any(_holds_parts(each) for each in (Path(match), *Path(match).parents)):
            yield from _named(match)


def _folder(folder: Path) -> Iterator[Input | Failure]:
    base = Path(_resolved_name(folder.absolute()))
    empty = True
    for file in _walk(folder):
        empty = False
        yield FileSource(file, (base / file.relative_to(folder)).as_posix())
    if empty:
        yield Failure(str(folder), "holds no files; name a folder or file with articles")


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files and datasets of a folder: no hidden ones, none of a saved page's parts."""
    within: Path | None = None  # what is not walked into; its content follows it in sorted order
    for path in sorted(folder.rglob("*")):
        if (within and within in path.parents) or _hidden(path.relative_to(folder)):
            continue
        if path.is_file():
            yield path
        elif _is_dataset(path):
            within = path
            yield path
        elif _holds_parts(path):
            within = path


def _is_dataset(folder: Path) -> bool:
    """Tell a folder that `datasets.save_to_disk` wrote."""
    whole = all((folder / name).is_file() for name in ("state.json", "dataset_info.json"))
    return whole or (folder / "dataset_dict.json").is_file()


def _holds_parts(folder: Path) -> bool:
    """Tell a folder that a browser saved beside a page: `NAME_files/` beside `NAME.html`."""
    stems = [folder.name.removesuffix(end) for end in _PARTS if folder.name.endswith(end)]
    return any((folder.parent / f"{stem}{suffix}").is_file() for stem in stems for suffix in _PAGES)


def _resolved_name(folder: Path) -> str:
    """Return the folder's name, also where the argument was "." or ended in ".."."""
    return folder.name if folder.name not in ("", "..") else folder.resolve().name


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _broken_gzip(error: Exception) -> str:
    return f"not a whole gzip file ({error}); pack it again, or drop .gz from its name"


def _unreadable(error: OSError) -> str:
    return f"cannot be read ({error.strerror or error}); check its permissions"
