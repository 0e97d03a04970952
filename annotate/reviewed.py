"""What people made of each sentence: one judgement for each sentence of an article that a person annotated.

Regions and sentences need not meet: a person may split a region, draw one over two sentences, or delete one. A region
bears on a sentence where the two share at least half of the shorter of them; so a region that runs a word too far
does not speak for its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from annotate.data import (
    AnnotatedArticle,
    AnnotatedSentence,
    Annotation,
    FlagReason,
    Origin,
    Region,
    Role,
    Span,
)
from annotate.errors import FolderError


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person made of one sentence; `label` is `None` where they took its region away.

    `origin` is that of the region that decides, and `prediction-changed` where there is none. `note` joins the notes
    of all regions that bear on the sentence, a line each. `regions` are those that were drawn by hand or that touch
    other sentences too: where people cut the text in another way than the sentences do.
    """

    label: str | None
    origin: Origin
    annotation_id: int
    annotator: str
    frames: tuple[str, ...] = ()
    needs_review: bool = False
    reasons: tuple[FlagReason, ...] = ()
    note: str | None = None
    sources: tuple[Span, ...] = ()
    cues: tuple[Span, ...] = ()
    regions: tuple[Region, ...] = ()


def latest(annotations: Iterable[Annotation]) -> Annotation | None:
    """Return the annotation that counts: the one updated last, none that was skipped.

    Raises `FolderError` where one says no time.
    """
    done = [each for each in annotations if not each.skipped]
    return max(done, key=lambda each: (_moment(each), each.id), default=None)


def judgements(annotated: AnnotatedArticle) -> tuple[Judgement | None, ...]:
    """Return, for each sentence, what the annotation that counts says of it.

    All are `None` where nobody annotated the article, and those of headlines are always: they have no region.
    """
    annotation = latest(annotated.annotations)
    return tuple(
        None if annotation is None or each.sentence.kind == "headline" else judge(each, annotation)
        for each in annotated.sentences
    )


def judge(annotated: AnnotatedSentence, annotation: Annotation) -> Judgement:
    """Return what an annotation says of one sentence."""
    sentence = annotated.sentence
    bearing = sorted(
        _bearing(annotation, sentence.span),
        key=lambda each: (each.label is None, -_shared(each.span, sentence.span), each.span, each.id),
    )
    tied = tuple(
        each
        for each in annotation.regions
        if each.label is not None
        and sentence.index in each.sentences
        and (each.origin == "manual" or len(each.sentences) > 1)
    )
    sources, cues = _spans(annotated, annotation)
    if not bearing:
        return Judgement(
            None,
            "prediction-changed",
            annotation.id,
            annotation.annotator,
            sources=sources,
            cues=cues,
            regions=tied,
        )
    first = bearing[0]
    return Judgement(
        first.label,
        first.origin if first.label is not None else "prediction-changed",
        annotation.id,
        annotation.annotator,
        frames=first.frames,
        needs_review=first.needs_review,
        reasons=first.reasons,
        note="\n".join(dict.fromkeys(each.note for each in bearing if each.note)) or None,
        sources=sources,
        cues=cues,
        regions=tied,
    )


def apart(annotated: AnnotatedArticle) -> tuple[Region, ...]:
    """Return the labelled regions of the annotation that counts that bear on no sentence: drawn over a caption, say."""
    annotation = latest(annotated.annotations)
    spans = [each.sentence.span for each in annotated.sentences if each.sentence.kind == "sentence"]
    return tuple(
        each
        for each in (annotation.regions if annotation else ())
        if each.label is not None and not any(_bears(each.span, span) for span in spans)
    )


def _bearing(annotation: Annotation, sentence: Span) -> list[Region]:
    """Return the regions that speak of a sentence, labelled or not.

    Where those that a person drew or changed cover half of it, what was left as predicted beneath them is silent: a
    region drawn by mouse stops at the last word, and leaves the full stop to the other.
    """
    found = [each for each in annotation.regions if each.role is None and _bears(each.span, sentence)]
    deliberate = [each for each in found if each.label is not None and each.origin != "prediction"]
    covered = {
        at
        for each in deliberate
        for at in range(max(each.span.start, sentence.start), min(each.span.end, sentence.end))
    }
    return deliberate + [each for each in found if each.label is None] if 2 * len(covered) >= len(sentence) else found


def _spans(annotated: AnnotatedSentence, annotation: Annotation) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the sources and the cues of a sentence, which may stand in another: "He said", then more of his words."""
    cues = list(_roles(annotated, annotation, "cue"))
    sources = {each.id: each for each in _roles(annotated, annotation, "source")}
    known = {each.id: each for each in annotation.regions if each.role == "source"}
    of_cues = {each.id for each in cues}
    sources |= {to: known[to] for cue, to in annotation.relations if cue in of_cues and to in known}
    return _places(sources.values()), _places(cues)


def _roles(annotated: AnnotatedSentence, annotation: Annotation, role: Role) -> Iterator[Region]:
    """Yield the regions of a role that are the sentence's: left as predicted for it, or drawn or changed in it.

    One that was left in it as predicted for another sentence is not.
    """
    attribution = annotated.attribution
    predicted = {span for name, span in attribution.spans.roles() if name == role} if attribution else set()
    for region in annotation.regions:
        mine = region.origin != "prediction" and region.span.overlaps(annotated.sentence.span)
        if region.role == role and (mine or region.span in predicted):
            yield region


def _places(regions: Iterable[Region]) -> tuple[Span, ...]:
    return tuple(sorted({each.span for each in regions}))


def _bears(region: Span, sentence: Span) -> bool:
    shared = _shared(region, sentence)
    return shared > 0 and 2 * shared >= min(len(region), len(sentence))


def _shared(one: Span, other: Span) -> int:
    """Return how many code points two spans share.

    >>> _shared(Span(0, 5), Span(3, 9)), _shared(Span(0, 5), Span(7, 9))
    (2, 0)
    """
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _moment(annotation: Annotation) -> datetime:
    """Return when an annotation was last changed; as text, "…:00Z" would come after "…:00.5Z"."""
    try:
        moment = datetime.fromisoformat(annotation.updated)
    except ValueError as error:
        raise FolderError(
            f"annotation {annotation.id}: {annotation.updated!r} is no time; pull the project again"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
