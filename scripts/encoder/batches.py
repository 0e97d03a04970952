"""Passages and pairs as tensors, in batches of about as many tokens each."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import torch
from torch import Tensor

from annotate.models.heads import OUTPUTS
from encoder.corpora import Pair, Passage, Span, Stretch

Item = TypeVar("Item")

LONGEST = 288  # tokens of a window
LONGEST_PAIR = 192
CUE, MAIN = OUTPUTS.index("cue"), OUTPUTS.index("main")


@dataclass(slots=True)
class Window:
    """A passage in tokens. Pieces (of links, sentences, sources) are lists of token positions."""

    ids: list[int]
    roles: Tensor  # (tokens, outputs), 0 or 1
    known: Tensor  # (tokens, outputs), whether the role was looked for
    links: list[tuple[list[int], list[int], list[int]]] = field(default_factory=list)  # cue, source, content
    sentences: list[tuple[list[int], str, Stretch]] = field(default_factory=list)
    sources: list[tuple[list[int], str]] = field(default_factory=list)  # with the label of its sentence


def window(passage: Passage, tokenizer: Any) -> Window:
    """Return a passage in tokens; what lies beyond the longest window is left out."""
    encoded = tokenizer(passage.text, truncation=True, max_length=LONGEST, return_offsets_mapping=True)
    offsets: list[Span] = encoded["offset_mapping"]
    ids: list[int] = encoded["input_ids"]
    roles, known = torch.zeros(len(ids), len(OUTPUTS)), torch.zeros(len(ids), len(OUTPUTS))

    def covered(spans: Sequence[Span]) -> list[int]:
        return [at for at, (a, b) in enumerate(offsets) if b > a and any(a < end and b > start for start, end in spans)]

    inside = [at for at, (a, b) in enumerate(offsets) if b > a]
    known[inside, :MAIN] = 1.0
    links, sources = [], []
    for mark in passage.marks:
        places = {role: covered(getattr(mark, role)) for role in OUTPUTS[:MAIN]}
        for number, role in enumerate(OUTPUTS[:MAIN]):
            roles[places[role], number] = 1.0
        if places["cue"]:
            links.append((places["cue"], places["source"], places["content"]))
        if mark.main:
            roles[places["cue"], MAIN] = 1.0
            if mark.source and places["source"]:
                label = _label_at(passage, mark.source[0])
                if label:
                    sources.append((places["source"], label))
    sentences = []
    for stretch in passage.sentences:
        piece = covered([stretch.span])
        if piece:
            sentences.append((piece, passage.text[slice(*stretch.span)], stretch))
            if stretch.told:
                known[piece, MAIN] = 1.0
    return Window(ids, roles, known, links, sentences, sources)


def _label_at(passage: Passage, span: Span) -> str | None:
    return next((s.label for s in passage.sentences if s.span[0] <= span[0] and span[1] <= s.span[1]), None)


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair in tokens: premise and hypothesis as one text, the hypothesis from `second` on."""

    ids: list[int]
    second: int
    label: int


def judged(pair: Pair, tokenizer: Any) -> Judged:
    """Return a pair in tokens, cut to the longest that is learnt from."""
    ids: list[int] = tokenizer(pair.premise, pair.hypothesis, truncation=True, max_length=LONGEST_PAIR)["input_ids"]
    return Judged(ids, ids.index(tokenizer.sep_token_id) + 1, pair.label)


def batched(items: Sequence[Item], length: Callable[[Item], int], tokens: int, rng: random.Random) -> list[list[Item]]:
    """Return items in batches of `tokens` at most, padding counted, of like length, in random order."""
    order = sorted(items, key=lambda item: length(item) * rng.uniform(0.9, 1.1))
    batches: list[list[Item]] = []
    longest = 0
    for item in order:
        longest = max(longest, length(item))
        if not batches or (len(batches[-1]) + 1) * longest > tokens:
            batches.append([])
            longest = length(item)
        batches[-1].append(item)
    rng.shuffle(batches)
    return batches


def padded(rows: Sequence[Sequence[int]], padding: int, device: str) -> tuple[Tensor, Tensor]:
    """Return token ids and their mask, both (texts, longest)."""
    longest = max(len(row) for row in rows)
    ids = torch.full((len(rows), longest), padding, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = torch.tensor(row)
        mask[at, : len(row)] = 1
    return ids.to(device), mask.to(device)


def flat(pieces: Iterable[tuple[int, Sequence[int]]], width: int) -> list[list[int]]:
    """Return (text, token positions) as rows of the states of a batch laid end to end, `width` tokens a text."""
    return [[text * width + at for at in piece] for text, piece in pieces]
