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
from annotate.data import SOURCE_TYPES, Attribution, AttributionSpans, FoundAttribution, SourceType, Span
from tests.builders import article, sentences
from tests.fakes import FakeArticleModel, FakeClassifier, FakeExtractor

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


def test_a_scheme_may_know_no_source_at_all() -> None:
    outlets = FIVE.model_copy(update={"labels": tuple(each for each in FIVE.labels if "none" in each.source_types)})
    assert pool(outlets, found(Reading("office", 0.9).belief(), 0.0), None, 1.0) == {outlets.names[0]: 1.0}


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


def labelled(text: str, *drawn: tuple[str, str, str, float]) -> Attribution:
    """Return the attribution of a sentence in which a model draws source, cue and content, and how sure it is."""
    of = article(text)
    found = []
    for *parts, main in drawn:
        spans = [(Span(text.index(part), text.index(part) + len(part)),) for part in parts]
        found.append(FoundAttribution(AttributionSpans(*spans), cue=main, main=main))
    known = sentences(of)
    view = FakeArticleModel({0: found}).view(of, known)
    [given] = Attributor(FIVE, FakeClassifier(), FakeExtractor({})).attribute(of, known, view)
    assert given is not None
    return given


def test_a_model_draws_what_the_rules_do_not_know() -> None:
    given = labelled("The mayor hath spoken: no.", ("The mayor", "hath spoken", "no", 6.0))
    assert (given.label, given.source) == ("official_source", "The mayor")
    assert given.score > 0.5


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Clinton's view is that it hurts.", "Clinton", "view is that", "it hurts"),
        ("He’s saying it hurts.", "He", "saying", "it hurts"),
        ("It hurts, O'Brien hath spoken.", "Brien", "hath spoken", "It hurts"),
    ],
)
def test_a_models_source_may_end_within_a_word(text: str, source: str, cue: str, content: str) -> None:
    given = labelled(text, (source, cue, content, 6.0))
    assert given.label != "outlet_assertion"
    assert given.spans.source[0].of(text) == source


def test_a_speaker_may_be_drawn_around_marks_alone() -> None:
    of = article("“We will win.\nWe must win,” O'Brien said.")
    known, mark, said = sentences(of), of.text.index("”"), of.text.index("said")
    drawn = FoundAttribution(AttributionSpans((Span(mark, mark + 1),), (Span(said, said + 4),)), cue=6.0, main=6.0)
    view = FakeArticleModel({1: [drawn]}).view(of, known)
    first, second = Attributor(FIVE, FakeClassifier(), FakeExtractor({})).attribute(of, known, view)
    assert first is not None
    assert second is not None
    assert second.label == "outlet_assertion"


@given(st.floats(-6, 6))
def test_an_assertion_of_the_outlet_names_no_source(main: float) -> None:
    given = labelled("For Clinton the tax is a burden.", ("Clinton", "For", "the tax is a burden", main))
    assert (given.source_type == "none") == (given.source is None) == (not given.spans.source)


def test_headlines_are_not_attributed() -> None:
    of = article("# The mayor said no\nThe mayor said no.")
    found = Attributor(FIVE, FakeClassifier()).attribute(of, sentences(of))
    assert [each is None for each in found] == [True, False]


def test_an_article_without_sentences_has_no_attributions() -> None:
    classifier = FakeClassifier()
    assert Attributor(FIVE, classifier).attribute(article(""), ()) == []
    assert classifier.calls == []
