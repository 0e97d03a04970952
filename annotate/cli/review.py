"""`annotate review`: a folder in the browser, ready to be corrected, on a Label Studio of one's own."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from annotate.labelstudio.server import Server
    from annotate.store import Folder


def command(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="A folder that `annotate run` wrote.")],
    project: Annotated[str, typer.Option(help="The project's title; else the folder's name.")] = "",
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    data: Annotated[
        Path | None, typer.Option(help="The folder for projects and annotations; else `data` in the home folder.")
    ] = None,
    port: Annotated[
        int, typer.Option(min=1, max=65535, envvar="ANNOTATE_STUDIO_PORT", help="The port on 127.0.0.1.")
    ] = 8080,
    home: Annotated[
        Path | None,
        typer.Option(help="The folder for the server itself; else ANNOTATE_STUDIO_HOME, else the user's data folder."),
    ] = None,
) -> None:
    """Push a folder to a Label Studio on this machine, open it in the browser, and keep it running until Ctrl-C.

    The server is that of `annotate studio`: installed on first use, and left running where it runs already. When you
    have corrected something, `annotate pull` brings it back.
    """
    from annotate.cli.console import warn
    from annotate.cli.studio import home_of, say, session
    from annotate.labelstudio.finding import running
    from annotate.labelstudio.push import check_title
    from annotate.labelstudio.server import Server
    from annotate.store import Folder

    folder = Folder.open(out)
    title = project or out.resolve().name
    check_title(title)
    place = home_of(home)
    already = running(place)
    if already is not None:
        source = context.get_parameter_source("port")
        if data is not None or (source is not None and source.name == "COMMANDLINE"):
            warn(f"a studio runs already at {already.url}, so --port and --data change nothing")
        left_out = _review(folder, Server(already.url, already.token), title, opened=not no_open)
        say("the studio was running already, and still is; correct what you like, then: " + _next(title))
    else:
        with session(place, data, port) as studio:
            server = Server(studio.url, studio.credentials.token)
            left_out = _review(folder, server, title, opened=not no_open)
            say("correct what you like, then in another terminal: " + _next(title))
            say("Ctrl-C stops it")
            studio.wait()
    if left_out:
        raise typer.Exit(3)


def _next(title: str) -> str:
    return f"annotate pull --project {shlex.quote(title)} -o corrected/"


def _review(folder: Folder, server: Server, title: str, *, opened: bool) -> bool:
    """Push a folder, print where it is, and open it; return whether something could not be pushed."""
    import webbrowser

    from annotate.cli.console import complain, print_line, stderr, warn
    from annotate.cli.progress import Bar
    from annotate.cli.push import report
    from annotate.labelstudio.push import push

    try:
        with Bar(stderr()) as bar:
            summary = push(folder, server, title, progress=bar)
    except KeyboardInterrupt as error:
        complain("stopped while pushing; run the command again, it goes on where it was")
        raise typer.Exit(130) from error
    report(summary, quiet=False)
    link = server.link(summary.project)
    print_line(link)
    if opened and not webbrowser.open(link):
        warn("no browser could be opened; open the address yourself")
    return bool(summary.failures)
