from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from annotate.errors import ModelError
from annotate.models.folders import PACKED, SUMS, check_embedded, find_model


def packed(folder: Path, changed: Mapping[str, bytes] | None = None) -> Path:
    """Write what the package ships, some of it `changed`, and the list of the digests."""
    files = {name: name.encode() for name in PACKED} | dict(changed or {})
    for name, content in files.items():
        (folder / name).write_bytes(content)
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()]
    (folder / SUMS).write_text("".join(sums))
    return folder


def test_the_embedded_model_is_whole() -> None:
    found = find_model("")
    assert re.fullmatch(r"annotate-encoder@[0-9a-f]{12}", found.version)
    assert {each.name for each in found.path.glob("*.safetensors")} == {"model.safetensors", "heads.safetensors"}


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    folder = packed(tmp_path)
    assert check_embedded(folder).path == folder
    (folder / "model.safetensors").write_bytes(b"second")
    with pytest.raises(ModelError, match=r"model\.safetensors: is not what it was .*install annotate again"):
        check_embedded(folder)


def test_a_missing_file_is_named_with_the_way_out(tmp_path: Path) -> None:
    folder = packed(tmp_path)
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"model\.safetensors: missing; install annotate again"):
        check_embedded(folder)


def test_a_folder_without_digests_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"SHA256SUMS: missing; install annotate again"):
        check_embedded(tmp_path)


def test_the_version_follows_every_file(tmp_path: Path) -> None:
    one = check_embedded(packed(tmp_path)).version
    assert one != check_embedded(packed(tmp_path, {"config.json": b"{ }"})).version


def test_the_version_is_that_of_the_list() -> None:
    found = find_model("")
    sums = (found.path / SUMS).read_text().rstrip("\n")
    assert found.version == f"annotate-encoder@{hashlib.sha256(sums.encode()).hexdigest()[:12]}"
    listed = [line.split()[1] for line in sums.splitlines()]
    assert listed == sorted({each.name for each in found.path.iterdir()} - {SUMS, "README.md"})
    assert set(PACKED) <= set(listed)


@pytest.mark.parametrize("left_out", PACKED)
def test_a_list_that_lacks_a_file_is_refused(tmp_path: Path, left_out: str) -> None:
    sums = packed(tmp_path) / SUMS
    sums.write_text("".join(line for line in sums.read_text().splitlines(True) if not line.endswith(f" {left_out}\n")))
    with pytest.raises(ModelError, match=rf"SHA256SUMS: does not list {left_out}; install annotate again"):
        check_embedded(tmp_path)


@pytest.mark.parametrize(
    ("damaged", "says"),
    [
        (b"", "does not list"),
        (b"\xff\x00\x80", "is not a list"),
        (b"0123\n", "is not a list"),
        (b"\n", "is not a list"),
    ],
)
def test_a_damaged_list_is_refused(tmp_path: Path, damaged: bytes, says: str) -> None:
    (packed(tmp_path) / SUMS).write_bytes(damaged)
    with pytest.raises(ModelError, match=rf"SHA256SUMS: {says}.*; install annotate again"):
        check_embedded(tmp_path)


def test_a_folders_version_follows_its_weights(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"first")
    first = find_model(str(tmp_path)).version
    weights.write_bytes(b"second")
    assert first != find_model(str(tmp_path)).version
    assert first.startswith(f"{tmp_path.name}@")


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no weights"):
        find_model(str(tmp_path))


@pytest.mark.parametrize("name", ["./nowhere", "/no/such/folder", "a/b/c"])
def test_what_can_only_be_a_folder_is_not_asked_of_the_hub(name: str) -> None:
    with pytest.raises(ModelError, match="no such folder; give the folder"):
        find_model(name)


def test_what_is_no_hub_name_is_refused() -> None:
    with pytest.raises(ModelError, match="neither a folder nor the name of a model"):
        find_model("two words")


def test_a_hub_name_fails_within_seconds_when_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    started = time.monotonic()
    with pytest.raises(ModelError) as caught:
        find_model("nobody/has-such-a-model")
    assert time.monotonic() - started < 5
    assert "\n" not in str(caught.value)
    assert "hf download nobody/has-such-a-model --local-dir FOLDER" in str(caught.value)


def test_importing_the_room_loads_no_torch() -> None:
    program = (
        "import sys, annotate.models, annotate.framing; sys.exit(bool({'torch', 'transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
