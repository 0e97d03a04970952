"""Tiny models with random weights, or with weights that make them read what they are told."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertForTokenClassification, BertModel, BertTokenizer

from annotate.models.folders import PACKED, SUMS
from annotate.models.heads import HEADS, Heads

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
LETTERS = string.ascii_lowercase + string.digits + "œ’“”«»…–"
#: Every letter by itself, so that a word has a piece a letter.
SPELLED = (*SPECIAL, *LETTERS, *string.punctuation, *("##" + letter for letter in LETTERS))
SIZE = 16


def tokenizer(folder: Path, vocabulary: tuple[str, ...] = SPELLED) -> Any:
    """Return a BERT tokenizer, and save it in a folder that may be there or not."""
    folder.mkdir(exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    made = BertTokenizer(str(folder / "vocab.txt"))
    made.save_pretrained(folder)
    return made


def config(vocabulary: tuple[str, ...] = SPELLED, **settings: Any) -> BertConfig:
    """Return what a BERT of a few thousand weights is made from; settings override it."""
    given = {
        "vocab_size": len(vocabulary),
        "hidden_size": SIZE,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "max_position_embeddings": 300,
        "initializer_range": 0.5,
    }
    return BertConfig(**(given | settings))


def encoder(folder: Path, *, seed: int = 0, **settings: Any) -> Path:
    """Save a random encoder with random heads, as the embedded one lies in its folder."""
    tokenizer(folder)
    torch.manual_seed(seed)
    BertModel(config(**settings)).save_pretrained(folder)
    save_file(Heads(SIZE).state_dict(), folder / HEADS)
    return folder


def embedded(folder: Path, **settings: Any) -> Path:
    """Save an encoder with the list of digests that the embedded one has."""
    encoder(folder, **settings)
    sums = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in PACKED]
    (folder / SUMS).write_text("".join(sums), encoding="ascii")
    return folder


def classifier(folder: Path, labels: Mapping[int, str], **settings: Any) -> Path:
    """Save a random token classifier."""
    tokenizer(folder)
    torch.manual_seed(0)
    named: dict[str, Any] = {"id2label": dict(labels), "label2id": {name: at for at, name in labels.items()}}
    BertForTokenClassification(config(**named, **settings)).save_pretrained(folder)
    return folder


def told(folder: Path, labels: Mapping[int, str], words: Mapping[str, str], **settings: Any) -> Path:
    """Save a token classifier that gives each word the label that `words` names, to others the first."""
    vocabulary = (*SPECIAL, *words, *string.punctuation, "“", "”", "the", "it")
    tokenizer(folder, vocabulary)
    named: dict[str, Any] = {"id2label": dict(labels), "label2id": {name: at for at, name in labels.items()}}
    model = BertForTokenClassification(config(vocabulary, **named, **settings))
    ids = {name: at for at, name in labels.items()}
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "LayerNorm.weight" not in name:
                weight.zero_()
        for at, word in enumerate(vocabulary):
            model.bert.embeddings.word_embeddings.weight[at, ids[words.get(word, labels[0])]] = 1.0
        for at in labels:
            model.classifier.weight[at, at] = 3.0
    model.save_pretrained(folder)
    return folder
