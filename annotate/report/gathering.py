"""A collection read twice: once for what every page needs to know, once for what the report says of it as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from annotate.config import Scheme
from annotate.data import AnnotatedArticle
from annotate.report.build import Desk, card
from annotate.report.charts import charts
from annotate.report.entries import Queue, reasons
from annotate.report.labels import Labels, frame_counts, shares
from annotate.report.overview import Together
from annotate.report.setting import Collection, Links, Setting
from annotate.report.sources import Citations, Source, sources
from annotate.report.speakers import speaker
from annotate.report.trends import Trends
from annotate.report.view import CardView, LegendView, PageView, SourceView
from annotate.wording.interface import Interface, Language


class Known:
    """What every page needs to know of the collection; none of its articles is kept.

    The interface speaks `language`, or the one that most articles are in.
    """

    def __init__(
        self,
        articles: Iterable[AnnotatedArticle],
        attribution: Scheme,
        frames: Scheme,
        language: Language | None = None,
    ) -> None:
        collection = Collection()
        self.citations, self.trends = Citations(), Trends()
        self.reasons: Counter[str] = Counter()
        self.furniture = 0
        for annotated in articles:
            collection.add(annotated)
            self.citations.add(annotated)
            self.trends.add(annotated)
            for sentence in annotated.sentences:
                self.reasons.update({flag.reason for flag in sentence.flags})
            self.furniture += len(annotated.article.dropped)
        words = Interface(language or collection.language)
        self.sources = self.citations.sources()
        self.desk = Desk(Labels(attribution, frames, words), collection, words, _by_sentence(self.sources))

    def legend(self) -> LegendView:
        """Return what the signs mean."""
        labels, counts = self.desk.labels, self.trends.all
        return LegendView(
            attribution_title=labels.attribution_title,
            frames_title=labels.frames_title,
            shares=shares(counts.labels, labels.attribution),
            frames=frame_counts(counts.frames, labels.frames),
            reasons=reasons(self.reasons, self.desk),
        )

    def speakers(self, links: Links) -> Iterable[SourceView]:
        """Yield the sources, the most cited first."""
        for each in self.sources:
            yield speaker(each, self.citations, self.desk.labels, links, self.desk.words)


class Gathered:
    """What the report says of the collection as a whole, gathered article by article."""

    def __init__(self, known: Known, links: Links) -> None:
        self._known = known
        self._links = links
        self._queue = Queue(known.desk, links)
        self._together = Together(Setting(known.desk.collection, links, known.desk.words))
        self._cards: list[CardView] = []
        self._sentences = 0

    def add(self, annotated: AnnotatedArticle) -> None:
        """Take an article in."""
        self._queue.add(annotated)
        self._together.add(annotated)
        self._cards.append(card(annotated, self._known.desk, self._links))
        self._sentences += sum(1 for each in annotated.sentences if each.sentence.kind == "sentence")

    def view(self) -> PageView:
        """Return what the report's first page shows."""
        known, links = self._known, self._links
        return PageView(
            articles=tuple(self._cards),
            queue=self._queue.view(),
            legend=known.legend(),
            overview=self._together.view(sources(known.citations, known.sources, links)),
            charts=charts(known.trends, known.desk.labels, known.desk.words),
            speakers=tuple(known.speakers(links)),
            sentences=self._sentences,
            outlets=known.trends.outlets,
            furniture=known.furniture,
        )


def _by_sentence(several: Iterable[Source]) -> dict[tuple[str, int], tuple[Source, ...]]:
    """Return the sources of each sentence: who says it before who carries it."""
    found: dict[tuple[str, int], list[tuple[bool, Source]]] = {}
    for source in several:
        for quote in source.quotes:
            found.setdefault((quote.article_id, quote.index), []).append((quote.carried, source))
    return {place: tuple(source for _, source in sorted(each, key=lambda one: one[0])) for place, each in found.items()}
