"""CSV files as spreadsheets and libraries write them, whole or broken."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from annotate.data import Document
from annotate.readers.csvs import CsvReader
from annotate.readers.sources import StreamSource
from tests.unit.readers.making import ODD, reading


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue()


ROWS = [
    ["id", "text", "title", "url", "outlet", "published", "language", "tags"],
    ["7", ODD, "Rain, again", "https://p.example/1", "Post", "2023-06-06", "fr", "x"],
    ["", "It rained.", "", "", "", "", "", ""],
]


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [
        ("a.csv", ",", "utf-8"),
        ("a.csv", ";", "utf-8-sig"),
        ("a.csv", "\t", "utf-16"),
        ("a.tsv", "\t", "utf-8"),
    ],
)
def test_rows_are_documents_under_any_delimiter(tmp_path: Path, name: str, delimiter: str, encoding: str) -> None:
    file = tmp_path / name
    file.write_bytes(table(ROWS, delimiter).encode(encoding))
    one, two = reading(file).documents
    assert one == Document(
        key="7",
        path=f"{tmp_path.name}/{name}#1",
        text=ODD,
        title="Rain, again",
        language="fr",
        outlet="Post",
        url="https://p.example/1",
        published="2023-06-06",
    )
    assert two == Document(key=f"{name}#2", path=f"{tmp_path.name}/{name}#2", text="It rained.")


def test_broken_rows_fail_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = [
        b"text,outlet\n",
        b"It rained, he said.,Post\n",
        b"One.,Post\n",
        b"\n",
        b'"He said "no" to it.",Post\n',
        "Café.,Post\n".encode("latin-1"),
        b"Two.\n",
        b'"Three\nlines\nhere.",Post,,\n',
        b'"never closed,Post\nFour.,Post\n',
    ]
    file.write_bytes(b"".join(lines))
    documents, failures, _ = reading(file)
    assert [(each.text, each.path.partition("#")[2]) for each in documents] == [
        ("One.", "2"),
        ("Three\nlines\nhere.", "7"),
    ]
    told = {each.path.partition("#")[2]: each.reason for each in failures}
    assert list(told) == ["1", "4", "5", "6", "8"]
    assert told["1"] == "cells: 3, columns: 2; put cells with commas or line breaks in quotes"
    assert "double the quotes within cells" in told["4"]
    assert "not UTF-8" in told["5"]
    assert told["6"].startswith("cells: 1, columns: 2")
    assert "not a row of CSV" in told["8"]


def test_a_long_article_fits_in_a_cell(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table([["text"], ["It rained. " * 100_000]]))
    [found] = reading(file).documents
    assert len(found.text) == 1_100_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", 'no column "text"; there are: none'),
        (
            b"body,source\nIt rained.,Post\n",
            'no column "text"; there are: body, source; say which it is: --fields text=',
        ),
        (bytes(range(32)) * 20, "looks binary"),
        ("résumé,text\n".encode("latin-1"), "not UTF-8"),
        (b'"text\n', "no header"),
        (b"text\rIt rained.\r", "no header"),
        (b"\xff\xfea\x00\x00\xd8b\x00", "marked as UTF-16 but is not"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_failure(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    documents, [failure], _ = reading(file)
    assert not documents
    assert failure.path == f"{tmp_path.name}/a.csv"
    assert reason in failure.reason


def test_columns_have_other_names_by_a_mapping(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("body,source,text\nIt rained.,Post,no\n")
    [found] = reading(file, fields={"text": "body", "outlet": "source"}).documents
    assert (found.text, found.outlet) == ("It rained.", "Post")


def test_rows_come_as_they_are_read() -> None:
    content = table([["text"], *[["It rained. " * 100]] * 2_000]).encode()
    opened = io.BytesIO(content)

    class Watched(StreamSource):
        @contextmanager
        def open(self) -> Iterator[IO[bytes]]:
            yield opened

    documents = CsvReader({}).read(Watched(content))
    next(documents)
    assert opened.tell() < len(content) / 100
    assert sum(1 for _ in documents) == 1_999
