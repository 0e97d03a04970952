"""The scripts around the encoder, on a model of a few thousand weights: what they print and write is what they say."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from safetensors.torch import load_file

from annotate.config import Calibration
from annotate.errors import ModelError
from annotate.models.folders import check_embedded
from annotate.models.heads import HEADS
from tests.unit.models import tiny

STAGES = "stages.json"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.encoder(tmp_path_factory.mktemp("scripts") / "encoder", seed=1)


def run(project_root: Path, script: str, *arguments: str | Path) -> str:
    surroundings = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, project_root / "scripts" / script, *arguments]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_packed_encoder_is_one_that_annotate_takes(project_root: Path, encoder: Path, tmp_path: Path) -> None:
    printed = run(project_root, "pack_encoder.py", encoder, "--to", tmp_path / "packed")
    assert re.search(r"packed: 0\.\d MB", printed)
    assert check_embedded(tmp_path / "packed").path == tmp_path / "packed"


def test_several_models_are_packed_as_their_mean(project_root: Path, encoder: Path, tmp_path: Path) -> None:
    other = tiny.encoder(tmp_path / "other", seed=2)
    run(project_root, "pack_encoder.py", encoder, other, "--to", tmp_path / "packed")
    one, two, both = (load_file(folder / HEADS) for folder in (encoder, other, tmp_path / "packed"))
    assert all(both[name].allclose((one[name] + two[name]) / 2) for name in both)
    assert not all(both[name].allclose(one[name]) for name in both)
    assert not (tmp_path / "packed" / STAGES).exists()


def test_what_the_models_learnt_from_is_packed(project_root: Path, encoder: Path, tmp_path: Path) -> None:
    later, other = (tiny.encoder(tmp_path / name) for name in ("later", "other"))
    (later / STAGES).write_text('[{"seed": 1}, {"seed": 2}]')
    (other / STAGES).write_text('[{"seed": 1}, {"seed": 3}]')
    run(project_root, "pack_encoder.py", encoder, later, other, "--to", tmp_path / "packed")
    packed = tmp_path / "packed" / STAGES
    assert json.loads(packed.read_text()) == [{"seed": 1}, {"seed": 2}, {"seed": 3}]
    check_embedded(packed.parent)
    packed.write_text("[]")
    with pytest.raises(ModelError, match=r"stages\.json: is not what it was"):
        check_embedded(packed.parent)
    run(project_root, "pack_encoder.py", encoder, "--to", packed.parent)
    assert not packed.exists()


def test_an_encoder_is_measured_on_frames_that_it_was_never_shown(
    project_root: Path, encoder: Path, tmp_path: Path
) -> None:
    found = json.loads(run(project_root, "measure_encoder.py", "--data", tmp_path, "--encoder", encoder))
    labels = {"conflict", "human_interest", "economic_consequences", "morality", "responsibility", "mean"}
    assert set(found["generic_en_frames"]) == set(found["generic_fr_frames"]) == labels
    assert "polnear_dev" not in found


def test_calibration_is_printed_as_it_would_be_written(project_root: Path) -> None:
    printed = run(project_root, "calibrate_frames.py")
    table, text = printed.split("offset:", 1)
    assert [line.split("\t")[0] for line in table.splitlines()] == ["set", "tune", "own", "test", "seeds"]
    fitted = Calibration.model_validate(yaml.safe_load(f"offset:{text}"))
    assert len(fitted.thresholds["frames"]) == 14


def test_pooling_is_measured_with_the_weights_that_were_fitted(project_root: Path, encoder: Path) -> None:
    few, many = (
        run(project_root, "fit_attribution.py", "--encoder", encoder, "--share", share) for share in (".01", ".9")
    )
    assert "test fr both: accuracy" in many
    assert "bias" in many
    rules = [line for line in few.splitlines() if " rules:" in line]
    assert rules
    assert rules == [line for line in many.splitlines() if " rules:" in line]
    assert [line for line in few.splitlines() if " both:" in line] != [
        line for line in many.splitlines() if " both:" in line
    ]


def test_the_bench_prints_a_ratio(project_root: Path, encoder: Path, tmp_path: Path) -> None:
    with gzip.open(tmp_path / "articles.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "a", "text": "The harbour is shut.\n\nThe mayor said it would open."}) + "\n")
    printed = run(
        project_root, "bench_first_pass.py", tmp_path / "articles.jsonl.gz", "--peer", encoder, "--repeat", "1"
    )
    assert re.search(r"annotate / peer: \d+\.\d\d times as fast", printed)
