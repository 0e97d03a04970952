"""What the README says can be typed, runs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from datasets import load_from_disk

from annotate.labelstudio.environment import Environment
from annotate.labelstudio.finding import HOME_VARIABLE
from tests.e2e.conftest import free_port

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


def test_every_command_exits_0(place: Path, settings: dict[str, str]) -> None:
    """Run the blocks in order, as each may need what the one before made; scripts have their own tests."""
    commands = [block for block in blocks("bash") if not block.startswith("scripts/")]
    assert len(commands) >= 3
    with ExitStack() as reviews:
        for block in commands:
            if block.startswith("annotate review"):
                reviews.enter_context(reviewing(block, place, settings))
                continue
            done = subprocess.run(
                ["bash", "-euc", block],
                cwd=place,
                env=settings,
                capture_output=True,
                text=True,
                check=False,
                timeout=300,
            )
            assert done.returncode == 0, f"{block}\n{done.stderr}"
    assert load_from_disk(str(place / "dataset"))["train"].num_rows > 0


@pytest.fixture(scope="module")
def settings(installed: Environment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment with the tools, a browser that does nothing, and a studio of the test's own."""
    home = tmp_path_factory.mktemp("home")
    (home / installed.path.name).symlink_to(installed.path)
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "BROWSER": "true",
        HOME_VARIABLE: str(home),
        "ANNOTATE_STUDIO_PORT": str(free_port()),
    }


@contextmanager
def reviewing(block: str, place: Path, settings: dict[str, str]) -> Iterator[None]:
    """Run a command that goes on until Ctrl-C, once it has said where the project is."""
    process = subprocess.Popen(
        ["bash", "-euc", f"exec {block}"], cwd=place, env=settings, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().startswith("http://localhost:")
        yield
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


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
