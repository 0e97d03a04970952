"""What other outlets' articles say of a claim."""

from __future__ import annotations

import pytest

from annotate.data import Support
from tests.unit.support.making import article, second_pass

CLAIM = "Police in Lyon arrested 31 protesters outside the Gerland stadium on Sunday."


def judged(claim: str, *others: str, language: str = "en") -> Support:
    articles = [article("a", [claim], language=language)]
    articles += [article(f"o{place}", [text], language=language) for place, text in enumerate(others)]
    return second_pass(*articles)[0].sentences[0].support


def test_alone_there_is_no_verdict() -> None:
    assert judged(CLAIM) == Support()


def test_a_restatement_bears_it_out() -> None:
    support = judged(CLAIM, "On Sunday 31 protesters were arrested by police outside the Gerland stadium in Lyon.")
    assert support.verdict == "corroborated"
    assert [each.relation for each in support.evidence] == ["entailment"]


@pytest.mark.parametrize(
    "other",
    [
        "Police in Lyon never arrested 31 protesters outside the Gerland stadium on Sunday.",
        "Police in Nice arrested 31 protesters outside the Ray stadium on Sunday.",
        "Police in Lyon welcomed protesters outside the Gerland stadium on Sunday.",
    ],
    ids=["negated", "elsewhere", "no figure"],
)
def test_near_is_not_enough(other: str) -> None:
    support = judged(CLAIM, other)
    assert support.verdict == "uncorroborated"
    assert [each.relation for each in support.evidence] == ["neutral"]


def test_another_figure_is_a_conflict() -> None:
    other = "Police in Lyon arrested 48 protesters outside the Gerland stadium on Sunday."
    support = judged(CLAIM, other)
    assert [each.relation for each in support.evidence] == ["figure_conflict"]
    assert support.evidence[0].text == other


def test_opposite_judgements_contradict() -> None:
    support = judged(
        "Asking foreign armies for help with the games is an uncommon step.",
        "Asking foreign armies for help with the games is a classic step.",
    )
    assert support.verdict == "contradicted"


def test_an_accusation_needs_its_deed_borne_out() -> None:
    claim = "Officials in Lomé said the mayor Koffi Adjavon bribed builders of the harbour at Aného."
    met = "Officials in Lomé met the mayor Koffi Adjavon and builders of the harbour at Aného."
    same = "The mayor Koffi Adjavon bribed builders of the harbour at Aného, officials in Lomé said."
    assert judged(claim, met).verdict == "uncorroborated"
    assert judged(claim, same).verdict == "corroborated"


@pytest.mark.parametrize(
    "claim", ["Who would have thought so?", "It rained.", "It was a long and quiet evening by the sea."]
)
def test_scenes_and_questions_are_not_looked_for(claim: str) -> None:
    assert judged(claim, claim) == Support()
