"""Which figures of two sentences can be compared, which bear each other out, and which cannot both hold."""

from __future__ import annotations

import pytest

from annotate.support.comparing import all_conflicts, conflict, conflicts, meets
from annotate.support.figures import Figure, figures


def only(text: str, language: str = "en") -> Figure:
    (figure,) = figures(text, language)
    return figure


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("They asked 27 countries", "They asked 24 nations", True),
        ("They asked 27 countries", "They asked approximately 25 nations", False),
        ("More than 60 people were killed", "The attack killed 64 people", False),
        ("More than 60 people were killed", "The attack killed 57 people", True),
        ("Up to 900 guards", "Some 850 guards", False),
        ("The firm sends 20,000 hired guards", "The firm sends up to 22,000 hired guards", True),
        ("The blast killed 12 people", "The blast injured 19 people", False),
        ("It employs 31,000 officers", "It employs 30,900 officers", False),
        ("It sent 200 officers", "It employs 31,000 officers", False),
        ("It sent 200 officers", "It sent 160 dogs", False),
        ("It sent 15,000 military personnel", "It sent 18,000 troops", True),
        ("It sold 45 red buses", "It sold 60 green buses", False),
        ("The town had 12,000 cars in 2014", "The town had 15,000 cars in 2019", False),
        ("The town had 12,000 cars in 2014", "The town has 15,000 cars", False),
        ("It took another 45 buses", "It took 60 buses", False),
        ("Profits at the firm rose by 20%", "Profits at the firm rose to 30%", False),
        ("The firm posted a profit of $3.5 million", "The firm posted a profit of $5.3 million", True),
        ("The firm posted a profit of $3.5 million", "The firm posted a profit of €5.3 million", False),
        ("The tower stands 210 metres tall", "The tower stands 689 feet tall", False),
        ("The tower stands 210 metres tall", "The tower stands 300 feet tall", True),
        ("The load factor of Delta fell to 54%", "The load factor of Alaska fell to 49%", False),
    ],
)
def test_conflict_is_beyond_hedges_and_rounding(one: str, other: str, expected: bool) -> None:
    assert conflicts(only(one), only(other)) is expected
    assert conflicts(only(other), only(one)) is expected


def test_figures_compare_across_languages() -> None:
    assert conflicts(only("police from 27 countries"), only("des policiers de 24 pays", "fr"))


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("More than 3,000 guards came", "3,140 guards came", "borne_out"),
        ("3,140 guards came", "More than 3,000 guards came", "neither"),
        ("46 countries were asked", "Approximately 45 countries were asked", "neither"),
        ("Approximately 45 countries were asked", "46 countries were asked", "borne_out"),
        ("46 countries were asked", "43 countries were asked", "conflict"),
        ("More than 120 people were killed", "124 people were killed", "borne_out"),
        ("124 people were killed", "More than 120 people were killed", "neither"),
        ("Between 30 and 40 whales were seen", "36 whales were seen", "borne_out"),
        ("Some 300 dogs were seen", "46 cats were seen", "neither"),
    ],
)
def test_a_hedged_figure_proves_no_exact_one(claim: str, evidence: str, expected: str) -> None:
    assert meets(only(claim), only(evidence)) == expected


def test_a_figure_that_agrees_with_any_is_in_no_conflict() -> None:
    claim = figures("The force sent 300 officers", "en")
    assert conflict(claim, figures("The force sent 200 officers, then 300 officers", "en")) is None
    pair = conflict(claim, figures("The force sent 200 officers", "en"))
    assert pair is not None
    assert [figure.text for figure in pair] == ["300 officers", "200 officers"]


def test_each_conflict_of_a_sentence_is_told() -> None:
    claim = figures("The plan counts on 20,000 guards and on 15,000 soldiers", "en")
    evidence = figures("The plan counts on 22,000 guards and on 18,000 troops", "en")
    assert [(mine.what, other.what) for mine, other in all_conflicts(claim, evidence)] == [
        ("guards", "guards"),
        ("soldiers", "troops"),
    ]
