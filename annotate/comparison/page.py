"""A comparison in Markdown, to be pasted into a chat or an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from annotate.comparison.differences import Comparison, Named
from annotate.comparison.telling import counts, settings, told
from annotate.wording.markdown import escaped


def page(found: Comparison, limit: int | None = None) -> Iterator[str]:
    """Yield the page piece by piece; no list is longer than `limit`."""
    yield "## What changed\n\n"
    yield from _table("what", "how many", counts(found))
    if found.settings:
        yield "\n### Settings\n\n"
        yield from _table("setting", "first → second", settings(found.settings))
    for title, articles in (
        ("Articles in the first alone", found.articles_first),
        ("Articles in the second alone", found.articles_second),
        ("Articles with another text", found.articles_reworded),
    ):
        yield from _articles(title, articles, limit)
    if found.changes:
        yield f"\n### Sentences ({len(found.changes):,} of {found.changed:,})\n"
    for article, changes in groupby(found.changes, key=lambda each: each.article):
        yield f"\n**{escaped(article.title)}**, {escaped(article.outlet)}\n\n"
        for change in changes:
            (_, text), *rows = told(change)
            yield f"- {escaped(text)} ({change.id})\n"
            yield from (f"  - {name}: {escaped(value)}\n" for name, value in rows)


def _table(name: str, value: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| {name} | {value} |\n| --- | --- |\n"
    yield from (f"| {escaped(each)} | {escaped(what)} |\n" for each, what in rows)


def _articles(title: str, articles: Sequence[Named], limit: int | None) -> Iterator[str]:
    if articles[:limit]:
        yield f"\n### {title} ({len(articles[:limit]):,} of {len(articles):,})\n\n"
    yield from (f"- {escaped(each.title)}, {escaped(each.outlet)} ({each.id})\n" for each in articles[:limit])
