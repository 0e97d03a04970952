from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from annotate import records
from annotate.data import AnnotatedArticle, Span
from annotate.errors import FolderError
from tests.builders import annotated, dropped

TEXT = "# A title\nAnn said so.\nRead more\nBob denied it 😀."


def sample() -> AnnotatedArticle:
    given = annotated(TEXT, outlet="The Wire")
    return replace(given, article=replace(given.article, dropped=(dropped(TEXT, "Read more"),), guessed=("outlet",)))


def test_article_comes_back_as_it_was() -> None:
    assert records.loads(records.dumps(sample())) == sample()


def test_record_has_the_contracts_fields() -> None:
    record = records.to_record(sample())
    assert {"schema", "article", "text", "text_start", "sentences", "dropped", "model_version"} <= record.keys()
    assert record["schema"] == 1
    named = {"id", "digest", "path", "part", "title", "language", "outlet", "url", "published"}
    assert named <= record["article"].keys()
    headline, sentence, *_ = record["sentences"]
    assert headline["kind"] == "headline"
    assert headline["attribution"] is None
    assert {"index", "start", "end", "text", "kind", "attribution", "frames", "support", "flags"} == sentence.keys()
    assert {"label", "score", "scores", "spans", "source", "resolved_source", "via"} <= sentence["attribution"].keys()
    assert sentence["support"].keys() == {"verdict", "evidence", "claims"}
    (claim,) = sentence["support"]["claims"]
    assert {"spans", "kind", "accuser", "accused", "verdict", "evidence"} == claim.keys()
    assert sentence["flags"] == [{"reason": "contradicted", "severity": 0.9, "why": "Another article says otherwise."}]
    assert record["dropped"] == [{"start": 23, "end": 32, "text": "Read more", "reason": "link"}]


def test_every_slice_is_the_texts() -> None:
    record = records.to_record(sample())
    slices = [*record["sentences"], *record["dropped"]]
    slices += [each for sentence in record["sentences"] for each in (sentence["attribution"] or {}).get("spans", [])]
    claims = [each for sentence in record["sentences"] for each in sentence["support"]["claims"]]
    slices += [each for claim in claims for each in claim["spans"]]
    assert len(slices) > 5
    for each in slices:
        assert record["text"][each["start"] : each["end"]] == each["text"]


def test_line_is_one_line_and_readable() -> None:
    line = records.dumps(sample())
    assert "\n" not in line
    assert "😀" in line


def test_scores_are_short() -> None:
    given = sample()
    headline, first, *_ = given.sentences
    assert first.attribution is not None
    exact = replace(first, attribution=replace(first.attribution, score=1 / 3))
    record = records.to_record(replace(given, sentences=(headline, exact)))
    assert record["sentences"][1]["attribution"]["score"] == 0.3333


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "article": []}', b"\xff"])
def test_other_lines_are_refused(line: str | bytes) -> None:
    with pytest.raises(FolderError, match="run annotate anew"):
        records.loads(line)


def test_span_before_its_text_is_refused() -> None:
    record: dict[str, Any] = records.to_record(sample())
    record["sentences"][0]["start"] = -1
    with pytest.raises(FolderError):
        records.loads(json.dumps(record))


def test_fields_of_later_minor_versions_are_left_unread() -> None:
    record = records.to_record(sample())
    record["mood"] = "blue"
    assert records.loads(json.dumps(record)) == sample()
    assert records.from_record(record).article.headline == Span(0, 9)
