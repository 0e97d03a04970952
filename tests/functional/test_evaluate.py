"""`annotate evaluate` as a person runs it: what it says of the scores, where it draws it, and its complaints."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annotate.cli import app
from tests.builders import annotated, folder_of
from tests.unit.evaluate.making import SPANS, gold, sentence
from tests.unit.evaluate.making import annotated as of_sentences


def evaluate(*args: str | Path, columns: int = 80) -> Result:
    return CliRunner(env={"COLUMNS": str(columns), "NO_COLOR": "1"}).invoke(app, ["evaluate", *map(str, args)])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return a folder with three sentences: sure and right, sure and wrong, unsure and right."""
    given = of_sentences(
        sentence(SPANS[0], "named_source", (("economic", 0.8),), score=0.95),
        sentence(SPANS[1], "named_source", score=0.91),
        sentence(SPANS[2], "outlet_assertion", score=0.6),
    )
    return folder_of(tmp_path / "out", [given]).path


@pytest.fixture
def wanted(tmp_path: Path) -> Path:
    labels = ("named_source", "media_source", "outlet_assertion")
    lines = [gold(span, label).model_dump_json() for span, label in zip(SPANS, labels, strict=True)]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_row_a_bin_and_one_of_all_show_score_against_what_is_right(out: Path, wanted: Path) -> None:
    done = evaluate(out, "--gold", wanted)
    assert done.exit_code == 0, done.stderr
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    at = lines.index("attribution, 3 sentences: # right, | mean score")
    assert lines[at + 1].split() == ["score", "count", "mean", "right"]
    assert lines[at + 2 : at + 6] == [
        f"0.6-0.7      1  0.600  1.000  {'#' * 23}|{'#' * 16}",
        f"0.9-1.0      2  0.930  0.500  {'#' * 20}{'.' * 16}|{'.' * 3}",
        f"all          3  0.820  0.667  {'#' * 27}{'.' * 5}|{'.' * 7}",
        "",
    ]
    assert lines[at + 6] == "frames, 1 assigned: # right, | mean score"
    assert "attribution_calibration_error      0.42" in lines  # (0.4 + 2 * 0.43) / 3
    assert "attribution_base_rate              0.6667" in lines


@pytest.mark.parametrize("columns", [40, 50, 80, 200])
def test_bars_fit_the_terminal(monkeypatch: pytest.MonkeyPatch, out: Path, wanted: Path, columns: int) -> None:
    monkeypatch.setattr("annotate.cli.console.WIDE", columns)
    lines = evaluate(out, "--gold", wanted, columns=columns).stdout.splitlines()
    bars = [line.split()[-1] for line in lines if line.startswith(("0.", "all "))]
    assert len(bars) == 5
    assert {len(bar) for bar in bars} == {min(columns - 30, 40)}
    assert all(bar.count("|") == 1 and not set(bar) - set("#.|") for bar in bars)


def test_json_has_the_bins(out: Path, wanted: Path) -> None:
    measured = json.loads(evaluate(out, "--gold", wanted, "--json").stdout)
    assert measured["attribution_reliability"] == [
        {"low": 0.6, "high": 0.7, "count": 1, "mean_score": 0.6, "accuracy": 1.0},
        {"low": 0.9, "high": 1.0, "count": 2, "mean_score": 0.93, "accuracy": 0.5},
    ]
    assert measured["frames_reliability"] == [{"low": 0.8, "high": 0.9, "count": 1, "mean_score": 0.8, "accuracy": 0.0}]
    assert measured["attribution_max_calibration_error"] == 0.43


def test_without_frames_there_is_no_table_of_them(tmp_path: Path, wanted: Path) -> None:
    folder = folder_of(tmp_path / "bare", [of_sentences(sentence(SPANS[0], "named_source"))]).path
    done = evaluate(folder, "--gold", wanted)
    assert "frames, " not in done.stdout
    assert "frames_calibration_error           no scores" in [line.rstrip() for line in done.stdout.splitlines()]
    measured = json.loads(evaluate(folder, "--gold", wanted, "--json").stdout)
    assert measured["frames_calibration_error"] is None
    assert measured["frames_reliability"] == []


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_diagram_is_drawn_beside_either_output(tmp_path: Path, out: Path, wanted: Path, form: tuple[str]) -> None:
    plain = evaluate(out, "--gold", wanted, *form)
    done = evaluate(out, "--gold", wanted, "--reliability", tmp_path / "a.svg", *form)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == plain.stdout
    assert "calibration error 0.420" in (tmp_path / "a.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [("a.png", 2, "ends in .svg"), ("nowhere/a.svg", 5, "No such file"), ("gold.jsonl/a.svg", 5, "Not a directory")],
)
def test_a_bad_place_for_the_diagram_is_one_line(
    tmp_path: Path, out: Path, wanted: Path, name: str, code: int, message: str
) -> None:
    done = evaluate(out, "--gold", wanted, "--reliability", tmp_path / name)
    assert done.exit_code == code
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert name in done.stderr
    assert message in done.stderr


def test_a_bad_name_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = evaluate(tmp_path / "nowhere", "--gold", tmp_path / "none.jsonl", "--reliability", "a.pdf")
    assert "a.pdf" in done.stderr


def test_sentences_without_attribution_are_measured_without_scores(tmp_path: Path, wanted: Path) -> None:
    bare = annotated("Ann said so.\nBob denied it.\nThe sun rose.")
    silent = replace(bare, sentences=tuple(replace(each, attribution=None, frames=()) for each in bare.sentences))
    folder = folder_of(tmp_path / "silent", [silent]).path
    done = evaluate(folder, "--gold", wanted, "--reliability", tmp_path / "a.svg")
    assert done.exit_code == 0, done.stderr
    assert "sentences:" not in done.stdout
    assert "no scores" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_parts_tables_and_plot_are_of_the_same_figures(tmp_path: Path, out: Path, wanted: Path) -> None:
    done = evaluate(
        out, "--gold", wanted, "--by", "language", "--table", tmp_path / "t.md", "--plot", tmp_path / "p.svg", "--json"
    )
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["by_language"]["en"]["attribution_accuracy"] == told["attribution_accuracy"] == 0.6667
    assert "| attribution accuracy | 0.6667 |" in (tmp_path / "t.md").read_text(encoding="utf-8")
    assert "en: 0.667" in (tmp_path / "p.svg").read_text(encoding="utf-8")


def test_text_has_the_parts_and_the_labels(out: Path, wanted: Path) -> None:
    done = evaluate(out, "--gold", wanted, "--by", "outlet", columns=160)
    assert "precision" in done.stdout
    assert "(no outlet)" in done.stdout
