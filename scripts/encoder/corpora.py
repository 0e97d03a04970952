"""The sets that the encoder learns from, read into passages and pairs."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from annotate.models.heads import RELATIONS

ROLES = ("source", "cue", "content")
TAGS = {"s": "source", "c": "cue", "t": "content"}
WHOLE = 0.8  # of its words: what an attribution makes up of a sentence that it speaks for
WINDOW = 900  # characters of a passage of a long article, about
FOLDS = 10

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"(?<=[.!?…”\"»])\s+(?=[A-Z“\"«À-Þ])|\n+")


@dataclass(frozen=True, slots=True)
class Marks:
    """One attribution: spans of each role, as offsets into its passage; `main` where somebody said whether it is."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    main: bool | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of all roles."""
        return (*self.source, *self.cue, *self.content)

    @classmethod
    def of(cls, roles: Mapping[str, Sequence[Span]], main: bool | None = None) -> Marks:
        """Return the attribution whose spans are given by role."""
        source, cue, content = (tuple(roles[role]) for role in ROLES)
        return cls(source, cue, content, main)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence of a passage; what nobody marked is `None`. `told`: it is known which cue, if any, speaks for it.

    `frames_also_ok` are those that a careful reader could tick: neither right nor wrong.
    """

    span: Span
    label: str | None = None
    frames: frozenset[str] | None = None
    topic: str | None = None
    told: bool = False
    frames_also_ok: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article with who says what in it."""

    text: str
    language: str
    marks: tuple[Marks, ...] = ()
    sentences: tuple[Stretch, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A premise and a hypothesis; `label` is an index into `RELATIONS`."""

    premise: str
    hypothesis: str
    label: int
    name: str = ""


@dataclass(slots=True)
class Folds:
    """Own data, split by a hash of the item's id, so that a new item moves no other."""

    train: list[Any] = field(default_factory=list)
    tune: list[Any] = field(default_factory=list)
    test: list[Any] = field(default_factory=list)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def fold(name: str) -> int:
    """Return which of ten folds an item is in: 0 is the test's, 1 is for thresholds and calibration."""
    return zlib.crc32(name.encode()) % FOLDS


def framed(path: Path) -> Iterator[Passage]:
    """Yield single sentences with their frames, each a passage: rows of id, language, text, frames, frames_also_ok."""
    for row in rows(path):
        frames, also = frozenset(row["frames"]), frozenset(row["frames_also_ok"])
        stretch = Stretch((0, len(row["text"])), frames=frames, frames_also_ok=also)
        yield Passage(row["text"], row["language"], sentences=(stretch,), name=row["id"])


def own_passages(files: Sequence[Path]) -> Iterator[Passage]:
    """Yield the items of `scripts/data/attribution/`."""
    for path in files:
        for row in rows(path):
            yield _own(row)


def _own(row: dict[str, Any]) -> Passage:
    text = ""
    marks: list[Marks] = []
    sentences = []
    for sentence in row["sentences"]:
        text += " " if text else ""
        begin = len(text)
        spans: dict[tuple[str, str], list[Span]] = {}
        text = _walk(parsed(sentence["text"]), text, spans)
        for number in sorted({number for _, number in spans}):
            roles = {role: tuple(sorted(spans.get((tag, number), ()))) for tag, role in TAGS.items()}
            marks.append(Marks.of(roles, number == ""))
        frames, also_ok = frozenset(sentence["frames"]), frozenset(sentence["frames_also_ok"])
        sentences.append(Stretch((begin, len(text)), sentence["label"], frames, row["topic"], True, also_ok))
    return Passage(text, row["language"], tuple(marks), tuple(sentences), row["id"])


def parsed(text: str) -> ElementTree.Element:
    """Return a marked sentence as a tree. Raises `ParseError` where its tags do not close."""
    return ElementTree.fromstring(f"<sentence>{text}</sentence>")


def _walk(element: ElementTree.Element, text: str, spans: dict[tuple[str, str], list[Span]]) -> str:
    """Return `text` with the element's, noting where each tagged piece of it stands."""
    begin = len(text)
    text += element.text or ""
    for child in element:
        text = _walk(child, text, spans) + (child.tail or "")
    if element.tag != "sentence":
        spans.setdefault((element.tag[0], element.tag[1:]), []).append((begin, len(text)))
    return text


def polnear(path: Path) -> Iterator[Passage]:
    """Yield passages of the PolNeAR articles, cut between paragraphs."""
    for row in rows(path):
        text = row["text"]
        marks = [
            Marks.of({role: [(start, end) for start, end in each[role]] for role in ROLES})
            for each in row["attributions"]
        ]
        start = 0
        for end in [match.end() for match in re.finditer(r"\n+", text)] + [len(text)]:
            if end - start > WINDOW * 0.75 or end == len(text):
                if text[start:end].strip():
                    yield _window(text, start, end, marks, row["id"])
                start = end


def _window(text: str, start: int, end: int, marks: Sequence[Marks], name: str) -> Passage:
    kept = []
    for each in marks:
        spans = {
            role: tuple(
                (max(a, start) - start, min(b, end) - start) for a, b in getattr(each, role) if a < end and b > start
            )
            for role in ROLES
        }
        if any(spans.values()):
            kept.append(Marks.of(spans))
    piece = text[start:end]
    sentences = []
    for span in _sentences(piece):
        inside = [at for at, mark in enumerate(kept) if _shared(span, mark.spans)]
        whole = len(inside) == 1 and _speaks_for(kept[inside[0]], span, piece)
        if whole:
            kept[inside[0]] = replace(kept[inside[0]], main=True)
        sentences.append(Stretch(span, told=whole or not inside))
    return Passage(piece, "en", tuple(kept), tuple(sentences), f"{name}:{start}")


def _speaks_for(mark: Marks, sentence: Span, text: str) -> bool:
    """Tell whether an attribution with a source makes up most of a sentence: then its cue speaks for it.

    PolNeAR does not say which attribution is a sentence's main one, and counts thoughts and intentions, too; a sentence
    of which one attribution leaves little over, and one without any, are plain cases.
    """
    if not mark.source or not _shared(sentence, mark.cue):
        return False
    words = [match.span() for match in re.finditer(r"\w+", text[slice(*sentence)])]
    covered = sum(_shared((a + sentence[0], b + sentence[0]), mark.spans) for a, b in words)
    return covered >= WHOLE * len(words)


def _shared(span: Span, spans: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)


def _sentences(text: str) -> Iterator[Span]:
    """Yield where sentences lie, roughly."""
    start = 0
    for match in [*_SENTENCE_END.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            yield start, end
        start = match.end() if match else end


def pairs(path: Path, licences: Sequence[str] | None = None) -> Iterator[Pair]:
    """Yield premise and hypothesis pairs; of those that state a licence, the ones with one of `licences`."""
    for at, row in enumerate(rows(path)):
        if licences is None or row.get("licence") in licences:
            label = RELATIONS.index(row["label"])
            yield Pair(row["premise"], row["hypothesis"], label, row.get("id", f"{path.name}:{at}"))


def split(items: Sequence[Any]) -> Folds:
    """Return items by fold of their name. Pairs of one premise stay together, as neighbours share it."""
    folds = Folds()
    for item in items:
        name = item.premise if isinstance(item, Pair) else item.name
        number = fold(name)
        (folds.test if number == 0 else folds.tune if number == 1 else folds.train).append(item)
    return folds


def packed(passages: Sequence[Passage], most: int = WINDOW) -> Iterator[Passage]:
    """Yield passages joined as paragraphs to the length of an article's window: so they are read at work, too."""
    waiting: list[Passage] = []
    for passage in passages:
        if waiting and sum(len(each.text) for each in waiting) + len(passage.text) > most:
            yield _joined(waiting)
            waiting = []
        waiting.append(passage)
    if waiting:
        yield _joined(waiting)


def _joined(passages: Sequence[Passage]) -> Passage:
    text = ""
    marks: list[Marks] = []
    sentences: list[Stretch] = []
    for each in passages:
        at = len(text) + 1 if text else 0
        text += ("\n" if text else "") + each.text
        for mark in each.marks:
            moved = {role: tuple((a + at, b + at) for a, b in getattr(mark, role)) for role in ROLES}
            marks.append(Marks.of(moved, mark.main))
        for one in each.sentences:
            sentences.append(replace(one, span=(one.span[0] + at, one.span[1] + at)))
    return Passage(text, passages[0].language, tuple(marks), tuple(sentences), passages[0].name)
