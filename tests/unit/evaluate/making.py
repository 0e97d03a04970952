"""Three sentences of one file, annotated and as gold."""

from __future__ import annotations

from typing import Any

from annotate.data import AnnotatedArticle, AnnotatedSentence, Attribution, Flag, Frame, Sentence, Span
from annotate.evaluate import Gold
from tests.builders import article

TEXT = "Ann said so.\nBob denied it.\nThe sun rose."
SPANS = (Span(0, 12), Span(13, 27), Span(28, 41))


def sentence(
    span: Span,
    label: str,
    frames: tuple[str | tuple[str, float], ...] = (),
    flagged: bool = False,
    score: float = 1.0,
) -> AnnotatedSentence:
    """Return a sentence of `TEXT`; a frame is a label, or a label with its score."""
    scored = [(frame, 1.0) if isinstance(frame, str) else frame for frame in frames]
    return AnnotatedSentence(
        Sentence("0" * 16, 0, span, span.of(TEXT)),
        Attribution(label, score, {label: score}),
        tuple(Frame(*frame) for frame in scored),
        flags=(Flag("second_hand", 0.5, "why"),) if flagged else (),
    )


def annotated(*sentences: AnnotatedSentence) -> AnnotatedArticle:
    return AnnotatedArticle(article(TEXT, "anywhere/texts/a.txt"), sentences)


def gold(span: Span, label: str, **more: Any) -> Gold:
    return Gold(doc="texts/a.txt", start=span.start, end=span.end, attribution=label, **more)
