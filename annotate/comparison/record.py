"""A comparison as JSON (`schema` 1): one object, whose sentences stand a line each.

    {"schema": 1, "differs": true or false,
     "settings": [{"name", "first", "second"}],
     "articles": {"both", "first", "second", "reworded"},
     "sentences": {"both", "first", "second", "reworded", "changed"},
     "labels": [{"first", "second", "count"}], "verdicts": as labels,
     "frames": {"gained": {name: count}, "lost": …}, "flags": as frames,
     "articles_first": [{"id", "title", "outlet"}], "articles_second": …, "articles_reworded": …,
     "changes": [{"id", "id_before", "article", "text", "before", "label": {"first", "second"} or null,
                  "verdict": as label, "frames": {"gained": [name], "lost": …},
                  "flags": {"gained": [{"reason", "severity", "why"}], "lost": …}}]}

`first` and `second` are the folders as they were named: counts of what is in one alone, or the value there. The four
lists at the end are no longer than `--limit`; the counts are of everything.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from annotate.comparison.differences import Change, Comparison, Flip
from annotate.data import Flag
from annotate.records import DIGITS

SCHEMA = 1


def record(found: Comparison, limit: int | None = None) -> Iterator[str]:
    """Yield the object piece by piece."""
    yield json.dumps(_head(found, limit))[:-1] + ', "changes": ['
    for number, change in enumerate(found.changes):
        yield ("," if number else "") + "\n" + json.dumps(_change(change))
    yield "\n]}\n"


def _head(found: Comparison, limit: int | None) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "differs": found.differs,
        "settings": [each._asdict() for each in found.settings],
        "articles": {
            "both": found.articles,
            "first": len(found.articles_first),
            "second": len(found.articles_second),
            "reworded": len(found.articles_reworded),
        },
        "sentences": {
            "both": found.sentences,
            "first": found.sentences_first,
            "second": found.sentences_second,
            "reworded": found.reworded,
            "changed": found.changed,
        },
        "labels": _flips(found.labels),
        "verdicts": _flips(found.verdicts),
        "frames": {"gained": dict(found.frames_gained), "lost": dict(found.frames_lost)},
        "flags": {"gained": dict(found.flags_gained), "lost": dict(found.flags_lost)},
        "articles_first": [asdict(each) for each in found.articles_first[:limit]],
        "articles_second": [asdict(each) for each in found.articles_second[:limit]],
        "articles_reworded": [asdict(each) for each in found.articles_reworded[:limit]],
    }


def _flips(flips: Counter[Flip]) -> list[dict[str, Any]]:
    return [{**_flip(flip), "count": count} for flip, count in flips.most_common()]


def _flip(flip: Flip) -> dict[str, str | None]:
    return {"first": flip[0], "second": flip[1]}


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "id_before": change.id_before,
        "article": asdict(change.article),
        "text": change.text,
        "before": change.before,
        "label": _flip(change.label) if change.label else None,
        "verdict": _flip(change.verdict) if change.verdict else None,
        "frames": {"gained": list(change.frames_gained), "lost": list(change.frames_lost)},
        "flags": {
            "gained": [_flag(each) for each in change.flags_gained],
            "lost": [_flag(each) for each in change.flags_lost],
        },
    }


def _flag(flag: Flag) -> dict[str, Any]:
    return {"reason": flag.reason, "severity": round(flag.severity, DIGITS), "why": flag.why}
