from __future__ import annotations

import numpy as np
import pytest

from annotate.config import Calibration, Label, Localised, Scheme, load_scheme
from annotate.models.embedding import EmbeddingClassifier, centred, said_of, similarities
from tests.fakes import FakeEncoder


def label(name: str, definition: str, french: str | None = None) -> Label:
    return Label(
        name=name,
        title=Localised(en=name),
        definition=Localised(en=definition, fr=french),
        hypothesis=Localised(en=name),
    )


def scheme(*labels: Label, multi_label: bool = True) -> Scheme:
    return Scheme(name="tried", kind="frames", title=Localised(en="Tried"), multi_label=multi_label, labels=labels)


WEATHER = label("weather", "Rain, snow and wind. Storms and floods.", "La pluie et la neige.")
SPORT = label("sport", "Football matches and goals. Players and their coach.")
COURTS = label("courts", "Judges, lawyers and verdicts.")


@pytest.fixture
def classifier() -> EmbeddingClassifier:
    return EmbeddingClassifier(FakeEncoder(256), Calibration())


def test_a_label_never_seen_before_is_found_by_its_definition(classifier: EmbeddingClassifier) -> None:
    texts = ["Storms and floods and rain", "The coach and the players", "Lawyers and judges"]
    scores = classifier.score(texts, scheme(WEATHER, SPORT, COURTS), "en")
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]
    assert (scores.max(axis=1) > 0.5).all()


def test_multi_label_scores_are_probabilities(classifier: EmbeddingClassifier) -> None:
    scores = classifier.score(["", "rain", "Rain, snow and wind. " * 50], scheme(WEATHER, SPORT), "en")
    assert ((scores >= 0) & (scores <= 1)).all()


def test_single_label_rows_sum_to_one(classifier: EmbeddingClassifier) -> None:
    scores = classifier.score(["rain", "goals", "nothing"], scheme(WEATHER, SPORT, COURTS, multi_label=False), "en")
    np.testing.assert_allclose(scores.sum(axis=1), 1.0, atol=1e-6)


def test_no_text_gives_no_rows(classifier: EmbeddingClassifier) -> None:
    assert classifier.score([], scheme(WEATHER, SPORT), "en").shape == (0, 2)


def test_a_text_scores_the_same_in_any_company(classifier: EmbeddingClassifier) -> None:
    tried = scheme(WEATHER, SPORT)
    alone = classifier.score(["snow"], tried, "fr")
    np.testing.assert_allclose(
        classifier.score(["goals", "snow"], tried, "fr")[1:], alone, atol=1e-5
    )  # float32; records keep four digits


def test_a_scheme_is_prepared_once_a_language() -> None:
    encoder = FakeEncoder()
    classifier = EmbeddingClassifier(encoder, Calibration())
    for language in ("en", "en", "fr"):
        classifier.score(["rain"], scheme(WEATHER, SPORT), language)
    assert sum(len(call) > 1 for call in encoder.calls) == 4  # definitions and background, twice


def test_what_is_common_to_all_texts_of_a_kind_does_not_count() -> None:
    assert centred(np.array([[2.0, 2.0, 2.0]], dtype=np.float32)).tolist() == [[0.5, 0.5, 0.5]]


def test_a_definition_counts_in_every_language() -> None:
    assert said_of(WEATHER) == ("Rain, snow and wind.", "Storms and floods.", "La pluie et la neige.")


def test_the_nearest_sentence_of_a_definition_counts_most() -> None:
    basis = np.eye(3, dtype=np.float32)
    near, far = similarities(basis[:1], basis, (0, 0, 1))[0]
    assert 0.5 < near < 1.0
    assert far == pytest.approx(0.0, abs=1e-6)


def test_settings_are_part_of_the_version() -> None:
    versions = {EmbeddingClassifier(FakeEncoder(), Calibration(offset=each)).version for each in (0.5, 1.0)}
    assert len(versions) == 2


def test_a_label_has_its_schemes_threshold_or_the_one_of_all() -> None:
    calibration = Calibration(threshold=0.3, thresholds={"tried": {"weather": 0.6}})
    classifier = EmbeddingClassifier(FakeEncoder(), calibration)
    asked = [("tried", "weather"), ("tried", "sport"), ("other", "weather")]
    assert [classifier.threshold(*each) for each in asked] == [0.6, 0.3, 0.3]


def test_another_encoders_vectors_are_not_read() -> None:
    tried, foreign = scheme(WEATHER, SPORT), np.ones((1, 3), dtype=np.float32)
    own = EmbeddingClassifier(FakeEncoder(), Calibration(), reads_vectors=False)
    shared = EmbeddingClassifier(FakeEncoder(), Calibration())
    given = shared.score(["snow"], tried, "en", FakeEncoder().encode(["goals"]))
    assert np.array_equal(given, shared.score(["goals"], tried, "en"))
    assert np.array_equal(own.score(["snow"], tried, "en", foreign), shared.score(["snow"], tried, "en"))


@pytest.mark.parametrize("name", ["frames", "generic_frames", "attribution", "attribution_basic"])
def test_the_schemes_that_come_along_can_be_scored(classifier: EmbeddingClassifier, name: str) -> None:
    shipped = load_scheme(name)
    assert classifier.score(["He said so."], shipped, "fr").shape == (1, len(shipped.labels))
