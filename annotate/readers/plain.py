"""Plain text and Markdown files: one document each."""

from __future__ import annotations

from collections.abc import Iterator

from annotate.data import Document
from annotate.protocols import Source
from annotate.readers.decoding import decode


class PlainReader:
    """Reads a file as it is: offsets count in it, so Markdown keeps its marks."""

    suffixes: tuple[str, ...] = (".txt", ".md")

    def read(self, source: Source) -> Iterator[Document]:
        """Yield one document. Raises `InputError` where the file is not text."""
        yield Document(key=source.key, path=source.path, text=decode(source.read_bytes(), source.path))
