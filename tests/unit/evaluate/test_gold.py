from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotate.errors import UsageError
from annotate.evaluate import load_gold


@pytest.mark.parametrize("content", ["{", '{"doc": "a"}', '{"doc": "a", "start": "x", "end": 1, "attribution": "b"}'])
def test_bad_gold_names_file_and_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n" + content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"gold\.jsonl, line 2"):
        list(load_gold(path))


def test_missing_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl"):
        list(load_gold(tmp_path / "none.jsonl"))


def test_gold_lines_may_hold_more_than_we_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    line = {"doc": "a", "start": 0, "end": 1, "attribution": "named_source", "review_why": "because"}
    path.write_text(json.dumps(line), encoding="utf-8")
    assert [each.attribution for each in load_gold(path)] == ["named_source"]
