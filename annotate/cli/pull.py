"""`annotate pull`: what people made of a project, as a folder with annotations beside the predictions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotate.cli.push import HOME_HELP, URL_HELP

if TYPE_CHECKING:
    from annotate.labelstudio.pull import PullSummary


def command(
    project: Annotated[str, typer.Option(help="The project's title.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write; an older pull in it is replaced.")],
    url: Annotated[str, typer.Option(envvar="LABEL_STUDIO_URL", help=URL_HELP, show_envvar=False)] = "",
    home: Annotated[Path | None, typer.Option(help=HOME_HELP)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print failures and warnings only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON on stdout.")] = False,
) -> None:
    """Pull a project's articles with what people made of them: a folder like that of `annotate run`.

    The key is read from LABEL_STUDIO_API_KEY: an access token, legacy or personal. A server that `annotate studio`
    runs needs none.
    """
    from annotate.cli.console import print_json, print_line, stderr
    from annotate.cli.progress import Bar
    from annotate.cli.server import sign_in
    from annotate.labelstudio.pull import pull

    server = sign_in(url, home)
    with Bar(stderr(), shown=not quiet) as bar:
        summary = pull(server, project, out, bar)
    _report(summary, quiet=quiet)
    if as_json:
        print_json({"folder": str(out), **_counted(summary)})
    elif not quiet:
        print_line(str(out))
    if summary.failures:
        raise typer.Exit(3)


def _report(summary: PullSummary, *, quiet: bool) -> None:
    from annotate.cli.console import grid, listed, stderr, warn
    from annotate.wording.words import ORIGINS

    if not quiet:
        table = grid()
        table.add_row("articles", f"{summary.articles:,} ({summary.annotated:,} annotated)")
        table.add_row("annotations", f"{summary.annotations:,} ({listed(summary.people)})")
        table.add_row("regions", listed({told: summary.origins[name] for name, told in ORIGINS.items()}))
        table.add_row("skipped", f"{summary.skipped:,}")
        stderr().print(table)
    if summary.foreign:
        warn(f"{summary.foreign:,} tasks of the project were not pushed by annotate and are left out")
    if summary.failures:
        warn(f"{len(summary.failures):,} could not be taken in; failures.jsonl in the output folder lists them")


def _counted(summary: PullSummary) -> dict[str, object]:
    return {
        "articles": summary.articles,
        "annotated": summary.annotated,
        "annotations": summary.annotations,
        "skipped": summary.skipped,
        "foreign": summary.foreign,
        "people": dict(summary.people),
        "origins": dict(summary.origins),
        "failures": len(summary.failures),
    }
