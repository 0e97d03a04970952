"""A comparison in words: what is counted, and what changed in a sentence, as names and values for any page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from annotate.comparison.differences import Change, Comparison, Flip
from annotate.comparison.settings import Setting
from annotate.data import Flag, FlagReason
from annotate.wording.harmless import visible
from annotate.wording.words import FLAGS

_SHOWN = 240  # characters of a value: a model version whole, a definition in part
_NOTHING = "none"


def settings(differing: Iterable[Setting]) -> list[tuple[str, str]]:
    """Return the settings that differ, with their values."""
    return [(each.name, f"{_value(each.first)} → {_value(each.second)}") for each in differing]


def counts(found: Comparison) -> list[tuple[str, str]]:
    """Return what was counted."""
    return [
        ("articles in both", _with(found.articles, len(found.articles_reworded), "with another text")),
        (
            "articles in one",
            f"{len(found.articles_first):,} in the first, {len(found.articles_second):,} in the second",
        ),
        ("sentences in both", _with(found.sentences, found.reworded, "reworded")),
        ("sentences in one", f"{found.sentences_first:,} in the first, {found.sentences_second:,} in the second"),
        ("sentences changed", f"{found.changed:,}"),
        ("  labels", _flips(found.labels)),
        ("  verdicts", _flips(found.verdicts)),
        ("  frames gained", _listed(found.frames_gained)),
        ("  frames lost", _listed(found.frames_lost)),
        ("  flags gained", _listed(_titled(found.flags_gained))),
        ("  flags lost", _listed(_titled(found.flags_lost))),
    ]


def told(change: Change) -> list[tuple[str, str]]:
    """Return what changed in a sentence; its text comes first."""
    rows = [("text", f"“{visible(change.text)}”")]
    if change.before is not None:
        rows.append(("before", f"“{visible(change.before)}”"))
    for name, flip in (("label", change.label), ("verdict", change.verdict)):
        if flip:
            rows.append((name, _flip(flip)))
    for name, gained, lost in (
        ("frames", change.frames_gained, change.frames_lost),
        ("flags", _flags(change.flags_gained), _flags(change.flags_lost)),
    ):
        if gained or lost:
            rows.append((name, ", ".join([*(f"+ {each}" for each in gained), *(f"− {each}" for each in lost)])))
    return rows


def _value(value: Any) -> str:
    """Return a setting's value on one short line.

    >>> _value("a b"), _value(None), _value(["x", 1])
    ('a b', 'none', '["x", 1]')
    """
    if value is None:
        return _NOTHING
    line = visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _with(count: int, part: int, what: str) -> str:
    return f"{count:,}" + (f", {part:,} {what}" if part else "")


def _flip(flip: Flip) -> str:
    return f"{flip[0] or _NOTHING} → {flip[1] or _NOTHING}"


def _flips(flips: Counter[Flip]) -> str:
    told = {_flip(flip): count for flip, count in flips.items()}
    return f"{flips.total():,}: {_listed(told)}" if told else _NOTHING


def _listed(counted: Mapping[str, int]) -> str:
    """Return counts, the highest first, else by name."""
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{name} {count:,}" for name, count in ordered) or _NOTHING


def _titled(counted: Mapping[FlagReason, int]) -> dict[str, int]:
    return {FLAGS[reason].title: count for reason, count in counted.items()}


def _flags(flags: Iterable[Flag]) -> list[str]:
    return [f"{FLAGS[flag.reason].title} ({flag.severity:.2f})" for flag in flags]
