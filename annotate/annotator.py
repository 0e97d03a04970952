"""The Python API: an `Annotator` made from a config annotates documents, or whole folders into a folder."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, TypeVar

from annotate import changes, models, readers, report
from annotate.attribution import Attributor
from annotate.config import Fields, Preset, Scheme, config_root, load_preset, load_scheme
from annotate.data import AnnotatedArticle, Document, Failure
from annotate.errors import ConfigError, FolderError, InputError
from annotate.pipeline import Earlier, Line, first_pass, second_pass
from annotate.protocols import Progress
from annotate.readers.counting import count
from annotate.store import Folder, Kept, Run
from annotate.tally import Counts, Tally

Item = TypeVar("Item")

READING = "reading, attributing, framing"

#: The packages that a prediction or an offset can depend on; `run.json` names their versions.
PACKAGES = (
    "annotate",
    "feedparser",
    "numpy",
    "py3langid",
    "sentencex",
    "tokenizers",
    "torch",
    "trafilatura",
    "transformers",
)

#: What a preset says that no prediction depends on; its schemes count by what they say.
NO_SETTINGS = {"name", "shard_size", "attribution", "frames", "fields"}
#: What a scheme says that no prediction depends on: names for people, the reviewing interface, ties to other schemes.
LOOKS: Any = {"title": True, "labels": {"__all__": {"title", "color", "hotkey", "covers"}}}


@dataclass(frozen=True, slots=True)
class Summary:
    """Where a run's results lie and how much it found.

    `taken_over` counts the articles that no model read again, `failed` the inputs that could not be annotated now,
    `passed_over` what archives held beside pages, by kind.
    """

    folder: Path
    counts: Counts
    taken_over: int
    failed: int
    passed_over: Mapping[str, int] = field(default_factory=dict)

    @property
    def failed_before(self) -> int:
        """The inputs that could not be annotated by earlier commands, and are still in the folder's list."""
        return self.counts.failures - self.failed

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
        cls,
        preset: str | Path | Preset = "default",
        attribution: str | Path = "",
        frames: str | Path = "",
        fields: Fields | None = None,
    ) -> Annotator:
        """Make an annotator from a preset's name, file or value; the schemes' names or files override its own.

        `fields` maps fields to columns of tables, beside the preset's. Raises `ConfigError` where a preset or scheme
        does not exist or does not fit.
        """
        chosen = _mapped(preset if isinstance(preset, Preset) else load_preset(str(preset)), fields)
        return cls(
            chosen,
            _scheme(str(attribution) or chosen.attribution, "attribution"),
            _scheme(str(frames) or chosen.frames, "frames"),
        )

    @classmethod
    def from_folder(cls, out: str | Path, fields: Fields | None = None) -> Annotator:
        """Make an annotator with the settings of a run, to change its folder; `fields` as in `from_config`.

        Raises `FolderError` where it holds no finished run, or people's work.
        """
        with Folder.reopened(Path(out)) as folder:
            run = folder.run()
        return cls(_mapped(run.preset, fields), run.attribution, run.frames)

    @cached_property
    def line(self) -> Line:
        """The models, loaded. Raises `ModelError` where one is missing or not what it should be."""
        if self._given is not None:
            return self._given
        model, encoder = models.load_article_model(self.preset)
        classifier = models.load_classifier(self.preset, encoder)
        verifier = models.load_entailer(self.preset.verifier) if self.preset.verifier else None
        parts = (
            f"annotate {version('annotate')}",
            f"{self.attribution.name} {self.attribution.version}",
            f"{self.frames.name} {self.frames.version}",
            *dict.fromkeys(each.version for each in (classifier, model, verifier) if each),
            f"config {self._digest()}",
        )
        attributor = Attributor(self.attribution, classifier, zero_shot_weight=self.preset.zero_shot_weight)
        return Line(attributor, classifier, model, self.frames, "; ".join(parts), verifier)

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
            yield from second_pass(folder.staged, self.line.verifier)

    def run(
        self,
        inputs: Sequence[str],
        out: str | Path,
        *,
        metadata: str | Path | None = None,
        fresh: bool = False,
        progress: Progress | None = None,
    ) -> Summary:
        """Annotate files, folders, globs or `-` into the folder `out`, with its report.

        An older run in `out` is replaced when all is there. What the same models and settings made of an article that
        has not changed is taken over from it, and from runs that were cut off, unless all is to be made `fresh`. Inputs
        that cannot be annotated are counted, and listed in the folder. Raises `FolderError` where `out` cannot be
        written or holds something else, `UsageError` where there is no file that `inputs` name.
        """
        readers.check(inputs)
        with Folder.claimed(Path(out)) as folder:
            line = self.line
            passed: Counter[str] = Counter()
            documents = self._read(inputs, metadata, passed)
            earlier = Earlier(() if fresh else folder.earlier(self._made_by))
            with folder.replacing() as new:
                first = new.stage(first_pass(documents, line, earlier), self.preset.shard_size, self._made_by)
                staged = failed = 0
                for item in _told(progress, READING, count(inputs) if progress else None, first):
                    staged += not isinstance(item, Failure)
                    failed += isinstance(item, Failure)
                counts = self._compare(new, staged, failed, progress)
            return Summary(folder.path, counts, earlier.taken, failed, passed)

    def add(
        self,
        inputs: Sequence[str],
        out: str | Path,
        *,
        metadata: str | Path | None = None,
        progress: Progress | None = None,
    ) -> Summary:
        """Annotate files, folders, globs or `-` and add them to the folder `out`.

        An article that is there already is replaced in its place; what the folder was told of it beside its text stays
        where nothing else is told now. The other articles keep their order and are compared anew. Raises `FolderError`
        where `out` holds no finished run by these models and settings, or people's work, `UsageError` where one of
        `inputs` names no file.
        """
        readers.check(inputs, each=True)
        with self._reopened(out) as (folder, held):
            passed: Counter[str] = Counter()
            documents = self._read(inputs, metadata, passed, changes.recalling(held))
            earlier = Earlier(folder.earlier(self._made_by))
            with folder.aside() as aside:
                first = aside.stage(first_pass(documents, self.line, earlier), self.preset.shard_size, self._made_by)
                paths, new = set(inputs), 0  # an argument that named nothing failed under its own name
                for item in _told(progress, READING, count(inputs) if progress else None, first):
                    paths.add(item.path if isinstance(item, Failure) else item[0].article.path)
                    new += not isinstance(item, Failure)
                failures = list(aside.failures())
                older = [each for each in folder.failures() if each.path not in paths]
                kept = list(changes.merged(held, list(aside.kept(self._made_by))))
                counts = self._rewrite(folder, kept, [*older, *failures], progress)
            return Summary(folder.path, counts, len(kept) - new + earlier.taken, len(failures), passed)

    def drop(self, names: Sequence[str], out: str | Path, *, progress: Progress | None = None) -> Summary:
        """Take the articles of these ids or paths out of the folder `out`; the others are compared anew.

        Raises `UsageError` where there is no such article, `FolderError` as `add` does.
        """
        with self._reopened(out) as (folder, held):
            kept = changes.without(held, names)
            return Summary(folder.path, self._rewrite(folder, kept, list(folder.failures()), progress), len(kept), 0)

    def _read(
        self,
        inputs: Sequence[str],
        metadata: str | Path | None,
        passed: Counter[str],
        recalling: Callable[[Document, Document], Document] | None = None,
    ) -> Iterator[Document | Failure]:
        table = Path(metadata) if metadata else None
        return readers.read(inputs, table, recalling, self.preset.fields, passed)

    @contextmanager
    def _reopened(self, out: str | Path) -> Iterator[tuple[Folder, list[Kept]]]:
        """Yield a finished run's folder, to change it, and all of its articles, if this annotator made them."""
        with Folder.reopened(Path(out)) as folder:
            held = list(folder.kept(self._made_by))
            if len(held) != folder.run().counts.articles:
                raise FolderError(
                    f"{out}: made by another version, or damaged since; run annotate run INPUTS -o {out} again"
                )
            yield folder, held

    def _rewrite(
        self, folder: Folder, kept: Sequence[Kept], failures: Iterable[Failure], progress: Progress | None
    ) -> Counts:
        """Let the folder hold these articles and failures, and nothing else; return what it holds."""
        with folder.replacing() as new:
            for failure in failures:
                new.log(failure)
            for _ in new.stage((each.read() for each in kept), self.preset.shard_size, self._made_by):
                pass
            return self._compare(new, len(kept), len(list(new.failures())), progress)

    def _compare(self, folder: Folder, staged: int, failed: int, progress: Progress | None) -> Counts:
        """Do pass 2 over what is staged, and all that is written after it."""
        tally = Tally()
        second = folder.finish(tally.watch(second_pass(folder.staged, self.line.verifier)), self.preset.shard_size)
        for _ in _told(progress, "comparing, reviewing", staged, second):
            pass
        counts = tally.counts(failures=failed)
        report.write(folder.articles(), self.attribution, self.frames, folder.report)
        folder.write_run(self._run(self.line, counts))
        return counts

    @cached_property
    def _made_by(self) -> str:
        """16 hex digits over all that pass 1 depends on beside the article: models, settings, packages, this code."""
        digest = hashlib.sha256(json.dumps([self.line.model_version, _versions()]).encode())
        for path in sorted(Path(__file__).parent.rglob("*.py")):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    def _run(self, line: Line, counts: Counts) -> Run:
        """Return what run.json says; schemes by name, as their files' places are nobody's business."""
        return Run(
            schema=1,
            model_version=line.model_version,
            versions=_versions(),
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


def _versions() -> dict[str, str]:
    return {package: version(package) for package in PACKAGES}


def _mapped(preset: Preset, fields: Fields | None) -> Preset:
    """Return a preset that takes these columns for fields, beside those that it names."""
    return preset.model_copy(update={"fields": {**preset.fields, **(fields or {})}})


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
