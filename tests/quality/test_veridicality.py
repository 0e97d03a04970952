"""How often small pairs are judged as `tests/golden/veridicality.jsonl` has them.

Rules and lists were made with the pairs of odd numbers in sight; those of even numbers are held out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from annotate.annotator import Annotator
from annotate.data import Document
from annotate.support.bearing import Bearing, Said, bearing, said

GOLDEN = Path(__file__).parents[1] / "golden" / "veridicality.jsonl"
#: Who compares pairs knows three relations: a conflict of figures excludes, a mere report leaves open.
THREE: Final[dict[Bearing, str]] = {"figure_conflict": "contradiction", "reported": "neutral"}

STRONGEST: Final = ("contradiction", "entailment", "neutral")

Row = dict[str, Any]


def _is_odd(row: Row) -> bool:
    return int(row["id"].rpartition("-")[2]) % 2 == 1


def _met(row: Row) -> bool:
    language = row["language"]
    found = bearing(said(row["claim"], language), said(row["evidence"], language))
    return bool(THREE.get(found, found) == row["relation"])


@pytest.fixture(scope="module")
def judged() -> list[tuple[Row, bool]]:
    """Return each pair with whether it is judged as the gold has it."""
    rows = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    return [(row, _met(row)) for row in rows]


@pytest.mark.parametrize(
    ("chosen", "floor"),
    [
        pytest.param(lambda row: True, 0.86, id="all"),
        pytest.param(_is_odd, 0.95, id="odd"),
        pytest.param(lambda row: not _is_odd(row), 0.76, id="even"),
        pytest.param(lambda row: row["language"] == "en", 0.86, id="English"),
        pytest.param(lambda row: row["language"] == "fr", 0.86, id="French"),
    ],
)
def test_pairs_are_judged_as_the_gold_has_them(
    judged: list[tuple[Row, bool]], chosen: Callable[[Row], bool], floor: float
) -> None:
    met = [is_met for row, is_met in judged if chosen(row)]
    assert sum(met) / len(met) >= floor


@pytest.fixture(scope="module")
def told() -> dict[str, list[Said]]:
    """Return what each text tells as a run has it: its claims, cut from who says them, each read in its sentence."""
    rows = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    texts = {row[side]: row["language"] for row in rows for side in ("claim", "evidence")}
    documents = [Document(str(at), str(at), text, language=texts[text]) for at, text in enumerate(texts)]
    found: dict[str, list[Said]] = {}
    for annotated in Annotator.from_config().annotate(documents):
        article = annotated.article
        spans = [
            (span_text, each.sentence.text)
            for each in annotated.sentences
            for span_text in [claim.of(article.text) for claim in each.support.claims] or [each.sentence.text]
        ]
        found[article.text] = [said(part, article.language, within=whole) for part, whole in spans]
    return found


def test_what_a_run_cuts_from_its_verb_is_still_read_with_it(told: dict[str, list[Said]]) -> None:
    """A denial cut from "denied that" is no assertion; what somebody is merely said to say counts as said."""
    met = []
    for row in (json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()):
        sides = [told.get(row[side]) for side in ("claim", "evidence")]
        if sides[0] and sides[1]:
            found = {THREE.get(each, each) for one in sides[0] for other in sides[1] for each in [bearing(one, other)]}
            met.append(next(each for each in STRONGEST if each in found) == row["relation"])
    assert len(met) > 230
    assert sum(met) / len(met) >= 0.80
