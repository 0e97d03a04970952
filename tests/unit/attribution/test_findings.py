"""What the words make of sentences in their article: kind of source, the outlet in between, spans of any extractor."""

from __future__ import annotations

import pytest

from annotate.attribution.drawing import by_rules
from annotate.attribution.findings import find_sources
from annotate.data import AttributionSpans, SourceType, Span
from tests.builders import article, sentences
from tests.unit.attribution.reading import findings_of, kind_of, paragraph


def kinds(text: str, language: str = "en") -> list[SourceType]:
    return [kind_of(found) for found in findings_of(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The bridge is shut.", ["none"]),
        ("en", "The bridge is reportedly unsafe.", ["none"]),
        ("fr", "La route serait ouverte.", ["none"]),
        ("en", "Ann Bell, the mayor, slept.\nBell said it was late.", ["none", "office"]),
        ("en", "Ann Bell, the mayor, said no.\nShe added that it was late.", ["office", "office"]),
        (
            "en",
            "On Monday, Malta's transport minister, Ann Bell, said no.\nBell said it was late.",
            ["office", "office"],
        ),
        ("en", "Ann Bell, a farmer, said no.\nShe added that it was late.", ["identified", "identified"]),
        ("en", "The North Sea Trust said no.\nIt added that it was late.", ["identified", "identified"]),
        ("en", "A ministry source said no.\nThe source added that it was late.", ["anonymous", "anonymous"]),
        ("en", "The road is open, the Daily Echo reported, citing unnamed officials.", ["anonymous"]),
        ("fr", "L’usine fermerait, rapporte Ouest-France, citant des sources syndicales.", ["anonymous"]),
        ("en", "The road is open, the Daily Echo reported, citing the ministry.", ["publication"]),
        ("en", "Ann Bell, the mayor, spoke of money on condition of anonymity, aides said.", ["anonymous"]),
    ],
)
def test_the_kind_of_each_sentences_source(language: str, text: str, expected: list[SourceType]) -> None:
    assert kinds(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "via"),
    [
        ("en", "“It was dark,” Quill told AFP.", "AFP"),
        ("en", "“It was dark,” Quill told the Oxbow Gazette on Friday.", "Oxbow Gazette"),
        ("en", "“It was dark,” Quill told the court.", None),
        ("en", "AFP said it was dark.", None),
        ("fr", "« On a eu peur », a raconté Jeanne Morvan à l’AFP.", "AFP"),
        ("fr", "« On a eu peur », a confié à l’AFP Jeanne Morvan.", "AFP"),
        ("fr", "« On a eu peur », a confié Jeanne Morvan à sa mère.", None),
        ("en", "The road is open, the Daily Echo reported, citing unnamed officials.", "the Daily Echo"),
    ],
)
def test_the_outlet_that_carries_the_source(language: str, text: str, via: str | None) -> None:
    (found,) = findings_of(text, language)
    assert found.via == via


def test_a_running_quotation_keeps_the_kind_of_its_speaker() -> None:
    first = "“It rose in an hour,” said the mayor, Ines Falk."
    assert [kind_of(each) for each in paragraph(first, "“We lost the barn and two cows.”")] == ["office", "office"]


def test_headlines_have_no_finding() -> None:
    of = article("# The mayor said no\nThe mayor said no.")
    found = find_sources(of, sentences(of), [by_rules(())] * 2)
    assert [each is None for each in found] == [True, False]


@pytest.mark.parametrize("source", [(Span(10, 11),), (Span(0, 0),), (Span(9, 11),), (Span(3, 4),)])
def test_spans_without_a_word_are_no_source(source: tuple[Span, ...]) -> None:
    of = article("The mayor — spoke.")
    (found,) = find_sources(of, sentences(of), [by_rules([AttributionSpans(source=source)])])
    assert found is not None
    assert kind_of(found) == "none"
    assert found.source is None
