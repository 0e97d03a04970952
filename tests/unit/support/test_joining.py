"""Which sentences of an article bear a claim out together."""

from __future__ import annotations

import pytest

from annotate.data import Evidence, Verdict
from tests.unit.support.making import article, second_pass

CLAIM = "Marta Keller founded the Limmat shelter in Zurich and closed it after the flood ruined the kitchen."
FOUNDED = "Marta Keller founded the Limmat shelter in Zurich with money of her own."
CLOSED = "The Limmat shelter closed after the flood ruined the kitchen."


def evidence(*texts: str, claim: str = CLAIM, apart: bool = False) -> tuple[Verdict | None, tuple[Evidence, ...]]:
    others = [[each] for each in texts] if apart else [texts]
    articles = [article(f"o{number}", each) for number, each in enumerate(others)]
    found = second_pass(article("a", [claim]), *articles)[0].sentences[0].support
    return found.verdict, tuple(each for each in found.evidence if each.relation == "entailment")


def test_two_sentences_bear_a_claim_out_together() -> None:
    verdict, found = evidence(FOUNDED, "Keller lives in Bern today.", CLOSED)
    assert verdict == "corroborated"
    assert {each.text for each in found} == {FOUNDED, CLOSED}
    assert all(each.in_part for each in found)


@pytest.mark.parametrize(
    "other",
    [
        "The Limmat shelter did not close after the flood ruined the kitchen.",
        "The Limmat shelter may have closed after the flood ruined the kitchen.",
        "The Limmat shelter opened after the flood ruined the kitchen.",
        "The hostel closed after the flood ruined the kitchen.",
    ],
    ids=["denied", "hedged", "turned", "of another"],
)
def test_what_is_not_plainly_said_adds_nothing(other: str) -> None:
    assert all(not each.in_part for each in evidence(FOUNDED, other)[1])


def test_sentences_of_two_outlets_are_not_joined() -> None:
    assert evidence(FOUNDED, CLOSED, apart=True)[0] == "uncorroborated"


def test_every_figure_has_to_be_borne_out() -> None:
    counted = CLAIM.replace("the Limmat shelter", "the Limmat shelter for 340 people")
    assert evidence(FOUNDED, CLOSED)[0] == "corroborated"
    assert evidence(FOUNDED, CLOSED, claim=counted)[0] == "uncorroborated"


def test_one_sentence_that_decides_needs_no_other() -> None:
    alone = "In Zurich, Marta Keller founded a shelter, the Limmat, and closed it when a flood ruined its kitchen."
    verdict, found = evidence(alone, CLOSED)
    assert verdict == "corroborated"
    assert [(each.text, each.in_part) for each in found] == [(alone, False)]
