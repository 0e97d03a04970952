"""Noun phrases beside a cue: where a source begins and ends."""

from __future__ import annotations

import pytest

from annotate.attribution.lexicon import lexicon
from annotate.attribution.nouns import NounPhrase, leading, mark_at, noun_after, noun_before
from annotate.attribution.tokens import Token
from tests.unit.attribution.reading import tokens_of


def text_of(phrase: NounPhrase | None, tokens: list[Token], text: str) -> str:
    return phrase.span(tokens).of(text) if phrase else ""


def before_last(text: str, language: str = "en") -> NounPhrase | None:
    tokens = tokens_of(text, language)
    return noun_before(tokens, len(tokens) - 1, lexicon(language))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("On Friday the governor said", "en", "the governor"),
        ("At the rally in Oxbow, the governor said", "en", "the governor"),
        ("The dam will hold but the governor said", "en", "the governor"),
        ("Ann Bell and Bob Dole said", "en", "Ann Bell and Bob Dole"),
        ("Col. Reyes, the army's spokesman, said", "en", "Col. Reyes, the army's spokesman"),
        ("The governor on Friday said", "en", "The governor"),
        ("Mr. May said", "en", "Mr. May"),
        ("Monday said", "en", ""),
        ("I said", "en", ""),
        ("Vendredi, le préfet dit", "fr", "le préfet"),
        ("Jean Morvan, maire de Kerlou, dit", "fr", "Jean Morvan, maire de Kerlou"),
    ],
)
def test_the_subject_before_a_verb(text: str, language: str, expected: str) -> None:
    assert text_of(before_last(text, language), tokens_of(text, language), text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("said Ann Bell, the mayor of Oxbow, on Friday", "en", "Ann Bell, the mayor of Oxbow"),
        ("said Ann Bell in Oxbow", "en", "Ann Bell"),
        ("said on Monday the governor", "en", "the governor"),
        ("said she was tired", "en", "she"),
        ("déclare le préfet devant la presse", "fr", "le préfet"),
        ("déclare à l'AFP, Jean Morvan", "fr", "Jean Morvan"),
        ("said", "en", ""),
    ],
)
def test_the_subject_after_a_verb(text: str, language: str, expected: str) -> None:
    tokens = tokens_of(text, language)
    assert text_of(noun_after(tokens, 1, lexicon(language), inverted=True), tokens, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The governor walked to the river", "The governor"),
        ("Ann Bell met the press", "Ann Bell"),
        ("On Friday, the governor walked", "the governor"),
        ("But she walked", "she"),
        ("", ""),
        ("…", ""),
    ],
)
def test_the_phrase_that_opens_a_sentence(text: str, expected: str) -> None:
    tokens = tokens_of(text)
    assert text_of(leading(tokens, lexicon("en")), tokens, text) == expected


def test_a_relative_pronoun_stands_in_its_nouns_place() -> None:
    phrase = before_last("the plan that said")
    assert phrase is not None
    assert phrase.relative


def test_a_subject_within_another_clause_is_nested() -> None:
    phrase = before_last("the plan that critics say")
    assert phrase is not None
    assert phrase.nested


def test_unknown_nouns_are_let_in_only_on_request() -> None:
    tokens = tokens_of("the beekeeper said")
    assert noun_before(tokens, 2, lexicon("en")) is None
    assert noun_before(tokens, 2, lexicon("en"), any_noun=True) is not None


def test_a_run_of_capitals_without_end_is_no_source() -> None:
    tokens = tokens_of("Smith " * 1000 + "said")
    phrase = noun_before(tokens, 1000, lexicon("en"))
    assert phrase is None or phrase.end - phrase.start <= 32


def test_past_the_ends_there_is_no_mark() -> None:
    tokens = tokens_of("a, b")
    assert [mark_at(tokens, index) for index in (-1, 0, 1, 2, 3)] == ["", "a", ",", "b", ""]
