"""The contract's JSON records (`schema` 1) of annotated articles, there and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from annotate.data import (
    AnnotatedArticle,
    AnnotatedSentence,
    Annotation,
    Article,
    Attribution,
    AttributionSpans,
    Claim,
    Dropped,
    Evidence,
    Flag,
    Frame,
    Region,
    Sentence,
    Span,
    Support,
)
from annotate.errors import FolderError

SCHEMA = 1
DIGITS = 4  # decimals of a score: enough to rank by, few enough to be the same on every machine

Record = Mapping[str, Any]


def dumps(annotated: AnnotatedArticle) -> str:
    """Return the article as one line of JSON without its line end."""
    return json.dumps(to_record(annotated), ensure_ascii=False, separators=(",", ":"))


def loads(line: str | bytes) -> AnnotatedArticle:
    """Read one line back. Raises `FolderError` where it is not such a record."""
    try:
        return from_record(json.loads(line))
    except (ValueError, KeyError, TypeError) as error:
        raise FolderError(f"not an annotated article ({type(error).__name__}: {error}); run annotate anew") from error


def to_record(annotated: AnnotatedArticle) -> dict[str, Any]:
    """Return the record of an annotated article."""
    article = annotated.article
    return {
        "schema": SCHEMA,
        "article": {
            "id": article.id,
            "digest": article.digest,
            "path": article.path,
            "part": article.part,
            "title": article.title,
            "language": article.language,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published,
            "guessed": list(article.guessed),
            "headline": _pair(article.headline),
        },
        "text": article.text,
        "text_start": article.text_start,
        "sentences": [sentence_record(article.text, each) for each in annotated.sentences],
        "dropped": [{**_slice(article.text, each.span), "reason": each.reason} for each in article.dropped],
        "model_version": annotated.model_version,
        "annotations": [_annotation_record(article.text, each) for each in annotated.annotations],
    }


def from_record(record: Record) -> AnnotatedArticle:
    """Return the annotated article of a record. Raises `KeyError`, `TypeError`, `ValueError` on others."""
    if record["schema"] != SCHEMA:
        raise ValueError(f"schema {record['schema']} is not {SCHEMA}")
    meta = record["article"]
    article = Article(
        id=meta["id"],
        digest=meta["digest"],
        path=meta["path"],
        part=meta["part"],
        text=record["text"],
        text_start=record["text_start"],
        language=meta["language"],
        title=meta["title"],
        outlet=meta["outlet"],
        url=meta["url"],
        published=meta["published"],
        guessed=tuple(meta.get("guessed", ())),
        headline=Span(*meta["headline"]) if meta.get("headline") else None,
        dropped=tuple(Dropped(_span(each), each["reason"]) for each in record["dropped"]),
    )
    sentences = tuple(_sentence(article.id, each) for each in record["sentences"])
    annotations = tuple(_annotation(each) for each in record.get("annotations", ()))
    return AnnotatedArticle(article, sentences, record["model_version"], annotations)


def sentence_record(text: str, annotated: AnnotatedSentence) -> dict[str, Any]:
    """Return the record of a sentence of `text`."""
    sentence = annotated.sentence
    return {
        "index": sentence.index,
        **_slice(text, sentence.span),
        "kind": sentence.kind,
        "attribution": _attribution_record(text, annotated.attribution),
        "frames": [{"label": frame.label, "score": round(frame.score, DIGITS)} for frame in annotated.frames],
        "support": {
            "verdict": annotated.support.verdict,
            "evidence": [evidence_record(each) for each in annotated.support.evidence],
            "claims": [claim_record(text, each) for each in annotated.support.claims],
        },
        "flags": [
            {"reason": flag.reason, "severity": round(flag.severity, DIGITS), "why": flag.why}
            for flag in annotated.flags
        ],
    }


def _attribution_record(text: str, attribution: Attribution | None) -> dict[str, Any] | None:
    if attribution is None:
        return None
    return {
        "label": attribution.label,
        "score": round(attribution.score, DIGITS),
        "scores": {label: round(score, DIGITS) for label, score in attribution.scores.items()},
        "source_type": attribution.source_type,
        "spans": [{"role": role, **_slice(text, span)} for role, span in attribution.spans.roles()],
        "source": attribution.source,
        "resolved_source": attribution.resolved_source,
        "via": attribution.via,
    }


def claim_record(text: str, claim: Claim) -> dict[str, Any]:
    """Return the record of a claim that `text` makes."""
    return {
        "spans": [_slice(text, span) for span in claim.spans],
        "kind": claim.kind,
        "accuser": claim.accuser,
        "accused": claim.accused,
        "verdict": claim.verdict,
        "evidence": [evidence_record(each) for each in claim.evidence],
    }


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """Return the record of what another article has on a claim."""
    return {
        "article_id": evidence.article_id,
        "outlet": evidence.outlet,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "text": evidence.text,
        "relation": evidence.relation,
        "score": round(evidence.score, DIGITS),
        "source": evidence.source,
        "independent": evidence.independent,
        "published": evidence.published,
        "in_part": evidence.in_part,
    }


def _annotation_record(text: str, annotation: Annotation) -> dict[str, Any]:
    return {
        "id": annotation.id,
        "annotator": annotation.annotator,
        "created": annotation.created,
        "updated": annotation.updated,
        "lead_time": annotation.lead_time,
        "skipped": annotation.skipped,
        "second_look": annotation.second_look,
        "regions": [_region_record(text, each) for each in annotation.regions],
        "relations": [list(pair) for pair in annotation.relations],
    }


def _region_record(text: str, region: Region) -> dict[str, Any]:
    return {
        "id": region.id,
        **_slice(text, region.span),
        "origin": region.origin,
        "sentences": list(region.sentences),
        "label": region.label,
        "role": region.role,
        "frames": list(region.frames),
        "needs_review": region.needs_review,
        "reasons": list(region.reasons),
        "note": region.note,
    }


def _sentence(article_id: str, record: Record) -> AnnotatedSentence:
    return AnnotatedSentence(
        sentence=Sentence(article_id, record["index"], _span(record), record["text"], record["kind"]),
        attribution=_attribution(record["attribution"]),
        frames=tuple(Frame(each["label"], each["score"]) for each in record["frames"]),
        support=Support(
            record["support"]["verdict"],
            tuple(_evidence(each) for each in record["support"]["evidence"]),
            tuple(_claim(each) for each in record["support"].get("claims", ())),
        ),
        flags=tuple(Flag(each["reason"], each["severity"], each["why"]) for each in record["flags"]),
    )


def _claim(record: Record) -> Claim:
    return Claim(
        spans=tuple(_span(each) for each in record["spans"]),
        kind=record["kind"],
        accuser=record["accuser"],
        accused=record["accused"],
        verdict=record["verdict"],
        evidence=tuple(_evidence(each) for each in record["evidence"]),
    )


def _evidence(record: Record) -> Evidence:
    return Evidence(
        record["article_id"],
        record["outlet"],
        _span(record),
        record["text"],
        record["relation"],
        record["score"],
        record.get("source"),
        record.get("independent", True),
        record.get("published"),
        record.get("in_part", False),
    )


def _attribution(record: Record | None) -> Attribution | None:
    if record is None:
        return None
    return Attribution(
        label=record["label"],
        score=record["score"],
        scores=record["scores"],
        source_type=record["source_type"],
        spans=AttributionSpans(
            source=_role(record["spans"], "source"),
            cue=_role(record["spans"], "cue"),
            content=_role(record["spans"], "content"),
        ),
        source=record["source"],
        resolved_source=record["resolved_source"],
        via=record["via"],
    )


def _annotation(record: Record) -> Annotation:
    return Annotation(
        id=record["id"],
        annotator=record["annotator"],
        created=record["created"],
        updated=record["updated"],
        lead_time=record["lead_time"],
        skipped=record["skipped"],
        second_look=record["second_look"],
        regions=tuple(_region(each) for each in record["regions"]),
        relations=tuple((cue, source) for cue, source in record["relations"]),
    )


def _region(record: Record) -> Region:
    return Region(
        id=record["id"],
        span=_span(record),
        origin=record["origin"],
        sentences=tuple(record["sentences"]),
        label=record["label"],
        role=record["role"],
        frames=tuple(record["frames"]),
        needs_review=record["needs_review"],
        reasons=tuple(record["reasons"]),
        note=record["note"],
    )


def _role(spans: Iterable[Record], role: str) -> tuple[Span, ...]:
    return tuple(_span(span) for span in spans if span["role"] == role)


def _slice(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _span(record: Record) -> Span:
    return Span(record["start"], record["end"])


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
