"""What is written for another tool, as that tool's own library reads it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from annotate.config import load_scheme
from annotate.data import AnnotatedArticle, AttributionSpans, Span
from annotate.errors import UsageError
from annotate.exporters.choices import FORMATS, TABLES, Format
from annotate.exporters.export import Plan, export
from tests.builders import annotated, folder_of
from tests.unit.exporters.formats.reading import READERS, Read, expected
from tests.unit.exporters.making import accepted, making, three

OTHERS = [form for form in FORMATS if form not in TABLES]

#: Sentences in which a code point is no byte, no UTF-16 unit and no letter.
HARD = "\n".join(
    [
        "# 👩\u200d👧 Bridges 🇫🇷",
        "😀 «\u00a0The bridge is closed\u00a0», the mayor said 👍🏽.",
        unicodedata.normalize("NFD", "Le maire, d'après l'agence, a été prévenu à Orléans."),
        unicodedata.normalize("NFC", "Le maire, d'après l'agence, a été prévenu à Orléans."),
        "𝔘nder the bridge\tstood  two \u200bpiers.",
    ]
)


def drawn(of: AnnotatedArticle, sentence: int, **spans: list[str]) -> AnnotatedArticle:
    """Return the article with other spans in one sentence, named by their words."""
    text = of.article.text

    def places(words: list[str]) -> tuple[Span, ...]:
        return tuple(Span(text.index(each), text.index(each) + len(each)) for each in words)

    attribution = of.sentences[sentence].attribution
    assert attribution is not None
    found = AttributionSpans(**{role: places(words) for role, words in spans.items()})
    changed = replace(of.sentences[sentence], attribution=replace(attribution, spans=found))
    return replace(of, sentences=(*of.sentences[:sentence], changed, *of.sentences[sentence + 1 :]))


def hard() -> AnnotatedArticle:
    """Return an article whose spans stand within words, in other sentences, next to no-break spaces and emoji."""
    of = annotated(HARD, "texts/hard.txt", "L’Écho")
    of = drawn(of, 1, source=["the mayor"], cue=["said"], content=["The bridge is closed"])
    of = drawn(
        of, 2, source=["mayor said 👍🏽", "maire"], cue=["apre\u0300s"], content=[]
    )  # the first is of sentence 1
    of = drawn(of, 3, source=["l'agence, a \u00e9t\u00e9"], cue=[], content=["\u00e0 Orl\u00e9ans"])
    return drawn(of, 4, source=["stood  two"], cue=["\u200bpiers"], content=["𝔘nder the"])


def exported(place: Path, articles: list[AnnotatedArticle], form: Format, *losses: str) -> list[Read]:
    folder = folder_of(place / "run", articles)
    counts = export(folder, place / form, Plan(form, split=(1.0, 0.0, 0.0)))
    assert counts.losses == losses
    return list(READERS[form](place / form / "train"))


def told(articles: list[AnnotatedArticle]) -> list[Read]:
    return [expected(each.article.text, list(making().rows(each))) for each in articles]


def by_text(read: Read) -> str:
    return read.text


def without_its_region(of: AnnotatedArticle) -> AnnotatedArticle:
    """Return the article as a person left it who took all regions away."""
    [annotation] = accepted(of).annotations
    return replace(of, annotations=(replace(annotation, regions=()),))


@pytest.mark.parametrize("form", ["brat", "cas", "docbin"])
def test_labels_and_spans_come_back_as_they_were(tmp_path: Path, form: Format) -> None:
    articles = [hard(), *three()]
    assert sorted(exported(tmp_path, articles, form), key=by_text) == sorted(told(articles), key=by_text)


def test_conll_tells_all_in_comments_and_tags_what_it_can(tmp_path: Path) -> None:
    loss = (
        "spans without tags, in the comments alone "
        "(they hold no word, or share one with a longer span of their role): 1"
    )
    found = exported(tmp_path, [hard(), *three()], "conll", loss)
    for ours, theirs in zip(found, told([hard(), *three()]), strict=True):
        assert ours.sentences == theirs.sentences
        assert ours.text == "".join(" " if each.isspace() else each for each in theirs.text)
    at = HARD.index("the mayor")
    assert found[0].spans == told([hard()])[0].spans - {("source", (at, at + len("the mayor")))}


def test_argilla_has_a_record_a_sentence_with_all_its_spans(tmp_path: Path) -> None:
    [found] = exported(tmp_path, [hard()], "argilla")
    [wanted] = told([hard()])
    assert (found.sentences, found.spans) == (wanted.sentences, wanted.spans)
    begins = min(start for start, _ in wanted.sentences)
    assert found.text[begins:].replace("\n", " ") == wanted.text[begins:].replace("\n", " ")


@pytest.mark.parametrize("form", OTHERS)
def test_a_label_that_was_taken_away_is_no_label(tmp_path: Path, form: Format) -> None:
    [read] = exported(tmp_path, [without_its_region(hard())], form)
    assert {each.label for each in read.sentences.values()} <= {None}


@pytest.mark.parametrize("form", OTHERS)
def test_whose_labels_and_of_which_scheme_is_as_in_a_table(tmp_path: Path, form: Format) -> None:
    folder = folder_of(tmp_path / "run", three())
    basic = load_scheme("attribution_basic")
    export(folder, tmp_path / "out", Plan(form, "human", (basic,), (1.0, 0.0, 0.0)))
    found = [each for read in READERS[form](tmp_path / "out" / "train") for each in read.sentences.values()]
    assert [(each.label, each.by) for each in found] == [("official_source", "human")] * 3


@pytest.mark.parametrize("form", OTHERS)
def test_splits_are_those_of_the_tables(tmp_path: Path, form: Format) -> None:
    folder = folder_of(tmp_path / "run", three())
    table = export(folder, tmp_path / "table", Plan("jsonl"))
    assert export(folder, tmp_path / "out", Plan(form)).rows == table.rows
    for split, rows in table.rows.items():
        found = list(READERS[form](tmp_path / "out" / split))
        assert sum(len(each.sentences) for each in found) == rows


@pytest.mark.parametrize("form", OTHERS)
def test_the_same_article_from_two_inputs_is_there_twice(tmp_path: Path, form: Format) -> None:
    twice = [annotated("It rained."), annotated("It rained.")]
    folder = folder_of(tmp_path / "run", twice)
    export(folder, tmp_path / "out", Plan(form, split=(1.0, 0.0, 0.0)))
    if form == "argilla":
        records = json.loads((tmp_path / "out" / "train" / "records.json").read_text(encoding="utf-8"))
        assert len({each["id"] for each in records}) == 2
    else:
        assert len(list(READERS[form](tmp_path / "out" / "train"))) == 2


def test_offsets_of_a_cas_are_in_utf_16_units(tmp_path: Path) -> None:
    exported(tmp_path, [annotated("😀 It rained.\nIt stopped.")], "cas")
    [path] = (tmp_path / "cas" / "train").iterdir()
    places = re.findall(r'<custom:Attribution [^>]*begin="(\d+)" end="(\d+)"', path.read_text(encoding="utf-8"))
    assert places == [("0", "13"), ("14", "25")]


def test_what_a_format_cannot_hold_is_told(tmp_path: Path) -> None:
    odd = annotated("A \x1b[31m B\x00C\ufffeD\uffffE.")
    told = "control characters that XML cannot say, and that are U+FFFD instead: 4"
    [read] = exported(tmp_path, [odd], "cas", told)
    assert read.text == "A \ufffd[31m B\ufffdC\ufffdD\ufffdE."
    assert f"Not as it was: {told}." in (tmp_path / "cas" / "README.md").read_text(encoding="utf-8")
    lines = drawn(annotated("One.\nTwo."), 0, source=["\n"], cue=["e.\nT"], content=[])
    [read] = exported(tmp_path, [lines], "brat", "spans left out, as they hold nothing but tabs and line ends: 1")
    assert ("cue", (2, 6)) in read.spans


def test_brat_knows_every_name_that_its_annotations_have(tmp_path: Path) -> None:
    exported(tmp_path, [hard(), *three()], "brat")
    known = set((tmp_path / "brat" / "annotation.conf").read_text(encoding="utf-8").replace("\t", "\n").split("\n"))
    lines = [
        line.split("\t")[1].split(" ")[0]
        for path in (tmp_path / "brat" / "train").glob("*.ann")
        for line in path.read_text(encoding="utf-8").split("\n")
        if line
    ]
    assert lines
    assert set(lines) - {"AnnotatorNotes"} <= known


@pytest.mark.parametrize("form", OTHERS)
def test_formats_of_whole_articles_hold_their_texts(tmp_path: Path, form: Format) -> None:
    folder = folder_of(tmp_path / "run", three())
    with pytest.raises(UsageError, match=f"--no-text: {form} holds the texts; leave it out, or choose hf"):
        export(folder, tmp_path / "out", Plan(form, text=False))
    assert not (tmp_path / "out").exists()
