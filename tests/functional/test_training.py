"""Training, on a model of a few thousand weights: it learns, stops and goes on, and comes out the same."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from annotate.config import EmbeddingModel
from annotate.models.encoder import TransformerEncoder
from annotate.models.windows import ArticleEncoder
from tests.builders import article, sentences
from tests.unit.models import tiny

SAID = "The harbour master said on Monday that two cranes would be sold."
PAIRS = [
    ("Two cranes will be sold.", "A crane is for sale.", "entailment"),
    ("Two cranes will be sold.", "The harbour keeps every crane.", "contradiction"),
    ("Two cranes will be sold.", "The buyer is a shipyard.", "neutral"),
]
#: What makes of the recipe one of a dozen steps.
DOZEN = [
    "data.own=attribution/en_documents.jsonl",
    "data.nli_fr_licences=[MIT]",
    "french_words=20",
    "epochs={reading: 0.1, judging: 0.02, bridging: 0.05, finding: 0.05}",
]


def rows(path: Path, given: Sequence[Mapping[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in given)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base, data, and an `apertium` that hands every line back."""
    place = tmp_path_factory.mktemp("workshop")
    tiny.encoder(place / "base", initializer_range=0.1)
    (place / "data").mkdir()
    span = {"source": [[0, 18]], "cue": [[19, 23]], "content": [[34, 63]]}
    rows(place / "data" / "polnear_train.jsonl.gz", [{"id": "a", "text": SAID, "attributions": [span]}] * 4)
    pairs = [{"premise": one, "hypothesis": other, "label": label, "licence": "MIT"} for one, other, label in PAIRS * 8]
    rows(place / "data" / "nli_train_en.jsonl.gz", pairs)
    rows(place / "data" / "nli_train_fr.jsonl.gz", [*pairs[:2], {**pairs[2], "licence": "CC BY-NC 4.0"}])
    (place / "bin").mkdir()
    (place / "bin" / "apertium").write_text("#!/bin/sh\nexec cat\n")
    (place / "bin" / "apertium").chmod(0o755)
    return place


def train(workshop: Path, project_root: Path, out: str, minutes: float = 10) -> str:
    command: list[str | Path] = [sys.executable, project_root / "scripts" / "train_encoder.py"]
    command += ["--data", workshop / "data", "--base", workshop / "base", "--out", workshop / out]
    command += ["--minutes", str(minutes)]
    for change in DOZEN:
        command += ["--change", change]
    path = f"{workshop / 'bin'}{os.pathsep}{os.environ['PATH']}"
    surroundings = os.environ | {"PATH": path, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
def test_a_run_that_was_stopped_ends_as_one_that_was_not(workshop: Path, project_root: Path) -> None:
    whole = train(workshop, project_root, "whole")
    assert " 0 done" in whole
    stopped = train(workshop, project_root, "parts", minutes=0)
    assert not (workshop / "parts" / "model").exists()
    assert "own_en" not in stopped
    assert " 1 done" in train(workshop, project_root, "parts")
    for name in ("model.safetensors", "heads.safetensors"):
        one, other = (load_file(workshop / run / "model" / name) for run in ("whole", "parts"))
        assert one.keys() == other.keys()
        assert all(one[key].equal(other[key]) for key in one)


@pytest.mark.slow
def test_what_comes_out_is_a_model_that_annotate_reads(workshop: Path, project_root: Path) -> None:
    train(workshop, project_root, "whole")
    measures = json.loads((workshop / "whole" / "measures.json").read_text(encoding="utf-8"))
    assert {"own_en", "own_en_attributions", "own_en_pairs"} <= measures.keys()
    folder = workshop / "whole" / "model"
    start = load_file(workshop / "whole" / "start" / "model.safetensors")
    assert any(not value.equal(start[name]) for name, value in load_file(folder / "model.safetensors").items())
    model = ArticleEncoder(TransformerEncoder(EmbeddingModel(name=str(folder))))
    of = article(SAID)
    view = model.view(of, sentences(of))
    assert view.vectors.shape == (1, tiny.SIZE)
    assert view.found is not None
