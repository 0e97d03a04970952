"""The settings to start from: complete, explained, and the same as without them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from annotate.config import (
    Calibration,
    EmbeddingModel,
    Label,
    NliModel,
    Preset,
    Scheme,
    SpanModel,
    load_preset,
    load_scheme,
)
from annotate.errors import FolderError, UsageError
from annotate.starting import start


def words(path: Path) -> set[str]:
    return set(re.findall(r"\w+", path.read_text(encoding="utf-8")))


def test_the_settings_are_those_without_them(tmp_path: Path) -> None:
    preset, attribution, frames = start(tmp_path / "own")
    read = load_preset(str(preset))
    assert (read.attribution, read.frames) == (str(attribution), str(frames))
    default = load_preset()
    assert read.model_copy(update={"name": "default", "attribution": "attribution", "frames": "frames"}) == default
    assert load_scheme(str(attribution)) == load_scheme("attribution")
    assert load_scheme(str(frames)) == load_scheme("frames")


def test_every_setting_is_told_of(tmp_path: Path) -> None:
    preset, *schemes = start(tmp_path)
    for model in (Preset, EmbeddingModel, NliModel, SpanModel, Calibration):
        assert model.model_fields.keys() <= words(preset), model
    for scheme in schemes:
        assert Scheme.model_fields.keys() | Label.model_fields.keys() <= words(scheme)


def test_every_setting_of_a_preset_stands_there_to_be_changed(tmp_path: Path) -> None:
    preset, *_ = start(tmp_path)
    assert yaml.safe_load(preset.read_text(encoding="utf-8")).keys() == Preset.model_fields.keys()


def test_every_commented_value_is_the_default(tmp_path: Path) -> None:
    preset, *_ = start(tmp_path)
    text = preset.read_text(encoding="utf-8")
    calibration = re.search(r"( *)# calibration:\n(?:\1#   .*\n)+", text)
    assert calibration is not None
    values = yaml.safe_load(re.sub(r"^ *# ", "", calibration[0], flags=re.MULTILINE))["calibration"]
    assert Calibration(**{**values, "thresholds": {}}) == Calibration()
    verifier = re.search(r"^# (verifier: .*)$", text, re.MULTILINE)
    assert verifier is not None
    assert Preset(name="x", **yaml.safe_load(verifier[1])).verifier == NliModel(backend="nli")
    model = re.search(r"^# model:\n(?:#   .*\n)+", text, re.MULTILINE)
    assert model is not None
    values = yaml.safe_load(re.sub(r"^# ", "", model[0], flags=re.MULTILINE))["model"]
    assert NliModel(**values) == NliModel(backend="nli", name=values["name"])


@pytest.mark.parametrize("name", ["annotate.yaml", "schemes/frames.yaml"])
def test_nothing_is_overwritten_unless_forced(tmp_path: Path, name: str) -> None:
    mine = tmp_path / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    with pytest.raises(UsageError, match=f"{name}.*--force"):
        start(tmp_path)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [mine]
    start(tmp_path, force=True)
    assert mine.read_text() != "mine"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderError, match="choose another folder"):
        start(tmp_path / "file")


def test_a_scheme_is_sought_beside_its_preset_and_a_known_name_is_not(tmp_path: Path) -> None:
    (tmp_path / "frames").write_text("no scheme")
    file = tmp_path / "own.yaml"
    file.write_text("{name: own, attribution: mine.yaml, frames: frames}")
    assert load_preset(str(file)).attribution == "mine.yaml"  # nothing there: as it was written
    (tmp_path / "mine.yaml").touch()
    read = load_preset(str(file))
    assert (read.attribution, read.frames) == (str(tmp_path / "mine.yaml"), "frames")
