"""`annotate add` and `annotate drop`: articles put into an annotated folder, or taken out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotate.cli.run import INPUTS, AsJson, Columns, Metadata, Quiet, finish, mapping

Out = Annotated[Path, typer.Option("--out", "-o", help="The folder to change, which `annotate run` wrote.")]


def add(
    inputs: Annotated[list[str], typer.Argument(help=INPUTS)],
    out: Out,
    metadata: Metadata = None,
    fields: Columns = "",
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Annotate articles into a folder that is there, with its settings; compare all others with them.

    An article that the folder holds is replaced; its outlet, date, title and URL stay where nothing else is told.
    """
    from annotate.annotator import Annotator
    from annotate.cli.console import stderr
    from annotate.cli.progress import Bar

    annotator = Annotator.from_folder(out, mapping(fields))
    with Bar(stderr(), shown=not quiet) as bar:
        summary = annotator.add(inputs, out, metadata=metadata, progress=bar)
    finish(summary, quiet=quiet, as_json=as_json)


def drop(
    articles: Annotated[list[str], typer.Argument(help="Ids or paths of articles, as the folder has them.")],
    out: Out,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Take articles out of a folder; compare all others without them."""
    from annotate.annotator import Annotator
    from annotate.cli.console import stderr
    from annotate.cli.progress import Bar

    annotator = Annotator.from_folder(out)
    with Bar(stderr(), shown=not quiet) as bar:
        summary = annotator.drop(articles, out, progress=bar)
    finish(summary, quiet=quiet, as_json=as_json)
