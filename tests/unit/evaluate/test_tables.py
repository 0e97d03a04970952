"""An evaluation as tables: Markdown and LaTeX."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate.errors import UsageError
from annotate.evaluate import evaluate, match, measured, parted
from annotate.evaluate.tables import Parts, Table, check, render, tables, write
from tests.unit.evaluate.making import SPANS, annotated, gold, sentence

GIVEN = [annotated(sentence(SPANS[0], "named_source"), sentence(SPANS[1], "named_source"))]
GOLD = [gold(SPANS[0], "named_source"), gold(SPANS[1], "media_source"), gold(SPANS[2], "outlet_assertion")]


def test_every_measure_label_and_part_has_a_row() -> None:
    parts: Parts = {"language": {name: measured(each) for name, each in parted(match(GIVEN, GOLD), "language").items()}}
    found = {each.title: each for each in tables(evaluate(GIVEN, GOLD), parts)}
    assert ("attribution accuracy", "0.3333", "") in found["Measures"].rows
    assert ("media_source", "1", "0.000", "0.000", "0.000", "") in found["Labels: attribution"].rows
    assert ("outlet_assertion", "1", "·") in found["Given labels (columns) of gold labels (rows)"].rows
    assert found["By language"].rows[0][:3] == ("en", "3", "0.333")
    assert "Labels: frames" not in found


def test_intervals_stand_beside_what_they_are_of() -> None:
    more = [each.model_copy(update={"doc": "texts/b.txt"}) for each in GOLD]
    found = tables(evaluate(GIVEN, [*GOLD, *more], resamples=200), {})
    accuracy = next(row for row in found[0].rows if row[0] == "attribution accuracy")
    assert accuracy == ("attribution accuracy", "0.1667", "0.000 to 0.333")


def test_markdown_keeps_every_cell_in_its_place() -> None:
    told = render([Table("A | title", ("name", "n"), (("x|y *z*", "1"), ("line\nend", "2")))], ".md").splitlines()
    assert told == [r"### A \| title", "", "| name | n |", "| --- | ---: |", r"| x\|y \*z\* | 1 |", "| line end | 2 |"]


def test_latex_prints_signs_as_they_are() -> None:
    told = render([Table("100 %", ("a_b", "n"), (("x & y", "1"),))], ".tex")
    assert r"\caption{100 \%}" in told
    assert r"\begin{tabular}{lr}" in told
    assert r"a\_b & n \\" in told.splitlines()
    assert r"x \& y & 1 \\" in told.splitlines()
    assert told.count(r"\begin{") == told.count(r"\end{") == 2


def test_tables_are_parted_by_a_line() -> None:
    one = Table("One", ("a",), (("x",),))
    assert "| x |\n\n### One" in render([one, one], ".md")
    assert "\\end{table}\n\n\\begin{table}" in render([one, one], ".tex")


def test_the_suffix_says_how_it_is_written(tmp_path: Path) -> None:
    found = tables(evaluate(GIVEN, GOLD), {})
    for name in ("a.md", "a.TEX"):
        write(found, tmp_path / name)
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == render(found, ".md")
    assert (tmp_path / "a.TEX").read_text(encoding="utf-8") == render(found, ".tex")
    with pytest.raises(UsageError, match=r"ends in \.md or \.tex"):
        check(tmp_path / "a.csv")
