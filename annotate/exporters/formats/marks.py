"""What is marked in an article: its labelled sentences with their spans, and tokens that no span cuts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from annotate.attribution.tokens import tokenize
from annotate.data import Article, Role, Span
from annotate.protocols import Exported

#: Text that joins what stands before it: combining marks, and joiners and selectors as in emoji.
_JOINING = frozenset(("Mn", "Mc", "Me", "Cf"))
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence as a dataset tells it; `label` is `None` where a person took it away. Spans are in text order."""

    index: int
    span: Span
    label: str | None
    frames: tuple[str, ...]
    needs_review: bool
    reasons: tuple[str, ...]
    note: str | None
    labelled_by: str
    annotator: str | None
    model_version: str
    roles: tuple[tuple[Role, Span], ...]


class MarkedArticle(NamedTuple):
    """An article, its labelled sentences, and a name for it that no other article and no other text of it has."""

    split: str
    name: str
    article: Article
    sentences: tuple[Marked, ...]

    @property
    def spans(self) -> list[tuple[Role, Span]]:
        """The spans of all sentences in text order, each once: a source may be that of several."""
        found = {mark for sentence in self.sentences for mark in sentence.roles}
        return sorted(found, key=lambda mark: (mark[1], mark[0]))


class Block(NamedTuple):
    """A labelled sentence or the text between two, with its tokens; there is nothing but white space beside them."""

    span: Span
    tokens: tuple[Span, ...]
    sentence: Marked | None = None


def marked(articles: Iterable[Exported]) -> Iterator[MarkedArticle]:
    """Yield what is marked in articles whose text is at hand."""
    names: set[str] = set()
    for each in articles:
        if each.article is not None:
            wanted = name = f"{each.article.id}-{each.article.digest[:8]}"
            number = 1
            while name in names:  # the same article twice, from two inputs
                number += 1
                name = f"{wanted}-{number}"
            names.add(name)
            yield MarkedArticle(each.split, name, each.article, tuple(map(_sentence, each.rows)))


def blocks(of: MarkedArticle) -> Iterator[Block]:
    """Yield the sentences and the text between them, in text order; every span begins and ends with a token."""
    text = of.article.text
    borders = {at for _, span in of.spans for at in (span.start, span.end)}
    stretches: list[tuple[Span, Marked | None]] = []
    at = 0
    for sentence in sorted(of.sentences, key=lambda each: each.span):
        stretches += [(Span(at, max(at, sentence.span.start)), None), (sentence.span, sentence)]
        at = sentence.span.end
    for span, marks in [*stretches, (Span(at, len(text)), None)]:
        tokens = tuple(_tokens(text, span, of.article.language, borders))
        if tokens or marks:
            yield Block(span, tokens, marks)


def _tokens(text: str, stretch: Span, language: str, borders: set[int]) -> Iterator[Span]:
    """Yield the tokens of a stretch: whatever is not white space, cut at the borders too."""
    ends = {at for token in tokenize(text, stretch, language) for at in (token.span.start, token.span.end)}
    ends = {at for at in ends if not _joins(text, at)} | borders
    start = None
    for at in range(stretch.start, stretch.end):
        if start is not None and (at in ends or text[at].isspace()):
            yield Span(start, at)
            start = None
        if start is None and not text[at].isspace():
            start = at
    if start is not None:
        yield Span(start, stretch.end)


def _joins(text: str, at: int) -> bool:
    """Tell whether the text at `at` is no token without what stands before it.

    >>> _joins("e\u0301", 1), _joins("👩\u200d👧", 2), _joins("no.", 2)
    (True, True, False)
    """
    if not 0 < at < len(text) or text[at - 1].isspace():
        return False
    return unicodedata.category(text[at]) in _JOINING or text[at - 1] == _JOINER


def pieces(text: str, span: Span, marks: Sequence[str]) -> list[Span]:
    r"""Return a span without the marks in it, in as many pieces as they leave.

    >>> [piece.of("one\n\ntwo") for piece in pieces("one\n\ntwo", Span(0, 8), "\n")]
    ['one', 'two']
    """
    cuts = [span.start - 1, *(at for at in range(span.start, span.end) if text[at] in marks), span.end]
    return [Span(start + 1, end) for start, end in pairwise(cuts) if start + 1 < end]


def _sentence(row: Any) -> Marked:
    columns: tuple[tuple[Role, str], ...] = (("source", "sources"), ("cue", "cues"), ("content", "contents"))
    roles = [(role, Span(each["start"], each["end"])) for role, column in columns for each in row[column]]
    return Marked(
        index=row["sentence"],
        span=Span(row["start"], row["end"]),
        label=row["label"],
        frames=tuple(row["frames"]),
        needs_review=row["needs_review"],
        reasons=tuple(row["reasons"]),
        note=row["note"],
        labelled_by=row["labelled_by"],
        annotator=row["annotator"],
        model_version=row["model_version"],
        roles=tuple(sorted(roles, key=lambda mark: (mark[1], mark[0]))),
    )
