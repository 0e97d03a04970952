"""An article as its page shows it: labels coloured, claims beside their evidence, sources linked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotate.data import AnnotatedArticle, AnnotatedSentence, Article, Attribution, Dropped, Flag
from annotate.queue import ranked
from annotate.report.claims import UNKNOWN_OUTLET, claim_views, shown
from annotate.report.labels import Labels, shares
from annotate.report.layout import Between, dropped_within, lines, pieces
from annotate.report.setting import Collection, Links, Setting
from annotate.report.sources import Source, href, paged
from annotate.report.view import (
    ArticleView,
    CardView,
    FlagView,
    FurnitureView,
    LabelView,
    LineView,
    ScoreView,
    SentenceView,
)
from annotate.wording.harmless import visible, web_address
from annotate.wording.interface import ENGLISH, Interface
from annotate.wording.titles import title_of
from annotate.wording.words import DROPS, FLAGS, LANGUAGES, level


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page of a report is made from; `sources` has those of a sentence by its article's id and its index."""

    labels: Labels
    collection: Collection = field(default_factory=Collection)
    words: Interface = ENGLISH
    sources: Mapping[tuple[str, int], tuple[Source, ...]] = field(default_factory=dict)

    def sources_of(self, annotated: AnnotatedSentence) -> tuple[Source, ...]:
        """Return whom a sentence goes back to: who says it, then who carries it."""
        return self.sources.get((annotated.sentence.article_id, annotated.sentence.index), ())


def article_view(annotated: AnnotatedArticle, desk: Desk, links: Links) -> ArticleView:
    """Return an article with its sentences and all that is said of them."""
    article = annotated.article
    dropped = tuple(sorted(article.dropped, key=lambda each: each.span))
    reading = _Reading(article, dropped, desk, Setting(desk.collection, links, desk.words))
    laid_out = tuple(
        LineView(line.kind, tuple(_part(part, reading) for part in line.parts)) for line in lines(annotated)
    )
    return ArticleView(
        id=article.id,
        title=title_of(annotated),
        outlet=shown(article.outlet) or desk.words.say(UNKNOWN_OUTLET),
        published=shown(article.published),
        language=article.language,
        language_title=_language(article.language, desk.words),
        url=web_address(article.url),
        path=visible(article.path),
        guessed=article.guessed,
        lines=laid_out,
        headed=any(line.kind == "headline" for line in laid_out),
        sentences=sum(1 for each in annotated.sentences if each.sentence.kind == "sentence"),
    )


def card(annotated: AnnotatedArticle, desk: Desk, links: Links) -> CardView:
    """Return an article as the list of articles has it."""
    article = annotated.article
    return CardView(
        id=article.id,
        href=links.article(article.id),
        title=title_of(annotated),
        outlet=shown(article.outlet) or desk.words.say(UNKNOWN_OUTLET),
        published=shown(article.published),
        language=article.language,
        language_title=_language(article.language, desk.words),
        shares=shares(labels_of(annotated), desk.labels.attribution),
        flagged=sum(1 for each in annotated.sentences if each.flags),
    )


def labels_of(annotated: AnnotatedArticle) -> Counter[str]:
    """Count an article's sentences by the label of their attribution."""
    return Counter(each.attribution.label for each in annotated.sentences if each.attribution is not None)


def frames_of(annotated: AnnotatedArticle) -> Counter[str]:
    """Count an article's sentences by the frames that they are told in."""
    return Counter(frame.label for each in annotated.sentences for frame in each.frames)


def flag_views(annotated: AnnotatedSentence, words: Interface) -> tuple[FlagView, ...]:
    """Return the reasons to look at a sentence, the gravest first."""
    return tuple(_flag(flag, words) for flag in ranked(annotated.flags))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is at hand while an article's sentences are shown; `dropped` is sorted."""

    article: Article
    dropped: tuple[Dropped, ...]
    desk: Desk
    setting: Setting


def _part(part: AnnotatedSentence | Between, reading: _Reading) -> SentenceView | FurnitureView:
    if isinstance(part, Between):
        return FurnitureView(part.text, None if part.reason is None else reading.desk.words.say(DROPS[part.reason]))
    return _sentence(part, reading)


def _sentence(annotated: AnnotatedSentence, reading: _Reading) -> SentenceView:
    sentence, attribution, desk = annotated.sentence, annotated.attribution, reading.desk
    cited = next((each for each in desk.sources_of(annotated) if paged(each)), None)
    return SentenceView(
        key=f"{reading.article.id}-{sentence.index}",
        number=sentence.index + 1,
        kind=sentence.kind,
        pieces=pieces(reading.article.text, annotated, dropped_within(reading.dropped, sentence.span)),
        label=None if attribution is None else desk.labels.attributed(attribution.label),
        score=0.0 if attribution is None else attribution.score,
        scores=_scores(attribution, desk.labels),
        source=shown(attribution.source) if attribution else None,
        resolved_source=shown(attribution.resolved_source) if attribution else None,
        source_href=None if cited is None else href(cited, reading.setting.links),
        source_title=None if cited is None else cited.title,
        via=shown(attribution.via) if attribution else None,
        frames=tuple(ScoreView(desk.labels.framed(frame.label), frame.score) for frame in annotated.frames),
        flags=flag_views(annotated, desk.words),
        severity=annotated.severity,
        level=level(annotated.severity),
        claims=claim_views(annotated, reading.article, reading.setting),
    )


def _scores(attribution: Attribution | None, labels: Labels) -> tuple[ScoreView, ...]:
    """Return the scores of all labels, in the scheme's order; names that it lacks come last."""
    if attribution is None:
        return ()
    order: list[LabelView] = [label for label in labels.attribution if label.name in attribution.scores]
    strangers = sorted(set(attribution.scores) - {label.name for label in order})
    return tuple(
        ScoreView(label, attribution.scores[label.name]) for label in (*order, *map(labels.attributed, strangers))
    )


def _flag(flag: Flag, words: Interface) -> FlagView:
    return FlagView(flag.reason, words.term(FLAGS[flag.reason]), flag.severity, level(flag.severity), visible(flag.why))


def _language(language: str, words: Interface) -> str:
    return words.say(LANGUAGES[language]) if language in LANGUAGES else visible(language)
