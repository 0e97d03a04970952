"""Zero-shot classification by the similarity of a text to what a label's definition says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from annotate.config import Calibration, Label, Scheme, Strict, load_lexicon

if TYPE_CHECKING:
    from annotate.protocols import Encoder, Matrix

POOLING = 8.0  # between the mean (0) and the maximum (∞) over a definition's sentences; 4 to 12 do as well
NARROWEST = 0.02  # cosine; keeps a label that lies equally far from everything from blowing up its scores

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


class Background(Strict):
    """Sentences of ordinary news on every subject: what a label's similarities are measured against."""

    sentences: tuple[str, ...]


class _Anchors(NamedTuple):
    """A scheme made ready: definition sentences (rows), the label of each, and the labels' background."""

    vectors: Matrix
    owners: tuple[int, ...]
    mean: Matrix
    spread: Matrix


class EmbeddingClassifier:
    """Scores texts against labels that it knows by their definitions alone, so that any scheme will do.

    A text's similarity to a label is the softened maximum over the sentences of the definition, in every
    language that it has. It is then standardised by the label's background, the same similarity over
    news sentences on every subject, and by how near the text lies to labels at large: a label that no
    encoder was taught is then scored as those are that one was. The calibration makes a probability of it.
    With `reads_vectors`, texts' vectors may be given; they are of the same encoder then.
    """

    reads_sentences = False

    def __init__(self, encoder: Encoder, calibration: Calibration, *, reads_vectors: bool = True) -> None:
        self._encoder = encoder
        self._reads_vectors = reads_vectors
        self._worth = calibration
        worth = hashlib.sha256(calibration.model_dump_json().encode()).hexdigest()[:12]
        self.version = f"{encoder.version}/embedding/{worth}"
        self._ready: dict[tuple[Scheme, str], _Anchors] = {}

    def score(self, texts: Sequence[str], scheme: Scheme, language: str, vectors: Matrix | None = None) -> Matrix:
        """Return a probability for each text (row) and label (column).

        Multi-label: each label against its background. Otherwise rows sum to 1, over bare similarities: what is
        asked of a scheme of one label is a phrase ("the ministry"), and the background is made of sentences.
        """
        if scheme.multi_label:
            standing = self.standing(texts, scheme, language, vectors)
            shares = 1.0 / (1.0 + np.exp(-self._worth.sharpness * (standing - self._worth.offset)))
        else:
            anchors = self._anchors(scheme, language)
            similar = self._similar(texts, anchors, vectors)
            weights = np.exp(self._worth.contrast * (similar - similar.max(axis=1, keepdims=True)))
            shares = weights / weights.sum(axis=1, keepdims=True)
        return np.asarray(shares, dtype=np.float32)

    def threshold(self, scheme: str, label: str) -> float:
        """Return the calibration's threshold for a label."""
        return self._worth.thresholds.get(scheme, {}).get(label, self._worth.threshold)

    def standing(self, texts: Sequence[str], scheme: Scheme, language: str, vectors: Matrix | None = None) -> Matrix:
        """Return by how many deviations each text (row) stands out for each label (column)."""
        anchors = self._anchors(scheme, language)
        return centred((self._similar(texts, anchors, vectors) - anchors.mean) / anchors.spread)

    def _similar(self, texts: Sequence[str], anchors: _Anchors, vectors: Matrix | None) -> Matrix:
        if vectors is None or not self._reads_vectors:
            vectors = self._encoder.encode(texts)
        return similarities(vectors, anchors.vectors, anchors.owners)

    def _anchors(self, scheme: Scheme, language: str) -> _Anchors:
        key = (scheme, language)
        if key not in self._ready:
            self._ready[key] = self._prepare(scheme, language)
        return self._ready[key]

    def _prepare(self, scheme: Scheme, language: str) -> _Anchors:
        described = [(at, sentence) for at, label in enumerate(scheme.labels) for sentence in said_of(label)]
        owners = tuple(at for at, _ in described)
        vectors = self._encoder.encode([sentence for _, sentence in described])
        ordinary = self._encoder.encode(load_lexicon(Background, "models", language).sentences)
        usual = similarities(ordinary, vectors, owners)
        return _Anchors(vectors, owners, usual.mean(axis=0), np.maximum(usual.std(axis=0), NARROWEST))


def said_of(label: Label) -> tuple[str, ...]:
    """Return a label's examples, else the sentences of its definition, in all its languages, each once."""
    if examples := (*label.examples.en, *label.examples.fr):
        return tuple(dict.fromkeys(examples))
    texts = (label.definition.en, label.definition.fr or "")
    return tuple(
        dict.fromkeys(sentence for text in texts for sentence in _SENTENCE_END.split(text.strip()) if sentence)
    )


def similarities(texts: Matrix, anchors: Matrix, owners: Sequence[int]) -> Matrix:
    """Return, a row a text and a column an owner, the softened maximum of the cosines to its anchors.

    Owners are numbered from 0 and stand together.

    >>> one = np.eye(2, dtype=np.float32)
    >>> similarities(one[:1], one, (0, 1)).tolist()
    [[1.0, 0.0]]
    """
    starts = [at for at, owner in enumerate(owners) if at == 0 or owners[at - 1] != owner]
    counts = np.diff([*starts, len(owners)])
    weights = np.exp(POOLING * (texts @ anchors.T).astype(np.float64))
    pooled: Matrix = np.log(np.add.reduceat(weights, starts, axis=1) / counts) / POOLING
    return pooled.astype(np.float32)


def centred(standing: Matrix) -> Matrix:
    """Return rows less their mean, taken with one more label that stands at 0.

    Some texts are near to every definition, some (French ones, with an English encoder) to none: on the
    tuning half of the gold this is worth 0.11 micro-F1 in English and 0.31 in French. The label at 0 keeps
    a scheme of two or three labels from only ever comparing them with each other.

    >>> centred(np.array([[3.0, 0.0]], dtype=np.float32)).tolist()
    [[2.0, -1.0]]
    """
    level: Matrix = standing.sum(axis=1, keepdims=True) / (standing.shape[1] + 1)
    return standing - level
