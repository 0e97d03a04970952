"""What the README and the documentation say can be typed, runs."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from datasets import load_from_disk

from annotate.config import load_scheme
from annotate.labelstudio.environment import Environment
from annotate.labelstudio.finding import HOME_VARIABLE
from tests.e2e.conftest import LabelStudio, free_port
from tests.e2e.pages import ROOT, blocks, follow

README = "README.md"
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / README, *sorted((ROOT / "docs").rglob("*.md")))
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder that looks like the project's root but can be written into."""
    for name in ("seeds", "docs", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "activate").touch()
    return tmp_path


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment with the tools, a browser that does nothing, and nowhere to review."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("LABEL_STUDIO", "ANNOTATE_"))}
    return {
        **ours,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "BROWSER": "true",
        HOME_VARIABLE: str(tmp_path_factory.mktemp("home")),
    }


@pytest.fixture
def own_studio(installed: Environment, migrated: Path, settings: dict[str, str]) -> None:
    """Let a Label Studio of the test's own be at hand, installed and not started."""
    home = Path(settings[HOME_VARIABLE])
    (home / installed.path.name).symlink_to(installed.path)
    shutil.copytree(migrated, home / "data")
    settings["ANNOTATE_STUDIO_PORT"] = str(free_port())


@pytest.fixture
def team_server(label_studio: LabelStudio, settings: dict[str, str]) -> None:
    """Let a team's server be known by its address and a token."""
    settings |= {"LABEL_STUDIO_URL": label_studio.url, "LABEL_STUDIO_API_KEY": label_studio.token}


@pytest.mark.slow
@pytest.mark.parametrize("page", [name for name, text in PAGES.items() if blocks(text)])
def test_every_block_runs(page: str, place: Path, settings: dict[str, str], request: pytest.FixtureRequest) -> None:
    steps = blocks(PAGES[page])
    commands = "".join(step.content for step in steps if step.language == "bash")
    if "annotate review" in commands:
        request.getfixturevalue("own_studio")
    elif "annotate push" in commands:
        request.getfixturevalue("team_server")
    follow(steps, place, settings)
    if page == README:
        assert load_from_disk(str(place / "dataset"))["train"].num_rows > 0


@pytest.mark.parametrize("page", PAGES)
def test_named_files_exist(page: str) -> None:
    for name in re.findall(r"`((?:docs|tests|scripts|seeds|annotate|configs)/[\w./-]*)`", PAGES[page]):
        assert (ROOT / name).exists(), name


def test_the_pages_that_run_are_those_with_something_to_run() -> None:
    """Check that blocks are found at all: a reader of Markdown that finds none would pass every page."""
    assert len(blocks(PAGES[README])) >= 10
    assert [step.file for step in blocks(PAGES["docs/tutorial.md"]) if step.file] == [
        "articles/quay-echo.txt",
        "articles/river-post.txt",
        "articles.csv",
    ]


def test_label_table_is_the_schemes() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGES[README], re.MULTILINE)
    assert tuple(rows) == load_scheme("attribution").names
