from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotate.config import load_scheme
from annotate.data import AnnotatedArticle
from annotate.errors import FolderError, UsageError
from annotate.exporters.choices import FORMATS, TABLES, Format, Table
from annotate.exporters.columns import Row
from annotate.exporters.export import Plan, export, layout_of
from annotate.exporters.formats.tables import read_rows
from annotate.exporters.place import CARD, NOTE, read_note
from annotate.exporters.rejoining import rejoin
from annotate.store import Folder
from tests.builders import annotated, article, folder_of
from tests.unit.exporters.making import accepted, making, skipped, three


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return folder_of(tmp_path / "run", three())


def content(path: Path) -> dict[str, bytes]:
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in path.rglob("*") if each.is_file()}


def rows_of(path: Path) -> list[Row]:
    note = read_note(path)
    found = [row for split in note.rows for row in read_rows(path, note.format, split, layout_of(note))]
    return sorted(found, key=lambda row: (row["path"], row["sentence"]))


def made(articles: list[AnnotatedArticle], text: bool = True) -> list[Row]:
    return [row for each in articles for row in making(text=text).rows(each)]


@pytest.mark.parametrize("form", TABLES)
def test_every_format_gives_back_the_rows(tmp_path: Path, folder: Folder, form: Table) -> None:
    counts = export(folder, tmp_path / "out", Plan(form))
    assert rows_of(tmp_path / "out") == made(three())
    assert counts.rows.total() == 5
    assert set(counts.rows) == {"train", "validation", "test"}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_folder_gives_the_same_bytes_and_nothing_is_left_beside_them(
    tmp_path: Path, folder: Folder, form: Format
) -> None:
    for name in ("one", "two", "one"):
        export(folder, tmp_path / "made" / name, Plan(form))
    assert content(tmp_path / "made" / "one") == content(tmp_path / "made" / "two")
    assert sorted(each.name for each in (tmp_path / "made").iterdir()) == ["one", "two"]


def test_more_rows_than_a_batch_come_back_in_order(tmp_path: Path) -> None:
    many = annotated("\n".join(f"Line {number}." for number in range(2500)))
    for form in TABLES:
        export(folder_of(tmp_path / f"run {form}", [many]), tmp_path / form, Plan(form))
        assert [row["sentence"] for row in rows_of(tmp_path / form)] == list(range(2500))


def test_without_text_no_word_of_the_articles_is_in_any_file(tmp_path: Path, folder: Folder) -> None:
    for form in TABLES:
        export(folder, tmp_path / form, Plan(form, text=False))
        assert rows_of(tmp_path / form) == made(three(), text=False)
        for name, held in content(tmp_path / form).items():
            for word in (b"mayor spoke", b"parl\xc3\xa9", b"Bridges"):
                assert word not in held, name


@pytest.mark.parametrize("form", TABLES)
def test_texts_are_put_back_from_a_folder_or_from_files(tmp_path: Path, folder: Folder, form: Table) -> None:
    export(folder, tmp_path / "bare", Plan(form, text=False))
    export(folder, tmp_path / "full", Plan(form))
    (tmp_path / "texts").mkdir()
    for number, each in enumerate(three()):
        (tmp_path / "texts" / f"{number}.txt").write_text(each.article.text, encoding="utf-8", newline="")
    assert rejoin(tmp_path / "bare", tmp_path / "back", tmp_path / "run").missing == ()
    assert content(tmp_path / "back") == content(tmp_path / "full")
    assert rejoin(tmp_path / "bare", tmp_path / "again", tmp_path / "texts").missing == ()
    for ours, theirs in zip(rows_of(tmp_path / "again"), rows_of(tmp_path / "full"), strict=True):
        assert {**ours, "title": theirs["title"]} == theirs  # a file says its title in another way


def test_texts_that_are_missing_or_have_changed_are_named(tmp_path: Path, folder: Folder) -> None:
    export(folder, tmp_path / "bare", Plan("jsonl", text=False))
    one, two, three_ = three()
    changed = replace(two, article=article(two.article.text + "!", two.article.path))
    found = rejoin(tmp_path / "bare", tmp_path / "back", folder_of(tmp_path / "less", [one, changed]).path, "csv")
    assert sorted(found.missing) == sorted([two.article.path, three_.article.path])
    assert [row["text"] for row in rows_of(tmp_path / "back")] == [
        "The mayor spoke.",
        "The bridge is closed.",
        *[None] * 3,
    ]
    assert read_note(tmp_path / "back").format == "csv"


def test_what_cannot_be_rejoined_says_why(tmp_path: Path, folder: Folder) -> None:
    export(folder, tmp_path / "full", Plan("jsonl"))
    export(folder, tmp_path / "bare", Plan("jsonl", text=False))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("Something else entirely.")
    for dataset, out, texts, message in (
        ("full", "back", "run", "has its texts already"),
        ("bare", "bare", "run", "is the dataset itself"),
        ("bare", "back", "nowhere", "no such folder"),
        ("bare", "back", "other", "holds none of the 3 texts"),
    ):
        with pytest.raises(UsageError, match=message):
            rejoin(tmp_path / dataset, tmp_path / out, tmp_path / texts)
    with pytest.raises(FolderError, match="holds no dataset of annotate"):
        rejoin(tmp_path / "run", tmp_path / "back", tmp_path / "run")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("form", TABLES)
def test_a_dataset_that_was_cut_short_is_named(tmp_path: Path, folder: Folder, form: Table) -> None:
    export(folder, tmp_path / "bare", Plan(form, text=False))
    for file in (tmp_path / "bare").rglob("*"):
        if file.is_file() and file.name not in (NOTE, CARD):
            file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(FolderError, match="export the dataset anew"):
        rejoin(tmp_path / "bare", tmp_path / "back", tmp_path / "run")


def test_only_people_are_exported_where_they_are_asked_for(tmp_path: Path, folder: Folder) -> None:
    counts = export(folder, tmp_path / "out", Plan("jsonl", "human"))
    assert {row["labelled_by"] for row in rows_of(tmp_path / "out")} == {"human"}
    assert counts.rows.total() == 3
    nobody = folder_of(tmp_path / "nobody", [skipped(each) for each in (annotated("It rained."),)])
    with pytest.raises(UsageError, match="nobody has annotated these articles; annotate push them"):
        export(nobody, tmp_path / "none", Plan("jsonl", "human"))
    assert not (tmp_path / "none").exists()


def test_no_address_of_a_person_gets_into_a_dataset(tmp_path: Path, folder: Folder) -> None:
    for form in FORMATS:
        export(folder, tmp_path / form, Plan(form))
        assert not [name for name, held in content(tmp_path / form).items() if b"example.org" in held]


def test_two_revisions_of_a_text_are_in_one_split(tmp_path: Path) -> None:
    old = accepted(annotated("It rained.", "texts/a.txt"))
    new = annotated("It rained. A lot.", "texts/a.txt")
    others = [annotated(f"Day {number}.", f"texts/{number}.txt") for number in range(20)]
    export(folder_of(tmp_path / "run", [old, *others, new]), tmp_path / "out", Plan("jsonl"))
    note = read_note(tmp_path / "out")
    layout = layout_of(note)
    holding = {
        split: [
            row["text"] for row in read_rows(tmp_path / "out", "jsonl", split, layout) if row["path"] == "texts/a.txt"
        ]
        for split in note.rows
    }
    assert [texts for texts in holding.values() if texts] == [["It rained.", "It rained. A lot."]]


def test_schemes_are_at_most_one_of_a_kind(tmp_path: Path, folder: Folder) -> None:
    basic = load_scheme("attribution_basic")
    with pytest.raises(UsageError, match="at most one of attribution and one of frames"):
        export(folder, tmp_path / "out", Plan(schemes=(basic, basic)))
    export(folder, tmp_path / "out", Plan("jsonl", schemes=(basic,)))
    assert {row["label"] for row in rows_of(tmp_path / "out")} == {"official_source"}


def test_a_folder_with_no_sentence_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no sentence to export"):
        export(folder_of(tmp_path / "run", []), tmp_path / "out", Plan())
    assert not (tmp_path / "out").exists()


def test_what_is_not_ours_is_never_replaced(tmp_path: Path, folder: Folder) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").write_text("mine")
    export(folder, tmp_path / "ours", Plan("jsonl"))
    (tmp_path / "ours" / "thesis.tex").write_text("mine")
    for name, message in (
        ("file", "is a file"),
        ("full", "holds no dataset of annotate"),
        ("run", "holds no dataset of annotate"),
        ("ours", "holds thesis.tex beside an older dataset"),
    ):
        with pytest.raises(FolderError, match=message):
            export(folder, tmp_path / name, Plan())
    assert (tmp_path / "ours" / "thesis.tex").read_text() == "mine"


class Broken(Folder):
    """A folder whose disk fails after the first article of the second reading."""

    read = 0

    def articles(self) -> Iterator[AnnotatedArticle]:
        self.read += 1
        for number, each in enumerate(super().articles()):
            if self.read > 1 and number == 1:
                raise FolderError("the disk is gone")
            yield each


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_that_breaks_off_leaves_what_was_there(tmp_path: Path, folder: Folder, form: Format) -> None:
    export(folder, tmp_path / "made" / "out", Plan("csv"))
    before = content(tmp_path / "made")
    with pytest.raises(FolderError, match="the disk is gone"):
        export(Broken(folder.path), tmp_path / "made" / "out", Plan(form))
    assert content(tmp_path / "made") == before


def test_an_older_dataset_of_another_format_is_replaced_whole(tmp_path: Path, folder: Folder) -> None:
    export(folder, tmp_path / "out", Plan("hf"))
    export(folder, tmp_path / "out", Plan("csv"))
    assert set(content(tmp_path / "out")) == {NOTE, CARD, "train.csv", "validation.csv", "test.csv"}
