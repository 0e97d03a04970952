"""What other tools' own libraries read in the files of each format, all told in one way."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import argilla as rg
import cassis
import conllu
import spacy
from argilla.records._io import JsonIO
from bratly.annotation_types import AttributeAnnotation, EntityAnnotation, NoteAnnotation, RelationAnnotation
from bratly.io.file_read_src import read_and_load_ann_file

from annotate.exporters.choices import Format
from annotate.exporters.columns import Row
from tests.fakes import ScriptedServer

Place = tuple[int, int]


class Told(NamedTuple):
    """A sentence: its label, frames, reasons and note, and its spans by role."""

    label: str | None
    frames: tuple[str, ...]
    reasons: tuple[str, ...]
    needs_review: bool
    note: str | None
    by: str
    roles: tuple[tuple[str, Place], ...]


class Read(NamedTuple):
    """An article: its text, what is told of each stretch, and spans by role."""

    text: str
    sentences: dict[Place, Told]
    spans: frozenset[tuple[str, Place]]


def expected(text: str, rows: list[Row]) -> Read:
    """Return what rows of an article tell."""
    sentences = {}
    for row in rows:
        roles = {
            (role, (each["start"], each["end"]))
            for role, column in (("source", "sources"), ("cue", "cues"), ("content", "contents"))
            for each in row[column]
        }
        sentences[row["start"], row["end"]] = Told(
            row["label"],
            tuple(row["frames"]),
            tuple(row["reasons"]),
            row["needs_review"],
            " ".join((row["note"] or "").split()) or None,
            row["labelled_by"],
            tuple(sorted(roles)),
        )
    return Read(text, sentences, frozenset(mark for told in sentences.values() for mark in told.roles))


def read_conll(split: Path) -> Iterator[Read]:
    """Yield articles whose text is what the tokens and their places give, white space as spaces."""
    with split.with_suffix(".conllup").open(encoding="utf-8", newline="\n") as file:
        blocks = list(conllu.parse_incr(file))
    documents: list[list[conllu.TokenList]] = []
    for block in blocks:
        if "newdoc id" in block.metadata:
            documents.append([])
        documents[-1].append(block)
    for document in documents:
        letters: dict[int, str] = {}
        sentences, spans = {}, set()
        for block in document:
            places = [place(token["misc"]["TokenRange"]) for token in block]
            for (start, _), token in zip(places, block, strict=True):
                if "text" in block.metadata:  # a sentence of white space has a word that stands for none
                    letters |= dict(enumerate(token["form"], start))
            for role in ("source", "cue", "content"):
                column = f"annotate:{role}"
                for kind, first, last in chunks([token[column] for token in block]):
                    assert kind == role
                    spans.add((role, (places[first][0], places[last][1])))
            said = block.metadata
            if "span" in said:
                sentences[place(said["span"])] = Told(
                    said.get("attribution"),
                    tuple(said.get("frames", "").split()),
                    tuple(said.get("reasons", "").split()),
                    said.get("needs_review") == "yes",
                    said.get("note"),
                    said["labelled_by"],
                    tuple(
                        sorted(
                            (role, place(each))
                            for role in ("source", "cue", "content")
                            for each in said.get(role, "").split()
                        )
                    ),
                )
        text = "".join(letters.get(at, " ") for at in range(max(letters, default=-1) + 1))
        yield Read(text, sentences, frozenset(spans))


def chunks(tags: list[str]) -> list[tuple[str, int, int]]:
    """Return the chunks of BIO tags, as NLTK reads them where it is strict."""
    from nltk.chunk import conlltags2tree

    tree = conlltags2tree([(str(at), "", tag) for at, tag in enumerate(tags)], strict=True)
    found = [each for each in tree if not isinstance(each, tuple)]
    return [(each.label(), int(each[0][0]), int(each[-1][0])) for each in found]


def place(text: str) -> Place:
    start, end = text.split(":")
    return int(start), int(end)


def read_brat(split: Path) -> Iterator[Read]:
    for path in sorted(split.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        found = read_and_load_ann_file(
            str(path.with_suffix(".ann")), no_duplicates=False, sorting=False, renumerotize=False
        )
        assert found is not None
        told: dict[str, dict[str, Any]] = {}
        roles: dict[str, tuple[str, Place]] = {}
        for each in found.annotations:
            match each:
                case EntityAnnotation():
                    assert each.content == " ".join(text[part.start : part.end] for part in each.fragments)
                    at = (each.fragments[0].start, each.fragments[-1].end)
                    if each.label[0].isupper():
                        roles[each.id] = (each.label.lower(), at)
                    else:
                        told[each.id] = {"at": at, "label": each.label, "flags": [], "note": None, "roles": set()}
                case RelationAnnotation():
                    role = roles[each.argument2[1].id]
                    assert each.label == f"Has_{role[0]}"
                    told[each.argument1[1].id]["roles"].add(role)
                case AttributeAnnotation():
                    told[each.component.id]["flags"].append((each.label, *(each.values or ())))
                case NoteAnnotation():
                    assert isinstance(each.component, EntityAnnotation)
                    told[each.component.id]["note"] = each.value
                case _:
                    raise AssertionError(each)
        sentences = {
            each["at"]: Told(
                each["label"],
                tuple(name.removeprefix("Frame_") for name, *_ in each["flags"] if name.startswith("Frame_")),
                tuple(name.removeprefix("Reason_") for name, *_ in each["flags"] if name.startswith("Reason_")),
                ("NeedsReview",) in each["flags"],
                each["note"],
                next(value for name, *rest in each["flags"] if name == "LabelledBy" for value in rest),
                tuple(sorted(each["roles"])),
            )
            for each in told.values()
        }
        yield Read(text, sentences, frozenset(roles.values()))


def read_cas(split: Path) -> Iterator[Read]:
    with (split.parent / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    for path in sorted(split.glob("*.xmi")):
        with path.open("rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=types)
        sentences = {}
        for each in cas.select("webanno.custom.Attribution"):
            links = [(link.role, (link.target.begin, link.target.end)) for link in elements(each.roles)]
            sentences[each.begin, each.end] = Told(
                each.label,
                tuple(elements(each.frames)),
                tuple(elements(each.reasons)),
                each.needs_review,
                " ".join((each.note or "").split()) or None,
                each.labelled_by,
                tuple(sorted(links)),
            )
        spans = {(each.role, (each.begin, each.end)) for each in cas.select("webanno.custom.AttributionSpan")}
        kind = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
        words = [token.get_covered_text() for token in cas.select(f"{kind}Token")]
        unsayable = "\ufffd"  # may have been white space
        assert "".join(words).replace(unsayable, "") == "".join(cas.sofa_string.replace(unsayable, " ").split())
        yield Read(cas.sofa_string, sentences, frozenset(spans))


def elements(array: Any) -> list[Any]:
    return list(array.elements or ()) if array is not None else []


def read_docbin(split: Path) -> Iterator[Read]:
    file = spacy.tokens.DocBin().from_disk(split.with_suffix(".spacy"))
    for document in file.get_docs(spacy.blank("xx").vocab):
        groups = {
            name: [(each.id_, (each.start_char, each.end_char), each.label_) for each in document.spans[name]]
            for name in document.spans
        }
        sentences = {}
        for number, at, label in groups["attribution"]:
            mine = {name: [kind for of, _, kind in spans if of == number] for name, spans in groups.items()}
            roles = [
                (kind, span)
                for name in ("sources", "cues", "contents")
                for of, span, kind in groups[name]
                if of == number
            ]
            sentences[at] = Told(
                label,
                tuple(mine["frames"]),
                tuple(mine["reasons"]),
                bool(mine["needs_review"]),
                " ".join(document.user_data["notes"].get(number, "").split()) or None,
                document.user_data["labelled_by"][number],
                tuple(sorted(roles)),
            )
        spans = {(kind, at) for name in ("sources", "cues", "contents") for _, at, kind in groups[name]}
        yield Read(document.text, sentences, frozenset(spans))


@cache
def argilla_client() -> rg.Argilla:
    """Return a client: argilla reads no settings before some server has said who asks."""
    user = {"id": "00000000-0000-0000-0000-000000000001", "username": "ann", "first_name": "Ann", "role": "owner"}
    with ScriptedServer(body=json.dumps(user).encode(), headers={"Content-Type": "application/json"}) as server:
        return rg.Argilla(api_url=server.url, api_key="key")


def read_argilla(split: Path) -> Iterator[Read]:
    """Yield one article: the texts of its records, by where they begin."""
    argilla_client()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        settings = rg.Settings.from_json(split / ".argilla" / "settings.json")
    settings.validate()
    asked = {question.name: question for question in settings.questions}
    letters: dict[int, str] = {}
    sentences = {}
    for record in JsonIO._records_from_json(split / "records.json"):
        known = record.metadata
        start = known["start"]
        letters |= dict(enumerate(record.fields["text"], start))
        at = (known["sentence_start"], known["sentence_end"])
        assert record.fields["text"][at[0] - start : at[1] - start] == record.fields["sentence"]
        said = {each.question_name: each.value for each in record.suggestions}
        assert said.get("attribution") in (None, *asked["attribution"].labels)
        assert {*said.get("frames", ())} <= {*asked["frames"].labels}
        roles = [(each["label"], (each["start"] + start, each["end"] + start)) for each in said.get("spans", ())]
        sentences[at] = Told(
            said.get("attribution"),
            tuple(said.get("frames", ())),
            tuple(said.get("reasons", ())),
            known["needs_review"] == "yes",
            " ".join(said.get("note", "").split()) or None,
            known["labelled_by"],
            tuple(sorted(roles)),
        )
    text = "".join(letters.get(at, " ") for at in range(max(letters, default=-1) + 1))
    yield Read(text, sentences, frozenset(mark for told in sentences.values() for mark in told.roles))


READERS: Mapping[Format, Callable[[Path], Iterator[Read]]] = {
    "conll": read_conll,
    "brat": read_brat,
    "cas": read_cas,
    "docbin": read_docbin,
    "argilla": read_argilla,
}
