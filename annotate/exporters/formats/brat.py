"""brat standoff: a text and its annotations a file each, with the configuration that brat shows them by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from annotate.data import FLAG_REASONS, ROLES, Role, Span
from annotate.exporters.formats.marks import MarkedArticle, marked, pieces
from annotate.protocols import Exported, Telling

#: What ends a line or a field for one reader or another, and so may stand in no annotation.
_BREAKS: Final = "\n\t\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_LOADING: Final = """from pathlib import Path

for text in Path("path/to/this/folder").glob("*/*.txt"):
    annotations = text.with_suffix(".ann").read_text(encoding="utf-8")
"""
_ABOUT: Final = """\
A folder a split: of each article a text (`.txt`) and its annotations (`.ann`) in [brat's standoff
format](https://brat.nlplab.org/standoff.html), with `annotation.conf` for brat itself. A sentence's label is
an annotation of the sentence, its frames and reasons are attributes, its note is brat's. Sources, cues and
contents are annotations by themselves, tied to the sentence that they belong to. Offsets are in code points;
an annotation that runs over lines is in a piece a line."""


class Brat:
    """brat's standoff format, a folder a split."""

    name: Final = "brat"
    library: Final = None
    loading: Final = _LOADING
    about: Final = _ABOUT

    def write(self, folder: Path, articles: Iterable[Exported], telling: Telling) -> Sequence[str]:
        """Write two files an article; spans of nothing but tabs and line ends are left out."""
        empty = 0
        (folder / "annotation.conf").write_text(_configuration(telling), encoding="utf-8", newline="\n")
        for each in marked(articles):
            place = folder / each.split
            place.mkdir(exist_ok=True)
            (place / f"{each.name}.txt").write_text(each.article.text, encoding="utf-8", newline="\n")
            lines = "".join(f"{line}\n" for line in _annotations(each))
            (place / f"{each.name}.ann").write_text(lines, encoding="utf-8", newline="\n")
            empty += sum(not pieces(each.article.text, span, _BREAKS) for _, span in each.spans)
        return [f"spans left out, as they hold nothing but tabs and line ends: {empty:,}"] if empty else []


def _annotations(of: MarkedArticle) -> Iterator[str]:
    text = of.article.text
    texts, relations, attributes, notes = count(1), count(1), count(1), count(1)
    known: dict[tuple[Role, Span], str] = {}
    for role, span in of.spans:
        if parts := pieces(text, span, _BREAKS):
            known[role, span] = f"T{next(texts)}"
            yield _bound(known[role, span], role.capitalize(), text, parts)
    for sentence in of.sentences:
        parts = pieces(text, sentence.span, _BREAKS)
        if sentence.label is None or not parts:
            continue
        own = f"T{next(texts)}"
        yield _bound(own, sentence.label, text, parts)
        for role, span in sentence.roles:
            if (role, span) in known:
                yield f"R{next(relations)}\t{_tie(role)} Arg1:{own} Arg2:{known[role, span]}"
        yield f"A{next(attributes)}\tLabelledBy {own} {sentence.labelled_by}"
        flags = [*map(_frame, sentence.frames), *map(_reason, sentence.reasons)]
        for flag in [*(["NeedsReview"] if sentence.needs_review else []), *flags]:
            yield f"A{next(attributes)}\t{flag} {own}"
        if sentence.note:
            yield f"#{next(notes)}\tAnnotatorNotes {own}\t{' '.join(sentence.note.split())}"


def _bound(name: str, kind: str, text: str, parts: Sequence[Span]) -> str:
    places = ";".join(f"{part.start} {part.end}" for part in parts)
    return f"{name}\t{kind} {places}\t{' '.join(part.of(text) for part in parts)}"


def _configuration(telling: Telling) -> str:
    """Return what brat may annotate with: labels begin in lower case, all others do not, so that none meet."""
    labels = telling.attribution.names
    flags = ["NeedsReview", *map(_frame, telling.frames.names), *map(_reason, FLAG_REASONS)]
    any_label = "|".join(labels)
    return "\n".join(
        [
            "[entities]",
            *labels,
            *(role.capitalize() for role in ROLES),
            "[relations]",
            *(f"{_tie(role)}\tArg1:{any_label}, Arg2:{role.capitalize()}" for role in ROLES),
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
            "[events]",
            "[attributes]",
            f"LabelledBy\tArg:{any_label}, Value:model|human",
            *(f"{flag}\tArg:{any_label}" for flag in flags),
            "",
        ]
    )


def _tie(role: Role) -> str:
    return f"Has_{role}"


def _frame(name: str) -> str:
    return f"Frame_{name}"


def _reason(name: str) -> str:
    return f"Reason_{name}"
