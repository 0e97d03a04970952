from __future__ import annotations

from annotate.data import AnnotatedArticle
from annotate.exporters.formats.marks import Block, blocks, marked
from annotate.protocols import Exported
from tests.builders import annotated
from tests.unit.exporters.formats.test_round_trips import drawn
from tests.unit.exporters.making import making


def found(of: AnnotatedArticle) -> list[Block]:
    [article] = marked([Exported("train", list(making("predicted").rows(of)), of.article)])
    return list(blocks(article))


def words(of: AnnotatedArticle) -> list[list[str]]:
    return [[token.of(of.article.text) for token in block.tokens] for block in found(of)]


def test_headlines_and_what_stands_between_sentences_are_blocks_too() -> None:
    of = annotated("# Bridges\nIt rained.\n\n\nIt stopped.")
    assert [block.sentence and block.sentence.index for block in found(of)] == [None, 1, 2]
    assert words(of) == [["#", "Bridges"], ["I", "t", "rained", "."], ["I", "t", "stopped", "."]]


def test_marks_and_joiners_stay_with_what_they_join() -> None:
    of = drawn(annotated("👩\u200d👧 ❤\ufe0f te\u0327\u1dc4"), 0)
    assert words(of) == [["👩\u200d👧", "❤\ufe0f", "te\u0327\u1dc4"]]


def test_tokens_end_where_spans_do() -> None:
    of = drawn(annotated("Le maire, dit-on, a parlé."), 0, source=["mai"], cue=["t-on, a p"])
    assert words(of) == [["Le", "mai", "re", ",", "di", "t-on", ",", "a", "p", "arlé", "."]]


def test_an_article_without_its_text_is_passed_over() -> None:
    assert list(marked([Exported("train", [], None)])) == []
