"""One hotkey a control of the reviewing interface, no two alike and none of Label Studio's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from annotate.config import RESERVED_HOTKEYS, Label, Scheme
from annotate.data import FLAG_REASONS, FlagReason, Role

Name = TypeVar("Name", bound=str)

SPANS: Final[Mapping[Role, str]] = {"source": "s", "cue": "c"}
NEEDS_REVIEW: Final = "n"
SECOND_LOOK: Final = "m"
#: The single keys that Label Studio listens to on a task of text (its editor's keymap, version 1.23: region:unselect;
#: all others are named keys or go with ctrl, alt or shift; tools for images have letters, but only on images).
LABEL_STUDIO: Final = frozenset({"u"})
DIGITS: Final = "1234567890"
LETTERS: Final = "qwertyiopadfghjklzxvb"


@dataclass(frozen=True, slots=True)
class Hotkeys:
    """The hotkeys of labels, frames and reasons by name; what has no key is not there."""

    attribution: Mapping[str, str]
    frames: Mapping[str, str]
    reasons: Mapping[FlagReason, str]


def hotkeys(attribution: Scheme, frames: Scheme) -> Hotkeys:
    """Return the controls' hotkeys: those that the schemes name, then digits and letters in the schemes' order.

    Where both schemes name a key, the attribution has it. Labels come before frames, frames before reasons; once no
    key is left, the rest have none.
    """
    first = {label.name: label.hotkey for label in attribution.labels if label.hotkey}
    second = {
        label.name: label.hotkey for label in frames.labels if label.hotkey and label.hotkey not in first.values()
    }
    taken = {*first.values(), *second.values(), *RESERVED_HOTKEYS}
    first |= _supplied([each.name for each in _without(attribution, first)], DIGITS + LETTERS, taken)
    second |= _supplied([each.name for each in _without(frames, second)], LETTERS + DIGITS, taken)
    return Hotkeys(first, second, _supplied(FLAG_REASONS, LETTERS + DIGITS, taken))


def _without(scheme: Scheme, keyed: Mapping[str, str]) -> Iterator[Label]:
    return (label for label in scheme.labels if label.name not in keyed)


def _supplied(names: Sequence[Name], pool: str, taken: set[str]) -> dict[Name, str]:
    """Return a key of `pool` for each name as long as there are any, and take them."""
    given = dict(zip(names, [key for key in pool if key not in taken], strict=False))
    taken.update(given.values())
    return given
