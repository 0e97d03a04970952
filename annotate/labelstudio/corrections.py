"""Corrections: a task of Label Studio's raw export as the article that was pushed, with what people made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotate import records
from annotate.config import Preset, Scheme
from annotate.data import FLAG_REASONS, ORIGINS, AnnotatedArticle, Annotation, FlagReason, Origin, Region, Role, Span
from annotate.errors import FolderError, InputError
from annotate.labelstudio import interface as names
from annotate.labelstudio.tasks import META, SPAN_ROLES, Json, Origins


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


def _fat(slim: Mapping[str, Any], text: str) -> Json:
    """Return the record that `_slim` made small."""
    sentences = [{**each, "text": text[each["start"] : each["end"]]} for each in slim["sentences"]]
    return {**slim, "text": text, "sentences": sentences}


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
