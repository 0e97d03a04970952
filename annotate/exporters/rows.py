"""The rows of an article: one a sentence, with the model's labels or a person's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotate.data import (
    FLAG_REASONS,
    AnnotatedArticle,
    AnnotatedSentence,
    Annotation,
    Article,
    AttributionSpans,
    Region,
    Span,
)
from annotate.exporters.choices import Labels
from annotate.exporters.columns import Row, columns, quoted
from annotate.exporters.mapping import LabelMap
from annotate.reviewed import Judgement, judgements, latest
from annotate.text.scrubbing import scrub


@dataclass(frozen=True, slots=True)
class Making:
    """How rows are made: whose labels, told in which schemes, with the articles' words or without.

    `people` gives each annotator the name that stands for theirs.
    """

    labels: Labels
    attribution: LabelMap
    frames: LabelMap
    people: Mapping[str, str]
    text: bool = True

    def rows(self, annotated: AnnotatedArticle) -> Iterator[Row]:
        """Yield a row for each sentence that has a label in this mode; headlines have none."""
        counted = latest(annotated.annotations)
        of_article = {
            **_article(annotated.article),
            "annotations": len({each.annotator for each in annotated.annotations if not each.skipped}),
            "second_look": counted is not None and counted.second_look and self.labels != "predicted",
            "lead_time": _seconds(counted) if self.labels != "predicted" else None,
            "model_version": annotated.model_version,
            "attribution_scheme": self.attribution.version,
            "frames_scheme": self.frames.version,
        }
        for sentence, judgement in zip(annotated.sentences, judgements(annotated), strict=True):
            if sentence.sentence.kind == "headline" or (judgement is None and self.labels == "human"):
                continue
            judged = None if self.labels == "predicted" else judgement
            row = {**of_article, **self._predicted(sentence), **self._labels(annotated.article, sentence, judged)}
            yield {column.name: row[column.name] for column in columns(text=self.text)}

    def _predicted(self, annotated: AnnotatedSentence) -> Row:
        """Return what the model says of a sentence, whoever labels it."""
        sentence, attribution = annotated.sentence, annotated.attribution
        label = self.attribution.one(attribution.label) if attribution else None
        score = None
        if attribution and label:
            same = self.attribution.fine == self.attribution.coarse
            score = attribution.score if same else self.attribution.score(attribution.scores, label)
        return {
            "sentence": sentence.index,
            "start": sentence.span.start,
            "end": sentence.span.end,
            "text": sentence.text,
            "predicted_label": label,
            "predicted_score": score,
            "predicted_frames": self.frames.many(frame.label for frame in annotated.frames),
            "severity": annotated.severity,
            "verdict": annotated.support.verdict,
        }

    def _labels(self, article: Article, annotated: AnnotatedSentence, judged: Judgement | None) -> Row:
        if judged is None:
            return self._of_model(article, annotated)
        return {
            "label": None if judged.label is None else self.attribution.one(judged.label),
            "frames": self.frames.many(judged.frames),
            **_spans(article, judged.sources, judged.cues, _contents(annotated, judged)),
            "needs_review": judged.needs_review,
            "reasons": list(judged.reasons),
            "note": None if judged.note is None else scrub(judged.note),
            "labelled_by": "human",
            "origin": judged.origin,
            "annotator": self.people[judged.annotator],
            "annotation_id": str(judged.annotation_id),
            "regions": [self._region(region) for region in judged.regions],
        }

    def _of_model(self, article: Article, annotated: AnnotatedSentence) -> Row:
        attribution = annotated.attribution
        reasons = {flag.reason for flag in annotated.flags}
        spans = attribution.spans if attribution else AttributionSpans()
        return {
            "label": self.attribution.one(attribution.label) if attribution else None,
            "frames": self.frames.many(frame.label for frame in annotated.frames),
            **_spans(article, spans.source, spans.cue, spans.content),
            "needs_review": bool(reasons),
            "reasons": [reason for reason in FLAG_REASONS if reason in reasons],
            "note": None,
            "labelled_by": "model",
            "origin": "prediction",
            "annotator": None,
            "annotation_id": None,
            "regions": [],
        }

    def _region(self, region: Region) -> Row:
        label = None if region.label is None else self.attribution.one(region.label)
        return {"start": region.span.start, "end": region.span.end, "label": label, "origin": region.origin}


def _seconds(annotation: Annotation | None) -> float | None:
    return None if annotation is None or annotation.lead_time is None else round(annotation.lead_time, 1)


def pseudonyms(names: Iterable[str]) -> dict[str, str]:
    """Return a name that stands for each annotator's: numbered in the order of the names.

    >>> pseudonyms(["bob@example.org", "ann@example.org"])
    {'ann@example.org': 'annotator 1', 'bob@example.org': 'annotator 2'}
    """
    return {name: f"annotator {number}" for number, name in enumerate(sorted(set(names)), 1)}


def _article(article: Article) -> Row:
    said = {"path": article.path, "outlet": article.outlet, "title": article.title, "url": article.url}
    said |= {"published": article.published, "language": article.language}
    return {
        "article_id": article.id,
        "digest": article.digest,
        # A file name may hold bytes that are no text; no table takes them.
        **{name: None if value is None else scrub(value) for name, value in said.items()},
    }


def _contents(annotated: AnnotatedSentence, judged: Judgement) -> tuple[Span, ...]:
    """Return the contents as the model drew them: nobody can correct them, so that they go with its source and cue."""
    spans = annotated.attribution.spans if annotated.attribution else AttributionSpans()
    left = (_filled(spans.source), _filled(spans.cue)) == (_filled(judged.sources), _filled(judged.cues))
    return spans.content if left else ()


def _spans(article: Article, sources: Iterable[Span], cues: Iterable[Span], contents: Iterable[Span]) -> Row:
    places = _filled(sources)
    return {
        "source": quoted(article.text, [(span.start, span.end) for span in places]),
        "sources": [{"start": span.start, "end": span.end} for span in places],
        "cues": [{"start": span.start, "end": span.end} for span in _filled(cues)],
        "contents": [{"start": span.start, "end": span.end} for span in _filled(contents)],
    }


def _filled(spans: Iterable[Span]) -> list[Span]:
    """Return spans in text order, without the empty ones, which mark no words."""
    return sorted(span for span in set(spans) if span)
