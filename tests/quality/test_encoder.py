"""Floors of the embedded encoder by itself: how large it is, whose words it finds, what follows from what."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotate.models.folders import find_model


def test_the_weights_are_small() -> None:
    folder, _ = find_model("")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 60e6


@pytest.fixture(scope="module")
def measures(project_root: Path, shared_dir: Path) -> dict[str, Any]:
    script, data = str(project_root / "scripts" / "measure_encoder.py"), str(shared_dir / "data")
    command = [sys.executable, script, "--data", data]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


@pytest.mark.shared
@pytest.mark.slow
def test_words_and_pairs_are_read_as_well_as_before(measures: dict[str, Any]) -> None:
    assert measures["polnear_dev"]["macro"] >= 0.83
    assert measures["polnear_dev_attributions"]["exact"] >= 0.39
    assert measures["nli_dev_en"] >= 0.65
    assert measures["nli_dev_fr"] >= 0.55


@pytest.mark.shared
@pytest.mark.slow
def test_frames_that_it_was_never_shown_are_found(measures: dict[str, Any]) -> None:
    assert min(measures["generic_en_frames"]["mean"], measures["generic_fr_frames"]["mean"]) >= 0.6  # by chance: 0.2
