"""What one claim does to another that is as near as given."""

from __future__ import annotations

import pytest

from annotate import support
from annotate.data import Relation
from annotate.support.candidates import Candidate
from annotate.support.relating import relation
from tests.unit.support.making import article, claiming, embed

FRENCH = "Dans la capitale, les loyers ont augmenté de 3,4 % en mars."


@pytest.mark.parametrize(
    ("english", "similarity", "found"),
    [
        ("Rents in the capital went up by 3.4 percent in March.", 0.8, "entailment"),
        ("Rents in the capital went up by 3.4 percent in March.", 0.55, "neutral"),
        ("Rents in the capital may have gone up by 3.4 percent in March.", 0.8, "neutral"),
        ("Rents in the capital went up by 2.9 percent in March.", 0.8, "neutral"),
    ],
    ids=["alike", "of another matter", "hedged", "another figure"],
)
def test_a_share_with_a_fraction_bears_out_in_another_language(
    english: str, similarity: float, found: Relation
) -> None:
    articles = [claiming(article("a", [FRENCH], language="fr")), claiming(article("b", [english]))]
    mine, other = support.index([(each, embed(each)) for each in articles]).rows
    assert relation(mine, None, Candidate(other, similarity)) == found
