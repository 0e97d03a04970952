"""The encoder's own judgement of pairs, in the shape of a sequence classifier of transformers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torch import Tensor, nn
from transformers.modeling_outputs import SequenceClassifierOutput

from annotate.models.heads import RELATIONS, load_heads


class RelationModel(nn.Module):
    """An encoder and its heads, read for entailment; `config` names the classes."""

    def __init__(self, encoder: Any, folder: Path) -> None:
        """Put the heads that lie in a folder on its encoder. Raises `ModelError` where there are none or others."""
        super().__init__()
        self.encoder = encoder
        self.config = encoder.config
        self.config.id2label = dict(enumerate(RELATIONS))
        self.heads = load_heads(folder, int(self.config.hidden_size))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Any:
        """Return `logits`, shape (pairs, 3), in the order of `RELATIONS`; segment 1 is the hypothesis."""
        read = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return SequenceClassifierOutput(logits=self.heads.relations(read.last_hidden_state, attention_mask))
