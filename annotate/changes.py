"""What becomes of a folder's articles when some are added, replaced or dropped: which stay, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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


def naming(held: Iterable[Kept]) -> Callable[[Document], Document]:
    """Return what gives a file the key that it is held under.

    A file's key hangs on the argument that named it: it is "texts/a.txt" by "texts/", "a.txt" by "texts/a.txt". Its
    path is the same. Another file of the same name gets a key of its own, as within one run.
    """
    paths = {each.article_id: each.path for each in held}

    def named(document: Document) -> Document:
        key, path = document.key, document.path
        if key == document.url or PurePosixPath(key).name != PurePosixPath(path).name:
            return document  # by its id or URL
        apart = f"{key} {path}"
        for known in (key, path, apart):
            if paths.get(article_id(known, 0)) == path:
                return replace(document, key=known)
        return replace(document, key=apart) if article_id(key, 0) in paths else document

    return named


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
