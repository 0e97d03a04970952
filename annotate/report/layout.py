"""An article's text as lines of parts, in reading order: sentences, furniture, and what lies between."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from annotate.data import AnnotatedArticle, AnnotatedSentence, Dropped, DropReason, Span

PieceKind = Literal["plain", "source", "cue", "furniture"]
LineKind = Literal["headline", "paragraph", "furniture"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence that is marked in one way."""

    text: str
    kind: PieceKind


@dataclass(frozen=True, slots=True)
class Between:
    """Text outside the sentences; `reason` says why it was set aside, if it was."""

    text: str
    reason: DropReason | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What stands between two line ends of the text: a paragraph, mostly."""

    kind: LineKind
    parts: tuple[AnnotatedSentence | Between, ...]


def lines(annotated: AnnotatedArticle) -> Iterator[Line]:
    """Yield the lines of an article that are not blank.

    A line end inside a sentence does not break it: hard-wrapped text stays one paragraph.
    """
    line: list[AnnotatedSentence | Between] = []
    for part in _parts(annotated):
        if isinstance(part, AnnotatedSentence):
            line.append(part)
            continue
        first, *rest = part.text.split("\n")
        line.append(Between(first, part.reason))
        for text in rest:
            yield from _line(line)
            line = [Between(text, part.reason)]
    yield from _line(line)


def pieces(text: str, annotated: AnnotatedSentence, dropped: Sequence[Dropped] = ()) -> tuple[Piece, ...]:
    """Cut a sentence of the article `text` where a source, a cue or furniture begins or ends.

    Joined, the pieces are the sentence's text; spans outside the sentence do not show in it.
    """
    whole = annotated.sentence.span
    marks = [(span, kind) for span, kind in _marks(annotated, dropped) if span.overlaps(whole)]
    return tuple(Piece(each.of(text), _kind(each, marks)) for each in cut(whole, (span for span, _ in marks)))


def cut(whole: Span, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield `whole` in stretches: each lies inside or outside of each of `spans`.

    >>> list(cut(Span(0, 9), [Span(2, 4), Span(8, 12)]))
    [Span(start=0, end=2), Span(start=2, end=4), Span(start=4, end=8), Span(start=8, end=9)]
    """
    edges = {whole.start, whole.end}
    for span in spans:
        if span.overlaps(whole):
            edges |= {max(span.start, whole.start), min(span.end, whole.end)}
    return (Span(start, end) for start, end in pairwise(sorted(edges)))


def dropped_within(dropped: Sequence[Dropped], span: Span) -> Sequence[Dropped]:
    """Return those of `dropped` (sorted, disjoint) that share a code point with `span`."""
    first = bisect_right(dropped, span.start, key=lambda each: each.span.end)
    return dropped[first : bisect_left(dropped, span.end, key=lambda each: each.span.start)]


def _parts(annotated: AnnotatedArticle) -> Iterator[AnnotatedSentence | Between]:
    """Yield the whole text in order; where furniture and a sentence overlap, the sentence stands."""
    article = annotated.article
    dropped = sorted(article.dropped, key=lambda each: each.span)
    cursor = 0
    for sentence in annotated.sentences:
        yield from _between(article.text, Span(cursor, max(cursor, sentence.sentence.span.start)), dropped)
        yield sentence
        cursor = sentence.sentence.span.end
    yield from _between(article.text, Span(cursor, len(article.text)), dropped)


def _between(text: str, gap: Span, dropped: Sequence[Dropped]) -> Iterator[Between]:
    """Yield the furniture of a gap between sentences, and the text around it."""
    cursor = gap.start
    for each in dropped_within(dropped, gap):
        start, end = max(cursor, each.span.start), min(gap.end, each.span.end)
        if cursor < start:
            yield Between(text[cursor:start])
        if start < end:
            yield Between(text[start:end], each.reason)
            cursor = end
    if cursor < gap.end:
        yield Between(text[cursor : gap.end])


def _line(parts: Sequence[AnnotatedSentence | Between]) -> Iterator[Line]:
    """Yield the line that `parts` make, if there is anything in it."""
    shown = tuple(part for part in parts if isinstance(part, AnnotatedSentence) or part.text)
    sentences = [part for part in shown if isinstance(part, AnnotatedSentence)]
    others = [part for part in shown if isinstance(part, Between) and part.text.strip()]
    if sentences:
        headline = all(each.sentence.kind == "headline" for each in sentences)
        yield Line("headline" if headline else "paragraph", shown)
    elif others:
        yield Line("furniture" if all(part.reason for part in others) else "paragraph", shown)


def _marks(annotated: AnnotatedSentence, dropped: Sequence[Dropped]) -> Iterator[tuple[Span, PieceKind]]:
    if annotated.attribution is not None:
        for span in annotated.attribution.spans.source:
            yield span, "source"
        for span in annotated.attribution.spans.cue:
            yield span, "cue"
    for each in dropped:
        yield each.span, "furniture"


def _kind(span: Span, marks: Sequence[tuple[Span, PieceKind]]) -> PieceKind:
    return next((kind for mark, kind in marks if mark.covers(span)), "plain")
