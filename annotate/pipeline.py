"""The line: documents in, staged articles; staged articles in, judged and reviewed ones. Nothing flows back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from annotate import framing, support, text
from annotate.attribution import Attributor
from annotate.config import Scheme
from annotate.data import AnnotatedArticle, AnnotatedSentence, Article, Document, Failure, Sentence, Support
from annotate.errors import AnnotateError, ConfigError, FolderError, InputError, ModelError
from annotate.protocols import ArticleModel, Classifier, Entailer
from annotate.store import Kept, Staged, fingerprint


@dataclass(frozen=True, slots=True)
class Line:
    """The models and schemes that articles pass by."""

    attributor: Attributor
    classifier: Classifier
    model: ArticleModel
    frames: Scheme
    model_version: str
    verifier: Entailer | None = None


class Earlier:
    """What earlier runs by the same line left of pass 1; `taken` counts what was taken over."""

    def __init__(self, kept: Iterable[Kept] = ()) -> None:
        self._kept = {each.read_from: each for each in kept}
        self.taken = 0

    def take(self, article: Article, sentences: Sequence[Sentence]) -> Staged | None:
        """Return what pass 1 made of just this, if it did; under the path that it has now."""
        kept = self._kept.get(fingerprint(article, sentences))
        if kept is None:
            return None
        self.taken += 1
        annotated, vectors = kept.read()
        return replace(annotated, article=article), vectors


def first_pass(
    inputs: Iterable[Document | Failure], line: Line, earlier: Earlier | None = None
) -> Iterator[Staged | Failure]:
    """Annotate each article on its own: clean, split, attribute, frame, embed; or take it over from `earlier`.

    What cannot be annotated comes out as a `Failure`. Raises `ConfigError` and `ModelError`, which would
    befall every article alike.
    """
    for item in inputs:
        if isinstance(item, Failure):
            yield item
        else:
            yield from _annotate_document(item, line, earlier or Earlier())


def second_pass(staged: Callable[[], Iterable[Staged]], verifier: Entailer | None = None) -> Iterator[AnnotatedArticle]:
    """Judge each article beside all others, and say which sentences want a look.

    `staged` is called twice, once to index the articles and once to judge them: neither holds them all.
    """
    index = support.index(staged())
    for annotated, vectors in staged():
        yield support.review(support.judge(annotated, vectors, index, verifier))


def _annotate_document(document: Document, line: Line, earlier: Earlier) -> Iterator[Staged | Failure]:
    """Yield the document's articles; an error ends it, the articles before it stay."""
    try:
        for article in text.prepare(document):
            sentences = text.split(article)
            yield earlier.take(article, sentences) or _annotate_article(article, sentences, line)
    except (ConfigError, ModelError, FolderError):
        raise
    except InputError as error:
        yield Failure(error.path, error.reason)
    except AnnotateError as error:
        yield Failure(document.path, str(error))


def _annotate_article(article: Article, sentences: Sequence[Sentence], line: Line) -> Staged:
    texts = [sentence.text for sentence in sentences]
    view = line.model.view(article, sentences)
    attributions = line.attributor.attribute(article, sentences, view)
    frames = framing.frame(texts, line.classifier, line.frames, article.language, view.vectors)
    annotated = tuple(
        _claiming(AnnotatedSentence(*parts), article) for parts in zip(sentences, attributions, frames, strict=True)
    )
    return AnnotatedArticle(article, annotated, line.model_version), support.vectors(view, annotated)


def _claiming(annotated: AnnotatedSentence, article: Article) -> AnnotatedSentence:
    return replace(annotated, support=Support(claims=support.claims(annotated, article.language)))
