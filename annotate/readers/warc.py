"""Web archives (WARC): one document a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from annotate.data import Document, Failure
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.page import article, page_text

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_HTML = ("text/html", "application/xhtml+xml")


class ArchiveReader:
    """Reads each page that a server sent whole as `PageReader` does, under the URL that it had.

    Whatever else the archive holds is counted in `passed`, by kind: requests, pictures, redirects, pages once more.
    """

    suffixes: tuple[str, ...] = (".warc",)

    def __init__(self, passed: Counter[str]) -> None:
        """Take what counts the records that are passed over."""
        self._passed = passed

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Yield a document a page, and a failure for each page without an article. Raises `InputError`."""
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        seen: set[bytes] = set()
        passed: Counter[str] = Counter()
        pages = 0
        with source.open() as stream:
            try:
                for number, record in enumerate(ArchiveIterator(stream), 1):
                    content = b"" if (other := _other(record)) else record.content_stream().read()
                    digest = sha256(content).digest()
                    if other is None and digest in seen:
                        other = "pages once more"
                    if other is not None:
                        passed[other] += 1
                        self._passed[other] += 1
                        continue
                    seen.add(digest)
                    pages += 1
                    yield _document(record, content, f"{source.path}#{number}", f"{source.key}#{number}")
            except ArchiveLoadFailed as error:
                raise InputError(source.path, f"not a whole WARC file ({error.msg}); fetch it again") from error
        if not pages:
            held = ", ".join(f"{count} {what}" for what, count in passed.most_common()) or "no records"
            raise InputError(source.path, f"holds no web page, only {held}; leave it out")

    def count(self, source: Source) -> None:
        """Return `None`: an archive has no list of what it holds."""


def _other(record: ArcWarcRecord) -> str | None:
    """Return what a record is that is no page, `None` for a page."""
    if record.rec_type not in ("response", "resource"):
        return f"{record.rec_type} records"
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if record.http_headers and record.http_headers.get_statuscode() != "200":
        return "answers without a page"
    return None if kind in _HTML else "files other than pages"


def _document(record: ArcWarcRecord, content: bytes, path: str, key: str) -> Document | Failure:
    url = record.rec_headers.get_header("WARC-Target-URI", "").strip("<>")
    try:
        html = page_text(content, path, _charset(record))
        return article(html, path, key, url or None, record.rec_headers.get_header("WARC-Date"))
    except InputError as error:
        return Failure(path, f"{_packed(record) or error.reason} ({url})")


def _charset(record: ArcWarcRecord) -> str | None:
    """Return the encoding that the server named."""
    headers = record.http_headers or record.rec_headers
    _, _, charset = (headers.get_header("Content-Type") or "").lower().partition("charset=")
    return charset.partition(";")[0].strip(" \"'") or None


def _packed(record: ArcWarcRecord) -> str | None:
    """Return the way out where a page stayed packed for want of a library."""
    from warcio.bufferedreaders import BufferedReader

    coding = (record.http_headers.get_header("Content-Encoding") or "" if record.http_headers else "").lower()
    if coding == "br" and coding not in BufferedReader.DECOMPRESSORS:
        return 'packed by Brotli, which needs one thing more: pip install "annotate[web]"'
    return None
