r"""An evaluation as the tables of a paper: measures with their intervals, labels, what was taken for what, parts.

`render` gives Markdown or LaTeX (with the `booktabs` package).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment

from annotate.data import Part
from annotate.evaluate import places
from annotate.evaluate.intervals import Interval
from annotate.evaluate.measures import Evaluation, LabelMeasures
from annotate.whole import write_whole
from annotate.wording.templates import environment

SUFFIXES: Final = (".md", ".tex")
#: What a part of a collection is measured by, beside how many sentences it has.
OF_A_PART: Final = (
    "attribution_accuracy",
    "attribution_macro_f1",
    "frames_micro_f1",
    "review_precision",
    "review_recall",
    "review_f1",
)
_WHAT: Final = "table"
_LATEX = {each: rf"\{each}" for each in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_LATEX["\\"] = r"\textbackslash{}"

#: The evaluations of a collection's parts by their names, by what they are parted by.
Parts = Mapping[Part, Mapping[str, Evaluation]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column names its rows, the others hold figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(evaluation: Evaluation, parts: Parts) -> tuple[Table, ...]:
    """Return the tables of an evaluation and of its parts; those that would be empty are left out."""
    found = (
        Table("Measures", ("measure", "value", "95 % interval"), tuple(_measures(evaluation))),
        *(labels(kind, each) for kind, each in evaluation.labels.items()),
        confusion(evaluation),
        *(part_table(name, each) for name, each in parts.items()),
    )
    return tuple(each for each in found if each.rows)


def part_table(by: str, parts: Mapping[str, Evaluation]) -> Table:
    """Return what each part of a collection comes to, with intervals where it has several articles."""
    columns = (by, "sentences", *(_title(name) for name in OF_A_PART))
    rows = tuple(
        (
            name,
            f"{each.measures['sentences']:,}",
            *(_with_interval(each.measures[measure], each.intervals.get(measure)) for measure in OF_A_PART),
        )
        for name, each in parts.items()
    )
    return Table(f"By {by}", columns, rows)


def confusion(evaluation: Evaluation) -> Table:
    """Return the table of gold labels (rows) and given labels (columns)."""
    given = sorted({label for row in evaluation.confusion.values() for label in row})
    rows = ((label, *(str(row.get(column, "·")) for column in given)) for label, row in evaluation.confusion.items())
    return Table("Given labels (columns) of gold labels (rows)", ("gold \\ given", *given), tuple(rows))


def check(path: Path) -> None:
    """Raise `UsageError` where tables should not be written to `path`."""
    places.check(path, SUFFIXES, _WHAT)


def write(found: Sequence[Table], path: Path) -> None:
    """Write tables to `path` as its suffix says. Raises `UsageError` or `FolderError`."""
    check(path)
    write_whole([render(found, path.suffix.lower())], path, _WHAT)


def render(found: Sequence[Table], suffix: str) -> str:
    """Return tables as Markdown (".md") or LaTeX (".tex")."""
    return _environment().get_template(f"tables{suffix}.j2").render(tables=found)


def latex(text: str) -> str:
    r"""Return text that LaTeX prints as it is.

    >>> latex("official_source & 95 %")
    'official\\_source \\& 95 \\%'
    """
    return "".join(_LATEX.get(each, each) for each in text)


def markdown(text: str) -> str:
    r"""Return text that stays in its cell and is no markup.

    >>> markdown("a|b *c*")
    'a\\|b \\*c\\*'
    """
    return re.sub(r"([\\|*`<\[\]])", r"\\\1", " ".join(text.split()))


def _measures(evaluation: Evaluation) -> Iterator[tuple[str, str, str]]:
    for name, value in evaluation.measures.items():
        if not isinstance(value, dict):
            shown = "–" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
            yield _title(name), shown, _interval(evaluation.intervals.get(name))


def labels(kind: str, found: Iterable[LabelMeasures]) -> Table:
    """Return how each label of a kind was given."""
    columns = (kind, "in gold", "precision", "recall", "F1", "95 % interval")
    rows = (
        (
            each.label,
            f"{each.count:,}",
            *(f"{share:.3f}" for share in (each.precision, each.recall, each.f1)),
            _interval(each.interval),
        )
        for each in found
    )
    return Table(f"Labels: {kind}", columns, tuple(rows))


def _with_interval(value: object, interval: Interval | None) -> str:
    shown = f"{value:.3f}" if isinstance(value, float) else "–"
    return f"{shown} [{_interval(interval)}]" if interval else shown


def _interval(interval: Interval | None) -> str:
    return f"{interval.low:.3f} to {interval.high:.3f}" if interval else ""


def _title(name: str) -> str:
    """Return a measure's name in words.

    >>> _title("attribution_macro_f1")
    'attribution macro F1'
    """
    return name.replace("_f1", "_F1").replace("_", " ")


@cache
def _environment() -> Environment:
    made = environment("annotate.evaluate", markup=False)
    made.filters |= {"latex": latex, "markdown": markdown}
    return made
