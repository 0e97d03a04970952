#!/usr/bin/env python
"""Fit how rules and model are pooled in attribution, on own sentences that the encoder was not trained on.

usage: fit_attribution.py [--encoder FOLDER] [--news FILE.jsonl.gz ...] [--write]

Fits, by logistic regression on the tuning fold of `scripts/data/attribution/`, the weights of
`configs/lexicons/attribution/pooling.yaml` (the log-odds that a cue speaks for its sentence), then prints accuracy and
calibration of the whole attribution on the tuning and on the test fold, for rules alone, the model alone and both.

Own data are written to be hard: four sentences in five have a source. Ordinary news has fewer, so the bias is shifted
to a share of `--share`. What share the fitted model itself finds in the articles of `--news` (rows of `text`, without
labels) is printed beside it: the expectation maximisation of Saerens, Latinne and Decaestecker (2002), each file
weighing the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from encoder.corpora import Passage, own_passages, rows, split
from encoder.recipe import OWN
from encoder.samples import Silence, of_passage
from sklearn.linear_model import LogisticRegression

from annotate.attribution import Attributor, CueExtractor
from annotate.attribution.drawing import Weights, candidates
from annotate.config import LANGUAGES, Calibration, EmbeddingModel, load_scheme, load_settings
from annotate.data import Document, Span
from annotate.evaluate.calibration import reliability
from annotate.models.embedding import EmbeddingClassifier
from annotate.models.encoder import TransformerEncoder
from annotate.models.memo import RememberingEncoder
from annotate.models.windows import ArticleEncoder
from annotate.protocols import ArticleView
from annotate.text import prepare
from annotate.text import split as split_sentences

POOLING = Path(__file__).parents[1] / "configs" / "lexicons" / "attribution" / "pooling.yaml"
SCHEME = load_scheme("attribution")
SILENT = {label.name for label in SCHEME.labels if "none" in label.source_types}
NAMES = ("bias", "model", "first_rule", "other_rule", "unseen")


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", default="", help="a folder; the embedded one unless given")
    parser.add_argument("--news", type=Path, nargs="*", default=[], help="articles that tell how common sources are")
    parser.add_argument("--share", type=float, default=0.5, help="of sentences of ordinary news that have a source")
    parser.add_argument("--limit", type=int, default=40, help="articles of each file")
    parser.add_argument("--weight", type=float, default=1.0, help="of the zero-shot classifier")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    folds = split(list(own_passages(sorted(OWN.glob("attribution/*.jsonl")))))
    encoder = TransformerEncoder(EmbeddingModel(name=chosen.encoder))
    model = ArticleEncoder(encoder)
    weights, share = fitted(folds.tune, model)
    if chosen.news:
        expected = found_share(chosen.news, model, weights, share, chosen.limit)
        print(f"a source: {share:.2f} of own sentences, {expected:.2f} of the news'; taken: {chosen.share:.2f}")
    weights["bias"] = round(weights["bias"] + logit(chosen.share) - logit(share), 3)
    print(yaml.safe_dump(weights, sort_keys=False))
    if chosen.write:
        POOLING.write_text(_text(weights), encoding="utf-8")
    calibration = load_settings(Calibration, "models/calibration")
    classifier = EmbeddingClassifier(RememberingEncoder(encoder), calibration)
    pooling = Weights(**weights)
    attributor = Attributor(SCHEME, classifier, zero_shot_weight=chosen.weight, weights=pooling)
    for name, passages in (("tune", folds.tune), ("test", folds.test)):
        for language in LANGUAGES:
            some = [passage for passage in passages if passage.language == language]
            views = [model.view(*of_passage(passage)) for passage in some]
            for what, seen in (("both", views), ("rules", [view._replace(found=None) for view in views])):
                print(name, language, f"{what}:", measured(some, attributor, seen))
            mute = Attributor(SCHEME, classifier, Silence(), chosen.weight, pooling)
            print(name, language, "model:", measured(some, mute, views))


def _text(weights: dict[str, float]) -> str:
    """Return the YAML file."""
    head = (
        "# How much the model's word and the rules' weigh, as log-odds that a cue speaks for its sentence.\n"
        "# Written by scripts/fit_attribution.py --write, from the tuning fold of scripts/data/attribution/.\n"
    )
    return head + yaml.safe_dump(weights, sort_keys=False)


def measured(passages: Sequence[Passage], attributor: Attributor, views: Sequence[ArticleView | None]) -> str:
    """Return accuracy, how often it is seen that there is a source, and the expected calibration error."""
    right, seen, scores = [], [], []
    for passage, view in zip(passages, views, strict=True):
        article, sentences = of_passage(passage)
        for given, wanted in zip(attributor.attribute(article, sentences, view), passage.sentences, strict=True):
            if given is not None:
                right.append(given.label == wanted.label)
                seen.append((given.label in SILENT) == (wanted.label in SILENT))
                scores.append(given.score)
    off = reliability(zip(scores, right, strict=True)).calibration_error
    return f"accuracy {np.mean(right):.3f}, source or none {np.mean(seen):.3f}, ECE {off:.3f}"


def fitted(passages: Sequence[Passage], model: ArticleEncoder) -> tuple[dict[str, float], float]:
    """Return the weights, and the share of sentences with a source that they were fitted on.

    They are those by which a sentence's likeliest cue best tells whether somebody answers for the sentence. Which cue
    is the likeliest is fitted before, on which one is marked as the sentence's main one.
    """
    cues: list[tuple[list[float], bool]] = []
    groups: list[tuple[list[list[float]], bool]] = []
    for passage in passages:
        article, sentences = of_passage(passage)
        view, ruled = model.view(article, sentences), CueExtractor().extract(article, sentences)
        mains = [Span(*span) for mark in passage.marks if mark.main for span in mark.cue]
        for found, rules, wanted in zip(view.found or (), ruled, passage.sentences, strict=True):
            group = []
            for each in candidates(rules, found):
                if each.spans.source:
                    main = any(cue.overlaps(span) for cue in each.spans.cue for span in mains)
                    group.append([1.0, each.main or 0.0, each.rule == 0, (each.rule or 0) > 0, each.main is None])
                    cues.append((group[-1], main))
            groups.append((group or [[1.0, 0.0, 0.0, 0.0, 1.0]], wanted.label not in SILENT))
    ranking = regressed(*cues_of(cues))
    best = [(max(group, key=lambda row: float(np.dot(row, ranking))), attributed) for group, attributed in groups]
    share = float(np.mean([attributed for _, attributed in groups]))
    return dict(zip(NAMES, regressed(*cues_of(best)), strict=True)), share


def found_share(
    files: Sequence[Path], model: ArticleEncoder, weights: dict[str, float], share: float, limit: int
) -> float:
    """Return the share of sentences with a source in ordinary articles; the weights were fitted where it is `share`."""
    odds = [best_odds(path, model, Weights(**weights), limit) for path in files]
    prior = share
    for _ in range(200):
        moved = logit(prior) - logit(share)
        prior = float(np.mean([np.mean(1 / (1 + np.exp(-(each + moved)))) for each in odds]))
    return prior


def best_odds(path: Path, model: ArticleEncoder, weights: Weights, limit: int) -> Any:
    """Return the log-odds, of every sentence of some articles, that it has a source."""
    found = []
    for number, row in enumerate(rows(path)):
        if number == limit:
            break
        for article in prepare(Document(f"{path.name}/{number}", path.name, row["text"], row.get("title"))):
            sentences = [each for each in split_sentences(article) if each.kind == "sentence"]
            ruled = CueExtractor().extract(article, sentences)
            for both in zip(ruled, model.view(article, sentences).found or (), strict=True):
                given = [each.score(weights) for each in candidates(*both) if each.spans.source]
                found.append(max(given, default=weights.bias + weights.unseen))
    return np.array(found)


def logit(share: float) -> float:
    """Return log-odds."""
    return float(np.log(share / (1 - share)))


def cues_of(given: Sequence[tuple[list[float], bool]]) -> tuple[Any, Any]:
    """Return rows and truths as arrays."""
    return np.array([row for row, _ in given], dtype=np.float64), np.array([truth for _, truth in given])


def regressed(rows: Any, truth: Any) -> list[float]:
    """Return the coefficients of a logistic regression, lightly ridged."""
    fit = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000).fit(rows, truth)
    return [round(float(weight), 3) for weight in fit.coef_[0]]


if __name__ == "__main__":
    main()
