"""Tasks: an annotated article as Label Studio's JSON, with all that it takes to rebuild the article from it.

    data   doc_id, revision, digest, prediction   which article, which text, which predictions
           title, outlet, published, text, why    what the reviewer sees
           severity, flagged, uncertainty         what the list of tasks sorts by
    meta   the article's record without its text, and the run's preset and versions: enough to rebuild the folder

Offsets count code points on both sides. Per-region results share their region's id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType
from typing import Any

from annotate import records
from annotate.config import Preset
from annotate.data import (
    FLAG_REASONS,
    AnnotatedArticle,
    AnnotatedSentence,
    Role,
    Span,
)
from annotate.labelstudio import interface as names
from annotate.labelstudio.panel import panel
from annotate.records import DIGITS
from annotate.store import Run
from annotate.wording.harmless import visible
from annotate.wording.titles import title_of

Json = dict[str, Any]

META = "annotate"  # the key in a task's meta that says that it is ours
SPAN_ROLES: tuple[Role, ...] = ("source", "cue")


@dataclass(frozen=True, slots=True)
class Origins:
    """What a run says of itself beside its articles: settings and versions, as `run.json` has them."""

    preset: Preset
    versions: Mapping[str, str]

    @classmethod
    def of(cls, run: Run) -> Origins:
        """Return those of a run."""
        return cls(run.preset, run.versions)


def to_task(annotated: AnnotatedArticle, origins: Origins, titles: Mapping[str, str] = MappingProxyType({})) -> Json:
    """Return an article as a task with one prediction; the same article and run give the same task.

    `titles` names the other articles by their ids, for evidence from outlets that are not known.
    """
    article = annotated.article
    task: Json = {
        "data": {
            "doc_id": article.id,
            "revision": 1,
            "digest": article.digest,
            "title": title_of(annotated),
            "outlet": visible(article.outlet or ""),
            "published": visible(article.published or ""),
            "language": article.language,
            "severity": _severity(annotated),
            "flagged": sum(bool(each.flags) for each in annotated.sentences),
            "uncertainty": round(1.0 - _confidence(annotated), DIGITS),
            "why": panel(annotated, titles),
            "text": article.text,
        },
        "meta": {
            META: {
                # As one string of ASCII: a path or a title may hold what no database stores.
                "record": json.dumps(_slim(records.to_record(annotated))),
                "preset": origins.preset.model_dump(mode="json"),
                "versions": dict(origins.versions),
            }
        },
        "predictions": [
            {
                "model_version": annotated.model_version,
                "score": _calm(annotated),
                "result": list(results(annotated)),
            }
        ],
    }
    task["data"]["prediction"] = fingerprint(task)
    return task


def with_revision(task: Mapping[str, Any], revision: int) -> Json:
    """Return the task as another revision of its article."""
    return {**task, "data": {**task["data"], "revision": revision}}


def fingerprint(task: Mapping[str, Any]) -> str:
    """Return 16 hex digits over all that is pushed, the revision and the fingerprint itself left out."""
    data = {key: value for key, value in task["data"].items() if key not in ("revision", "prediction")}
    content = json.dumps([data, task["meta"], task["predictions"]], sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()[:16]


def region_id(doc_id: str, *parts: object) -> str:
    """Return the id of an article's region: the same on every push.

    >>> region_id("00112233aabbccdd", "sentence", 3)
    'b817ae8222'
    """
    return hashlib.sha256("|".join(map(str, (doc_id, *parts))).encode()).hexdigest()[:10]


def _confidence(annotated: AnnotatedArticle) -> float:
    """Return the mean score of the article's attributions."""
    return fmean([each.attribution.score for each in annotated.sentences if each.attribution] or [1.0])


def _severity(annotated: AnnotatedArticle) -> float:
    return round(max((each.severity for each in annotated.sentences), default=0.0), DIGITS)


def _calm(annotated: AnnotatedArticle) -> float:
    """Return how little the article wants a look: first by its severity, then by how sure the model is.

    Label Studio's stream of tasks begins with the lowest score of a prediction (its "uncertainty sampling").
    """
    return round(0.99 * (1.0 - _severity(annotated)) + 0.01 * _confidence(annotated), DIGITS)


def results(annotated: AnnotatedArticle) -> Iterator[Json]:
    """Yield what the prediction says of an article: its sentences' regions in text order, then spans and relations."""
    for sentence in annotated.sentences:
        yield from _sentence(annotated.article.text, sentence)
    yield from _spans(annotated)


def _sentence(text: str, annotated: AnnotatedSentence) -> Iterator[Json]:
    """Yield a sentence's region: its attribution, and what else is said of it."""
    attribution = annotated.attribution
    if attribution is None:
        return
    sentence = annotated.sentence
    region = _Placed(region_id(sentence.article_id, "sentence", sentence.index), sentence.span, text)
    yield region.result(names.ATTRIBUTION, "labels", [attribution.label], round(attribution.score, DIGITS))
    if annotated.frames:
        yield region.result(names.FRAMES, "choices", [frame.label for frame in annotated.frames])
    if annotated.flags:
        yield region.result(names.REVIEW, "choices", [names.NEEDS_REVIEW])
        reasons = {flag.reason for flag in annotated.flags}
        yield region.result(names.REASONS, "choices", [each for each in FLAG_REASONS if each in reasons])


def _spans(annotated: AnnotatedArticle) -> Iterator[Json]:
    """Yield source and cue regions, each once, then the relations from cue to source."""
    article = annotated.article
    seen: set[str] = set()
    relations: dict[tuple[str, str], None] = {}
    for sentence in annotated.sentences:
        if sentence.attribution is None:
            continue
        ids: dict[str, list[str]] = {role: [] for role in SPAN_ROLES}
        for role, span in sentence.attribution.spans.roles():
            if role not in SPAN_ROLES or not span:
                continue
            region = _Placed(region_id(article.id, role, span.start, span.end), span, article.text)
            ids[role].append(region.id)
            if region.id not in seen:
                seen.add(region.id)
                yield region.result(names.SPAN, "labels", [role])
        relations |= {(cue, source): None for cue in ids["cue"] for source in ids["source"][:1]}
    for cue, source in relations:
        yield {
            "type": "relation",
            "from_id": cue,
            "to_id": source,
            "direction": "right",
            "labels": [names.RELATION],
        }


@dataclass(frozen=True, slots=True)
class _Placed:
    """A region in the making: an id and a place in the text."""

    id: str
    span: Span
    text: str

    def result(self, control: str, kind: str, values: Sequence[str], score: float | None = None) -> Json:
        """Return one result of the region: what a control says of it."""
        result: Json = {
            "id": self.id,
            "from_name": control,
            "to_name": names.TEXT,
            "type": kind,
            "value": {
                "start": self.span.start,
                "end": self.span.end,
                "text": self.span.of(self.text),
                kind: list(values),
            },
        }
        return result if score is None else {**result, "score": score}


def _slim(record: Json) -> Json:
    """Return an article's record without the text that the task holds already."""
    slim = {key: value for key, value in record.items() if key not in ("text", "annotations")}
    slim["sentences"] = [_without_text(each) for each in record["sentences"]]
    for sentence in slim["sentences"]:
        if sentence["attribution"] is not None:
            spans = [_without_text(each) for each in sentence["attribution"]["spans"]]
            sentence["attribution"] = {**sentence["attribution"], "spans": spans}
    slim["dropped"] = [_without_text(each) for each in record["dropped"]]
    return slim


def _without_text(record: Mapping[str, Any]) -> Json:
    return {key: value for key, value in record.items() if key != "text"}
