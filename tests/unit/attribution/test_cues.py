"""Cues that are no plain verbs, and which of several attributions is the sentence's own."""

from __future__ import annotations

import pytest

from annotate.data import Span
from tests.unit.attribution.reading import parts_of, spans_of

# fmt: off
ATTRIBUTED = [
    ("en", "According to the ministry, the road is open.", "the ministry", "According to"),
    ("en", "The road is open, according to police.", "police", "according to"),
    ("en", "According to him, it will go.", "him", "According to"),
    ("en", "According to her lawyer, it will go.", "her lawyer", "According to"),
    ("en", "Per the ministry, the road is closed.", "the ministry", "Per"),
    ("fr", "Selon la police, la route est ouverte.", "la police", "Selon"),
    ("fr", "La route est ouverte, d’après le préfet.", "le préfet", "d’après"),
    ("fr", "Selon lui, la route est ouverte.", "lui", "Selon"),
    ("fr", "De source policière, la route est ouverte.", "source policière", "De"),
    ("fr", "Pour le maire, la route est ouverte.", "le maire", "Pour"),
    ("en", "In a report, the auditors list nine faults.", "a report", "In"),
    ("fr", "Dans un rapport, la digue est dite fragile.", "un rapport", "Dans"),
    ("en", "AFP learned from the ministry that the road was open.", "the ministry", "learned from"),
    ("fr", "L’AFP a appris auprès de la mairie que la route était ouverte.", "la mairie", "appris auprès de"),
    ("en", "Mary Quill: “The bridge will close in the morning.”", "Mary Quill", ":"),
    ("fr", "Paul Henry : « La digue a cédé dans la nuit. »", "Paul Henry", ":"),
    ("en", "“We will be back tomorrow,” chuckled Anna Petrova.", "Anna Petrova", "chuckled"),
    ("fr", "« La digue a cédé », bougonne Paul Henry.", "Paul Henry", "bougonne"),
]
UNATTRIBUTED = [
    ("en", "The fee is 30 euros per person."),
    ("en", "The works went according to plan."),
    ("en", "The menu: soup, bread and fish."),
    ("en", "The film “Long Way” opened in May."),
    ("en", "As of Monday, the bridge was closed."),
    ("fr", "La carte : soupe, pain et poisson."),
    ("fr", "Pour la fête, la route est fermée."),
    ("fr", "Les prix varient selon la saison."),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "source", "cue"), ATTRIBUTED)
def test_a_cue_finds_its_source(language: str, text: str, source: str, cue: str) -> None:
    assert parts_of(text, language) == (source, cue)


@pytest.mark.parametrize(("language", "text"), UNATTRIBUTED)
def test_what_only_looks_like_a_cue_is_none(language: str, text: str) -> None:
    assert parts_of(text, language) == ("", "")


def test_the_source_behind_the_source_comes_second() -> None:
    text = "The road is open, the Daily Echo reported, citing unnamed officials."
    first, second = spans_of(text)
    assert [first.source[0].of(text), second.source[0].of(text)] == ["the Daily Echo", "unnamed officials"]


def test_content_is_the_sentence_less_source_and_cue() -> None:
    text = "“The dam,” he said on Friday, “is about to go.”"
    (found,) = spans_of(text)
    content = [span.of(text) for span in found.content]
    assert content[-1].endswith("“is about to go.”")
    assert not any(span.overlaps(other) for span in found.content for other in (*found.source, *found.cue))


@pytest.mark.parametrize(
    ("language", "text", "content"),
    [("fr", "Selon l’institut, les prix ont reculé de 3,1 %.", "les prix ont reculé de 3,1 %"),
     ("en", "£30 was stolen there, police said.", "£30 was stolen there")],
)  # fmt: skip
def test_the_sign_of_a_unit_is_part_of_the_content(language: str, text: str, content: str) -> None:
    (found,) = spans_of(text, language)
    assert [span.of(text) for span in found.content] == [content]


def test_a_sentence_that_is_all_quotation_has_content_alone() -> None:
    text = "“We lost two cows and the barn as well.”"
    (found,) = spans_of(text)
    assert (found.source, found.cue, found.content) == ((), (), (Span(0, len(text)),))


def test_a_quoted_title_is_no_running_quotation() -> None:
    assert spans_of("The hall screened “The Long Way Home” to a crowd of forty people.") == []


def test_a_headline_is_not_read() -> None:
    assert spans_of("# The mayor said the bridge would close") == []


def test_a_long_list_of_attributions_is_cut_short() -> None:
    assert 1 < len(spans_of("“a b c,” said Bob Dole. " * 500)) <= 16
