"""What the checkup finds, trouble by trouble, on a machine that has it."""

from __future__ import annotations

import importlib.metadata
import io
import os
import shutil
import socket
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotate import checkup as module
from annotate.checkup import Finding, checkup
from annotate.labelstudio.server import KEY_VARIABLE
from tests.builders import annotated, folder_of


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave nothing of this machine's own settings to chance."""
    for name in ("OMP_NUM_THREADS", "LABEL_STUDIO_URL", KEY_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(module, "PORT", free_port())
    monkeypatch.chdir(tmp_path)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def found(home: Path, preset: str = "default", folder: Path | None = None) -> dict[str, Finding]:
    return {each.topic: each for each in checkup(preset, home, folder)}


def test_a_machine_in_order_has_no_trouble(tmp_path: Path) -> None:
    findings = found(tmp_path)
    assert {each.topic: each.told for each in findings.values() if each.state == "trouble"} == {}
    assert {"python", "packages", "disk", "settings", "model", "spans", "studio"} <= findings.keys()


def test_a_package_of_another_version_or_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name == "rich":
            raise importlib.metadata.PackageNotFoundError(name)
        return "1.0" if name == "torch" else real(name)

    monkeypatch.setattr(module, "version", version)
    told = found(tmp_path)["packages"]
    assert told.state == "trouble"
    assert "rich is missing" in told.told
    assert "torch is 1.0, not ==2.13.0" in told.told
    assert "scripts/setup" in told.told


def test_a_terminal_without_utf8_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    told = found(tmp_path)["terminal"]
    assert (told.state, "PYTHONUTF8=1" in told.told) == ("trouble", True)


def test_fewer_threads_than_cores_are_a_note(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    told = found(tmp_path)["processor"]
    assert (told.state, told.told) == ("note", "OMP_NUM_THREADS=1 holds a run to 1 of 8 cores; unset it")


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for its memory")
def test_little_memory_is_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "sysconf", lambda name: 4096 if name == "SC_PAGE_SIZE" else 10)
    monkeypatch.setattr(module, "_cached", lambda: 0)
    assert found(tmp_path)["memory"].state == "trouble"


def test_a_full_disk_is_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2e8))
    findings = found(tmp_path)
    assert findings["disk"].state == findings["temporary files"].state == findings["studio"].state == "trouble"
    assert "0.2 GB left" in findings["disk"].told


def test_a_preset_that_does_not_fit_is_named_and_the_rest_still_looked_at(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\nmodle: {}\n", encoding="utf-8")
    findings = found(tmp_path, str(tmp_path / "mine.yaml"))
    assert findings["preset"].state == "trouble"
    assert "modle" in findings["preset"].told
    assert "studio" in findings


def test_a_model_of_the_hub_is_a_note_and_offline_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    text = "name: mine\nmodel: {backend: nli, name: nobody/nothing-of-the-kind}\n"
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    for offline, state in ((False, "note"), (True, "trouble")):
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", offline)
        told = found(tmp_path, str(tmp_path / "mine.yaml"))["model"]
        assert (told.state, "nobody/nothing-of-the-kind" in told.told) == (state, True)


def test_the_studios_port_in_other_hands_is_a_note(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setattr(module, "PORT", other.getsockname()[1])
        told = found(tmp_path)["studio"]
    assert (told.state, "--port" in told.told) == ("note", True)


def test_a_server_that_does_not_answer_is_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LABEL_STUDIO_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv(KEY_VARIABLE, "a-token")
    told = found(tmp_path)["server"]
    assert told.state == "trouble"
    assert "nobody answers there" in told.told
    assert "a-token" not in told.told


def test_a_key_without_an_address_is_a_note(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "a-token")
    told = found(tmp_path)["server"]
    assert (told.state, "a-token" in told.told) == ("note", False)


def test_a_folder_is_whole_or_its_damaged_files_are_named(tmp_path: Path) -> None:
    out = folder_of(tmp_path / "out", [annotated("Ann said so.")]).path
    assert found(tmp_path, folder=out)["folder"].state == "fine"
    shard = out / "articles-00000.jsonl"
    shard.write_bytes(shard.read_bytes().replace(b"Ann", b"Bob"))
    told = found(tmp_path, folder=out)["folder"]
    assert (told.state, str(shard) in told.told) == ("trouble", True)


def test_a_folder_that_is_none_is_trouble(tmp_path: Path) -> None:
    assert found(tmp_path, folder=tmp_path / "nowhere")["folder"].state == "trouble"
