"""`annotate evaluate`: a folder measured against gold sentences."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from annotate.evaluate import Value


def command(
    out: Annotated[Path, typer.Argument(help="A folder that `annotate run` wrote.")],
    gold: Annotated[list[Path], typer.Option(help="Gold sentences, one JSON object a line; may be given again.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure attribution, frames, review and furniture against gold; show which label was taken for which."""
    from annotate.cli.console import grid, plain, print_json, stdout
    from annotate.errors import UsageError
    from annotate.evaluate import evaluate, load_gold
    from annotate.store import Folder

    sentences = [each for path in gold for each in load_gold(path)]
    result = evaluate(Folder.open(out).articles(), sentences)
    if result.measures["sentences"] == result.measures["missing"]:
        raise UsageError(f"{out}: holds none of the gold's sentences; the gold names its files by folder and name")
    if as_json:
        print_json({**result.measures, "confusion": result.confusion})
        return
    table = grid()
    for name, value in result.measures.items():
        table.add_row(name, plain(_shown(value)))
    stdout().print(table)
    stdout().print()
    stdout().print(_confusion(result.confusion))


def _shown(value: Value) -> str:
    return ", ".join(f"{name} {part}" for name, part in value.items()) if isinstance(value, dict) else str(value)


def _confusion(confusion: Mapping[str, Mapping[str, int]]) -> Table:
    """Return the table of gold labels (rows) and given labels (columns)."""
    from rich.table import Table

    from annotate.cli.console import plain

    columns = sorted({label for row in confusion.values() for label in row})
    table = Table("gold \\ given", *(plain(label) for label in columns), box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify, column.overflow = "right", "fold"
    for label, row in confusion.items():
        table.add_row(plain(label), *(str(row.get(column, "·")) for column in columns))
    return table
