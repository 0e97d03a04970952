"""`annotate compare`, run on two folders: what a person, an issue and a program are told."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annotate.cli import app
from annotate.data import Attribution, Flag
from tests.builders import annotated, folder_of
from tests.samples import articles

POST, WIRE, _, _, HOSTILE = articles()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return two folders: in the second a label, a flag and an article are gone, and another is there."""
    place = tmp_path_factory.mktemp("compare")
    first = POST.sentences[1]
    assert first.attribution is not None
    relabelled = replace(
        first, attribution=Attribution("named_source", 0.9, {"named_source": 0.9}), flags=first.flags[:1]
    )
    hostile = replace(
        HOSTILE, sentences=tuple(replace(each, flags=(Flag("second_hand", 0.5, ""),)) for each in HOSTILE.sentences)
    )
    after = replace(POST, sentences=(POST.sentences[0], relabelled, *POST.sentences[2:]))
    new = annotated("Rain fell.", "texts/new.txt")
    folder_of(place / "one", [POST, WIRE, HOSTILE])
    folder_of(place / "two", [after, hostile, new])
    return place / "one", place / "two"


def compare(*args: str | Path | int) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, args)])


def test_the_counts_come_first_then_the_sentences(folders: tuple[Path, Path]) -> None:
    done = compare(*folders)
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    chain = [
        "articles in both 2",
        "1 in the first, 1 in the second",
        "sentences changed 5",
        "labels 1: official_source → named_source 1",
        "flags gained Second-hand 4",
        "Factive endorsement 1",
        "Articles in the first alone (1 of 1)",
        WIRE.article.id,
        "Sentences (5 of 5)",
        f"sentence {POST.article.id}:1",
        "A fire that tore through",
        "label official_source → named_source",
        "flags − Factive endorsement (0.78)",
    ]
    at = 0
    for each in chain:
        assert each in said[at:], each
        at = said.index(each, at) + len(each)


def test_json_holds_all_of_it(folders: tuple[Path, Path]) -> None:
    made = json.loads(compare(*folders, "--format", "json").stdout)
    assert (made["schema"], made["differs"], made["settings"]) == (1, True, [])
    assert made["articles"] == {"both": 2, "first": 1, "second": 1, "reworded": 0}
    assert made["labels"] == [{"first": "official_source", "second": "named_source", "count": 1}]
    assert [each["id"] for each in made["articles_first"]] == [WIRE.article.id]
    first, *_ = made["changes"]
    assert (first["label"], first["verdict"]) == ({"first": "official_source", "second": "named_source"}, None)
    assert [flag["reason"] for flag in first["flags"]["lost"]] == ["factive_endorsement"]


def test_a_limit_shortens_the_lists_and_not_the_counts(folders: tuple[Path, Path]) -> None:
    made = json.loads(compare(*folders, "--format", "json", "--limit", 0).stdout)
    assert (made["changes"], made["articles_first"], made["sentences"]["changed"]) == ([], [], 5)
    said = compare(*folders, "--limit", 1).stdout
    assert "Sentences (1 of 5)" in said
    assert "### Sentences (1 of 5)" in compare(*folders, "--limit", 1, "--format", "md").stdout


def test_the_exit_code_is_asked_for(folders: tuple[Path, Path]) -> None:
    first, second = folders
    assert compare(first, second, "--exit-code").exit_code == 1
    assert compare(first, first, "--exit-code").exit_code == 0
    assert compare(first, first.parent / "nowhere", "--exit-code").exit_code == 5


@pytest.mark.parametrize("form", ["text", "md"])
def test_hostile_text_is_only_text(folders: tuple[Path, Path], form: str) -> None:
    said = compare(*folders, "--format", form).output
    assert "�elttit desrever�" in said
    assert not {"\x07", "\x1b", "\u202e"} & set(said)
    assert form == "text" or "<script>" not in said.replace("\\<script\\>", "")


def test_no_model_is_loaded(folders: tuple[Path, Path]) -> None:
    program = (
        "import sys; from annotate.cli import app\n"
        f"app(['compare', {str(folders[0])!r}, {str(folders[1])!r}], standalone_mode=False)\n"
        "assert not {'torch', 'transformers', 'datasets'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
