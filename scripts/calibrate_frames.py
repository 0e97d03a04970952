#!/usr/bin/env python3
"""Fit where frame scores cross from "no" to "yes", on samples of our own and on labelled headlines.

usage: calibrate_frames.py [--headlines FILE.jsonl.gz] [--encoder FOLDER] [--write-background]

Prints, for each offset, the mean of macro-F1 and micro-F1 on `scripts/data/frames_own.jsonl` (sentences in their
articles), on the gold of the sample articles in `seeds/`, and on headlines (alone; the Gun Violence Frame Corpus,
rows of `text` and `frames`), on the folds of `scripts/data/attribution/` that the encoder was not trained on, and
the offset that is best for their sum: that one is `EmbeddingModel.offset`.
`--write-background` writes the own sentences, without
their labels, to `configs/lexicons/models/`, against which similarities are standardised.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from encoder.corpora import own_passages, split
from encoder.samples import of_texts
from sklearn.linear_model import LogisticRegression

from annotate.config import EmbeddingModel, Scheme, load_scheme
from annotate.models.embedding import EmbeddingClassifier
from annotate.models.encoder import TransformerEncoder
from annotate.models.windows import ArticleEncoder

if TYPE_CHECKING:
    from annotate.protocols import ArticleModel, Matrix

ROOT = Path(__file__).parents[1]
OWN = ROOT / "scripts" / "data" / "frames_own.jsonl"
ITEMS = ROOT / "scripts" / "data" / "attribution"
SEEDS = ROOT / "tests" / "golden" / "seeds_gold.jsonl"
BACKGROUND = ROOT / "configs" / "lexicons" / "models"
OFFSETS = tuple(round(0.1 * step, 2) for step in range(21))


class Sample(NamedTuple):
    """A text with the frames that it has and those that count neither way."""

    text: str
    frames: frozenset[str]
    also_ok: frozenset[str] = frozenset()


class Scored(NamedTuple):
    """Samples with how far each stands out for each label (rows: samples)."""

    samples: list[Sample]
    standing: Matrix


def read_own() -> dict[tuple[str, str], list[Sample]]:
    """Return the own samples by (article, language)."""
    articles = defaultdict(list)
    for line in OWN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sample = Sample(row["text"], frozenset(row["frames"]), frozenset(row["frames_also_ok"]))
        articles[row["article"], row["language"]].append(sample)
    return dict(articles)


def read_seeds() -> dict[tuple[str, str], list[Sample]]:
    """Return the sentences of the sample articles by (article, language)."""
    articles = defaultdict(list)
    for line in SEEDS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["attribution"] not in {"headline", "boilerplate"}:
            sample = Sample(row["text"], frozenset(row["frames"]), frozenset(row["frames_also_ok"]))
            articles[row["doc"], row["lang"]].append(sample)
    return dict(articles)


def read_headlines(path: Path) -> list[Sample]:
    """Return the headlines of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Sample(row["text"], frozenset(row["frames"])) for row in map(json.loads, lines)]


def read_folds() -> dict[tuple[str, str], list[Sample]]:
    """Return the training data that the encoder was not trained on, by (item, language)."""
    folds = split(list(own_passages(sorted(ITEMS.glob("*.jsonl")))))
    return {
        (passage.name, passage.language): [
            Sample(passage.text[slice(*each.span)], each.frames or frozenset()) for each in passage.sentences
        ]
        for passage in (*folds.tune, *folds.test)
    }


def score_articles(
    articles: dict[tuple[str, str], list[Sample]], model: ArticleModel, classifier: EmbeddingClassifier, scheme: Scheme
) -> Scored:
    """Score samples, each in its article."""
    samples, blocks = [], []
    for (name, language), article in articles.items():
        vectors = model.view(*of_texts(name, [sample.text for sample in article], language)).vectors
        standing = classifier.standing([sample.text for sample in article], scheme, language, vectors)
        blocks.append((1 - scheme.context) * standing + scheme.context * standing.mean(axis=0))
        samples += article
    return Scored(samples, np.concatenate(blocks))


def by_themselves(samples: Sequence[Sample]) -> dict[tuple[str, str], list[Sample]]:
    """Return English samples as articles of one sentence."""
    return {(str(number), "en"): [sample] for number, sample in enumerate(samples)}


def quality(scored: Scored, scheme: Scheme, offset: float) -> float:
    """Return the mean of macro-F1 and micro-F1 over the labels that the samples have."""
    known = frozenset().union(*(sample.frames for sample in scored.samples))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sample, row in zip(scored.samples, scored.standing, strict=True):
        best = sorted(range(len(row)), key=lambda at: -row[at])[: scheme.max_labels]
        given = known & {scheme.names[at] for at in best if row[at] >= offset}
        for label in (given | sample.frames) - (sample.also_ok - sample.frames):
            counts[label][_outcome(label, given, sample.frames)] += 1
    return (float(np.mean([_f1(each) for each in counts.values()])) + _f1(sum(counts.values(), Counter()))) / 2


def _outcome(label: str, given: frozenset[str], gold: frozenset[str]) -> str:
    if label not in gold:
        return "too many"
    return "right" if label in given else "missed"


def _f1(counts: Counter[str]) -> float:
    return 2 * counts["right"] / max(2 * counts["right"] + counts["too many"] + counts["missed"], 1)


def sharpness(scored: Scored, scheme: Scheme) -> tuple[float, float]:
    """Return slope and midpoint of the logistic curve from standing to "the frame is right" (Platt 1999)."""
    at, truth = [], []
    for sample, row in zip(scored.samples, scored.standing, strict=True):
        for label, standing in zip(scheme.names, row.tolist(), strict=True):
            if label not in sample.also_ok:
                at.append([standing])
                truth.append(float(label in sample.frames))
    fit = LogisticRegression(C=np.inf).fit(at, truth)
    slope = float(fit.coef_[0, 0])
    return slope, -float(fit.intercept_[0]) / slope


def write_background() -> None:
    """Write the own sentences, without labels, where the classifier finds them."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for (_, language), article in read_own().items():
        by_language[language] += [sample.text for sample in article]
    for language, sentences in by_language.items():
        lines = (f"  - {json.dumps(sentence, ensure_ascii=False)}\n" for sentence in sentences)
        (BACKGROUND / f"{language}.yaml").write_text(HEADER + "".join(lines), encoding="utf-8")


HEADER = """\
# Ordinary news sentences on every subject, our own, against which similarities are standardised.
# Written by scripts/calibrate_frames.py --write-background from scripts/data/frames_own.jsonl: change them there.
sentences:
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the chore."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--headlines", type=Path)
    parser.add_argument("--encoder", default="", help="a folder; the embedded one unless given")
    parser.add_argument("--write-background", action="store_true")
    options = parser.parse_args(arguments)
    if options.write_background:
        write_background()
    settings, scheme = EmbeddingModel(name=options.encoder), load_scheme("frames")
    encoder = TransformerEncoder(settings)
    model, classifier = ArticleEncoder(encoder), EmbeddingClassifier(encoder, settings)
    given = {"own": read_own(), "folds": read_folds(), "seeds": read_seeds()}
    if options.headlines:
        given["headlines"] = by_themselves(read_headlines(options.headlines))
    sets = {name: score_articles(articles, model, classifier, scheme) for name, articles in given.items()}
    print_table(sets, scheme)
    slope, midpoint = sharpness(sets["own"], scheme)
    print(f"own samples: slope {slope:.2f}, midpoint {midpoint:.2f}")


def print_table(sets: dict[str, Scored], scheme: Scheme) -> None:
    """Print each set's quality by offset, and the offset that is best for all."""
    print("offset", *sets, sep="\t")
    totals = {}
    for offset in OFFSETS:
        row = [quality(scored, scheme, offset) for scored in sets.values()]
        totals[offset] = sum(row)
        print(offset, *_rounded(row), sep="\t")
    print(f"best offset: {max(totals, key=totals.__getitem__)}")


def _rounded(numbers: Iterable[float]) -> list[str]:
    return [f"{number:.3f}" for number in numbers]


if __name__ == "__main__":
    main()
