from __future__ import annotations

from math import nextafter

import pytest

from annotate.evaluate.calibration import Bin, Reliability, reliability


def scored(score: float, right: int, wrong: int) -> list[tuple[float, bool]]:
    return [(score, True)] * right + [(score, False)] * wrong


def test_scores_that_keep_their_word_have_no_error() -> None:
    found = reliability([*scored(0.8, 8, 2), *scored(0.25, 1, 3), *scored(1.0, 3, 0), *scored(0.0, 0, 5)])
    assert found.calibration_error == found.max_calibration_error == 0.0
    assert found.mean_score == found.base_rate == pytest.approx(12 / 22)


def test_scores_that_are_too_sure_err_by_their_gap() -> None:
    """Four at 0.9 of which half are right, six at 0.5 as they should be: 0.4 of all err by 0.4."""
    found = reliability([*scored(0.9, 2, 2), *scored(0.5, 3, 3)])
    assert found.calibration_error == pytest.approx(0.16)
    assert found.max_calibration_error == pytest.approx(0.4)
    assert found.mean_score == pytest.approx(0.66)
    assert found.base_rate == 0.5
    assert found.count == 10


def test_scores_that_are_too_shy_err_as_much() -> None:
    assert reliability(scored(0.25, 4, 0)).calibration_error == 0.75


def test_gaps_of_two_bins_do_not_make_up_for_each_other() -> None:
    """Too sure above, too shy below: right on the whole, but wrong by 0.4 each time."""
    found = reliability([*scored(0.9, 1, 1), *scored(0.1, 1, 1)])
    assert found.mean_score == found.base_rate == 0.5
    assert found.calibration_error == pytest.approx(0.4)


def test_a_bin_is_judged_by_its_mean_score() -> None:
    (only,) = reliability([(0.72, True), (0.78, False), (0.72, True), (0.78, True)]).bins
    assert only == Bin(0.7, 0.8, 4, 0.75, 0.75)
    assert only.gap == 0.0


def test_a_constant_base_rate_has_no_error_and_tells_nothing_apart() -> None:
    found = reliability(scored(0.75, 3, 1))
    assert found.calibration_error == 0.0
    assert len(found.bins) == 1


@pytest.mark.parametrize(
    ("score", "low"),
    [
        (0.0, 0.0),
        (nextafter(0.1, 0), 0.0),
        (0.1, 0.1),
        (0.3, 0.3),
        (nextafter(0.3, 0), 0.2),
        (0.6, 0.6),
        (0.7, 0.7),
        (nextafter(0.7, 0), 0.6),
        (0.9, 0.9),
        (nextafter(0.9, 0), 0.8),
        (1.0, 0.9),
    ],
)
def test_a_score_on_an_edge_is_in_the_upper_bin_and_one_in_the_last(score: float, low: float) -> None:
    (only,) = reliability([(score, True)]).bins
    assert (only.low, only.high) == (low, round(low + 0.1, 1))


def test_bins_are_in_order_and_empty_ones_left_out() -> None:
    found = reliability([(0.95, True), (0.05, False), (0.55, True)])
    assert [each.low for each in found.bins] == [0.0, 0.5, 0.9]


def test_without_scores_there_is_no_figure() -> None:
    found = reliability([])
    assert found == Reliability()
    assert found.count == 0
    assert found.calibration_error is found.max_calibration_error is found.mean_score is found.base_rate is None
