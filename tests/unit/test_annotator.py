from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotate.annotator import Annotator
from annotate.attribution import Attributor
from annotate.config import EmbeddingModel, Preset, SpanModel, load_preset, load_scheme
from annotate.data import Document, Failure
from annotate.errors import ConfigError, FolderError, InputError
from annotate.pipeline import Line
from annotate.store import Folder
from tests.fakes import FakeArticleModel, FakeClassifier

TEXT = "The mayor said on Monday that the old bridge would close. Nobody was hurt."


@pytest.fixture
def annotator() -> Annotator:
    classifier, model = FakeClassifier(), FakeArticleModel()
    attribution, frames = load_scheme("attribution"), load_scheme("frames")
    line = Line(Attributor(attribution, classifier), classifier, model, frames, "test 1")
    return Annotator(Preset(name="test", shard_size=2), attribution, frames, line)


class Log:
    """A progress that remembers what it heard."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int | None]] = []
        self.done = 0
        self.failures: list[Failure] = []

    def start(self, step: str, total: int | None) -> None:
        self.steps.append((step, total))

    def advance(self) -> None:
        self.done += 1

    def fail(self, failure: Failure) -> None:
        self.failures.append(failure)


def test_strings_and_documents_are_annotated_in_order(annotator: Annotator) -> None:
    found = list(annotator.annotate([TEXT, Document("key", "texts/b.txt", TEXT), TEXT]))
    assert [each.article.path for each in found] == ["text/0", "texts/b.txt", "text/2"]
    assert len({each.article.id for each in found}) == 3


def test_unreadable_document_raises_unless_somebody_listens(annotator: Annotator) -> None:
    with pytest.raises(InputError, match="text/0"):
        list(annotator.annotate([" ", TEXT]))
    heard: list[Failure] = []
    listen: Callable[[Failure], None] = heard.append
    assert len(list(annotator.annotate([" ", TEXT], listen))) == 1
    assert [each.path for each in heard] == ["text/0"]


def test_run_fills_the_folder_and_tells_of_its_progress(annotator: Annotator, tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for name in "abc":
        (inputs / f"{name}.txt").write_text(TEXT)
    (inputs / "d.txt").write_text(" ")
    log = Log()
    summary = annotator.run([str(inputs)], tmp_path / "out", progress=log)
    folder = Folder.open(tmp_path / "out")
    assert len(list(folder.articles())) == summary.counts.articles == 3
    assert list(folder.failures()) == log.failures
    assert summary.counts.failures == 1
    assert [total for _, total in log.steps] == [4, 3]
    assert log.done == 6
    assert summary.report.is_file()
    assert folder.run().counts == summary.counts
    assert folder.run().frames == annotator.frames


def test_run_names_no_place_of_this_machine(annotator: Annotator, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    annotator.run([str(tmp_path / "a.txt")], tmp_path / "out")
    for name in ("run.json", "articles-00000.jsonl", "report.html"):
        assert str(tmp_path) not in (tmp_path / "out" / name).read_text(encoding="utf-8")


def test_foreign_folder_is_refused_before_a_model_loads(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    annotator = Annotator.from_config()
    with pytest.raises(FolderError):
        annotator.run([], tmp_path)
    assert "line" not in vars(annotator)


def test_schemes_override_the_presets(tmp_path: Path) -> None:
    assert Annotator.from_config(attribution="attribution_basic").attribution.name == "attribution_basic"
    assert Annotator.from_config(load_preset(), frames="generic_frames").frames.name == "generic_frames"


def test_scheme_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match="kind frames; give one of kind attribution"):
        Annotator.from_config(attribution="frames")


def test_version_hangs_on_the_settings_and_nothing_else() -> None:
    one, same = Annotator.from_config(), Annotator.from_config(load_preset().model_copy(update={"shard_size": 3}))
    assert one._digest() == same._digest()
    changes: list[dict[str, Any]] = [
        {"spans": SpanModel(backend="rules")},
        {"encoder": EmbeddingModel(name="x")},
        {"zero_shot_weight": 0.5},
    ]
    others = [Annotator.from_config(load_preset().model_copy(update=each))._digest() for each in changes]
    frames = Annotator.from_config(frames="generic_frames")._digest()
    assert len({one._digest(), frames, *others}) == 5


def test_version_hangs_on_no_looks() -> None:
    one = Annotator.from_config()
    first, *rest = one.attribution.labels
    recoloured = first.model_copy(update={"color": "#123456", "hotkey": "j", "covers": ("x",)})
    redefined = first.model_copy(update={"definition": first.hypothesis})
    looks, means = (
        Annotator(one.preset, one.attribution.model_copy(update={"labels": (label, *rest)}), one.frames)
        for label in (recoloured, redefined)
    )
    assert one._digest() == looks._digest() != means._digest()
