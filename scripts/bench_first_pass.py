#!/usr/bin/env python
"""Measure the first pass (cleaning, attribution, frames, vectors) by the default preset beside another, in one process.

usage: bench_first_pass.py ARTICLES.jsonl[.gz] [--peer FOLDER] [--repeat 3] [--limit N] [--cores 2]

The peer is the first pass as it was before annotate had an encoder of its own: attribution by rules, and `--peer` (the
base model, unless told otherwise) for frames and vectors, a text at a time. Both run by turns, so that a busy moment of
the machine hits both; loading the models is left out. Prints sentences a second and the ratio of the two.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from encoder.corpora import rows
from encoder.recipe import base_folder

from annotate.annotator import Annotator
from annotate.config import EmbeddingModel, Preset, SpanModel
from annotate.data import Document, Failure
from annotate.pipeline import first_pass


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--peer", type=Path, default=base_folder())
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--cores", type=int, default=2)
    chosen = parser.parse_args()
    if chosen.peer is None:
        parser.error("--peer: give the folder of a sentence encoder, or `pip install -e .[training]`")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: chosen.cores])
    documents = read(chosen.articles, chosen.limit)
    rules = Preset(name="peer", encoder=EmbeddingModel(name=str(chosen.peer)), spans=SpanModel(backend="rules"))
    systems: dict[str, str | Preset] = {"annotate": "default", "peer": rules}
    seconds: dict[str, list[float]] = {name: [] for name in systems}
    counts = {}
    for _ in range(chosen.repeat):
        for name, preset in systems.items():
            counts[name], took = timed(Annotator.from_config(preset), documents)
            seconds[name].append(took)
    for name in systems:
        print(f"{name}: {counts[name] / statistics.median(seconds[name]):.0f} sentences a second")
    ratios = [peer / ours for ours, peer in zip(seconds["annotate"], seconds["peer"], strict=True)]
    print(f"{len(documents)} articles; annotate / peer: {statistics.median(ratios):.2f} times as fast")


def read(path: Path, limit: int | None) -> list[Document]:
    """Return the articles of a file of JSON lines with `id` and `text`."""
    found = islice(rows(path), limit)
    return [Document(row["id"], row["id"], row["text"], title=row.get("title")) for row in found]


def timed(annotator: Annotator, documents: Sequence[Document]) -> tuple[int, float]:
    """Return how many sentences the first pass finds, and how many seconds it takes; a first article warms it up."""
    line = annotator.line
    list(first_pass(documents[:1], line))
    began = time.perf_counter()
    found = [item for item in first_pass(documents, line) if not isinstance(item, Failure)]
    return sum(len(article.sentences) for article, _ in found), time.perf_counter() - began


if __name__ == "__main__":
    main()
