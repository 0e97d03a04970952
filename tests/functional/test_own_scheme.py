"""A label of a user's own scheme is assigned with no change of code."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate import Annotator

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "court_documents.yaml"

TEXT = """The warehouse burned down in March, the police said.

The owner had moved the paintings out the night before, according to court documents.

According to the indictment, he knew what was coming.

According to an affidavit filed in court, he paid a driver in cash.

"I slept through it all," said Marta Vogel, a neighbour who works as a baker.

The trial is expected to last three weeks.
"""


@pytest.fixture(scope="module")
def labels() -> list[str | None]:
    [article] = Annotator.from_config(attribution=EXAMPLE).annotate([TEXT])
    return [each.attribution.label if each.attribution else None for each in article.sentences]


def test_sixth_label_is_given_where_its_definition_fits(labels: list[str | None]) -> None:
    assert labels[1:4] == ["court_document"] * 3


def test_sixth_label_is_given_nowhere_else(labels: list[str | None]) -> None:
    assert [labels[0], *labels[4:]] == ["official_source", "named_source", "outlet_assertion"]
