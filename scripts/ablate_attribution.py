#!/usr/bin/env python3
"""Show what the attribution rules, the encoder's spans and the zero-shot classifier are each worth, alone and together.

usage: ablate_attribution.py [--gold FILE.jsonl ...] [--root FOLDER] [--tune NAME,...] [--preset NAME|FILE]

Prints the accuracy of the rules alone, of the encoder's spans without rules, of the classifier alone (asked about each
whole sentence) and of all pooled, on `scripts/data/attribution_probe.jsonl` and on each gold file. A gold file's rows
are sentences: `doc` (a path under `--root`, by default the gold file's folder's parent), `start`, `end`, `lang`,
`attribution`, `attribution_also_ok`; headlines and boilerplate do not count. Articles whose `doc` holds a NAME of
`--tune` are reported apart ("tune") from all others ("report"): what was tuned on says nothing of what comes next.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from encoder.samples import Silence, of_spans

from annotate.attribution import Attributor
from annotate.config import Preset, Scheme, load_preset, load_scheme
from annotate.data import Article, Sentence, SentenceKind, Span
from annotate.models import load_article_model, load_classifier
from annotate.protocols import ArticleView, Classifier

ROOT = Path(__file__).parents[1]
PROBE = ROOT / "scripts" / "data" / "attribution_probe.jsonl"
NO_SENTENCES = frozenset({"headline", "boilerplate"})


@dataclass(frozen=True, slots=True)
class Sample:
    """An article cut as its gold is, with the labels that are right for each sentence; none for a headline."""

    group: str
    article: Article
    sentences: tuple[Sentence, ...]
    right: tuple[frozenset[str], ...]


def read_probe(path: Path = PROBE) -> Iterator[Sample]:
    """Yield each probe sentence as an article of its own."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows = [{"start": 0, "end": len(row["text"]), "attribution": row["label"]}]
        yield _sample(f"probe {row['lang']}", row["text"], row["lang"], rows)


def read_gold(path: Path, root: Path, tune: Sequence[str]) -> Iterator[Sample]:
    """Yield the articles of a gold file, each in the half that `tune` puts it in."""
    rows_of = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows_of[row["doc"]].append(row)
    for doc, rows in rows_of.items():
        half = f" {'tune' if any(name in doc for name in tune) else 'report'}" if tune else ""
        text = (root / doc).read_bytes().decode("utf-8")  # offsets are into the file as it is, CRLF included
        yield _sample(path.stem + half, text, rows[0]["lang"], sorted(rows, key=lambda row: row["start"]))


def _sample(group: str, text: str, language: str, rows: Sequence[Mapping[str, Any]]) -> Sample:
    spans = [Span(row["start"], row["end"]) for row in rows]
    kinds: list[SentenceKind] = ["headline" if row["attribution"] in NO_SENTENCES else "sentence" for row in rows]
    article, sentences = of_spans(group, text, language, spans, kinds)
    right = [frozenset((row["attribution"], *row.get("attribution_also_ok", ()))) for row in rows]
    return Sample(group, article, tuple(sentences), tuple(right))


def given(sample: Sample, attributor: Attributor, view: ArticleView | None) -> list[str | None]:
    """Return the label of each sentence by an attributor."""
    return [found.label if found else None for found in attributor.attribute(sample.article, sample.sentences, view)]


def zero_shot(sample: Sample, classifier: Classifier, scheme: Scheme) -> list[str | None]:
    """Return the label that the classifier alone gives each sentence."""
    scores = classifier.score([each.text for each in sample.sentences], scheme, sample.article.language)
    best = [scheme.names[int(row.argmax())] for row in scores]
    return [label if each.kind == "sentence" else None for label, each in zip(best, sample.sentences, strict=True)]


def hits(sample: Sample, labels: Sequence[str | None]) -> list[bool]:
    """Return, for each sentence that counts, whether its label is right."""
    return [label in right for label, right in zip(labels, sample.right, strict=True) if label is not None]


def compare(samples: Iterable[Sample], preset: Preset) -> dict[str, dict[str, list[bool]]]:
    """Return the hits of each system, by group of samples."""
    scheme = load_scheme(preset.attribution)
    model, encoder = load_article_model(preset)
    classifier = load_classifier(preset, encoder)
    rules = Attributor(scheme, classifier, zero_shot_weight=0.0)
    spans = Attributor(scheme, classifier, Silence(), preset.zero_shot_weight)
    both = Attributor(scheme, classifier, zero_shot_weight=preset.zero_shot_weight)
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for sample in samples:
        view = model.view(sample.article, sample.sentences)
        found[sample.group]["rules"] += hits(sample, given(sample, rules, None))
        found[sample.group]["spans"] += hits(sample, given(sample, spans, view))
        found[sample.group]["zero-shot"] += hits(sample, zero_shot(sample, classifier, scheme))
        found[sample.group]["all"] += hits(sample, given(sample, both, view))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the chore."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--root", type=Path)
    parser.add_argument("--tune", default="")
    parser.add_argument("--preset", default="default")
    options = parser.parse_args(arguments)
    tune = [name for name in options.tune.split(",") if name]
    samples = list(read_probe())
    for path in options.gold:
        samples += read_gold(path, options.root or path.resolve().parents[1], tune)
    print("set", "sentences", "rules", "spans", "zero-shot", "all", sep="\t")
    for group, systems in sorted(compare(samples, load_preset(options.preset)).items()):
        shares = [f"{sum(right) / len(right):.3f}" for right in systems.values() if right]
        print(group, len(systems["all"]), *shares, sep="\t")


if __name__ == "__main__":
    main()
