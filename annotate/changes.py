"""What becomes of a folder's articles when some are added, replaced or dropped: which stay, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from annotate.data import Document
from annotate.errors import UsageError
from annotate.store import Kept
from annotate.text import article_id


def merged(held: Iterable[Kept], added: Sequence[Kept]) -> Iterator[Kept]:
    """Yield the articles held and added; those of a document that is held already take its place."""
    incoming = _documents(added)
    ids = {each.article_id for each in added}
    for name, articles in {**_documents(held), **incoming}.items():
        yield from (each for each in articles if name in incoming or each.article_id not in ids)


def without(held: Sequence[Kept], names: Sequence[str]) -> list[Kept]:
    """Return the articles that none of `names`, ids or paths, means. Raises `UsageError` where one means nothing."""
    known = {name for each in held for name in (each.article_id, each.path)}
    for name in names:
        if name not in known:
            raise UsageError(f"{name}: no article in the folder has this id or path; articles-*.jsonl has them")
    return [each for each in held if not {each.article_id, each.path} & set(names)]


def recalling(held: Iterable[Kept]) -> Callable[[Document, Document], Document]:
    """Return what gives a document the key that it is held under, and what was told of it where nothing is told now.

    A file's key hangs on the argument that named it, "texts/a.txt" by "texts/" and "a.txt" by "texts/a.txt", and on
    whether a table told its URL. Its path is the same. Another file of the same name gets a key of its own, as within
    one run. The second argument is the document as its reader gave it, before a table told more of it.
    """
    found = {each.article_id: each for each in held}
    urls = {each.path: each.known["url"] for each in found.values() if "url" in each.known}

    def recalled(document: Document, read: Document) -> Document:
        key, path, name = document.key, document.path, PurePosixPath(document.path).name
        by_file = read.url is None and PurePosixPath(read.key).name == name  # else by a URL of its own, or a row's id
        keys = [key, read.key, path, name, *([urls[path]] if path in urls else [])] if by_file else [key]
        for known in (*keys, *(f"{each} {path}" for each in keys)):
            older = found.get(article_id(known, 0))
            if older and (older.path == path or not by_file or known == document.url):
                return _filled(replace(document, key=known), older.known)
        return replace(document, key=f"{key} {path}") if article_id(key, 0) in found else document

    return recalled


def _filled(document: Document, known: Mapping[str, str]) -> Document:
    """Return a document with what is known of it where it says nothing itself."""
    return replace(document, **{name: value for name, value in known.items() if not getattr(document, name)})


def _documents(articles: Iterable[Kept]) -> dict[str, list[Kept]]:
    """Return the articles by document, whose name here is its first article's id."""
    found: dict[str, list[Kept]] = {}
    last: Kept | None = None
    for each in articles:
        if last and (each.path, each.part) == (last.path, last.part + 1):
            next(reversed(found.values())).append(each)
        else:
            found[each.article_id] = [each]
        last = each
    return found
