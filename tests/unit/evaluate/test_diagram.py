from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from annotate.errors import FolderError, UsageError
from annotate.evaluate import Evaluation, Reliability
from annotate.evaluate.calibration import reliability
from annotate.evaluate.diagram import check, render, write

SVG = "{http://www.w3.org/2000/svg}"
ATTRIBUTION = reliability([*[(0.9, True)] * 3, (0.9, False), (0.5, False), (0.0, False)])
FRAMES = reliability([(0.6, True)])


def drawn(attribution: Reliability = ATTRIBUTION, frames: Reliability = FRAMES) -> Xml.Element:
    return Xml.fromstring(render(Evaluation({}, {}, attribution, frames)))


def of_class(root: Xml.Element, name: str) -> list[Xml.Element]:
    """Return what is drawn with a class, legend left out."""
    return [each for group in root.iter(f"{SVG}g") for each in group if each.get("class") == name and _bin(group)]


def _bin(group: Xml.Element) -> bool:
    return group.find(f"{SVG}title") is not None


def test_bars_stand_at_their_scores_as_high_as_what_is_right() -> None:
    bars = of_class(drawn(frames=Reliability()), "bar")
    assert [(each.get("x"), each.get("y"), each.get("height")) for each in bars] == [
        ("2.0", "280.0", "0.0"),
        ("142.0", "280.0", "0.0"),
        ("254.0", "70.0", "210.0"),
    ]


def test_marks_lie_at_the_mean_score() -> None:
    assert [each.get("d") for each in of_class(drawn(), "mark")] == [
        "M0.0 280.0h28.0",
        "M140.0 140.0h28.0",
        "M252.0 28.0h28.0",
        "M168.0 112.0h28.0",
    ]


def test_counts_stand_beneath() -> None:
    root = drawn()
    assert [each.text for each in of_class(root, "tick")] == ["1", "1", "4", "1"]
    assert [each.get("height") for each in of_class(root, "count")] == ["10.0", "10.0", "40.0", "40.0"]


def test_what_is_drawn_is_told_in_words() -> None:
    told = drawn().findtext(f"{SVG}desc") or ""
    assert "0.9 to 1.0: 4 sentences, mean score 0.900, right 0.750." in told
    assert "0.6 to 0.7: 1 assigned, mean score 0.600, right 1.000." in told


def test_figures_stand_above_with_the_base_rate() -> None:
    text = " ".join(drawn().itertext())
    assert "Attribution, 6 sentences" in text
    assert "calibration error 0.183, largest gap 0.500" in text  # (4 * 0.15 + 0.5 + 0.0) / 6
    assert "mean score 0.683, base rate 0.500" in text


def test_frames_have_a_plot_of_their_own_where_any_were_assigned() -> None:
    assert drawn().get("width") == "720"
    assert drawn(frames=Reliability()).get("width") == "360"


def test_without_scores_it_says_so() -> None:
    root = drawn(Reliability(), Reliability())
    assert "no scores" in " ".join(root.itertext())
    assert not of_class(root, "bar")


def test_nothing_is_loaded_and_dark_ground_has_colours_of_its_own() -> None:
    svg = render(Evaluation({}, {}, ATTRIBUTION, FRAMES))
    assert svg.count("http") == 1  # the name of SVG itself
    assert not {"script", "image", "use", "a", "foreignObject"} & {each.tag[len(SVG) :] for each in drawn().iter()}
    assert "prefers-color-scheme: dark" in svg


@pytest.mark.parametrize("name", ["diagram.png", "diagram", "svg", ".svg", "a.svg.gz"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"ends in \.svg"):
        check(Path(name))


def test_an_older_diagram_is_replaced_and_nothing_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.SVG"
    path.write_text("old")
    write(Evaluation({}, {}, ATTRIBUTION, FRAMES), path)
    assert path.read_text(encoding="utf-8") == render(Evaluation({}, {}, ATTRIBUTION, FRAMES))
    assert [each.name for each in tmp_path.iterdir()] == ["a.SVG"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.svg").mkdir()
    for path in (tmp_path / "nowhere" / "a.svg", tmp_path / "folder.svg"):
        with pytest.raises(FolderError) as caught:
            write(Evaluation({}, {}, ATTRIBUTION, FRAMES), path)
        assert str(caught.value).startswith(f"{path}: ")
        assert "\n" not in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["folder.svg"]
