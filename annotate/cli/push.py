"""`annotate push`: a folder's articles into a Label Studio project, ready to be corrected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from annotate.labelstudio.push import PushSummary

URL_HELP = "The server's address; else LABEL_STUDIO_URL, else the studio that runs here, else http://localhost:8080."
HOME_HELP = "The home folder of the studio that runs here, where it was started with one."


def command(
    out: Annotated[Path, typer.Argument(help="A folder that `annotate run` wrote.")],
    project: Annotated[str, typer.Option(help="The project's title; it is made where there is none.")],
    url: Annotated[str, typer.Option(envvar="LABEL_STUDIO_URL", help=URL_HELP, show_envvar=False)] = "",
    home: Annotated[Path | None, typer.Option(help=HOME_HELP)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print failures only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON on stdout.")] = False,
) -> None:
    """Push a folder's articles and predictions to Label Studio; what is there already is left as it is.

    The key is read from LABEL_STUDIO_API_KEY: an access token, legacy or personal. A server that `annotate studio`
    runs needs none.
    """
    from annotate.cli.console import print_json, print_line, stderr
    from annotate.cli.progress import Bar
    from annotate.cli.server import sign_in
    from annotate.labelstudio.push import push
    from annotate.store import Folder

    folder = Folder.open(out)
    server = sign_in(url, home)
    with Bar(stderr(), shown=not quiet) as bar:
        summary = push(folder, server, project, progress=bar)
    report(summary, quiet=quiet)
    link = server.link(summary.project)
    if as_json:
        print_json({"project": project, "url": link, **counted(summary)})
    elif not quiet:
        print_line(link)
    if summary.failures:
        raise typer.Exit(3)


def report(summary: PushSummary, *, quiet: bool) -> None:
    """Print what became of the articles, and what could not be pushed."""
    from annotate.cli.console import grid, listed, stderr, warn

    if not quiet:
        table = grid()
        for name in ("created", "revised", "updated", "unchanged"):
            table.add_row(name, f"{getattr(summary, name):,}")
        table.add_row("skipped", listed(summary.skipped))
        if summary.withdrawn:
            table.add_row("withdrawn", f"{summary.withdrawn:,}")
        stderr().print(table)
    for failure in summary.failures:
        warn(f"{failure.path}: {failure.reason}")


def counted(summary: PushSummary) -> dict[str, object]:
    """Return the summary's counts for a program."""
    return {
        "created": summary.created,
        "revised": summary.revised,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "withdrawn": summary.withdrawn,
        "skipped": dict(summary.skipped),
    }
