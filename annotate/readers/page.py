"""Web pages: main text and metadata, found by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator

import trafilatura
from trafilatura.settings import Document as Page

from annotate.data import Document
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.decoding import decode

_LANGUAGE = re.compile(r"<html\b[^<>]{0,500}?\blang\s*=\s*[\"']?([a-zA-Z]{2})\b", re.IGNORECASE)
_HEAD = 20_000  # code points in which the opening tag stands


class PageReader:
    """Reads the main text of a page; menus, comments and scripts stay out.

    Offsets count in the text that trafilatura finds, not in the page.
    """

    suffixes: tuple[str, ...] = (".html", ".htm")

    def read(self, source: Source) -> Iterator[Document]:
        """Yield one document. Raises `InputError` where the page holds no article."""
        html = decode(source.read_bytes(), source.path)
        page = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
        if not isinstance(page, Page) or not page.text or not page.text.strip():
            raise InputError(source.path, "no article found in the page; save its text as .txt")
        language = _LANGUAGE.search(html, 0, _HEAD)
        yield Document(
            key=page.url or source.key,
            path=source.path,
            text=page.text,
            title=page.title or None,
            language=page.language or (language.group(1).lower() if language else None),
            outlet=page.sitename or None,
            url=page.url or None,
            published=page.date or None,
        )
