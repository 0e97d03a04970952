"""Conflicts that were read one by one: judgements by ids and offsets, and no text of others."""

from __future__ import annotations

import json
from pathlib import Path

FIELDS = {"of", "relation", "article", "sentence", "other", "evidence", "figures", "right"}


def test_each_is_judged_once_and_holds_no_text(project_root: Path) -> None:
    path = project_root / "tests" / "golden" / "conflicts_read.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 60
    for row in rows:
        assert row.keys() == FIELDS
        assert isinstance(row["right"], bool)
        assert row["relation"] in {"contradiction", "figure_conflict"}
        offsets = [row["sentence"], row["evidence"], *row["figures"]]
        assert all(isinstance(end, int) and start < end for start, end in offsets)
        assert len(row["article"]) == len(row["other"]) == 16
    places = {(row["article"], *row["sentence"], row["other"], *row["evidence"]) for row in rows}
    assert len(places) == len(rows)
