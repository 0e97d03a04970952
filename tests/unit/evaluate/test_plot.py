"""Measures with their intervals, drawn."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from annotate.errors import UsageError
from annotate.evaluate import Evaluation, Interval, LabelMeasures
from annotate.evaluate.calibration import Reliability
from annotate.evaluate.plot import DRAWN, check, render

SVG = "{http://www.w3.org/2000/svg}"


def evaluation(*labels: LabelMeasures, accuracy: float = 0.5) -> Evaluation:
    measures = {"sentences": 10, "attribution_accuracy": accuracy}
    return Evaluation(
        measures,
        {},
        Reliability(),
        Reliability(),
        {"attribution_accuracy": Interval(0.4, 0.7)},
        {"attribution": labels},
    )


def label(name: str, f1: float, interval: Interval | None = None, count: int = 5) -> LabelMeasures:
    return LabelMeasures(name, count, 1.0, 1.0, f1, interval)


def drawn(given: Evaluation, outlets: dict[str, Evaluation] | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(render(given, {"outlet": outlets or {}}))


def test_a_row_stands_at_its_measure_with_its_interval() -> None:
    picture = drawn(evaluation(label("office", 0.8, Interval(0.6, 0.9))))
    (dot,) = picture.iter(f"{SVG}circle")
    assert float(dot.attrib["cx"]) == 250 + 300 * 0.8
    (span,) = (each for each in picture.iter(f"{SVG}path") if each.attrib["class"] == "span")
    assert span.attrib["d"] == f"M{250 + 300 * 0.6:.1f} 0H{250 + 300 * 0.9:.1f}"


def test_parts_are_drawn_by_their_accuracy_and_told_in_words() -> None:
    picture = drawn(evaluation(), {"The <Echo>": evaluation(accuracy=0.25)})
    told = picture.findtext(f"{SVG}desc") or ""
    assert "Accuracy of attribution by outlet: The <Echo>: 0.250 (0.400 to 0.700), 10 sentences." in told


def test_what_gold_never_has_is_left_out() -> None:
    assert not list(drawn(evaluation(label("office", 0.0, count=0))).iter(f"{SVG}circle"))


def test_of_many_outlets_the_largest_are_drawn() -> None:
    picture = drawn(evaluation(), {f"outlet {number}": evaluation() for number in range(DRAWN + 3)})
    assert len(list(picture.iter(f"{SVG}circle"))) == DRAWN
    assert "3 more are left out" in "".join(picture.itertext())


def test_other_names_are_refused() -> None:
    with pytest.raises(UsageError, match=r"ends in \.svg"):
        check(Path("plot.png"))
