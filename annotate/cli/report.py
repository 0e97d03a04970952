"""`annotate report`: the page a person looks at, made anew from a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotate.wording.interface import Language


def command(
    out: Annotated[Path, typer.Argument(help="A folder that `annotate run` wrote.")],
    lang: Annotated[
        Language | None,
        typer.Option(help="The language of the pages' own words; without it the one that most articles are in."),
    ] = None,
) -> None:
    """Write report.html of a folder anew and print where it lies; of over 200 articles, with a folder of pages."""
    from annotate import report
    from annotate.cli.console import print_line
    from annotate.store import Folder

    folder = Folder.open(out)
    with folder.alone():
        settings = folder.run()
        report.write(folder.articles, settings.attribution, settings.frames, folder.report, lang)
    print_line(str(folder.report))
