"""Gold sentences met with annotated ones, by the last two names of their files and by overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from annotate.data import AnnotatedArticle, AnnotatedSentence, Article, Part, Span
from annotate.evaluate.gold import FURNITURE, Gold

#: A neighbour this short (a cross-head, a credit) may be run over without a sentence counting as merged.
SHORT = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold sentence that counts, with the sentence that meets it and the article of its file, if any."""

    gold: Gold
    found: AnnotatedSentence | None
    article: Article | None = None

    @property
    def label(self) -> str | None:
        """The given label."""
        attribution = self.found.attribution if self.found else None
        return attribution.label if attribution else None

    @property
    def truth(self) -> str:
        """The gold label, or the given one where that is as good."""
        label = self.label
        return label if label is not None and label in self.gold.attribution_also_ok else self.gold.attribution

    @property
    def is_right(self) -> bool:
        """Tell whether the given label is the gold one, or as good."""
        return self.label == self.truth


def match(articles: Iterable[AnnotatedArticle], gold: Sequence[Gold]) -> Iterator[Pair]:
    """Pair each gold sentence with the annotated sentence that overlaps it most; headlines meet none.

    Overlap counts from half the shorter of the two. A sentence that also runs over half of another gold
    sentence meets none: it is two in one.
    """
    wanted = {_name(each.doc) for each in gold}
    found: dict[str, list[tuple[Span, AnnotatedSentence]]] = defaultdict(list)
    read: dict[str, Article] = {}
    for annotated in articles:
        name = _name(annotated.article.path)
        if name in wanted:
            read.setdefault(name, annotated.article)  # of several in one file, the first: they share an outlet
            base = annotated.article.text_start
            found[name] += [(each.sentence.span.shift(base), each) for each in annotated.sentences]
    neighbours: dict[str, list[Gold]] = defaultdict(list)
    for each in gold:
        neighbours[each.doc].append(each)
    for sentences in found.values():
        sentences.sort(key=lambda sentence: sentence[0])
    for each in gold:
        name = _name(each.doc)
        yield Pair(each, _meet(each, found[name], neighbours[each.doc]), read.get(name))


def _meet(
    gold: Gold, sentences: Sequence[tuple[Span, AnnotatedSentence]], neighbours: Sequence[Gold]
) -> AnnotatedSentence | None:
    """Return the sentence that meets `gold`; `sentences` in text order, none over another."""
    first = bisect_right(sentences, gold.start, key=lambda sentence: sentence[0].end)
    best, hit = 0, None
    for span, sentence in sentences[first:]:
        if span.start >= gold.end:
            break
        shared = _shared(span, gold.span)
        if shared > best and 2 * shared >= min(len(span), len(gold.span)):
            best, hit = shared, (span, sentence)
    if hit is None or _runs_over(hit[0], gold, neighbours) or hit[1].sentence.kind == "headline":
        return None
    return hit[1]


def _runs_over(span: Span, gold: Gold, neighbours: Sequence[Gold]) -> bool:
    return any(
        2 * _shared(span, other.span) > len(other.span)
        for other in neighbours
        if other is not gold and len(other.span) > SHORT
    )


def parted(pairs: Iterable[Pair], by: Part) -> dict[str, list[Pair]]:
    """Return the pairs by what their article has of `by`, the largest part first."""
    parts: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.article is None:
            parts["(not in the folder)"].append(pair)
        else:
            parts[(pair.article.outlet if by == "outlet" else pair.article.language) or f"(no {by})"].append(pair)
    return dict(sorted(parts.items(), key=lambda part: (-len(part[1]), part[0])))


def is_scored(pair: Pair) -> bool:
    """Tell whether the pair is scored: a sentence, unless it was dropped and could be furniture too."""
    if pair.gold.is_furniture:
        return False
    return pair.found is not None or not pair.gold.attribution_also_ok & FURNITURE


def _name(path: str) -> str:
    """Return the last two parts of a path, by which gold and articles meet.

    >>> _name("a/b/c.txt")
    'b/c.txt'
    """
    return "/".join(PurePosixPath(path).parts[-2:])


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
