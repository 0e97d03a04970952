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
_CHARSET = re.compile(rb"<meta\b[^<>]{0,200}?\bcharset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CHARSET_HEAD = 2048  # bytes in which a page says its encoding; browsers look at half as many
#: Encodings that browsers read as their superset.
_SUPERSETS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}


class PageReader:
    """Reads the main text of a page; menus, comments and scripts stay out.

    Offsets count in the text that trafilatura finds, not in the page.
    """

    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def read(self, source: Source) -> Iterator[Document]:
        """Yield one document. Raises `InputError` where the page holds no article."""
        yield article(page_text(source.read_bytes(), source.path), source.path, source.key)


def article(html: str, path: str, key: str, url: str | None = None, seen: str | None = None) -> Document:
    """Return the article of a page; `url` is where it was, `seen` when: the day, where it does not say one itself.

    Raises `InputError` where it holds none.
    """
    page = trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    if not isinstance(page, Page) or not page.text or not page.text.strip():
        raise InputError(path, "no article found in the page; save its text as .txt")
    language = _LANGUAGE.search(html, 0, _HEAD)
    return Document(
        key=page.url or key,
        path=path,
        text=page.text,
        title=page.title or None,
        language=page.language or (language.group(1).lower() if language else None),
        outlet=page.sitename or None,
        url=page.url or None,
        published=page.date or seen,
    )


def page_text(content: bytes, path: str, charset: str | None = None) -> str:
    """Return a page as text: UTF-8, else as `charset` or the page itself says. Raises `InputError`."""
    try:
        return decode(content, path)
    except InputError:
        said = _CHARSET.search(content, 0, _CHARSET_HEAD)
        name = (charset or (said.group(1).decode("ascii", "replace") if said else "")).lower()
        if not name:
            raise
        try:
            return content.decode(_SUPERSETS.get(name, name))
        except (LookupError, ValueError) as error:
            raise InputError(path, f"neither UTF-8 nor {name}, as it says; save it as UTF-8") from error
