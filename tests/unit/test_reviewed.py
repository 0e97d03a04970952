from __future__ import annotations

from dataclasses import replace

import pytest

from annotate.data import AnnotatedArticle, AnnotatedSentence, Annotation, Attribution, AttributionSpans, Region, Span
from annotate.errors import FolderError
from annotate.reviewed import Judgement, apart, judgements, latest
from tests.builders import article, sentences

#: Sentences at [11, 36), [37, 57) and [58, 76); what the model takes for sources and cues is "He" and "said".
TEXT = "# Headline\nHe said that it would go.\nNobody believed him.\nIt is still there."
FIRST, SECOND, THIRD = Span(11, 36), Span(37, 57), Span(58, 76)
HE, SAID = Span(11, 13), Span(14, 18)


def left(**change: object) -> Region:
    """Return the first sentence's region as it was predicted, but for `change`."""
    region = Region("one", FIRST, "prediction", (1,), "named_source", None, ("economic",), True, ("low_confidence",))
    return replace(region, **change)  # type: ignore[arg-type]


def annotation(*regions: Region, **change: object) -> Annotation:
    made = Annotation(1, "ann@example.org", "2026-01-01T09:00:00Z", "2026-01-01T10:00:00Z", regions=regions)
    return replace(made, **change)  # type: ignore[arg-type]


def judged(*annotations: Annotation) -> tuple[Judgement | None, ...]:
    of = article(TEXT)
    found = sentences(of)
    spoken = Attribution("named_source", 0.9, {}, "identified", AttributionSpans((HE,), (SAID,)))
    silent = Attribution("outlet_assertion", 0.9, {})
    made = (
        AnnotatedSentence(found[0]),
        AnnotatedSentence(found[1], spoken),
        *(AnnotatedSentence(each, silent) for each in found[2:]),
    )
    return judgements(AnnotatedArticle(of, made, "test 1", annotations))


def first(*regions: Region) -> Judgement:
    found = judged(annotation(*regions))[1]
    assert found is not None
    return found


def test_nobody_says_nothing() -> None:
    assert judged() == (None,) * 4
    assert judged(annotation(left(), skipped=True)) == (None,) * 4


def test_an_accepted_region_is_the_predictions() -> None:
    assert first(left()) == Judgement(
        "named_source", "prediction", 1, "ann@example.org", ("economic",), True, ("low_confidence",)
    )


def test_headlines_are_not_judged_and_a_region_taken_away_leaves_no_label() -> None:
    headline, one, two, three = judged(annotation(left()))
    assert headline is None
    assert one is not None
    for each in (two, three):
        assert each == Judgement(None, "prediction-changed", 1, "ann@example.org")


def test_the_region_that_shares_most_decides() -> None:
    small = Region("s", Span(11, 20), "manual", (1,), "media_source")
    large = Region("l", Span(20, 36), "manual", (1,), "anonymous_source")
    found = first(small, large)
    assert (found.label, found.origin) == ("anonymous_source", "manual")
    assert found.regions == (small, large)


def test_a_drawn_region_speaks_before_one_that_was_left_under_it() -> None:
    assert first(left(), Region("x", FIRST, "manual", (1,), "media_source")).label == "media_source"


def test_a_region_over_two_sentences_labels_both() -> None:
    over = Region("x", Span(11, 57), "manual", (1, 2), "media_source")
    _, one, two, three = judged(annotation(over))
    assert one
    assert two
    assert three
    assert (one.label, two.label, three.label) == ("media_source", "media_source", None)
    assert one.regions == two.regions == (over,)
    assert three.regions == ()


def test_a_word_too_far_is_no_label_for_the_neighbour() -> None:
    over = Region("x", Span(11, 43), "manual", (1, 2), "media_source")
    _, one, two, _ = judged(annotation(over))
    assert one
    assert two
    assert (one.label, two.label) == ("media_source", None)
    assert two.regions == (over,)


def test_no_note_is_lost_where_a_sentence_was_cut_in_two() -> None:
    large = Region("l", Span(18, 36), "manual", (1,), "media_source", note="Which paper?")
    small = Region("s", Span(11, 18), "manual", (1,), "named_source", note="Who?")
    assert first(large, small).note == "Which paper?\nWho?"
    assert first(left()).note is None


def role(name: str, span: Span, origin: str = "prediction") -> Region:
    return Region(name + str(span.start), span, origin, role=name)  # type: ignore[arg-type]


def test_predicted_spans_that_were_left_stay_with_their_sentence_alone() -> None:
    _, one, two, _ = judged(annotation(left(), role("source", HE), role("cue", SAID), role("source", Span(37, 43))))
    assert one
    assert two
    assert (one.sources, one.cues) == ((HE,), (SAID,))
    assert (two.sources, two.cues) == ((), ())  # left there for another sentence's sake


def test_spans_taken_away_are_gone_and_drawn_ones_are_there() -> None:
    drawn = role("source", Span(37, 43), "manual")
    _, one, two, _ = judged(annotation(left(), role("cue", SAID), drawn))
    assert one
    assert two
    assert (one.sources, one.cues) == ((), (SAID,))
    assert two.sources == (Span(37, 43),)


def test_a_source_in_another_sentence_is_found_by_its_relation() -> None:
    cue, source = role("cue", SAID), role("source", Span(37, 43), "manual")
    _, one, *_ = judged(annotation(left(), cue, source, relations=((cue.id, source.id),)))
    assert one
    assert one.sources == (Span(37, 43),)


def test_the_annotation_that_was_updated_last_counts() -> None:
    early = annotation(left(label="media_source"), id=2, updated="2026-01-01T10:00:00Z")
    late = annotation(left(label="official_source"), updated="2026-01-01T10:00:00.250000Z")
    skipped = annotation(id=3, updated="2026-02-01T10:00:00Z", skipped=True)
    assert latest((late, early, skipped)) is late
    for updated, counts in {
        "2026-01-01T09:59:00+00:00": early,
        "2026-01-01T09:30:00-01:00": late,
        "2026-01-01T10:00:01": late,
        "2026-01-01T10:00:00Z": early,  # at the very same time, the one begun later
    }.items():
        found = latest((early, replace(late, updated=updated)))
        assert found is not None
        assert found.id == counts.id
    assert latest((skipped,)) is None


def test_a_time_that_is_none_is_named() -> None:
    with pytest.raises(FolderError, match="annotation 1: 'soon' is no time"):
        latest((annotation(updated="soon"), annotation(id=2)))


def test_a_drawn_region_that_stops_before_the_full_stop_decides() -> None:
    short = Region("x", Span(11, 35), "manual", (1,), "media_source", None, (), True, (), "Who?")
    found = first(left(note="Old."), short)
    assert (found.label, found.origin, found.needs_review, found.note) == ("media_source", "manual", True, "Who?")


def test_two_drawn_halves_decide_over_what_was_left_beneath_them() -> None:
    halves = (
        Region("a", Span(11, 20), "manual", (1,), "media_source"),
        Region("b", Span(21, 36), "manual", (1,), "anonymous_source"),
    )
    assert first(left(), *halves).label == "anonymous_source"


def test_a_drawn_region_over_less_than_half_does_not_decide() -> None:
    small = Region("x", Span(11, 22), "manual", (1,), "media_source")
    found = first(left(), small)
    assert (found.label, found.regions) == ("named_source", (small,))


def test_a_region_that_shares_less_than_half_of_the_shorter_does_not_bear() -> None:
    over = Region("x", Span(30, 57), "manual", (1, 2), "media_source")  # 6 of the first, all of the second
    one, two = judged(annotation(over))[1:3]
    assert one is not None
    assert two is not None
    assert (one.label, two.label) == (None, "media_source")


def test_what_is_said_of_a_region_that_lost_its_label_is_kept() -> None:
    found = first(left(label=None, origin="prediction-changed", note="No claim."))
    assert (found.label, found.origin, found.needs_review, found.note) == (
        None,
        "prediction-changed",
        True,
        "No claim.",
    )


def test_labelled_regions_that_bear_on_no_sentence_are_apart() -> None:
    caption = Region("x", Span(0, 10), "manual", (0,), "media_source")
    of = article(TEXT)
    found = tuple(AnnotatedSentence(each) for each in sentences(of))
    assert apart(AnnotatedArticle(of, found, "test 1", (annotation(left(), caption),))) == (caption,)
    assert apart(AnnotatedArticle(of, found, "test 1")) == ()
