"""`annotate init`, and the run that reads what it wrote."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annotate.cli import app
from annotate.config import load_scheme


def annotate(*args: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, args)))


def test_a_run_takes_the_settings_and_what_is_changed_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = annotate("init", "desk")
    names = ["annotate.yaml", "schemes/attribution.yaml", "schemes/frames.yaml"]
    assert (done.exit_code, done.stdout.splitlines()) == (0, [f"desk{os.sep}{name}" for name in names])
    scheme = tmp_path / "desk" / "schemes" / "attribution.yaml"
    text = scheme.read_text(encoding="utf-8").replace("name: attribution\n", "name: desk\n")
    scheme.write_text(text.replace("name: official_source", "name: official"), encoding="utf-8")
    load_scheme.cache_clear()
    (tmp_path / "a.txt").write_text("The mayor said on Monday that the old bridge would close for good.")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    done = annotate("run", tmp_path / "a.txt", "-o", "out", "--config", "../desk/annotate.yaml", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["labels"] == {"official": 1}
    run = json.loads((tmp_path / "elsewhere" / "out" / "run.json").read_text(encoding="utf-8"))
    assert (run["preset"]["name"], run["preset"]["attribution"]) == ("own", "desk")
    assert str(tmp_path) not in json.dumps(run)


def test_what_is_there_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert annotate("init").exit_code == 0
    again = annotate("init")
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr == (
        "error: annotate.yaml: is there already; choose another folder, or overwrite it with --force\n"
    )
    assert annotate("init", "--force").exit_code == 0
