"""Which conflicts that words and figures show are of one matter."""

from __future__ import annotations

import pytest

from annotate.data import Span
from annotate.support.bearing import said
from annotate.support.candidates import Row
from annotate.support.conflicting import Side, contradict, figures_conflict
from annotate.support.figures import figures


def side(text: str, told: str = "", source: str | None = None) -> Side:
    """Return a text that claims all it says, or the part `told` of it."""
    claimed = told or text
    found = figures(claimed, "en")
    row = Row("a", None, None, "en", Span(0, len(text)), text, claimed, found, source, ())
    return Side(row, said(claimed, "en", found))


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("Keller had served in Brittany.", "Keller had not served in Brittany.", True),
        ("Keller had served in Brittany.", "Keller had not served in Lorraine.", False),
        ("The ferry to Brest was cancelled.", "Moreau denied that the ferry to Brest was cancelled.", True),
        ("Keller could not meet the bakers.", "Keller offered the bakers of nine towns a chance to meet later.", False),
        ("Exports of Brest rose in May.", "Exports of Brest fell in May.", True),
        ("Exports of Brest rose in May.", "Exports of Metz fell in May.", False),
        ("Keller lost, and it was not a vote on the quay.", "It was not a vote on the quay, and Keller lost.", False),
    ],
)
def test_a_denial_covers_what_it_denies(claim: str, evidence: str, expected: bool) -> None:
    assert contradict(side(claim), side(evidence)) is expected
    assert contradict(side(evidence), side(claim)) is expected


def test_what_a_sentence_denies_around_a_claim_contradicts_no_denial() -> None:
    whole = "Moreau said it was not true that Keller had served in Brittany."
    cut = side(whole, "Keller had served in Brittany")
    assert not contradict(cut, side("Keller had not served in Brittany."))


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("Keller has led the bakers of Metz since 2004.", "Keller has led the bakers of Metz since 2005.", True),
        ("Keller has led the bakers of Metz since 2004.", "The bakers of Metz failed twice since 2010.", False),
        ("Keller wrote to the Gazette in June.", "Moreau wrote to the Gazette in July.", False),
        ("Net 1,240 vs 1,180; 31 boats vs 29 boats", "Net 1,950 vs 1,700; 44 boats vs 40 boats", False),
        ("A class 2 storm starts at 80 mph.", "A class 4 storm starts at 110 mph.", False),
        ("Brest counted 300 boats on the quay.", "Brest counted 350 boats on the quay.", True),
        ("Brest paid 30 euros for wool.", "Brest paid 35 euros for wool.", True),
        ("Brest paid 30 euros for wool.", "Brest paid 35 euros for the wool of older sheep.", False),
    ],
)
def test_figures_are_of_one_thing(claim: str, evidence: str, expected: bool) -> None:
    assert figures_conflict(side(claim), side(evidence)) is expected


def test_it_stands_for_who_says_so() -> None:
    one = side("it hired 300 drivers for the night buses", source="Swan Buses")
    other = side("it hired 350 drivers for the night buses", source="Keller Coaches")
    assert not figures_conflict(one, other)
    assert figures_conflict(one, side("it hired 350 drivers for the night buses", source="Swan"))
