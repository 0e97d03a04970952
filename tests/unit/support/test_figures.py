"""Which figures of two sentences can be compared, and which cannot both hold."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.support.figures import conflicts, figures


def values(text: str, language: str = "en") -> list[float]:
    return [figure.value for figure in figures(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The city sent 3,417 officers.", "en", [3417]),
        ("La ville a envoyé 3\u00a0417 policiers.", "fr", [3417]),
        ("La ville a envoyé 3\u202f417 policiers.", "fr", [3417]),
        ("La ville a envoyé 3 417 policiers.", "fr", [3417]),
        ("La ville compte 1,5 million d’habitants.", "fr", [1_500_000]),
        ("The flood drove out 1.5 million people.", "en", [1_500_000]),
        ("Thirty-two miners were killed.", "en", [32]),
        ("Vingt ouvriers ont été blessés.", "fr", [20]),
    ],
)
def test_numbers_are_read_in_both_spellings(text: str, language: str, expected: list[float]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In 2015 the mayor resigned.", "en"),
        ("On March 22 gunmen came, on Aug. 11 they left.", "en"),
        ("Le 26 juin à 20h30, ou 20:30, il partit.", "fr"),
        ("It rose by 45% or 45 per cent, un tiers de 12 %.", "en"),
        ("It cost $45 billion, 3 euros and £20.", "en"),
        ("A 40-year-old man, aged 40, finished 12th with a B-52 of the G20.", "en"),
        ("Le groupe M23 existe depuis 12 ans.", "fr"),
    ],
)
def test_what_counts_nothing_is_left_out(text: str, language: str) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("They asked 27 countries", "They asked 24 nations", True),
        ("They asked 27 countries", "They asked approximately 25 nations", False),
        ("More than 60 people were killed", "The attack killed 64 people", False),
        ("More than 60 people were killed", "The attack killed 57 people", True),
        ("Up to 900 guards", "Some 850 guards", False),
        ("The blast killed 12 people", "The blast injured 19 people", False),
        ("It employs 31,000 officers", "It employs 30,900 officers", False),
        ("It sent 200 officers", "It employs 31,000 officers", False),
        ("It sent 200 officers", "It sent 160 dogs", False),
    ],
)
def test_conflict_is_beyond_hedges_and_rounding(one: str, other: str, conflict: bool) -> None:
    (first,), (second,) = figures(one, "en"), figures(other, "en")
    assert conflicts(first, second) is conflict
    assert conflicts(second, first) is conflict


def test_figures_compare_across_languages() -> None:
    (english,), (french,) = figures("police from 27 countries", "en"), figures("des policiers de 24 pays", "fr")
    assert conflicts(english, french)


def test_a_hedge_is_part_of_the_figure() -> None:
    (figure,) = figures("Il faut plus de 2\u00a0000 policiers ici.", "fr")
    assert (figure.text, figure.low, figure.high) == ("plus de 2\u00a0000 policiers", 2000, math.inf)


@given(st.text(max_size=300), st.sampled_from(["en", "fr"]))
def test_any_text_is_read(text: str, language: str) -> None:
    for figure in figures(text, language):
        assert figure.text in text
        assert figure.low <= figure.value <= figure.high


def test_a_megabyte_of_digits_takes_no_time() -> None:
    assert figures("1 000 " * 100_000 + "1," * 100_000, "fr") == ()
