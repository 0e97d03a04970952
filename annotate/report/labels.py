"""The labels of both schemes as a page shows them: a colour, a mark in the text, a share of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from annotate.config import Label, Scheme
from annotate.report.view import FrameCount, LabelView, Share
from annotate.wording.harmless import visible
from annotate.wording.interface import ENGLISH, Interface
from annotate.wording.palette import NEUTRAL, tones
from annotate.wording.words import humanise


class Labels:
    """The labels of both schemes by name; a name that a scheme lacks still gets a label, in grey."""

    def __init__(self, attribution: Scheme, frames: Scheme, words: Interface = ENGLISH) -> None:
        self.attribution = _scheme_labels(attribution, "a", words)
        self.frames = _scheme_labels(frames, "f", words)
        self.attribution_title = attribution.title.get(words.language)
        self.frames_title = frames.title.get(words.language)
        self._words = words
        self._attribution = {label.name: label for label in self.attribution}
        self._frames = {label.name: label for label in self.frames}

    def attributed(self, name: str) -> LabelView:
        """Return the label of an attribution."""
        return self._attribution.get(name) or self._unknown(name)

    def framed(self, name: str) -> LabelView:
        """Return the label of a frame."""
        return self._frames.get(name) or self._unknown(name)

    def _unknown(self, name: str) -> LabelView:
        title = humanise(visible(name))
        return LabelView(name, title, self._words.say("Not a label of the scheme."), "?", "unknown", NEUTRAL)


def codes(titles: Iterable[str]) -> tuple[str, ...]:
    """Return a mark of two letters or so for each title, no two alike.

    >>> codes(["Official source", "Other source", "Court document", "Outlet"])
    ('OS', 'OSO', 'CD', 'OU')
    """
    taken: list[str] = []
    for title in titles:
        words = title.split() or ["?"]
        initials = "".join(word[0] for word in words[:2]).upper() if len(words) > 1 else title[:2].upper()
        letters = [initials, *(initials + letter.upper() for letter in words[-1][1:] if letter.isalpha())]
        numbered = (f"{initials}{number}" for number in range(2, len(taken) + 3))
        taken.append(next(code for code in (*letters, *numbered) if code not in taken))
    return tuple(taken)


def shares(counts: Counter[str], labels: Sequence[LabelView]) -> tuple[Share, ...]:
    """Return each label's part of the sentences counted by label, in the scheme's order."""
    total = sum(counts[label.name] for label in labels)
    found: list[Share] = []
    start = 0.0
    for label in labels:
        width = round(100 * counts[label.name] / total, 3) if total else 0.0
        found.append(Share(label, counts[label.name], round(start, 3), width))
        start += width
    return tuple(found)


def frame_counts(counts: Counter[str], labels: Sequence[LabelView]) -> tuple[FrameCount, ...]:
    """Return how many sentences are told in each frame, in the scheme's order."""
    return tuple(FrameCount(label, counts[label.name]) for label in labels)


def _scheme_labels(scheme: Scheme, prefix: str, words: Interface) -> tuple[LabelView, ...]:
    """Return a scheme's labels; the outlet's own voice stays grey, so that what is attributed stands out."""
    titles = [label.title.get(words.language) for label in scheme.labels]
    colours = tones(tuple(_is_own_voice(label) for label in scheme.labels))
    return tuple(
        LabelView(
            label.name,
            title,
            label.definition.get(words.language),
            code,
            f"{prefix}{number}",
            colour,
        )
        for number, (label, title, code, colour) in enumerate(
            zip(scheme.labels, titles, codes(titles), colours, strict=True)
        )
    )


def _is_own_voice(label: Label) -> bool:
    return label.source_types == ("none",)
