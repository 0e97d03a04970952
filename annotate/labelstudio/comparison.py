"""How a project's labelling interface differs from the one of two schemes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from annotate.config import Scheme
from annotate.labelstudio.interface import ATTRIBUTION, FRAMES, embedded_schemes, labelling_config


def differences(theirs: str, attribution: Scheme, frames: Scheme) -> list[str]:
    """Return in words how a project's interface differs from the one of these schemes; nothing where it can be used.

    What it looks like is no difference: colours, styles, hotkeys, the order of labels, titles.
    """
    try:
        there = _controls(_parsed(theirs))
    except (ElementTree.ParseError, ValueError):  # a lone surrogate is a ValueError
        return ["its labelling configuration is not XML"]
    here = _controls(_parsed(labelling_config(attribution, frames)))
    if not there.keys() & {ATTRIBUTION, FRAMES}:
        return ["its labelling configuration was not made by annotate"]
    return [*_control_differences(there, here), *_scheme_differences(embedded_schemes(theirs), attribution, frames)]


@dataclass(frozen=True, slots=True)
class _Control:
    """What makes a control the same for its data: its tag, what it labels and with which values."""

    tag: str
    of: str
    values: frozenset[str]


def _parsed(config: str) -> ElementTree.Element:
    """Return the tree of a configuration. Raises `ParseError` where it is none; no document type is read."""
    if "<!DOCTYPE" in config:
        raise ElementTree.ParseError
    return ElementTree.fromstring(config)


def _controls(root: ElementTree.Element) -> dict[str, _Control]:
    """Return the named elements of a configuration: controls, and what they label."""
    found: dict[str, _Control] = {}
    for element in root.iter():
        name = element.get("name")
        if name:
            values = frozenset(
                each.get("alias") or each.get("value") or ""
                for each in element.iter()
                if each.tag in ("Label", "Choice")
            )
            of = element.get("toName") or element.get("value") or ""
            found[name] = _Control(str(element.tag), of, values)
        elif element.tag == "Relation":
            found[f"relation {element.get('value')}"] = _Control("Relation", "", frozenset())
    return found


def _control_differences(there: Mapping[str, _Control], here: Mapping[str, _Control]) -> Iterator[str]:
    for name, ours in here.items():
        theirs = there.get(name)
        if theirs is None:
            yield f"it lacks {name}"
        elif theirs.tag != ours.tag:
            yield f"its {name} is {theirs.tag}, not {ours.tag}"
        elif theirs.of != ours.of:
            yield f"its {name} is for {theirs.of or 'nothing'}, not for {ours.of}"
        else:
            yield from _set_differences(name, theirs.values, ours.values)
    yield from (f"it also has {name}" for name in there if name not in here)


def _set_differences(name: str, theirs: frozenset[str], ours: frozenset[str]) -> Iterator[str]:
    if ours - theirs:
        yield f"its {name} lacks {_listed(ours - theirs)}"
    if theirs - ours:
        yield f"its {name} also has {_listed(theirs - ours)}"


def _scheme_differences(theirs: tuple[Scheme, Scheme] | None, attribution: Scheme, frames: Scheme) -> Iterator[str]:
    if theirs is None:
        yield "it does not hold the schemes that it was made from"
        return
    for there, here in zip(theirs, (attribution, frames), strict=True):
        if (there.name, there.version) != (here.name, here.version):
            yield f"its {here.kind} scheme is {there.name} {there.version}, not {here.name} {here.version}"
        defined = {label.name: label.definition for label in there.labels}
        redefined = [
            label.name for label in here.labels if defined.get(label.name, label.definition) != label.definition
        ]
        if redefined:
            yield f"it defines {_listed(redefined)} otherwise"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
