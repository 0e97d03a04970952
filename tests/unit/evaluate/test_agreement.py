"""Kappa and alpha of a table of counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from annotate.evaluate.agreement import alpha, kappa

LABELS = ("office", "person", "paper")
CODED = st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=2, max_size=60)


def table(coded: list[tuple[str, str]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for one, other in coded:
        row = counts.setdefault(one, {})
        row[other] = row.get(other, 0) + 1
    return counts


@given(CODED)
def test_kappa_is_that_of_another_library(coded: list[tuple[str, str]]) -> None:
    one, other = zip(*coded, strict=True)
    if len({*one, *other}) == 1:
        assert kappa(table(coded)) is None
    else:
        assert kappa(table(coded)) == pytest.approx(cohen_kappa_score(one, other))


@given(CODED)
def test_alpha_is_one_less_observed_over_expected_disagreement(coded: list[tuple[str, str]]) -> None:
    values = [label for pair in coded for label in pair]
    shares = np.array([values.count(label) for label in LABELS])
    apart = sum(one != other for one, other in coded) / len(coded)
    chance = 1 - float((shares * (shares - 1)).sum()) / (len(values) * (len(values) - 1))
    if chance == 0:
        assert alpha(table(coded)) is None
    else:
        assert alpha(table(coded)) == pytest.approx(1 - apart / chance)


def test_what_no_sentence_was_given_agrees_with_nothing() -> None:
    assert kappa({}) is None
    assert alpha({}) is None
