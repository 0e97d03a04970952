"""`annotate export` as a person runs it, and what `datasets` makes of what it writes."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import datasets
import pytest
from typer.testing import CliRunner, Result

from annotate.cli import app
from annotate.config import load_scheme
from annotate.exporters.choices import FORMATS
from annotate.exporters.registry import EXPORTERS
from annotate.labelstudio.pull import pull
from annotate.labelstudio.push import push
from tests.builders import annotated, folder_of
from tests.fakes import FakeReviewServer
from tests.unit.exporters.making import three

FRAMES = load_scheme("frames").names
BASIC = load_scheme("attribution_basic").names


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "run", three()).path


def export(*args: str | Path) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, args)])


def loaded(path: Path, cache: Path) -> Any:
    """Return the dataset as its card says to load it."""
    if (path / "dataset_dict.json").is_file():
        return datasets.load_from_disk(str(path))
    return datasets.load_dataset(str(path), cache_dir=str(cache))


def sentences(found: Any) -> dict[str, Any]:
    """Return the rows of all splits by their text."""
    return {row["text"]: row for split in found.values() for row in split}


@pytest.mark.parametrize("form", ["hf", "parquet", "jsonl", "csv"])
def test_datasets_loads_every_format_with_its_types(tmp_path: Path, run: Path, form: str) -> None:
    done = export(run, "-o", tmp_path / "dataset", "--format", form)
    assert done.exit_code == 0, done.stderr
    found = loaded(tmp_path / "dataset", tmp_path / "cache")
    assert set(found) == {"train", "validation", "test"}
    features = found["train"].features
    assert features["label"].names == list(load_scheme("attribution").names)
    rows = sentences(found)
    assert len(rows) == 5
    changed = rows["The mayor spoke."]
    frames = [FRAMES.index("economic"), FRAMES.index("morality")]
    if form == "csv":
        assert json.loads(changed["frames"]) == ["economic", "morality"]
        assert json.loads(changed["sources"]) == []
    else:
        assert features["frames"].feature.names == list(FRAMES)
        assert changed["frames"] == frames
        assert rows["NA"]["sources"] == [{"start": 27, "end": 28}]
    assert features["label"].int2str(changed["label"]) == "official_source"
    assert features["predicted_label"].int2str(changed["predicted_label"]) == "named_source"
    assert (changed["origin"], changed["labelled_by"], changed["note"]) == ("prediction-changed", "human", "Who?")
    assert (changed["lead_time"], changed["needs_review"], changed["sentence"]) == (12.5, True, 1)
    assert rows["NA"]["outlet"] == "NA"
    assert rows["NA"]["note"] is None
    assert rows["NA"]["lead_time"] is None
    assert rows['He said "no", | and =left.']["annotations"] == 0


def test_a_label_that_a_person_took_away_is_null_in_every_format(tmp_path: Path) -> None:
    article = three()[0]
    article = replace(article, annotations=(replace(article.annotations[0], regions=()),))
    run = folder_of(tmp_path / "gone", [article]).path
    for form in ("hf", "parquet", "jsonl", "csv"):
        assert export(run, "-o", tmp_path / form, "--format", form).exit_code == 0
        [row, other] = loaded(tmp_path / form, tmp_path / "cache")["train"]
        assert row["label"] is other["label"] is None
        assert row["predicted_label"] is not None


def test_people_see_what_was_written_and_pipes_get_the_path(tmp_path: Path, run: Path) -> None:
    done = export(run, "-o", tmp_path / "dataset")
    assert done.stdout == f"{tmp_path}/dataset\n"
    for line in ("sentences", "articles", "labelled by", "by people"):
        assert f"\n{line} " in f"\n{done.stderr}"
    assert "human 3, model 2" in done.stderr
    assert "changed 1" in done.stderr
    quiet = export(run, "-o", tmp_path / "dataset", "--quiet")
    assert (quiet.stdout, quiet.stderr) == ("", "")
    told = json.loads(export(run, "-o", tmp_path / "dataset", "--json").stdout)
    assert told["labelled_by"] == {"human": 3, "model": 2}
    assert sum(told["rows"].values()) == 5


def test_what_a_reviewer_changes_is_in_the_dataset(tmp_path: Path) -> None:
    server = FakeReviewServer()
    push(folder_of(tmp_path / "out", [annotated("# Bridges\nThe mayor spoke.\nThe bridge is closed.")]), server, "loop")

    def correct(results: list[dict[str, Any]]) -> None:
        """Relabel the first region, tick one frame more and type a note."""
        region = results[0]["id"]
        place = {key: results[0]["value"][key] for key in ("start", "end", "text")}
        results[0]["value"]["labels"] = ["anonymous_source"]
        note = {
            "from_name": "note",
            "to_name": "text",
            "type": "textarea",
            "value": {**place, "text": ["Who says so?"]},
        }
        results.append({"id": region, **note})
        for result in results:
            if result["id"] == region:
                result["origin"] = "prediction-changed"
                if result["from_name"] == "frames":
                    result["value"]["choices"].append("political")

    server.annotate(min(server.tasks), correct)
    pull(server, "loop", tmp_path / "corrected")
    done = export(tmp_path / "corrected", "-o", tmp_path / "dataset", "--labels", "human")
    assert done.exit_code == 0, done.stderr
    [changed, left] = loaded(tmp_path / "dataset", tmp_path)["train"]
    names = load_scheme("attribution").names
    assert (changed["text"], names[changed["label"]]) == ("The mayor spoke.", "anonymous_source")
    assert [FRAMES[frame] for frame in changed["frames"]] == ["economic", "political"]
    assert (changed["note"], changed["origin"]) == ("Who says so?", "prediction-changed")
    assert (names[left["label"]], left["note"], left["origin"]) == ("named_source", None, "prediction")


def test_five_labels_become_three(tmp_path: Path, run: Path) -> None:
    done = export(run, "-o", tmp_path / "dataset", "--map", "attribution_basic")
    assert done.exit_code == 0, done.stderr
    found = loaded(tmp_path / "dataset", tmp_path)
    assert found["train"].features["label"].names == list(BASIC)
    assert {row["label"] for row in sentences(found).values()} == {BASIC.index("official_source")}


def test_texts_leave_and_come_back(tmp_path: Path, run: Path) -> None:
    assert export(run, "-o", tmp_path / "full", "--format", "parquet").exit_code == 0
    assert export(run, "-o", tmp_path / "bare", "--format", "parquet", "--no-text").exit_code == 0
    assert "text" not in loaded(tmp_path / "bare", tmp_path / "cache")["train"].features
    done = export(tmp_path / "bare", "-o", tmp_path / "back", "--texts", run)
    assert done.exit_code == 0, done.stderr
    full, back = (sentences(loaded(tmp_path / name, tmp_path / "cache")) for name in ("full", "back"))
    assert back == full


def test_texts_that_are_not_found_are_told_in_one_line(tmp_path: Path, run: Path) -> None:
    export(run, "-o", tmp_path / "bare", "--format", "jsonl", "--no-text")
    less = folder_of(tmp_path / "less", three()[:1]).path
    done = export(tmp_path / "bare", "-o", tmp_path / "back", "--texts", less, "--quiet")
    assert done.exit_code == 3
    assert done.stderr.splitlines()[0].startswith(f"warning: 2 of 3 texts were not found in {less}: texts/")


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("nowhere",), 5, "no such folder"),
        (("run", "--labels", "all"), 2, "is not one of"),
        (("run", "--format", "xml"), 2, "is not one of"),
        (("run", "--split", "8,1,1"), 2, "give three that make 1"),
        (("run", "--map", "nope"), 2, "no such scheme"),
        (("run", "--format", "brat", "--no-text"), 2, "--no-text: brat holds the texts"),
        (("bare", "--texts", "run", "--format", "conll"), 2, "--format conll does not go with --texts"),
        (("run", "--map", "generic_frames"), 2, "no label takes in economic"),
        (("run", "--map", "attribution_basic", "--map", "attribution_basic"), 2, "at most one of"),
        (("predicted", "--labels", "human"), 2, "nobody has annotated"),
        (("bare",), 2, "give --texts DIR"),
        (("run", "--texts", "run"), 5, "holds no dataset of annotate"),
        (("bare", "--texts", "run", "--seed", "0"), 2, "--seed does not go with --texts"),
        (("bare", "--texts", "run", "--no-text"), 2, "--no-text does not go with --texts"),
        (("bare", "--texts", "run", "--map", "frames"), 2, "--map does not go with --texts"),
    ],
)
def test_each_error_is_one_line_and_its_exit_code(
    tmp_path: Path, run: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], code: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    folder_of(tmp_path / "predicted", [annotated("It rained.")])
    assert export(run, "-o", "bare", "--format", "jsonl", "--no-text", "-q").exit_code == 0
    done = export(*args, "-o", "dataset")
    assert done.exit_code == code, done.stderr
    assert message in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "dataset").exists()


def test_too_few_articles_for_three_splits_are_told(tmp_path: Path) -> None:
    one = folder_of(tmp_path / "one", three()[:1]).path
    done = export(one, "-o", tmp_path / "dataset", "--format", "csv", "-q")
    assert done.exit_code == 0
    assert "warning: validation and test: no sentence" in done.stderr
    with (tmp_path / "dataset" / "train.csv").open(encoding="utf-8", newline="") as file:
        assert [row["label"] for row in csv.DictReader(file)] == ["official_source", "named_source"]


def test_what_other_tools_read_is_written_and_what_is_lost_is_told(tmp_path: Path) -> None:
    run = folder_of(tmp_path / "run", [annotated("It rained.\x07", "a.txt"), *three()]).path
    for form in ("conll", "brat", "cas", "docbin", "argilla"):
        done = export(run, "-o", tmp_path / form, "--format", form, "--labels", "predicted")
        assert done.exit_code == 0, done.stderr
        assert done.stdout == f"{tmp_path / form}\n"
        assert ("that XML cannot say" in done.stderr) == (form == "cas")
    again = export(run, "-o", tmp_path / "brat", "--format", "cas", "--json", "-q")  # in place of the older one
    assert json.loads(again.stdout)["losses"] == [
        "control characters that XML cannot say, and that are U+FFFD instead: 1"
    ]
    assert not list((tmp_path / "brat").rglob("*.ann"))


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("docbin", 'annotate export --format docbin needs spaCy: pip install "annotate[spacy]"'),
        ("cas", 'annotate export --format cas needs dkpro-cassis: pip install "annotate[cas]"'),
    ],
)
def test_a_library_that_is_not_there_is_named_in_one_line(
    tmp_path: Path, run: Path, monkeypatch: pytest.MonkeyPatch, form: str, line: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("annotate.exporters.registry.find_spec", lambda name: None)
    done = export(run, "-o", tmp_path / "dataset", "--format", form)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith(line)
    assert not (tmp_path / "dataset").exists()


def test_the_extras_that_errors_name_are_there() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    libraries = [each.library for each in EXPORTERS.values() if each.library]
    assert libraries
    for library in libraries:
        [wanted] = project["optional-dependencies"][library.extra]
        assert wanted.startswith(library.title.lower())
    assert tuple(EXPORTERS) == FORMATS
    assert [each.name for each in EXPORTERS.values()] == list(FORMATS)


@pytest.mark.parametrize("called", ["annotate.cli", "annotate.exporters.registry"])
def test_help_needs_no_library_that_takes_long(called: str) -> None:
    slow = ("torch", "spacy", "cassis", "argilla", *(("datasets", "pyarrow") if called == "annotate.cli" else ()))
    told = f"import sys, {called}; print([each for each in {slow} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
