"""How many of the figures of `tests/golden/figures.jsonl` are found, and how many found are there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from annotate.support.figures import Figure, figures

GOLDEN = Path(__file__).parents[1] / "golden" / "figures.jsonl"
#: Kinds that the gold has and that are no figures here; dates are read, but as the time of a figure.
NO_FIGURES = {"ordinal", "age:year", "score", "time", "date", "ratio", "times"}


@dataclass
class Tally:
    met: int = 0
    missed: int = 0
    extra: int = 0
    hedged: int = 0
    sliced: int = 0


@pytest.fixture(scope="module")
def tally() -> Tally:
    """Count what meets the gold: same value, bounds and unit at the same place."""
    count = Tally()
    for row in map(json.loads, GOLDEN.read_text(encoding="utf-8").splitlines()):
        found = list(figures(row["text"], row["language"]))
        for gold, start in _placed(row):
            match = next((each for each in found if _meets(each, gold, start)), None)
            if match is None:
                count.missed += 1
                continue
            found.remove(match)
            count.met += 1
            count.hedged += match.hedge == gold["hedge"]
            count.sliced += match.text == gold["text"]
        count.extra += len(found)
    return count


def _placed(row: dict[str, Any]) -> Iterator[tuple[dict[str, Any], int]]:
    at = 0
    for gold in row["figures"]:
        at = row["text"].index(gold["text"], at)
        if gold["unit"] not in NO_FIGURES:
            yield gold, at
        at += 1


def _meets(figure: Figure, gold: dict[str, Any], start: int) -> bool:
    apart = figure.start >= start + len(gold["text"]) or figure.end <= start
    unit = "duration:day" if gold["unit"] == "duration:night" else gold["unit"]
    low, high = figure.value, figure.value
    if figure.hedge == "range":
        low, high = figure.low, figure.high
    bounds = (
        None if figure.hedge in ("less_than", "up_to") else low,
        None if figure.hedge in ("more_than", "dozens") else high,
    )
    return not apart and figure.unit == unit and all(map(_same, bounds, (gold["low"], gold["high"])))


def _same(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else abs(one - other) < 0.01


def test_found_figures_are_there(tally: Tally) -> None:
    assert tally.met / (tally.met + tally.extra) >= 0.94


def test_figures_are_found(tally: Tally) -> None:
    assert tally.met / (tally.met + tally.missed) >= 0.91


def test_hedges_and_slices_are_right(tally: Tally) -> None:
    assert tally.hedged / tally.met >= 0.98
    assert tally.sliced / tally.met >= 0.95
