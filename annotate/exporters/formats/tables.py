"""Tables of a row a sentence: files that the datasets library reads, written in batches, and read back as rows."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import IO, Any, Final, Protocol, cast

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Dataset, DatasetDict

from annotate.errors import FolderError
from annotate.exporters.choices import Format, Table
from annotate.exporters.columns import LISTS, Column, Row, columns
from annotate.exporters.features import Layout
from annotate.exporters.splits import SPLITS, SplitName
from annotate.protocols import Exported, Library, Telling

BATCH: Final = 1000  # rows: a few megabytes in memory


_LOADING: Final = """from datasets import load_dataset

dataset = load_dataset("path/to/this/folder")
"""
LOADING_SAVED: Final = """from datasets import load_from_disk

dataset = load_from_disk("path/to/this/folder")"""


class TableExporter:
    """A table a split, with the columns of `columns.py`."""

    library: Library | None = None

    def __init__(self, name: Table) -> None:
        self.name = name
        self.loading = LOADING_SAVED if name == "hf" else _LOADING
        flat = [f"`{column.name}`" for column in columns(text=True) if column.kind in LISTS]
        self.about = f"Cells hold no lists: {', '.join(flat)} are JSON, to be read with `json.loads`." * (name == "csv")

    def write(self, folder: Path, articles: Iterable[Exported], telling: Telling) -> Sequence[str]:
        """Write the rows; nothing is left out."""
        layout = Layout(columns(text=telling.text), telling.attribution.names, telling.frames.names)
        with Files(folder, self.name, layout) as files:
            for each in articles:
                for row in each.rows:
                    files.add(cast(SplitName, each.split), row)
        return []


class SplitFile(Protocol):
    """The file of one split, open for writing."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write a batch."""

    def close(self) -> None:
        """Finish the file."""


class Files:
    """The files of a dataset in `folder`; a split without rows has none. To be used in a `with` block."""

    def __init__(self, folder: Path, form: Table, layout: Layout) -> None:
        self._folder = folder
        self._form = form
        self._layout = layout
        self._open: dict[SplitName, SplitFile] = {}
        self._waiting: dict[SplitName, list[Row]] = {split: [] for split in SPLITS}
        self._stack = ExitStack()

    def __enter__(self) -> Files:
        if self._form == "hf":
            # The library copies its files into their final shape: the first go elsewhere.
            self._place = Path(self._stack.enter_context(TemporaryDirectory(dir=self._folder.parent)))
        else:
            self._place = self._folder
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            for split in self._waiting:
                if kind is None:
                    self._flush(split)
                if split in self._open:
                    self._open[split].close()
            if self._form == "hf" and kind is None:
                _save(self._place, self._folder, list(self._open))

    def add(self, split: SplitName, row: Row) -> None:
        """Write one row, now or with the next."""
        self._waiting[split].append(row)
        if len(self._waiting[split]) == BATCH:
            self._flush(split)

    def _flush(self, split: SplitName) -> None:
        rows, self._waiting[split] = self._waiting[split], []
        if not rows:
            return
        if split not in self._open:
            path = self._place / f"{split}.{self._form}"
            self._open[split] = _WRITERS[self._form](path, self._layout)
        self._open[split].write(rows)


class _Arrow:
    def __init__(self, path: Path, layout: Layout) -> None:
        self._layout = layout
        self._file = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_stream(self._file, layout.typed().arrow_schema)

    def write(self, rows: Sequence[Row]) -> None:
        self._writer.write_table(self._layout.table(rows, classes=True))

    def close(self) -> None:
        self._writer.close()
        self._file.close()


class _Parquet:
    def __init__(self, path: Path, layout: Layout) -> None:
        self._layout = layout
        self._writer = pq.ParquetWriter(path, layout.plain().arrow_schema.remove_metadata())

    def write(self, rows: Sequence[Row]) -> None:
        self._writer.write_table(self._layout.table(rows, classes=False))

    def close(self) -> None:
        self._writer.close()


class _Lines:
    def __init__(self, path: Path, layout: Layout) -> None:
        self._file: IO[str] = path.open("w", encoding="utf-8", newline="\n")

    def write(self, rows: Sequence[Row]) -> None:
        self._file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    def close(self) -> None:
        self._file.close()


class _Csv:
    def __init__(self, path: Path, layout: Layout) -> None:
        self._lists = [column.name for column in layout.columns if column.kind in LISTS]
        self._file: IO[str] = path.open("w", encoding="utf-8", newline="")
        names = [column.name for column in layout.columns]
        self._writer = csv.DictWriter(self._file, names, lineterminator="\n")
        self._writer.writeheader()

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._writer.writerow({**row, **{name: json.dumps(row[name], ensure_ascii=False) for name in self._lists}})

    def close(self) -> None:
        self._file.close()


#: A new table is one more class here and one more function below.
_WRITERS: Final[Mapping[Table, Callable[[Path, Layout], SplitFile]]] = {
    "hf": _Arrow,
    "parquet": _Parquet,
    "jsonl": _Lines,
    "csv": _Csv,
}


def _save(place: Path, folder: Path, splits: Sequence[SplitName]) -> None:
    """Write Arrow files as `datasets.load_from_disk` reads them."""
    found = DatasetDict()
    for split in (each for each in SPLITS if each in splits):
        path = place / f"{split}.hf"
        read = Dataset.from_file(str(path))
        # Its own fingerprint holds the time: the same rows are to give the same bytes.
        with path.open("rb") as file:
            fingerprint = hashlib.file_digest(file, "sha256").hexdigest()[:16]
        found[split] = Dataset(read.data, info=read.info, split=split, fingerprint=fingerprint)
    with silent():
        found.save_to_disk(folder)


@contextmanager
def silent() -> Iterator[None]:
    """Keep the library's progress bars and remarks off the terminal."""
    shown, told = not datasets.are_progress_bars_disabled(), datasets.logging.get_verbosity()
    datasets.disable_progress_bars()
    datasets.logging.set_verbosity_error()
    try:
        yield
    finally:
        datasets.logging.set_verbosity(told)
        if shown:
            datasets.enable_progress_bars()


def read_rows(folder: Path, form: Format, split: SplitName, layout: Layout) -> Iterator[Row]:
    """Yield the rows of a split as they were written. Raises `FolderError` where its files are not as they were."""
    path = folder / (split if form == "hf" else f"{split}.{form}")
    try:
        yield from _READERS[form](path, layout)
    except (OSError, ValueError, KeyError, TypeError, IndexError, pa.ArrowException) as error:
        raise FolderError(
            f"{path}: cannot be read ({' '.join(str(error).split())}); export the dataset anew"
        ) from error


def _read_arrow(path: Path, layout: Layout) -> Iterator[Row]:
    found = datasets.load_from_disk(str(path))
    typed = layout.typed()
    for batch in found.with_format("arrow").iter(BATCH):
        for row in batch.to_pylist():
            yield {column.name: _named(row[column.name], column, typed[column.name]) for column in layout.columns}


def _named(value: Any, column: Column, feature: Any) -> Any:
    """Return a value of a typed table with names for its classes."""
    if value is None:
        return None
    match column.kind:
        case "label":
            return feature.int2str(value)
        case "frames" | "reasons":
            return feature.feature.int2str(value)
        case "regions":
            names = feature.feature["label"].names
            return [{**each, "label": None if each["label"] is None else names[each["label"]]} for each in value]
        case _:
            return value


def _read_parquet(path: Path, layout: Layout) -> Iterator[Row]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH):
            yield from batch.to_pylist()


def _read_lines(path: Path, layout: Layout) -> Iterator[Row]:
    with path.open("rb") as lines:
        yield from map(json.loads, lines)


def _read_csv(path: Path, layout: Layout) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {column.name: _cell(row[column.name], column) for column in layout.columns}


def _cell(text: str, column: Column) -> Any:
    """Return what a cell holds."""
    if column.kind in LISTS:
        return json.loads(text)
    if text == "":
        return None
    match column.kind:
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "flag":
            return text == "True"
        case _:
            return text


_READERS: Final[Mapping[Format, Callable[[Path, Layout], Iterator[Row]]]] = {
    "hf": _read_arrow,
    "parquet": _read_parquet,
    "jsonl": _read_lines,
    "csv": _read_csv,
}
