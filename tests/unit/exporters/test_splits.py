from __future__ import annotations

from collections import Counter

import pytest

from annotate.errors import UsageError
from annotate.exporters.splits import SPLITS, assign, parse_shares


def articles(number: int) -> list[tuple[str, str]]:
    return [(f"id {each}", f"text {each}") for each in range(number)]


def test_shares_are_kept_to() -> None:
    counts = Counter(assign(articles(2000), (0.7, 0.2, 0.1)).values())
    assert counts["train"] == pytest.approx(1400, abs=80)
    assert counts["validation"] == pytest.approx(400, abs=60)
    assert sum(counts.values()) == 2000


def test_another_seed_gives_other_splits() -> None:
    assert assign(articles(100)) == assign(articles(100))
    assert assign(articles(100)) != assign(articles(100), seed=1)


def test_revisions_and_copies_stay_together() -> None:
    chain = [("a", "1"), ("b", "2"), ("a", "3"), ("c", "3"), ("b", "4"), ("c", "4")]
    for seed in range(20):
        found = assign([*articles(30), *chain], seed=seed)
        assert found["a"] == found["b"] == found["c"]


@pytest.mark.parametrize("number", [3, 4, 5, 8])
def test_no_split_is_empty_where_there_are_enough_groups(number: int) -> None:
    for seed in range(50):
        assert set(assign(articles(number), seed=seed).values()) == set(SPLITS)


@pytest.mark.parametrize("number", [1, 2])
def test_too_few_groups_leave_train_filled(number: int) -> None:
    for seed in range(50):
        assert "train" in assign(articles(number), seed=seed).values()


def test_a_split_without_a_share_stays_empty() -> None:
    for seed in range(50):
        assert set(assign(articles(4), (0.5, 0.0, 0.5), seed).values()) == {"train", "test"}
    assert set(assign(articles(50), (0.0, 0.0, 1.0)).values()) == {"test"}
    assert assign([]) == {}


def test_what_was_there_first_names_the_group() -> None:
    alone = {seed: assign([*articles(40), ("a", "text")], seed=seed)["a"] for seed in range(30)}
    for later in (("0", "text"), ("a", "0")):
        assert {seed: assign([*articles(40), ("a", "text"), later], seed=seed)["a"] for seed in range(30)} == alone


@pytest.mark.parametrize(
    "text", ["", "1", "0.5,0.5", "0.8,0.1,0.2", "1.2,-0.1,-0.1", "a,b,c", "nan,0.5,0.5", "80,10,10"]
)
def test_shares_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="give three that make 1"):
        parse_shares(text)
