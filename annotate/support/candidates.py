"""The nearest claims of other outlets' articles on the same event: exact search over their vectors, in blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from annotate.data import AnnotatedArticle, AnnotatedSentence, Article, Claim, Sentence, Span
from annotate.support.events import EventFinder, Events, published_on
from annotate.support.figures import Figure, figures
from annotate.support.layout import places
from annotate.support.lexicon import words
from annotate.support.origins import Origin, origins
from annotate.support.voices import VoiceFinder, Voices
from annotate.support.words import stems
from annotate.wording.outlets import outlet_key

if TYPE_CHECKING:
    from annotate.protocols import Matrix

BLOCK = 8192  # rows a product: 12 MB of 384 floats, whatever the size of the collection


@dataclass(frozen=True, slots=True)
class Row:
    """One claim of the collection, or a sentence without any, as evidence needs it.

    `span` and `text` are the sentence's, `said` is what it claims, `figures` those in there. `published` is as in
    `Evidence`.
    """

    article_id: str
    outlet: str | None
    published: str | None
    language: str
    span: Span
    text: str
    said: str
    figures: tuple[Figure, ...]
    source: str | None
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may bear on a claim; `similarity` is the cosine of the two vectors.

    `subjects` and `tied` are as in `Events`.
    """

    row: Row
    similarity: float
    subjects: float = 2.0
    tied: bool = True


@dataclass(frozen=True, slots=True)
class Index:
    """All claims of a collection: one row of `vectors` (n, size) each, an article's together, from `starts` on.

    `outlets` and `paths` (articles,) are numbers that stand for an article's outlet and file; no number of `outlets`
    stands for two articles whose outlet is unknown. `starts` has one more: where the last article ends. `heads` has the
    rows that count a thing, by its name.
    """

    rows: tuple[Row, ...]
    vectors: Matrix
    starts: npt.NDArray[np.int64]
    outlets: npt.NDArray[np.int32]
    paths: npt.NDArray[np.int32]
    outlet_numbers: dict[str, int]
    path_numbers: dict[str, int]
    article_numbers: dict[str, int]
    article_ids: tuple[str, ...]
    voices: Voices
    events: Events
    heads: dict[str, npt.NDArray[np.int64]]

    def others(self, article: Article) -> npt.NDArray[np.bool_]:
        """Return which articles are independent of `article`: of another outlet, another file and another voice."""
        outlet = self.outlet_numbers.get(outlet_key(article), -1)
        path = self.path_numbers.get(article.path, -1)
        elsewhere: npt.NDArray[np.bool_] = (self.outlets != outlet) & (self.paths != path)
        elsewhere[
            [self.article_numbers[each] for each in self.voices.of(article.id) if each in self.article_numbers]
        ] = 0
        return elsewhere

    def _on_event(self, article: Article) -> npt.NDArray[np.int64]:
        """Return the rows of independent articles that tell of one event with `article`, in order."""
        number = self.article_numbers.get(article.id)
        if number is None:
            return np.zeros(0, np.int64)
        others = self.others(article)
        alike = np.sort(self.events.of(number))
        once = self._once(alike[others[alike]].tolist())
        ranges = [np.arange(self.starts[each], self.starts[each + 1]) for each in once]
        return np.concatenate(ranges) if ranges else np.zeros(0, np.int64)

    def _once(self, numbers: Sequence[int]) -> list[int]:
        """Return the articles of these numbers without the copies of those before them."""
        kept: list[int] = []
        heard: set[str] = set()
        for number in numbers:
            if self.article_ids[number] not in heard:
                kept.append(number)
                heard |= self.voices.of(self.article_ids[number])
        return kept

    def claims(self, annotated: AnnotatedArticle) -> list[int]:
        """Return the numbers of the rows that are an article's claims, in order; none of one that is not indexed."""
        number = self.article_numbers.get(annotated.article.id)
        at, found = 0 if number is None else int(self.starts[number]), list[int]()
        for each in annotated.sentences if number is not None else ():
            if each.sentence.kind == "sentence":
                claimed = len(each.support.claims)
                found += range(at, at + claimed)
                at += claimed or 1
        return found

    def nearest(self, claims: Sequence[int], article: Article, count: int) -> Iterator[tuple[Candidate, ...]]:
        """Yield, for each of an article's claims, the `count` nearest independent ones, nearest first.

        After them come as many that count the same things as the claim does, however they are worded: figures are
        worth comparing across languages, where vectors lie further apart. Only articles that tell of one event with
        `article` are searched. Ties go to the claim that was indexed first: the same input gives the same answer.
        """
        among, number = self._on_event(article), self.article_numbers.get(article.id, 0)
        vectors = self.vectors[list(claims)]
        similarities, places = _top(vectors, self.vectors, among, count)
        for row, vector, row_similarities, row_places in zip(claims, vectors, similarities, places, strict=True):
            found = {
                int(among[place]): float(min(1.0, similarity))
                for similarity, place in zip(row_similarities, row_places, strict=True)
                if np.isfinite(similarity)
            }
            for other in self._counting(row, among):
                if other not in found:
                    found[other] = float(min(1.0, vector @ self.vectors[other]))
            yield tuple(
                Candidate(
                    self.rows[other],
                    similarity,
                    self.events.subjects(number, self._article(other)),
                    self.events.tied(number, self._article(other)),
                )
                for other, similarity in found.items()
            )

    def _article(self, row: int) -> int:
        """Return the number of the article that a row is of."""
        return int(np.searchsorted(self.starts, row, side="right")) - 1

    def _counting(self, row: int, among: npt.NDArray[np.int64]) -> list[int]:
        """Return the rows `among` others that count what a row counts."""
        heads = {each.head for each in self.rows[row].figures if each.head}
        found = [np.intersect1d(self.heads[head], among, assume_unique=True) for head in sorted(heads)]
        return np.unique(np.concatenate(found)).tolist() if found else []


def index(staged: Iterable[tuple[AnnotatedArticle, Matrix]]) -> Index:
    """Index the claims of all articles in one pass, and the sentences without any; headlines are left out.

    `staged` yields each article with its vectors, as `places` has them.
    """
    rows: list[Row] = []
    vectors: list[Matrix] = []
    starts = [0]
    outlets: list[int] = []
    paths: list[int] = []
    outlet_numbers: dict[str, int] = {}
    path_numbers: dict[str, int] = {}
    article_numbers: dict[str, int] = {}
    finder, events = VoiceFinder(), EventFinder()
    for annotated, matrix in staged:
        article = annotated.article
        finder.add(annotated)
        events.add(annotated)
        found = list(_rows(annotated))
        article_numbers[article.id] = len(outlets)
        outlets.append(outlet_numbers.setdefault(outlet_key(article), len(outlet_numbers)))
        paths.append(path_numbers.setdefault(article.path, len(path_numbers)))
        vectors.append(np.asarray(matrix, dtype=np.float32)[[place for place, _ in found]])
        rows += [row for _, row in found]
        starts.append(len(rows))
    stacked = np.concatenate([each for each in vectors if len(each)]) if rows else np.zeros((0, 0), np.float32)
    return Index(
        rows=tuple(rows),
        vectors=stacked,
        starts=np.asarray(starts),
        outlets=np.asarray(outlets, dtype=np.int32),
        paths=np.asarray(paths, dtype=np.int32),
        outlet_numbers=outlet_numbers,
        path_numbers=path_numbers,
        article_numbers=article_numbers,
        article_ids=tuple(article_numbers),
        voices=finder.voices(),
        events=events.events(),
        heads=_by_head(rows),
    )


def _by_head(rows: Sequence[Row]) -> dict[str, npt.NDArray[np.int64]]:
    """Return the numbers of the rows that count each thing."""
    found: dict[str, dict[int, None]] = {}
    for number, row in enumerate(rows):
        for figure in row.figures:
            if figure.head:
                found.setdefault(figure.head, {})[number] = None
    return {head: np.fromiter(numbers, np.int64) for head, numbers in found.items()}


def _rows(annotated: AnnotatedArticle) -> Iterator[tuple[int, Row]]:
    """Yield what an article says, each with its place among the article's vectors."""
    claimed = iter(places(annotated))
    for number, each in enumerate(annotated.sentences):
        if each.sentence.kind != "sentence":
            continue
        whole = _row(each, annotated.article)
        for claim in each.support.claims:
            _, place = next(claimed)
            counted = of_claim(whole.figures, claim, each.sentence, annotated.article.language)
            yield place, replace(whole, said=claim.of(annotated.article.text), figures=counted)
        if not each.support.claims:
            yield number, whole


def of_claim(found: Iterable[Figure], claim: Claim, sentence: Sentence, language: str) -> tuple[Figure, ...]:
    """Return those of a sentence's figures that stand in one of its claims, with the names in there alone.

    Whoever reports a figure is not whose it is.
    """
    spans = [Span(span.start - sentence.span.start, span.end - sentence.span.start) for span in claim.spans]
    told = stems(" ".join(span.of(sentence.text) for span in spans), words(language).stopwords)
    inside = (each for each in found if any(span.overlaps(Span(each.start, each.end)) for span in spans))
    return tuple(replace(each, names=each.names & told) for each in inside)


def _row(annotated: AnnotatedSentence, article: Article) -> Row:
    sentence, attribution = annotated.sentence, annotated.attribution
    return Row(
        article.id,
        article.outlet,
        published_on(article),
        article.language,
        sentence.span,
        sentence.text,
        sentence.text,
        figures(sentence.text, article.language),
        (attribution.resolved_source or attribution.source) if attribution else None,
        origins(annotated, article),
    )


def _top(
    queries: Matrix, vectors: Matrix, among: npt.NDArray[np.int64], count: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Return the highest `count` products of each query with the rows `among` all, and their places there.

    The product is -inf where there are too few rows. They are worked out block by block.
    """
    best: npt.NDArray[np.float32] = np.full((len(queries), count), -np.inf, dtype=np.float32)
    where: npt.NDArray[np.int64] = np.zeros((len(queries), count), dtype=np.int64)
    for start in range(0, len(among) if len(queries) else 0, BLOCK):
        scores: npt.NDArray[np.float32] = queries @ vectors[among[start : start + BLOCK]].T
        places: npt.NDArray[np.int64] = np.broadcast_to(np.arange(start, start + scores.shape[1]), scores.shape)
        if scores.shape[1] > count:
            top = np.argpartition(-scores, count - 1, axis=1)[:, :count]
            top.sort(axis=1)
            scores, places = np.take_along_axis(scores, top, 1), np.take_along_axis(places, top, 1)
        best, where = _merge(best, where, scores, places, count)
    return best, where


def _merge(
    best: npt.NDArray[np.float32],
    where: npt.NDArray[np.int64],
    scores: npt.NDArray[np.float32],
    places: npt.NDArray[np.int64],
    count: int,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Keep the highest `count` of two lists a row; the earlier wins a tie."""
    all_scores, all_places = np.concatenate([best, scores], axis=1), np.concatenate([where, places], axis=1)
    order = np.argsort(-all_scores, axis=1, kind="stable")[:, :count]
    return np.take_along_axis(all_scores, order, 1), np.take_along_axis(all_places, order, 1)
