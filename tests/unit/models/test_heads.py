from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from annotate.errors import ModelError
from annotate.models.heads import HEADS, LINKED, OUTPUTS, RELATIONS, Heads, averaged, load_heads, pooled

SIZE = 8


@pytest.fixture
def heads() -> Heads:
    torch.manual_seed(0)
    return Heads(SIZE).eval()


def test_every_word_has_log_odds_of_every_role(heads: Heads) -> None:
    assert heads.roles(torch.randn(5, SIZE)).shape == (5, len(OUTPUTS))


@torch.inference_mode()
def test_links_tie_each_token_to_each_cue(heads: Heads) -> None:
    cues, tokens = torch.randn(3, SIZE), torch.randn(3, 7, SIZE)
    scores = heads.links(cues, tokens)
    assert scores.shape == (3, len(LINKED), 7)
    torch.testing.assert_close(heads.links(cues[1:2], tokens[1:2])[0], scores[1])
    asked, answered = heads.asks(cues[2]).view(2, -1), heads.answers(tokens[2, 4]).view(2, -1)
    torch.testing.assert_close(scores[2, :, 4], (asked * answered).sum(dim=1) / asked.shape[1] ** 0.5)
    assert heads.links(cues[:0], tokens[:0]).shape == (0, len(LINKED), 7)


@torch.inference_mode()
def test_relations_do_not_see_padding(heads: Heads) -> None:
    states, mask = torch.randn(2, 6, SIZE), torch.ones(2, 6, dtype=torch.long)
    mask[1, 4:] = 0
    scores = heads.relations(states, mask)
    assert scores.shape == (2, len(RELATIONS))
    torch.testing.assert_close(heads.relations(states[1:, :4], mask[1:, :4])[0], scores[1])
    assert not torch.equal(heads.relations(states[1:], torch.ones(1, 6))[0], scores[1])


def test_means_count_what_the_mask_counts() -> None:
    states = torch.tensor([[[1.0], [3.0], [100.0]]])
    assert averaged(states, torch.tensor([[1, 1, 0]])).tolist() == [[2.0]]
    assert averaged(states, torch.tensor([[0, 0, 0]])).tolist() == [[0.0]]


def test_pieces_are_averaged_by_their_rows() -> None:
    states = torch.tensor([[1.0, 0.0], [3.0, 2.0], [5.0, 6.0]])
    assert pooled(states, [[0, 1], [2], [0, 2], []]).tolist() == [[2.0, 1.0], [5.0, 6.0], [3.0, 3.0], [0.0, 0.0]]
    assert pooled(states, []).shape == (0, 2)


def test_heads_are_read_as_they_were_saved(tmp_path: Path, heads: Heads) -> None:
    save_file(heads.state_dict(), tmp_path / HEADS)
    read = load_heads(tmp_path, SIZE)
    assert not read.training
    for name, value in heads.state_dict().items():
        assert torch.equal(read.state_dict()[name], value)


def test_heads_saved_in_half_are_read_as_floats(tmp_path: Path, heads: Heads) -> None:
    save_file({name: value.bfloat16() for name, value in heads.state_dict().items()}, tmp_path / HEADS)
    assert {value.dtype for value in load_heads(tmp_path, SIZE).state_dict().values()} == {torch.float32}


@pytest.mark.parametrize("broken", ["missing", "bytes", "size", "name"])
def test_other_heads_are_refused_in_one_line(tmp_path: Path, heads: Heads, broken: str) -> None:
    if broken == "bytes":
        (tmp_path / HEADS).write_bytes(b"nothing")
    elif broken == "size":
        save_file(Heads(2 * SIZE).state_dict(), tmp_path / HEADS)
    elif broken == "name":
        save_file({f"head.{name}": value for name, value in heads.state_dict().items()}, tmp_path / HEADS)
    with pytest.raises(ModelError, match=r"heads\.safetensors: holds no heads of ours .* in the preset") as caught:
        load_heads(tmp_path, SIZE)
    assert "\n" not in str(caught.value)
