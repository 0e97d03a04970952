#!/usr/bin/env python
"""Measure pass 2 (index, judge, review) over a small and a large collection, and how its time grows.

usage: bench_support.py ARTICLES.jsonl[.gz] [--staged FOLDER] [--sizes 1000 10000] [--repeat 1] [--profile]

The first pass is made once over the largest number of articles, by the default preset, and not timed; `--staged` keeps
it there and finds it again, so that pass 2 can be measured anew after a change of its own. A folder that holds fewer
articles than are asked for is added to by nobody: remove it first. Each size is measured on the first articles of the
collection, reading the staged files included, in seconds by the wall clock and of the processor; the exponent is the
logarithm of the ratio of the times over that of the ratio of the sizes: 1 is linear, 2 quadratic.
"""

from __future__ import annotations

import argparse
import cProfile
import math
import pstats
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from encoder.corpora import rows

from annotate.annotator import Annotator
from annotate.data import Document
from annotate.pipeline import first_pass, second_pass
from annotate.store import Folder, Staged


class Measured(NamedTuple):
    """How long pass 2 took over so many articles, sentences and claims; seconds."""

    articles: int
    sentences: int
    claims: int
    wall: float
    processor: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--staged", type=Path)
    parser.add_argument("--sizes", type=int, nargs=2, default=(1000, 10_000))
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--profile", action="store_true", help="print where the time of the larger goes")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = staged(chosen.articles, chosen.staged or Path(place) / "run", max(chosen.sizes))
        measured = [median([timed(folder, size) for _ in range(chosen.repeat)]) for size in chosen.sizes]
        print(table(*measured))
        if chosen.profile:
            profile(folder, chosen.sizes[-1])


def staged(articles: Path, at: Path, count: int) -> Folder:
    """Return a folder with the first pass over `count` articles: the one that lies there, or a new one."""
    if (at / "stage").is_dir():
        return Folder(at)
    folder = Folder.claim(at)
    folder.clear()
    found = islice(rows(articles), count)
    documents = (Document(row["id"], row["id"], row["text"], title=row.get("title")) for row in found)
    for _ in folder.stage(first_pass(documents, Annotator.from_config().line), 64):
        pass
    return folder


def timed(folder: Folder, size: int) -> Measured:
    """Run pass 2 over the first `size` staged articles."""

    def items() -> Iterator[Staged]:
        return islice(folder.staged(), size)

    wall, processor = time.perf_counter(), time.process_time()
    articles = sentences = claims = 0
    for annotated in second_pass(items):
        articles += 1
        sentences += len(annotated.sentences)
        claims += sum(len(each.support.claims) for each in annotated.sentences)
    if articles < size:
        raise SystemExit(f"{folder.path}: holds {articles:,} staged articles, not {size:,}; remove it or ask for fewer")
    return Measured(articles, sentences, claims, time.perf_counter() - wall, time.process_time() - processor)


def median(measured: list[Measured]) -> Measured:
    """Return the middle of several measurements of one size."""
    wall, processor = (statistics.median(column) for column in list(zip(*measured, strict=True))[3:])
    return Measured(*measured[0][:3], wall, processor)


def table(small: Measured, large: Measured) -> str:
    """Return both and the growth as a Markdown table."""
    lines = [
        "| articles | sentences | claims | seconds | of the processor | ms a claim |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for each in (small, large):
        counts = f"{each.articles:,} | {each.sentences:,} | {each.claims:,}"
        each_ms = each.processor / max(each.claims, 1) * 1000
        lines.append(f"| {counts} | {each.wall:.1f} | {each.processor:.1f} | {each_ms:.2f} |")
    grown = math.log(large.articles / small.articles)
    exponents = (math.log(large.wall / small.wall) / grown, math.log(large.processor / small.processor) / grown)
    lines += ["", f"growth exponent: {exponents[0]:.2f} by the clock, {exponents[1]:.2f} of the processor"]
    return "\n".join(lines)


def profile(folder: Folder, size: int) -> None:
    """Print the functions that take the most time themselves, and with what they call."""
    profiler = cProfile.Profile()
    profiler.runcall(timed, folder, size)
    for order in ("tottime", "cumtime"):
        pstats.Stats(profiler).sort_stats(order).print_stats(30)


if __name__ == "__main__":
    main()
