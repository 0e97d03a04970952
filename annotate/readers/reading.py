"""All inputs of a run as one stream of documents and failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from annotate.config import Fields
from annotate.data import Document, Failure
from annotate.errors import InputError
from annotate.protocols import Reader
from annotate.readers.csvs import CsvReader
from annotate.readers.feed import FeedReader
from annotate.readers.huggingface import DatasetReader
from annotate.readers.metadata import Metadata, load_metadata
from annotate.readers.mhtml import MhtmlReader
from annotate.readers.page import PageReader
from annotate.readers.parquet import ParquetReader
from annotate.readers.pdf import PdfReader
from annotate.readers.plain import PlainReader
from annotate.readers.rows import JsonLinesReader
from annotate.readers.sources import Input, expand
from annotate.readers.warc import ArchiveReader
from annotate.readers.word import WordReader

Readers = Mapping[str, Reader]
Recalling = Callable[[Document, Document], Document]


def readers(fields: Fields, passed: Counter[str]) -> Readers:
    """Return the readers by suffix; a new format is one more class here: it names its suffixes and yields documents.

    `fields` are the columns of tables that have other names than the fields; `passed` counts what readers pass over.
    """
    known: tuple[Reader, ...] = (
        PlainReader(),
        PageReader(),
        MhtmlReader(),
        ArchiveReader(passed),
        FeedReader(),
        WordReader(),
        PdfReader(),
        JsonLinesReader(fields),
        CsvReader(fields),
        ParquetReader(fields),
        DatasetReader(fields),
    )
    return {suffix: reader for reader in known for suffix in reader.suffixes}


def read(
    inputs: Sequence[str],
    metadata: Path | None = None,
    recalling: Recalling | None = None,
    fields: Fields | None = None,
    passed: Counter[str] | None = None,
) -> Iterator[Document | Failure]:
    """Return the documents that `inputs` name, in order, and a failure for each that cannot be read.

    An input is a file, a folder, a glob, a dataset's address ("hf://…") or "-" for standard input; `.gz` may follow any
    suffix. `metadata` is a CSV file that says more of plain files; `recalling`, given a document with and without what
    that says, puts in what was known before. `fields` maps fields to the columns of tables, where these have other
    names; `passed` counts, by kind, what archives hold beside pages. Raises `UsageError` where `metadata` is unusable,
    before anything is read.
    """
    known = load_metadata(metadata) if metadata is not None else None
    return _read(inputs, readers(fields or {}, Counter() if passed is None else passed), known, recalling)


def _read(
    inputs: Sequence[str], readers: Readers, known: Metadata | None, recalling: Recalling | None
) -> Iterator[Document | Failure]:
    """Yield the documents, each under a key of its own and with what the metadata say of it."""
    keys: set[str] = set()
    for each in expand(inputs):
        for item in _documents(each, readers):
            if isinstance(item, Failure):
                yield item
                continue
            told = known.apply(item) if known else item
            document = _told_apart(recalling(told, item) if recalling else told, keys)
            keys.add(document.key)
            yield document


def _documents(source: Input | Failure, readers: Readers) -> Iterator[Document | Failure]:
    if isinstance(source, Failure):
        yield source
        return
    reader = readers.get(source.suffix)
    if reader is None:
        named = f"suffix {source.suffix}" if source.suffix else "no suffix"
        yield Failure(source.path, f"{named}: no reader for it; give {', '.join(readers)}, or any of these with .gz")
        return
    try:
        yield from reader.read(source)
    except InputError as error:
        yield Failure(error.path, error.reason)


def _told_apart(document: Document, keys: set[str]) -> Document:
    """Return `document` under a key of its own: two rows may share an id, two arguments a file name."""
    key, count = document.key, 2
    for candidate in (key, f"{key} {document.path}"):
        if candidate not in keys:
            return replace(document, key=candidate)
    while f"{key} {document.path} {count}" in keys:
        count += 1
    return replace(document, key=f"{key} {document.path} {count}")
