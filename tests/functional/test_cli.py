"""The commands, run as a person runs them: what they print where, and what they exit with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = Path(__file__).parents[1] / "golden" / "seeds_gold.jsonl"


def annotate(
    *args: str | Path, cwd: Path | None = None, stdin: str = "", hash_seed: str = "1"
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with 200 columns and no colour."""
    settings = {"COLUMNS": "200", "NO_COLOR": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": hash_seed}
    environment = {**os.environ, **settings}
    return subprocess.run(
        [sys.executable, "-m", "annotate", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        input=stdin,
        env=environment,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run over the sample articles."""
    folder = tmp_path_factory.mktemp("cli") / "out"
    done = annotate("run", f"{SEEDS}/", "-o", folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{folder}/report.html\n"
    for name in ("articles", "sentences", "labels", "flagged", "flags", "dropped", "failures"):
        assert f"\n{name} " in f"\n{done.stderr}"
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_run_writes_the_contracts_folder(out: Path) -> None:
    names = content(out).keys()
    assert {"articles-00000.jsonl", "ledger.jsonl", "failures.jsonl", "run.json", "report.html"} <= names
    assert str(Path.home()) not in (out / "run.json").read_text()


def test_same_input_and_settings_give_the_same_bytes(out: Path, tmp_path: Path) -> None:
    again = annotate("run", f"{SEEDS}/", "-o", tmp_path / "again", "--quiet", hash_seed="2")  # sets in another order
    assert again.returncode == 0
    assert content(tmp_path / "again") == content(out)


def test_articles_are_added_and_dropped_and_the_rest_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.txt").write_text(
            f"The mayor of {name.upper()} said that the old bridge would close."
        )
    a, b, c, out = (tmp_path / "in" / "a.txt", tmp_path / "in" / "b.txt", tmp_path / "in" / "c.txt", tmp_path / "out")
    assert annotate("run", a, b, "-o", out, "-q").returncode == 0
    added = annotate("add", c, "-o", out)
    assert (added.returncode, added.stdout) == (0, f"{out}/report.html\n"), added.stderr
    assert "unchanged  2 of 3 articles, taken over" in added.stderr
    dropped = json.loads(annotate("drop", "in/b.txt", "-o", out, "--json").stdout)
    assert (dropped["taken_over"], dropped["articles"]) == (2, 2)
    unknown = annotate("drop", "in/b.txt", "-o", out)
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
    assert "in/b.txt: no article in the folder has this id or path" in unknown.stderr
    again = annotate("run", a, c, "-o", out)
    assert "unchanged  2 of 2 articles, taken over" in again.stderr
    before = content(out)
    fresh = annotate("run", a, c, "-o", out, "--fresh")
    assert "taken over" not in fresh.stderr
    assert content(out) == before


def test_adding_says_what_failed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said that the old bridge would close.")
    (tmp_path / "b.txt").write_text(" ")
    (tmp_path / "c.txt").write_text(" ")
    annotate("run", tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "gone.txt", "-o", tmp_path / "out")
    failed = annotate("add", tmp_path / "c.txt", "-o", tmp_path / "out")
    assert failed.returncode == 3
    assert "c.txt: holds no text" in failed.stderr
    assert "\nfailures   1, and 2 of earlier commands\n" in failed.stderr
    assert "warning: 1 inputs failed; failures.jsonl in the output folder lists them beside 2 of" in failed.stderr
    dropped = annotate("drop", f"{tmp_path.name}/a.txt", "-o", tmp_path / "out")
    assert dropped.returncode == 0
    assert "\nfailures   0, and 3 of earlier commands\n" in dropped.stderr
    assert "inputs failed" not in dropped.stderr


def test_a_misspelt_input_is_not_added(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said that the old bridge would close.")
    annotate("run", tmp_path / "a.txt", "-o", tmp_path / "out")
    before = content(tmp_path / "out")
    done = annotate("add", tmp_path / "a.txt", tmp_path / "gone.txt", "-o", tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "gone.txt: no such file or folder; check the path" in done.stderr
    assert content(tmp_path / "out") == before


def test_what_metadata_told_outlives_an_add_without_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said that the old bridge would close.")
    (tmp_path / "told.csv").write_text("path,outlet,published,title\na.txt,Harbour Post,2026-01-02,Bridge to close\n")
    annotate("run", tmp_path / "a.txt", "-o", tmp_path / "out", "--metadata", tmp_path / "told.csv")
    (tmp_path / "a.txt").write_text("The mayor said that the old bridge would stay.")
    assert annotate("add", tmp_path / "a.txt", "-o", tmp_path / "out").returncode == 0
    [article] = [json.loads(line)["article"] for line in (tmp_path / "out" / "articles-00000.jsonl").open()]
    assert (article["outlet"], article["published"], article["title"]) == (
        "Harbour Post",
        "2026-01-02",
        "Bridge to close",
    )


def test_a_folder_that_is_written_into_is_left_alone(tmp_path: Path) -> None:
    """Hold a run at its standard input, and try to change its folder from other processes."""
    (tmp_path / "a.txt").write_text("The mayor said that the old bridge would close.")
    out = tmp_path / "out"
    annotate("run", tmp_path / "a.txt", "-o", out)
    before = content(out)
    first = subprocess.Popen(
        [sys.executable, "-m", "annotate", "run", "-", "-o", out, "-q"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert first.stdin is not None
    with first, first.stdin:
        while not (out / ".annotate.lock").exists():
            assert first.poll() is None
            time.sleep(0.05)
        for command in (("run", SEEDS), ("add", SEEDS), ("drop", "a.txt")):
            done = annotate(*command, "-o", out)
            assert (done.returncode, done.stderr.count("\n")) == (5, 1), done.stderr
            assert f"{out}: another run, or another change of it, is writing" in done.stderr
        assert annotate("report", out).returncode == 5
        assert before.items() <= content(out).items()
        first.stdin.write(b"The mayor said that the new bridge would open.")
    assert first.returncode == 0
    assert b"new bridge" in content(out)["articles-00000.jsonl"]
    assert ".annotate.lock" not in content(out)


def test_quiet_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said on Monday that the old bridge would close for good.")
    done = annotate("run", tmp_path / "a.txt", "-o", tmp_path / "out", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_json_is_all_that_stdout_holds(tmp_path: Path) -> None:
    done = annotate("run", "-", "-o", tmp_path / "out", "--json", stdin="The mayor said the old bridge would close.")
    summary = json.loads(done.stdout)
    assert summary["articles"] == summary["sentences"] == 1
    assert summary["failures"] == 0
    assert done.returncode == 0


def test_bad_inputs_are_named_and_counted_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor said on Monday that the old bridge would close for good.")
    (tmp_path / "b.txt").write_text(" \n")
    (tmp_path / "c.xyz").write_bytes(b"\0\1\2")
    done = annotate(
        "run", tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.xyz", tmp_path / "gone.txt", "-o", tmp_path / "out"
    )
    assert done.returncode == 3
    for name in ("b.txt", "c.xyz", "gone.txt"):
        assert sum(name in line for line in done.stderr.splitlines()) == 1, done.stderr
    assert len((tmp_path / "out" / "failures.jsonl").read_text().splitlines()) == 3
    assert "Traceback" not in done.stderr


def test_paths_and_texts_are_never_markup_or_escapes(tmp_path: Path) -> None:
    evil = tmp_path / "[bold red]\x1b[31m[nope].txt"
    evil.write_text(" ")
    done = annotate("run", evil, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "\x1b" not in done.stderr
    assert "[bold red]" in done.stderr


def test_other_languages_are_warned_of(tmp_path: Path) -> None:
    german = "Der Bürgermeister sagte am Montag, dass die alte Brücke in der Stadt für immer geschlossen werden soll. "
    (tmp_path / "a.txt").write_text(german * 3)
    done = annotate("run", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "warning: 1 articles are in other languages" in done.stderr
    assert "de 1" in done.stderr


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("run",), 2, "Missing argument"),
        (("run", SEEDS), 2, "Missing option"),
        (("run", SEEDS, "-o", "out", "--config", "nope"), 2, "no such preset"),
        (("run", SEEDS, "-o", "out", "--attribution", "frames"), 2, "kind frames"),
        (("run", SEEDS, "-o", "out", "--frames", "nope"), 2, "no such scheme"),
        (("run", SEEDS, "-o", SEEDS), 5, "holds no run of annotate"),
        (("run", SEEDS, "-o", __file__), 5, "not a folder"),
        (("run", "gone.txt", "-o", "out"), 2, "gone.txt: no such file"),
        (
            ("run", SEEDS, "-o", "out", "--fields", "txt=body"),
            2,
            "--fields txt=body: write FIELD=COLUMN; the fields are",
        ),
        (("run", SEEDS, "-o", "out", "--fields", "text"), 2, "--fields text: write FIELD=COLUMN"),
        (("run", "hf://news", "-o", "out"), 2, "hf://news: not the address of a dataset"),
        (("add", SEEDS, "-o", "nowhere"), 5, "no such folder"),
        (("drop", "x", "-o", "nowhere"), 5, "no such folder"),
        (("add", "-o", "nowhere"), 2, "Missing argument"),
        (("add", "nowhere", SEEDS), 2, "Missing option"),
        (("report", "nowhere"), 5, "no such folder"),
        (("evaluate", "nowhere", "--gold", GOLD), 5, "no such folder"),
        (("evaluate", "nowhere", "--gold", "nogold"), 2, "nogold"),
        (("schemes", "nope"), 2, "no such scheme"),
        (("nope",), 2, "nope"),
    ],
)
def test_each_error_is_one_line_and_its_exit_code(
    tmp_path: Path, args: tuple[str | Path, ...], code: int, message: str
) -> None:
    done = annotate(*args, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "out" / "ledger.jsonl").exists()


def test_report_is_written_anew(out: Path) -> None:
    page = (out / "report.html").read_bytes()
    (out / "report.html").unlink()
    done = annotate("report", out)
    assert done.stdout == f"{out}/report.html\n"
    assert (out / "report.html").read_bytes() == page


def test_evaluate_prints_measures_and_confusion(out: Path) -> None:
    done = annotate("evaluate", out, "--gold", GOLD)
    assert done.returncode == 0
    assert "attribution_accuracy" in done.stdout
    assert "gold \\ given" in done.stdout
    measured = json.loads(annotate("evaluate", out, "--gold", GOLD, "--json").stdout)
    assert measured["sentences"] > 50
    assert sum(sum(row.values()) for row in measured["confusion"].values()) == measured["sentences"]


def test_evaluate_says_that_the_gold_is_of_other_articles(tmp_path: Path) -> None:
    annotate("run", "-", "-o", tmp_path / "out", stdin="The mayor said that the old bridge would close.")
    done = annotate("evaluate", tmp_path / "out", "--gold", GOLD)
    assert done.returncode == 2
    assert "none of the gold's sentences" in done.stderr


def test_a_mistake_in_the_settings_costs_no_older_results(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("The mayor said on Monday that the old bridge would close for good.", encoding="utf-8")
    assert annotate("run", article, "-o", tmp_path / "out", "-q").returncode == 0
    before = content(tmp_path / "out")
    done = annotate("run", article, "-o", tmp_path / "out", "--metadata", tmp_path / "typo.csv")
    assert done.returncode == 2
    assert "typo.csv" in done.stderr
    assert content(tmp_path / "out") == before


def test_schemes_lists_and_checks(tmp_path: Path) -> None:
    assert "attribution_basic" in annotate("schemes").stdout
    listed = json.loads(annotate("schemes", "--json", "frames").stdout)
    assert len(listed["schemes"][0]["labels"]) == 14
    (tmp_path / "mine.yaml").write_text("name: mine\ncolour: red\n")
    done = annotate("schemes", tmp_path / "mine.yaml", "frames")
    assert done.returncode == 2
    assert "mine.yaml" in done.stderr
    assert "frames 1" in done.stdout


def test_doctor_names_versions_and_the_model() -> None:
    done = annotate("doctor")
    assert done.returncode == 0
    assert "torch" in done.stdout
    assert "annotate-encoder@" in done.stdout
    found = json.loads(annotate("doctor", "--json").stdout)
    assert found["problems"] == []
    assert "default" in found["presets"]


def test_doctor_looks_at_what_draws_the_spans(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    preset = f"name: mine\nspans: {{backend: token_classifier, name: '{tmp_path / 'empty'}'}}\n"
    (tmp_path / "mine.yaml").write_text(preset, encoding="utf-8")
    done = annotate("doctor", "--config", tmp_path / "mine.yaml")
    assert done.returncode == 5
    assert "holds no weights" in done.stderr


def test_version_is_the_packages() -> None:
    assert annotate("--version").stdout.startswith("annotate 0.")


def test_closed_pipe_is_no_crash(out: Path) -> None:
    command = f"'{sys.executable}' -m annotate schemes | head -n 1 > /dev/null"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=out)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
