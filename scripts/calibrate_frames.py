#!/usr/bin/env python3
"""Fit what the similarities of sentences to frames are worth, on sentences of our own, and show what comes of it.

usage: calibrate_frames.py [--headlines FILE.jsonl.gz] [--encoder FOLDER] [--contrast C] [--write] [--write-background]

None of the sentences is one that the encoder was trained on. `scripts/data/frames_articles.jsonl`, whole articles in
the manner of many outlets, says from which standing a frame is given and what that standing is worth as a probability
(one logistic curve for all labels, Platt 1999). Sentences of the same writers as the training data stand out more than
any article's will: they say only how labels differ. The standing of the highest F1 for a label, counted together with
`PRIOR` sentences of its frame that do as all labels do on average, on the tuning fold of `scripts/data/attribution/`
and on `scripts/data/frames_own.jsonl`, less that for all labels at once: by half of this its threshold is shifted. In
all fitting, a frame that one could tick is had by half and lacked by half; in measuring it counts neither way. A label
of another scheme, one that no encoder was shown, is given from `UNSHOWN` of the common standing on.
Prints, by set, micro-F1 and macro-F1 with one threshold and with each label's, and the expected calibration error of
what is given. The test fold, the samples in `seeds/` and headlines (the Gun Violence Frame Corpus, rows of `text` and
`frames`) only measure.

`--write` writes `configs/lexicons/models/calibration.yaml`; `--write-background` the sentences of `frames_own.jsonl`,
without their labels, to the same folder: similarities are standardised against them.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import yaml
from encoder.corpora import Passage, own_passages, rows, split
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
ARTICLES = ROOT / "scripts" / "data" / "frames_articles.jsonl"
ITEMS = ROOT / "scripts" / "data" / "attribution"
SEEDS = ROOT / "tests" / "golden" / "seeds_gold.jsonl"
ROOM = ROOT / "configs" / "lexicons" / "models"
STANDINGS = np.arange(0.3, 2.2, 0.05)
PRIOR = 20  # sentences
RESAMPLES = 500
SHRUNK = 0.5  # how much of a label's difference to the others is taken over
#: From which share of the common standing on a label is given that no encoder was shown. Five frames, a scheme by
#: themselves, are best given from a standing of 0.76 on, or of 1.09: by two encoders that learnt from the same
#: sentences in as many steps, the one without these frames (`held_out_frames`), the other with them.
UNSHOWN = 0.7
SCALE, LABELS = ("articles",), ("tune", "own")  # the sets that each is fitted on
HEADER = """\
# What the embedded encoder's similarities are worth, fitted on our own sentences that it was not trained on.
# Written by scripts/calibrate_frames.py --write.
"""
BACKGROUND = """\
# Ordinary news sentences on every subject, our own, against which similarities are standardised.
# Written by scripts/calibrate_frames.py --write-background from scripts/data/frames_own.jsonl: change them there.
sentences:
"""


Figures = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]


class Sample(NamedTuple):
    """A sentence with the frames that it has and those that count neither way."""

    text: str
    frames: frozenset[str]
    also_ok: frozenset[str] = frozenset()


#: Samples by (article, language).
Articles = dict[tuple[str, str], list[Sample]]


class Scored(NamedTuple):
    """Samples (rows) by label (columns): how far each stands out for it, and by how much it has it and lacks it.

    A frame that one could tick is neither had nor lacked where it is measured, and half of each where it is fitted on.
    """

    standing: Matrix
    has: Figures
    lacks: Figures

    def to_fit(self) -> Scored:
        """Return the same with the frames that one could tick as half had and half lacked."""
        could = (self.has + self.lacks == 0) / 2
        return self._replace(has=self.has + could, lacks=self.lacks + could)


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
    read = {"tune": of_passages(folds.tune), "own": read_own(), "articles": read_articles()}
    read |= {"test": of_passages(folds.test), "seeds": read_seeds()}
    if options.headlines:
        read["headlines"] = read_headlines(options.headlines)
    sets = {name: score_articles(articles, model, classifier, scheme) for name, articles in read.items()}
    scale, labels = ([sets[name].to_fit() for name in names] for names in (SCALE, LABELS))
    least, _ = best(scale, scheme)
    found = fitted(scale, labels, least, scheme, options.contrast)
    print_table(sets, scheme, found, least)
    text = yaml.safe_dump(found.model_dump(), sort_keys=False)
    print(text)
    if options.write:
        (ROOM / "calibration.yaml").write_text(HEADER + text, encoding="utf-8")


def read_own() -> Articles:
    """Return the own samples."""
    return _by_article(OWN, "article", "language")


def read_articles() -> Articles:
    """Return the whole articles written to fit on."""
    return _by_article(ARTICLES, "article", "language")


def read_seeds() -> Articles:
    """Return the sentences of the sample articles."""
    return _by_article(SEEDS, "doc", "lang")


def _by_article(path: Path, article: str, language: str) -> Articles:
    articles = defaultdict(list)
    for row in rows(path):
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
    return {(str(at), "en"): [Sample(row["text"], frozenset(row["frames"]))] for at, row in enumerate(rows(path))}


def score_articles(articles: Articles, model: ArticleModel, classifier: EmbeddingClassifier, scheme: Scheme) -> Scored:
    """Score samples, each in its article."""
    blocks = []
    for (name, language), article in articles.items():
        texts = [sample.text for sample in article]
        standing = classifier.standing(texts, scheme, language, model.view(*of_texts(name, texts, language)).vectors)
        blocks.append((1 - scheme.context) * standing + scheme.context * standing.mean(axis=0))
    samples = [sample for article in articles.values() for sample in article]
    has, also_ok = (_table(samples, scheme, part) for part in ("frames", "also_ok"))
    return Scored(np.concatenate(blocks), has.astype(np.float64), (~(has | also_ok)).astype(np.float64))


def _table(samples: Sequence[Sample], scheme: Scheme, part: str) -> Flags:
    return np.array([[label in getattr(sample, part) for label in scheme.names] for sample in samples])


def fitted(
    scale: Sequence[Scored], labels: Sequence[Scored], least: float, scheme: Scheme, contrast: float
) -> Calibration:
    """Return the calibration: its curve from `scale`, thresholds about `least`, how labels differ from `labels`."""
    slope, offset = curve(scale, scheme)
    common, own = best(labels, scheme)
    shifted = np.array([UNSHOWN * least, *(least + SHRUNK * (own - common))])
    threshold, *each = chances(shifted, slope, offset).round(3).tolist()
    return Calibration(
        offset=round(offset, 3),
        sharpness=round(slope, 3),
        contrast=contrast,
        threshold=threshold,
        thresholds={scheme.name: dict(zip(scheme.names, each, strict=True))},
    )


def curve(sets: Sequence[Scored], scheme: Scheme) -> tuple[float, float]:
    """Return sharpness and offset of the logistic curve from standing to "the frame is right"."""
    at = np.concatenate([each.standing.ravel() for each in sets])
    has, lacks = (np.concatenate([getattr(each, part).ravel() for each in sets]) for part in ("has", "lacks"))
    truth = np.repeat([True, False], len(at))
    fit = LogisticRegression(C=np.inf).fit(np.tile(at, 2)[:, None], truth, np.concatenate([has, lacks]))
    slope = float(fit.coef_[0, 0])
    if slope <= 0:
        raise SystemExit("by this encoder, sentences stand out no more for the frames that they have: nothing to fit")
    return slope, -float(fit.intercept_[0]) / slope


def chances(standing: Numbers, sharpness: float, offset: float) -> Figures:
    """Return what standings are worth as probabilities."""
    return np.asarray(1 / (1 + np.exp(-sharpness * (standing - offset))))


class Counts(NamedTuple):
    """How often each label (last axis) was rightly given, wrongly given, and missed."""

    right: Figures
    wrong: Figures
    missed: Figures

    def f1(self) -> Figures:
        """Return each label's F1; that of one that nobody has or gives is not a number."""
        with np.errstate(invalid="ignore"):
            return np.asarray(2 * self.right / (2 * self.right + self.wrong + self.missed))

    def with_prior(self) -> Counts:
        """Return the counts together with those of `PRIOR` sentences of each label that do as all labels do."""
        share = PRIOR / (self.right + self.missed).sum(axis=-1, keepdims=True)
        return Counts(*(part + share * part.sum(axis=-1, keepdims=True) for part in self))

    def micro(self) -> Figures:
        """Return the F1 over all labels at once."""
        return Counts(*(np.asarray(part.sum(axis=-1)) for part in self)).f1()

    def macro(self) -> Figures:
        """Return the mean F1 of the labels that somebody has or gives."""
        return np.asarray(np.nanmean(self.f1(), axis=-1))


def given(scores: Numbers, least: Figures, scheme: Scheme) -> Flags:
    """Return which labels are given: those of the highest scores, from their thresholds on."""
    enough = np.where(scores >= least, scores, -np.inf)
    ranks = (-enough).argsort(axis=1).argsort(axis=1)
    return np.asarray((ranks < scheme.max_labels) & np.isfinite(enough))


def judged(scored: Scored, scores: Numbers, least: Figures, scheme: Scheme) -> tuple[Figures, Figures, Figures]:
    """Return what is rightly given, wrongly given and missed from a score on; a label that nobody has is not wrong."""
    found = given(scores, least, scheme)
    return found * scored.has, found * scored.lacks * scored.has.any(axis=0), ~found * scored.has


def counts(scored: Scored, scores: Numbers, least: Figures, scheme: Scheme) -> Counts:
    """Return what comes of giving labels from a score on."""
    return Counts(*(part.sum(axis=0) for part in judged(scored, scores, least, scheme)))


def best(sets: Sequence[Scored], scheme: Scheme) -> tuple[float, Figures]:
    """Return the standing of the highest F1, for all labels at once and for each.

    Each is the mean of what is best in resamples of the sentences (bagging, Breiman 1996): on few sentences the best
    jumps from one resample to the next by a fifth.
    """
    tried = np.stack(
        [np.concatenate([outcomes(each, least, scheme) for each in sets], axis=1) for least in STANDINGS.tolist()]
    )
    sentences = tried.shape[2]
    drawn = np.random.default_rng(0).multinomial(sentences, np.full(sentences, 1 / sentences), size=RESAMPLES)
    resampled = np.tensordot(drawn.astype(np.float32), tried.astype(np.float32), axes=(1, 2))
    found = Counts(*np.moveaxis(resampled, 2, 0))  # each (resamples, standings, labels)
    common, own = (found.micro() + found.macro()).argmax(axis=1), found.with_prior().f1().argmax(axis=1)
    return float(STANDINGS[common].mean()), np.asarray(STANDINGS[own].mean(axis=0))


def outcomes(scored: Scored, least: float, scheme: Scheme) -> Figures:
    """Return what is rightly given, wrongly given and missed from a standing on: (3, sentences, labels)."""
    return np.stack(judged(scored, scored.standing, np.full(len(scheme.names), least), scheme))


def print_table(sets: Mapping[str, Scored], scheme: Scheme, found: Calibration, least: float) -> None:
    """Print each set's quality and calibration, with the common standing `least` and with each label's threshold."""
    print("set", "sentences", "one: micro", "macro", "own: micro", "macro", "ECE", sep="\t")
    one = np.full(len(scheme.names), chances(np.array(least), found.sharpness, found.offset))
    own = np.array([found.thresholds[scheme.name][label] for label in scheme.names])
    for name, scored in sets.items():
        likely = chances(scored.standing, found.sharpness, found.offset)
        both = [counts(scored, likely, enough, scheme) for enough in (one, own)]
        figures = [figure for each in both for figure in (each.micro(), each.macro())]
        off = calibration_error(scored, likely, own, scheme)
        print(name, len(scored.has), *(f"{figure:.3f}" for figure in [*figures, off]), sep="\t")


def calibration_error(scored: Scored, likely: Numbers, least: Figures, scheme: Scheme) -> float:
    """Return the expected calibration error of the frames that are given."""
    found = given(likely, least, scheme) & (scored.has + scored.lacks > 0)
    right = scored.has[found] > 0
    return reliability(zip(likely[found].tolist(), right.tolist(), strict=True)).calibration_error or 0.0


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
