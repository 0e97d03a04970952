"""Speakers' labels: who is one, how far a turn runs, and what makes no interview."""

from __future__ import annotations

import pytest

from tests.unit.attribution.reading import findings_of, kind_of


def speakers(text: str, language: str = "en") -> list[str | None]:
    """Return who speaks in each line."""
    return [
        " ".join(token.text for token in each.source.phrase) if each.source else None
        for each in findings_of(text, language)
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "((Nadia Froom)) There were nine on the roof.", ["Nadia Froom"]),
        ("en", "((Peter Hale, Rescue Worker)) It was late.", ["Peter Hale , Rescue Worker"]),
        ("en", "NADIA FROOM: We heard no siren.\nPETER HALE: I did.", ["NADIA FROOM", "PETER HALE"]),
        ("en", "[Nadia Froom] We heard no siren.\n[Peter Hale] I did.", ["Nadia Froom", "Peter Hale"]),
        ("en", "Q: Why now?\nA: The barn was ready.\nQ: And later?\nA: A tour.", [None, "A", None, "A"]),
        ("fr", "Marta Quell : Et la digue ?\nPaul Renn : Nous dormions.", ["Marta Quell", "Paul Renn"]),
        ("fr", "LE MAIRE : Nous dormions.\nMme Quell : Et vous ?", ["LE MAIRE", "Mme Quell"]),
        ("fr", "Marta Quell : J’ai dormi.\nPaul Renn : J’ai veillé.", ["Marta Quell", "Paul Renn"]),
        ("fr", "Q : Pourquoi ?\nR : La grange était prête.", [None, "R"]),
    ],
)
def test_a_label_says_who_speaks(language: str, text: str, expected: list[str | None]) -> None:
    assert speakers(text, language) == expected


def test_a_last_name_is_a_label_where_the_article_tells_whose() -> None:
    turns = "QUELL: Who slept?\nRENN: We did."
    assert speakers(f"Ann Quell met Paul Renn.\n{turns}")[1:] == ["QUELL", "RENN"]
    assert speakers(turns) == [None, None]


def test_initials_are_a_label_in_an_interview_whose_questions_are_bracketed() -> None:
    text = "Nadia Froom slept.\n((Gazette)) Who heard it?\nNF: I've no idea.\n((Gazette)) Why?\nNF: The siren broke."
    assert speakers(text) == [None, None, "NF", None, "NF"]


@pytest.mark.parametrize(
    "text",
    [
        "Nadia Froom: We heard no siren.",  # one turn
        "Analysis: We lost the vote.\nUpdate: Did we win?",
        "Best Picture: Harvest Home\nBest Actor: Peter Hale",
        "Kenya: We won nothing.\nFrance: What happened?",
        "Reuters: Why now?\nThe Oxbow Gazette: Who are you?",
        "((MUSIC)) It rains.",
        "It rained: we slept.\nIt snowed: why not?",
    ],
)
def test_not_every_colon_or_bracket_makes_an_interview(text: str) -> None:
    assert not any(speakers(text))


def test_a_turn_runs_on_to_the_next_label_and_the_last_one_does_not() -> None:
    text = "((Ann Bell)) The dam broke.\nIt was old.\n((NARRATOR)) It rained.\nStill.\n((Bob Dole)) It did.\nIt ends."
    assert speakers(text) == ["Ann Bell", "Ann Bell", None, None, "Bob Dole", None]


def test_a_source_of_its_own_ends_a_turn_in_a_later_paragraph_alone() -> None:
    text = "((Ann Bell)) My brother said it broke.\nPolice said it was old.\nIt rained.\n((Bob Dole)) It did."
    assert speakers(text) == ["Ann Bell", "Police", None, "Bob Dole"]


def test_the_spans_of_a_turn() -> None:
    text = "ANN BELL: We slept.\nBOB DOLE: I did not.\nCows lowed.\nANN BELL: Why?"
    parts = [[(role, span.of(text)) for role, span in each.spans.roles()] for each in findings_of(text)]
    assert parts[0] == [("source", "ANN BELL"), ("cue", ":"), ("content", "We slept.")]
    assert parts[2] == [("content", "Cows lowed.")]


def test_a_speakers_office_is_known_by_the_label_or_the_article() -> None:
    text = "Paul Renn, maire de Kerlou, dort.\nRENN : Nous dormions.\nPaul Vell : Et vous ?\nLE MAIRE : Je dors."
    assert [kind_of(each) for each in findings_of(text, "fr")][1:] == ["office", "identified", "office"]
    assert [kind_of(each) for each in findings_of("Q: Why?\nA: The barn was ready.")] == ["none", "identified"]
