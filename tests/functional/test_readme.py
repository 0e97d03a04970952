"""What the README says can be typed, runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [content for name, content in BLOCK.findall(README) if name == language]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that looks like the project's root but can be written into."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("seeds", "docs", "tests"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "activate").touch()
    return folder


def test_every_command_exits_0(place: Path) -> None:
    """Run the blocks in order, as each may need what the one before made; scripts have their own tests."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    commands = [block for block in blocks("bash") if not block.startswith("scripts/")]
    assert len(commands) >= 3
    for block in commands:
        done = subprocess.run(
            ["bash", "-euc", block],
            cwd=place,
            env={**os.environ, "PATH": tools},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, f"{block}\n{done.stderr}"


def test_python_example_prints_what_it_promises() -> None:
    [example] = blocks("python")
    done = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=False)
    assert done.stdout == "official_source the mayor\n", done.stderr


def test_named_files_exist() -> None:
    for name in re.findall(r"`((?:docs|tests|scripts|seeds)/[\w./-]*)`", README):
        assert (ROOT / name).exists(), name


def test_label_table_is_the_schemes() -> None:
    from annotate.config import load_scheme

    rows = re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)
    assert tuple(rows) == load_scheme("attribution").names
