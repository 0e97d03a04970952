"""`annotate init`: settings of one's own to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(help="The folder to write into.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
) -> None:
    """Write settings to start from, each explained: annotate.yaml for `annotate run --config`, and its schemes."""
    from annotate.cli.console import print_line
    from annotate.starting import start

    for path in start(folder, force=force):
        print_line(str(path))
