from __future__ import annotations

import re
import subprocess
import threading
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from filelock import FileLock

from annotate.errors import AnnotateError, FolderError
from annotate.labelstudio import environment as module
from annotate.labelstudio.environment import VERSION, Environment

WHEEL = {
    "standin.py": "def main():\n    print('stands in')\n",
    f"label_studio-{VERSION}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: label-studio\nVersion: {VERSION}\n",
    f"label_studio-{VERSION}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    f"label_studio-{VERSION}.dist-info/entry_points.txt": "[console_scripts]\nlabel-studio = standin:main\n",
}


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let pip know no packages but those in a folder, which is empty."""
    folder = tmp_path / "packages"
    folder.mkdir()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL", "PIP_CONSTRAINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


def offer(packages: Path) -> None:
    """Put a package that stands in for Label Studio into the folder."""
    records = "".join(f"{name},,\n" for name in WHEEL) + f"label_studio-{VERSION}.dist-info/RECORD,,\n"
    with zipfile.ZipFile(packages / f"label_studio-{VERSION}-py3-none-any.whl", "w") as wheel:
        for name, content in WHEEL.items():
            wheel.writestr(name, content)
        wheel.writestr(f"label_studio-{VERSION}.dist-info/RECORD", records)


@pytest.mark.slow
def test_a_failed_installation_says_why_and_the_next_is_made_anew(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = Environment(tmp_path / "home")
    assert not environment.ready
    with pytest.raises(AnnotateError) as caught:
        environment.install(print)
    line = str(caught.value)
    assert (
        f"could not be installed: Could not find a version that satisfies the requirement label-studio=={VERSION}"
        in line
    )
    assert str(environment.log) in line
    assert "\n" not in line
    assert not environment.ready

    offer(packages)
    (environment.path / "left over").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "elsewhere"))
    told: list[str] = []
    environment.install(told.append)
    assert environment.ready
    assert not (environment.path / "left over").exists()
    assert told == ["making the environment", "installing 1 packages"]
    said = subprocess.run([environment.executable], capture_output=True, text=True, check=True)
    assert said.stdout == "stands in\n"
    environment.install(told.append)
    assert len(told) == 2  # there was nothing to do


def made(home: Path) -> Environment:
    """Return an environment that looks whole."""
    environment = Environment(home)
    environment.executable.parent.mkdir(parents=True)
    environment.executable.with_name("python").touch()
    environment._stamp.write_text(module._wanted(), encoding="utf-8")
    return environment


def test_other_pins_want_another_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = made(tmp_path)
    assert environment.ready
    pins = tmp_path / "pins.txt"
    pins.write_text("label-studio==1.23.2\nnumpy==9\n", encoding="utf-8")
    monkeypatch.setattr(module, "_pins", lambda: pins)
    assert not environment.ready


def test_without_its_python_it_is_not_ready(tmp_path: Path) -> None:
    environment = made(tmp_path)
    python = environment.executable.with_name("python")
    python.unlink()
    python.symlink_to(tmp_path / "a python that was removed")
    assert not environment.ready


def test_the_server_has_the_sdk_that_we_speak_to_it_with() -> None:
    pins = module._pins().read_text(encoding="utf-8").splitlines()
    assert f"label-studio-sdk=={version('label-studio-sdk')}" in pins
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pins if not line.startswith("#"))


def test_of_two_installations_one_waits_and_finds_it_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = Environment(tmp_path)
    waits = threading.Event()
    told: list[str] = []

    def hear(what: str) -> None:
        told.append(what)
        waits.set()

    def fail(*_: object) -> None:
        pytest.fail("made twice")

    monkeypatch.setattr(Environment, "_make", fail)
    with FileLock(tmp_path / "install.lock"):
        second = threading.Thread(target=environment.install, args=(hear,))
        second.start()
        assert waits.wait(30)
        made(tmp_path)
    second.join(30)
    assert not second.is_alive()
    assert told == ["waiting for another installation"]


def test_a_home_that_cannot_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderError, match=r"file/home: .*; choose another folder with --home"):
        Environment(tmp_path / "file" / "home").install(print)
