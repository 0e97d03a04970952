from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from annotate.attribution import Attributor
from annotate.config import load_scheme
from annotate.data import AnnotatedArticle, Article, Attribution, Document, Failure, Sentence
from annotate.errors import AnnotateError, ModelError
from annotate.pipeline import Line, first_pass, second_pass
from annotate.protocols import ArticleView
from annotate.store import Folder, Staged
from tests.fakes import FakeArticleModel, FakeClassifier

GOOD = Document("a", "texts/a.txt", "The mayor said on Monday that the old bridge would close. Nobody was hurt.")
EMPTY = Document("b", "texts/b.txt", " \n ")


class Poisoned:
    """Chokes on one article."""

    def __init__(self, attributor: Attributor, error: AnnotateError) -> None:
        self._attributor = attributor
        self._error = error

    def attribute(
        self, article: Article, sentences: Sequence[Sentence], view: ArticleView | None = None
    ) -> list[Attribution | None]:
        if "poison" in article.text:
            raise self._error
        return self._attributor.attribute(article, sentences, view)


@pytest.fixture
def line() -> Line:
    return make_line()


def make_line(error: AnnotateError | None = None) -> Line:
    classifier, model = FakeClassifier(), FakeArticleModel()
    attributor = Attributor(load_scheme("attribution"), classifier)
    chosen = cast("Attributor", Poisoned(attributor, error)) if error else attributor
    return Line(chosen, classifier, model, load_scheme("frames"), "test 1")


def articles(items: Iterator[Staged | Failure]) -> list[AnnotatedArticle]:
    return [item[0] for item in items if not isinstance(item, Failure)]


def test_article_comes_out_with_a_vector_a_sentence(line: Line) -> None:
    [item] = first_pass([GOOD], line)
    assert not isinstance(item, Failure)
    annotated, vectors = item
    assert annotated.model_version == "test 1"
    assert [each.sentence.text for each in annotated.sentences] == [
        "The mayor said on Monday that the old bridge would close.",
        "Nobody was hurt.",
    ]
    assert vectors.shape == (2, 64)
    assert all(each.attribution is not None for each in annotated.sentences)


def test_failures_pass_by_in_their_place(line: Line) -> None:
    before = Failure("x.bin", "unknown")
    items = list(first_pass([before, EMPTY, GOOD], line))
    assert items[0] == before
    assert isinstance(items[1], Failure)
    assert items[1].path == "texts/b.txt"
    assert not isinstance(items[2], Failure)


def test_poison_is_a_failure_and_the_run_goes_on() -> None:
    poison = Document("c", "texts/c.txt", "This is poison to it, the baker said.")
    items = list(first_pass([poison, GOOD], make_line(AnnotateError("cannot digest this"))))
    assert items[0] == Failure("texts/c.txt", "cannot digest this")
    assert len(items) == 2


def test_error_that_would_befall_every_article_ends_the_run() -> None:
    poison = Document("c", "texts/c.txt", "This is poison to it, the baker said.")
    with pytest.raises(ModelError):
        list(first_pass([poison, GOOD], make_line(ModelError("gone"))))


def test_first_pass_reads_no_further_than_asked(line: Line) -> None:
    def documents() -> Iterator[Document]:
        yield GOOD
        raise AssertionError("read ahead")

    assert next(first_pass(documents(), line))


def test_second_pass_keeps_order_and_sentences(line: Line, tmp_path: Path) -> None:
    documents = [Document(f"{n}", f"texts/{n}.txt", f"The mayor of town {n} said so. It rained.") for n in range(3)]
    folder = Folder.claim(tmp_path)
    folder.clear()
    first = articles(folder.stage(first_pass(documents, line), size=2))
    second = list(second_pass(folder.staged))
    assert [each.article for each in second] == [each.article for each in first]
    for one, other in zip(first, second, strict=True):
        assert [each.sentence for each in one.sentences] == [each.sentence for each in other.sentences]


def test_second_pass_of_nothing_is_nothing() -> None:
    assert list(second_pass(lambda: iter(()))) == []


def test_article_without_sentences_goes_through(line: Line, tmp_path: Path) -> None:
    folder = Folder.claim(tmp_path)
    folder.clear()
    empty = AnnotatedArticle(articles(first_pass([GOOD], line))[0].article, ())
    list(folder.stage([(empty, np.zeros((0, 64), dtype=np.float32))], size=1))
    assert list(second_pass(folder.staged)) == [empty]
