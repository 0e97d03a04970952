"""What other outlets' articles say of a claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from annotate import support
from annotate.data import AnnotatedArticle, Support
from tests.unit.support.making import article, claiming, embed, second_pass, sentence

if TYPE_CHECKING:
    from annotate.protocols import Matrix

CLAIM = "Police in Lyon arrested 31 protesters outside the Gerland stadium on Sunday."


def judged(claim: str, *others: str, language: str = "en") -> Support:
    articles = [article("a", [claim], language=language)]
    articles += [article(f"o{place}", [text], language=language) for place, text in enumerate(others)]
    return second_pass(*articles)[0].sentences[0].support


def test_alone_there_is_no_verdict() -> None:
    support = judged(CLAIM)
    assert support == Support(claims=support.claims)
    assert [claim.verdict for claim in support.claims] == [None]


def test_a_restatement_bears_it_out() -> None:
    support = judged(CLAIM, "On Sunday 31 protesters were arrested by police outside the Gerland stadium in Lyon.")
    assert support.verdict == "corroborated"
    assert [each.relation for each in support.evidence] == ["entailment"]


@pytest.mark.parametrize(
    "other",
    [
        "Police in Lyon may have arrested 31 protesters outside the Gerland stadium on Sunday.",
        "Police in Nice arrested 31 protesters outside the Ray stadium on Sunday.",
        "Police in Lyon welcomed protesters outside the Gerland stadium on Sunday.",
    ],
    ids=["hedged", "elsewhere", "no figure"],
)
def test_near_is_not_enough(other: str) -> None:
    support = judged(CLAIM, other)
    assert support.verdict == "uncorroborated"
    assert {each.relation for each in support.evidence} <= {"neutral"}


@pytest.mark.parametrize("said", ["never arrested", "denied having arrested"])
def test_what_is_denied_is_contradicted(said: str) -> None:
    support = judged(CLAIM, CLAIM.replace("arrested", said))
    assert support.verdict == "contradicted"


def test_what_a_source_there_says_counts_as_evidence() -> None:
    other = "Police in Lyon arrested 31 protesters outside the Gerland stadium on Sunday, a union said."
    assert [each.relation for each in judged(CLAIM, other).evidence] == ["entailment"]


def test_another_figure_is_a_conflict() -> None:
    other = "Police in Lyon arrested 48 protesters outside the Gerland stadium on Sunday."
    support = judged(CLAIM, other)
    assert [each.relation for each in support.evidence] == ["figure_conflict"]
    assert support.evidence[0].text == other


def test_opposite_judgements_contradict() -> None:
    support = judged(
        "Asking foreign armies for help with the games is an uncommon step.",
        "Asking foreign armies for help with the games is a classic step.",
    )
    assert support.verdict == "contradicted"


@pytest.mark.parametrize(
    "other",
    [
        "Asking foreign armies for help with the games is not a classic step.",
        "Asking foreign armies for help with the games brings classic risks.",
    ],
    ids=["denied", "by the way"],
)
def test_what_is_not_judged_contradicts_no_judgement(other: str) -> None:
    support = judged("Asking foreign armies for help with the games is an uncommon step.", other)
    assert support.verdict != "contradicted"


def test_an_accusation_needs_its_deed_borne_out() -> None:
    claim = "Officials in Lomé said the mayor Koffi Adjavon bribed builders of the harbour at Aného."
    met = "The mayor Koffi Adjavon and builders of the Aného harbour met officials in Lomé."
    same = "The mayor Koffi Adjavon had bribed the builders of the Aného harbour, said officials in Lomé."
    assert judged(claim, met).verdict == "uncorroborated"
    assert judged(claim, same).verdict == "corroborated"


@pytest.mark.parametrize(
    "claim", ["Who would have thought so?", "It rained.", "It was a long and quiet evening by the sea."]
)
def test_scenes_and_questions_are_not_looked_for(claim: str) -> None:
    assert judged(claim, claim) == Support()


WIRE = (
    "Two trains collided near the town of Vellmar early on Monday, and 14 people were taken to hospital.",
    "A signal had been reported faulty on Saturday, and engineers were due to look at it on Tuesday, a manager said.",
    "The line to the coast will stay shut until the end of the week, and buses will run every twenty minutes.",
)
EDITED = (
    "Two trains collided near Vellmar early on Monday, and 14 people were taken to hospital.",
    "Our reporter found the station full of people who had not been told where the buses leave.",
    "A signal was reported faulty on Saturday, and engineers were due to look at it on Tuesday, the operator said.",
    "The line to the coast will stay closed until the end of the week, and buses will run every twenty minutes.",
)


@pytest.mark.parametrize("copy", [WIRE, EDITED])
def test_a_copy_of_a_text_bears_nothing_out(copy: tuple[str, ...]) -> None:
    one, other = second_pass(article("a", WIRE, outlet="Post"), article("b", copy, outlet="Courier"))
    assert not any(each.support.verdict == "corroborated" for each in (*one.sentences, *other.sentences))


def test_a_third_outlet_bears_out_what_two_copies_say() -> None:
    other = ("On Monday two trains collided near Vellmar: 14 people were taken to hospital.",)
    copies = [article(name, WIRE, outlet=name) for name in ("Post", "Courier")]
    first, second, third = second_pass(*copies, article("c", other, outlet="Gazette"))
    assert [each.sentences[0].support.verdict for each in (first, second)] == ["corroborated"] * 2
    assert third.sentences[0].support.verdict == "corroborated"


def test_copies_of_one_text_do_not_crowd_out_another() -> None:
    other = ("On Monday two trains collided near Vellmar: 14 people were taken to hospital.",)
    copies = [article(f"copy {number}", WIRE, outlet=f"Outlet {number}") for number in range(25)]
    asker = article(
        "a", ("Near Vellmar two trains collided early on Monday, and 14 people were in hospital.",), outlet="A"
    )
    first, *_ = second_pass(asker, *copies, article("z", other, outlet="Gazette"))
    shown = {each.outlet for claim in first.sentences[0].support.claims for each in claim.evidence}
    assert shown == {"Outlet 0", "Gazette"}


def test_whoever_answers_for_both_is_one_source() -> None:
    claim = "The army shelled the village of Tarvo on Monday, the Defence Ministry said."
    other = "On Monday the army shelled the village of Tarvo, according to the Ministry of Defence."
    sources = ("the Defence Ministry", "the Ministry of Defence")
    pair = [
        AnnotatedArticle(each.article, (sentence(text, "office", source=source, article_id=name),))
        for name, text, source in zip("ab", (claim, other), sources, strict=True)
        for each in [article(name, [text], outlet=name)]
    ]
    first, _ = second_pass(*pair)
    [evidence] = first.sentences[0].support.evidence
    assert (evidence.relation, evidence.independent, evidence.source) == ("entailment", False, sources[1])
    assert first.sentences[0].support.verdict == "uncorroborated"


class Sure:
    """Is sure of one thing of every pair."""

    version = "sure"

    def __init__(self, *chances: float) -> None:
        self.chances = chances
        self.pairs: list[tuple[str, str]] = []

    def entail(self, pairs: Iterable[tuple[str, str]]) -> Matrix:
        given = list(pairs)
        self.pairs += given
        return np.array([self.chances] * len(given), dtype=np.float32)


@pytest.mark.parametrize(
    ("chances", "verdict"),
    [((0.95, 0.05, 0.0), "corroborated"), ((0.0, 0.05, 0.95), "contradicted"), ((0.6, 0.3, 0.1), "uncorroborated")],
)
def test_a_verifier_is_asked_and_believed_where_it_is_sure(chances: tuple[float, ...], verdict: str) -> None:
    other = "On Sunday the police in Lyon welcomed many protesters near the stadium of Gerland."
    claim = "Police in Lyon arrested protesters outside the Gerland stadium on Sunday."
    articles = [claiming(article(name, [text])) for name, text in (("a", claim), ("b", other))]
    staged = [(each, embed(each)) for each in articles]
    verifier = Sure(*chances)
    judged = support.judge(articles[0], support.index(staged), verifier)
    assert judged.sentences[0].support.verdict == verdict
    assert verifier.pairs == [(other.rstrip("."), claim.rstrip("."))]


def test_a_verifier_does_not_talk_figures_away() -> None:
    other = "Police in Lyon arrested 48 protesters outside the Gerland stadium on Sunday."
    articles = [claiming(article(name, [text])) for name, text in (("a", CLAIM), ("b", other))]
    staged = [(each, embed(each)) for each in articles]
    judged = support.judge(articles[0], support.index(staged), Sure(1.0, 0.0, 0.0))
    assert [each.relation for each in judged.sentences[0].support.evidence] == ["figure_conflict"]


@pytest.mark.parametrize(
    ("claim", "other", "differ"),
    [
        (
            "45,000 policemen, 18,000 soldiers and 22,000 guards",
            "15,000 soldiers, 20,000 guards, 45,000 policemen",
            True,
        ),
        ("18,000 soldiers", "15,000 soldiers", False),
    ],
)
def test_texts_that_count_several_things_alike_need_no_name_in_common(claim: str, other: str, differ: bool) -> None:
    first, _ = second_pass(
        article(
            "a", [f"Some {claim} will be on hand for the races.", "In Kessel 2,400 seats by the old mill are free."]
        ),
        article(
            "b", [f"On hand for the races in Kessel will be {other}.", "Still free are 2,400 seats near its old mill."]
        ),
    )
    found = [each.relation for each in first.sentences[0].support.evidence]
    assert ("figure_conflict" in found) == differ
