"""Attributions drawn by any token classifier whose labels are called source, cue and content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import torch
from transformers import AutoModelForTokenClassification

from annotate.config import SpanModel
from annotate.data import Article, FoundAttribution, Sentence
from annotate.errors import ModelError
from annotate.models.cutting import WINDOW, Window, cut, room
from annotate.models.folders import find_model
from annotate.models.heads import pooled
from annotate.models.loading import load_pretrained
from annotate.models.spans import CONTENT, CUE, SOURCE, Link, Word, attributions, source_runs

if TYPE_CHECKING:
    from annotate.protocols import Matrix

NEVER: Final = -1e4  # log-odds of what is out of the question
#: "B-SOURCE", "i_cue", "content"; the other letters are those of finer schemes: end, single, last, unit.
_LABEL: Final = re.compile(r"(?:[bieslu][-_])?(source|cue|content)", re.IGNORECASE)


class RoleIds(NamedTuple):
    """Which of a model's labels mean each role."""

    source: tuple[int, ...]
    cue: tuple[int, ...]
    content: tuple[int, ...]


class TokenTagger:
    """Reads articles in windows of whole sentences, and ties sources and content to the cues beside them.

    Raises `ModelError` where the model is missing, cannot be loaded, or does not name the roles.
    """

    def __init__(self, settings: SpanModel) -> None:
        folder, version = find_model(settings.name)
        self._tokenizer, self._model = load_pretrained(folder, AutoModelForTokenClassification, "a token classifier")
        self._roles = role_ids(self._model.config.id2label, settings.name)
        if not self._tokenizer.is_fast:
            raise ModelError(
                f"{settings.name}: its tokenizer does not say where tokens stand in the text; "
                "take a model with a fast tokenizer (tokenizer.json)"
            )
        self.window = min(WINDOW, room(self._tokenizer, self._model.config))
        self.version = f"{version}/tokens/{self.window}"

    def found(self, article: Article, sentences: Sequence[Sentence]) -> list[list[FoundAttribution]]:
        """Return each sentence's attributions, in the order of their cues."""
        found: list[list[FoundAttribution]] = [[] for _ in sentences]
        for window in cut(sentences, self._tokenizer, self.window):
            roles = self._log_odds(window)
            for index in window.sentences:
                span = sentences[index].span
                link = nearness(article.text, window.words, roles, sentences[index])
                found[index] += attributions(article.text, window.words, roles, link, span)
        return found

    @torch.inference_mode()
    def _log_odds(self, window: Window) -> Matrix:
        """Return log-odds, shape (words, 4), of source, cue, content and, in want of better, the cue once more."""
        ids = torch.tensor([window.ids])
        logits = self._model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits[0].float()
        columns = []
        for role in self._roles:
            others = [at for at in range(logits.shape[1]) if at not in role]
            columns.append(logits[:, list(role)].logsumexp(dim=1) - logits[:, others].logsumexp(dim=1))
        tokens = torch.stack([*columns, columns[CUE]], dim=1)
        scores: Matrix = pooled(tokens, [word.pieces for word in window.words]).numpy()
        return scores


def nearness(text: str, words: Sequence[Word], roles: Matrix, sentence: Sentence) -> Link:
    """Return a link for models that have none: a cue's source is the nearest, its content all that the sentence has."""
    inside = [at for at, word in enumerate(words) if sentence.span.covers(word.span)]

    def link(cue: Sequence[int]) -> Matrix:
        scores = np.stack([np.full(len(words), NEVER, dtype=np.float32), roles[:, CONTENT]])
        free = [at for at in inside if at not in cue]
        sources = source_runs(text, words, free, roles[:, SOURCE])
        if sources:
            nearest = min(sources, key=lambda run: max(cue[0] - run[-1], run[0] - cue[-1]))
            scores[0, nearest] = roles[nearest, SOURCE]
        return scores

    return link


def role_ids(id2label: Mapping[int, str], model: str) -> RoleIds:
    """Return the ids of a model's labels by role; labels of other names are nobody's.

    Raises `ModelError` where a role has none: a model for other things finds its own in every article.

    >>> role_ids({0: "O", 1: "B-SOURCE", 2: "I-SOURCE", 3: "cue", 4: "I-Content", 5: "B-PER"}, "m")
    RoleIds(source=(1, 2), cue=(3,), content=(4,))
    """
    found: dict[str, list[int]] = {"source": [], "cue": [], "content": []}
    for at, name in id2label.items():
        if match := _LABEL.fullmatch(name.strip()):
            found[match[1].lower()].append(int(at))
    if all(found.values()):
        return RoleIds(*(tuple(sorted(ids)) for ids in found.values()))
    has = ", ".join(str(id2label[at]) for at in sorted(id2label))
    raise ModelError(
        f"{model}: its labels are called {has}; a model for spans calls them source, cue and content, with or without "
        "B- and I-: take another model, name them in id2label of its config.json, or use the default spans"
    )
