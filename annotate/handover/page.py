"""The queue in Markdown, to be pasted into a chat or an issue: what articles say is text there, and calls nobody."""

from __future__ import annotations

from collections.abc import Iterator

from annotate.handover.entries import Entry, Found, Handover, Place
from annotate.wording.markdown import escaped, link
from annotate.wording.words import FLAGS


def page(handover: Handover) -> Iterator[str]:
    """Yield the page piece by piece."""
    shown = len(handover.entries)
    of = "" if shown == handover.count else f"{shown:,} of "
    sentences = "sentence wants" if handover.count == 1 else "sentences want"
    yield f"## {of}{handover.count:,} {sentences} a second look\n"
    for number, entry in enumerate(handover.entries, 1):
        yield "".join(f"{line}\n" for line in _entry(number, entry))


def _entry(number: int, entry: Entry) -> Iterator[str]:
    reasons = ", ".join(FLAGS[flag.reason].title for flag in entry.flags)
    yield ""
    yield f"### {number}. {reasons} ({entry.annotated.severity:.2f}, {entry.level})"
    yield ""
    yield f"> “{escaped(entry.annotated.sentence.text)}”"
    yield ""
    yield f"{_where(entry)}. {_attribution(entry)}"
    yield ""
    yield from (f"- Why: {escaped(flag.why)}" for flag in entry.flags)
    yield from (f"- Evidence: {_evidence(found)}" for found in entry.evidence)


def _where(entry: Entry) -> str:
    place = entry.place
    return ", ".join(part for part in (_article(place), escaped(place.outlet), escaped(place.published or "")) if part)


def _article(place: Place) -> str:
    """Return an article's title with its address, else with its file."""
    return link(place.title, place.url) if place.url else f"{escaped(place.title)} (file {escaped(place.path)})"


def _attribution(entry: Entry) -> str:
    """Say who answers for the sentence, and by which words."""
    said = entry.annotated.attribution
    text = f"**{escaped(entry.label_title)}**"
    if said and said.source:
        text += f": “{escaped(said.source)}”"
        if said.resolved_source and said.resolved_source != said.source:
            text += f", that is “{escaped(said.resolved_source)}”"
    if said and said.via and said.via != said.source:
        text += f", carried by “{escaped(said.via)}”"
    if entry.cue:
        text += f" (cue: {' … '.join(f'“{escaped(each)}”' for each in entry.cue)})"
    return text


def _evidence(found: Found) -> str:
    evidence = found.evidence
    source = f"“{escaped(evidence.source)}”" if evidence.source else "the outlet itself"
    where = f", in {_article(found.place)}" if found.place else ""
    return (
        f"{escaped(found.outlet)} {found.says}: “{escaped(evidence.text)}” "
        f"(source there: {source}; {found.weight}){where}"
    )
