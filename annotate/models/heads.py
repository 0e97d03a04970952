"""What reads a token's or a text's state: roles of words, whose cue is whose, entailment, likeness to a label."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from annotate.errors import ModelError

#: What a word can be to an attribution; `main` is the cue that speaks for its whole sentence.
OUTPUTS: Final = ("source", "cue", "content", "main")
LINKED: Final = ("source", "content")
LINK_SIZE: Final = 64
#: What is added for source and content: a link is learnt from far more words that are not tied than are. Exact
#: spans of the tuning fold are best with it (2 and 0 to 1 do nearly as well).
LEAN: Final = (3.0, 1.0)
HEADS: Final = "heads.safetensors"
RELATIONS: Final = ("entailment", "neutral", "contradiction")


class Heads(nn.Module):
    """Linear readings of an encoder's last states, whose size is `size`.

    Words are tagged each by itself, as roles nest and overlap (a source within another's content); a word is tied to a
    cue by a bilinear score (Dozat and Manning 2017), so that attributions of one sentence stay apart.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self.roles = nn.Linear(size, len(OUTPUTS))
        self.asks = nn.Linear(size, len(LINKED) * LINK_SIZE)
        self.answers = nn.Linear(size, len(LINKED) * LINK_SIZE)
        self.relation = nn.Linear(2 * size, len(RELATIONS))
        self.likeness = nn.Parameter(torch.tensor([12.0, -4.0]))  # scale and bias of a cosine, as log-odds
        self.kinship = nn.Parameter(torch.tensor([12.0]))  # scale of a cosine, as a share among labels

    def links(self, cues: Tensor, tokens: Tensor) -> Tensor:
        """Return log-odds, shape (cues, 2, tokens), that a token is in the source or the content of a cue.

        `cues` holds the mean state of each cue's tokens (cues, size), `tokens` states (cues, tokens, size).
        """
        asked = self.asks(cues).view(len(cues), len(LINKED), LINK_SIZE)
        answered = self.answers(tokens).view(len(cues), tokens.shape[1], len(LINKED), LINK_SIZE)
        scores: Tensor = torch.einsum("crd,ctrd->crt", asked, answered) / LINK_SIZE**0.5
        return scores

    def tied(self, words: Tensor, roles: Tensor, cue: Sequence[int]) -> Tensor:
        """Return log-odds, shape (2, words), that words are the source or the content of a cue (positions of words).

        `words` are states (words, size), `roles` their tags (words, outputs): a word is tied that is tagged and linked.
        """
        linked = self.links(words[list(cue)].mean(dim=0)[None], words[None])[0]
        tags = torch.stack([roles[:, OUTPUTS.index(role)] for role in LINKED])
        return linked + tags + words.new_tensor(LEAN)[:, None]

    def relations(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return a row of three log-odds a pair from its states (pairs, tokens, size): the first's and the mean."""
        scores: Tensor = self.relation(torch.cat([states[:, 0], averaged(states, mask)], dim=-1))
        return scores


def load_heads(folder: Path, size: int) -> Heads:
    """Return the heads that lie beside an encoder. Raises `ModelError` where there are none or others."""
    heads = Heads(size)
    try:
        kept = load_file(folder / HEADS)
        heads.load_state_dict({name: value.float() for name, value in kept.items()})
    except (OSError, SafetensorError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ModelError(
            f"{folder / HEADS}: holds no heads of ours ({reason}); name a model for spans or entailment in the preset"
        ) from error
    return heads.eval()


def averaged(states: Tensor, mask: Tensor) -> Tensor:
    """Return the mean state of each text (texts, size) over the tokens that `mask` (texts, tokens) counts."""
    weights = mask.to(states.dtype).unsqueeze(-1)
    return (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1.0)


def pooled(states: Tensor, pieces: Sequence[Sequence[int]]) -> Tensor:
    """Return the mean state (pieces, size) of each piece, a list of rows of `states` (tokens, size)."""
    rows = torch.tensor([row for piece in pieces for row in piece], dtype=torch.long, device=states.device)
    owners = torch.tensor(
        [at for at, piece in enumerate(pieces) for _ in piece], dtype=torch.long, device=states.device
    )
    sums = torch.zeros(len(pieces), states.shape[-1], dtype=states.dtype, device=states.device)
    sums = sums.index_add(0, owners, states[rows])
    counts = torch.tensor([max(len(piece), 1) for piece in pieces], dtype=states.dtype, device=states.device)
    return sums / counts.unsqueeze(-1)
