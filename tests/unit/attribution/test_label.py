"""The label of a sentence: belief and classifier pooled, any scheme, any extractor."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.attribution import Attributor
from annotate.attribution.findings import Finding
from annotate.attribution.label import pool, source_type
from annotate.attribution.sources import Belief, Reading
from annotate.config import Label, Localised, Scheme, load_scheme
from annotate.data import SOURCE_TYPES, AttributionSpans, SourceType, Span
from tests.builders import article, sentences
from tests.fakes import FakeClassifier, FakeExtractor

FIVE = load_scheme("attribution")
COURT = Label(
    name="court_document",
    title=Localised(en="Court document"),
    definition=Localised(en="An indictment, an affidavit, a verdict or another document of a court."),
    hypothesis=Localised(en="is attributed to a document of a court."),
)
SIX = FIVE.model_copy(update={"labels": (*FIVE.labels, COURT)})
EVEN = [0.2] * 5


def found(belief: Belief, attributed: float = 0.9) -> Finding:
    return Finding(belief=belief, attributed=attributed)


def label_of(text: str, scheme: Scheme = FIVE, language: str = "en", weight: float = 1.0) -> str:
    of = article(text, language=language)
    attribution = Attributor(scheme, FakeClassifier(), zero_shot_weight=weight).attribute(of, sentences(of))[-1]
    assert attribution is not None
    return attribution.label


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        ("en", "The fire brigade said the blaze was out by noon.", "official_source"),
        ("en", "Ann Bell, a farmer, said the dam broke.", "named_source"),
        ("en", "Two sources close to the buyer said the deal was off.", "anonymous_source"),
        ("en", "“The locks were never changed,” the indictment said of the owner.", "media_source"),
        ("en", "The bridge is shut.", "outlet_assertion"),
        ("fr", "Le gouvernement a déclaré que la route était ouverte.", "official_source"),
        ("fr", "« On a eu peur », a raconté Jeanne Morvan, agricultrice.", "named_source"),
        ("fr", "Selon une source proche du dossier, la vente est annulée.", "anonymous_source"),
        ("fr", "L’usine fermerait, rapporte Ouest-France.", "media_source"),
        ("fr", "La route est ouverte.", "outlet_assertion"),
    ],
)
def test_each_label_in_both_languages(language: str, text: str, label: str) -> None:
    assert label_of(text, language=language) == label


def test_a_label_without_source_types_wins_by_its_definition() -> None:
    text = "The indictment and the affidavit said the owner fled."
    assert label_of(text) == "media_source"
    assert label_of(text, SIX) == "court_document"
    assert label_of("The mayor said the owner fled.", SIX) == "official_source"
    assert label_of("The bridge is shut.", SIX) == "outlet_assertion"


def test_a_scheme_of_fewer_labels_is_served() -> None:
    basic = load_scheme("attribution_basic")
    assert label_of("The mayor said the owner fled.", basic) == "official_source"
    assert label_of("Two sources said the owner fled.", basic) == "anonymous_source"


def test_without_weight_the_classifier_has_no_say() -> None:
    belief = found(Reading("office", 0.5).belief())
    against = [0.0, 1.0, 0.0, 0.0, 0.0]
    assert pool(FIVE, belief, against, 0.0) == pytest.approx(pool(FIVE, belief, EVEN, 0.0))


def test_the_classifier_decides_where_the_words_are_of_two_minds_alone() -> None:
    against = [0.1, 0.6, 0.1, 0.1, 0.1]
    unsure = pool(FIVE, found({**dict.fromkeys(SOURCE_TYPES, 0.0), "office": 0.5, "identified": 0.5}), against, 1.0)
    sure = pool(FIVE, found(Reading("office", 0.97).belief()), against, 1.0)
    assert max(unsure, key=lambda name: unsure[name]) == "named_source"
    assert max(sure, key=lambda name: sure[name]) == "official_source"


@given(
    st.sampled_from(SOURCE_TYPES),
    st.floats(0.0, 1.0),
    st.none() | st.lists(st.floats(0.0, 1.0), min_size=6, max_size=6),
    st.floats(0.0, 10.0),
    st.floats(0.0, 1.0),
)
def test_pooled_scores_are_a_distribution(
    kind: SourceType, sureness: float, zero_shot: list[float] | None, weight: float, attributed: float
) -> None:
    belief = {**dict.fromkeys(SOURCE_TYPES, (1 - sureness) / 4), kind: sureness}
    scores = pool(SIX, found(belief, attributed), zero_shot, weight)
    assert list(scores) == list(SIX.names)
    assert all(math.isfinite(score) and 0 <= score <= 1 for score in scores.values())
    assert sum(scores.values()) == pytest.approx(1)


def test_the_kind_of_source_is_one_that_the_label_covers() -> None:
    belief = found(Reading("office", 0.9).belief())
    assert source_type(belief, FIVE, "official_source") == "office"
    assert source_type(belief, FIVE, "media_source") == "publication"
    assert source_type(belief, SIX, "court_document") == "office"
    assert source_type(Finding(), FIVE, "outlet_assertion") == "none"


def test_the_classifier_is_asked_once_and_about_sources_alone() -> None:
    of = article("Ann Bell, the mayor, said no.\nThe bridge is shut.\nShe added that it was late.")
    classifier = FakeClassifier()
    Attributor(FIVE, classifier).attribute(of, sentences(of))
    assert classifier.calls == [("Ann Bell, the mayor", "Ann Bell, the mayor")]


def test_an_entailment_model_reads_the_source_in_its_sentence() -> None:
    of = article("Ann Bell said no.")
    classifier = FakeClassifier()
    classifier.reads_sentences = True
    Attributor(FIVE, classifier).attribute(of, sentences(of))
    assert classifier.calls == [("Ann Bell: Ann Bell said no.",)]


def test_a_trained_extractor_slots_in() -> None:
    of = article("The mayor hath spoken: no.\nThe bridge is shut.")
    spans = AttributionSpans((Span(0, 9),), (Span(10, 21),), (Span(23, 26),))
    first, second = Attributor(FIVE, FakeClassifier(), FakeExtractor({0: spans})).attribute(of, sentences(of))
    assert first is not None
    assert (first.label, first.source, first.spans) == ("official_source", "The mayor", spans)
    assert second is not None
    assert second.label == "outlet_assertion"


def test_headlines_are_not_attributed() -> None:
    of = article("# The mayor said no\nThe mayor said no.")
    found = Attributor(FIVE, FakeClassifier()).attribute(of, sentences(of))
    assert [each is None for each in found] == [True, False]


def test_an_article_without_sentences_has_no_attributions() -> None:
    classifier = FakeClassifier()
    assert Attributor(FIVE, classifier).attribute(article(""), ()) == []
    assert classifier.calls == []
