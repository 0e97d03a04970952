from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file
from transformers import AutoModel, AutoModelForSequenceClassification

from annotate.errors import ModelError
from annotate.models.loading import load_pretrained
from tests.unit.models import tiny


def pickled(content: bytes) -> Callable[[Path], None]:
    """Return what puts a pickle in the place of a folder's weights."""

    def damage(folder: Path) -> None:
        (folder / "model.safetensors").unlink()
        (folder / "pytorch_model.bin").write_bytes(content)

    return damage


def written(name: str, content: bytes) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return damage


def configured(**settings: object) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        file = folder / "config.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | settings))

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        pickled(b""),
        pickled(b"junk here"),
        pickled(b"PK\x03\x04abc"),
        pickled(pickle.dumps({"a": 1})[:-3]),
        written("model.safetensors", b"\x00"),
        written("config.json", b"[]"),
        written("config.json", b"3"),
        written("config.json", b"\xff\xfe\x00"),
        written("tokenizer.json", b"[]"),
        written("tokenizer.json", b"garbage"),
        written("tokenizer_config.json", b"[]"),
        configured(hidden_size=32),
        configured(hidden_size="x"),
        configured(num_attention_heads=0),
        configured(num_hidden_layers=3),
    ],
)
def test_damaged_files_are_refused_with_the_folder_and_the_way_out(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = tiny.encoder(tmp_path / "damaged")
    damage(folder)
    with pytest.raises(ModelError, match=r"damaged: cannot be loaded as an encoder \(.+\); .*download") as caught:
        load_pretrained(folder, AutoModel, "an encoder")
    assert "\n" not in str(caught.value)


def without_pooler(folder: Path) -> Path:
    weights = load_file(folder / "model.safetensors")
    kept = {name: value for name, value in weights.items() if "pooler" not in name}
    assert len(kept) < len(weights)
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def test_an_encoder_needs_no_pooler(tmp_path: Path) -> None:
    _, model = load_pretrained(without_pooler(tiny.encoder(tmp_path / "plain")), AutoModel, "an encoder")
    assert not model.training


def test_a_classifier_needs_the_pooler_that_it_reads(tmp_path: Path) -> None:
    folder = without_pooler(tiny.encoder(tmp_path / "plain"))
    with pytest.raises(ModelError, match=r"lack bert\.pooler\.dense\.bias|lack classifier\.bias.*bert\.pooler"):
        load_pretrained(folder, AutoModelForSequenceClassification, "an NLI model")
