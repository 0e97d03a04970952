from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Dataset, DatasetDict

from annotate.readers.counting import count


def test_files_count_once_and_rows_each(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "one"}\n\n{"text": "two"}\n'))
    assert count([str(tmp_path)]) == 3


def test_tables_feeds_and_datasets_count_their_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('text\n"one\nand more"\n\ntwo\n')
    pq.write_table(pa.table({"text": ["one", "two", "three"]}), tmp_path / "b.parquet")
    (tmp_path / "c.rss").write_text("<rss><channel><item><title>a</title></item><item/></channel></rss>")
    DatasetDict({"a": Dataset.from_dict({"text": ["one"]}), "b": Dataset.from_dict({"text": ["two"]})}).save_to_disk(
        tmp_path / "d"
    )
    assert [count([f"{tmp_path}/{name}"]) for name in ("a.csv", "b.parquet", "c.rss", "d")] == [2, 3, 2, 2]
    assert count([str(tmp_path)]) == 9


def test_what_takes_as_long_to_count_as_to_read_is_not_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.warc").write_bytes(b"")
    assert count([str(tmp_path)]) is None
    assert count(["hf://ann/news"]) is None


def test_unreadable_inputs_count_nothing(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl.gz").write_bytes(b"no gzip")
    assert count([str(tmp_path), str(tmp_path / "gone.txt")]) == 0


def test_standard_input_is_left_unread() -> None:
    assert count(["-"]) is None
