"""The encoder with its heads, and what each task asks of it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from annotate.config import Scheme
from annotate.models.embedding import POOLING
from annotate.models.heads import HEADS, Heads, averaged, pooled
from encoder.batches import Judged, Window, flat, padded

ENOUGH = 1  # texts that stand for a label in one step


class Bridge(NamedTuple):
    """A text in tokens, and the row of what the teacher makes of its original."""

    ids: list[int]
    row: int


class Related(NamedTuple):
    """A claim and a sentence that bears on it, in tokens."""

    claim: list[int]
    evidence: list[int]


class Network(nn.Module):
    """One encoder and its heads; each method named after a task returns the parts of its loss by name."""

    def __init__(self, folder: Path, device: str, weights: Mapping[str, float], hidden: float = 0.0) -> None:
        """Read a model of a folder; while it is trained, the share `hidden` of the tokens is masked."""
        super().__init__()
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self.encoder = AutoModel.from_pretrained(folder, dtype=torch.float32)
        self.heads = Heads(self.encoder.config.hidden_size)
        self.device = device
        self.weights = weights
        self.hidden = hidden
        if (folder / HEADS).is_file():
            self.heads.load_state_dict(load_file(folder / HEADS))
        self.to(device)

    def states(self, rows: Sequence[Sequence[int]], seconds: Sequence[int] | None = None) -> tuple[Tensor, Tensor]:
        """Return the last states (texts, tokens, size) and the mask; `seconds` says where second sentences begin."""
        ids, mask = padded(rows, self.tokenizer.pad_token_id, self.device)
        if self.training and self.hidden:
            special = torch.isin(ids, torch.tensor(self.tokenizer.all_special_ids, device=self.device))
            chosen = torch.rand(ids.shape, device=self.device) < self.hidden
            ids = ids.masked_fill(chosen & ~special, self.tokenizer.mask_token_id)
        kinds = None
        if seconds is not None:
            kinds = (torch.arange(ids.shape[1])[None] >= torch.tensor(seconds)[:, None]).long().to(self.device) * mask
        with torch.autocast(self.device, torch.bfloat16):
            found = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        return found.float(), mask

    def embed(self, texts: Sequence[str]) -> Tensor:
        """Return the texts' vectors, of length 1."""
        return self.vectors(self.tokenizer(list(texts), truncation=True, max_length=128)["input_ids"])

    def vectors(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """Return vectors of length 1 of texts in tokens."""
        states, mask = self.states(rows)
        return functional.normalize(averaged(states, mask), dim=-1)

    def reading(self, batch: Sequence[Window], task: Reading, rng: random.Random) -> dict[str, Tensor]:
        """Who says what, how it is framed, and what kind of source it is, from one look at the windows."""
        states, _ = self.states([each.ids for each in batch])
        width, size = states.shape[1:]
        tokens = states.reshape(-1, size)
        losses = {"roles": self._roles(batch, states), "links": self._links(batch, states, tokens, rng)}
        said = [(at, *sentence) for at, each in enumerate(batch) for sentence in each.sentences]
        vectors = functional.normalize(pooled(tokens, flat(((at, piece) for at, piece, *_ in said), width)), dim=-1)
        taught = [at for at, (_, _, text, _) in enumerate(said) if text in task.teacher_rows]
        if taught:
            goal = task.teacher[[task.teacher_rows[said[at][2]] for at in taught]].float().to(self.device)
            losses["kept"] = (1 - (vectors[taught] * goal).sum(dim=-1)).mean()
        framed = [at for at, (*_, stretch) in enumerate(said) if stretch.frames is not None]
        if framed:
            marked = [said[at][3] for at in framed]
            names = [name for name in task.frames.names if name not in task.held_out]
            goal = torch.tensor([[float(name in (each.frames or ())) for name in names] for each in marked])
            counts = torch.tensor([[float(name not in each.frames_also_ok) for name in names] for each in marked])
            texts = [task.frame_texts[name] for name in names]
            losses["frames"] = self._likeness(vectors[framed], texts, goal, rng, counts)
            topics = [each.topic or "" for each in marked]
            names = rng.sample(task.topics, min(len(task.topics), 12))
            names = list(dict.fromkeys([*names, *rng.sample(topics, min(len(topics), 4))]))
            goal = torch.tensor([[float(name == topic) for name in names] for topic in topics])
            losses["topics"] = self._likeness(vectors[framed], [[name.replace("-", " ")] for name in names], goal, rng)
        sources = [(at, piece, label) for at, each in enumerate(batch) for piece, label in each.sources]
        if sources:
            found = functional.normalize(pooled(tokens, flat(((at, piece) for at, piece, _ in sources), width)), dim=-1)
            kinds = list(task.kind_texts)
            likeness = self._nearness(found, [task.kind_texts[name] for name in kinds], rng, 2)
            goal = torch.tensor([kinds.index(label) for _, _, label in sources]).to(self.device)
            losses["kinds"] = functional.cross_entropy(likeness * self.heads.kinship, goal)
        return losses

    def _roles(self, batch: Sequence[Window], states: Tensor) -> Tensor:
        scores = self.heads.roles(states)
        goal, known = torch.zeros_like(scores), torch.zeros_like(scores)
        for at, each in enumerate(batch):
            goal[at, : len(each.ids)] = each.roles
            known[at, : len(each.ids)] = each.known
        loss = functional.binary_cross_entropy_with_logits(scores, goal, reduction="none") * known
        return loss.sum() / known.sum()

    def _links(self, batch: Sequence[Window], states: Tensor, tokens: Tensor, rng: random.Random) -> Tensor:
        linked = [(at, link) for at, each in enumerate(batch) for link in each.links]
        if not linked:
            return states.new_zeros(())
        linked = rng.sample(linked, min(len(linked), 96))
        owners = [at for at, _ in linked]
        cues = pooled(tokens, flat(((at, link[0]) for at, link in linked), states.shape[1]))
        scores = self.heads.links(cues, states[owners])
        goal, known = torch.zeros_like(scores), torch.zeros_like(scores)
        for row, (at, link) in enumerate(linked):
            known[row, :, : len(batch[at].ids)] = 1.0
            for number, piece in enumerate(link[1:]):
                goal[row, number, piece] = 1.0
        loss = functional.binary_cross_entropy_with_logits(scores, goal, reduction="none") * known
        return loss.sum() / known.sum()

    def _nearness(self, vectors: Tensor, labels: Sequence[Sequence[str]], rng: random.Random, most: int) -> Tensor:
        """Return the softened maximum of the cosines to a few texts of each label, as at work."""
        chosen = [rng.sample(list(texts), min(len(texts), most)) for texts in labels]
        anchors = self.embed([text for texts in chosen for text in texts])
        cosines = vectors @ anchors.T
        columns = []
        for texts in chosen:
            columns.append(
                (torch.logsumexp(POOLING * cosines[:, : len(texts)], dim=1) - torch.tensor(len(texts)).log()) / POOLING
            )
            cosines = cosines[:, len(texts) :]
        return torch.stack(columns, dim=1)

    def _likeness(
        self,
        vectors: Tensor,
        labels: Sequence[Sequence[str]],
        goal: Tensor,
        rng: random.Random,
        counts: Tensor | None = None,
    ) -> Tensor:
        """Return the loss of likenesses to labels, both goal and `counts` (texts, labels); all count unless given."""
        scale, bias = self.heads.likeness
        scores = self._nearness(vectors, labels, rng, ENOUGH) * scale + bias
        weight = None if counts is None else counts.to(self.device)
        return functional.binary_cross_entropy_with_logits(scores, goal.to(self.device), weight)

    def judging(self, batch: Sequence[Judged]) -> dict[str, Tensor]:
        """Entailment."""
        states, mask = self.states([each.ids for each in batch], [each.second for each in batch])
        goal = torch.tensor([each.label for each in batch]).to(self.device)
        return {"relation": functional.cross_entropy(self.heads.relations(states, mask), goal)}

    def bridging(self, batch: Sequence[Bridge], teacher: Tensor) -> dict[str, Tensor]:
        """Vectors as the base makes them of the English (Reimers and Gurevych 2020)."""
        vectors = self.vectors([each.ids for each in batch])
        goal = teacher[[each.row for each in batch]].float().to(self.device)
        near = vectors @ goal.T * 20
        same = torch.tensor([[float(a.row == b.row) for b in batch] for a in batch], device=self.device)
        contrast = -(functional.log_softmax(near, dim=1) * same / same.sum(dim=1, keepdim=True)).sum(dim=1).mean()
        return {"kept": (1 - (vectors * goal).sum(dim=-1)).mean(), "told": contrast}

    def finding(self, batch: Sequence[Related]) -> dict[str, Tensor]:
        """Claims near to what bears on them, far from other claims' evidence."""
        vectors = self.vectors([*(each.claim for each in batch), *(each.evidence for each in batch)])
        near = vectors[: len(batch)] @ vectors[len(batch) :].T * 20
        goal = torch.arange(len(batch), device=self.device)
        return {"evidence": (functional.cross_entropy(near, goal) + functional.cross_entropy(near.T, goal)) / 2}

    def total(self, losses: Mapping[str, Tensor]) -> Tensor:
        """Return the weighted sum."""
        return torch.stack([self.weights.get(name, 1.0) * loss for name, loss in losses.items()]).sum()

    def save(self, folder: Path) -> None:
        """Write encoder, tokenizer and heads."""
        self.encoder.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)
        save_file(
            {name: value.detach().cpu().contiguous() for name, value in self.heads.state_dict().items()},
            folder / HEADS,
        )


class Reading(NamedTuple):
    """What the windows are read for: the schemes' words, and what the base makes of the sentences."""

    teacher: Tensor
    teacher_rows: Mapping[str, int]
    frames: Scheme
    frame_texts: Mapping[str, Sequence[str]]
    kind_texts: Mapping[str, Sequence[str]]
    topics: Sequence[str]
    held_out: frozenset[str] = frozenset()
