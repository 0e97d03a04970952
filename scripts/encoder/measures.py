"""What is measured while an encoder is made: tokens, entailment, vectors."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from annotate.config import LANGUAGES, load_scheme
from annotate.data import Sentence, Span
from annotate.models.cutting import cut
from annotate.models.embedding import similarities
from annotate.models.heads import OUTPUTS, pooled
from annotate.models.spans import Word, attributions
from encoder.batches import LONGEST, MAIN, Judged, Window, batched, flat, judged, window
from encoder.corpora import ROLES, Pair, Passage, framed, pairs, polnear
from encoder.network import Network
from encoder.recipe import FRAMES, label_texts

#: Sentences told in the generic frames of Semetko and Valkenburg (2000), labels that no encoder of ours is trained on.
GENERIC = Path(__file__).parents[2] / "tests" / "golden" / "generic_frames.jsonl"


def measured(network: Network, own: Sequence[Passage], own_pairs: Sequence[Pair], data: Path) -> dict[str, Any]:
    """Return all measures of an encoder: on own items and pairs, on what `data` has, on frames never shown to it."""
    found: dict[str, Any] = {}
    if (data / "polnear_dev.jsonl.gz").is_file():
        articles = list(polnear(data / "polnear_dev.jsonl.gz"))
        found["polnear_dev"] = token_scores(network, articles)
        found["polnear_dev_attributions"] = triple_scores(network, articles)
    texts, others = label_texts(FRAMES), label_texts(load_scheme("generic_frames"))
    for language in LANGUAGES:
        if some := [each for each in own if each.language == language]:
            found[f"own_{language}"] = token_scores(network, some)
            found[f"own_{language}_attributions"] = triple_scores(network, some)
            found[f"own_{language}_frames"] = label_scores(network, some, list(texts), list(texts.values()))
        if mine := [pair for pair in own_pairs if pair.name.startswith(language)]:
            found[f"own_{language}_pairs"] = accuracy(network, mine)
        if (dev := data / f"nli_dev_{language}.jsonl.gz").is_file():
            found[f"nli_dev_{language}"] = accuracy(network, list(pairs(dev)))
        unseen = [each for each in framed(GENERIC) if each.language == language]
        found[f"generic_{language}_frames"] = label_scores(network, unseen, list(others), list(others.values()))
    return found


def _in_order(items: Sequence[Any]) -> list[list[Any]]:
    return batched(items, lambda item: len(item.ids), 8192, random.Random(0))


@torch.inference_mode()
def token_scores(network: Network, passages: Sequence[Passage]) -> dict[str, float]:
    """Return the F1 of each role over tokens (word pieces), and the mean of source, cue and content."""
    hits, given, wanted = (np.zeros(len(OUTPUTS)) for _ in range(3))
    windows: list[Window] = [window(passage, network.tokenizer) for passage in passages]
    for batch in _in_order(windows):
        states, _ = network.states([each.ids for each in batch])
        scores = network.heads.roles(states).cpu()
        for row, each in zip(scores, batch, strict=True):
            found, truth = (row[: len(each.ids)] > 0) & (each.known > 0), each.roles > 0
            hits += (found & truth).sum(dim=0).numpy()
            given += found.sum(dim=0).numpy()
            wanted += truth.sum(dim=0).numpy()
    scores_by_role = 2 * hits / np.maximum(given + wanted, 1)
    result = {name: round(float(score), 4) for name, score in zip(OUTPUTS, scores_by_role, strict=True)}
    result["macro"] = round(float(scores_by_role[:MAIN].mean()), 4)
    return result


@torch.inference_mode()
def accuracy(network: Network, pairs: Sequence[Pair]) -> float:
    """Return the share of pairs whose relation is found."""
    right = 0
    items: list[Judged] = [judged(pair, network.tokenizer) for pair in pairs]
    for batch in _in_order(items):
        states, mask = network.states([each.ids for each in batch], [each.second for each in batch])
        found = network.heads.relations(states, mask).argmax(dim=1).cpu()
        right += int((found == torch.tensor([each.label for each in batch])).sum())
    return round(right / max(len(items), 1), 4)


@torch.inference_mode()
def label_scores(
    network: Network, passages: Sequence[Passage], labels: Sequence[str], texts: Sequence[Sequence[str]]
) -> dict[str, float]:
    """Return each frame's average precision over own sentences, read in their windows, and the mean."""
    anchors = network.embed([text for each in texts for text in each]).float().cpu().numpy()
    owners = [at for at, each in enumerate(texts) for _ in each]
    found, truth, counted = [], [], []
    for batch in _in_order([window(passage, network.tokenizer) for passage in passages]):
        states, _ = network.states([each.ids for each in batch])
        said = [(at, entry) for at, each in enumerate(batch) for entry in each.sentences if entry[2].frames is not None]
        if not said:
            continue
        pieces = flat(((at, entry[0]) for at, entry in said), states.shape[1])
        found.append(functional.normalize(pooled(states.reshape(-1, states.shape[-1]), pieces), dim=-1).cpu().numpy())
        truth += [[name in (entry[2].frames or ()) for name in labels] for _, entry in said]
        counted += [[name not in entry[2].frames_also_ok for name in labels] for _, entry in said]
    similar = similarities(np.concatenate(found), anchors, owners)
    wanted = np.array(truth)
    counts = wanted | np.array(counted)
    by_label = {
        name: _average_precision(similar[counts[:, at], at], wanted[counts[:, at], at])
        for at, name in enumerate(labels)
        if wanted[:, at].any()
    }
    return {
        **{name: round(score, 3) for name, score in by_label.items()},
        "mean": round(float(np.mean(list(by_label.values()))), 4),
    }


@torch.inference_mode()
def triple_scores(network: Network, passages: Sequence[Passage]) -> dict[str, float]:
    """Return the F1 of whole attributions: all three roles exactly as marked, and all three overlapping.

    Spans are compared by the words that they cover, so that a mark at their end counts for nothing.
    """
    exact = overlapping = given = wanted = 0
    for passage in passages:
        whole = Span(0, len(passage.text))
        read = next(cut([Sentence("", 0, whole, passage.text)], network.tokenizer, LONGEST))
        states, _ = network.states([read.ids])
        words = read.words
        vectors = pooled(states[0], [word.pieces for word in words])

        tags = network.heads.roles(vectors)

        def link(run: Sequence[int], vectors: torch.Tensor = vectors, tags: torch.Tensor = tags) -> Any:
            return network.heads.tied(vectors, tags, run).cpu().numpy()

        found = [each for each in attributions(passage.text, words, tags.cpu().numpy(), link, whole) if each.cue > 0]
        drawn = [
            _covered(passage.text, words, [each.spans.source, each.spans.cue, each.spans.content]) for each in found
        ]
        end = max((word.span.end for word in words), default=0)
        marks = [mark for mark in passage.marks if mark.cue and max(stop for _, stop in mark.cue) <= end]
        truth = [
            _covered(passage.text, words, [[Span(*span) for span in getattr(mark, role)] for role in ROLES])
            for mark in marks
        ]
        given, wanted = given + len(drawn), wanted + len(truth)
        exact += _matched(drawn, truth, lambda one, other: one == other)
        overlapping += _matched(
            drawn, truth, lambda one, other: all(a & b or not (a or b) for a, b in zip(one, other, strict=True))
        )
    return {
        "exact": round(2 * exact / max(given + wanted, 1), 4),
        "overlap": round(2 * overlapping / max(given + wanted, 1), 4),
    }


Roles = tuple[frozenset[int], ...]


def _covered(text: str, words: Sequence[Word], roles: Sequence[Sequence[Span]]) -> Roles:
    return tuple(
        frozenset(
            at
            for at, word in enumerate(words)
            if any(span.overlaps(word.span) for span in spans) and any(sign.isalnum() for sign in word.span.of(text))
        )
        for spans in roles
    )


def _matched(drawn: Sequence[Roles], truth: Sequence[Roles], same: Callable[[Roles, Roles], bool]) -> int:
    """Return how many of the drawn have a counterpart of their own."""
    left = list(truth)
    hits = 0
    for one in drawn:
        other = next((each for each in left if same(one, each)), None)
        if other is not None:
            left.remove(other)
            hits += 1
    return hits


def _average_precision(scores: Any, truth: Any) -> float:
    hits = truth[np.argsort(-scores)]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean())
