"""Words folded to what they share, and what excludes them."""

from __future__ import annotations

import pytest

from annotate.support.meanings import meanings, quantities


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "closing", "closed"),
        ("en", "stopped", "stops"),
        ("en", "flew", "flies"),
        ("en", "purchased", "bought"),
        ("en", "explosion", "exploded"),
        ("fr", "fermer", "fermera"),
        ("fr", "vendait", "vendu"),
        ("fr", "detruit", "destruction"),
        ("fr", "acheter", "acquis"),
    ],
)
def test_forms_of_a_word_and_words_alike_share_a_lemma(language: str, one: str, other: str) -> None:
    folded = meanings(language)
    assert folded.lemma(one) == folded.lemma(other)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "rise", "fall"), ("en", "fair", "unfair"), ("fr", "ouvrir", "fermer"), ("fr", "content", "mecontent")],
)
def test_opposites_exclude_each_other(language: str, one: str, other: str) -> None:
    folded = meanings(language)
    assert folded.lemma(other) in folded.against(folded.lemma(one))


def test_what_a_short_word_hides_in_is_no_opposite() -> None:
    folded = meanings("en")
    assert folded.lemma("inform") not in folded.against(folded.lemma("form"))


def test_two_sides_of_a_deed_are_converse() -> None:
    folded = meanings("en")
    assert folded.lemma("sold") in folded.converses(folded.lemma("bought"))


def test_what_is_counted_is_the_next_word_that_tells() -> None:
    tokens = ["not", "all", "the", "bakers", "left"]
    assert quantities("en").of(tokens, tokens).counted == {"bakers": "not_all"}
