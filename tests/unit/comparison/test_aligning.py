"""Which sentence is which, whatever was done to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.comparison import aligning
from annotate.comparison.aligning import aligned

LINES = st.lists(st.text("ab c", max_size=5), max_size=12)


@given(LINES, LINES)
def test_every_sentence_is_told_once_and_none_twice(first: list[str], second: list[str]) -> None:
    pairs = aligned(first, second)
    assert [here for here, _ in pairs if here is not None] == list(range(len(first)))
    assert sorted(there for _, there in pairs if there is not None) == list(range(len(second)))


@given(LINES, LINES)
def test_no_sentence_is_gone_while_its_like_is_new(first: list[str], second: list[str]) -> None:
    pairs = aligned(first, second)
    gone = {first[here] for here, there in pairs if here is not None and there is None}
    new = {second[there] for here, there in pairs if here is None and there is not None}
    assert not gone & new


@given(LINES)
def test_a_text_is_itself_at_the_same_place(lines: list[str]) -> None:
    assert aligned(lines, list(lines)) == [(at, at) for at in range(len(lines))]


def test_what_was_put_in_or_cut_shifts_nothing_else() -> None:
    assert aligned(["a", "b", "c"], ["a", "x y", "b", "c"]) == [(0, 0), (1, 2), (2, 3), (None, 1)]
    assert aligned(["a", "b", "c"], ["a", "c"]) == [(0, 0), (1, None), (2, 1)]


def test_a_sentence_that_moved_is_found() -> None:
    assert aligned(["He left.", "Rain fell.", "All slept."], ["Rain fell.", "All slept.", "He left."]) == [
        (0, 2),
        (1, 0),
        (2, 1),
    ]


def test_a_reworded_sentence_is_the_one_that_shares_most_words() -> None:
    first = ["The dam burst at noon.", "Nobody was hurt in the valley."]
    second = ["The dam burst at one.", "A dog barked somewhere.", "Nobody was hurt in the valley, they said."]
    assert aligned(first, second) == [(0, 0), (1, 2), (None, 1)]


def test_sentences_without_likeness_are_others() -> None:
    assert aligned(["The dam burst."], ["A dog barked somewhere."]) == [(0, None), (None, 0)]


def test_a_long_rewritten_stretch_is_not_searched_for_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert aligned(["a b c", "d e f"], ["a b x", "d e y"]) == [(0, 0), (1, 1)]
    monkeypatch.setattr(aligning, "LARGEST", 3)
    assert aligned(["a b c", "d e f"], ["a b x", "d e y"])[:2] == [(0, None), (1, None)]
