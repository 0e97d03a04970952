"""Which settings two runs differ in, by the name that they have in run.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from annotate.config import Scheme
from annotate.store import Run


class Setting(NamedTuple):
    """A setting with its two values; `None` where a run has none of that name."""

    name: str
    first: Any
    second: Any


def differing(first: Run, second: Run) -> tuple[Setting, ...]:
    """Return the settings, versions and schemes that differ; of another scheme, which labels it has and no more."""
    rest: Any = {"counts": True, "attribution": True, "frames": True, "preset": {"attribution", "frames"}}
    ours, theirs = (run.model_dump(mode="json", exclude=rest) for run in (first, second))
    return (
        *_differences("", ours, theirs),
        *_schemes("attribution", first.attribution, second.attribution),
        *_schemes("frames", first.frames, second.frames),
    )


def _schemes(kind: str, first: Scheme, second: Scheme) -> Iterator[Setting]:
    if first.name != second.name:
        yield Setting(f"{kind}.name", first.name, second.name)
        yield Setting(f"{kind}.labels", list(first.names), list(second.names))
    else:
        yield from _differences(kind, _by_label(first), _by_label(second))


def _by_label(scheme: Scheme) -> dict[str, Any]:
    values = scheme.model_dump(mode="json")
    return {**values, "labels": {label["name"]: label for label in values["labels"]}}


def _differences(name: str, first: Any, second: Any) -> Iterator[Setting]:
    """Yield what differs, each with its path.

    >>> [tuple(each) for each in _differences("x", {"a": {"b": 1}, "c": 2}, {"a": {"b": 3}, "c": 2, "d": 4})]
    [('x.a.b', 1, 3), ('x.d', None, 4)]
    """
    if isinstance(first, dict) and isinstance(second, dict):
        for key in {**first, **second}:
            yield from _differences(f"{name}.{key}" if name else key, first.get(key), second.get(key))
    elif first != second:
        yield Setting(name, first, second)
