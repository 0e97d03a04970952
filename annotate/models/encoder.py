"""Sentence vectors from a transformer: pooled over tokens, length 1, the same whatever else is in the batch."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from transformers import AutoModel

from annotate.config import EmbeddingModel
from annotate.errors import ModelError
from annotate.models.cutting import room
from annotate.models.folders import find_model
from annotate.models.loading import load_pretrained

if TYPE_CHECKING:
    from annotate.protocols import Matrix

#: Tokens in a batch, below which the CPU's matrix product takes another path and rounds otherwise.
FEWEST = 4
POOLING: Final = "1_Pooling/config.json"  # where sentence-transformers says how tokens become one vector


class TransformerEncoder:
    """Embeds texts with any Hugging Face encoder, by the mean of its tokens or, where its folder says so, the first.

    Raises `ModelError` where the model is missing, cannot be loaded, or is pooled otherwise.
    """

    def __init__(self, settings: EmbeddingModel) -> None:
        self.folder, version = find_model(settings.name)
        self._batch_size = settings.batch_size
        self._pooling = pooling(self.folder)
        self.tokenizer, self.model = load_pretrained(self.folder, AutoModel, "an encoder")
        self.size = int(self.model.config.hidden_size)
        self._max_tokens = min(settings.max_tokens, room(self.tokenizer, self.model.config))
        self.version = f"{version}/{self._pooling}/{self._max_tokens}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text, float32, of length 1; an empty sequence gives shape (0, size).

        Batches hold texts of one length in tokens. Nothing is padded, so that on one CPU thread a vector is the
        same bit for bit whatever else is asked for (on two, to 2e-7), and 400 news sentences take a fifth less
        time than in padded batches.
        """
        rows = np.zeros((len(texts), self.size), dtype=np.float32)
        if texts:
            tokens = self.tokenizer(list(texts), truncation=True, max_length=self._max_tokens)["input_ids"]
            for batch in _batches_of_one_length(tokens, self._batch_size):
                rows[batch] = self._embed([tokens[i] for i in batch])
        return rows

    @torch.inference_mode()
    def _embed(self, tokens: list[list[int]]) -> Matrix:
        rows = len(tokens) if len(tokens) * len(tokens[0]) >= FEWEST else FEWEST
        ids = torch.tensor((tokens * rows)[:rows], dtype=torch.long)
        states = self.model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
        texts = states[:, 0] if self._pooling == "cls" else states.mean(dim=1)
        pooled: torch.Tensor = torch.nn.functional.normalize(texts, dim=-1)
        return pooled[: len(tokens)].float().numpy()


def pooling(folder: Path) -> str:
    """Return how a model's tokens become one vector, "cls" or "mean"; "mean" where its folder does not say.

    Raises `ModelError` where the folder says anything else.
    """
    file = folder / POOLING
    if not file.is_file():
        return "mean"
    try:
        said = dict(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise ModelError(f"{file}: is damaged ({error}); download the model anew") from error
    flags = [name.removeprefix("pooling_mode_") for name, on in said.items() if on is True and "_mode_" in name]
    mode = str(said.get("pooling_mode", " and ".join(flags)))
    if known := re.fullmatch("(cls|mean)(_tokens?)?", mode):
        return known[1]
    raise ModelError(f"{file}: pools by {mode or 'nothing'}; take a model that is pooled by cls or mean alone")


def _batches_of_one_length(tokens: Sequence[Sequence[int]], size: int) -> Iterator[list[int]]:
    """Yield the positions of texts in batches of at most `size`, each of one length in tokens.

    >>> list(_batches_of_one_length([[1, 2], [1], [3, 4], [5, 6]], 2))
    [[1], [0, 2], [3]]
    """
    by_length: dict[int, list[int]] = defaultdict(list)
    for position, ids in enumerate(tokens):
        by_length[len(ids)].append(position)
    for _, positions in sorted(by_length.items()):
        for start in range(0, len(positions), size):
            yield positions[start : start + size]
