"""A real browser and a real Label Studio for the tests that need them."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from annotate.labelstudio.environment import Environment
from annotate.labelstudio.finding import HOME_VARIABLE
from annotate.labelstudio.studio import Studio

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class LabelStudio:
    """A Label Studio that runs, and who signs in."""

    url: str
    token: str
    email: str
    password: str


def missing(what: str) -> NoReturn:
    """Skip the test; in CI, where nothing is skipped, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def installed() -> Environment:
    """Return the environment that scripts/test installs Label Studio into; skip where it is not there, in CI fail."""
    environment = Environment(Path(os.environ.get(HOME_VARIABLE) or ROOT / ".studio"))
    if not environment.ready:
        home = environment.home
        missing(f"no Label Studio in {home}; install it with: annotate studio --install-only --home {home}")
    return environment


@pytest.fixture(scope="session")
def migrated(installed: Environment) -> Path:
    """Return a studio's data folder to copy: made once (25 s) and kept, so that a start takes 3 s."""
    template = installed.home / f"template-of-{installed.path.name}"
    with FileLock(installed.home / "template.lock"):  # two workers of pytest-xdist
        if not template.is_dir():
            making = template.with_name(f"{template.name}.part")
            shutil.rmtree(making, ignore_errors=True)
            Studio.start(installed.executable, making, free_port()).stop()
            making.rename(template)
    return template


@pytest.fixture(scope="session")
def label_studio(
    installed: Environment, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LabelStudio]:
    """Yield a Label Studio of this worker's own, without projects."""
    data = tmp_path_factory.mktemp("studio") / "data"
    shutil.copytree(migrated, data)
    with Studio.start(installed.executable, data, free_port()) as studio:
        who = studio.credentials
        yield LabelStudio(studio.url, who.token, who.email, who.password)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Yield a running Chromium with a profile of its own; skip where none is installed, in CI fail."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        missing(f"no Chromium found (looked for {', '.join(NAMES)}); install one, such as Debian's `chromium`")
    with sync_playwright() as playwright:  # launch() makes a temporary user data folder and removes it
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()
