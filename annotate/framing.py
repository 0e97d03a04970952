"""The frames that each sentence of an article is told in, read in the light of the whole article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from annotate.config import Scheme
from annotate.data import Frame

if TYPE_CHECKING:
    from annotate.config import Label
    from annotate.protocols import Classifier, Matrix

SURE = 1e-4  # probabilities are held this far from 0 and 1, so that one sure sentence does not drown an article


def frame(
    article_sentences: Sequence[str],
    classifier: Classifier,
    scheme: Scheme,
    language: str,
    vectors: Matrix | None = None,
) -> list[tuple[Frame, ...]]:
    """Return the frames of each sentence of one article, the best first; `vectors` are the sentences' own.

    A sentence is scored in its article: `scheme.context` is the share of the article's mean score (in
    log-odds) that is mixed into its own. A multi-label scheme gives every label from its threshold on (without one,
    the classifier's), `scheme.max_labels` at most; another gives the single best one.
    """
    if not article_sentences:
        return []
    scores = classifier.score(article_sentences, scheme, language, vectors)
    mixed = in_context(scores, scheme.context)
    if not scheme.multi_label:
        mixed = mixed / mixed.sum(axis=1, keepdims=True)
    least = [_threshold(label, scheme, classifier) for label in scheme.labels]
    return [_frames(row, scheme, least) for row in mixed]


def in_context(scores: Matrix, weight: float) -> Matrix:
    """Return an article's scores (sentences x labels), each mixed with `weight` of its label's article mean.

    Means are of log-odds: for an embedding classifier that is the article's mean similarity, which serves
    better than the mean of squashed probabilities and leaves one sentence by itself unchanged.

    >>> scores = np.array([[0.9, 0.2], [0.5, 0.2]], dtype=np.float32)
    >>> [[f"{score:.2f}" for score in row] for row in in_context(scores, 0.5)]
    [['0.84', '0.20'], ['0.63', '0.20']]
    """
    held = np.clip(scores.astype(np.float64), SURE, 1 - SURE)
    odds = np.log(held / (1 - held))
    mixed = (1 - weight) * odds + weight * odds.mean(axis=0)
    return np.asarray(1 / (1 + np.exp(-mixed)), dtype=np.float32)


def _threshold(label: Label, scheme: Scheme, classifier: Classifier) -> float:
    own = scheme.threshold_of(label)
    return classifier.threshold(scheme.name, label.name) if own is None else own


def _frames(row: Matrix, scheme: Scheme, least: Sequence[float]) -> tuple[Frame, ...]:
    scored = zip(scheme.names, row.tolist(), least, strict=True)
    best_first = sorted(scored, key=lambda entry: -entry[1])
    if not scheme.multi_label:
        label, score, _ = best_first[0]
        return (Frame(label, score),)
    chosen = [Frame(label, score) for label, score, enough in best_first if score >= enough]
    return tuple(chosen[: scheme.max_labels])
