"""The queue as JSON (`schema` 1): one object, whose entries stand a line each.

    {"schema": 1, "count": how many there would be without a limit, "entries": [
      {"id": "ARTICLE_ID:INDEX", "severity", "level",
       "reasons": [{"reason", "title", "severity", "level", "why"}],
       "sentence": {"index", "start", "end", "text"},
       "article": {"id", "title", "outlet", "published", "url", "path", "language"},
       "attribution": {"label", "title", "score", "source", "resolved_source", "via", "cue": […]} or null,
       "evidence": [{all of a folder's record, "says", "weight", "article": as above, or null}]}]}

Scores and severities are in [0, 1], offsets count code points of the article's text; `url` is null where it is not
known. A reader should pass over keys that it does not know: later versions may add some.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from annotate.handover.entries import Entry, Found, Handover, Place
from annotate.records import DIGITS, evidence_record
from annotate.wording.words import FLAGS, level

SCHEMA = 1


def record(handover: Handover) -> Iterator[str]:
    """Yield the object piece by piece."""
    yield f'{{"schema": {SCHEMA}, "count": {handover.count}, "entries": ['
    for number, entry in enumerate(handover.entries):
        yield ("," if number else "") + "\n" + json.dumps(_entry(entry))
    yield "\n]}\n"


def _entry(entry: Entry) -> dict[str, Any]:
    sentence = entry.annotated.sentence
    return {
        "id": f"{entry.place.id}:{sentence.index}",
        "severity": round(entry.annotated.severity, DIGITS),
        "level": entry.level,
        "reasons": [
            {
                "reason": flag.reason,
                "title": FLAGS[flag.reason].title,
                "severity": round(flag.severity, DIGITS),
                "level": level(flag.severity),
                "why": flag.why,
            }
            for flag in entry.flags
        ],
        "sentence": {
            "index": sentence.index,
            "start": sentence.span.start,
            "end": sentence.span.end,
            "text": sentence.text,
        },
        "article": _place(entry.place),
        "attribution": _attribution(entry),
        "evidence": [_evidence(each) for each in entry.evidence],
    }


def _attribution(entry: Entry) -> dict[str, Any] | None:
    said = entry.annotated.attribution
    if said is None:
        return None
    return {
        "label": said.label,
        "title": entry.label_title,
        "score": round(said.score, DIGITS),
        "source": said.source,
        "resolved_source": said.resolved_source,
        "via": said.via,
        "cue": list(entry.cue),
    }


def _evidence(found: Found) -> dict[str, Any]:
    return {
        **evidence_record(found.evidence),
        "says": found.says,
        "weight": found.weight,
        "article": _place(found.place) if found.place else None,
    }


def _place(place: Place) -> dict[str, Any]:
    return asdict(place)
