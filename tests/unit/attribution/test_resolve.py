"""Sources resolved through their article: pronouns, last names, acronyms, definite nouns, running quotations."""

from __future__ import annotations

import pytest

from annotate.attribution.lexicon import lexicon
from annotate.attribution.resolve import only_cue
from tests.unit.attribution.reading import findings_of, paragraph, tokens_of


def resolved(text: str, language: str = "en") -> str | None:
    last = findings_of(text, language)[-1]
    return last.source.text if last.source else None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ines Falk, a farmer, said the dam broke.\nShe added that it was old.", "en", "Ines Falk, a farmer"),
        ("Ines Falk, a farmer, said the dam broke.\nAccording to her, it was old.", "en", "Ines Falk, a farmer"),
        ("It rained on Bob Dole, a farmer.\nHe said the dam broke.", "en", "Bob Dole, a farmer"),
        ("Ann Bell, the mayor of Oxbow, opened the fair.\nBell said it was fun.", "en", "Ann Bell, the mayor of Oxbow"),
        ("The North Sea Trust counted seals.\nNST said there were nine.", "en", "North Sea Trust"),
        ("The Interior Ministry said no.\nThe ministry added that it may change.", "en", "The Interior Ministry"),
        ("Jean Morvan, maire de Kerlou, a dit oui.\nElle a ajouté : non.", "fr", "Jean Morvan, maire de Kerlou"),
        ("Jean Morvan a ouvert la fête.\nSelon lui, il fait beau.", "fr", "Jean Morvan"),
        ("Le ministère de l’Intérieur a dit oui.\nLe ministère a précisé.", "fr", "Le ministère de l’Intérieur"),
        ("Jean Morvan, maire de Kerlou, dort.\nM. Morvan a dit oui.", "fr", "Jean Morvan, maire de Kerlou"),
    ],
)
def test_a_source_refers_back(text: str, language: str, expected: str) -> None:
    assert resolved(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "He said the dam broke.",  # nobody before
        "Ann Bell, the mayor, slept.\nBob Dole said the dam broke.",  # somebody else
        "A ministry spoke.\nThe carmaker said the dam broke.",
    ],
)
def test_a_source_that_refers_to_nothing_stays_itself(text: str) -> None:
    assert resolved(text) is None


def test_he_is_no_company() -> None:
    text = "Ann Bell, a farmer, said the dam broke.\nThe company said it was sorry.\nShe said it was late."
    assert resolved(text) == "Ann Bell, a farmer"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ines Falk, a farmer, said it broke.\nSome said it held.\nShe said it was late."),
        ("fr", "Ines Falk, agricultrice, a dit non.\nLes parents ont dit oui.\nElle a ajouté : jamais."),
    ],
)
def test_one_person_is_not_several(language: str, text: str) -> None:
    assert (resolved(text, language) or "").startswith("Ines Falk")


def test_a_quotation_runs_on_with_its_speaker() -> None:
    said = "“It rose in an hour,” said Ines Falk, a farmer."
    sources = [found.source for found in paragraph(said, "“We lost two cows and the barn.", "Nobody came to help us.”")]
    assert all(source and source.phrase[0].text == "Ines" for source in sources)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", '“It rose in an hour,” said Ines Falk, a farmer.\n“It’s over.”\n"We go."'),
        ("fr", "Le feu a pris vite, a dit Ines Falk, agricultrice.\n« C’est fini. »\n« Partons. »"),
    ],
)
def test_a_short_quotation_alone_in_its_paragraph_is_the_last_speakers(language: str, text: str) -> None:
    sources = [found.source for found in findings_of(text, language)]
    assert [source and source.phrase[0].text for source in sources] == ["Ines"] * 3


def test_a_quotation_takes_the_speaker_who_is_named_behind_it() -> None:
    first, second = paragraph("“We lost two cows and the barn.", "Nobody came to help us,” said Ines Falk, a farmer.")
    assert first.source is not None
    assert second.source is not None
    assert [token.text for token in first.source.phrase[:2]] == ["Ines", "Falk"]


def test_a_speaker_long_gone_says_no_more() -> None:
    filler = "The river rose by night.\n" * 4
    text = f"Ines Falk said the dam broke.\n{filler}“We lost two cows and the barn as well.”"
    assert findings_of(text)[-1].source is None


@pytest.mark.parametrize(
    ("text", "expected"), [("Smith said.", True), ("Smith said that it was late.", False), ("", False)]
)
def test_nothing_but_a_cue(text: str, expected: bool) -> None:
    assert only_cue(tokens_of(text), lexicon("en")) is expected
