"""Every format in one run: what a person puts in, comes out as articles; what cannot be read is told."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import Dataset

from tests.functional.test_cli import annotate
from tests.unit.readers.test_feed import RSS
from tests.unit.readers.test_page import PAGE, saved
from tests.unit.readers.test_pdf import column, pdf
from tests.unit.readers.test_warc import Archive, other

SAID = "The harbour master said on Friday that the “old” quay\u00a0would reopen 🙂 to trawlers of the cafe\u0301."


def articles(out: Path) -> Iterator[dict[str, Any]]:
    for line in (out / "articles-00000.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a file of each format, tables under columns of their own."""
    folder = tmp_path_factory.mktemp("formats") / "in"
    folder.mkdir()
    rows = {"body": [SAID], "source": ["Quay Post"]}
    (folder / "a.txt").write_text(SAID, encoding="utf-8")
    (folder / "b.jsonl").write_text(json.dumps({"body": SAID, "source": "Quay Post"}), encoding="utf-8")
    with (folder / "c.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([["body", "source"], [SAID, "Quay Post"]])
    pq.write_table(pa.table(rows), folder / "d.parquet")
    Dataset.from_dict(rows).save_to_disk(folder / "e")
    (folder / "f.html").write_text(PAGE.format(""), encoding="utf-8")
    (folder / "f_files").mkdir()
    (folder / "f_files" / "frame.html").write_text(PAGE.format(""), encoding="utf-8")
    (folder / "g.mhtml").write_bytes(saved(other(1)))
    Archive(packed=True).add("warcinfo").page(other(2)).save(folder / "h.warc.gz")
    (folder / "i.rss").write_text(RSS.partition("<item><title>Tide")[0] + "</channel></rss>", encoding="utf-8")
    document = docx.Document()
    document.add_paragraph(SAID)
    document.save(str(folder / "j.docx"))
    (folder / "k.pdf").write_bytes(pdf(column(50, 700, "The harbour master said on Fri-", "day that it would reopen.")))
    (folder / "l.tsv.gz").write_bytes(gzip.compress(f"body\tsource\n{SAID}\tQuay Post\n".encode()))
    return folder


def test_a_run_reads_every_format(inputs: Path, tmp_path: Path) -> None:
    done = annotate("run", inputs, "-o", tmp_path / "out", "--fields", "text=body, outlet=source", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["articles"], told["failures"], told["passed_over"]) == (12, 0, {"warcinfo records": 1})
    assert "passed over  warcinfo records 1, in archives" in done.stderr
    found = {each["article"]["path"]: each for each in articles(tmp_path / "out")}
    tables = ["in/b.jsonl#1", "in/c.csv#1", "in/d.parquet#1", "in/e#1", "in/l.tsv.gz#1"]
    pages = ["in/f.html", "in/g.mhtml", "in/h.warc.gz#2", "in/i.rss#1"]
    assert list(found) == sorted([*tables, *pages, "in/a.txt", "in/j.docx", "in/k.pdf"])
    assert {found[path]["text"] for path in ("in/a.txt", "in/j.docx", *tables)} == {SAID}
    assert {found[path]["article"]["outlet"] for path in tables} == {"Quay Post"}
    assert found["in/k.pdf"]["text"] == "The harbour master said on Friday that it would reopen."
    for each in found.values():
        assert each["sentences"]
        for sentence in each["sentences"]:
            assert each["text"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_a_preset_maps_columns_and_the_folder_remembers(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\nfields: {text: body}\n", encoding="utf-8")
    out, preset = tmp_path / "out", tmp_path / "mine.yaml"
    done = annotate("run", inputs / "b.jsonl", "-o", out, "--config", preset, "--fields", "outlet=source", "-q")
    assert done.returncode == 0, done.stderr
    assert annotate("add", inputs / "c.csv", "-o", out, "-q").returncode == 0
    assert [each["article"]["outlet"] for each in articles(out)] == ["Quay Post", "Quay Post"]
    (tmp_path / "plain.csv").write_text(f"text\n{SAID}\n", encoding="utf-8")
    failed = annotate("add", tmp_path / "plain.csv", "-o", out)
    assert failed.returncode == 3
    assert 'plain.csv: no column "body" for the field text; there are: text; say which it is: --fields' in failed.stderr
    mapped = annotate("add", tmp_path / "plain.csv", "-o", out, "--fields", "text=text,outlet=text", "-q")
    assert mapped.returncode == 0, mapped.stderr


def test_a_table_under_other_names_is_one_failure_and_the_run_goes_on(inputs: Path, tmp_path: Path) -> None:
    done = annotate("run", inputs / "a.txt", inputs / "d.parquet", "-o", tmp_path / "out")
    assert done.returncode == 3
    line = 'in/d.parquet: no column "text"; there are: body, source; say which it is: --fields text=COLUMN'
    assert line in done.stderr
    assert len(list(articles(tmp_path / "out"))) == 1


def test_a_table_of_metadata_still_tells_of_plain_files(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "told.csv").write_text("path,outlet\na.txt,Quay Times\nj.docx,Quay Herald\n", encoding="utf-8")
    named = [inputs / "a.txt", inputs / "j.docx"]
    assert annotate("run", *named, "-o", tmp_path / "out", "--metadata", tmp_path / "told.csv", "-q").returncode == 0
    assert [each["article"]["outlet"] for each in articles(tmp_path / "out")] == ["Quay Times", "Quay Herald"]
