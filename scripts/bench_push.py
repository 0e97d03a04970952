#!/usr/bin/env python
"""Measure push and pull against the bare import of the same tasks: `bench_push.py OUT [--articles 1000]`.

OUT is a folder of `annotate run`; its articles are multiplied under new ids. A Label Studio of the script's own is
started from the environment that `annotate studio --install-only` makes. Every time is a ratio to the peer of the run.
"""

from __future__ import annotations

import argparse
import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from annotate.data import AnnotatedArticle
from annotate.labelstudio.environment import Environment
from annotate.labelstudio.finding import home_folder
from annotate.labelstudio.interface import labelling_config
from annotate.labelstudio.pull import pull
from annotate.labelstudio.push import BATCH, push
from annotate.labelstudio.server import Server
from annotate.labelstudio.studio import Studio
from annotate.labelstudio.tasks import Origins, to_task
from annotate.store import Folder
from annotate.tally import Tally


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = multiplied(Folder.open(options.out), Path(place) / "out", options.articles)
        with Studio.start(Environment(home_folder()).executable, Path(place) / "data", free_port()) as studio:
            measure(folder, Server(studio.url, studio.credentials.token), Path(place), options.articles)


def measure(folder: Folder, server: Server, place: Path, articles: int) -> None:
    """Time the bare import, then each step of the loop, and print each as a ratio to the import."""
    run = folder.run()
    tasks = [to_task(each, Origins.of(run)) for each in folder.articles()]
    bare = server.create_project("bare", labelling_config(run.attribution, run.frames), "")

    def import_all() -> None:
        for start in range(0, len(tasks), BATCH):
            server.create_tasks(bare, tasks[start : start + BATCH])

    peer = timed(import_all)
    print(f"{articles} articles, {os.cpu_count()} cores")
    print(f"bare import              {articles / peer:7.1f} a second")
    for name, step in (
        ("push", lambda: push(folder, server, "loop")),
        ("push again, unchanged", lambda: push(folder, server, "loop")),
        ("pull", lambda: pull(server, "loop", place / "back")),
    ):
        took = timed(step)
        print(f"{name:24} {articles / took:7.1f} a second, {took / peer:5.2f} times the import")


def timed(step: Callable[[], object]) -> float:
    """Return the seconds that a step takes."""
    begun = time.perf_counter()
    step()
    return time.perf_counter() - begun


def multiplied(source: Folder, path: Path, articles: int) -> Folder:
    """Write a folder with the source's articles over and over, each under an id of its own."""
    tally = Tally()
    folder = Folder.claim(path)
    folder.clear()
    for _ in folder.finish(tally.watch(_copies(list(source.articles()), articles)), 64):
        pass
    folder.write_run(source.run().model_copy(update={"counts": tally.counts()}))
    return folder


def _copies(articles: list[AnnotatedArticle], count: int) -> Iterator[AnnotatedArticle]:
    for number, each in enumerate(islice(cycle(articles), count)):
        name = f"{number:016x}"
        sentences = tuple(replace(one, sentence=replace(one.sentence, article_id=name)) for one in each.sentences)
        yield replace(each, article=replace(each.article, id=name), sentences=sentences)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
