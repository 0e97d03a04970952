from __future__ import annotations

import gzip
from pathlib import Path

from annotate.readers.counting import count


def test_files_count_once_and_rows_each(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "one"}\n\n{"text": "two"}\n'))
    assert count([str(tmp_path)]) == 3


def test_unreadable_inputs_count_nothing(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl.gz").write_bytes(b"no gzip")
    assert count([str(tmp_path), str(tmp_path / "gone.txt")]) == 0


def test_standard_input_is_left_unread() -> None:
    assert count(["-"]) is None
