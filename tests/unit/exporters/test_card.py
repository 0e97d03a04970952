from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from annotate.config import load_scheme
from annotate.data import AnnotatedArticle
from annotate.exporters.choices import TABLES, Table
from annotate.exporters.columns import COLUMNS
from annotate.exporters.export import Plan, export
from tests.builders import annotated, folder_of
from tests.unit.exporters.making import three


def card(place: Path, plan: Plan, articles: list[AnnotatedArticle] | None = None) -> str:
    export(folder_of(place / "run", articles or three()), place / "out", plan)
    return (place / "out" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", TABLES)
def test_the_header_says_what_the_files_hold(tmp_path: Path, form: Table) -> None:
    _, header, _ = card(tmp_path, Plan(form)).split("---\n", 2)
    said = yaml.safe_load(header)
    assert said["language"] == ["en"]
    assert said["license"] == "other"
    assert said["task_categories"] == ["text-classification", "token-classification"]
    assert said["size_categories"] == ["n<1K"]
    assert [each["name"] for each in said["dataset_info"]["features"]] == [column.name for column in COLUMNS]
    assert ("configs" in said) == (form != "hf")


def test_counts_agreement_and_people_are_told(tmp_path: Path) -> None:
    text = card(tmp_path, Plan("jsonl", split=(1.0, 0.0, 0.0)))
    for line in (
        "| | train |",
        "|---|---:|",
        "| articles | 3 |",
        "| sentences | 5 |",
        r"| official\_source | 1 |",
        r"| named\_source | 4 |",
        "| economic | 5 |",
        "| en | 5 |",
        "| The Courier | 2 |",
        "| unknown | 1 |",
        "3 sentences carry the labels of 2 people, who corrected the model's:",
        "2 as the model gave them, 1 changed, 0 in regions drawn by hand.",
        "2 carry the model's.",
        "Over the 3 sentences that both gave a label: the same label for 0.67 of them, Cohen's kappa",
        r"| official\_source | – | 0.00 | 0.00 | 1 |",
        r"| named\_source | 0.67 | 1.00 | 0.80 | 2 |",
        "Predictions are by `test 1`.",
        "### Who answers for it: attribution 1",
        "### Policy frames: frames 1",
    ):
        assert line in text.split("\n"), line


def test_every_column_label_and_frame_is_explained(tmp_path: Path) -> None:
    text = card(tmp_path, Plan("jsonl"))
    for column in COLUMNS:
        assert f"| `{column.name}` | {column.meaning} |" in text
    for name in (*load_scheme("attribution").names, *load_scheme("frames").names):
        assert f"- **{name}** (" in text


def test_it_says_what_it_holds_no_more_and_no_less(tmp_path: Path) -> None:
    predicted = card(tmp_path / "a", Plan("csv", "predicted"))
    assert "No person's labels are in this dataset." in predicted
    assert "### Agreement" not in predicted
    assert "are JSON, to be" in predicted
    bare = card(tmp_path / "b", Plan("hf", "human", text=False))
    assert "| `text` |" not in bare
    assert "this dataset quotes none of them" in bare
    assert "load_from_disk(" in bare
    assert "carry the model's" not in bare
    mapped = card(tmp_path / "c", Plan("jsonl", schemes=(load_scheme("attribution_basic"),)))
    assert "attribution_basic 1 (from attribution 1)" in mapped
    assert "media_source" not in mapped


def test_names_of_others_are_no_markup(tmp_path: Path) -> None:
    evil = "The <script>alert(1)</script> | `Post`\n# of *Truth*"
    text = card(tmp_path, Plan("jsonl"), [annotated("It rained.", outlet=evil)])
    assert r"| The &lt;script&gt;alert(1)&lt;/script&gt; \| \`Post\` # of \*Truth\* | 1 |" in text


def test_a_thousand_outlets_are_a_short_table(tmp_path: Path) -> None:
    articles = [annotated(f"Day {number}.", f"texts/{number}.txt", f"Outlet {number}") for number in range(60)]
    text = card(tmp_path, Plan("jsonl", split=(1.0, 0.0, 0.0)), articles)
    assert text.count("| Outlet ") == 51  # with the head of the table
    assert "10 more outlets have fewer sentences." in text


def test_a_label_that_was_taken_away_is_counted(tmp_path: Path) -> None:
    article = three()[0]
    article = replace(article, annotations=(replace(article.annotations[0], regions=()),))
    text = card(tmp_path, Plan("jsonl", split=(1.0, 0.0, 0.0)), [article])
    assert "| none: a person took the region away | 2 |\n" in text
    assert "### Agreement" not in text
