from __future__ import annotations

import json
from dataclasses import replace

from annotate.config import load_scheme
from annotate.data import AnnotatedArticle, Attribution, AttributionSpans, Span
from annotate.labelstudio.tasks import Json, Origins, fingerprint, to_task, with_revision
from tests.builders import annotated, run_of

ORIGINS = Origins.of(run_of([]))
SCHEMES = load_scheme("attribution"), load_scheme("frames")
ARTICLE = annotated("# Bridges\nAnn said it is closed.\nNobody else did.", "texts/a.txt", "The Courier")


def task(article: AnnotatedArticle = ARTICLE) -> Json:
    made: Json = json.loads(json.dumps(to_task(article, ORIGINS)))
    return {**made, "id": 1, "annotations": []}


def results(article: AnnotatedArticle = ARTICLE) -> list[Json]:
    found: list[Json] = task(article)["predictions"][0]["result"]
    return found


def with_spans(source: Span, cue: Span) -> AnnotatedArticle:
    """Return the article with source and cue in every sentence."""
    spans = AttributionSpans(source=(source,), cue=(cue,))
    label = Attribution("named_source", 0.5, {"named_source": 0.5}, "identified", spans)
    return replace(ARTICLE, sentences=tuple(replace(each, attribution=label) for each in ARTICLE.sentences[1:]))


def test_the_same_article_and_run_give_the_same_task() -> None:
    assert to_task(ARTICLE, ORIGINS) == to_task(ARTICLE, ORIGINS)


def test_a_task_says_what_it_holds() -> None:
    data = task()["data"]
    assert (data["doc_id"], data["digest"]) == (ARTICLE.article.id, ARTICLE.article.digest)
    assert (data["title"], data["outlet"], data["revision"]) == ("# Bridges", "The Courier", 1)
    assert (data["severity"], data["flagged"], data["uncertainty"]) == (0.9, 2, 0.25)


def test_headlines_are_no_regions() -> None:
    places = {
        (each["value"]["start"], each["value"]["end"]) for each in results() if each["from_name"] == "attribution"
    }
    assert places == {(each.sentence.span.start, each.sentence.span.end) for each in ARTICLE.sentences[1:]}


def test_a_sentences_results_share_its_id() -> None:
    region = results()[0]["id"]
    assert [each["from_name"] for each in results() if each["id"] == region] == [
        "attribution",
        "frames",
        "review",
        "reasons",
    ]


def test_spans_that_two_sentences_share_are_one_region_with_one_relation() -> None:
    found = results(with_spans(Span(10, 13), Span(14, 18)))
    spans = [each for each in found if each.get("from_name") == "span"]
    relations = [each for each in found if each["type"] == "relation"]
    assert [each["value"]["text"] for each in spans] == ["Ann", "said"]
    assert [(each["from_id"], each["to_id"], each["labels"]) for each in relations] == [
        (spans[1]["id"], spans[0]["id"], ["attributed_to"])
    ]


def test_the_fingerprint_is_of_all_but_the_revision() -> None:
    first = task()
    assert fingerprint(with_revision(first, 2)) == first["data"]["prediction"]
    assert task(replace(ARTICLE, model_version="test 2"))["data"]["prediction"] != first["data"]["prediction"]
    titled = replace(ARTICLE, article=replace(ARTICLE.article, outlet="The Herald"))
    assert task(titled)["data"]["prediction"] != first["data"]["prediction"]
