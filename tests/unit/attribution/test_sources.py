"""What the words of a source phrase say of its kind, and which evidence wins."""

from __future__ import annotations

from typing import get_args

import pytest

from annotate.attribution.lexicon import lexicon
from annotate.attribution.sources import Reading, is_body, is_outlet, is_person, is_place, read_source
from annotate.attribution.tokens import tokenize
from annotate.data import SourceType, Span
from tests.unit.attribution.reading import tokens_of

# fmt: off
KINDS: list[tuple[str, str, SourceType]] = [
    ("en", "The fire brigade", "office"),
    ("en", "the interior minister", "office"),
    ("en", "Sen. Ann Bell", "office"),
    ("en", "the U.N.’s refugee agency", "office"),
    ("en", "a spokesman for the interior ministry", "office"),
    ("en", "the government", "office"),
    ("en", "Moscow", "office"),
    ("en", "Kenya", "office"),
    ("en", "a spokesman for the airline", "identified"),
    ("en", "Ann Bell, a farmer", "identified"),
    ("en", "Bell", "identified"),
    ("en", "her doctor", "identified"),
    ("en", "former president Adam Vell", "identified"),
    ("en", "the president of the company", "identified"),
    ("en", "a charity", "identified"),
    ("en", "analyst Ann Bell", "identified"),
    ("en", "an unnamed official", "anonymous"),
    ("en", "two sources aware of the plan", "anonymous"),
    ("en", "a ministry source", "anonymous"),
    ("en", "critics", "anonymous"),
    ("en", "a carpenter", "anonymous"),
    ("en", "officials", "anonymous"),
    ("en", "Reuters", "publication"),
    ("en", "the Oxbow Gazette", "publication"),
    ("en", "the indictment", "publication"),
    ("en", "a study", "publication"),
    ("en", "the news agency AFP", "publication"),
    ("en", "BBC News", "publication"),
    ("en", "Vice President Ann Bell", "office"),
    ("en", "Mirror Lake mayor Ann Bell", "office"),
    ("en", "the Post Office", "office"),
    ("en", "Michael Bloomberg", "identified"),
    ("en", "Time Warner", "identified"),
    ("fr", "Les sapeurs-pompiers", "office"),
    ("fr", "le ministre de l’Intérieur", "office"),
    ("fr", "un porte-parole du gouvernement", "office"),
    ("fr", "Moscou", "office"),
    ("fr", "une porte-parole de la compagnie", "identified"),
    ("fr", "Jean Morvan, agriculteur", "identified"),
    ("fr", "son médecin", "identified"),
    ("fr", "l’ancien président Luc Vell", "identified"),
    ("fr", "une source proche du dossier", "anonymous"),
    ("fr", "source policière", "anonymous"),
    ("fr", "des habitants", "anonymous"),
    ("fr", "un boulanger", "anonymous"),
    ("fr", "l’AFP", "publication"),
    ("fr", "Le Parisien", "publication"),
    ("fr", "un rapport", "publication"),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "kind"), KINDS)
def test_the_kind_of_a_source(language: str, text: str, kind: SourceType) -> None:
    tokens = tokens_of(text, language)
    assert read_source(tokens, tokens, lexicon(language)).source_type == kind


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A minister, who requested anonymity, said no."),
        ("fr", "Un ministre a dit non, sous couvert d’anonymat."),
    ],
)
def test_anonymity_anywhere_in_the_sentence_wins_over_office(language: str, text: str) -> None:
    tokens = tokens_of(text, language)
    assert read_source(tokens[:2], tokens, lexicon(language)).source_type == "anonymous"


def test_a_phrase_in_a_quotation_does_not_speak_of_the_source() -> None:
    text = "The minister said “it is a condition of anonymity”."
    tokens = tokenize(text, Span(0, len(text)), "en", [Span(18, 50)])
    assert read_source(tokens[:2], tokens, lexicon("en")).source_type == "office"


@pytest.mark.parametrize("kind", get_args(SourceType))
def test_a_belief_is_a_distribution(kind: SourceType) -> None:
    belief = Reading(kind, 0.7).belief()
    assert belief[kind] == 0.7
    assert set(belief) == set(get_args(SourceType))
    if kind != "none":
        assert sum(belief.values()) == pytest.approx(1)


def test_persons_bodies_outlets_and_places_are_told_apart() -> None:
    words = lexicon("en")
    assert is_person(tokens_of("mayor Ann Bell"), words)
    assert not is_person(tokens_of("the company"), words)
    assert is_body(tokens_of("the company"), words)
    assert not is_body(tokens_of("Ann Bell"), words)
    assert is_outlet(tokens_of("the Post"), words)
    assert not is_outlet(tokens_of("the post"), words)
    assert is_place(tokens_of("South Korea"), words)
    assert not is_place(tokens_of("Korea Air Bell"), words)
