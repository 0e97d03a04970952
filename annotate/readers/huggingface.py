"""Hugging Face datasets, of the hub or as `save_to_disk` wrote them: one document a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotate.config import Fields
from annotate.data import Document, Failure
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.rows import columns, document
from annotate.readers.sources import DATASET


class DatasetReader:
    """Reads the rows of one split or all, mapped from disk; a label that stands for a name is read as the name.

    Rows are named by split and number, where there are splits: `news/train#1`.
    """

    suffixes: tuple[str, ...] = (DATASET,)

    def __init__(self, fields: Fields) -> None:
        """Take the names of columns for fields, where they are others."""
        self._fields = fields

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Yield a document a row, and a failure for each row that holds none."""
        for split, dataset in _splits(source).items():
            wanted = columns(dataset.column_names, self._fields, source.path)
            names = {name: each for name, each in dataset.features.items() if hasattr(each, "int2str")}
            for number, row in enumerate(dataset.select_columns(wanted), 1):
                end = f"/{split}#{number}" if split else f"#{number}"
                path = f"{source.path}{end}"
                told = {name: _told(value, names.get(name)) for name, value in row.items()}
                try:
                    yield document(told, path, f"{source.key}{end}", self._fields)
                except InputError as error:
                    yield Failure(path, error.reason)

    def count(self, source: Source) -> int | None:
        """Return the number of rows; `None` of a dataset of the hub, which may have to be fetched for it."""
        if source.location.startswith(DATASET):
            return None
        return sum(int(dataset.num_rows) for dataset in _splits(source).values())


def _told(value: object, label: Any) -> object:
    """Return a value as people read it: the name that a number stands for, where it stands for one."""
    return label.int2str(value) if label and isinstance(value, int) and 0 <= value < label.num_classes else value


def _splits(source: Source) -> Mapping[str, Any]:
    """Return the datasets by split, one without splits under "". Raises `InputError` where there is none."""
    import datasets
    import huggingface_hub

    datasets.disable_progress_bars()  # they would draw over the run's own
    for library in (datasets.logging, huggingface_hub.logging):
        library.set_verbosity_error()  # what goes wrong is said once, by the failure
    of_hub = source.location.startswith(DATASET)
    try:
        if of_hub:
            address, _, split = source.location.removeprefix(DATASET).partition(":")
            owner, name, *config = address.split("/")
            found = datasets.load_dataset(f"{owner}/{name}", *config, split=split or None)
        else:
            split, found = "", datasets.load_from_disk(source.location)
    except Exception as error:  # builders, parsers and the client of the hub raise anything, their own bases included
        way = "check its name, the connection, and `hf auth login` where it is closed" if of_hub else "save it anew"
        raise InputError(source.path, f"cannot be loaded ({' '.join(str(error).split())}); {way}") from error
    return found if isinstance(found, dict) else {split: found}
