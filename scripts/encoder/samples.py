"""Marked or labelled sentences as articles of ours, for whoever measures on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotate.data import Article, AttributionSpans, Sentence, SentenceKind, Span
from encoder.corpora import Passage


class Silence:
    """Rules that find nothing."""

    def extract(self, article: Article, sentences: Sequence[Sentence]) -> list[list[AttributionSpans]]:
        """Return no attribution for any sentence."""
        return [[] for _ in sentences]


def of_passage(passage: Passage) -> tuple[Article, list[Sentence]]:
    """Return a passage as an article, and its sentences."""
    return of_spans(passage.name, passage.text, passage.language, [Span(*each.span) for each in passage.sentences])


def of_texts(name: str, texts: Iterable[str], language: str) -> tuple[Article, list[Sentence]]:
    """Return sentences as an article of these sentences, a blank between two."""
    whole, spans = "", []
    for text in texts:
        whole += " " if whole else ""
        spans.append(Span(len(whole), len(whole) + len(text)))
        whole += text
    return of_spans(name, whole, language, spans)


def of_spans(
    name: str, text: str, language: str, spans: Sequence[Span], kinds: Sequence[SentenceKind] = ()
) -> tuple[Article, list[Sentence]]:
    """Return a text as an article, and the sentences that lie at `spans`; `kinds` are theirs."""
    article = Article(name, "", name, 0, text, 0, language)
    kinds = kinds or ["sentence"] * len(spans)
    both = enumerate(zip(spans, kinds, strict=True))
    return article, [Sentence(name, at, span, span.of(text), kind) for at, (span, kind) in both]
