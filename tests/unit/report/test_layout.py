from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.data import AnnotatedArticle, AnnotatedSentence, Attribution, AttributionSpans, Dropped, Sentence, Span
from annotate.report.layout import Between, Line, dropped_within, lines, pieces
from tests.builders import article
from tests.samples import articles


def shown(line: Line) -> str:
    """Return the text of a line."""
    return "".join(part.text if isinstance(part, Between) else part.sentence.text for part in line.parts)


def marked(text: str, sentences: list[tuple[int, int]], dropped: list[tuple[int, int]]) -> AnnotatedArticle:
    """Return an article with sentences and links at those offsets."""
    of = replace(article(text), dropped=tuple(Dropped(Span(*each), "link") for each in dropped))
    return AnnotatedArticle(
        of,
        tuple(
            AnnotatedSentence(Sentence(of.id, index, Span(start, end), text[start:end]))
            for index, (start, end) in enumerate(sentences)
        ),
    )


@pytest.mark.parametrize("annotated", articles(), ids=lambda each: each.article.path[-12:])
def test_lines_hold_the_whole_text_in_order(annotated: AnnotatedArticle) -> None:
    words = " ".join(shown(line) for line in lines(annotated)).split()
    assert words == annotated.article.text.split()


def test_kinds_of_lines() -> None:
    found = [(line.kind, shown(line)[:12]) for line in lines(articles()[0])]
    assert found[:5] == [
        ("furniture", "Breaking New"),
        ("headline", "Sabotage bla"),
        ("furniture", "By Ines Cald"),
        ("furniture", "A column of "),
        ("paragraph", "VALMONT, May"),
    ]


def test_a_line_end_within_a_sentence_keeps_the_paragraph_whole() -> None:
    assert [shown(line) for line in lines(marked("One\ntwo. Three.\nFour.", [(0, 8), (9, 15), (16, 21)], []))] == [
        "One\ntwo. Three.",
        "Four.",
    ]


def test_a_sentence_stands_where_furniture_overlaps_it() -> None:
    (line,) = lines(marked("(AFP) Words stand. More", [(6, 18)], [(0, 10), (15, 23)]))
    assert [part.text for part in line.parts if isinstance(part, Between)] == ["(AFP) ", " More"]


@given(
    st.text("ab \n", max_size=40), st.lists(st.integers(0, 40), max_size=8), st.lists(st.integers(0, 40), max_size=8)
)
def test_no_word_is_lost_wherever_the_marks_fall(text: str, at: list[int], off: list[int]) -> None:
    def pairs(cuts: list[int]) -> list[tuple[int, int]]:
        edges = sorted({min(cut, len(text)) for cut in cuts})
        return list(zip(edges[::2], edges[1::2], strict=False))

    annotated = marked(text, pairs(at), pairs(off))
    assert "".join("".join(shown(line) for line in lines(annotated)).split()) == "".join(text.split())


def test_pieces_join_to_the_sentence_and_carry_their_marks() -> None:
    text = "Before. PARIS: He told them so. After."
    sentence = Sentence("0", 0, Span(8, 31), text[8:31])
    spans = AttributionSpans(source=(Span(15, 17), Span(0, 3)), cue=(Span(18, 22), Span(28, 38)))
    found = pieces(
        text,
        AnnotatedSentence(sentence, Attribution("x", 1.0, {"x": 1.0}, spans=spans)),
        [Dropped(Span(8, 14), "dateline")],
    )
    assert [(piece.kind, piece.text) for piece in found] == [
        ("furniture", "PARIS:"),
        ("plain", " "),
        ("source", "He"),
        ("plain", " "),
        ("cue", "told"),
        ("plain", " them "),
        ("cue", "so."),
    ]
    assert "".join(piece.text for piece in found) == sentence.text


def test_dropped_within_shares_a_code_point() -> None:
    dropped = [Dropped(Span(start, start + 2), "link") for start in range(0, 20, 4)]
    assert dropped_within(dropped, Span(2, 4)) == []
    assert dropped_within(dropped, Span(5, 9)) == dropped[1:3]
