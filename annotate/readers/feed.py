"""Feeds (RSS, Atom): one document an entry."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax import SAXException

from annotate.data import Document, Failure
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.markup import words

if TYPE_CHECKING:
    from feedparser import FeedParserDict


class FeedReader:
    """Reads each entry's content, or its summary where it has no content; the feed's title is its outlet.

    Offsets count in the words of the content, without its marks.
    """

    suffixes: tuple[str, ...] = (".xml", ".rss", ".atom")

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Yield a document an entry, and a failure for each that holds no text, or for what breaks off.

        Raises `InputError` where there is no entry.
        """
        feed = _parsed(source)
        broken = feed.get("bozo_exception")
        wrong = f" ({broken})" if isinstance(broken, SAXException) else ""
        if not feed.entries:
            raise InputError(source.path, f"no entries of a feed in it{wrong}; give RSS or Atom")
        for number, entry in enumerate(feed.entries, 1):
            path = f"{source.path}#{number}"
            document = _document(entry, feed.feed, path, f"{source.key}#{number}")
            yield document if document.text else Failure(path, "holds no text; fetch the article that it links to")
        if wrong:
            read = f"{len(feed.entries)} entries were read"
            yield Failure(source.path, f"breaks off or is not well-formed{wrong}, {read}; fetch it again")

    def count(self, source: Source) -> int:
        """Return the number of entries."""
        return len(_parsed(source).entries)


def _parsed(source: Source) -> FeedParserDict:
    import feedparser

    return feedparser.parse(BytesIO(source.read_bytes()))  # bytes alone would be tried as the name of a file first


def _document(entry: FeedParserDict, feed: FeedParserDict, path: str, key: str) -> Document:
    link, title = entry.get("link"), _text(entry.get("title_detail"))
    written = [text for each in entry.get("content", ()) if (text := _text(each))]
    told = [each.get("language") for each in (*entry.get("content", ()), feed)]
    language = next(filter(None, told), "")
    return Document(
        key=link or entry.get("id") or key,
        path=path,
        text=written[0] if written else _text(entry.get("summary_detail")),
        title=title or None,
        language=language[:2].lower() or None,
        outlet=entry.get("source", {}).get("title") or _text(feed.get("title_detail")) or None,
        url=link or None,
        published=_moment(entry),
    )


def _text(detail: FeedParserDict | None) -> str:
    """Return the words of a part of a feed, which says whether it is marked up."""
    if not detail:
        return ""
    return words(detail["value"]) if "html" in detail["type"] else detail["value"].strip()


def _moment(entry: FeedParserDict) -> str | None:
    """Return when an entry came out, in ISO 8601, by its own clock where that can be read, else by UTC."""
    said = entry.get("published") or entry.get("updated") or ""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError):
            return read(said).isoformat()
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime.fromtimestamp(timegm(moment), UTC).isoformat() if moment else None
