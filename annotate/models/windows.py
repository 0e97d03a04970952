"""One look at an article: sentence vectors, phrases in their sentences, and who says what, from the same states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from annotate.data import Article, FoundAttribution, Sentence, Span
from annotate.models.cutting import WINDOW, Window, cut, room
from annotate.models.encoder import TransformerEncoder
from annotate.models.heads import Heads, load_heads, pooled
from annotate.models.spans import attributions
from annotate.protocols import ArticleView

if TYPE_CHECKING:
    from annotate.protocols import Matrix


class EncodedArticle:
    """An article as the encoder read it."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        heads: Heads,
        windows: list[Window],
        states: list[torch.Tensor],
    ) -> None:
        self._article, self._sentences, self._heads = article, sentences, heads
        self._windows, self._states = windows, states
        self._of: list[list[int]] = [[] for _ in sentences]  # each sentence's windows
        for number, window in enumerate(windows):
            for index in window.sentences:
                self._of[index].append(number)

    def vectors(self) -> Matrix:
        """Return a unit row a sentence."""
        rows = np.zeros((len(self._sentences), self._heads.roles.in_features), dtype=np.float32)
        for index, sentence in enumerate(self._sentences):
            rows[index] = self.vector(index, sentence.span)
        return rows

    def vector(self, sentence: int, span: Span) -> Matrix:
        """Return the unit vector of a stretch of a sentence.

        A stretch without a word that was read has its sentence's, such a sentence that of the window's opening marker.
        """
        read = self._read(sentence, span) or self._read(sentence, self._sentences[sentence].span)
        states = torch.cat(read) if read else self._states[self._of[sentence][0]][:1]
        vector: Matrix = functional.normalize(states.mean(dim=0), dim=-1).numpy()
        return vector

    def _read(self, sentence: int, span: Span) -> list[torch.Tensor]:
        """Return the states, a tensor a window, that stand for a stretch of a sentence."""
        windows = [(self._windows[number], self._states[number]) for number in self._of[sentence]]
        return [states[rows] for window, states in windows if (rows := _rows(window, span))]

    def found(self) -> list[list[FoundAttribution]]:
        """Return each sentence's attributions as the model sees them, none across two windows."""
        found: list[list[FoundAttribution]] = [[] for _ in self._sentences]
        for window, states in zip(self._windows, self._states, strict=True):
            words = pooled(states, [word.pieces for word in window.words])
            with torch.inference_mode():
                roles = self._heads.roles(words)

            def link(run: Sequence[int], words: torch.Tensor = words, roles: torch.Tensor = roles) -> Matrix:
                with torch.inference_mode():
                    scores: Matrix = self._heads.tied(words, roles, run).numpy()
                return scores

            tags = roles.numpy()
            for index in window.sentences:
                found[index] += attributions(self._article.text, window.words, tags, link, self._sentences[index].span)
        return found


def _rows(window: Window, span: Span) -> list[int]:
    """Return the rows of a window's states that stand for a stretch of text."""
    return [row for word in window.words if word.span.overlaps(span) for row in word.pieces]


class ArticleEncoder:
    """Reads articles in windows of whole sentences; the same model embeds texts and judges pairs.

    Sentences and phrases are means of their words, however the encoder pools texts by themselves. Without `draws` its
    views hold no attributions. Raises `ModelError` where the model is missing or not what it
    should be.
    """

    def __init__(self, encoder: TransformerEncoder, *, draws: bool = True) -> None:
        self._draws = draws
        self._model, self._tokenizer = encoder.model, encoder.tokenizer
        self._window = min(WINDOW, room(self._tokenizer, self._model.config))
        self.version = f"{encoder.version}/windows/{self._window}"
        self.heads = load_heads(encoder.folder, encoder.size)

    def view(self, article: Article, sentences: Sequence[Sentence]) -> ArticleView:
        """Return the article as it reads in windows of neighbouring sentences."""
        read = self._read(article, sentences)
        return ArticleView(read.vectors(), read.vector, read.found() if self._draws else None)

    def found(self, article: Article, sentences: Sequence[Sentence]) -> Sequence[Sequence[FoundAttribution]]:
        """Return each sentence's attributions, for articles whose vectors are another's."""
        return self._read(article, sentences).found()

    def _read(self, article: Article, sentences: Sequence[Sentence]) -> EncodedArticle:
        windows = list(cut(sentences, self._tokenizer, self._window))
        states = [self._states(window.ids) for window in windows]
        return EncodedArticle(article, sentences, self.heads, windows, states)

    @torch.inference_mode()
    def _states(self, ids: list[int]) -> torch.Tensor:
        rows = torch.tensor([ids])
        states: torch.Tensor = self._model(input_ids=rows, attention_mask=torch.ones_like(rows)).last_hidden_state[0]
        return states.float()
