"""Runs without weights: an annotator of fakes that remembers which articles its model has read."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from annotate.annotator import Annotator
from annotate.attribution import Attributor
from annotate.config import Preset, load_scheme
from annotate.data import Article, Sentence
from annotate.pipeline import Line
from annotate.protocols import ArticleView
from tests.fakes import FakeArticleModel, FakeClassifier


class WatchedModel(FakeArticleModel):
    """A fake that remembers the paths of what it read; `then` is called after each article with their number."""

    def __init__(self, then: Callable[[int], None] = lambda _: None) -> None:
        super().__init__()
        self.read: list[str] = []
        self._then = then

    def view(self, article: Article, sentences: Sequence[Sentence]) -> ArticleView:
        """Read the article as the fake does."""
        self.read.append(article.path)
        self._then(len(self.read))
        return super().view(article, sentences)


def fake_annotator(model: FakeArticleModel | None = None, version: str = "test 1") -> Annotator:
    """Return an annotator of fakes that stages two articles a shard."""
    classifier = FakeClassifier()
    attribution, frames = load_scheme("attribution"), load_scheme("frames")
    line = Line(Attributor(attribution, classifier), classifier, model or FakeArticleModel(), frames, version)
    return Annotator(Preset(name="test", shard_size=2), attribution, frames, line)


def run_and_die(inputs: Sequence[str], out: Path, number: int) -> None:
    """Begin a run, and kill this process when the model has been given so many articles."""

    def kill(read: int) -> None:
        if read == number:
            os.kill(os.getpid(), signal.SIGKILL)

    fake_annotator(WatchedModel(kill)).run(inputs, out)


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, hidden ones included."""
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
