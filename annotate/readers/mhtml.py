"""Pages that a browser saved in one file: MHTML."""

from __future__ import annotations

import email
from collections.abc import Iterator

from annotate.data import Document
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.page import article, page_text

_HTML = ("text/html", "application/xhtml+xml")


class MhtmlReader:
    """Reads the page that was saved as `PageReader` does; its frames, styles and pictures stay out."""

    suffixes: tuple[str, ...] = (".mht", ".mhtml")

    def read(self, source: Source) -> Iterator[Document]:
        """Yield one document. Raises `InputError` where there is no page or it holds no article."""
        message = email.message_from_bytes(source.read_bytes())
        page = next((part for part in message.walk() if part.get_content_type() in _HTML), None)
        if page is None:
            raise InputError(source.path, "no page in it; save the page anew, or its text as .txt")
        content = page.get_payload(decode=True)
        html = page_text(content if isinstance(content, bytes) else b"", source.path, page.get_content_charset())
        url = str(message["Snapshot-Content-Location"] or page["Content-Location"] or "")
        yield article(html, source.path, source.key, url if url.startswith(("http://", "https://")) else None)
