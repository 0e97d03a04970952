from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.attribution.drawing import Candidate, Drawn, Weights, Wording, by_rules, candidates, pooled
from annotate.attribution.lexicon import lexicon
from annotate.data import AttributionSpans, FoundAttribution, Span

# "The mayor said the bar that Smith owns, according to neighbours, would close."
SAID = AttributionSpans((Span(0, 9),), (Span(10, 14),), (Span(15, 38),))
TOLD = AttributionSpans((Span(53, 63),), (Span(40, 52),), (Span(15, 38),))
QUOTED = AttributionSpans(content=(Span(0, 30),))
EVEN = Weights(bias=0.0, model=1.0, first_rule=2.0, other_rule=0.5, unseen=-1.0)


def drawn_of(rules: Sequence[AttributionSpans], model: Sequence[FoundAttribution]) -> Drawn:
    return pooled(rules, model, EVEN)


def found(spans: AttributionSpans, main: float) -> FoundAttribution:
    return FoundAttribution(spans, cue=main, main=main)


def test_a_cue_that_both_name_is_one_candidate() -> None:
    [both] = candidates([SAID], [found(AttributionSpans(cue=(Span(10, 14),)), 1.5)])
    assert both == Candidate(SAID, 1.5, 0)


def test_what_the_model_draws_stands_before_what_the_rules_draw() -> None:
    shorter = AttributionSpans((Span(4, 9),), (Span(10, 14),))
    [both] = candidates([SAID], [found(shorter, 1.5)])
    assert both.spans == AttributionSpans((Span(4, 9),), (Span(10, 14),), (Span(15, 38),))


def test_a_source_behind_another_comes_last() -> None:
    text = "Reuters said it was shut, citing aides."
    said = AttributionSpans((Span(0, 7),), (Span(8, 12),))
    citing = AttributionSpans((Span(33, 38),), (Span(26, 32),))
    wrong = AttributionSpans((Span(0, 7),), (Span(26, 32),))
    drawn = pooled([said, citing], [found(wrong, 9.0), found(said, 1.0)], EVEN, Wording(text, lexicon("en")))
    assert drawn.spans == (said, citing)


def test_a_cue_that_is_lent_anothers_source_keeps_the_one_after_it() -> None:
    lent = AttributionSpans(SAID.source, TOLD.cue)
    assert candidates([SAID, TOLD], [found(SAID, 2.0), found(lent, 1.0)])[1].spans == TOLD


def test_only_an_article_is_added_to_the_models_source() -> None:
    words = Wording("The mayor said the bar would close.", lexicon("en"))
    [wider] = candidates([SAID], [found(AttributionSpans((Span(4, 9),), SAID.cue), 1.0)], words)
    assert wider.spans.source == SAID.source
    named = Wording("Ann Mayor said the bar would close.", lexicon("en"))
    [same] = candidates([SAID], [found(AttributionSpans((Span(4, 9),), SAID.cue), 1.0)], named)
    assert same.spans.source == (Span(4, 9),)


def test_who_cites_is_not_who_is_cited() -> None:
    words = Wording("The mayor cited a report.", lexicon("en"))
    assert not words.cites(AttributionSpans((Span(0, 9),), (Span(10, 15),)))
    assert words.cites(AttributionSpans((Span(16, 24),), (Span(10, 15),)))


def test_cues_of_one_alone_are_candidates_too() -> None:
    assert candidates([SAID, TOLD], [found(TOLD, 2.0)]) == [Candidate(TOLD, 2.0, 1), Candidate(SAID, None, 0)]


@pytest.mark.parametrize(
    ("candidate", "score"),
    [
        (Candidate(SAID, 1.5, 0), 3.5),
        (Candidate(SAID, 1.5, 1), 2.0),
        (Candidate(SAID, 1.5), 1.5),
        (Candidate(SAID, None, 0), 1.0),
        (Candidate(SAID, None, 2), -0.5),
    ],
)
def test_a_candidate_is_worth_what_the_model_and_the_rules_say(candidate: Candidate, score: float) -> None:
    assert candidate.score(EVEN) == pytest.approx(score)


def test_the_model_finds_what_the_rules_do_not() -> None:
    drawn = drawn_of([], [found(SAID, 9.0), found(TOLD, -9.0)])
    assert drawn.spans == (SAID,)
    assert drawn.attributed > 0.9


def test_the_likelier_cue_is_the_main_one() -> None:
    assert drawn_of([], [found(TOLD, 6.0), found(SAID, 9.0)]).spans == (SAID, TOLD)


def test_what_the_rules_alone_name_stands_behind_what_speaks_for_the_sentence() -> None:
    doubted = Weights(bias=0.0, model=1.0, first_rule=2.0, other_rule=0.5, unseen=-9.0)
    assert pooled([SAID, TOLD], [found(SAID, 9.0)], doubted).spans == (SAID, TOLD)
    assert pooled([SAID, TOLD], [found(TOLD, 9.0)], doubted).spans == (TOLD, SAID)
    assert pooled([SAID, TOLD], [], doubted).spans == ()


def test_a_source_that_swallows_another_cue_is_the_rules() -> None:
    wide = AttributionSpans((Span(4, 52),), (Span(53, 60),))
    ruled = AttributionSpans((Span(31, 36),), (Span(53, 60),))
    assert candidates([ruled], [found(SAID, 2.0), found(wide, 1.0)])[1].spans.source == ruled.source
    assert candidates([ruled], [found(wide, 1.0)])[0].spans.source == wide.source


def test_what_leads_to_whom_it_was_said_is_no_part_of_the_source() -> None:
    text = "« Non », confie un proche à la radio."
    ruled, wide = (AttributionSpans((Span(16, end),), (Span(9, 15),)) for end in (25, 27))
    [both] = candidates([ruled], [found(wide, 1.0)], Wording(text, lexicon("fr")))
    assert both.spans.source == ruled.source


def test_what_neither_believes_in_is_not_drawn() -> None:
    drawn = drawn_of([], [found(SAID, -9.0)])
    assert drawn.spans == ()
    assert drawn.attributed < 0.1


def test_a_running_quotation_stays_where_nothing_else_is_found() -> None:
    assert drawn_of([QUOTED], [found(SAID, -9.0)]).spans == (QUOTED,)
    assert drawn_of([QUOTED], [found(SAID, 9.0)]).spans == (SAID,)


def test_a_cue_without_a_source_is_nobodys() -> None:
    assert drawn_of([], [found(AttributionSpans(cue=(Span(10, 14),)), 9.0)]).spans == ()


def test_rules_alone_are_taken_as_they_are() -> None:
    assert by_rules([SAID, TOLD]).spans == (SAID, TOLD)
    assert by_rules([SAID]).attributed > 0.5 > by_rules([]).attributed


@given(st.floats(-8, 8), st.floats(0.01, 4))
def test_more_of_the_models_word_is_never_worth_less(main: float, more: float) -> None:
    assert drawn_of([], [found(SAID, main + more)]).attributed >= drawn_of([], [found(SAID, main)]).attributed
