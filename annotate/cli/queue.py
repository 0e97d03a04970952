"""`annotate queue`: the review queue of a folder, for a spreadsheet, a chat or a program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from annotate.cli import completing
from annotate.data import FLAG_REASONS, FlagReason

Form = Literal["csv", "md", "json"]
_FORMS: dict[str, Form] = {".csv": "csv", ".md": "md", ".markdown": "md", ".json": "json"}


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="OUT", help="A folder that `annotate run` or `annotate pull` wrote.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The file to write; stdout unless given.")
    ] = None,
    form: Annotated[
        Form | None, typer.Option("--format", help="Unless given, what the file's name ends in; else csv.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="So many sentences, those to be read first.")] = None,
    reason: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=completing.reasons,
            help="Sentences flagged for this reason; may be given again.",
        ),
    ] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Sentences of this outlet; may be given again.")] = None,
    min_severity: Annotated[
        str, typer.Option(metavar="SEVERITY", help="Sentences so grave or graver: 0 to 1, or low, medium, high.")
    ] = "0",
) -> None:
    """Hand the review queue over, in the order in which to read it, each sentence with why, source and evidence.

    CSV opens in any spreadsheet and in pandas; a cell that would be run as a formula has an apostrophe before it.
    """
    from annotate.cli.writing import deliver
    from annotate.handover.entries import Wanted, hand_over
    from annotate.handover.page import page
    from annotate.handover.record import record
    from annotate.handover.sheet import sheet
    from annotate.store import Folder

    wanted = Wanted(_reasons(reason or ()), tuple(outlet or ()), _severity(min_severity), limit)
    handover = hand_over(Folder.open(folder), wanted)
    chosen = form or (_FORMS.get(out.suffix.lower()) if out else None) or "csv"
    deliver({"csv": sheet, "md": page, "json": record}[chosen](handover), out)


def _reasons(names: Sequence[str]) -> frozenset[FlagReason]:
    """Return what is given as reasons. Raises `UsageError` where one is none."""
    from annotate.errors import UsageError

    known: dict[str, FlagReason] = {each: each for each in FLAG_REASONS}
    for name in names:
        if name not in known:
            raise UsageError(f"--reason {name}: is no reason for review; there are: {', '.join(FLAG_REASONS)}")
    return frozenset(known[name] for name in names)


def _severity(text: str) -> float:
    """Return what is given as the least severity. Raises `UsageError` where it is none.

    >>> _severity("0.5"), _severity("high")
    (0.5, 0.7)
    """
    from annotate.errors import UsageError
    from annotate.wording.words import LEVELS

    named: dict[str, float] = {str(level): least for level, least in LEVELS.items()}
    try:
        severity = named[text] if text in named else float(text)
    except ValueError:
        severity = -1.0
    if not 0.0 <= severity <= 1.0:
        raise UsageError(f"--min-severity {text}: is no severity; give a number from 0 to 1, or low, medium or high")
    return severity
