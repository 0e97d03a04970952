"""The dates of a sentence."""

from __future__ import annotations

import pytest

from annotate.support.dates import dates, within


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("It ends on March 14, 2026.", "en", ("2026-03-14",)),
        ("Le 14 juillet 1990, il pleuvait.", "fr", ("1990-07-14",)),
        ("Lancée le 1er février dernier", "fr", ("--02-01",)),
        ("They may march in May.", "en", ("--05",)),
        ("the 19 Sept. 11 hijackers", "en", ("--09-11",)),
        ("In the 1990s and in 2023-2024", "en", ("1990s", "2023/2024")),
        ("Some 2000 people came on Monday", "en", ("weekday-1",)),
        ("On a vu 1950 € l’an dernier", "fr", ("year-1",)),
    ],
)
def test_dates_are_read(text: str, language: str, expected: tuple[str, ...]) -> None:
    assert dates(text, language) == expected


def test_dates_are_compared_by_what_both_say() -> None:
    assert within("2014-05", "2014")
    assert not within("2014-05", "2014-06")
    assert not within("day-1", "weekday-3")
