"""The wheel works by itself, from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def sh(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    sh(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", ROOT, "-w", folder, cwd=folder)
    [found] = folder.glob("*.whl")
    return found


def test_wheel_carries_every_data_file(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    configs = {f"annotate/configs/{each.relative_to(ROOT / 'configs')}" for each in (ROOT / "configs").rglob("*.yaml")}
    inner = {
        str(each.relative_to(ROOT))
        for each in (ROOT / "annotate").rglob("*")
        if each.is_file() and "__pycache__" not in each.parts
    }
    assert configs
    assert configs | inner <= held
    assert not [name for name in held if name.startswith(("tests/", "seeds/"))]


def test_wheel_runs_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    sh(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", site, wheel, cwd=tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    where = "import annotate; print(annotate.__file__)"
    assert str(site) in sh(sys.executable, "-c", where, cwd=empty, PYTHONPATH=str(site))
    text = tmp_path / "a.txt"
    text.write_text("The mayor said on Monday that the old bridge would close for good.", encoding="utf-8")
    told = sh(sys.executable, "-m", "annotate", "run", text, "-o", "out", "--json", cwd=empty, PYTHONPATH=str(site))
    assert '"official_source": 1' in told
    assert (empty / "out" / "report.html").is_file()
    assert str(site) in sh(sys.executable, "-m", "annotate", "doctor", cwd=empty, PYTHONPATH=str(site))
