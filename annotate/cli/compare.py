"""`annotate compare`: what changed between two runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from annotate.comparison.differences import Comparison


def command(
    first: Annotated[Path, typer.Argument(help="A folder that `annotate run` wrote.")],
    second: Annotated[Path, typer.Argument(help="Another one, of other models, settings or texts.")],
    form: Annotated[Literal["text", "md", "json"], typer.Option("--format")] = "text",
    limit: Annotated[int | None, typer.Option(min=0, help="Name so many articles and sentences; 0: counts.")] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where results differ; settings alone do not count.")
    ] = False,
) -> None:
    """Show what changed between two runs: settings, articles, texts, and labels, frames, verdicts and flags.

    An article is the same where its id is, else where its text is; in a text that changed, sentences that moved or were
    reworded are found again. What people made of the articles is not compared.
    """
    from annotate.cli.console import stdout
    from annotate.cli.writing import deliver
    from annotate.comparison.differences import compare
    from annotate.comparison.page import page
    from annotate.comparison.record import record
    from annotate.store import Folder

    found = compare(Folder.open(first), Folder.open(second), limit)
    if form == "text":
        console = stdout()
        for part in _parts(found, limit):
            console.print(part)
    else:
        deliver((page if form == "md" else record)(found, limit), None)
    if exit_code and found.differs:
        raise typer.Exit(1)


def _parts(found: Comparison, limit: int | None) -> Iterator[RenderableType]:
    """Yield what is printed: the counts, then the settings, then the articles and the sentences."""
    from annotate.cli.console import plain
    from annotate.comparison.telling import counts, settings, told

    yield _rows(counts(found))
    if found.settings:
        yield _head("Settings")
        yield _rows(settings(found.settings))
    for title, articles in (
        ("Articles in the first alone", found.articles_first),
        ("Articles in the second alone", found.articles_second),
        ("Articles with another text", found.articles_reworded),
    ):
        if articles[:limit]:
            yield _head(f"{title} ({len(articles[:limit]):,} of {len(articles):,})")
            yield _rows([(each.id, f"{each.title} ({each.outlet})") for each in articles[:limit]])
    if found.changes:
        yield _head(f"Sentences ({len(found.changes):,} of {found.changed:,})")
    article = None
    for change in found.changes:
        if change.article != article:
            article = change.article
            yield plain(f"{article.title} ({article.outlet})")
        yield _rows([("  sentence", change.id), *((f"    {name}", value) for name, value in told(change))])


def _head(title: str) -> RenderableType:
    from rich.text import Text

    return Text(f"\n{title}", style="bold")


def _rows(rows: list[tuple[str, str]]) -> Table:
    from annotate.cli.console import grid, plain

    table = grid()
    for name, value in rows:
        table.add_row(plain(name), plain(value))
    return table
