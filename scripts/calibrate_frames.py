#!/usr/bin/env python3
"""Fit what the similarities of sentences to frames are worth, on sentences of our own, and show what comes of it.

usage: calibrate_frames.py [--headlines FILE.jsonl.gz] [--encoder FOLDER] [--contrast C] [--write] [--write-background]

Fitted on the tuning fold of `scripts/data/attribution/` and on `scripts/data/frames_own.jsonl`, neither of which the
encoder was trained on: the curve from standing to probability (Platt 1999), one for all labels, the
probability from which a label is given, and from which each one of the scheme is. A label's threshold is the one of
the highest F1, counted together with `PRIOR` sentences of its frame that do as all labels do on average. Prints, by
set, micro-F1 and macro-F1 with one threshold and with each label's, and the expected calibration error of what is
given. The test fold, the samples in `seeds/` and headlines (the Gun Violence Frame Corpus, rows of `text` and `frames`)
only measure.

`--write` writes `configs/lexicons/models/calibration.yaml`; `--write-background` the sentences of `frames_own.jsonl`,
without their labels, to the same folder: similarities are standardised against them.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import yaml
from encoder.corpora import Passage, own_passages, split
from encoder.samples import of_texts
from sklearn.linear_model import LogisticRegression

from annotate.config import Calibration, EmbeddingModel, Scheme, load_scheme
from annotate.evaluate.calibration import reliability
from annotate.models.embedding import EmbeddingClassifier
from annotate.models.encoder import TransformerEncoder
from annotate.models.windows import ArticleEncoder

if TYPE_CHECKING:
    from annotate.protocols import ArticleModel, Matrix

ROOT = Path(__file__).parents[1]
OWN = ROOT / "scripts" / "data" / "frames_own.jsonl"
ITEMS = ROOT / "scripts" / "data" / "attribution"
SEEDS = ROOT / "tests" / "golden" / "seeds_gold.jsonl"
ROOM = ROOT / "configs" / "lexicons" / "models"
THRESHOLDS = np.arange(0.02, 0.98, 0.01)
PRIOR = 20  # sentences
FITTED_ON = ("tune", "own")
HEADER = """\
# What the embedded encoder's similarities are worth, fitted on our own sentences that it was not trained on.
# Written by scripts/calibrate_frames.py --write.
"""
BACKGROUND = """\
# Ordinary news sentences on every subject, our own, against which similarities are standardised.
# Written by scripts/calibrate_frames.py --write-background from scripts/data/frames_own.jsonl: change them there.
sentences:
"""


class Sample(NamedTuple):
    """A sentence with the frames that it has and those that count neither way."""

    text: str
    frames: frozenset[str]
    also_ok: frozenset[str] = frozenset()


class Scored(NamedTuple):
    """Samples (rows) by label (columns): how far each stands out for it, whether it has it, whether that counts."""

    standing: Matrix
    has: Flags
    counts: Flags


#: Samples by (article, language).
Articles = dict[tuple[str, str], list[Sample]]
Figures = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the chore."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--headlines", type=Path)
    parser.add_argument("--encoder", default="", help="a folder; the embedded one unless given")
    parser.add_argument("--contrast", type=float, default=Calibration().contrast, help="goes into the file as it is")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--write-background", action="store_true")
    options = parser.parse_args(arguments)
    if options.write_background:
        write_background()
    scheme = load_scheme("frames")
    encoder = TransformerEncoder(EmbeddingModel(name=options.encoder))
    model, classifier = ArticleEncoder(encoder, draws=False), EmbeddingClassifier(encoder, Calibration())
    folds = split(list(own_passages(sorted(ITEMS.glob("*.jsonl")))))
    read = {"tune": of_passages(folds.tune), "own": read_own(), "test": of_passages(folds.test), "seeds": read_seeds()}
    if options.headlines:
        read["headlines"] = read_headlines(options.headlines)
    sets = {name: score_articles(articles, model, classifier, scheme) for name, articles in read.items()}
    found = fitted([sets[name] for name in FITTED_ON], scheme, options.contrast)
    print_table(sets, scheme, found)
    text = yaml.safe_dump(found.model_dump(), sort_keys=False)
    print(text)
    if options.write:
        (ROOM / "calibration.yaml").write_text(HEADER + text, encoding="utf-8")


def read_own() -> Articles:
    """Return the own samples."""
    return _by_article(OWN, "article", "language")


def read_seeds() -> Articles:
    """Return the sentences of the sample articles."""
    return _by_article(SEEDS, "doc", "lang")


def _by_article(path: Path, article: str, language: str) -> Articles:
    articles = defaultdict(list)
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if row.get("attribution") not in {"headline", "boilerplate"}:
            sample = Sample(row["text"], frozenset(row["frames"]), frozenset(row["frames_also_ok"]))
            articles[row[article], row[language]].append(sample)
    return dict(articles)


def of_passages(passages: Sequence[Passage]) -> Articles:
    """Return the sentences of training items, each item an article."""
    return {
        (passage.name, passage.language): [
            Sample(passage.text[slice(*each.span)], each.frames or frozenset(), each.frames_also_ok)
            for each in passage.sentences
        ]
        for passage in passages
    }


def read_headlines(path: Path) -> Articles:
    """Return the headlines of a gzipped file of JSON lines, each an article."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {(str(at), "en"): [Sample(row["text"], frozenset(row["frames"]))] for at, row in enumerate(rows)}


def score_articles(articles: Articles, model: ArticleModel, classifier: EmbeddingClassifier, scheme: Scheme) -> Scored:
    """Score samples, each in its article."""
    blocks = []
    for (name, language), article in articles.items():
        texts = [sample.text for sample in article]
        standing = classifier.standing(texts, scheme, language, model.view(*of_texts(name, texts, language)).vectors)
        blocks.append((1 - scheme.context) * standing + scheme.context * standing.mean(axis=0))
    samples = [sample for article in articles.values() for sample in article]
    has, also_ok = (_table(samples, scheme, part) for part in ("frames", "also_ok"))
    return Scored(np.concatenate(blocks), has, has | ~also_ok)


def _table(samples: Sequence[Sample], scheme: Scheme, part: str) -> Flags:
    return np.array([[label in getattr(sample, part) for label in scheme.names] for sample in samples])


def fitted(sets: Sequence[Scored], scheme: Scheme, contrast: float) -> Calibration:
    """Return the calibration."""
    slope, offset = curve(sets, scheme)
    least, each = thresholds([(scored, chances_of(scored, slope, offset)) for scored in sets], scheme)
    return Calibration(
        offset=round(offset, 3),
        sharpness=round(slope, 3),
        contrast=contrast,
        threshold=least,
        thresholds={scheme.name: each},
    )


def curve(sets: Sequence[Scored], scheme: Scheme) -> tuple[float, float]:
    """Return sharpness and offset of the logistic curve from standing to "the frame is right"."""
    at = np.concatenate([each.standing[each.counts] for each in sets])
    truth = np.concatenate([each.has[each.counts] for each in sets])
    fit = LogisticRegression(C=np.inf).fit(at[:, None], truth)
    slope = float(fit.coef_[0, 0])
    if slope <= 0:
        raise SystemExit("by this encoder, sentences stand out no more for the frames that they have: nothing to fit")
    return slope, -float(fit.intercept_[0]) / slope


def chances_of(scored: Scored, sharpness: float, offset: float) -> Matrix:
    """Return probabilities."""
    return np.asarray(1 / (1 + np.exp(-sharpness * (scored.standing - offset))))


class Counts(NamedTuple):
    """Of each label, how often it was rightly given, wrongly given, and missed."""

    right: Figures
    wrong: Figures
    missed: Figures

    def f1(self) -> Figures:
        """Return each label's F1; that of one that nobody has or gives is not a number."""
        with np.errstate(invalid="ignore"):
            return np.asarray(2 * self.right / (2 * self.right + self.wrong + self.missed))

    def micro(self) -> float:
        """Return the F1 over all labels at once."""
        return float(Counts(*(np.asarray(part.sum()) for part in self)).f1())

    def macro(self) -> float:
        """Return the mean F1 of the labels that somebody has or gives."""
        return float(np.nanmean(self.f1()))


def given(chances: Matrix, least: Figures, scheme: Scheme) -> Flags:
    """Return which labels are given: the likeliest, from their thresholds on."""
    enough = np.where(chances >= least, chances, -1.0)
    ranks = (-enough).argsort(axis=1).argsort(axis=1)
    return np.asarray((ranks < scheme.max_labels) & (enough >= 0))


def counts(scored: Scored, chances: Matrix, least: Figures, scheme: Scheme) -> Counts:
    """Return what comes of giving the likeliest labels from a probability on; one that no sample has is not counted."""
    found = given(chances, least, scheme)
    wrong = found & ~scored.has & scored.counts & scored.has.any(axis=0)
    both = (found & scored.has, wrong, ~found & scored.has)
    return Counts(*(part.sum(axis=0).astype(np.float64) for part in both))


def thresholds(sets: Sequence[tuple[Scored, Matrix]], scheme: Scheme) -> tuple[float, dict[str, float]]:
    """Return the threshold that is best for all labels, and each label's own."""
    tried = []
    for least in THRESHOLDS:
        by_set = [counts(scored, chances, np.full(len(scheme.names), least), scheme) for scored, chances in sets]
        tried.append(Counts(*(np.sum(column, axis=0) for column in zip(*by_set, strict=True))))
    common = np.argmax([each.micro() + each.macro() for each in tried])
    with_prior = []
    for each in tried:
        share = PRIOR / (each.right.sum() + each.missed.sum())
        with_prior.append(Counts(*(part + share * part.sum() for part in each)).f1())
    own = np.argmax(with_prior, axis=0)
    values = THRESHOLDS.round(2).tolist()
    return values[int(common)], {label: values[int(at)] for label, at in zip(scheme.names, own, strict=True)}


def print_table(sets: Mapping[str, Scored], scheme: Scheme, found: Calibration) -> None:
    """Print each set's quality and calibration, with the common threshold and with each label's own."""
    print("set", "sentences", "one: micro", "macro", "own: micro", "macro", "ECE", sep="\t")
    one = np.full(len(scheme.names), found.threshold)
    own = np.array([found.thresholds[scheme.name][label] for label in scheme.names])
    for name, scored in sets.items():
        chances = chances_of(scored, found.sharpness, found.offset)
        both = [counts(scored, chances, least, scheme) for least in (one, own)]
        figures = [figure for each in both for figure in (each.micro(), each.macro())]
        off = calibration_error(scored, chances, own, scheme)
        print(name, len(scored.has), *(f"{figure:.3f}" for figure in [*figures, off]), sep="\t")


def calibration_error(scored: Scored, chances: Matrix, least: Figures, scheme: Scheme) -> float:
    """Return the expected calibration error of the frames that are given."""
    found = given(chances, least, scheme) & scored.counts
    return reliability(zip(chances[found].tolist(), scored.has[found].tolist(), strict=True)).calibration_error or 0.0


def write_background() -> None:
    """Write the own sentences, without labels, where the classifier finds them."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for (_, language), article in read_own().items():
        by_language[language] += [sample.text for sample in article]
    for language, sentences in by_language.items():
        lines = (f"  - {json.dumps(sentence, ensure_ascii=False)}\n" for sentence in sentences)
        (ROOM / f"{language}.yaml").write_text(BACKGROUND + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
