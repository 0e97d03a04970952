from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.config import Label, Localised, Scheme, load_scheme
from annotate.data import Frame
from annotate.framing import frame, in_context
from tests.fakes import FakeClassifier

if TYPE_CHECKING:
    from annotate.protocols import Matrix


class Fixed:
    """A classifier that gives the scores it was made with."""

    version = "fixed"

    reads_sentences = False

    def __init__(self, *rows: Sequence[float]) -> None:
        self._rows = np.array(rows, dtype=np.float32)

    def score(self, texts: Sequence[str], scheme: Scheme, language: str, vectors: Matrix | None = None) -> Matrix:
        return self._rows[: len(texts)]

    def threshold(self, scheme: str, label: str) -> float:
        return 0.3 if (scheme, label) == ("tried", "b") else 0.5


def scheme(multi_label: bool = True, context: float = 0.0, max_labels: int = 3, strict: float | None = None) -> Scheme:
    labels = tuple(
        Label(
            name=name,
            title=Localised(en=name),
            definition=Localised(en=name),
            hypothesis=Localised(en=name),
            threshold=strict if name == "c" else None,
        )
        for name in "abcd"
    )
    return Scheme(
        name="tried",
        kind="frames",
        title=Localised(en="t"),
        multi_label=multi_label,
        context=context,
        max_labels=max_labels,
        labels=labels,
    )


def names(framed: list[tuple[Frame, ...]]) -> list[str]:
    return ["".join(each.label for each in frames) for frames in framed]


def test_frames_come_best_first_from_the_classifiers_threshold_on() -> None:
    assert names(frame(["x"], Fixed([0.6, 0.2, 0.9, 0.5]), scheme(), "en")) == ["cad"]
    assert names(frame(["x"], Fixed([0.6, 0.4, 0.4, 0.4]), scheme(), "en")) == ["ab"]


def test_a_schemes_threshold_overrides_the_classifiers() -> None:
    mild = scheme().model_copy(update={"threshold": 0.45})
    assert names(frame(["x"], Fixed([0.6, 0.4, 0.47, 0.4]), mild, "en")) == ["ac"]


def test_at_most_so_many_frames() -> None:
    assert names(frame(["x"], Fixed([0.6, 0.4, 0.9, 0.5]), scheme(max_labels=1), "en")) == ["c"]


def test_a_labels_own_threshold_overrides_the_schemes() -> None:
    assert names(frame(["x"], Fixed([0.6, 0.2, 0.9, 0.5]), scheme(strict=0.95), "en")) == ["ad"]


def test_no_frame_is_an_answer() -> None:
    assert frame(["x"], Fixed([0.1, 0.1, 0.1, 0.1]), scheme(), "en") == [()]


def test_a_scheme_with_one_label_a_sentence_gives_the_best() -> None:
    ((best,),) = frame(["x"], Fixed([0.2, 0.4, 0.3, 0.1]), scheme(multi_label=False), "en")
    assert best.label == "b"
    assert best.score == pytest.approx(0.4, abs=1e-3)


def test_the_article_carries_a_sentence_over_the_threshold() -> None:
    rows = [0.45, 0.1, 0.1, 0.1], [0.9, 0.1, 0.1, 0.1], [0.9, 0.1, 0.1, 0.1]
    assert names(frame(["x", "y", "z"], Fixed(*rows), scheme(context=0.4), "en")) == ["a", "a", "a"]
    assert names(frame(["x", "y", "z"], Fixed(*rows), scheme(context=0.0), "en")) == ["", "a", "a"]


def test_no_sentence_asks_nothing_of_the_model() -> None:
    classifier = FakeClassifier()
    assert frame([], classifier, scheme(), "en") == []
    assert classifier.calls == []


def test_an_article_is_scored_in_one_call() -> None:
    classifier = FakeClassifier()
    frame(["one", "two"], classifier, load_scheme("frames"), "fr")
    assert classifier.calls == [("one", "two")]


@given(
    st.lists(st.lists(st.floats(0, 1, width=32), min_size=3, max_size=3), min_size=1, max_size=8),
    st.floats(0, 1),
)
def test_mixed_scores_are_probabilities_and_keep_each_sentences_order(rows: list[list[float]], weight: float) -> None:
    scores = np.array(rows, dtype=np.float32)
    mixed = in_context(scores, weight)
    assert mixed.shape == scores.shape
    assert ((mixed >= 0) & (mixed <= 1)).all()
    if weight == 0:
        np.testing.assert_allclose(mixed, scores, atol=2e-4)
    if weight == 1:
        np.testing.assert_allclose(mixed, np.repeat(mixed[:1], len(rows), axis=0), atol=1e-6)


def test_a_certain_sentence_does_not_drown_the_article() -> None:
    mixed = in_context(np.array([[1.0], [0.2], [0.2], [0.2]], dtype=np.float32), 0.4)
    assert mixed[1, 0] < 0.5
