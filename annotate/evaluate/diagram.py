"""The reliability diagram as one self-contained SVG: what is right, bin by bin, against the diagonal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment

from annotate.evaluate import places
from annotate.evaluate.calibration import BINS, Reliability
from annotate.evaluate.measures import Evaluation
from annotate.whole import write_whole
from annotate.wording.templates import environment

_WHAT = "reliability diagram"


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot: what was scored (`kind`), and what each score was given for (`unit`, in the plural)."""

    kind: str
    unit: str
    scores: Reliability

    @property
    def title(self) -> str:
        """The plot's name, and how many scores it shows."""
        return f"{self.kind}, {self.scores.count:,} {self.unit}"


def check(path: Path) -> None:
    """Raise `UsageError` where a diagram should not be written to `path`: its name must end in `.svg`."""
    places.check(path, (".svg",), _WHAT)


def write(evaluation: Evaluation, path: Path) -> None:
    """Write the diagram of `evaluation` to `path`, whole or not at all. Raises `UsageError` or `FolderError`."""
    check(path)
    write_whole([render(evaluation)], path, _WHAT)


def render(evaluation: Evaluation) -> str:
    """Return the diagram of `evaluation` as SVG: attribution, and beside it the frames where any were assigned."""
    panels = [Panel("Attribution", "sentences", evaluation.attribution)]
    if evaluation.frames.bins:
        panels.append(Panel("Frames", "assigned", evaluation.frames))
    return _environment().get_template("reliability.svg.j2").render(panels=panels, width=1 / BINS)


def compact(count: int) -> str:
    """Return a count in five characters at most, so that it fits beneath its bar.

    >>> compact(9876), compact(12_345), compact(4_500_000)
    ('9,876', '12k', '4m')
    """
    if count < 10_000:
        return f"{count:,}"
    return f"{count // 1000}k" if count < 1_000_000 else f"{count // 1_000_000}m"


@cache
def _environment() -> Environment:
    made = environment("annotate.evaluate")
    made.filters["figure"] = "{:.3f}".format
    made.filters["place"] = "{:.1f}".format
    made.filters["compact"] = compact
    return made
