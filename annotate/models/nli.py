"""Entailment by a cross-encoder, and zero-shot classification on top of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification

from annotate.config import Label, NliModel, Scheme
from annotate.errors import ModelError
from annotate.models.cutting import room
from annotate.models.folders import EMBEDDED_NAME, find_model
from annotate.models.heads import HEADS
from annotate.models.loading import load_pretrained
from annotate.models.relations import RelationModel

if TYPE_CHECKING:
    from annotate.protocols import Matrix

Pair = tuple[str, str]
PLACEHOLDER = "{}"


class ClassIds(NamedTuple):
    """Which of a model's classes is which; a two-class model has no `contradiction`."""

    entailment: int
    neutral: int
    contradiction: int | None


class CrossEncoder:
    """Reads premise and hypothesis together; serves as `Entailer` and under `NliClassifier`.

    Without a name in the settings it is the embedded encoder with its head for entailment, as any folder with such
    heads is. Raises `ModelError` where the model is missing, cannot be loaded, or does not name its classes.
    """

    def __init__(self, settings: NliModel) -> None:
        folder, version = find_model(settings.name)
        own = not settings.name or (folder / HEADS).is_file()
        architecture = RelationModel if own else AutoModelForSequenceClassification
        self.name = settings.name or EMBEDDED_NAME
        self._batch_size = settings.batch_size
        self._tokenizer, self._model = load_pretrained(folder, architecture, "an NLI model")
        self.classes = class_ids(self._model.config.id2label, self.name)
        self.max_tokens = min(settings.max_tokens, room(self._tokenizer, self._model.config))
        self.version = f"{version}/nli/{self.max_tokens}"

    def entail(self, pairs: Iterable[Pair]) -> Matrix:
        """Return, a row a (premise, hypothesis) pair, the probabilities of entailment, neutral, contradiction.

        A model of two classes gives its "not entailment" as neutral. A hypothesis too long to be read whole
        is neutral: half a claim is another claim.
        """
        given = list(pairs)
        rows = np.zeros((len(given), 3), dtype=np.float32)
        rows[:, 1] = 1.0
        readable = [at for at, (_, hypothesis) in enumerate(given) if self.reads(hypothesis)]
        if readable:
            shares = softmax(self.logits([given[at] for at in readable]))
            contradiction = self.classes.contradiction
            rows[readable, 0] = shares[:, self.classes.entailment]
            rows[readable, 1] = shares[:, self.classes.neutral]
            rows[readable, 2] = 0.0 if contradiction is None else shares[:, contradiction]
        return rows

    def reads(self, hypothesis: str) -> bool:
        """Tell whether the whole hypothesis fits beside at least one token of a premise."""
        length = len(self._tokenizer(hypothesis, add_special_tokens=False)["input_ids"])
        return length + int(self._tokenizer.num_special_tokens_to_add(pair=True)) < self.max_tokens

    def logits(self, pairs: Sequence[Pair]) -> Matrix:
        """Return one row of raw class scores a pair, in the model's own class order.

        The premise is cut to fit, the hypothesis never; callers ask `reads` first.
        """
        premises, hypotheses = [premise for premise, _ in pairs], [hypothesis for _, hypothesis in pairs]
        encoded = self._tokenizer(premises, hypotheses, truncation="only_first", max_length=self.max_tokens)
        lengths = [len(ids) for ids in encoded["input_ids"]]
        rows = np.zeros((len(pairs), int(self._model.config.num_labels)), dtype=np.float32)
        for batch in _batches_by_length(lengths, self._batch_size):
            rows[batch] = self._forward({name: [column[i] for i in batch] for name, column in encoded.items()})
        return rows

    @torch.inference_mode()
    def _forward(self, columns: Mapping[str, Sequence[Sequence[int]]]) -> Matrix:
        padded = self._tokenizer.pad(columns, return_tensors="pt")
        scores: torch.Tensor = self._model(**padded).logits
        return scores.float().numpy()


class NliClassifier:
    """Scores a text against each label by whether it entails the label's hypothesis (Yin et al. 2019)."""

    reads_sentences = True

    def __init__(self, encoder: CrossEncoder) -> None:
        self.version = encoder.version
        self._encoder = encoder

    def score(self, texts: Sequence[str], scheme: Scheme, language: str, vectors: Matrix | None = None) -> Matrix:
        """Return a probability for each text (row) and label (column); `vectors` say nothing to it.

        Multi-label: entailment against contradiction, each label by itself. Otherwise: the labels'
        entailment scores against each other, so that rows sum to 1.
        Raises `ModelError` where a hypothesis is longer than the model reads.
        """
        hypotheses = [hypothesis_of(label, scheme, language) for label in scheme.labels]
        self._check(hypotheses, scheme)
        pairs = [(text, hypothesis) for text in texts for hypothesis in hypotheses]
        if not pairs:
            return np.zeros((0, len(hypotheses)), dtype=np.float32)
        logits, classes = self._encoder.logits(pairs), self._encoder.classes
        entailed = logits[:, classes.entailment]
        if not scheme.multi_label:
            return softmax(entailed.reshape(len(texts), -1))
        against = logits[:, classes.neutral if classes.contradiction is None else classes.contradiction]
        return softmax(np.stack([entailed, against], axis=1))[:, 0].reshape(len(texts), -1)

    def threshold(self, scheme: str, label: str) -> float:
        """Return an even chance."""
        return 0.5

    def _check(self, hypotheses: Sequence[str], scheme: Scheme) -> None:
        for label, hypothesis in zip(scheme.labels, hypotheses, strict=True):
            if not self._encoder.reads(hypothesis):
                raise ModelError(
                    f"{self._encoder.name}: the hypothesis of {scheme.name}.{label.name} does not fit into "
                    f"{self._encoder.max_tokens} tokens; shorten it or raise max_tokens in the preset"
                )


def hypothesis_of(label: Label, scheme: Scheme, language: str) -> str:
    """Return the label's hypothesis as a sentence: one that starts in lower case goes into the scheme's template."""
    hypothesis = label.hypothesis.get(language)
    if scheme.hypothesis_template is None or not hypothesis[:1].islower():
        return hypothesis
    return scheme.hypothesis_template.get(language).replace(PLACEHOLDER, hypothesis)


def class_ids(id2label: Mapping[int, str], model: str) -> ClassIds:
    """Return the ids of a model's classes, found by their names.

    The zero-shot pipeline of transformers takes the last class where no name fits; some models are
    then read the wrong way round. Raises `ModelError` instead.

    >>> class_ids({0: "CONTRADICTION", 1: "Entailment", 2: "neutral"}, "m")
    ClassIds(entailment=1, neutral=2, contradiction=0)
    >>> class_ids({0: "entailment", 1: "not_entailment"}, "m")
    ClassIds(entailment=0, neutral=1, contradiction=None)
    """
    found = {_plain(name): int(at) for at, name in id2label.items()}
    names = set(found)
    if names == {"entailment", "neutral", "contradiction"}:
        return ClassIds(found["entailment"], found["neutral"], found["contradiction"])
    if names == {"entailment", "not_entailment"}:
        return ClassIds(found["entailment"], found["not_entailment"], None)
    has = ", ".join(str(id2label[at]) for at in sorted(id2label))
    raise ModelError(
        f"{model}: its classes are called {has}; an NLI model calls them entailment, neutral and contradiction, or "
        "entailment and not_entailment: take another model, or name them in id2label of its config.json"
    )


def softmax(scores: Matrix) -> Matrix:
    """Return each row as shares that sum to 1.

    >>> softmax(np.array([[0.0, 0.0]], dtype=np.float32)).tolist()
    [[0.5, 0.5]]
    """
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Matrix = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def _plain(name: str) -> str:
    """Return a class name in the one spelling that we compare by.

    >>> _plain("Not-Entailment"), _plain("CONTRADICTION ")
    ('not_entailment', 'contradiction')
    """
    return name.strip().casefold().replace("-", "_").replace(" ", "_").replace("non_", "not_")


def _batches_by_length(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    """Yield positions in batches of `size`, texts of like length together, so that little is padded.

    >>> list(_batches_by_length([9, 2, 8, 1], 2))
    [[3, 1], [2, 0]]
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), size):
        yield order[start : start + size]
