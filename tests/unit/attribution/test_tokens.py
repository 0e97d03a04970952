"""Tokens: where words begin and end, in both languages, with exact offsets."""

from __future__ import annotations

import unicodedata

import pytest

from annotate.attribution.tokens import contains, phrase_at, plain, spell, tokenize
from annotate.data import Span
from annotate.quotations import quotations
from tests.unit.attribution.reading import tokens_of


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The U.S. army left.", "en", ["The", "U.S.", "army", "left", "."]),
        ("Col. Reyes didn't go.", "en", ["Col.", "Reyes", "didn't", "go", "."]),
        ("AT&T paid 2.185 euros.", "en", ["AT&T", "paid", "2.185", "euros", "."]),
        ("a-t-il déclaré", "fr", ["a", "il", "déclaré"]),
        ("affirme-t-elle", "fr", ["affirme", "elle"]),
        ("estiment-ils.", "fr", ["estiment", "ils", "."]),
        ("l’armée qu'elle", "fr", ["l’", "armée", "qu'", "elle"]),
        ("aujourd'hui", "fr", ["aujourd'hui"]),
        ("Saint-Malo", "fr", ["Saint-Malo"]),
        ("O'Neill ''left''", "en", ["O'Neill", "''", "left", "''"]),
        ("so\u00a0they\u202fsay", "en", ["so", "they", "say"]),
        ("🙂 ok", "en", ["🙂", "ok"]),
        ("", "en", []),
    ],
)
def test_words_are_cut_where_the_language_cuts_them(text: str, language: str, expected: list[str]) -> None:
    tokens = tokens_of(text, language)
    assert [token.text for token in tokens] == expected
    assert all(token.span.of(text) == token.text for token in tokens)


def test_composed_and_decomposed_letters_are_one_word_each() -> None:
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize("NFC" if form == "NFC" else "NFD", "Éva a déclaré")
        assert [token.low for token in tokens_of(text, "fr")] == ["éva", "a", "déclaré"]


def test_possessive_endings_do_not_hide_the_word() -> None:
    assert [token.low for token in tokens_of("the army’s spokesman's")] == ["the", "army", "spokesman"]


def test_offsets_are_into_the_article_and_quotations_marked() -> None:
    text = "One line. He said “not now” twice."
    tokens = tokenize(text, Span(10, len(text)), "en", quotations(text))
    assert all(token.span.of(text) == token.text for token in tokens)
    assert [token.text for token in tokens if token.quoted] == ["not", "now"]


def test_phrases_are_found_longest_first_across_elisions() -> None:
    tokens = tokens_of("close to the family, d’après l’armée", "fr")
    assert phrase_at(tokens, 0, frozenset({"close", "close to"})) == 2
    assert phrase_at(tokens, 1, frozenset({"close to"})) == 0
    assert contains(tokens, frozenset({"d'après l'armée"}))
    assert not contains(tokens, frozenset({"family army"}))


def test_tokens_read_as_text_again() -> None:
    tokens = tokens_of("d’après l’armée (AFP), hier", "fr")
    assert spell(tokens[:2]) == "d'après"
    assert plain(tokens) == "d’après l’armée (AFP), hier"
