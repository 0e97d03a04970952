"""The vectors of an article: a row a sentence, then one a claim, in the order in which they stand in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from annotate.data import AnnotatedArticle, AnnotatedSentence

if TYPE_CHECKING:
    from annotate.protocols import ArticleView, Matrix


def vectors(view: ArticleView, annotated: Sequence[AnnotatedSentence]) -> Matrix:
    """Return the sentences' unit rows, then the claims', each the mean of its pieces.

    A model that reads each text by itself gives a claim its sentence's.
    """
    rows = [
        _mean([view.vector(index, span) for span in claim.spans]) if view.vector else view.vectors[index]
        for index, each in enumerate(annotated)
        for claim in each.support.claims
    ]
    return np.concatenate([view.vectors, np.stack(rows)]) if rows else view.vectors


def places(annotated: AnnotatedArticle) -> Iterator[tuple[int, int]]:
    """Yield (sentence, row) of each claim: an article's vectors have a row a sentence, then one a claim, in order."""
    at = len(annotated.sentences)
    for number, each in enumerate(annotated.sentences):
        for _ in each.support.claims:
            yield number, at
            at += 1


def _mean(rows: Sequence[Matrix]) -> Matrix:
    mean: Matrix = np.mean(rows, axis=0)
    unit: Matrix = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit
