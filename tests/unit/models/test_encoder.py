from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from annotate.config import EmbeddingModel
from annotate.errors import ModelError
from annotate.models.encoder import POOLING, TransformerEncoder
from annotate.models.folders import embedded_model
from tests.unit.models import tiny

TEXTS = [
    "The minister resigned.",
    "Le ministre a démissionné, selon l'Élysée.",
    "",
    "🙂 مرحبا",
    "Rain is expected over the weekend, forecasters said on Thursday, with floods in the south.",
    "The minister quit.",
]


@pytest.fixture(scope="module")
def encoder() -> TransformerEncoder:
    return TransformerEncoder(EmbeddingModel())


@pytest.fixture
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_rows_are_unit_vectors_in_order(encoder: TransformerEncoder) -> None:
    rows = encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert rows[0] @ rows[5] > 0.8 > 0.3 > rows[0] @ rows[4]


def test_no_text_gives_no_rows_of_the_right_width(encoder: TransformerEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.usefixtures("one_thread")
def test_a_vector_does_not_depend_on_its_batch(encoder: TransformerEncoder) -> None:
    together = encoder.encode(TEXTS * 3)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(together[: len(TEXTS)], alone)
    assert np.array_equal(together[len(TEXTS) :], np.concatenate([alone, alone]))


def test_vectors_are_the_mean_pooled_states_of_transformers(encoder: TransformerEncoder) -> None:
    folder = embedded_model().path
    batch = AutoTokenizer.from_pretrained(folder)(TEXTS, padding=True, return_tensors="pt")
    with torch.inference_mode():
        states = AutoModel.from_pretrained(folder, dtype=torch.float32)(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1)
    expected = torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1).numpy()
    np.testing.assert_allclose(encoder.encode(TEXTS), expected, atol=1e-5)


def test_a_long_text_is_cut_not_refused(encoder: TransformerEncoder) -> None:
    word = "funding "
    assert np.array_equal(encoder.encode([word * 400]), encoder.encode([word * 5000]))


def test_the_version_names_model_weights_and_settings(encoder: TransformerEncoder) -> None:
    assert encoder.version == f"{embedded_model().version}/mean/128"


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded as an encoder"):
        TransformerEncoder(EmbeddingModel(name=str(tmp_path)))


def test_no_more_is_read_than_the_model_has_places_for(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path / "short", max_position_embeddings=12)
    short = TransformerEncoder(EmbeddingModel(name=str(folder), max_tokens=64))
    assert np.array_equal(short.encode(["a " * 40]), short.encode(["a " * 10]))
    assert short.version.endswith("/mean/12")


def pooled_by(folder: Path, said: Any) -> TransformerEncoder:
    tiny.encoder(folder)
    (folder / POOLING).parent.mkdir()
    (folder / POOLING).write_text(said if isinstance(said, str) else json.dumps(said))
    return TransformerEncoder(EmbeddingModel(name=str(folder), max_tokens=64))


FLAGS = {"word_embedding_dimension": tiny.SIZE, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": False}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (FLAGS | {"pooling_mode_cls_token": True, "include_prompt": True}, "cls"),
        ({"embedding_dimension": tiny.SIZE, "pooling_mode": "cls"}, "cls"),
        (FLAGS | {"pooling_mode_mean_tokens": True, "pooling_mode_lasttoken": False}, "mean"),
        ({"pooling_mode": "mean"}, "mean"),
    ],
)
def test_texts_are_pooled_as_the_folder_says(tmp_path: Path, said: dict[str, Any], expected: str) -> None:
    encoder = pooled_by(tmp_path / "model", said)
    given = encoder.tokenizer("so it went", return_tensors="pt")
    with torch.inference_mode():
        states = encoder.model(**given).last_hidden_state[0]
    row = states[0] if expected == "cls" else states.mean(dim=0)
    np.testing.assert_allclose(encoder.encode(["so it went"])[0], (row / row.norm()).numpy(), atol=1e-6)
    assert encoder.version.endswith(f"/{expected}/64")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (FLAGS | {"pooling_mode_lasttoken": True}, "pools by lasttoken; take"),
        (
            FLAGS | {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True},
            "pools by cls_token and mean_tokens; take",
        ),
        (FLAGS, "pools by nothing; take"),
        ({"pooling_mode": "mean_sqrt_len_tokens"}, "pools by mean_sqrt_len_tokens; take"),
        ({"pooling_mode": ["cls", "mean"]}, "pools by .*cls.*mean.*; take"),
        ("{", "is damaged .* anew"),
        ("[1]", "is damaged .* anew"),
    ],
)
def test_other_poolings_are_refused_in_one_line(tmp_path: Path, said: Any, why: str) -> None:
    with pytest.raises(ModelError, match=rf"1_Pooling/config\.json: {why}") as caught:
        pooled_by(tmp_path / "model", said)
    assert "\n" not in str(caught.value)
