"""Things, amounts and pronouns of things answer for nothing; people, bodies and documents do."""

from __future__ import annotations

import pytest

from annotate.attribution.answering import can_answer
from annotate.attribution.drawing import UNRULED, by_rules
from annotate.attribution.findings import find_sources
from annotate.attribution.lexicon import lexicon
from annotate.data import AttributionSpans, Span
from tests.builders import article, sentences
from tests.unit.attribution.reading import kind_of, tokens_of


def drawn(text: str) -> AttributionSpans:
    """Return the attribution that brackets draw: source, cue and the rest of the text."""
    source, cue = (text.index(mark) for mark in "[{")
    return AttributionSpans((Span(source, text.index("]") + 1),), (Span(cue, text.index("}") + 1),))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "[The ones by the river] {suggest} that the grass is good."),
        ("en", "[These] {show} that the herd has grown."),
        ("en", "[A reading of 60] {showed} that the tank was full."),
        ("en", "[An old pump] {indicated} that the pressure fell."),
        ("en", "[Five litres] {point to} a leak."),
        ("en", "[40 grams] {provide} all the salt one needs."),
        ("fr", "[Une portion de 30 g de fromage] {apporte} du sel."),
        ("fr", "Les chèvres ont faim, [celles-ci] {indiquent} l’heure."),
        ("fr", "[Deux machines] {signalent} la panne."),
        ("fr", "[Un thermomètre] {montre} qu’il gèle."),
    ],
)
def test_a_thing_answers_for_nothing(language: str, text: str) -> None:
    assert not can_answer(tokens_of(text, language), drawn(text), lexicon(language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "[A welder] {said} the roof was bad."),
        ("en", "{According to} [a welder], the roof was bad."),
        ("en", "“Mind the roof,” {sighed} [a welder]."),
        ("en", "[A shopper] {suggested} another queue."),
        ("en", "[Some] {suggest} that the dam is weak."),
        ("en", "[Another] {showed} how he does it."),
        ("en", "[A Kerlou welder] {showed} how he does it."),
        ("en", "[A study of welders] {showed} that they are well."),
        ("en", "[Two poll results] {suggest} a tie."),
        ("en", "[The carmaker] {revealed} its plan."),
        ("en", "[A spokesman for the plant] {confirmed} it."),
        ("fr", "[Un soudeur] {explique} que le toit fuit."),
        ("fr", "[Une dame] {montre} sa facture."),
        ("fr", "{Selon} [un soudeur], le toit fuit."),
        ("fr", "[Un sondage] {montre} que les jeunes hésitent."),
        ("fr", "[Certains] {suggèrent} un report."),
        ("fr", "[Une élue de Kerlou] {confirme} le report."),
    ],
)
def test_people_bodies_and_documents_answer(language: str, text: str) -> None:
    sentence, spans = tokens_of(text, language), drawn(text)
    if text.startswith("“"):
        spans = AttributionSpans(spans.source, spans.cue, (Span(0, text.index("”") + 1),))
    assert can_answer(sentence, spans, lexicon(language))


def test_a_sentence_of_a_thing_is_the_outlets_own() -> None:
    text = "An old pump indicated that the pressure fell."
    of = article(text)
    spans = AttributionSpans((Span(0, 11),), (Span(12, 21),), (Span(22, 44),))
    (found,) = find_sources(of, sentences(of), [by_rules([spans])])
    assert found is not None
    assert (kind_of(found), found.source, found.attributed) == ("none", None, UNRULED)
