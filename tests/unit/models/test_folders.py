from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotate.errors import ModelError
from annotate.models import folders
from annotate.models.folders import EMBEDDED_SHA256, check_embedded, find_model


def test_the_embedded_model_is_the_public_one() -> None:
    found = find_model("")
    assert found.version == f"all-MiniLM-L6-v2@{EMBEDDED_SHA256[:12]}"


def test_other_weights_in_the_embedded_models_place_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(ModelError, match=r"not the public model .*force-reinstall"):
        check_embedded(tmp_path)


def test_missing_embedded_weights_name_the_file_and_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.safetensors: missing; install it again"):
        check_embedded(tmp_path)


def test_a_missing_package_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "EMBEDDED_PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match="no_such_package_here is not installed; install it again"):
        find_model("")


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
