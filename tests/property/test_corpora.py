"""Every article of the development data goes down the rules' part of the line, and each offset holds."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest

from annotate.attribution import Attributor
from annotate.config import load_scheme
from annotate.data import Article, Attribution, Document, Sentence, Span
from annotate.text import prepare, split
from annotate.text.scrubbing import scrub
from tests.fakes import FakeClassifier

#: Articles a corpus holds at least: an empty file would pass every other check.
CORPORA = {"wikinews_en": 290, "news_en": 470, "news_fr": 210, "same_event_en": 300}

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def attributor() -> Attributor:
    return Attributor(load_scheme("attribution"), FakeClassifier())


@pytest.mark.parametrize("name", CORPORA)
def test_every_span_of_every_article_holds(shared_dir: Path, attributor: Attributor, name: str) -> None:
    read = sourced = 0
    with gzip.open(shared_dir / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            document = Document(row["id"], f"{name}.jsonl#{row['id']}", row["text"], title=row.get("title"))
            [article] = prepare(document)  # none of them holds two
            sentences = split(article)
            attributions = attributor.attribute(article, sentences)
            assert scrub(row["text"])[article.text_start :].startswith(article.text)
            check_sentences(article, sentences)
            for sentence, attribution in zip(sentences, attributions, strict=True):
                check_attribution(article.text, sentence, attribution)
                sourced += attribution is not None and attribution.source is not None
            read += 1
    assert read >= CORPORA[name]
    assert sourced > read  # a source an article is the least that rules worth the name find


def check_sentences(article: Article, sentences: list[Sentence]) -> None:
    """Hold sentences to their slices, in order, apart from each other and from what is dropped."""
    assert sentences, article.path
    for index, sentence in enumerate(sentences):
        assert (sentence.index, sentence.article_id) == (index, article.id)
        assert sentence.span.of(article.text) == sentence.text == sentence.text.strip() != "", article.path
    assert [each.span for each in sentences] == sorted(each.span for each in sentences), article.path
    taken = sorted([each.span for each in article.dropped] + [each.span for each in sentences])
    assert not [pair for pair in pairwise(taken) if pair[0].end > pair[1].start], article.path
    assert taken[-1].end <= len(article.text), article.path


def check_attribution(text: str, sentence: Sentence, attribution: Attribution | None) -> None:
    """Hold an attribution's pieces to the article; all but a source or cue lent by a neighbour lie in the sentence."""
    assert (attribution is None) == (sentence.kind == "headline")
    if attribution is None:
        return
    for role, span in attribution.spans.roles():
        assert span.start < span.end <= len(text), (role, sentence)
        assert span.of(text).strip(), (role, sentence)
    assert all(sentence.span.covers(span) for span in attribution.spans.content), sentence
    assert not _meet(attribution.spans.cue, attribution.spans.content), sentence
    assert not _meet(attribution.spans.source, attribution.spans.content), sentence
    if attribution.source is not None:
        assert attribution.source in text, sentence
    assert sum(attribution.scores.values()) == pytest.approx(1.0)
    assert attribution.score == max(attribution.scores.values()) == attribution.scores[attribution.label]


def _meet(one: tuple[Span, ...], other: tuple[Span, ...]) -> bool:
    return any(left.overlaps(right) for left in one for right in other)
