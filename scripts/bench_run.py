#!/usr/bin/env python3
"""Measure a whole run over many articles, and what of it is the encoder's.

usage: bench_run.py ARTICLES.jsonl[.gz] [--repeat 3] [--cores 2] [--limit N]

Runs `annotate run` in a process of its own, then, in another, the bare encoding of the sentences that it found (same
encoder, batches of 64): the run cannot be faster than that peer. Prints medians over the repetitions, and how many
times the peer's time the run takes. Both start from nothing; the peer's clock leaves loading the model out, so the
run's start-up is measured too, on a single article, and shown by itself.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

FIELDS = ("id", "title", "text", "url", "outlet", "published", "language")
BATCH = 64


class Measured(NamedTuple):
    """Seconds by the wall clock, and the peak memory of the process in MiB."""

    seconds: float
    mebibytes: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--peer", type=Path, help=argparse.SUPPRESS)  # the sentences of the peer's own process
    chosen = parser.parse_args()
    if chosen.peer:
        encode(chosen.peer)
        return
    if hasattr(os, "sched_setaffinity"):  # children inherit it
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: chosen.cores])
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        print(table(*measure(chosen.articles, Path(place), chosen.repeat, chosen.limit)))


def measure(
    articles: Path, place: Path, repeat: int, limit: int | None
) -> tuple[int, int, list[Measured], list[Measured], list[Measured]]:
    """Return the numbers of articles and sentences, and `repeat` times the run, the peer and the start-up."""
    rows, one, sentences = place / "rows.jsonl", place / "one.jsonl", place / "sentences.json"
    count = write_rows(articles, rows, limit)
    write_rows(articles, one, 1)
    runs, peers, starts = [], [], []
    for _ in range(repeat):  # interleaved, so that a busy moment of the machine hits all three
        starts.append(timed("-m", "annotate", "run", str(one), "-o", str(place / "one"), "--quiet"))
        runs.append(timed("-m", "annotate", "run", str(rows), "-o", str(place / "out"), "--quiet"))
        texts = found(place / "out")
        sentences.write_text(json.dumps(texts))
        peers.append(timed_peer(articles, sentences))
    return count, len(texts), runs, peers, starts


def write_rows(articles: Path, to: Path, limit: int | None) -> int:
    """Write the articles as rows of the fields that annotate reads; return how many."""
    opens = gzip.open if articles.suffix == ".gz" else open
    with opens(articles, "rt", encoding="utf-8") as lines, to.open("w", encoding="utf-8") as out:
        count = 0
        for row in map(json.loads, lines):
            if count == limit:
                break
            out.write(json.dumps({name: row[name] for name in FIELDS if name in row}) + "\n")
            count += 1
    return count


def timed(*arguments: str) -> Measured:
    """Run Python with `arguments` and measure it."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments])
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)}: exit code {process.returncode}")
    return Measured(seconds, _mebibytes(usage))


def timed_peer(articles: Path, sentences: Path) -> Measured:
    """Run the peer in a process of its own; it measures itself, without loading the model."""
    command = [sys.executable, __file__, str(articles), "--peer", str(sentences)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Measured(*json.loads(done.stdout))


def encode(sentences: Path) -> None:
    """Be the peer: encode the sentences and print seconds and MiB."""
    from annotate.config import EmbeddingModel
    from annotate.models.encoder import TransformerEncoder

    texts = json.loads(sentences.read_text())
    encoder = TransformerEncoder(EmbeddingModel(batch_size=BATCH))
    encoder.encode(texts[:BATCH])
    began = time.perf_counter()
    encoder.encode(texts)
    seconds = time.perf_counter() - began
    print(json.dumps([seconds, _mebibytes(resource.getrusage(resource.RUSAGE_SELF))]))


def found(out: Path) -> list[str]:
    """Return the sentences of a finished run."""
    shards = sorted(out.glob("articles-*.jsonl"))
    records = (json.loads(line) for shard in shards for line in shard.read_text(encoding="utf-8").splitlines())
    return [sentence["text"] for record in records for sentence in record["sentences"]]


def table(articles: int, sentences: int, runs: list[Measured], peers: list[Measured], starts: list[Measured]) -> str:
    """Return the medians as a Markdown table."""
    lines = [
        f"{articles} articles, {sentences} sentences, median of {len(runs)}",
        "",
        "| | seconds | articles/s | sentences/s | peak MiB |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, each in (("whole run", runs), ("bare encoding, batch 64", peers)):
        seconds = _median(each).seconds
        rates = f"{articles / seconds:.1f} | {sentences / seconds:.0f}"
        lines.append(f"| {name} | {seconds:.1f} | {rates} | {_median(each).mebibytes:.0f} |")
    lines.append(f"| start-up (one article) | {_median(starts).seconds:.1f} | | | {_median(starts).mebibytes:.0f} |")
    ratios = [run.seconds / peer.seconds for run, peer in zip(runs, peers, strict=True)]
    net = [(run.seconds - start.seconds) / peer.seconds for run, start, peer in zip(runs, starts, peers, strict=True)]
    lines += ["", f"run / encoding: {statistics.median(ratios):.2f} (start-up left out: {statistics.median(net):.2f})"]
    return "\n".join(lines)


def _median(measured: list[Measured]) -> Measured:
    return Measured(*(statistics.median(column) for column in zip(*measured, strict=True)))


def _mebibytes(usage: resource.struct_rusage) -> float:
    """Return the peak resident memory; Linux counts it in KiB, macOS in bytes."""
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()
