"""Parquet files: one document a row, a batch of rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotate.config import Fields
from annotate.data import Document, Failure
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.rows import columns, document

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_BATCH = 256  # rows: some megabytes of articles


class ParquetReader:
    """Reads rows as `JsonLinesReader` does, and no other columns than it needs."""

    suffixes: tuple[str, ...] = (".parquet",)

    def __init__(self, fields: Fields) -> None:
        """Take the names of columns for fields, where they are others."""
        self._fields = fields

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Yield a document a row, and a failure for each row that holds none."""
        with _opened(source) as file:
            wanted = columns(file.schema_arrow.names, self._fields, source.path)
            number = 0
            for batch in file.iter_batches(_BATCH, columns=wanted):
                for place in range(batch.num_rows):
                    number += 1
                    path = f"{source.path}#{number}"
                    try:
                        row = {name: batch.column(name)[place].as_py() for name in wanted}
                        yield document(row, path, f"{source.key}#{number}", self._fields)
                    except UnicodeDecodeError as error:
                        yield Failure(path, f"not UTF-8 ({error.reason}); write the file anew")
                    except InputError as error:
                        yield Failure(path, error.reason)

    def count(self, source: Source) -> int:
        """Return the number of rows, which the file itself says."""
        with _opened(source) as file:
            return int(file.metadata.num_rows)


@contextmanager
def _opened(source: Source) -> Iterator[ParquetFile]:
    """Open a file. Raises `InputError` where it is none, and in the block where it is damaged."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    with source.open() as stream:
        try:
            yield ParquetFile(stream)
        except (ArrowException, OSError) as error:
            reason = " ".join(str(error).split())
            raise InputError(source.path, f"not a whole Parquet file ({reason}); write it anew") from error
