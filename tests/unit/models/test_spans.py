from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from annotate.data import AttributionSpans, FoundAttribution, Span
from annotate.models.spans import CONTENT, CUE, FAINT, MAIN, SOURCE, Word, attributions, runs, source_runs

if TYPE_CHECKING:
    from annotate.protocols import Matrix

YES, NO = 4.0, -6.0
#: What a cue is tied to: phrases of its source, phrases of its content.
Ties = Mapping[str, tuple[Sequence[str], Sequence[str]]]
Parts = tuple[list[str], list[str], list[str]]


def words_of(text: str) -> list[Word]:
    """Return the words and marks of a text, a piece each."""
    found = re.finditer(r"[\w\u0300-\u036f]+|[^\w\s]", text)
    return [Word(Span(*match.span()), (at,)) for at, match in enumerate(found)]


def places(text: str, words: Sequence[Word], phrases: Sequence[str]) -> list[int]:
    """Return the positions of the words of phrases, each at its first place in the text."""
    spans = [Span(text.index(phrase), text.index(phrase) + len(phrase)) for phrase in phrases]
    return [at for at, word in enumerate(words) if any(span.covers(word.span) for span in spans)]


def found(
    text: str, ties: Ties, main: Mapping[str, float] | None = None, sentence: Span | None = None
) -> list[FoundAttribution]:
    """Return what is drawn where a model is sure of the cues that `ties` names, and of what it ties to each."""
    words = words_of(text)
    roles = np.full((len(words), 4), NO, dtype=np.float32)
    for cue in ties:
        roles[places(text, words, [cue]), CUE] = YES
        roles[places(text, words, [cue]), MAIN] = (main or {}).get(cue, NO)

    def link(run: Sequence[int]) -> Matrix:
        scores = np.full((2, len(words)), NO, dtype=np.float32)
        for cue, tied in ties.items():
            if set(run) & set(places(text, words, [cue])):
                for row, phrases in enumerate(tied):
                    scores[row, places(text, words, phrases)] = YES
        return scores

    return attributions(text, words, roles, link, sentence or Span(0, len(text)))


def parts(text: str, ties: Ties) -> list[Parts]:
    """Return source, cue and content of each attribution as they stand in the text."""
    return [told(text, each.spans) for each in found(text, ties)]


def told(text: str, spans: AttributionSpans) -> Parts:
    source, cue, content = ([span.of(text) for span in role] for role in (spans.source, spans.cue, spans.content))
    return source, cue, content


def test_roles_are_what_is_tied_to_the_cue() -> None:
    text = "The harbour master said that the ferry would sail."
    assert parts(text, {"said": (["The harbour master"], ["that the ferry would sail"])}) == [
        (["The harbour master"], ["said"], ["that the ferry would sail"])
    ]


def test_content_nests() -> None:
    text = "The coach said the captain denied that she had left."
    ties: Ties = {
        "said": (["The coach"], ["the captain denied that she had left"]),
        "denied": (["the captain"], ["that she had left"]),
    }
    assert parts(text, ties) == [
        (["The coach"], ["said"], ["the captain denied that she had left"]),
        (["the captain"], ["denied"], ["that she had left"]),
    ]


@pytest.mark.parametrize("between", ["says", ", the mayor says,"])
def test_content_in_pieces_leaves_out_what_stands_between(between: str) -> None:
    text = f"“The bridge {between} will hold.”"
    source = ["the mayor"] if "mayor" in between else []
    assert parts(text, {"says": (source, ["“The bridge", "will hold.”"])}) == [
        (source, ["says"], ["“The bridge", "will hold.”"])
    ]


def test_content_that_others_words_part_is_the_larger_piece() -> None:
    text = "The ferry, she said, would sail at noon when the fog lifts over the old pier."
    assert parts(text, {"said": (["she"], ["The ferry", "would sail at noon", "over the old pier"])}) == [
        (["she"], ["said"], ["The ferry", "would sail at noon"])
    ]
    assert parts(text, {"said": (["she"], ["The ferry", "when the fog lifts over"])})[0][2] == [
        "when the fog lifts over"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("“A mess,”", "recalled", "Ann Brook"), (", who", "added", "that it was a farce")),
        (("« Un fiasco sans nom et sans fin »", "confie", "Anne Roy"), (", qui", "ajoute", "que tout est à refaire")),
    ],
)
@pytest.mark.parametrize("drawn_in", [False, True])
def test_content_and_source_end_where_another_cue_stands(
    first: tuple[str, str, str], second: tuple[str, str, str], drawn_in: bool
) -> None:
    (quoted, cue, name), (pronoun, other, rest) = first, second
    text = f"{quoted} {cue} {name}{pronoun} {other} {rest}."
    source = name + pronoun
    ties: Ties = {cue: ([source if drawn_in else name], [quoted, rest]), other: ([source], [rest])}
    assert parts(text, ties) == [([name], [cue], [quoted]), ([name], [other], [rest])]


def test_a_cue_within_the_source_parts_no_content() -> None:
    text = "“The dam,” said the man accused, “will hold.”"
    ties: Ties = {"said": (["the man accused"], ["“The dam,”", "“will hold.”"]), "accused": ((), ())}
    assert parts(text, ties)[0] == (["the man accused"], ["said"], ["“The dam,”", "“will hold.”"])


@pytest.mark.parametrize("source", ["Brook, Roy", "Brook, 42", "Ann and she", "who"])
def test_a_source_keeps_its_last_word_unless_that_is_a_pronoun_by_its_place(source: str) -> None:
    text = f"On Monday {source} said no."
    assert parts(text, {"said": ([source], ["no"])}) == [([source], ["said"], ["no"])]


def test_a_cue_within_a_quotation_has_its_own_source() -> None:
    text = "“I told them no,” the pilot recalled."
    ties: Ties = {"told": (["I"], ["no"]), "recalled": (["the pilot"], ["“I told them no,”"])}
    first, second = found(text, ties, main={"told": -3.0, "recalled": 2.5})
    assert told(text, first.spans) == (["I"], ["told"], ["no"])
    assert told(text, second.spans) == (["the pilot"], ["recalled"], ["“I told them no,”"])
    assert (first.main, second.main) == (-3.0, 2.5)
    assert first.cue == second.cue == YES


def test_marks_at_the_ends_are_no_part_of_source_and_cue_but_quotes_are_of_content() -> None:
    text = "“Go, ” – said : the vet , 🙂."
    assert parts(text, {"– said": ([": the vet , 🙂."], ["“Go, ”"])}) == [(["the vet"], ["said"], ["“Go, ”"])]


def test_a_colon_may_be_a_cue_and_no_other_mark() -> None:
    assert parts("Vet: “Go.”", {":": (["Vet"], ["“Go.”"])}) == [(["Vet"], [":"], ["“Go.”"])]
    assert parts("Vet – “Go.”", {"–": (["Vet"], ["“Go.”"])}) == []


def test_marks_alone_are_neither_source_nor_content() -> None:
    text = "“Go”, said the vet."
    assert parts(text, {"said": ([","], ["”"])}) == [([], ["said"], [])]


def test_the_surer_of_two_sources_wins_even_where_a_mark_is_surest() -> None:
    words = words_of("Ann , said Bob")
    roles = np.full((4, 4), NO, dtype=np.float32)
    roles[2, CUE] = YES

    def link(run: Sequence[int]) -> Matrix:
        return np.array([[1.0, NO, NO, 2.0], [NO, NO, NO, NO]], dtype=np.float32)

    (drawn,) = attributions("Ann , said Bob", words, roles, link, Span(0, 14))
    assert drawn.spans.source == (Span(11, 14),)


def test_one_weak_word_does_not_part_a_run_and_two_do() -> None:
    assert list(runs([0, 1, 2], [1.0, -1.0, 1.0], 0.0)) == [[0, 1, 2]]
    assert list(runs([0, 1, 2, 3], [1.0, -1.0, -1.0, 1.0], 0.0)) == [[0], [3]]
    assert list(runs([0, 1, 2, 3], [1.0, -1.0, -1.0, 1.0], 0.0, gap=2)) == [[0, 1, 2, 3]]


def test_a_run_neither_begins_nor_ends_weakly() -> None:
    assert list(runs([0, 1, 2, 3, 4], [-1.0, 1.0, 1.0, -1.0, -1.0], 0.0)) == [[1, 2]]
    assert list(runs([], [], 0.0)) == []


def test_sources_are_runs_with_a_word() -> None:
    text = "Ann , said Bob"
    scores = np.array([1.0, 1.0, 1.0, 1.0], dtype=np.float32)
    assert source_runs(text, words_of(text), [0, 1, 3], scores) == [[0], [3]]
    assert source_runs(text, words_of(text), [1, 3], scores) == [[3]]


def test_a_cue_is_judged_and_tied_without_the_marks_at_its_ends() -> None:
    text = "Ann said , go"
    roles = np.array([[NO] * 4, [NO, 3.0, NO, 1.0], [NO, 1.0, NO, -5.0], [NO] * 4], dtype=np.float32)
    asked = []

    def link(run: Sequence[int]) -> Matrix:
        asked.append(list(run))
        return np.full((2, 4), NO, dtype=np.float32)

    (drawn,) = attributions(text, words_of(text), roles, link, Span(0, len(text)))
    assert (drawn.cue, drawn.main, asked) == (3.0, 1.0, [[1]])


def test_a_sentence_has_only_its_own_words() -> None:
    text = "The baker spoke. He said bread is dear. The baker left."
    sentence = Span(17, 39)
    assert sentence.of(text) == "He said bread is dear."
    (drawn,) = found(text, {"said": (["He"], ["The baker left", "bread is dear."])}, sentence=sentence)
    assert told(text, drawn.spans) == (["He"], ["said"], ["bread is dear"])
    assert found(text, {"said": ((), ())}, sentence=Span(40, len(text))) == []


def test_the_likeliest_of_faint_cues_is_offered_for_what_it_is_worth() -> None:
    text = "The board, it seems, met."
    words = words_of(text)
    roles = np.full((len(words), 4), NO, dtype=np.float32)
    seems = places(text, words, ["seems"])[0]
    empty = np.full((2, len(words)), NO, dtype=np.float32)
    roles[seems, CUE] = FAINT + 0.5
    roles[seems, MAIN] = -4.0
    (drawn,) = attributions(text, words, roles, lambda _: empty, Span(0, len(text)))
    assert (drawn.cue, drawn.main) == (FAINT + 0.5, -4.0)
    roles[seems, CUE] = FAINT - 0.5
    assert attributions(text, words, roles, lambda _: empty, Span(0, len(text))) == []


def test_a_faint_cue_beside_a_firm_one_is_not_offered() -> None:
    text = "He said it, he thinks."
    words = words_of(text)
    roles = np.full((len(words), 4), NO, dtype=np.float32)
    roles[1, CUE] = YES
    roles[5, CUE] = -0.5
    empty = np.full((2, len(words)), NO, dtype=np.float32)
    assert [each.spans.cue for each in attributions(text, words, roles, lambda _: empty, Span(0, len(text)))] == [
        (Span(3, 7),)
    ]


def test_no_words_have_no_attributions() -> None:
    nothing = np.zeros((0, 4), dtype=np.float32)
    assert attributions("", [], nothing, lambda _: nothing[:2], Span(0, 0)) == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("before", ["", "👩🏽‍🚀🙂 ", "Été.\r\n", "\u00a0\u202f", "\u200bÀ "])
def test_offsets_are_code_points_of_the_text(form: Literal["NFC", "NFD"], before: str) -> None:
    def shaped(text: str) -> str:
        return unicodedata.normalize(form, text)

    text = shaped(before + "« La digue a cédé »,\u00a0a\u202faffirmé\r\nHélène Évrard 🙂.")
    source, cue, content = shaped("Hélène Évrard"), shaped("a\u202faffirmé"), shaped("« La digue a cédé »")
    assert parts(text, {cue: ([source], [content])}) == [([source], [cue], [content])]


TEXT = "“Vet: go,” he said – “and rest”, 🙂 the nurse’s note says. É"
WORDS = words_of(TEXT)
SCORES = st.floats(min_value=-8.0, max_value=8.0, width=32)


@given(
    roles=arrays.arrays(np.float32, (len(WORDS), 4), elements=SCORES),
    linked=arrays.arrays(np.float32, (2, len(WORDS)), elements=SCORES),
    start=st.integers(min_value=0, max_value=len(TEXT)),
    length=st.integers(min_value=0, max_value=len(TEXT)),
)
def test_spans_lie_in_the_sentence_and_those_of_one_attribution_apart(
    roles: Matrix, linked: Matrix, start: int, length: int
) -> None:
    sentence = Span(start, min(len(TEXT), start + length))
    drawn = attributions(TEXT, WORDS, roles, lambda _: linked, sentence)
    cues = [span for each in drawn for span in each.spans.cue]
    assert cues == sorted(cues)
    for each in drawn:
        placed = [span for _, span in each.spans.roles()]
        assert len(each.spans.cue) == 1
        assert len(each.spans.source) <= 1
        for at, span in enumerate(placed):
            assert sentence.covers(span)
            assert len(span) > 0
            assert not any(span.overlaps(other) for other in placed[:at])
            assert span in each.spans.cue or any(sign.isalnum() for sign in span.of(TEXT))


@given(scores=st.lists(SCORES, max_size=20), holes=st.sets(st.integers(0, 19)), gap=st.integers(0, 3))
def test_runs_hold_every_strong_place_once(scores: list[float], holes: set[int], gap: int) -> None:
    kept = [at for at in range(len(scores)) if at not in holes]
    given_scores = [scores[at] for at in kept]
    made = list(runs(kept, given_scores, 0.0, gap))
    flat = [at for run in made for at in run]
    assert flat == sorted(set(flat))
    assert {at for at in kept if scores[at] >= 0.0} <= set(flat) <= set(kept)
    assert all(scores[run[0]] >= 0.0 and scores[run[-1]] >= 0.0 for run in made)
    assert all(run == list(range(run[0], run[-1] + 1)) for run in made)


def test_columns_are_those_of_the_heads() -> None:
    from annotate.models.heads import OUTPUTS

    assert [OUTPUTS[column] for column in (SOURCE, CUE, CONTENT, MAIN)] == ["source", "cue", "content", "main"]
