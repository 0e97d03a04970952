"""`annotate studio`: a Label Studio on this machine, for people who have none."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from annotate.labelstudio.studio import Studio


def command(
    data: Annotated[
        Path | None, typer.Option(help="The folder for projects and annotations; else `data` in the home folder.")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on 127.0.0.1.")] = 8080,
    home: Annotated[
        Path | None,
        typer.Option(help="The folder for the server itself; else ANNOTATE_STUDIO_HOME, else the user's data folder."),
    ] = None,
    install_only: Annotated[
        bool, typer.Option("--install-only", help="Install the server, and do not start it.")
    ] = False,
) -> None:
    """Run a Label Studio on this machine until Ctrl-C, and print its address.

    It is installed on first use into an environment of its own (a minute, 1 GB), listens on 127.0.0.1 alone,
    lets nobody sign up and sends nothing anywhere. Its password and token are shown once and kept in the data
    folder. `annotate push` and `annotate pull` find it by themselves.
    """
    from annotate.cli.console import print_line

    place = home_of(home)
    if install_only:
        with _terminable(), _interruptible():
            _install(place)
        return
    with session(place, data, port) as studio:
        print_line(studio.url)
        say("Ctrl-C stops it")
        studio.wait()


def home_of(named: Path | None) -> Path:
    """Return the folder for the server itself: the one that is named, else the default."""
    from annotate.labelstudio.finding import home_folder

    return (named or home_folder()).expanduser().absolute()


@contextmanager
def session(home: Path, data: Path | None, port: int) -> Iterator[Studio]:
    """Yield a studio that runs, installed where it was not; Ctrl-C in the block ends it well."""
    from annotate.labelstudio.studio import Studio

    with _terminable():
        with _interruptible():
            executable = _install(home)
            with _telling("starting Label Studio") as told:
                studio = Studio.start(executable, data or home / "data", port, told, home=home)
        try:
            with studio:
                _introduce(studio)
                yield studio
        except KeyboardInterrupt:
            say("stopped")


def _install(home: Path) -> Path:
    """Return the server's program, installed where it is not there yet; say beforehand what that takes."""
    from annotate.labelstudio.environment import VERSION, Environment

    environment = Environment(home)
    if not environment.ready:
        say(f"installing Label Studio {VERSION} into {environment.path}, once: one to two minutes, 1 GB")
        with _telling("installing") as told:
            environment.install(told)
    return environment.executable


@contextmanager
def _interruptible() -> Iterator[None]:
    """Take Ctrl-C before the server runs for a failure."""
    from annotate.cli.console import complain

    try:
        yield
    except KeyboardInterrupt as error:
        complain("stopped before Label Studio ran; run the command again")
        raise typer.Exit(130) from error


def _introduce(studio: Studio) -> None:
    """Say how to sign in: what is secret on the first start only."""
    from annotate.cli.console import grid, stderr
    from annotate.labelstudio.keeping import credentials_path

    who, kept = studio.credentials, credentials_path(studio.data)
    if studio.new:
        table = grid()
        table.add_row("email", who.email)
        table.add_row("password", who.password)
        table.add_row("token", f"{who.token} (for programs)")
        say("sign in with these; they are shown this once:")
        stderr().print(table)
        say(f"they are kept in {kept}")
    else:
        say(f"sign in as {who.email}; password and token are in {kept}")


@contextmanager
def _terminable() -> Iterator[None]:
    """Take SIGTERM for Ctrl-C, and Ctrl-C for itself where a shell has it ignored for its background jobs."""
    before = {each: signal.signal(each, signal.default_int_handler) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _telling(begin: str) -> Iterator[Callable[[str], None]]:
    """Show what is waited for, on one line that goes away; on a terminal only."""
    from rich.text import Text

    from annotate.cli.console import plain, stderr

    console = stderr()
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(Text(begin)) as status:
        yield lambda what: status.update(Text(plain(what)))


def say(line: str) -> None:
    """Print one line that a person should know."""
    from annotate.cli.console import plain, stderr

    stderr().print(plain(line), soft_wrap=True)
