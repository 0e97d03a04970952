"""Tasks: an annotated article as Label Studio's JSON, and back from its raw export with what people made of it.

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
from typing import Any

from annotate import records
from annotate.config import Preset, Scheme
from annotate.data import (
    FLAG_REASONS,
    ORIGINS,
    AnnotatedArticle,
    AnnotatedSentence,
    Annotation,
    FlagReason,
    Origin,
    Region,
    Role,
    Span,
)
from annotate.errors import FolderError, InputError
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


def to_task(annotated: AnnotatedArticle, origins: Origins, revision: int = 1) -> Json:
    """Return an article as a task with one prediction; the same article and run give the same task."""
    article = annotated.article
    task: Json = {
        "data": {
            "doc_id": article.id,
            "revision": revision,
            "digest": article.digest,
            "title": title_of(annotated),
            "outlet": visible(article.outlet or ""),
            "published": visible(article.published or ""),
            "language": article.language,
            "severity": round(max((each.severity for each in annotated.sentences), default=0.0), DIGITS),
            "flagged": sum(bool(each.flags) for each in annotated.sentences),
            "uncertainty": round(1.0 - _confidence(annotated), DIGITS),
            "why": panel(annotated),
            "text": article.text,
        },
        "meta": {
            META: {
                "record": _slim(records.to_record(annotated)),
                "preset": origins.preset.model_dump(mode="json"),
                "versions": dict(origins.versions),
            }
        },
        "predictions": [
            {
                "model_version": annotated.model_version,
                "score": round(_confidence(annotated), DIGITS),
                "result": list(_results(annotated)),
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


def from_task(task: Mapping[str, Any], people: Mapping[int, str], attribution: Scheme, frames: Scheme) -> Reviewed:
    """Return the article of an exported task with its annotations, oldest first.

    An annotation that cannot be used is told in `problems`. Raises `InputError` where the whole task cannot be.
    """
    name = f"task {task.get('id')}"
    if not is_ours(task):
        raise InputError(name, "was not pushed by annotate")
    data, meta = task["data"], task["meta"][META]
    text = data.get("text")
    if not isinstance(text, str) or hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() != data.get("digest"):
        raise InputError(name, "its text is not the one that was pushed; push the folder again to a new project")
    try:
        annotated = records.from_record(_fat(meta["record"], text))
        origins = Origins(Preset.model_validate(meta["preset"]), dict(meta["versions"]))
    except (KeyError, TypeError, ValueError, AttributeError, FolderError) as error:
        raise InputError(name, f"what annotate noted with it has been changed ({type(error).__name__})") from error
    reading = _Reading(annotated, frozenset(attribution.names), frozenset(frames.names), people)
    found: list[Annotation] = []
    problems: list[str] = []
    for raw in sorted(task.get("annotations") or (), key=lambda each: int(each["id"])):
        try:
            found.append(reading.annotation(raw))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            problems.append(f"annotation {raw.get('id')} is left out: {_told(error)}")
    return Reviewed(
        AnnotatedArticle(annotated.article, annotated.sentences, annotated.model_version, tuple(found)),
        int(data.get("revision") or 1),
        origins,
        tuple(problems),
    )


def is_ours(task: Mapping[str, Any]) -> bool:
    """Tell whether annotate pushed the task."""
    meta = task.get("meta")
    return isinstance(meta, Mapping) and isinstance(meta.get(META), Mapping)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A task as it comes back; `problems` names each annotation that had to be left out, and why."""

    article: AnnotatedArticle
    revision: int
    origins: Origins
    problems: tuple[str, ...] = ()


def _confidence(annotated: AnnotatedArticle) -> float:
    """Return the mean score of the article's attributions."""
    return fmean([each.attribution.score for each in annotated.sentences if each.attribution] or [1.0])


def _results(annotated: AnnotatedArticle) -> Iterator[Json]:
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


def _fat(slim: Mapping[str, Any], text: str) -> Json:
    """Return the record that `_slim` made small."""
    sentences = [{**each, "text": text[each["start"] : each["end"]]} for each in slim["sentences"]]
    return {**slim, "text": text, "sentences": sentences}


def _without_text(record: Mapping[str, Any]) -> Json:
    return {key: value for key, value in record.items() if key != "text"}


def _told(error: Exception) -> str:
    return str(error) if type(error) is ValueError else f"not as Label Studio writes it ({type(error).__name__})"


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads annotations of an article; raises `ValueError` with words for people where one cannot be used."""

    annotated: AnnotatedArticle
    labels: frozenset[str]
    frames: frozenset[str]
    people: Mapping[int, str]

    def annotation(self, raw: Mapping[str, Any]) -> Annotation:
        """Return one person's annotation."""
        skipped = bool(raw.get("was_cancelled"))
        results: Sequence[Mapping[str, Any]] = () if skipped else raw["result"]
        regions: dict[str, list[Mapping[str, Any]]] = {}
        for result in results:
            if result.get("value", {}).get("start") is not None:
                regions.setdefault(result["id"], []).append(result)
        whole = {
            choice
            for result in results
            if result.get("from_name") == names.ARTICLE
            for choice in result["value"]["choices"]
        }
        read = [self.region(name, parts) for name, parts in regions.items()]
        kept = {each.id for each in read}
        return Annotation(
            id=int(raw["id"]),
            annotator=self.annotator(raw.get("completed_by")),
            created=str(raw["created_at"]),
            updated=str(raw["updated_at"]),
            lead_time=None if raw.get("lead_time") is None else float(raw["lead_time"]),
            skipped=skipped,
            second_look=names.SECOND_LOOK in whole,
            regions=tuple(sorted(read, key=lambda each: (each.span, each.role or "", each.id))),
            relations=tuple(
                (result["from_id"], result["to_id"])
                for result in results
                if result.get("type") == "relation" and {result["from_id"], result["to_id"]} <= kept
            ),
        )

    def annotator(self, who: Any) -> str:
        """Return who annotated: Label Studio gives an id, or the person as an object."""
        if isinstance(who, Mapping):
            return str(who.get("email") or f"user {who.get('id')}")
        return self.people.get(who, f"user {who}")

    def region(self, name: str, results: Sequence[Mapping[str, Any]]) -> Region:
        """Return the region that these results, all of one id, speak of."""
        values = {result["from_name"]: result["value"] for result in results}
        span = self.span(values)
        label = self.known(values, names.ATTRIBUTION, "labels", self.labels)
        role = self.known(values, names.SPAN, "labels", frozenset(SPAN_ROLES))
        note = values.get(names.NOTE, {}).get("text") or []
        return Region(
            id=str(name),
            span=span,
            origin=_origin([result.get("origin") for result in results]),
            sentences=tuple(
                each.sentence.index for each in self.annotated.sentences if each.sentence.span.overlaps(span)
            ),
            label=label[0] if label else None,
            role=_role(role),
            frames=self.known(values, names.FRAMES, "choices", self.frames),
            needs_review=names.NEEDS_REVIEW in values.get(names.REVIEW, {}).get("choices", ()),
            reasons=_reasons(self.known(values, names.REASONS, "choices", frozenset(FLAG_REASONS))),
            note="\n".join([note] if isinstance(note, str) else note) or None,
        )

    def span(self, values: Mapping[str, Mapping[str, Any]]) -> Span:
        """Return the region's place, checked against the text that was pushed."""
        text = self.annotated.article.text
        places = {(int(value["start"]), int(value["end"])) for value in values.values()}
        [(start, end)] = places if len(places) == 1 else [(-1, -1)]
        if not 0 <= start < end <= len(text):
            raise ValueError(f"a region lies outside the text or in two places ({sorted(places)})")
        for control, value in values.items():
            theirs = value.get("text")
            # Label Studio may leave the text out or fold its blanks; anything else means shifted offsets.
            if control != names.NOTE and theirs and "".join(str(theirs).split()) != "".join(text[start:end].split()):
                raise ValueError(f"the text at {start} to {end} is not what the reviewer saw")
        return Span(start, end)

    def known(
        self, values: Mapping[str, Mapping[str, Any]], control: str, kind: str, allowed: frozenset[str]
    ) -> tuple[str, ...]:
        """Return what a control says of a region. Raises `ValueError` where its scheme has no such label."""
        given = tuple(values.get(control, {}).get(kind, ()))
        strangers = sorted(set(given) - allowed)
        if strangers:
            raise ValueError(f"{', '.join(strangers)}: not a label of {control}; add it to the scheme and push anew")
        return given


def _origin(given: Sequence[Any]) -> Origin:
    """Return where a region comes from, of its results' origins; one result that differs makes it changed."""
    known = {each if each in ORIGINS else "manual" for each in given}
    if known == {"prediction"}:
        return "prediction"
    return "manual" if known == {"manual"} else "prediction-changed"


def _role(labels: tuple[str, ...]) -> Role | None:
    return next((role for role in SPAN_ROLES if role in labels), None)


def _reasons(choices: tuple[str, ...]) -> tuple[FlagReason, ...]:
    return tuple(reason for reason in FLAG_REASONS if reason in choices)
