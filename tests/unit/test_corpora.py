"""Training data read: offsets hold, folds keep still, and main cues are told only where they are plain."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest
import torch

from tests.unit.models import tiny

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from encoder.corpora import ROLES, Passage, fold, own_passages, packed, polnear  # noqa: E402
from encoder.network import Network  # noqa: E402
from encoder.recipe import read  # noqa: E402

TEXT = "The ferry was full. Ines Falk said that the ferry was full. The mayor, who Falk said had left, was asleep."


def marked(text: str, *attributions: tuple[str, str, str]) -> list[dict[str, list[list[int]]]]:
    found = []
    for parts in attributions:
        spans = [[[text.index(part), text.index(part) + len(part)]] if part else [] for part in parts]
        found.append(dict(zip(ROLES, spans, strict=True)))
    return found


@pytest.fixture
def passage(tmp_path: Path) -> Passage:
    path = tmp_path / "polnear.jsonl.gz"
    said = marked(TEXT, ("Ines Falk", "said that", "the ferry was full"), ("who Falk", "said had", "left"))
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "a", "text": TEXT, "attributions": said}))
    [found] = polnear(path)
    return found


def test_a_sentence_without_attributions_or_of_one_alone_is_told(passage: Passage) -> None:
    assert [each.told for each in passage.sentences] == [True, True, False]
    assert [mark.main for mark in passage.marks] == [True, None]


def test_sentences_lie_where_they_stand(passage: Passage) -> None:
    assert next(TEXT[slice(*each.span)] for each in passage.sentences) == "The ferry was full."


@pytest.fixture(scope="module")
def own() -> list[Passage]:
    return list(own_passages(sorted((ROOT / "scripts" / "data" / "attribution").glob("*.jsonl"))))


def test_own_marks_lie_within_their_passage(own: list[Passage]) -> None:
    assert len(own) > 3000
    for passage in own:
        for mark in passage.marks:
            for start, end in mark.spans:
                assert passage.text[start:end].strip()
                assert any(each.span[0] <= start and end <= each.span[1] for each in passage.sentences)


def test_packing_moves_spans_and_changes_no_word(own: list[Passage]) -> None:
    some = own[:40]
    joined = list(packed(some))
    assert len(joined) < len(some)
    assert "\n".join(each.text for each in joined) == "\n".join(each.text for each in some)
    before = [each.text[slice(*span)] for each in some for mark in each.marks for span in mark.spans]
    assert [each.text[slice(*span)] for each in joined for mark in each.marks for span in mark.spans] == before


def test_a_fold_is_a_property_of_the_name_alone(own: list[Passage]) -> None:
    assert [fold(name) for name in ("fr-politics-001", "en-unnamed-001", "fr-society-010")] == [1, 7, 3]
    shares = [sum(fold(each.name) == number for each in own) / len(own) for number in range(10)]
    assert all(0.07 < share < 0.13 for share in shares)


def test_tokens_are_hidden_in_training_alone(tmp_path: Path) -> None:
    network = Network(tiny.encoder(tmp_path / "encoder"), "cpu", {}, hidden=1.0)
    rows = network.tokenizer(["the ferry was full", "the mayor was full"])["input_ids"]
    network.eval()
    shown, _ = network.states(rows)
    assert not torch.allclose(shown[0], shown[1])
    network.train()
    network.encoder.eval()  # no dropout
    masked, _ = network.states(rows)
    assert torch.allclose(masked[0], masked[1])
    assert not torch.allclose(masked[0], shown[0])


def test_a_frame_that_topics_name_is_not_held_out() -> None:
    recipe = ROOT / "scripts" / "encoder" / "encoder.yaml"
    with pytest.raises(ValueError, match=r"weights\.topics"):
        read(recipe, ["held_out_frames=[economic]"])
    assert read(recipe, ["held_out_frames=[economic]", "weights.topics=0"]).held_out_frames == ("economic",)
