"""The Python API: an `Annotator` made from a config annotates documents, or whole folders into a folder."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, TypeVar

from annotate import models, readers, report
from annotate.attribution import Attributor
from annotate.config import Preset, Scheme, config_root, load_preset, load_scheme
from annotate.data import AnnotatedArticle, Document, Failure
from annotate.errors import ConfigError, InputError
from annotate.pipeline import Line, first_pass, second_pass
from annotate.protocols import Progress
from annotate.readers.counting import count
from annotate.store import Folder, Run
from annotate.tally import Counts, Tally

Item = TypeVar("Item")

#: The packages that a prediction or an offset can depend on; `run.json` names their versions.
PACKAGES = ("annotate", "numpy", "py3langid", "sentencex", "tokenizers", "torch", "trafilatura", "transformers")

#: What a preset says that no prediction depends on; its schemes count by what they say.
NO_SETTINGS = {"name", "shard_size", "attribution", "frames"}
#: What a scheme says that no prediction depends on: names for people, the reviewing interface, ties to other schemes.
LOOKS: Any = {"title": True, "labels": {"__all__": {"title", "color", "hotkey", "covers"}}}


@dataclass(frozen=True, slots=True)
class Summary:
    """Where a run's results lie and how much it found."""

    folder: Path
    counts: Counts

    @property
    def report(self) -> Path:
        """The page a person looks at."""
        return Folder(self.folder).report


class Annotator:
    """Says who answers for each sentence, how it is framed and which ones want a second look.

    Models load on first use. Articles that are annotated together bear each other out or contradict each
    other, so give one call all articles on an event.

    >>> annotator = Annotator.from_config()
    >>> [article] = annotator.annotate(["Lisbon will ban cars from its old town, the mayor told reporters on Monday."])
    >>> article.sentences[0].attribution.label
    'official_source'
    >>> article.sentences[0].attribution.source
    'the mayor'
    """

    def __init__(self, preset: Preset, attribution: Scheme, frames: Scheme, line: Line | None = None) -> None:
        """Take settings as they are; `line` stands in for the models that the preset names."""
        self.preset = preset
        self.attribution = attribution
        self.frames = frames
        self._given = line

    @classmethod
    def from_config(
        cls, preset: str | Path | Preset = "default", attribution: str | Path = "", frames: str | Path = ""
    ) -> Annotator:
        """Make an annotator from a preset's name, file or value; the schemes' names or files override its own.

        Raises `ConfigError` where one of them does not exist or does not fit.
        """
        chosen = preset if isinstance(preset, Preset) else load_preset(str(preset))
        return cls(
            chosen,
            _scheme(str(attribution) or chosen.attribution, "attribution"),
            _scheme(str(frames) or chosen.frames, "frames"),
        )

    @cached_property
    def line(self) -> Line:
        """The models, loaded. Raises `ModelError` where one is missing or not what it should be."""
        if self._given is not None:
            return self._given
        model, encoder = models.load_article_model(self.preset)
        classifier = models.load_classifier(self.preset, encoder)
        parts = (
            f"annotate {version('annotate')}",
            f"{self.attribution.name} {self.attribution.version}",
            f"{self.frames.name} {self.frames.version}",
            *dict.fromkeys((classifier.version, model.version)),
            f"config {self._digest()}",
        )
        attributor = Attributor(self.attribution, classifier, zero_shot_weight=self.preset.zero_shot_weight)
        return Line(attributor, classifier, model, self.frames, "; ".join(parts))

    def annotate(
        self, documents: Iterable[Document | str], on_failure: Callable[[Failure], None] | None = None
    ) -> Iterator[AnnotatedArticle]:
        """Yield the documents' articles, annotated, once all of them are read.

        A plain string is a document of its own. Memory stays flat: what is not yet judged lies in a
        temporary folder. `on_failure` hears of documents that cannot be annotated; without it the first
        one raises `InputError`.
        """
        with tempfile.TemporaryDirectory(prefix="annotate-") as place:
            folder = Folder.claim(Path(place))
            folder.clear()
            for item in folder.stage(first_pass(_documents(documents), self.line), self.preset.shard_size):
                if isinstance(item, Failure):
                    if on_failure is None:
                        raise InputError(item.path, item.reason)
                    on_failure(item)
            yield from second_pass(folder.staged)

    def run(
        self,
        inputs: Sequence[str],
        out: str | Path,
        *,
        metadata: str | Path | None = None,
        progress: Progress | None = None,
    ) -> Summary:
        """Annotate files, folders, globs or `-` into the folder `out`, with its report.

        An older run in `out` is replaced. Inputs that cannot be annotated are counted, and listed in the
        folder. Raises `FolderError` where `out` cannot be written or holds something else.
        """
        folder = Folder.claim(Path(out))
        line = self.line
        documents = readers.read(inputs, Path(metadata) if metadata else None)
        folder.clear()  # not before all that can be wrong with the settings is known
        size = self.preset.shard_size

        staged = failed = 0
        first = folder.stage(first_pass(documents, line), size)
        for item in _told(progress, "reading, attributing, framing", count(inputs) if progress else None, first):
            staged += not isinstance(item, Failure)
            failed += isinstance(item, Failure)

        tally = Tally()
        second = folder.finish(tally.watch(second_pass(folder.staged)), size)
        for _ in _told(progress, "comparing, reviewing", staged, second):
            pass

        counts = tally.counts(failures=failed)
        report.write(folder.articles(), self.attribution, self.frames, folder.report)
        folder.write_run(self._run(line, counts))
        return Summary(folder.path, counts)

    def _run(self, line: Line, counts: Counts) -> Run:
        """Return what run.json says; schemes by name, as their files' places are nobody's business."""
        return Run(
            schema=1,
            model_version=line.model_version,
            versions={package: version(package) for package in PACKAGES},
            preset=self.preset.model_copy(update={"attribution": self.attribution.name, "frames": self.frames.name}),
            attribution=self.attribution,
            frames=self.frames,
            counts=counts,
        )

    def _digest(self) -> str:
        """Return 12 hex digits over every setting and word list that a prediction depends on."""
        settings = self.preset.model_dump(mode="json", exclude=NO_SETTINGS)
        schemes = [each.model_dump(mode="json", exclude=LOOKS) for each in (self.attribution, self.frames)]
        digest = hashlib.sha256(json.dumps([settings, *schemes]).encode())
        root = config_root() / "lexicons"
        for path in sorted(root.rglob("*.yaml"), key=lambda path: path.relative_to(root).as_posix()):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:12]


def _scheme(name_or_path: str, kind: Literal["attribution", "frames"]) -> Scheme:
    scheme = load_scheme(name_or_path)
    if scheme.kind != kind:
        raise ConfigError(f"{name_or_path}: is a scheme of kind {scheme.kind}; give one of kind {kind}")
    return scheme


def _documents(documents: Iterable[Document | str]) -> Iterator[Document]:
    """Give plain strings a name: their place in the sequence."""
    for number, each in enumerate(documents):
        yield each if isinstance(each, Document) else Document(key=f"text/{number}", path=f"text/{number}", text=each)


def _told(progress: Progress | None, step: str, total: int | None, items: Iterable[Item]) -> Iterator[Item]:
    """Pass the items on and tell `progress` of each."""
    if progress is None:
        yield from items
        return
    progress.start(step, total)
    for item in items:
        if isinstance(item, Failure):
            progress.fail(item)
        else:
            progress.advance()
        yield item
