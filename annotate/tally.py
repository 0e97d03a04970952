"""The counts of a run: articles, sentences, labels, flags and furniture, kept while articles stream by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from annotate.config import Strict
from annotate.data import DROP_REASONS, FLAG_REASONS, AnnotatedArticle


class Counts(Strict):
    """How much of everything a run found; `sentences` leaves headlines out."""

    articles: int = 0
    sentences: int = 0
    headlines: int = 0
    flagged: int = 0
    failures: int = 0
    languages: dict[str, int]
    labels: dict[str, int]
    frames: dict[str, int]
    flags: dict[str, int]
    dropped: dict[str, int]


class Tally:
    """A running count of annotated articles."""

    def __init__(self) -> None:
        self._totals: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._labels: Counter[str] = Counter()
        self._frames: Counter[str] = Counter()
        self._flags: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()

    def watch(self, articles: Iterable[AnnotatedArticle]) -> Iterator[AnnotatedArticle]:
        """Pass the articles on, each counted."""
        for annotated in articles:
            self.add(annotated)
            yield annotated

    def add(self, annotated: AnnotatedArticle) -> None:
        """Count one article."""
        self._totals["articles"] += 1
        self._languages[annotated.article.language] += 1
        self._dropped.update(each.reason for each in annotated.article.dropped)
        for sentence in annotated.sentences:
            self._totals["headlines" if sentence.sentence.kind == "headline" else "sentences"] += 1
            self._totals["flagged"] += bool(sentence.flags)
            self._frames.update(frame.label for frame in sentence.frames)
            self._flags.update(flag.reason for flag in sentence.flags)
            if sentence.attribution is not None:
                self._labels[sentence.attribution.label] += 1

    def counts(self, failures: int = 0) -> Counts:
        """Return what was counted so far: reasons in their own order, the rest most frequent first."""
        totals: dict[str, Any] = dict(self._totals)
        return Counts(
            **totals,
            failures=failures,
            languages=_by_count(self._languages),
            labels=_by_count(self._labels),
            frames=_by_count(self._frames),
            flags={reason: self._flags[reason] for reason in FLAG_REASONS if self._flags[reason]},
            dropped={reason: self._dropped[reason] for reason in DROP_REASONS if self._dropped[reason]},
        )


def _by_count(counter: Counter[str]) -> dict[str, int]:
    """Return the counts, highest first, ties by name, so that the order hangs on nothing else.

    >>> _by_count(Counter("banana"))
    {'a': 3, 'n': 2, 'b': 1}
    """
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
