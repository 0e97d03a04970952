"""The command `annotate`: its groups, its errors as one line and an exit code."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from annotate.cli import (
    compare,
    doctor,
    evaluate,
    explain,
    export,
    init,
    pull,
    push,
    queue,
    report,
    review,
    run,
    schemes,
    studio,
    update,
)
from annotate.cli.console import complain
from annotate.errors import AnnotateError


class Commands(TyperGroup):
    """Turns every error that we know how to name into one line on stderr and its exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except AnnotateError as error:
            complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            complain("stopped before the end; run the command again")
            raise typer.Exit(130) from error


app = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("run")(run.command)
app.command("add")(update.add)
app.command("drop")(update.drop)
app.command("report")(report.command)
app.command("explain")(explain.command)
app.command("queue")(queue.command)
app.command("compare")(compare.command)
app.command("review")(review.command)
app.command("studio")(studio.command)
app.command("push")(push.command)
app.command("pull")(pull.command)
app.command("export")(export.command)
app.command("evaluate")(evaluate.command)
app.command("schemes")(schemes.command)
app.command("init")(init.command)
app.command("doctor")(doctor.command)


@app.callback()
def annotate(
    version: Annotated[
        bool,
        typer.Option("--version", callback=doctor.print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Say who answers for each sentence of news articles, how it is framed, and which claims want a second look.

    What a command works on are its arguments; the folder that it fills or changes is -o/--out.

    Exit codes: 0 done, 2 wrong usage or settings, 3 done but some inputs failed, 4 a server is
    out of reach or refuses, 5 any other error.
    """


def main() -> None:
    """Run the command line."""
    app(prog_name="annotate")
