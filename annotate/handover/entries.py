"""The entries of a folder's review queue, each with all that an editor asks for, in the order in which to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotate.config import Scheme
from annotate.data import AnnotatedArticle, AnnotatedSentence, Evidence, Flag, FlagReason
from annotate.errors import UsageError
from annotate.queue import queue, ranked
from annotate.store import Folder
from annotate.support.pairing import dependence
from annotate.wording.harmless import visible, web_address
from annotate.wording.outlets import outlet_name
from annotate.wording.titles import title_of
from annotate.wording.words import DEPENDENCE, INDEPENDENT, Level, humanise, level, relation_of

_LISTED = 8  # outlets that an error names


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the queue: sentences that have one of the reasons, of one of the outlets, so grave; all if empty.

    `limit` is how many entries at most.
    """

    reasons: frozenset[FlagReason] = frozenset()
    outlets: tuple[str, ...] = ()
    min_severity: float = 0.0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An article as somebody else finds it; `outlet` is its file's name where nobody says it."""

    id: str
    title: str
    outlet: str
    published: str | None
    url: str | None
    path: str
    language: str

    @property
    def link(self) -> str:
        """Its web address where it is known, else its file."""
        return self.url or self.path


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of evidence with its article, `None` where that is not in the folder."""

    evidence: Evidence
    place: Place | None
    outlet: str
    weight: str

    @property
    def says(self) -> str:
        """What it does to the claim, in words."""
        return relation_of(self.evidence)

    @property
    def link(self) -> str:
        """Where its article is found."""
        return self.place.link if self.place else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A flagged sentence; `cue` is the words that give its source away, `label_title` what people call its label."""

    annotated: AnnotatedSentence
    place: Place
    cue: tuple[str, ...]
    label_title: str
    evidence: tuple[Found, ...]

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The reasons, the gravest first."""
        return ranked(self.annotated.flags)

    @property
    def level(self) -> Level:
        """The severity as a word."""
        return level(self.annotated.severity)


@dataclass(frozen=True, slots=True)
class Handover:
    """The entries that were asked for, and how many there would be without a limit."""

    entries: tuple[Entry, ...]
    count: int


def hand_over(folder: Folder, wanted: Wanted) -> Handover:
    """Return the part of a folder's queue that is `wanted`.

    Of the articles, no more is held than what the entries need. Raises `UsageError` where the folder has no article of
    an outlet.
    """
    attribution = folder.run().attribution
    places: dict[str, Place] = {}
    count = 0

    def flagged() -> Iterator[Entry]:
        nonlocal count
        for annotated in folder.articles():
            place = places[annotated.article.id] = _place(annotated)
            if wanted.outlets and not _is_of(place, wanted.outlets):
                continue
            for sentence in annotated.sentences:
                if _matches(sentence, wanted):
                    count += 1
                    yield _entry(sentence, annotated, place, attribution)

    found = queue(flagged(), lambda entry: entry.annotated.flags, wanted.limit)
    _refuse_unknown(wanted.outlets, places)
    return Handover(tuple(_with_evidence(each, places) for each in found), count)


def _matches(sentence: AnnotatedSentence, wanted: Wanted) -> bool:
    if not sentence.flags or sentence.severity < wanted.min_severity:
        return False
    return not wanted.reasons or any(flag.reason in wanted.reasons for flag in sentence.flags)


def _is_of(place: Place, outlets: tuple[str, ...]) -> bool:
    return place.outlet.casefold() in {each.casefold() for each in outlets}


def _refuse_unknown(outlets: tuple[str, ...], places: Mapping[str, Place]) -> None:
    """Raise `UsageError` where one of the outlets has no article; it names those that have the most."""
    known = Counter(each.outlet for each in places.values())
    names = {each.casefold() for each in known}
    for outlet in outlets:
        if outlet.casefold() not in names:
            listed = [name for name, _ in known.most_common(_LISTED)]
            more = f" and {len(known) - _LISTED:,} more" if len(known) > _LISTED else ""
            raise UsageError(f"{outlet}: no article here is of this outlet; there are: {', '.join(listed)}{more}")


def _place(annotated: AnnotatedArticle) -> Place:
    article = annotated.article
    return Place(
        id=article.id,
        title=title_of(annotated),
        outlet=outlet_name(article),
        published=visible(article.published or "") or None,
        url=web_address(article.url),
        path=visible(article.path),
        language=article.language,
    )


def _entry(sentence: AnnotatedSentence, annotated: AnnotatedArticle, place: Place, attribution: Scheme) -> Entry:
    """Return an entry that holds on to nothing of its article but its place; the evidence's articles come later."""
    said = sentence.attribution
    titles = {label.name: label.title.en for label in attribution.labels}
    return Entry(
        annotated=sentence,
        place=place,
        cue=tuple(span.of(annotated.article.text) for span in said.spans.cue if len(span)) if said else (),
        label_title=(titles.get(said.label) or humanise(visible(said.label))) if said else "",
        evidence=(),
    )


def _with_evidence(entry: Entry, places: Mapping[str, Place]) -> Entry:
    found = tuple(_found(each, entry.annotated, places) for each in entry.annotated.support.evidence)
    return Entry(entry.annotated, entry.place, entry.cue, entry.label_title, found)


def _found(evidence: Evidence, annotated: AnnotatedSentence, places: Mapping[str, Place]) -> Found:
    place = places.get(evidence.article_id)
    why_not = dependence(annotated, evidence)
    return Found(
        evidence=evidence,
        place=place,
        outlet=visible(evidence.outlet or "") or (place.outlet if place else "Unknown outlet"),
        weight=DEPENDENCE[why_not] if why_not else INDEPENDENT,
    )
