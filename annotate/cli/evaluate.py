"""`annotate evaluate`: a folder measured against gold sentences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotate.data import Part

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement
    from rich.table import Table

    from annotate.evaluate import Evaluation, Reliability, Value
    from annotate.evaluate.tables import Parts
    from annotate.evaluate.tables import Table as Told

NARROWEST, WIDEST = 10, 40  # columns of a drawn bar


def command(
    out: Annotated[Path, typer.Argument(help="A folder that `annotate run` wrote.")],
    gold: Annotated[list[Path], typer.Option(help="Gold sentences, one JSON object a line; may be given again.")],
    by: Annotated[Part | None, typer.Option(help="Measure each outlet or language by itself, too.")] = None,
    resamples: Annotated[
        int, typer.Option(min=0, max=100_000, help="How often articles are drawn anew for the 95 % intervals.")
    ] = 1000,
    table: Annotated[
        Path | None, typer.Option(metavar="FILE.md|.tex", help="Write the tables, as Markdown or LaTeX.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw the measures with their intervals, as SVG.")
    ] = None,
    reliability: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw what is right against the scores, as SVG.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure attribution, frames, review and furniture against gold; show what was taken for what.

    Beside each measure stands where it lies for 95 of 100 draws of as many articles, and how far the scores can be
    trusted: of what has a score of 0.8, is 0.8 right?
    """
    from annotate.cli.console import print_json
    from annotate.errors import UsageError
    from annotate.evaluate import diagram, load_gold, match, measured, parted, tables
    from annotate.evaluate import plot as drawing
    from annotate.store import Folder

    for path, check in ((reliability, diagram.check), (table, tables.check), (plot, drawing.check)):
        if path is not None:
            check(path)
    sentences = [each for path in gold for each in load_gold(path)]
    pairs = list(match(Folder.open(out).articles(), sentences))
    result = measured(pairs, resamples)
    if result.measures["sentences"] == result.measures["missing"]:
        raise UsageError(f"{out}: holds none of the gold's sentences; the gold names its files by folder and name")
    parts = {by: {name: measured(each, resamples) for name, each in parted(pairs, by).items()}} if by else {}
    if reliability is not None:
        diagram.write(result, reliability)
    if table is not None:
        tables.write(tables.tables(result, parts), table)
    if plot is not None:
        drawing.write(result, parts, plot)
    if as_json:
        told = {f"by_{each}": {name: _record(part) for name, part in of.items()} for each, of in parts.items()}
        print_json({**_record(result), **told})
    else:
        _print(result, parts)


def _record(result: Evaluation) -> dict[str, Any]:
    """Return an evaluation as JSON has it."""
    return {
        **result.measures,
        "confusion": result.confusion,
        "attribution_reliability": _bins(result.attribution),
        "frames_reliability": _bins(result.frames),
        "intervals": {name: list(each) for name, each in result.intervals.items()},
    }


def _print(result: Evaluation, parts: Parts) -> None:
    from annotate.cli.console import grid, plain, stdout
    from annotate.evaluate import tables

    console = stdout()
    figures = grid()
    for name, value in result.measures.items():
        interval = result.intervals.get(name)
        lies = f" [{interval.low} to {interval.high}]" if interval else ""
        figures.add_row(name, plain(_shown(value) + lies))
    console.print(figures)
    found = [*(tables.labels(kind, each) for kind, each in result.labels.items()), tables.confusion(result)]
    for each in (*found, *(tables.part_table(by, each) for by, each in parts.items())):
        if each.rows:
            console.print()
            console.print(_table(each))
    for what, unit, scores in (("attribution", "sentences", result.attribution), ("frames", "assigned", result.frames)):
        if scores.bins:
            console.print(f"\n{what}, {scores.count:,} {unit}: # right, | mean score")
            console.print(_reliability(scores))


def _shown(value: Value) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in value.items())
    return "no scores" if value is None else str(value)


def _table(told: Told) -> Table:
    from rich.table import Table

    from annotate.cli.console import plain

    table = Table(*map(plain, told.columns), box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify, column.overflow = "right", "fold"
    for row in told.rows:
        table.add_row(*map(plain, row))
    return table


def _reliability(scores: Reliability) -> Table:
    """Return the table of the bins that hold something (rows), and last of all of them together."""
    from rich.table import Table

    table = Table("score", "count", "mean", "right", "", box=None, pad_edge=False)
    for column in table.columns[1:4]:
        column.justify = "right"
    rows = [(f"{each.low}-{each.high}", each.count, each.mean_score, each.accuracy) for each in scores.bins]
    for name, count, score, right in (*rows, ("all", scores.count, scores.mean_score or 0.0, scores.base_rate or 0.0)):
        table.add_row(name, f"{count:,}", f"{score:.3f}", f"{right:.3f}", _Bar(score, right))
    return table


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar that rich draws as wide as its table leaves room for."""

    score: float
    right: float

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        from rich.measure import Measurement

        return Measurement(NARROWEST, WIDEST)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        yield Text(bar(self.score, self.right, options.max_width), no_wrap=True)


def bar(score: float, right: float, width: int) -> str:
    """Draw a share that is right as a bar, with a mark where the mean score lies; it ends at the mark where both agree.

    >>> bar(0.8, 0.8, 10), bar(0.9, 0.5, 10), bar(0.3, 0.6, 10)
    ('#######|..', '#####...|.', '##|###....')
    >>> bar(0.0, 0.0, 10), bar(1.0, 1.0, 10)
    ('|.........', '#########|')
    """
    cells = ["#" if cell < round(right * width) else "." for cell in range(width)]
    cells[max(round(score * width) - 1, 0)] = "|"
    return "".join(cells)


def _bins(scores: Reliability) -> list[dict[str, float]]:
    """Return the bins that hold something as JSON has them."""
    return [
        {
            "low": each.low,
            "high": each.high,
            "count": each.count,
            "mean_score": round(each.mean_score, 4),
            "accuracy": round(each.accuracy, 4),
        }
        for each in scores.bins
    ]
