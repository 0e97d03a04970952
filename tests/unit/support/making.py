"""Articles for the tests of pass 2: sentences with a kind of source; the fake encoder embeds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotate import support
from annotate.data import (
    AnnotatedArticle,
    AnnotatedSentence,
    Article,
    Attribution,
    AttributionSpans,
    Sentence,
    SentenceKind,
    SourceType,
    Span,
    Support,
)
from tests.fakes import FakeEncoder

if TYPE_CHECKING:
    from annotate.protocols import Matrix


def sentence(
    text: str,
    source_type: SourceType = "none",
    *,
    source: str | None = None,
    cue: str | None = None,
    via: str | None = None,
    score: float = 0.9,
    start: int = 0,
    index: int = 0,
    article_id: str = "a",
    kind: SentenceKind = "sentence",
) -> AnnotatedSentence:
    """Return an annotated sentence at `start`; `cue` names the words of the cue span."""
    place = start + text.index(cue) if cue else 0
    spans = AttributionSpans(cue=(Span(place, place + len(cue)),)) if cue else AttributionSpans()
    attribution = Attribution("label", score, {"label": score}, source_type, spans, source, None, via)
    return AnnotatedSentence(
        Sentence(article_id, index, Span(start, start + len(text)), text, kind),
        None if kind == "headline" else attribution,
    )


def article(
    name: str,
    texts: Sequence[str],
    source_type: SourceType = "none",
    *,
    outlet: str | None = None,
    path: str | None = None,
    part: int = 0,
    language: str = "en",
) -> AnnotatedArticle:
    """Return an article of one-line sentences that all have one kind of source."""
    sentences: list[AnnotatedSentence] = []
    start = 0
    for index, text in enumerate(texts):
        sentences.append(sentence(text, source_type, start=start, index=index, article_id=name))
        start += len(text) + 1
    whole = "\n".join(texts)
    head = Article(name, name, path or f"texts/{name}.txt", part, whole, 0, language, outlet=outlet)
    return AnnotatedArticle(head, tuple(sentences))


def claiming(annotated: AnnotatedArticle) -> AnnotatedArticle:
    """Return the article with the claims that its sentences make."""
    language = annotated.article.language
    return replace(
        annotated,
        sentences=tuple(
            replace(each, support=Support(claims=support.claims(each, language))) for each in annotated.sentences
        ),
    )


def embed(annotated: AnnotatedArticle) -> Matrix:
    """Return one unit row a sentence, then one a claim."""
    texts = [each.sentence.text for each in annotated.sentences]
    said = [claim.of(annotated.article.text) for each in annotated.sentences for claim in each.support.claims]
    return FakeEncoder(256).encode([*texts, *said])


def second_pass(*articles: AnnotatedArticle) -> list[AnnotatedArticle]:
    """Index, judge and review."""
    staged = [(each, embed(each)) for each in map(claiming, articles)]
    index = support.index(staged)
    return [support.review(support.judge(each, vectors, index)) for each, vectors in staged]
