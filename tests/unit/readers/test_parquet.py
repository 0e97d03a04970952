"""Parquet files, a batch at a time."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from annotate.readers import read
from tests.unit.readers.making import ODD, reading


def test_rows_are_documents_with_what_their_columns_say(tmp_path: Path) -> None:
    rows = {
        "body": [ODD, None, "Two."],
        "id": [1, 2, None],
        "published": [date(2023, 6, 6), None, None],
        "outlet": pa.array(["Post", "Post", None]).dictionary_encode(),
        "tags": [["a"], [], None],
    }
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    (tmp_path / "b.parquet.gz").write_bytes(gzip.compress((tmp_path / "a.parquet").read_bytes()))
    for name in ("a.parquet", "b.parquet.gz"):
        [one, two], [failure], _ = reading(tmp_path / name, fields={"text": "body"})
        assert (one.key, one.text, one.published, one.outlet) == ("1", ODD, "2023-06-06", "Post")
        assert (two.key, two.text, two.outlet) == (f"{name}#3", "Two.", None)
        assert (failure.path, failure.reason[:15]) == (f"{tmp_path.name}/{name}#2", '"body" is empty')


def test_a_file_is_not_in_memory_as_a_whole(tmp_path: Path) -> None:
    texts = [f"{number} " + "It rained. " * 100 for number in range(20_000)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", row_group_size=1_000)
    size = sum(map(len, texts))
    before = pa.total_allocated_bytes()
    documents = read([str(tmp_path / "a.parquet")])
    next(documents)
    assert pa.total_allocated_bytes() - before < size / 5
    assert sum(1 for _ in documents) == len(texts) - 1


@pytest.mark.parametrize("kept", [0, 100, -100])
def test_a_damaged_file_is_one_failure(tmp_path: Path, kept: int) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["It rained."] * 100}), file)
    file.write_bytes(file.read_bytes()[:kept])
    documents, [failure], _ = reading(file)
    assert not documents
    assert "not a whole Parquet file" in failure.reason


def test_a_table_without_the_text_says_what_it_has(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": ["It rained."]}), tmp_path / "a.parquet")
    [failure] = reading(tmp_path / "a.parquet").failures
    assert failure.reason == 'no column "text"; there are: body; say which it is: --fields text=COLUMN'


def test_bytes_that_are_no_text_fail_their_row_alone(tmp_path: Path) -> None:
    raw = pa.array([b"caf\xe9", b"fine"], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    pq.write_table(pa.table({"text": broken}), tmp_path / "a.parquet")
    [document], [failure], _ = reading(tmp_path / "a.parquet")
    assert document.text == "fine"
    assert "not UTF-8" in failure.reason
