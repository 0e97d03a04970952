"""Web archives (WARC): one document a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from annotate.data import Document, Failure
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.page import article, page_text

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

_HTML = ("text/html", "application/xhtml+xml")


class ArchiveReader:
    """Reads each page that a server sent as `PageReader` does, under the URL that it had.

    Whatever else the archive holds is counted in `passed`, by kind: requests, pictures, redirects, pages once more.
    """

    suffixes: tuple[str, ...] = (".warc",)

    def __init__(self, passed: Counter[str]) -> None:
        """Take what counts the records that are passed over."""
        self._passed = passed

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Yield a document a page, and a failure for each that is broken or no article.

        Raises `InputError` where there is no page, or the archive breaks off.
        """
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        seen: set[bytes] = set()
        held: Counter[str] = Counter()
        with source.open() as stream:
            try:
                for number, record in enumerate(ArchiveIterator(stream, no_record_parse=True), 1):
                    headers = _headers(record)
                    kind, content, packed = _kind(record, headers), b"", False
                    if kind == "pages":
                        content, packed = _content(record, headers)
                        digest = sha256(content).digest()
                        kind = "pages once more" if digest in seen else kind
                        seen.add(digest)
                    held[kind] += 1
                    if kind != "pages":
                        self._passed[kind] += 1
                        continue
                    path, key = f"{source.path}#{number}", f"{source.key}#{number}"
                    try:
                        html = page_text(_unpacked(content, path) if packed else content, path, _charset(headers))
                        yield _document(record, html, path, key)
                    except InputError as error:
                        yield Failure(path, f"{error.reason} ({_url(record)})")
            except ArchiveLoadFailed as error:
                raise InputError(source.path, f"not a whole WARC file ({error.msg}); fetch it again") from error
            stream.read(1)  # once more, as the library takes a packed file that breaks off for one that ends
        if not held["pages"]:
            others = ", ".join(f"{count} {kind}" for kind, count in held.most_common() if count) or "no records"
            raise InputError(source.path, f"holds {others}, but no web page; leave it out")

    def count(self, source: Source) -> None:
        """Return `None`: an archive has no list of what it holds."""


def _headers(record: ArcWarcRecord) -> StatusAndHeaders:
    """Return what the server said of a file, off the front of its answer; the record's own where it was stored bare.

    Headers that are not well-formed are read as far as they are.
    """
    from warcio.statusandheaders import StatusAndHeadersParser

    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.rec_type == "response" and url.startswith(("http:", "https:")) and record.length:
        with suppress(EOFError):  # an answer of nothing
            record.http_headers = StatusAndHeadersParser([], verify=False).parse(record.raw_stream)
    return record.http_headers or record.rec_headers


def _kind(record: ArcWarcRecord, headers: StatusAndHeaders) -> str:
    """Return what a record is, as people are told it."""
    if record.rec_type not in ("response", "resource"):
        return f"{record.rec_type} records"
    if record.rec_type == "response" and headers.get_statuscode() != "200":
        return "answers without a page"
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return "pages" if kind in _HTML else "files other than pages"


def _url(record: ArcWarcRecord) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _document(record: ArcWarcRecord, html: str, path: str, key: str) -> Document:
    """Return a page's article. Raises `InputError` where it holds none, or not the whole of it."""
    if _breaks_off(record):
        raise InputError(path, "the archive breaks off in the page; fetch it again")
    return article(html, path, key, _url(record) or None, record.rec_headers.get_header("WARC-Date"))


def _breaks_off(record: ArcWarcRecord) -> bool:
    """Tell whether the file ended before the record did."""
    from warcio.limitreader import LimitReader

    rest = record.raw_stream
    rest.read()  # what stands after the end of a page that came in chunks
    return isinstance(rest, LimitReader) and rest.limit > 0


def _charset(headers: StatusAndHeaders) -> str | None:
    """Return the encoding that the server named."""
    _, _, charset = (headers.get_header("Content-Type") or "").lower().partition("charset=")
    return charset.partition(";")[0].strip(" \"'") or None


def _content(record: ArcWarcRecord, headers: StatusAndHeaders) -> tuple[bytes, bool]:
    """Return a page in one piece, and whether it is still packed by Brotli, which the library cannot undo."""
    packed = (headers.get_header("Content-Encoding") or "").strip().lower() == "br"
    if packed:
        headers.remove_header("Content-Encoding")
    return record.content_stream().read(), packed


def _unpacked(content: bytes, path: str) -> bytes:
    """Return what Brotli packed. Raises `InputError`."""
    try:
        import brotli
    except ImportError as error:
        way_out = 'pip install "annotate[web]"'
        raise InputError(path, f"packed by Brotli, which needs one thing more: {way_out}") from error
    try:
        return bytes(brotli.decompress(content))
    except brotli.error as error:
        raise InputError(path, "not what Brotli packs, though it says so; fetch it again") from error
