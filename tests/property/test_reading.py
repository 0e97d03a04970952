"""Text goes through every table as it is: no code point is lost, folded or turned into another."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import Dataset
from hypothesis import example, given
from hypothesis import strategies as st

from annotate.data import Document, Failure
from annotate.readers import read

Write = Callable[[Path, list[str]], Path]
#: Any text that UTF-8 can hold; every table holds a row that is not empty.
TEXTS = st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1, max_size=5)
ODD = ["👩‍👧 é e\u0301 \u00a0\u202f\u2028", 'a "b", c;\r\nd\re\n', "\ufeff", " ", "\t", "'", '"', "\0"]


def as_lines(folder: Path, texts: list[str]) -> Path:
    file = folder / "a.jsonl"
    file.write_text("".join(json.dumps({"text": each}, ensure_ascii=False) + "\n" for each in texts), encoding="utf-8")
    return file


def as_csv(folder: Path, texts: list[str], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    written = io.StringIO(newline="")
    rows = csv.DictWriter(written, ["text", "outlet"], delimiter=delimiter, quoting=csv.QUOTE_ALL)
    rows.writeheader()
    rows.writerows({"text": each} for each in texts)
    file = folder / "a.csv"
    file.write_bytes(written.getvalue().encode(encoding))
    return file


def as_semicolons(folder: Path, texts: list[str]) -> Path:
    return as_csv(folder, texts, ";", "utf-8-sig")


def as_utf_16(folder: Path, texts: list[str]) -> Path:
    return as_csv(folder, texts, "\t", "utf-16")


def as_parquet(folder: Path, texts: list[str]) -> Path:
    pq.write_table(pa.table({"text": texts}), folder / "a.parquet")
    return folder / "a.parquet"


def as_dataset(folder: Path, texts: list[str]) -> Path:
    Dataset.from_dict({"text": texts}).save_to_disk(folder / "a")
    return folder / "a"


@pytest.mark.parametrize("write", [as_lines, as_csv, as_semicolons, as_utf_16, as_parquet, as_dataset])
@given(texts=TEXTS)
@example(texts=ODD)
def test_text_comes_out_of_a_table_as_it_went_in(write: Write, texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        documents = list(read([str(write(Path(folder), texts))]))
    assert [each.text for each in documents if isinstance(each, Document)] == texts
    assert [each.path.partition("#")[2] for each in documents] == [str(n) for n in range(1, len(texts) + 1)]


SUFFIXES = (".jsonl", ".csv", ".tsv", ".parquet", ".mht", ".warc", ".xml", ".docx", ".pdf", ".warc.gz", ".csv.gz")


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(content=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_documents_or_failures_that_say_so_in_a_line(suffix: str, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"a{suffix}"
        file.write_bytes(content)
        found = list(read([str(file)]))
    for each in found:
        assert file.name in each.path
        if isinstance(each, Failure):
            assert "\n" not in each.reason
