"""The queue as a CSV file that spreadsheets and pandas open without loss: UTF-8 with a mark, a sentence a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from annotate.handover.cells import guarded
from annotate.handover.entries import Entry, Found, Handover
from annotate.wording.words import FLAGS

#: By it a spreadsheet knows UTF-8; pandas passes over it.
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
#: Pieces of evidence that have columns, at least, so that columns stay where they are from queue to queue.
EVIDENCE = 3
COLUMNS = (
    "severity",
    "level",
    "reasons",
    "why",
    "sentence",
    "title",
    "outlet",
    "published",
    "link",
    "label",
    "source",
    "refers_to",
    "via",
    "cue",
)
OF_EVIDENCE = ("outlet", "says", "sentence", "source", "weight", "link")


def sheet(handover: Handover) -> Iterator[str]:
    """Yield the file piece by piece."""
    most = max((EVIDENCE, *(len(each.evidence) for each in handover.entries)))
    columns = [f"evidence_{number}_{name}" for number in range(1, most + 1) for name in OF_EVIDENCE]
    yield MARK + _line((*COLUMNS, *columns, "id"))
    for entry in handover.entries:
        evidence = [cell for each in entry.evidence for cell in _evidence(each)]
        evidence += [""] * (len(columns) - len(evidence))
        cells = [guarded(cell) for cell in (*_sentence(entry), *evidence, _id(entry))]
        yield _line((f"{entry.annotated.severity:.2f}", *cells))


def _sentence(entry: Entry) -> tuple[str, ...]:
    """Return the cells from the second to the evidence; several reasons, cues and whys have a line each."""
    said = entry.annotated.attribution
    place = entry.place
    return (
        entry.level,
        "\n".join(FLAGS[flag.reason].title for flag in entry.flags),
        "\n".join(flag.why for flag in entry.flags),
        entry.annotated.sentence.text,
        place.title,
        place.outlet,
        place.published or "",
        place.link,
        entry.label_title,
        (said.source if said else None) or "",
        (said.resolved_source if said else None) or "",
        (said.via if said else None) or "",
        "\n".join(entry.cue),
    )


def _evidence(found: Found) -> tuple[str, ...]:
    evidence = found.evidence
    return found.outlet, found.says, evidence.text, evidence.source or "", found.weight, found.link


def _id(entry: Entry) -> str:
    """Return what `annotate explain` asks for."""
    return f"{entry.place.id}:{entry.annotated.sentence.index}"


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
