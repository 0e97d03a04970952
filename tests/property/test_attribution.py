"""Attribution holds on any text, in both languages, and its work grows with the text and no faster."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.attribution import Attributor
from annotate.config import load_scheme
from annotate.data import Article, Attribution, Sentence, Span
from tests.builders import article
from tests.fakes import FakeClassifier

SCHEME = load_scheme("attribution")
# fmt: off
PIECES = st.sampled_from([
    "“", "”", "«", "»", '"', "''", "'", "’", "„", "″", ",", ".", ":", "—", "(", ")", "!", "\n",
    "\x00", "\x1b", "\u2028", "\u00a0", "\u202f", "😀", "e\u0301", "é", "\u0301", "قال", "a" * 50, "I", "3,5",
    "he", "said", "that", "has", "not", "to", "and", "The", "mayor", "Smith", "Ann Bell", "AFP", "told", "according to",
    "citing", "sources", "per", "May", "will", "by", "was", "ministry", "her", "him", "who",
    "il", "a-t-il", "déclaré", "que", "Le", "maire", "selon", "lui", "l’", "d’après", "de source", "à l’AFP",
    "ajoute-t-elle", "appris auprès", "gouvernement", "s’est", "été", "par", "n’", "pas",
])
# fmt: on
WRITTEN = st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=60).map(
    lambda pieces: "".join(piece + gap for piece, gap in pieces)
)
TEXTS = st.one_of(st.text(max_size=200), WRITTEN)
LANGUAGES = st.sampled_from(["en", "fr"])


def cut(of: Article, cuts: Sequence[int]) -> list[Sentence]:
    """Cut the text into sentences at `cuts`, whatever stands there; the first of several is the headline."""
    edges = sorted({0, len(of.text), *(at for at in cuts if at < len(of.text))})
    spans = [Span(start, end) for start, end in pairwise(edges)]
    return [
        Sentence(of.id, index, span, span.of(of.text), "headline" if index == 0 and len(spans) > 1 else "sentence")
        for index, span in enumerate(spans)
    ]


def attribute(text: str, cuts: Sequence[int], language: str) -> tuple[list[Sentence], list[Attribution | None]]:
    of = article(text, language=language)
    sentences = cut(of, cuts)
    return sentences, Attributor(SCHEME, FakeClassifier()).attribute(of, sentences)


@given(TEXTS, st.lists(st.integers(0, 200), max_size=6), LANGUAGES)
def test_any_text_is_attributed_within_its_sentences(text: str, cuts: list[int], language: str) -> None:
    sentences, attributions = attribute(text, [1, *cuts], language)
    assert len(attributions) == len(sentences)
    for sentence, found in zip(sentences, attributions, strict=True):
        assert (found is None) == (sentence.kind == "headline")
        if found is None:
            continue
        assert list(found.scores) == list(SCHEME.names)
        assert sum(found.scores.values()) == pytest.approx(1)
        assert found.score == found.scores[found.label] == max(found.scores.values())
        assert found.source is None or found.source in text
        assert found.resolved_source is None or found.resolved_source in text
        for _, span in found.spans.roles():
            assert sentence.span.covers(span)
            assert span.of(text).strip() == span.of(text) != ""


@given(TEXTS, LANGUAGES)
def test_the_same_text_gets_the_same_attributions(text: str, language: str) -> None:
    assert attribute(text, [1, 40], language) == attribute(text, [1, 40], language)


def lines_run(text: str, cuts: Sequence[int], language: str) -> int:
    """Count the lines of Python that attributing takes: the same on every machine, however busy."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    attribute(text, cuts, language)  # what is kept between calls is made first
    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        attribute(text, cuts, language)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("step", [None, 30], ids=["one sentence", "many sentences"])
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('word word" wor "', "en"),
        ("“a b c,” said Ann Bell. ", "en"),
        ("« a b » dit Ann Bell ", "fr"),
        ("Smith ", "en"),
        ("Smith, the mayor of Oxbow, ", "en"),
        ("Ann Bell slept. They said so at length. ", "en"),
        ("Ann Bell slept. The company said so at last. ", "en"),
        ("has been said ", "en"),
        ("gouvernement a-t-il dit que ", "fr"),
        ("selon la source ", "fr"),
        (": “a” ", "en"),
        ("(the, ", "en"),
        ("e\u0301", "fr"),
        ("l'", "fr"),
    ],
)
def test_work_grows_with_the_text_and_no_faster(text: str, language: str, step: int | None) -> None:
    small, large = 100, 400
    lines = [
        lines_run(text * size, range(0, len(text) * size, step or len(text) * size), language)
        for size in (small, large)
    ]
    assert lines[1] <= 1.5 * (large // small) * lines[0]
