"""The page's view of annotated articles: labels coloured, evidence linked, the queue in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotate.config import Label, Scheme
from annotate.data import (
    FLAG_REASONS,
    AnnotatedArticle,
    AnnotatedSentence,
    Article,
    Attribution,
    Dropped,
    Flag,
)
from annotate.queue import queue, ranked
from annotate.report.claims import UNKNOWN_OUTLET, Collection, claim_views, evidence_view, shown
from annotate.report.layout import Between, dropped_within, lines, pieces
from annotate.report.overview import overview
from annotate.report.view import (
    ArticleView,
    FlagView,
    FrameCount,
    FurnitureView,
    LabelView,
    LineView,
    PageView,
    QueueEntry,
    ReasonCount,
    ScoreView,
    SentenceView,
    Share,
)
from annotate.wording.harmless import visible, web_address
from annotate.wording.palette import NEUTRAL, tones
from annotate.wording.titles import title_of
from annotate.wording.words import DROPS, FLAGS, LANGUAGES, VERDICTS, humanise, level


def page(articles: Sequence[AnnotatedArticle], attribution: Scheme, frames: Scheme) -> PageView:
    """Return what the page shows of `articles`, in their order."""
    labels = _Labels(attribution, frames)
    collection = Collection(articles)
    views = tuple(_article(each, labels, collection) for each in articles)
    entries = _queue(views)
    sentences = [each for view in views for line in view.lines for each in line.sentences]
    return PageView(
        articles=views,
        queue=entries,
        reasons=_reasons(entries),
        attribution_title=attribution.title.en,
        frames_title=frames.title.en,
        shares=_shares(sentences, labels.attribution),
        frames=_frame_counts(sentences, labels.frames),
        labels=labels.attribution,
        overview=overview(articles, collection),
        sentences=sum(view.sentences for view in views),
        outlets=len({each.article.outlet or each.article.id for each in articles}),
        furniture=sum(view.furniture for view in views),
    )


def codes(titles: Iterable[str]) -> tuple[str, ...]:
    """Return a mark of two letters or so for each title, no two alike.

    >>> codes(["Official source", "Other source", "Court document", "Outlet"])
    ('OS', 'OSO', 'CD', 'OU')
    """
    taken: list[str] = []
    for title in titles:
        words = title.split() or ["?"]
        initials = "".join(word[0] for word in words[:2]).upper() if len(words) > 1 else title[:2].upper()
        letters = [initials, *(initials + letter.upper() for letter in words[-1][1:] if letter.isalpha())]
        numbered = (f"{initials}{number}" for number in range(2, len(taken) + 3))
        taken.append(next(code for code in (*letters, *numbered) if code not in taken))
    return tuple(taken)


class _Labels:
    """The labels of both schemes by name; a name that a scheme lacks still gets a label, in grey."""

    def __init__(self, attribution: Scheme, frames: Scheme) -> None:
        self.attribution = _scheme_labels(attribution, "a")
        self.frames = _scheme_labels(frames, "f")
        self._attribution = {label.name: label for label in self.attribution}
        self._frames = {label.name: label for label in self.frames}

    def attributed(self, name: str) -> LabelView:
        """Return the label of an attribution."""
        return self._attribution.get(name) or _unknown(name)

    def framed(self, name: str) -> LabelView:
        """Return the label of a frame."""
        return self._frames.get(name) or _unknown(name)


def _scheme_labels(scheme: Scheme, prefix: str) -> tuple[LabelView, ...]:
    """Return a scheme's labels; the outlet's own voice stays grey, so that what is attributed stands out."""
    marks = codes(label.title.en for label in scheme.labels)
    colours = tones(tuple(_is_own_voice(label) for label in scheme.labels))
    return tuple(
        LabelView(label.name, label.title.en, label.definition.en, code, f"{prefix}{number}", colour)
        for number, (label, code, colour) in enumerate(zip(scheme.labels, marks, colours, strict=True))
    )


def _is_own_voice(label: Label) -> bool:
    return label.source_types == ("none",)


def _unknown(name: str) -> LabelView:
    title = humanise(visible(name))
    return LabelView(name, title, "Not a label of the scheme.", "?", "unknown", NEUTRAL)


def _article(annotated: AnnotatedArticle, labels: _Labels, collection: Collection) -> ArticleView:
    article = annotated.article
    dropped = tuple(sorted(article.dropped, key=lambda each: each.span))
    reading = _Reading(article, dropped, labels, collection)
    laid_out = tuple(
        LineView(line.kind, tuple(_part(part, reading) for part in line.parts)) for line in lines(annotated)
    )
    sentences = [each for line in laid_out for each in line.sentences]
    return ArticleView(
        id=article.id,
        title=title_of(annotated),
        outlet=shown(article.outlet) or UNKNOWN_OUTLET,
        published=shown(article.published),
        language=article.language,
        language_title=LANGUAGES.get(article.language, visible(article.language)),
        url=web_address(article.url),
        path=visible(article.path),
        guessed=article.guessed,
        lines=laid_out,
        headed=any(line.kind == "headline" for line in laid_out),
        shares=_shares(sentences, labels.attribution),
        sentences=sum(1 for each in sentences if each.kind == "sentence"),
        flagged=sum(1 for each in sentences if each.flags),
        furniture=len(article.dropped),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is at hand while an article's sentences are shown; `dropped` is sorted."""

    article: Article
    dropped: tuple[Dropped, ...]
    labels: _Labels
    collection: Collection


def _part(part: AnnotatedSentence | Between, reading: _Reading) -> SentenceView | FurnitureView:
    if isinstance(part, Between):
        return FurnitureView(part.text, None if part.reason is None else DROPS[part.reason])
    return _sentence(part, reading)


def _sentence(annotated: AnnotatedSentence, reading: _Reading) -> SentenceView:
    sentence, attribution, labels = annotated.sentence, annotated.attribution, reading.labels
    verdict = annotated.support.verdict
    return SentenceView(
        key=f"{reading.article.id}-{sentence.index}",
        number=sentence.index + 1,
        kind=sentence.kind,
        pieces=pieces(reading.article.text, annotated, dropped_within(reading.dropped, sentence.span)),
        label=None if attribution is None else labels.attributed(attribution.label),
        score=0.0 if attribution is None else attribution.score,
        scores=_scores(attribution, labels),
        source=shown(attribution.source) if attribution else None,
        resolved_source=shown(attribution.resolved_source) if attribution else None,
        via=shown(attribution.via) if attribution else None,
        frames=tuple(ScoreView(labels.framed(frame.label), frame.score) for frame in annotated.frames),
        flags=tuple(map(_flag, ranked(annotated.flags))),
        severity=annotated.severity,
        level=level(annotated.severity),
        verdict=verdict,
        verdict_title=None if verdict is None else VERDICTS[verdict],
        evidence=tuple(evidence_view(each, annotated, reading.collection) for each in annotated.support.evidence),
        claims=claim_views(annotated, reading.article, reading.collection),
    )


def _scores(attribution: Attribution | None, labels: _Labels) -> tuple[ScoreView, ...]:
    """Return the scores of all labels, in the scheme's order; names that it lacks come last."""
    if attribution is None:
        return ()
    order = [label.name for label in labels.attribution if label.name in attribution.scores]
    strangers = sorted(set(attribution.scores) - set(order))
    return tuple(ScoreView(labels.attributed(name), attribution.scores[name]) for name in (*order, *strangers))


def _flag(flag: Flag) -> FlagView:
    return FlagView(flag.reason, FLAGS[flag.reason], flag.severity, level(flag.severity), visible(flag.why))


def _queue(articles: Iterable[ArticleView]) -> tuple[QueueEntry, ...]:
    """Return the flagged sentences in the order in which they should be read."""
    entries = (
        QueueEntry(sentence, article) for article in articles for line in article.lines for sentence in line.sentences
    )
    return tuple(queue(entries, lambda entry: entry.sentence.flags))


def _reasons(entries: Sequence[QueueEntry]) -> tuple[ReasonCount, ...]:
    counts = Counter(reason for entry in entries for reason in {flag.reason for flag in entry.sentence.flags})
    return tuple(ReasonCount(reason, FLAGS[reason], counts[reason]) for reason in FLAG_REASONS if counts[reason])


def _shares(sentences: Iterable[SentenceView], labels: Sequence[LabelView]) -> tuple[Share, ...]:
    """Return each label's part of the attributed sentences, in the scheme's order."""
    counts = Counter(each.label.name for each in sentences if each.label is not None)
    total = sum(counts[label.name] for label in labels)
    shares: list[Share] = []
    start = 0.0
    for label in labels:
        width = round(100 * counts[label.name] / total, 3) if total else 0.0
        shares.append(Share(label, counts[label.name], round(start, 3), width))
        start += width
    return tuple(shares)


def _frame_counts(sentences: Iterable[SentenceView], labels: Sequence[LabelView]) -> tuple[FrameCount, ...]:
    counts = Counter(frame.label.name for each in sentences for frame in each.frames)
    return tuple(FrameCount(label, counts[label.name]) for label in labels)
