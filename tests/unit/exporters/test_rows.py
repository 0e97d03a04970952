from __future__ import annotations

from dataclasses import replace

import pytest

from annotate.data import AttributionSpans, Region, Span
from annotate.errors import FolderError
from annotate.exporters.columns import COLUMNS
from tests.builders import annotated
from tests.unit.exporters.making import ANN, BOB, accepted, making, skipped

ARTICLE = annotated("# Bridges\nThe mayor spoke.\nThe bridge is closed.", "texts/a.txt", "The Courier")
CHANGED = accepted(ARTICLE, label="official_source", frames=("economic", "morality"), note="Who?")


def test_each_sentence_is_a_row_of_all_columns_and_headlines_are_none() -> None:
    rows = list(making().rows(ARTICLE))
    assert [row["sentence"] for row in rows] == [1, 2]
    assert {tuple(row) for row in rows} == {tuple(column.name for column in COLUMNS)}


def test_a_prediction_is_the_models() -> None:
    row = next(making("predicted").rows(ARTICLE))
    assert row == {
        "article_id": ARTICLE.article.id,
        "digest": ARTICLE.article.digest,
        "path": "texts/a.txt",
        "outlet": "The Courier",
        "language": "en",
        "title": "# Bridges",
        "url": None,
        "published": None,
        "sentence": 1,
        "start": 10,
        "end": 26,
        "text": "The mayor spoke.",
        "label": "named_source",
        "frames": ["economic"],
        "source": "T",
        "sources": [{"start": 10, "end": 11}],
        "cues": [],
        "contents": [],
        "needs_review": True,
        "reasons": ["contradicted"],
        "note": None,
        "labelled_by": "model",
        "origin": "prediction",
        "predicted_label": "named_source",
        "predicted_score": 0.75,
        "predicted_frames": ["economic"],
        "severity": 0.9,
        "verdict": "contradicted",
        "annotator": None,
        "annotation_id": None,
        "annotations": 0,
        "second_look": False,
        "lead_time": None,
        "regions": [],
        "model_version": "test 1",
        "attribution_scheme": "attribution 1",
        "frames_scheme": "frames 1",
    }


def test_what_a_person_changed_is_in_the_row_beside_what_the_model_said() -> None:
    changed, left = making().rows(skipped(CHANGED))
    assert changed["label"] == "official_source"
    assert changed["frames"] == ["economic", "morality"]
    assert changed["note"] == "Who?"
    assert (changed["labelled_by"], changed["origin"]) == ("human", "prediction-changed")
    assert (changed["predicted_label"], changed["predicted_frames"]) == ("named_source", ["economic"])
    assert (changed["annotator"], changed["annotation_id"], changed["annotations"]) == ("annotator 1", "1", 1)
    assert changed["lead_time"] == 12.5
    assert (left["label"], left["labelled_by"], left["origin"]) == ("named_source", "human", "prediction")


def test_modes_choose_whose_labels() -> None:
    for labels, of_changed, of_untouched in (
        ("predicted", ["named_source"] * 2, ["named_source"] * 2),
        ("human", ["official_source", "named_source"], []),
        ("human-else-predicted", ["official_source", "named_source"], ["named_source"] * 2),
    ):
        made = making(labels)  # type: ignore[arg-type]
        assert [row["label"] for row in made.rows(CHANGED)] == of_changed
        assert [row["label"] for row in made.rows(skipped(ARTICLE))] == of_untouched


def test_predicted_says_nothing_of_people_but_how_many_there_are() -> None:
    row = next(making("predicted").rows(CHANGED))
    assert (row["labelled_by"], row["annotator"], row["lead_time"], row["annotations"]) == ("model", None, None, 1)


def test_a_region_taken_away_leaves_the_row_without_label() -> None:
    annotation = replace(CHANGED.annotations[0], regions=CHANGED.annotations[0].regions[:1])
    row = list(making().rows(replace(CHANGED, annotations=(annotation,))))[1]
    assert (row["label"], row["labelled_by"], row["origin"]) == (None, "human", "prediction-changed")
    assert row["predicted_label"] == "named_source"


def test_people_go_by_numbers_and_each_counts_once() -> None:
    twice = accepted(accepted(accepted(ARTICLE, ANN, 3), BOB, 4), ANN, 2)
    rows = list(making().rows(twice))
    assert {(row["annotator"], row["annotation_id"], row["annotations"]) for row in rows} == {("annotator 2", "4", 2)}
    assert "example.org" not in str(rows)


def test_labels_are_told_in_the_coarser_scheme_everywhere() -> None:
    drawn = Region("x", Span(10, 26), "manual", (1,), "media_source")
    annotation = replace(CHANGED.annotations[0], regions=(drawn,))
    row = next(making(coarse="attribution_basic").rows(replace(CHANGED, annotations=(annotation,))))
    assert (row["label"], row["predicted_label"]) == ("official_source", "official_source")
    assert row["predicted_score"] == 0.75  # "other" is no label of the scheme
    assert row["regions"] == [{"start": 10, "end": 26, "label": "official_source", "origin": "manual"}]
    assert row["attribution_scheme"] == "attribution_basic 1 (from attribution 1)"


def test_without_text_nothing_is_quoted() -> None:
    row = next(making(text=False).rows(CHANGED))
    assert not {"text", "title", "source"} & set(row)
    assert (row["sources"], row["note"], row["digest"]) == ([], "Who?", ARTICLE.article.digest)
    assert "mayor" not in str(row)


def test_a_source_in_pieces_is_quoted_in_their_order() -> None:
    first = ARTICLE.sentences[1]
    assert first.attribution
    spans = AttributionSpans(source=(Span(20, 26), Span(10, 13)))
    of = replace(ARTICLE, sentences=(replace(first, attribution=replace(first.attribution, spans=spans)),))
    row = next(making("predicted").rows(of))
    assert row["source"] == "The … spoke."
    assert row["sources"] == [{"start": 10, "end": 13}, {"start": 20, "end": 26}]


def test_contents_go_with_the_source_and_cue_that_the_model_drew_them_by() -> None:
    first = ARTICLE.sentences[1]
    assert first.attribution
    spans = AttributionSpans(source=(Span(10, 19),), cue=(Span(20, 25),), content=(Span(27, 48),))
    of = replace(ARTICLE, sentences=(replace(first, attribution=replace(first.attribution, spans=spans)),))
    contents = [{"start": 27, "end": 48}]
    assert next(making("predicted").rows(of))["contents"] == contents
    label = Region("r", first.sentence.span, "prediction-changed", (1,), "media_source")
    source, cue = (Region(role, span, "prediction", (1,), role=role) for role, span in spans.roles()[:2])
    for left, wanted in (((source, cue), contents), ((source,), []), ((replace(source, span=Span(14, 19)), cue), [])):
        annotation = replace(CHANGED.annotations[0], regions=(label, *left))
        assert next(making().rows(replace(of, annotations=(annotation,))))["contents"] == wanted


def test_bytes_of_a_file_name_that_are_no_text_do_no_harm() -> None:
    of = replace(ARTICLE, article=replace(ARTICLE.article, path="texts/caf\udce9.txt"))
    assert next(making().rows(of))["path"] == "texts/caf\ufffd.txt"


def test_a_label_that_the_folders_scheme_has_not_is_named() -> None:
    with pytest.raises(FolderError, match="hearsay: not a label"):
        list(making().rows(accepted(ARTICLE, label="hearsay")))
