"""Deterministic stand-ins for every model seam: real classes, no torch, no weights."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from annotate.config import Label, Scheme
from annotate.data import Article, AttributionSpans, Sentence

if TYPE_CHECKING:
    from annotate.protocols import Matrix

_WORD = re.compile(r"\w+")
_NEGATIONS = frozenset({"not", "no", "never", "denied", "ne", "pas", "non", "jamais", "aucun", "aucune"})


def words(text: str) -> list[str]:
    """Return the words of `text`, folded.

    >>> words("He didn’t, M. Hammouchi!")
    ['he', 'didn', 't', 'm', 'hammouchi']
    """
    return _WORD.findall(text.casefold())


class FakeEncoder:
    """Embeds a text as its bag of hashed words: texts that share words lie close together."""

    def __init__(self, size: int = 64) -> None:
        self.version = f"fake-encoder-{size}"
        self.size = size
        self.calls: list[tuple[str, ...]] = []

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one unit row a text; remember the call."""
        self.calls.append(tuple(texts))
        rows = [self._row(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.size), dtype=np.float32)

    def _row(self, text: str) -> Matrix:
        total = np.sum([_direction(word, self.size) for word in ["", *words(text)]], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


class FakeClassifier:
    """Scores a text against a label by the words that it shares with the label's definition."""

    reads_sentences = False

    def __init__(self) -> None:
        self.version = "fake-classifier"
        self.calls: list[tuple[str, ...]] = []

    def score(self, texts: Sequence[str], scheme: Scheme, language: str) -> Matrix:
        """Return shared words / (shared words + 1) a label; rows sum to 1 unless the scheme is multi-label."""
        self.calls.append(tuple(texts))
        described = [_described(label, language) for label in scheme.labels]
        overlap = np.array(
            [[len(each & said) for each in described] for said in (set(words(text)) for text in texts)],
            dtype=np.float32,
        ).reshape(len(texts), len(scheme.labels))
        if scheme.multi_label:
            return np.asarray(overlap / (overlap + 1), dtype=np.float32)
        weights = np.exp(overlap)
        return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)


class FakeExtractor:
    """Draws the spans that it was made with, as a trained span extractor would: a sentence's by its index."""

    def __init__(self, spans: Mapping[int, AttributionSpans]) -> None:
        self.spans = spans

    def extract(self, article: Article, sentences: Sequence[Sentence]) -> list[list[AttributionSpans]]:
        """Return one attribution for each sentence that has spans, none for others."""
        return [[self.spans[each.index]] if each.index in self.spans else [] for each in sentences]


class FakeEntailer:
    """Calls a hypothesis entailed as far as the premise holds its words, contradicted where one alone negates."""

    def __init__(self) -> None:
        self.version = "fake-entailer"
        self.pairs: list[tuple[str, str]] = []

    def entail(self, pairs: Iterable[tuple[str, str]]) -> Matrix:
        """Return entailment, neutral, contradiction a pair; remember the pairs."""
        given = list(pairs)
        self.pairs.extend(given)
        rows = [_judge(set(words(premise)), set(words(hypothesis))) for premise, hypothesis in given]
        return np.array(rows, dtype=np.float32).reshape(len(given), 3)


@lru_cache(maxsize=1 << 16)  # a megabyte in one article asks for a few words 200,000 times
def _direction(word: str, size: int) -> Matrix:
    """Return the word's own direction, near to orthogonal to every other word's."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    generator = np.random.default_rng(int.from_bytes(digest, "big"))
    return generator.standard_normal(size).astype(np.float32)


def _described(label: Label, language: str) -> frozenset[str]:
    """Return the longer words that say what a label is."""
    described = f"{label.title.get(language)} {label.definition.get(language)}"
    return frozenset(word for word in words(described) if len(word) > 3)


def _judge(premise: set[str], hypothesis: set[str]) -> tuple[float, float, float]:
    content = hypothesis - _NEGATIONS
    held = len(content & premise) / max(len(content), 1)
    clash = bool(premise & _NEGATIONS) != bool(hypothesis & _NEGATIONS)
    return (0.0, 1.0 - held, held) if clash else (held, 1.0 - held, 0.0)
