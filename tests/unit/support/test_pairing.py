"""Which figures of a claim and its evidence are shown beside each other, and what is called dependent."""

from __future__ import annotations

from annotate.data import AnnotatedSentence, Claim, ClaimKind, Evidence, Relation, Span
from annotate.support.pairing import dependence, pairs
from tests.unit.support.making import sentence

START = 40  # where the sentence stands in its article


def evidence(text: str, relation: Relation = "figure_conflict", *, independent: bool = True) -> Evidence:
    return Evidence("b", "The Post", Span(0, len(text)), text, relation, 0.8, None, independent)


def claimed(annotated: AnnotatedSentence, words: str = "", kind: ClaimKind = "quantity") -> Claim:
    """Return the claim that `words` of a sentence make, the whole sentence where none are given."""
    text = annotated.sentence.text
    at = START + text.index(words)
    return Claim((Span(at, at + len(words or text)),), kind)


def shown(text: str, other: Evidence, words: str = "", kind: ClaimKind = "quantity") -> list[tuple[str, str, bool]]:
    annotated = sentence(text, start=START)
    found = pairs(claimed(annotated, words, kind), annotated, "en", other, "en")
    return [(each.claim.text, each.evidence.text, each.differs) for each in found]


def test_what_differs_comes_before_what_agrees() -> None:
    found = shown(
        "The plan counts on 300 dogs and on 15,000 soldiers", evidence("The plan has 300 dogs and 18,000 troops")
    )
    assert found == [("15,000 soldiers", "18,000 troops", True), ("300 dogs", "300 dogs", False)]


def test_figures_outside_the_claim_are_not_its_own() -> None:
    text = "The plan counts on 300 dogs, and on 15,000 soldiers"
    assert shown(text, evidence("The plan has 18,000 troops"), "The plan counts on 300 dogs") == []


def test_sentences_on_another_event_differ_in_nothing() -> None:
    other = "The plan has 18,000 troops"
    assert shown("The plan counts on 15,000 soldiers", evidence(other, "neutral")) == []
    assert len(shown("The plan counts on 15,000 soldiers", evidence(other))) == 1


def test_what_only_names_counts_nothing_that_weighs() -> None:
    assert shown("The visit took two days", evidence("The talks took two days", "neutral"), kind="statement") == []


def test_a_conflict_that_the_run_found_in_a_part_of_the_evidence_is_shown() -> None:
    other = evidence("The force sent 200 officers, and later 300 officers")
    assert ("300 officers", "200 officers", True) in shown("The force sent 300 officers", other)


def test_an_unknown_language_is_found_out() -> None:
    annotated = sentence("They asked police from 27 countries", start=START)
    (pair,) = pairs(claimed(annotated), annotated, "en", evidence("Ils ont demandé des policiers de 24 pays"))
    assert (pair.evidence.text, pair.differs) == ("24 pays", True)


def test_why_evidence_bears_nothing_out() -> None:
    text = "The mayor of Brest said the old harbour would close on Monday for repairs to the quay."
    annotated = sentence(text)
    copy = "The old harbour would close Monday for repairs to the quay, the mayor of Brest said."
    assert dependence(annotated, evidence(copy, independent=False)) == "copy"
    assert dependence(annotated, evidence("Brest shuts its harbour.", independent=False)) == "source"
    assert dependence(annotated, evidence(text)) is None
