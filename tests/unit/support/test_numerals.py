"""Words and numbers with their places."""

from __future__ import annotations

import pytest

from annotate.config import LANGUAGES, load_lexicon
from annotate.support.dates import YEARS
from annotate.support.figure_words import FigureLexicon, factors, figure_words
from annotate.support.numerals import NumberLexicon, number_at, tokens


@pytest.mark.parametrize(
    ("text", "language", "value", "decimal"),
    [
        ("1,250", "en", 1250, None),
        ("1.250", "en", 1250, 1.25),
        ("1,250", "fr", 1250, 1.25),
        ("12\u202f000\u202f000", "fr", 12_000_000, None),
        ("quatre-vingt-dix-sept", "fr", 97, None),
        ("Two hundred and one", "en", 201, None),
    ],
)
def test_numbers(text: str, language: str, value: float, decimal: float | None) -> None:
    number = number_at(tokens(text, language), 0, language)
    assert number is not None
    assert (number.value, number.decimal) == (value, decimal)


@pytest.mark.parametrize("text", ["one", "million", "minister", "0800"])
def test_what_is_no_number_by_itself(text: str) -> None:
    assert number_at(tokens(text), 0, "en") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_lexicons_fit(language: str) -> None:
    lexicon = load_lexicon(FigureLexicon, "figures", language)
    assert load_lexicon(NumberLexicon, "numbers", language).decimal in ".,"
    assert set(lexicon.months.values()) == set(range(1, 13))
    assert set(lexicon.generic_of) <= set(figure_words(language).review.counted.values())
    compared = {
        unit for unit in lexicon.units if unit.partition(":")[0] not in ("percent", "point", "money", "temperature")
    }
    assert compared <= set(factors())
    assert 1999 in YEARS
