"""A preset with an entailment model of one's own, from a local folder, through the whole line."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate import Annotator
from annotate.errors import ModelError
from tests.unit.models.test_nli import THREE, tiny_model

TEXT = "The minister said that rain will fall. Sources close to the court said that worse would come."


def preset(folder: Path, model: str) -> Path:
    path = folder / "preset.yaml"
    path.write_text(f"name: mine\nmodel: {{backend: nli, name: {model!r}, max_tokens: 128}}\n", encoding="utf-8")
    return path


def test_an_entailment_model_scores_sources_and_frames(tmp_path: Path) -> None:
    model = tiny_model(tmp_path / "model", THREE, length=256)
    [article] = Annotator.from_config(preset(tmp_path, model)).annotate([TEXT])
    first, second = (each.attribution for each in article.sentences)
    assert first is not None
    assert second is not None
    assert second.source_type == "anonymous"
    assert sum(first.scores.values()) == pytest.approx(1.0, abs=3e-4)  # five scores of four decimals
    assert model.rsplit("/", 1)[-1] in article.model_version


def test_a_model_that_is_not_there_is_named_with_the_way_out(tmp_path: Path) -> None:
    annotator = Annotator.from_config(preset(tmp_path, str(tmp_path / "nowhere" / "model")))
    with pytest.raises(ModelError, match="nowhere"):
        list(annotator.annotate([TEXT]))
