"""What the words make of sentences in their article: kind of source, the outlet in between, spans of any extractor."""

from __future__ import annotations

import pytest

from annotate.attribution.cues import CueExtractor
from annotate.attribution.drawing import Wording, by_rules, fitted_weights, pooled
from annotate.attribution.findings import Finding, find_sources
from annotate.attribution.lexicon import lexicon
from annotate.data import AttributionSpans, FoundAttribution, SourceType, Span
from tests.builders import article, sentences
from tests.unit.attribution.reading import findings_of, kind_of, paragraph


def kinds(text: str, language: str = "en") -> list[SourceType]:
    return [kind_of(found) for found in findings_of(text, language)]


def spans(text: str, source: str, cue: str, *contents: str) -> AttributionSpans:
    """Return the spans of these words in `text`."""
    at, by, *said = (Span(text.index(each), text.index(each) + len(each)) for each in (source, cue, *contents))
    return AttributionSpans((at,), (by,), tuple(said))


def drawn_finding(text: str, *drawn: AttributionSpans) -> Finding:
    """Return the finding for one sentence in which just this is drawn."""
    of = article(text)
    [found] = find_sources(of, sentences(of), [by_rules(drawn)])
    assert found is not None
    return found


def pooled_finding(text: str, language: str, *model: FoundAttribution) -> Finding:
    """Return the finding for one sentence from the rules and what a model draws."""
    of = article(text, language=language)
    [rules] = CueExtractor().extract(of, sentences(of))
    drawn = pooled(rules, model, fitted_weights(), Wording(text, lexicon(language)))
    [found] = find_sources(of, sentences(of), [drawn])
    assert found is not None
    return found


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


# fmt: off
@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Police said the suspect, who asked not to be named, had been released.", "office"),
        ("en", "The minister said the tax would stay, while a spokesman, whose name was not given, said it would go.",
         "office"),
        ("en", "The judge said a witness who requested anonymity would testify on Monday.", "office"),
        ("fr", "La police a indiqué que la victime, qui a requis l'anonymat, était hors de danger.", "office"),
        ("fr", "Le ministre Paul Roche affirme que la taxe restera, tandis qu'un conseiller sous couvert d'anonymat "
               "dit le contraire.", "office"),
        ("en", "The minister said the deal was dead, on condition of anonymity.", "anonymous"),
        ("en", "The minister said the deal was dead, asking not to be named.", "anonymous"),
        ("en", "On condition of anonymity, the minister said the deal was dead.", "anonymous"),
        ("en", "“The deal is dead,” said the minister, who asked not to be named.", "anonymous"),
        ("fr", "Le ministre affirme que la taxe restera, sous couvert d'anonymat.", "anonymous"),
        ("en", "Reuters said the deal was dead, citing a minister who asked not to be named.", "anonymous"),
    ],
)
def test_an_anonymity_phrase_speaks_of_whom_it_stands_beside(language: str, text: str, expected: SourceType) -> None:
    assert kinds(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "source", "contents"),
    [
        ("The deal is dead, said the official, who asked not to be named.", "the official",
         ("The deal is dead",)),
        ("The deal is dead, said the official, who asked not to be named.", "the official",
         ("The deal is dead", "who asked not to be named")),
        ("The deal is dead, said an aide on condition of anonymity.", "an aide", ("The deal is dead",)),
        ("The deal is dead, said the minister on condition of anonymity.", "the minister",
         ("The deal is dead", "on condition of anonymity")),
        ("The minister, on condition of anonymity, said the deal is dead.", "The minister",
         ("the deal is dead",)),
    ],
)
def test_a_remark_on_the_source_is_read_whether_it_is_drawn_as_content_or_not(
    text: str, source: str, contents: tuple[str, ...]
) -> None:
    found = drawn_finding(text, spans(text, source, "said", *contents))
    assert kind_of(found) == "anonymous"


def test_what_the_models_content_leaves_out_is_not_the_source() -> None:
    text = "Police said the suspect, who asked not to be named, had been released."
    assert kind_of(drawn_finding(text, spans(text, "Police", "said", "had been released"))) == "office"
    text = "The minister told reporters on condition of anonymity that the deal was dead."
    assert kind_of(drawn_finding(text, spans(text, "The minister", "told", "that the deal"))) == "anonymous"


PEOPLE = "Reuters reported that two ministers had resigned, citing people briefed on the talks."
ECHO = "The road is open, the Daily Echo reported, citing unnamed officials."
OUEST = "L’usine fermerait, rapporte Ouest-France, citant des sources syndicales."
MINISTRY = "The road is open, the Daily Echo reported, citing the ministry."


@pytest.mark.parametrize("main", [-6.0, 2.0, 6.0])
@pytest.mark.parametrize(
    ("language", "text", "outlet", "cues", "expected", "via"),
    [
        ("en", PEOPLE, "Reuters", ("reported", "citing"), "anonymous", "Reuters"),
        ("en", ECHO, "the Daily Echo", ("reported", "citing"), "anonymous", "the Daily Echo"),
        ("fr", OUEST, "Ouest-France", ("rapporte", "citant"), "anonymous", "Ouest-France"),
        ("en", MINISTRY, "the Daily Echo", ("reported", "citing"), "publication", None),
    ],
)
def test_whom_an_outlet_cites_stands_behind_it_whatever_the_model_makes_of_the_cue(
    language: str, text: str, outlet: str, cues: tuple[str, str], expected: SourceType, via: str | None, main: float
) -> None:
    first, second = (spans(text, outlet, cue) for cue in cues)
    found = pooled_finding(text, language, FoundAttribution(first, 6.0, 6.0), FoundAttribution(second, main, main))
    assert (kind_of(found), found.via) == (expected, via)


@pytest.mark.parametrize(
    ("language", "text", "source", "via"),
    [
        ("en", "Aides denied it, the Daily Echo reported.", "Aides", "the Daily Echo"),
        ("en", "Reuters quoted two aides as saying the port was shut.", "two aides", "Reuters"),
        ("en", "Reuters quotes aides close to the mayor as saying no.", "aides close to the mayor", "Reuters"),
        ("fr", "Son entourage a nié, rapporte Ouest-France.", "Son entourage", "Ouest-France"),
        ("en", "The aide slept, the Daily Echo said, and the pilot denied it.", "the Daily Echo", None),
        ("en", "The mayor denied it, the Daily Echo reported.", "the Daily Echo", None),
    ],
)
def test_the_unnamed_behind_an_outlet_answer_though_the_model_sees_the_outlet_alone(
    language: str, text: str, source: str, via: str | None
) -> None:
    name = via or "the Daily Echo"
    at = text.index(name)
    cue = next(each for each in ("reported", "rapporte", "quoted", "quotes", "said") if each in text)
    content = spans(text, name, cue, *(text[:at].rstrip(", "),) if at else ())
    found = pooled_finding(text, language, FoundAttribution(content, 6.0, 6.0))
    assert found.source is not None
    assert (" ".join(token.text for token in found.source.phrase), found.via) == (source, via)


def test_what_the_unnamed_say_is_not_the_outlet() -> None:
    text = "Aides denied the plan, the Daily Echo reported."
    model = FoundAttribution(spans(text, "the Daily Echo", "reported", "Aides denied the plan"), 6.0, 6.0)
    found = pooled_finding(text, "en", model)
    assert [span.of(text) for span in found.spans.content] == ["the plan"]


def test_an_outlet_keeps_its_article() -> None:
    text = "Le groupe va céder ses usines, écrit Le Monde, citant des sources proches du dossier."
    found = pooled_finding(text, "fr", FoundAttribution(spans(text, "Monde", "écrit"), 6.0, 6.0))
    assert (kind_of(found), found.via) == ("anonymous", "Le Monde")


# fmt: on
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
