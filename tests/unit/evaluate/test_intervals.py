"""Intervals of measures by drawing articles anew."""

from __future__ import annotations

from collections.abc import Iterator

from annotate.evaluate.counting import Counts
from annotate.evaluate.intervals import intervals


def share(counts: Counts) -> Iterator[tuple[str, float | None]]:
    asked = counts[("asked",)]
    yield "share", counts[("right",)] / asked if asked else None


def units(*right_of_ten: int) -> list[Counts]:
    return [Counts({("asked",): 10, ("right",): right}) for right in right_of_ten]


def test_an_interval_holds_the_measure_and_is_the_same_each_time() -> None:
    found = intervals(units(9, 8, 2, 5, 7, 6), share)["share"]
    assert 0.2 <= found.low < 37 / 60 < found.high <= 0.9
    assert found == intervals(units(9, 8, 2, 5, 7, 6), share)["share"]


def test_articles_that_fare_alike_leave_no_doubt() -> None:
    assert intervals(units(5, 5, 5), share)["share"] == (0.5, 0.5)


def test_more_articles_make_it_narrower() -> None:
    few, many = (intervals(units(*[2, 8] * number), share)["share"] for number in (2, 40))
    assert many.high - many.low < (few.high - few.low) / 2


def test_sentences_of_one_article_are_drawn_together() -> None:
    together = intervals(units(0, 10), share)["share"]
    apart = intervals([Counts({("asked",): 1, ("right",): number % 2}) for number in range(20)], share)["share"]
    assert together == (0.0, 1.0)
    assert apart.low > 0.2


def test_one_article_or_no_draws_give_no_interval() -> None:
    assert intervals(units(5), share) == {}
    assert intervals(units(5, 6), share, resamples=0) == {}


def test_draws_that_leave_a_measure_open_are_left_out() -> None:
    rare = [Counts({("asked",): 4, ("right",): 4}), *(Counts() for _ in range(9))]
    assert intervals(rare, share)["share"] == (1.0, 1.0)
