"""Measures with their intervals as one self-contained SVG: a row a label or part of the collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment

from annotate.evaluate import places
from annotate.evaluate.intervals import Interval
from annotate.evaluate.measures import Evaluation
from annotate.evaluate.tables import Parts
from annotate.whole import write_whole
from annotate.wording.templates import environment

DRAWN: Final = 40  # rows a panel, the largest: a collection may have hundreds of outlets
_WHAT: Final = "plot"


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in [0, 1] of `count` sentences."""

    name: str
    count: int
    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows of one measure."""

    title: str
    rows: tuple[Row, ...]
    left_out: int


def check(path: Path) -> None:
    """Raise `UsageError` where a plot should not be written to `path`: its name must end in `.svg`."""
    places.check(path, (".svg",), _WHAT)


def write(evaluation: Evaluation, parts: Parts, path: Path) -> None:
    """Write the plot to `path`, whole or not at all. Raises `UsageError` or `FolderError`."""
    check(path)
    write_whole([render(evaluation, parts)], path, _WHAT)


def render(evaluation: Evaluation, parts: Parts) -> str:
    """Return the plot: F1 of each label of gold, and the accuracy of attribution in each part."""
    return _environment().get_template("measures.svg.j2").render(panels=tuple(_panels(evaluation, parts)))


def _panels(evaluation: Evaluation, parts: Parts) -> Iterator[Panel]:
    for kind, labels in evaluation.labels.items():
        rows = [Row(each.label, each.count, each.f1, each.interval) for each in labels if each.count]
        yield from _panel(f"F1, {kind}", rows)
    for by, each in parts.items():
        yield from _panel(f"Accuracy of attribution by {by}", list(_parts(each)))


def _panel(title: str, rows: list[Row]) -> Iterator[Panel]:
    if rows:
        yield Panel(title, tuple(rows[:DRAWN]), len(rows[DRAWN:]))


def _parts(parts: Mapping[str, Evaluation]) -> Iterator[Row]:
    for name, each in parts.items():
        count, accuracy = each.measures["sentences"], each.measures["attribution_accuracy"]
        if isinstance(count, int) and isinstance(accuracy, float) and count:
            yield Row(name, count, accuracy, each.intervals.get("attribution_accuracy"))


@cache
def _environment() -> Environment:
    made = environment("annotate.evaluate")
    made.filters["figure"] = "{:.3f}".format
    made.filters["place"] = "{:.1f}".format
    return made
