"""The virtual environment that Label Studio runs in: apart from ours, since the two agree on few packages."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from filelock import FileLock, Timeout

from annotate.config import config_root
from annotate.errors import AnnotateError, FolderError

VERSION: Final = "1.23.2"


class Environment:
    """A virtual environment with Label Studio in it, in a folder of `home` that is named by the version."""

    def __init__(self, home: Path) -> None:
        self.home = home.expanduser().absolute()  # an environment's programs hold its place
        self.path = self.home / f"label-studio-{VERSION}"

    @property
    def executable(self) -> Path:
        """The program `label-studio`; Python lies beside it."""
        return self.path / "bin" / "label-studio"

    @property
    def ready(self) -> bool:
        """Whether it is whole, of the pinned packages, and its Python still there."""
        try:
            finished = self._stamp.read_text(encoding="utf-8")
        except OSError:
            return False
        return finished == _wanted() and self.executable.with_name("python").exists()

    @property
    def log(self) -> Path:
        """What the last installation said."""
        return self.home / "install.log"

    @property
    def _stamp(self) -> Path:
        """A file that is written last: an environment cannot be made elsewhere and moved, its paths are baked in."""
        return self.path / "installed-by-annotate"

    def install(self, told: Callable[[str], None]) -> None:
        """Make the environment where it is not ready: about a minute, 1 GB. What is there half-made is made anew.

        `told` hears what it is at. Raises `AnnotateError` where that fails, `FolderError` where there is no place.
        """
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderError(f"{self.home}: {error.strerror}; choose another folder with --home") from error
        lock = FileLock(self.home / "install.lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            told("waiting for another installation")
            lock.acquire()
        try:
            if not self.ready:
                self._make(told)
        finally:
            lock.release()

    def _make(self, told: Callable[[str], None]) -> None:
        """Make the environment anew, whatever is there."""
        python = str(self.executable.with_name("python"))
        # Isolated from PYTHONPATH, where pip would find packages that the environment lacks; pip's own settings hold.
        pip = [python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
        try:
            self._stamp.unlink(missing_ok=True)
            with self.log.open("w", encoding="utf-8") as log:
                told("making the environment")
                self._run([sys.executable, "-I", "-m", "venv", "--clear", str(self.path)], log, told)
                self._run([*pip, "-c", str(_pins()), f"label-studio=={VERSION}"], log, told)
            self._stamp.write_text(_wanted(), encoding="utf-8")
        except OSError as error:
            raise FolderError(f"{self.path}: {error.strerror}; check the folder and the space left on it") from error

    def _run(self, command: Sequence[str], log: TextIO, told: Callable[[str], None]) -> None:
        """Run a step of the installation. Raises `AnnotateError` with its last words where it fails."""
        said: list[str] = []
        with _process(command) as process:
            for line in process.stdout or ():
                log.write(line)
                said.append(line)
                step = _step(line)
                if step:
                    told(step)
        if process.returncode:
            raise AnnotateError(
                f"{self.path}: Label Studio {VERSION} could not be installed: {_reason(said)} (more in {self.log}); "
                "check the network, pip's settings and the space left, then run the command again"
            )


@contextmanager
def _process(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a program and read what it says; whatever cuts the block short ends it."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _reason(said: Sequence[str]) -> str:
    """Return why pip failed: its first error, which those after it only follow from, else its last words.

    >>> _reason(["Collecting attr", "ERROR: No matching distribution found for attr", "", "ERROR: see above"])
    'No matching distribution found for attr'
    """
    lines = [line.strip() for line in said if line.strip()] or ["it said nothing"]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines[-1:])[0][:300]


def _step(line: str) -> str:
    """Return what a line of pip's says that it is at, in few words; nothing for other lines.

    >>> _step("Collecting numpy<3,>=2.2.6 (from label-studio==1.23.2)")
    'fetching numpy'
    >>> _step("Installing collected packages: pytz, attr, xmljson")
    'installing 3 packages'
    >>> _step("  Downloading xmljson-0.2.1-py2.py3-none-any.whl (10 kB)")
    ''
    """
    if found := re.match(r"Collecting ([\w.-]+)", line):
        return f"fetching {found[1]}"
    if found := re.match(r"Installing collected packages: (.+)", line):
        return f"installing {found[1].count(',') + 1} packages"
    return ""


def _pins() -> Path:
    """Return the file that pins every package of the environment."""
    return config_root() / "label_studio.txt"


def _wanted() -> str:
    """Return what tells an environment of these pins from others."""
    return hashlib.sha256(_pins().read_bytes()).hexdigest()
