"""What holds of the calibration of any scores."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.evaluate.calibration import reliability

SCORED = st.lists(st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=1)
NEAR = 1e-9


@given(SCORED)
def test_error_lies_between_the_gap_of_the_whole_and_the_largest_gap(scored: list[tuple[float, bool]]) -> None:
    found = reliability(scored)
    assert found.calibration_error is not None
    assert found.max_calibration_error is not None
    whole = abs(sum(score - right for score, right in scored) / len(scored))
    assert whole - NEAR <= found.calibration_error <= found.max_calibration_error + NEAR <= 1.0 + 2 * NEAR


@given(SCORED)
def test_bins_hold_every_score_once_and_within_their_bounds(scored: list[tuple[float, bool]]) -> None:
    found = reliability(scored)
    assert found.count == len(scored)
    assert found.base_rate == pytest.approx(sum(right for _, right in scored) / len(scored))
    assert all(each.low - NEAR <= each.mean_score <= each.high + NEAR for each in found.bins)


@given(SCORED, st.randoms(use_true_random=False))
def test_order_does_not_matter(scored: list[tuple[float, bool]], chance: random.Random) -> None:
    shuffled = list(scored)
    chance.shuffle(shuffled)
    assert reliability(shuffled) == reliability(scored)
