"""A claim beside its evidence: which words are its own, which figures are marked, what is said of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotate.data import Claim, Support
from annotate.report.claims import claim_views
from annotate.report.setting import Collection, Setting
from annotate.report.view import ClaimView, PartView
from tests.samples import articles

POST, WIRE, COURRIER, _, HOSTILE = articles()


def views(article: int, index: int) -> tuple[ClaimView, ...]:
    annotated = articles()[article]
    return claim_views(annotated.sentences[index], annotated.article, Setting(Collection(articles())))


def marked(parts: tuple[PartView, ...]) -> list[tuple[str, str | None, str]]:
    return [(part.text, part.met, part.note) for part in parts if part.met]


@pytest.mark.parametrize(("article", "index"), [(0, 1), (0, 3), (1, 1), (2, 1), (4, 0)])
def test_parts_make_up_the_sentence(article: int, index: int) -> None:
    text = articles()[article].sentences[index].sentence.text
    for claim in views(article, index):
        assert "".join(part.text for part in claim.parts) == text


def test_the_claims_own_words_are_marked_in_their_sentence() -> None:
    first, second = views(0, 1)
    assert [part.text for part in first.parts if part.said] == ["A fire", "was the work of saboteurs paid from abroad"]
    assert first.words == "A fire … was the work of saboteurs paid from abroad"
    assert (first.accuser, first.accused) == ("Interior Minister Pavel Rosen", "saboteurs paid from abroad")
    assert (second.title, second.verdict, second.accuser) == ("Cause", "uncorroborated", None)


def test_every_claim_has_its_own_evidence_and_verdict() -> None:
    first, second = views(0, 1)
    assert [each.relation for each in first.evidence] == ["contradiction"]
    assert [each.weight for each in first.evidence] == ["independent of the claim’s source"]
    assert [each.relation for each in first.near] == ["neutral"]
    assert [each.weight for each in second.evidence] == ["goes back to the same source: bears nothing out"]


def test_figures_are_marked_on_both_sides_and_say_what_they_meet() -> None:
    (claim,) = views(0, 3)
    (evidence,) = claim.evidence
    assert marked(claim.parts) == [
        ("40,000 tonnes", "differs", "differs from “some 24,000 tonnes” in Nordic Wire"),
    ]
    assert marked(evidence.parts) == [("some 24,000 tonnes", "differs", "differs from “40,000 tonnes”")]
    (figure,) = evidence.figures
    assert (figure.counts_here, figure.counts_there, figure.differs) == ("grain", "grain", True)


def test_what_differs_anywhere_differs() -> None:
    sentence = POST.sentences[3]
    (claim,) = sentence.support.claims
    (other,) = claim.evidence
    same = replace(other, text="The blaze destroyed 40,000 tonnes of grain.", relation="entailment", outlet="The Gull")
    met = {
        same: "agrees with “40,000 tonnes” in The Gull",
        other: "differs from “some 24,000 tonnes” in Nordic Wire",
    }
    for evidence in ((same, other), (other, same)):
        support = Support(None, (), (replace(claim, evidence=evidence),))
        (view,) = claim_views(replace(sentence, support=support), POST.article, Setting(Collection(articles())))
        assert marked(view.parts) == [("40,000 tonnes", "differs", "; ".join(met[each] for each in evidence))]
        agreeing = view.evidence[evidence.index(same)]
        assert marked(agreeing.parts) == [("40,000 tonnes", "agrees", "agrees with “40,000 tonnes”")]


def test_a_note_stands_once_where_a_claim_ends_within_a_figure() -> None:
    sentence = POST.sentences[3]
    (claim,) = sentence.support.claims
    (span,) = claim.spans
    cut = replace(claim, spans=(replace(span, end=span.start + sentence.sentence.text.index(" tonnes")),))
    annotated = replace(sentence, support=Support(None, (), (cut,)))
    (view,) = claim_views(annotated, POST.article, Setting(Collection(articles())))
    assert [(text, bool(note)) for text, _, note in marked(view.parts)] == [("40,000", False), (" tonnes", True)]


def test_a_sentence_that_was_judged_as_a_whole_is_one_claim() -> None:
    (claim,) = views(0, 2)
    assert (claim.kind, claim.verdict, len(claim.evidence)) == ("statement", "corroborated", 1)
    assert all(part.said for part in claim.parts)
    assert views(0, 4) == ()


def test_evidence_that_is_not_on_the_page_is_shown_and_leads_nowhere() -> None:
    sentence = WIRE.sentences[1]
    (view,) = claim_views(sentence, WIRE.article, Setting(Collection([WIRE])))
    (evidence,) = view.evidence
    assert (evidence.href, evidence.title, evidence.outlet) == (None, "", "The Harbour Post")
    assert evidence.text == POST.sentences[3].sentence.text


def test_an_unknown_outlet_goes_by_its_file() -> None:
    sentence = POST.sentences[3]
    (claim,) = sentence.support.claims
    nameless = replace(claim, evidence=tuple(replace(each, outlet=None) for each in claim.evidence))
    annotated = replace(sentence, support=Support(None, (), (nameless,)))
    unsigned = replace(WIRE, article=replace(WIRE.article, outlet=None))
    (view,) = claim_views(annotated, POST.article, Setting(Collection([POST, unsigned])))
    assert view.evidence[0].outlet == "nordic-wire.txt"


def test_what_acts_unseen_is_visible_and_nothing_moves() -> None:
    sentence = HOSTILE.sentences[2]  # with an override
    annotated = replace(sentence, support=Support(None, (), (Claim((sentence.sentence.span,), "cause"),)))
    (view,) = claim_views(annotated, HOSTILE.article, Setting(Collection(articles())))
    (part,) = view.parts
    assert part.text == "This is �desrever� and {{ 7 * 7 }} stays as it is."
