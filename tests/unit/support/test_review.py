"""Which sentences want a look, how urgently, and what the reader is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.data import FLAG_REASONS, AnnotatedSentence, SourceType
from annotate.support.lexicon import severities
from annotate.support.review import flags
from tests.unit.support.making import article, second_pass, sentence


def reasons(annotated: AnnotatedSentence, language: str = "en") -> list[str]:
    return [flag.reason for flag in flags(annotated, language)]


def test_a_vouched_accusation_tops_the_queue() -> None:
    annotated = sentence(
        "Army prosecutors later revealed that the bombers had been financed from abroad.",
        "office",
        source="Army prosecutors",
        cue="revealed",
    )
    first, second = flags(annotated, "en")
    assert (first.reason, second.reason) == ("uncorroborated_accusation", "factive_endorsement")
    assert first.severity == severities().vouched_accusation == max(first.severity, second.severity)
    assert "Army prosecutors" in first.why
    assert "“revealed”" in first.why
    assert "no other article bears it out" in first.why
    assert "false" not in first.why + second.why


def test_an_accusation_borne_out_elsewhere_is_no_flag() -> None:
    text = "The minister accused the bank Oriflor of bribing judges in Tunis."
    alone, other = second_pass(article("a", [text], "office"), article("b", ["He left for Rome on Monday."]))
    assert alone.sentences[0].flags
    assert not other.sentences[0].flags
    again = "The bank Oriflor was accused by the minister of bribing the judges of Tunis."
    first, _ = second_pass(article("a", [text], "office"), article("b", [again], "office"))
    assert first.sentences[0].support.verdict == "corroborated"
    assert not first.sentences[0].flags


@pytest.mark.parametrize(
    ("text", "source_type", "language", "reason"),
    [
        ("The driver had allegedly fled the country.", "none", "en", "unattributed_allegation"),
        ("The pair are accused of fraud in Accra.", "none", "en", "unattributed_allegation"),
        ("Le chauffeur aurait quitté le pays.", "none", "fr", "unattributed_allegation"),
        ("Les deux frères sont accusés de fraude à Accra.", "none", "fr", "unattributed_allegation"),
        ("The talks have failed, officials close to the file said.", "anonymous", "en", "anonymous_sourcing"),
        ("Some 300 workers will go, the Gazette reported.", "publication", "en", "second_hand"),
        ("The guard stood steadfast through the night.", "none", "en", "loaded_language"),
        ("Ce geste témoigne de l’excellence de notre école.", "none", "fr", "loaded_language"),
        ("Le témoin a avoué que le patron avait menti à la cour.", "identified", "fr", "factive_endorsement"),
        ("Le ministère a accusé le voisin de soutenir les rebelles.", "office", "fr", "uncorroborated_accusation"),
        ("Twelve villagers were killed in the raid.", "none", "en", "uncorroborated_accusation"),
    ],
)
def test_each_reason(text: str, source_type: SourceType, language: str, reason: str) -> None:
    assert reason in reasons(sentence(text, source_type), language)


@pytest.mark.parametrize(
    ("text", "source_type", "language"),
    [
        ("The council will meet on Monday to vote on the budget.", "none", "en"),
        ("She said the school would open in May.", "identified", "en"),
        ("He called the vote “shameful” and “a disgrace”.", "none", "en"),
        ("The banker was convicted of fraud in Accra.", "none", "en"),
        ("The court found that the banker had bribed judges.", "none", "en"),
        ("He was admitted to hospital, the family said.", "identified", "en"),
        ("She did not reveal how many would come, the mayor said.", "office", "en"),
        ("The company denied any fraud.", "identified", "en"),
        ("The minister said that no bribes were paid.", "office", "en"),
        ("La ministre a démenti toute corruption.", "office", "fr"),
        ("Le maire se défend de toute négligence.", "office", "fr"),
        ("Le vote a été qualifié de « honteux ».", "none", "fr"),
        ("Il a reçu une formation sur la lutte contre la corruption.", "none", "fr"),
    ],
)
def test_plain_news_is_let_be(text: str, source_type: SourceType, language: str) -> None:
    assert reasons(sentence(text, source_type), language) == []


def test_a_figure_conflict_names_both_figures() -> None:
    first, _ = second_pass(
        article("a", ["The club of Metz sold 4,150 tickets for the Lorraine cup."], outlet="Est Journal"),
        article("b", ["The club of Metz sold 4,920 tickets for the Lorraine cup."], outlet="Moselle Post"),
    )
    (flag,) = first.sentences[0].flags
    assert flag.reason == "figure_conflict"
    for part in ("4,150 tickets", "4,920 tickets", "Moselle Post"):
        assert part in flag.why


def test_a_conflict_of_dates_names_both() -> None:
    first, _ = second_pass(
        article("a", ["Keller has led the bakers of Metz since 2004."], outlet="Est Journal"),
        article("b", ["Keller has led the bakers of Metz since 2005."], outlet="Moselle Post"),
    )
    (flag,) = first.sentences[0].flags
    assert flag.reason == "figure_conflict"
    assert "“2004” here, “2005” in Moselle Post" in flag.why


def test_a_label_hardly_preferred_is_low_in_the_queue() -> None:
    (flag,) = flags(sentence("The council will meet on Monday.", score=0.21), "en")
    assert flag.reason == "low_confidence"
    assert flag.severity == min(severities().reasons.values())


def test_what_was_told_to_the_outlet_itself_is_not_second_hand() -> None:
    annotated = sentence("Some 300 workers will go, he told the Gazette.", "publication", source="the Gazette")
    assert [flag.reason for flag in flags(annotated, "en", "Western Post")] == ["second_hand"]
    assert flags(annotated, "en", "Gazette") == ()


def test_a_study_may_reveal() -> None:
    text = "L’étude révèle que la chaleur gêne le sommeil des enfants."
    assert flags(sentence(text, "publication", source="L’étude", cue="révèle"), "fr") == ()


def test_headlines_are_never_flagged() -> None:
    assert flags(sentence("Mayor accused of fraud", kind="headline"), "en") == ()


@given(
    st.text(max_size=200),
    st.sampled_from(["office", "identified", "anonymous", "publication", "none"]),
    st.sampled_from(["en", "fr", "ar"]),
)
def test_any_text_is_reviewed_in_order(text: str, source_type: SourceType, language: str) -> None:
    found = flags(sentence(f"{text} allegedly accused", source_type), language)
    ranks = [(-flag.severity, FLAG_REASONS.index(flag.reason)) for flag in found]
    assert ranks == sorted(ranks)
    assert len({flag.reason for flag in found}) == len(found)
    assert all(0 <= flag.severity <= 1 and flag.why.endswith(".") for flag in found)
