"""Corrections: a task of Label Studio's raw export as the article that was pushed, with what people made of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotate import records
from annotate.config import Preset, Scheme
from annotate.data import FLAG_REASONS, ORIGINS, AnnotatedArticle, Annotation, FlagReason, Origin, Region, Role, Span
from annotate.errors import FolderError, InputError
from annotate.labelstudio import interface as names
from annotate.labelstudio.tasks import META, SPAN_ROLES, Json, Origins, results

#: What a value of the wrong kind raises where it is read.
BROKEN = (KeyError, TypeError, ValueError, AttributeError)


def from_task(task: Mapping[str, Any], people: Mapping[int, str], attribution: Scheme, frames: Scheme) -> Reviewed:
    """Return the article of an exported task with its annotations, oldest first.

    What cannot be used of an annotation is left out and told in `problems`. Raises `InputError` where nothing of the
    task can be used.
    """
    name = f"task {task.get('id')}"
    if not is_ours(task):
        raise InputError(name, "was not pushed by annotate")
    annotated, origins = _pushed(name, task)
    reading = _Reading(annotated, frozenset(attribution.names), frozenset(frames.names), people)
    pushed = {each.id: each for each in reading.prediction()}
    found: list[Annotation] = []
    problems: list[str] = []
    for raw in sorted(task.get("annotations") or (), key=lambda each: int(each["id"])):
        try:
            annotation, left_out = reading.annotation(raw)
        except BROKEN as error:
            problems.append(f"annotation {raw.get('id')} is left out: {_told(error)}")
            continue
        told = (*left_out, *_doubts(annotation, pushed))
        problems += [f"annotation {annotation.id}: {each}" for each in told]
        found.append(replace(annotation, regions=tuple(_settled(each, pushed) for each in annotation.regions)))
    return Reviewed(replace(annotated, annotations=tuple(found)), origins, tuple(problems))


def is_ours(task: Mapping[str, Any]) -> bool:
    """Tell whether annotate pushed the task."""
    meta = task.get("meta")
    return isinstance(meta, Mapping) and isinstance(meta.get(META), Mapping)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A task as it comes back; `problems` names what had to be left out of it, and why, and what looks like a slip."""

    article: AnnotatedArticle
    origins: Origins
    problems: tuple[str, ...] = ()


def _pushed(name: str, task: Mapping[str, Any]) -> tuple[AnnotatedArticle, Origins]:
    """Return the article as it was pushed, and what its run said of itself. Raises `InputError`."""
    data, meta = task["data"], task["meta"][META]
    text = data.get("text")
    if not isinstance(text, str) or hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() != data.get("digest"):
        raise InputError(name, "its text is not the one that was pushed; push the folder again to a new project")
    try:
        annotated = records.from_record(_fat(json.loads(meta["record"]), text))
        return annotated, Origins(Preset.model_validate(meta["preset"]), dict(meta["versions"]))
    except (*BROKEN, FolderError) as error:
        raise InputError(name, f"what annotate noted with it has been changed ({type(error).__name__})") from error


def _fat(slim: Mapping[str, Any], text: str) -> Json:
    """Return the record that was made small for the task."""
    sentences = [{**each, "text": text[each["start"] : each["end"]]} for each in slim["sentences"]]
    return {**slim, "text": text, "sentences": sentences}


def _told(error: Exception) -> str:
    return str(error) if type(error) is ValueError else f"not as Label Studio writes it ({type(error).__name__})"


@dataclass
class _Said:
    """An annotation's results by what they speak of; `strays` speak of nothing that we know."""

    regions: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    relations: list[tuple[str, str]] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)
    strays: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, results: Sequence[Any]) -> _Said:
        """Sort the results of an annotation or a prediction; those of one id are one region."""
        said = cls()
        for result in results:
            try:
                said.add(result)
            except BROKEN as error:
                said.strays.append(f"a result is left out: {_told(error)}")
        return said

    def add(self, result: Mapping[str, Any]) -> None:
        """Take in one result."""
        if result["type"] == "relation":
            self.relations.append((str(result["from_id"]), str(result["to_id"])))
        elif result["value"].get("start") is not None:
            self.regions.setdefault(str(result["id"]), []).append(result)
        elif result["from_name"] == names.ARTICLE:
            self.whole.update(result["value"]["choices"])
        else:
            raise ValueError(f"what it says of {result['from_name']} belongs to no region")


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads annotations of an article; raises `ValueError` with words for people where one cannot be used."""

    annotated: AnnotatedArticle
    labels: frozenset[str]
    frames: frozenset[str]
    people: Mapping[int, str]

    def prediction(self) -> Iterator[Region]:
        """Yield the regions that were pushed."""
        for name, parts in _Said.of(list(results(self.annotated))).regions.items():
            yield self.region(name, parts)

    def annotation(self, raw: Mapping[str, Any]) -> tuple[Annotation, list[str]]:
        """Return one person's annotation, and what had to be left out of it."""
        skipped = bool(raw.get("was_cancelled"))
        said = _Said.of([] if skipped else raw["result"])
        problems = said.strays
        regions: list[Region] = []
        for name, parts in said.regions.items():
            try:
                regions.append(self.region(name, parts))
            except BROKEN as error:
                problems.append(f"region {name} is left out: {_told(error)}")
        kept = {each.id for each in regions}
        annotation = Annotation(
            id=int(raw["id"]),
            annotator=self.annotator(raw.get("completed_by")),
            created=str(raw["created_at"]),
            updated=str(raw["updated_at"]),
            lead_time=None if raw.get("lead_time") is None else float(raw["lead_time"]),
            skipped=skipped,
            second_look=names.SECOND_LOOK in said.whole,
            regions=tuple(sorted(regions, key=lambda each: (each.span, each.role or "", each.id))),
            relations=tuple(pair for pair in said.relations if kept.issuperset(pair)),
        )
        return annotation, problems

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
        if len(label) > 1:
            raise ValueError(f"it has several labels ({', '.join(label)}); leave one in Label Studio and pull again")
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
            raise ValueError(
                f"{', '.join(strangers)}: no {control} of the schemes that were pushed; relabel it and pull again"
            )
        return given


def _settled(region: Region, pushed: Mapping[str, Region]) -> Region:
    """Return the region with its true origin, and with one meaning.

    Label Studio itself calls a region changed where a result of it was changed, not where a first frame, reason or tick
    was added; so what was pushed decides. A region with a label and a role is the slip of a key: the label stands.
    """
    if region.label is not None:
        region = replace(region, role=None)
    before = pushed.get(region.id)
    if before is None:
        return region
    return replace(region, origin="prediction" if _said(region) == _said(before) else "prediction-changed")


def _said(region: Region) -> tuple[object, ...]:
    """Return what a region says; the order in which frames were ticked says nothing."""
    ticked = frozenset(region.frames), frozenset(region.reasons), region.needs_review
    return region.span, region.label, region.role, *ticked, region.note


def _doubts(annotation: Annotation, pushed: Mapping[str, Region]) -> Iterator[str]:
    """Yield what looks like the slip of a key: a sentence that was marked as a source or a cue."""
    for region in annotation.regions:
        place = f"the region at {region.span.start} to {region.span.end}"
        if region.label is not None and region.role is not None:
            yield f"{place} is a {region.role} too, which is left out; mark the words alone"
        elif region.role is not None and region.id in pushed and pushed[region.id].role is None:
            yield f"{place} is a sentence that lost its label to the mark of a {region.role}; press its label's key"


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
