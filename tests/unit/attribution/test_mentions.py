"""Names of an article: what stands beside them, and which mention says most."""

from __future__ import annotations

import pytest

from annotate.attribution.lexicon import lexicon
from annotate.attribution.mentions import Mention, Names, mentions
from tests.builders import article, sentences
from tests.unit.attribution.reading import tokens_of


def names_of(text: str, language: str = "en") -> Names:
    lines = [tokens_of(each.text, language) for each in sentences(article(text))]
    return mentions(lines, lexicon(language))


def words_of(mention: Mention | None) -> str:
    return " ".join(token.text for token in mention.tokens) if mention else ""


@pytest.mark.parametrize(
    ("text", "language", "key", "expected"),
    [
        ("It was Ann Bell, the mayor of Oxbow, who left.", "en", "bell", "Ann Bell , the mayor of Oxbow"),
        ("It was the mayor Ann Bell who left.", "en", "bell", "mayor Ann Bell"),
        ("It was Ann Bell, who left.", "en", "bell", "Ann Bell"),
        ("It was Ann Bell, then Bob Dole.", "en", "bell", "Ann Bell"),
        ("It was Ludwig van Hees.", "en", "hees", "Ludwig van Hees"),
        ("C’était Jean Morvan, maire de Kerlou, hier.", "fr", "morvan", "Jean Morvan , maire de Kerlou"),
        ("Il parlait à l’AFP Jean Morvan.", "fr", "morvan", "Jean Morvan"),
        ("The North Sea Trust is here.", "en", "nst", "North Sea Trust"),
    ],
)
def test_a_name_with_what_is_said_of_it(text: str, language: str, key: str, expected: str) -> None:
    assert words_of(names_of(text, language).fullest(key)) == expected


def test_the_described_mention_says_most_wherever_it_stands() -> None:
    names = names_of("Bell left.\nAnn Mary Bell left.\nAnn Bell, the mayor, left.\nBell slept.")
    assert words_of(names.fullest("bell")) == "Ann Bell , the mayor"
    assert names.fullest("dole") is None


def test_look_ups_see_only_what_stands_before() -> None:
    names = names_of("Bell left.\nAnn Bell, the mayor, left.\nBob Dole slept.")
    assert names.last_telling(1) is None
    assert words_of(names.last_telling(2)) == "Ann Bell , the mayor"
    assert names.last_described("mayor", 1) is None
    assert words_of(names.last_described("mayor", 3)) == "Ann Bell , the mayor"


def test_a_name_that_ends_so_is_found_up_to_an_offset() -> None:
    names = names_of("The Oxbow Trust left.")
    assert words_of(names.last_ending("trust", 0, 100)) == "Oxbow Trust"
    assert names.last_ending("trust", 0, 3) is None
