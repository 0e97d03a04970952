"""Article models put together from a preset: whose vectors, whose spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from annotate.data import Article, FoundAttribution, Sentence
from annotate.protocols import ArticleView

if TYPE_CHECKING:
    from annotate.protocols import ArticleModel, Encoder


class Tagger(Protocol):
    """Draws each sentence's attributions."""

    version: str

    def found(self, article: Article, sentences: Sequence[Sentence]) -> Sequence[Sequence[FoundAttribution]]:
        """Return them in the order of their cues."""


class TextModel:
    """Any encoder as an article model: each sentence is embedded by itself."""

    def __init__(self, encoder: Encoder) -> None:
        self.version = encoder.version
        self._encoder = encoder

    def view(self, article: Article, sentences: Sequence[Sentence]) -> ArticleView:
        """Return the sentences' vectors."""
        return ArticleView(self._encoder.encode([sentence.text for sentence in sentences]))


class TaggedModel:
    """An article model whose spans are another's; without a tagger, nobody's."""

    def __init__(self, model: ArticleModel, tagger: Tagger | None) -> None:
        self.version = f"{model.version}; spans {tagger.version if tagger else 'by rules'}"
        self._model, self._tagger = model, tagger

    def view(self, article: Article, sentences: Sequence[Sentence]) -> ArticleView:
        """Return the model's view with the tagger's spans."""
        found = self._tagger.found(article, sentences) if self._tagger else None
        return self._model.view(article, sentences)._replace(found=found)
