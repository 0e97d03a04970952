"""Which sentences are handed over, and what is known of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotate.errors import UsageError
from annotate.handover.entries import Handover, Wanted, hand_over
from annotate.store import Folder
from tests.builders import folder_of
from tests.samples import articles

POST, WIRE, COURRIER, CHRONICLE, HOSTILE = articles()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return the samples' folder."""
    return folder_of(tmp_path / "out", articles())


def ids(handover: Handover) -> list[str]:
    return [f"{each.place.id}:{each.annotated.sentence.index}" for each in handover.entries]


def test_an_entry_has_its_article_its_source_and_its_evidence(folder: Folder) -> None:
    entry = hand_over(folder, Wanted()).entries[0]
    assert (entry.place.title, entry.place.outlet) == (POST.article.title, "The Harbour Post")
    assert entry.place.link == "https://example.org/harbour-post/valmont?page=1&ref=a"
    assert (entry.label_title, entry.cue, entry.level) == ("Official source", ("revealed",), "high")
    assert [flag.reason for flag in entry.flags] == ["uncorroborated_accusation", "factive_endorsement"]
    assert [(each.outlet, each.says) for each in entry.evidence] == [
        ("Nordic Wire", "leaves it open"),
        ("Le Courrier de Valmont", "says otherwise"),
    ]
    assert [each.link for each in entry.evidence] == [WIRE.article.url, "texts/courrier.txt"]


def test_a_filter_leaves_the_order_as_it_is(folder: Folder) -> None:
    everything = hand_over(folder, Wanted())
    assert everything.count == len(everything.entries) == 10
    for wanted in (
        Wanted(reasons=frozenset({"figure_conflict", "second_hand"})),
        Wanted(outlets=("the harbour post", "Nordic Wire")),
        Wanted(min_severity=0.7),
    ):
        chosen = ids(hand_over(folder, wanted))
        assert 1 < len(chosen) < 10
        assert chosen == [name for name in ids(everything) if name in chosen]


def test_filters_mean_what_they_say(folder: Folder) -> None:
    grave = hand_over(folder, Wanted(min_severity=0.71)).entries
    assert min(each.annotated.severity for each in grave) == 0.71
    second = hand_over(folder, Wanted(reasons=frozenset({"factive_endorsement"}))).entries
    assert all("factive_endorsement" in [flag.reason for flag in each.flags] for each in second)
    wire = hand_over(folder, Wanted(outlets=("NORDIC WIRE",)))
    assert {each.place.id for each in wire.entries} == {WIRE.article.id}


def test_a_limit_still_counts_all(folder: Folder) -> None:
    some = hand_over(folder, Wanted(limit=3))
    assert (ids(some), some.count) == (ids(hand_over(folder, Wanted()))[:3], 10)


def test_an_outlet_without_articles_is_told_which_there_are(folder: Folder) -> None:
    with pytest.raises(UsageError, match="The Harbour Post, Nordic Wire"):
        hand_over(folder, Wanted(outlets=("Harbour",)))


def test_an_outlet_without_flags_is_no_error(tmp_path: Path) -> None:
    calm = replace(WIRE, sentences=tuple(replace(each, flags=()) for each in WIRE.sentences))
    folder = folder_of(tmp_path / "out", [POST, calm])
    assert hand_over(folder, Wanted(outlets=("Nordic Wire",))) == Handover((), 0)


def test_evidence_of_an_article_that_is_not_there_has_no_link(tmp_path: Path) -> None:
    entry = hand_over(folder_of(tmp_path / "out", [POST]), Wanted()).entries[0]
    assert [(each.place, each.link, each.outlet) for each in entry.evidence] == [
        (None, "", "Nordic Wire"),
        (None, "", "Le Courrier de Valmont"),
    ]


def test_an_address_that_is_none_is_not_linked(tmp_path: Path) -> None:
    entry = hand_over(folder_of(tmp_path / "out", [HOSTILE]), Wanted()).entries[0]
    assert (HOSTILE.article.url or "").startswith("javascript:")
    assert entry.place.url is None
    assert entry.place.link.startswith("texts/")
