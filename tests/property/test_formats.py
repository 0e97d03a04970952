"""Any text with any spans comes back from every format, as the other tool's own library reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotate.config import load_scheme
from annotate.data import AnnotatedArticle, Article, AttributionSpans, Span
from annotate.exporters.choices import Format
from annotate.exporters.columns import Row
from annotate.exporters.registry import EXPORTERS
from annotate.protocols import Exported, Telling
from tests.builders import annotated
from tests.unit.exporters.formats.reading import READERS, Read, expected
from tests.unit.exporters.making import making

#: Words, spaces, and white space, marks and letters of every width; a list, as a text of both would be of either.
PIECES = st.sampled_from(
    ["ab", "c", " ", "  ", ".", "\n", "\t", "\u00a0", "e\u0301", "👩\u200d👧", "👍🏽", "\u200b", "\u2028"]
)
TEXTS = st.lists(
    st.one_of(PIECES, PIECES, st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")),
    min_size=2,
    max_size=25,
).map("".join)
UNSAYABLE = {chr(code): "\ufffd" for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)}


@st.composite
def articles(draw: st.DrawFn) -> AnnotatedArticle:
    """Return an article whose every sentence has the same spans, wherever they lie."""
    of = annotated("A" + draw(TEXTS))
    ends = st.integers(0, len(of.article.text))
    places = st.lists(st.lists(ends, min_size=2, max_size=2, unique=True).map(sorted), min_size=1, max_size=4)
    return marked(of, AttributionSpans(*(tuple(Span(*each) for each in draw(places)) for _ in range(3))))


def marked(of: AnnotatedArticle, spans: AttributionSpans) -> AnnotatedArticle:
    return replace(
        of,
        sentences=tuple(
            each if each.attribution is None else replace(each, attribution=replace(each.attribution, spans=spans))
            for each in of.sentences
        ),
    )


def there_and_back(article: Article, rows: list[Row], form: Format) -> tuple[Read, Sequence[str]]:
    telling = Telling(load_scheme("attribution"), load_scheme("frames"), True)
    with TemporaryDirectory() as place:
        losses = EXPORTERS[form].write(Path(place), [Exported("train", rows, article)], telling)
        [read] = READERS[form](Path(place) / "train")
        return read, losses


@pytest.mark.parametrize("form", ["docbin", "cas", "argilla", "conll", "brat"])
@settings(deadline=None)
@given(articles())
@example(
    marked(
        annotated("e\u0301 «\u00a0👩\u200d👧\u00a0»  ,\n\n\u2028x\x85y\x1b[31m"),
        AttributionSpans((Span(1, 2), Span(5, 6)), (Span(0, 3), Span(2, 9)), (Span(3, 20),)),
    )
)
@example(marked(annotated("ab cd.\nab."), AttributionSpans((Span(0, 3),), (Span(3, 8),), ())))
def test_spans_stay_where_they_are(form: Format, article: AnnotatedArticle) -> None:
    rows = list(making("predicted").rows(article))
    read, losses = there_and_back(article.article, rows, form)
    wanted = expected(article.article.text, rows)
    match form:
        case "docbin":
            assert read == wanted
        case "cas":
            assert read == wanted._replace(text="".join(UNSAYABLE.get(each, each) for each in wanted.text))
            assert bool(losses) == (read.text != wanted.text)
        case "argilla":
            assert read.sentences == wanted.sentences
        case "conll":
            assert read.sentences == wanted.sentences
            assert read.text == "".join(" " if each.isspace() else each for each in wanted.text).rstrip()
            if not losses:
                assert covered(read) == covered(wanted)
        case "brat":
            assert read.text == wanted.text
            assert covered(read, "\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029") == covered(
                wanted, "\n\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"
            )


def covered(read: Read, blank: str | None = None) -> set[tuple[str, int]]:
    """Return which code points that are not blank are in a span of each role."""
    return {
        (role, at)
        for role, (start, end) in read.spans
        for at in range(start, end)
        if not (read.text[at].isspace() if blank is None else read.text[at] in blank)
    }
