from __future__ import annotations

import dataclasses

import pytest

from annotate import data
from annotate.data import AnnotatedSentence, AttributionSpans, Flag, Sentence, Span


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_impossible_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_offsets_count_code_points() -> None:
    assert Span(2, 4).of("a😀e\u0301!") == "e\u0301"
    assert Span(1, 2).of("a😀b") == "😀"


def test_covers_and_overlaps_are_half_open() -> None:
    assert Span(0, 5).covers(Span(0, 5))
    assert not Span(0, 5).covers(Span(4, 6))
    assert Span(0, 5).overlaps(Span(4, 6))
    assert not Span(0, 5).overlaps(Span(5, 6))
    assert len(Span(2, 5).shift(3)) == 3


def test_roles_come_in_text_order() -> None:
    spans = AttributionSpans(source=(Span(10, 12),), cue=(Span(13, 17),), content=(Span(0, 9), Span(18, 20)))
    assert [role for role, _ in spans.roles()] == ["content", "source", "cue", "content"]


def test_severity_is_the_highest_flag() -> None:
    sentence = Sentence("0" * 16, 0, Span(0, 1), "x")
    assert AnnotatedSentence(sentence).severity == 0.0
    flags = (Flag("second_hand", 0.4, "why"), Flag("contradicted", 0.9, "why"))
    assert AnnotatedSentence(sentence, flags=flags).severity == 0.9


def test_every_type_is_frozen_and_slotted() -> None:
    types = [each for each in vars(data).values() if dataclasses.is_dataclass(each)]
    assert len(types) > 10
    for each in types:
        assert each.__dataclass_params__.frozen, each  # type: ignore[union-attr]
        assert "__slots__" in vars(each), each
