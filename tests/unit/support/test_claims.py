"""The claims of a sentence: the content and not who says it, split between clauses, each of a kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotate.data import AnnotatedSentence, AttributionSpans, Span
from annotate.support.claims import claims
from tests.unit.support.making import sentence


def said(text: str, *contents: str, start: int = 0) -> AnnotatedSentence:
    """Return a sentence of which somebody says `contents`."""
    annotated = sentence(text, "identified", source="she", start=start)
    assert annotated.attribution is not None
    places = [start + text.index(each) for each in contents]
    spans = tuple(Span(at, at + len(each)) for at, each in zip(places, contents, strict=True))
    return replace(annotated, attribution=replace(annotated.attribution, spans=AttributionSpans(content=spans)))


def found(annotated: AnnotatedSentence, language: str = "en") -> list[tuple[str, str]]:
    whole = " " * annotated.sentence.span.start + annotated.sentence.text
    return [(claim.of(whole), claim.kind) for claim in claims(annotated, language)]


def test_what_is_said_is_the_claim() -> None:
    text = "Prosecutors in Dakar revealed that the firm Oriflor had bribed two ministers."
    assert found(said(text, "that the firm Oriflor had bribed two ministers")) == [
        ("the firm Oriflor had bribed two ministers", "accusation")
    ]
    assert found(said(text, "that the firm Oriflor had bribed two ministers", start=40)) == found(
        said(text, "that the firm Oriflor had bribed two ministers")
    )


def test_a_claim_in_pieces_is_one() -> None:
    text = "“The dam at Kessel,” the engineer said, “lost 40 metres of wall.”"
    assert found(said(text, "The dam at Kessel,”", "“lost 40 metres of wall.”")) == [
        ("The dam at Kessel lost 40 metres of wall", "statement")
    ]


def test_a_sentence_is_split_between_weighty_clauses() -> None:
    text = "The blast killed 14 people in the market, and 300 officers were sent to guard the hospital."
    assert found(sentence(text)) == [
        ("The blast killed 14 people in the market", "casualties"),
        ("300 officers were sent to guard the hospital", "quantity"),
    ]


def test_light_clauses_stay_together() -> None:
    text = "The blast killed 14 people in the market, and the mayor of Kessel went home."
    assert [kind for _, kind in found(sentence(text))] == ["casualties"]


def test_figures_beside_what_is_said_are_a_claim_of_their_own() -> None:
    text = "After a blast that killed 14 people in Kessel, the mayor said the market of Sorn would stay shut."
    assert found(said(text, "the market of Sorn would stay shut")) == [
        ("the market of Sorn would stay shut", "statement"),
        ("After a blast that killed 14 people in Kessel, the mayor said", "casualties"),
    ]


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("A small group in the north claimed responsibility for it on Monday.", "en", "responsibility"),
        ("Un groupe du nord a revendiqué lundi ce qui est arrivé à Kessel.", "fr", "responsibility"),
        ("The outage in Kessel was caused by a storm at sea.", "en", "cause"),
        ("La panne de Kessel est survenue en raison d'une tempête.", "fr", "cause"),
        ("Quelque 45 pays ont promis d'envoyer des policiers à Kessel.", "fr", "quantity"),
        ("L'explosion a fait 14 morts sur le marché de Kessel.", "fr", "casualties"),
        ("The bridge at Kessel opened on a bright morning.", "en", "statement"),
    ],
)
def test_kinds(text: str, language: str, kind: str) -> None:
    assert [each for _, each in found(sentence(text), language)] == [kind]


@pytest.mark.parametrize(
    "text", ["Who in Kessel would have thought so?", "It was a long and quiet evening by the sea."]
)
def test_questions_and_scenes_claim_nothing(text: str) -> None:
    assert found(sentence(text)) == []


def test_a_denial_is_a_claim_though_it_names_nobody() -> None:
    assert found(sentence("The ferry was not overloaded when it left the harbour.")) != []


def test_whom_a_source_accuses_is_an_accusation() -> None:
    text = "The ministry accused the Green Front of wrecking the engine of the ferry."
    (claim,) = claims(said(text, "the Green Front of wrecking the engine of the ferry"), "en")
    assert (claim.kind, claim.accuser, claim.accused) == ("accusation", "The ministry", "the Green Front")


def test_that_at_the_beginning_of_a_quotation_points_at_something() -> None:
    text = "“That plan cost the city of Kessel 40 million euros,” she said."
    assert found(said(text, "“That plan cost the city of Kessel 40 million euros,”"))[0][0].startswith("That plan")


def test_a_table_in_one_line_claims_nothing() -> None:
    assert found(sentence("The blast in Kessel killed 12 people, and " * 200)) == []


@pytest.mark.parametrize(
    ("cue", "content", "claimed"),
    [
        ("dismissed", "300 workers of the plant in January", False),
        ("said", "300 workers of the plant in January", True),
        ("stressed", "that 300 workers of the plant stay home", True),
        ("lamented", "300 workers had left the old plant", True),
    ],
    ids=["no speech", "speech", "a clause", "a verb of its own"],
)
def test_what_a_verb_is_done_to_is_no_claim_without_it(cue: str, content: str, claimed: bool) -> None:
    text = f"The dairy {cue} {content}."
    given = sentence(text, "office", cue=cue)
    start = text.index(content)
    assert given.attribution is not None
    spans = replace(given.attribution.spans, content=(Span(start, start + len(content)),))
    given = replace(given, attribution=replace(given.attribution, spans=spans))
    told = [claim.of(text) for claim in claims(given, "en")]
    assert (told[0] != text.rstrip(".")) == claimed
