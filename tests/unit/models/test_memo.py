from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotate.models.memo import RememberingEncoder
from tests.fakes import FakeEncoder


def test_a_text_reaches_the_encoder_once() -> None:
    fake = FakeEncoder()
    encoder = RememberingEncoder(fake)
    encoder.encode(["one", "two", "one"])
    encoder.encode(["two", "three"])
    assert fake.calls == [("one", "two"), ("three",)]


def test_the_least_recently_used_text_is_forgotten_first() -> None:
    fake = FakeEncoder()
    encoder = RememberingEncoder(fake, capacity=2)
    for text in ("one", "two", "one", "three", "one", "two"):
        encoder.encode([text])
    assert [call for call in fake.calls if call] == [("one",), ("two",), ("three",), ("two",)]


@given(st.lists(st.lists(st.sampled_from(["a b", "b", "c a", "", "d"]), max_size=6), max_size=6), st.integers(1, 4))
def test_rows_are_the_encoders_own_in_order(calls: list[list[str]], capacity: int) -> None:
    encoder, plain = RememberingEncoder(FakeEncoder(), capacity), FakeEncoder()
    for texts in calls:
        assert np.array_equal(encoder.encode(texts), plain.encode(texts))


def test_no_text_gives_no_rows_of_the_right_width() -> None:
    assert RememberingEncoder(FakeEncoder(32)).encode([]).shape == (0, 32)
