"""The check of the training data refuses what it says it refuses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import check_data


def checked(folder: Path, *topics: str) -> int:
    """Check two files that share pairs of these topics between them."""
    pairs = [
        {"id": f"p{at}", "language": "en", "topic": topic, "premise": f"{at}", "hypothesis": "b", "label": "neutral"}
        for at, topic in enumerate(topics)
    ]
    files = [folder / "one.jsonl", folder / "two.jsonl"]
    for at, file in enumerate(files):
        file.write_text("\n".join(json.dumps(pair) for pair in pairs[at::2]), encoding="utf-8")
    return check_data.main([str(file) for file in files])


@pytest.mark.parametrize(
    "twin", ["street markets", "Street-Market", "street market's", "streetmarket", "street_market"]
)
def test_a_topic_has_one_spelling(tmp_path: Path, capsys: pytest.CaptureFixture[str], twin: str) -> None:
    assert checked(tmp_path, "street-market", twin) == 1
    said = capsys.readouterr().out
    assert f"two.jsonl p1: the topic “{twin}” is called “street-market” before\n1 complaints" in said


def test_other_topics_are_others(tmp_path: Path) -> None:
    assert checked(tmp_path, "street-market", "market", "street-market", "streets", "été", "marché") == 0


def test_a_source_and_a_cue_are_counted_among_their_like(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = {"label": "official_source", "frames": [], "frames_also_ok": []}
    texts = [f"<s>the harbour board</s> <c>said</c> <t>pier {at} was shut</t>" for at in range(4)] + ["<t>It leaks"]
    items = [
        {"id": f"i{at}", "language": "en", "topic": "shipping", "sentences": [said | {"text": text}]}
        for at, text in enumerate(texts)
    ]
    file = tmp_path / "said.jsonl"
    file.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    assert check_data.main([str(file)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "said.jsonl: the cue “said” stands in 4 of 4" in lines
    assert "said.jsonl: the source “the harbour board” stands in 4 of 4" in lines
    assert any(line.startswith("said.jsonl i4: sentence 1: tags are not well-formed") for line in lines)
    assert lines[-1] == "3 complaints"
