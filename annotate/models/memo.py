"""An encoder that remembers recent texts, so that rooms which embed the same sentence pay once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from annotate.protocols import Encoder, Matrix

CAPACITY = 20_000  # texts; 30 MB of vectors at 384 numbers each


class RememberingEncoder:
    """Wraps an encoder with a bounded memory of its vectors, the least recently used going first."""

    def __init__(self, encoder: Encoder, capacity: int = CAPACITY) -> None:
        self.version = encoder.version
        self._encoder = encoder
        self._capacity = capacity
        self._vectors: OrderedDict[str, Matrix] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text; only texts not remembered reach the encoder, each once."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        fresh = self._encoder.encode(unknown)
        if len(unknown) == len(texts):
            rows = fresh
        else:
            new = dict(zip(unknown, fresh, strict=True))
            rows = np.stack([new[text] if text in new else self._recall(text) for text in texts])
        self._remember(unknown, fresh)
        return rows

    def _recall(self, text: str) -> Matrix:
        self._vectors.move_to_end(text)
        return self._vectors[text]

    def _remember(self, texts: Sequence[str], rows: Matrix) -> None:
        for text, row in zip(texts[-self._capacity :], rows[-self._capacity :], strict=True):
            self._vectors[text] = row.copy()  # a view would keep its whole batch alive
        while len(self._vectors) > self._capacity:
            self._vectors.popitem(last=False)
