"""The folder of a run: staged and finished shards, ledger, failures and settings, each file whole or absent.

    stage/articles-00000.jsonl   pass 1: articles without support and flags
    stage/vectors-00000.npy      pass 1: of each article a row a sentence, then one a claim; float16
    articles-00000.jsonl         pass 2: the result, in input order
    ledger.jsonl                 one line a finished shard: the digests of its files and, in pass 1, of the models and
                                 settings; its presence says that the folder is ours
    failures.jsonl               one line an input that could not be annotated
    run.json                     settings, versions, counts; its presence says that the run is finished
    report.html                  the page a person looks at

A run is written into a folder within this one, `.annotate-new-…`, and takes the place of an older one when it is
whole: until then the older one is there to be read. What a run that was cut off has staged stays for the next.

Shards are written under a temporary name in the same folder, flushed to disk and renamed. The two logs grow a
line at a time: a line cut short by a crash is not read back.

One process writes at a time: it holds `.annotate.lock`, which lies within, so that whoever sees the folder sees the
lock, and is gone afterwards. The system does the locking: what a killed process leaves locks nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, TYPE_CHECKING, Any, Literal

import numpy as np
from filelock import FileLock, Timeout
from pydantic import Field, ValidationError

from annotate import records
from annotate.config import Preset, Scheme, Strict
from annotate.data import AnnotatedArticle, Article, Failure, Sentence
from annotate.errors import FolderError
from annotate.tally import Counts

if TYPE_CHECKING:
    from annotate.protocols import Matrix

#: What may be known of an article beside its text, from a table, a page or a row.
_KNOWN = ("title", "outlet", "url", "published")

#: An article of pass 1 with its vectors: a row a sentence, headlines included, then one a claim.
Staged = tuple[AnnotatedArticle, "Matrix"]

_NEW = ".annotate-new-"  # a folder under way, or what is left of one that was cut off
_READY = ".annotate-new.ready"  # a whole one, while the older run goes
_MOVING = ".annotate-new.moving"  # a whole one, while it takes the older run's place
_LOCK = ".annotate.lock"
_OURS = re.compile(r"articles-\d{5,}\.jsonl|ledger\.jsonl|failures\.jsonl|run\.json|report\.html|\..*\.tmp")


class Run(Strict):
    """What `run.json` says of a finished run: enough to read its folder with no other file.

    It holds no time and no path of its own making: the same input and settings give the same bytes. `project` is the
    title of the review project that a folder was pulled from; `None` in the folder of a run.
    """

    format: Literal[1] = Field(1, alias="schema")
    model_version: str
    versions: dict[str, str]
    preset: Preset
    attribution: Scheme
    frames: Scheme
    counts: Counts
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an article lies in a stage: the byte that its line in `shard` begins at, its rows of the vectors.

    `read_from` is the `fingerprint` of what pass 1 made it from; `known` is what was told of it beside its text: title,
    outlet, url, published, without what was guessed.
    """

    article_id: str
    path: str
    part: int
    read_from: bytes
    shard: Path
    start: int
    rows: slice
    known: Mapping[str, str] = field(default_factory=dict)

    def read(self) -> Staged:
        """Read the article back. Raises `FolderError` where the disk does not let it."""
        return _read_at(self.shard, self.start), _vectors(self.shard)[self.rows]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article of a result lies: the byte that its line in `shard` begins at; `digest` is its text's."""

    article_id: str
    digest: str
    shard: Path
    start: int

    def read(self) -> AnnotatedArticle:
        """Read the article. Raises `FolderError` where the disk does not let it."""
        return _read_at(self.shard, self.start)


def fingerprint(article: Article, sentences: Sequence[Sentence]) -> bytes:
    """Return a digest of all that pass 1 reads of an article: its text, metadata, furniture and sentences.

    The path is left out, which people are shown and no prediction depends on: a row's changes with the rows before it.
    """
    return hashlib.sha256(repr((replace(article, path=""), *sentences)).encode("utf-8", "surrogatepass")).digest()


class Folder:
    """One run's folder. Every method that touches the disk raises `FolderError` where it cannot."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def claim(cls, path: Path, project: str | None = None) -> Folder:
        """Return a folder to write into: a new or empty one, one that holds a run of ours, or a pull of `project`.

        An older run's files stay until `clear`. A run does not replace a pull, nor the other way round: people's work
        would be gone, or articles that nobody pushed.
        """
        with _naming(path):
            if path.exists() and not path.is_dir():
                raise FolderError(f"{path}: is a file, not a folder; choose another place for the output")
            path.mkdir(parents=True, exist_ok=True)
            folder = cls(path)
            folder._settle()
            foreign = any(each not in folder._cut_off() and each.name != _LOCK for each in path.iterdir())
            if foreign and not folder._ledger.is_file():
                raise FolderError(f"{path}: is not empty and holds no run of annotate; choose a new or empty folder")
            if (path / "run.json").is_file():
                folder._refuse_other(project)
        return folder

    @classmethod
    @contextmanager
    def claimed(cls, path: Path, project: str | None = None) -> Iterator[Folder]:
        """Yield what `claim` returns, `alone`."""
        with _naming(path):
            if not path.exists():
                path.mkdir(parents=True, exist_ok=True)
        with cls(path).alone():
            yield cls.claim(path, project)

    @classmethod
    def open(cls, path: Path) -> Folder:
        """Return the folder of a finished run."""
        folder = cls(path)
        if path.is_file():
            raise FolderError(f"{path}: is a file; name the folder that annotate run wrote")
        if not path.is_dir():
            raise FolderError(f"{path}: no such folder; make it with: annotate run INPUTS -o {path}")
        if not (path / "run.json").is_file():
            begun = folder._ledger.is_file() or any(path.glob(".annotate-new*"))
            state = "its run did not finish" if begun else "it holds no run of annotate"
            raise FolderError(f"{path}: {state}; make it with: annotate run INPUTS -o {path}")
        return folder

    @classmethod
    @contextmanager
    def reopened(cls, path: Path) -> Iterator[Folder]:
        """Yield the folder of a finished run, to change it, `alone`."""
        folder = cls(path)
        with folder.alone():
            with _naming(path):
                folder._settle()
            project = cls.open(path).run().project
            if project is not None:
                raise FolderError(
                    f"{path}: was pulled from the project {project!r}; "
                    "change the folder that was pushed, push it and pull"
                )
            yield folder

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else write into the folder within the block. Raises `FolderError` where somebody does."""
        if not self.path.is_dir():  # nothing to write into: who opens it will say so
            yield
            return
        file = self.path / _LOCK
        lock = FileLock(file, thread_local=False)
        with _naming(self.path):
            try:
                lock.acquire(blocking=False)
            except Timeout:
                raise FolderError(
                    f"{self.path}: another run, or another change of it, is writing into this folder; "
                    "wait until it has ended, or choose another folder"
                ) from None
        try:
            yield
        finally:
            with suppress(OSError):
                file.unlink()  # while it is held: who opened it before finds that it is gone, and is refused
            lock.release()

    @property
    def report(self) -> Path:
        """The page a person looks at."""
        return self.path / "report.html"

    @property
    def _ledger(self) -> Path:
        return self.path / "ledger.jsonl"

    @property
    def _failures(self) -> Path:
        return self.path / "failures.jsonl"

    @property
    def _stage(self) -> Path:
        return self.path / "stage"

    def clear(self) -> None:
        """Remove what an older run left, and nothing else; leave an empty ledger and no failures."""
        with _naming(self.path):
            self._remove()
            self._stage.mkdir()
        _write(self._ledger, b"")
        _write(self._failures, b"")

    @contextmanager
    def aside(self) -> Iterator[Folder]:
        """Yield an empty folder within this one, which is gone afterwards.

        Where the block fails, what is staged in it stays for `earlier` to find. Within: what lies beside may be another
        disk, from which nothing can be moved in one step.
        """
        with _naming(self.path):
            fresh = Folder(Path(mkdtemp(prefix=_NEW, dir=self.path)))
        fresh.clear()
        try:
            yield fresh
        except BaseException:
            if not any(fresh._entries(1)):
                shutil.rmtree(fresh.path, ignore_errors=True)
            raise
        shutil.rmtree(fresh.path, ignore_errors=True)

    @contextmanager
    def replacing(self) -> Iterator[Folder]:
        """Yield a folder as `aside` does; where the block ends well, its files take the place of this one's.

        Until then, and where the block fails, what this folder holds stays; a crash in between is made good by `claim`.
        """
        with self.aside() as fresh:
            yield fresh
            with _naming(self.path):
                fresh.path.rename(self.path / _READY)
                self._settle()
                for abandoned in self._cut_off():
                    shutil.rmtree(abandoned)

    def earlier(self, by: str) -> Iterator[Kept]:
        """Yield what runs `by` the same models and settings staged here: the finished one, and those cut off."""
        for folder in (self, *map(Folder, self._cut_off())):
            yield from folder.kept(by)

    def kept(self, by: str) -> Iterator[Kept]:
        """Yield where each article staged `by` these models and settings lies, in order.

        Shards are left out that the ledger does not vouch for, byte by byte.
        """
        for entry in self._entries(1):
            shard = self.path / entry["shard"]
            if entry.get("by") == by and _is(shard, entry["sha256"]) and _is(_vectors_path(shard), entry["vectors"]):
                yield from _places(shard)

    def stage(self, items: Iterable[Staged | Failure], size: int, by: str = "") -> Iterator[Staged | Failure]:
        """Write pass 1 in shards of `size` articles and log its failures; pass every item on.

        `by` stands in the ledger for the models and settings that made them.
        """
        shard: list[Staged] = []
        number = 0
        for item in items:
            if isinstance(item, Failure):
                self.log(item)
            else:
                shard.append(item)
            if len(shard) == size:
                self._write_stage(number, shard, by)
                shard, number = [], number + 1
            yield item
        if shard:
            self._write_stage(number, shard, by)

    def log(self, failure: Failure) -> None:
        """Log something that could not be taken in."""
        _append(self._failures, {"path": failure.path, "reason": failure.reason}, durable=False)

    def staged(self) -> Iterator[Staged]:
        """Read pass 1 back, article by article, a shard in memory at a time."""
        for file in _shards(self._stage):
            rows = _vectors(file)
            at = 0
            for annotated in _read(file):
                end = at + _height(annotated)
                yield annotated, rows[at:end]
                at = end

    def finish(self, articles: Iterable[AnnotatedArticle], size: int) -> Iterator[AnnotatedArticle]:
        """Write the result in shards of `size` articles; pass every article on."""
        shard: list[AnnotatedArticle] = []
        number = 0
        for annotated in articles:
            shard.append(annotated)
            if len(shard) == size:
                self._write_shard(2, self.path / _shard_name(number), shard)
                shard, number = [], number + 1
            yield annotated
        if shard:
            self._write_shard(2, self.path / _shard_name(number), shard)

    def articles(self) -> Iterator[AnnotatedArticle]:
        """Read the result, in input order."""
        for file in _shards(self.path):
            yield from _read(file)

    def placed(self) -> Iterator[Placed]:
        """Yield where each article of the result lies, in input order: enough to find them again, one at a time."""
        for shard in _shards(self.path):
            start = 0
            for line, annotated in _lines(shard):
                yield Placed(annotated.article.id, annotated.article.digest, shard, start)
                start += len(line)

    def failures(self) -> Iterator[Failure]:
        """Read the inputs that could not be annotated."""
        for record in _log(self._failures):
            yield Failure(record["path"], record["reason"])

    def damaged(self) -> list[str]:
        """Return the files that are gone, or are no longer what the ledger says of them."""
        wanted: dict[str, str] = {}
        for number in (1, 2):
            for entry in self._entries(number):
                wanted[entry["shard"]] = entry["sha256"]
                if "vectors" in entry:
                    wanted[_vectors_path(Path(entry["shard"])).as_posix()] = entry["vectors"]
        return [name for name, digest in wanted.items() if not _is(self.path / name, digest)]

    def write_run(self, run: Run) -> None:
        """Write the settings and counts: the run is finished."""
        values = run.model_dump(mode="json", by_alias=True)
        _write(self.path / "run.json", (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode())

    def run(self) -> Run:
        """Read the settings and counts of a finished run."""
        path = self.path / "run.json"
        try:
            with _naming(path):
                return Run.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise FolderError(f"{path}: not written by this version of annotate; run annotate anew") from error

    def _refuse_other(self, project: str | None) -> None:
        """Raise `FolderError` where the folder was pulled from another project than `project`, or by none."""
        try:
            found = self.run().project
        except FolderError:  # of another version, or cut short: what it holds is no use to anybody
            return
        if found != project:
            what = "an annotated run" if found is None else f"what was pulled from the project {found!r}"
            raise FolderError(f"{self.path}: holds {what}, which this would replace; choose another folder")

    def _cut_off(self) -> list[Path]:
        """Return the folders within this one that were begun and never finished."""
        return sorted(self.path.glob(f"{_NEW}*"))

    def _settle(self) -> None:
        """Let a folder that is whole take this one's place; a crash at any step is made good by doing it again."""
        ready, moving = self.path / _READY, self.path / _MOVING
        if ready.is_dir():
            self._remove()
            ready.rename(moving)
        if moving.is_dir():
            # run.json, which says that the folder is whole, comes last.
            for file in sorted(moving.iterdir(), key=lambda file: file.name == "run.json"):
                file.replace(self.path / file.name)
            moving.rmdir()

    def _remove(self) -> None:
        """Remove a run's files; run.json, which says that the folder is whole, first."""
        for file in sorted(self.path.iterdir(), key=lambda file: file.name != "run.json"):
            if _OURS.fullmatch(file.name) and file != self._ledger:
                file.unlink()
        if self._stage.is_dir():
            shutil.rmtree(self._stage)

    def _entries(self, number: int) -> Iterator[dict[str, Any]]:
        """Read what the ledger says of a pass; nothing where there is none."""
        if self._ledger.is_file():
            yield from (entry for entry in _log(self._ledger) if entry["pass"] == number)

    def _write_stage(self, number: int, shard: Sequence[Staged], by: str) -> None:
        """Write a shard of pass 1, the vectors first: the ledger's line says that both are there."""
        vectors = np.concatenate([rows for _, rows in shard]).astype(np.float16)
        articles = self._stage / _shard_name(number)
        with _whole(_vectors_path(articles)) as file:
            np.save(file, vectors, allow_pickle=False)
        self._write_shard(
            1,
            articles,
            [annotated for annotated, _ in shard],
            {"vectors": _digest(_vectors_path(articles)), "by": by},
        )

    def _write_shard(
        self, number: int, path: Path, shard: Sequence[AnnotatedArticle], more: Mapping[str, str] | None = None
    ) -> None:
        """Write a shard and its line in the ledger."""
        content = b"".join(_line(records.dumps(annotated)) for annotated in shard)
        _write(path, content)
        entry = {
            "pass": number,
            "shard": path.relative_to(self.path).as_posix(),
            "sha256": hashlib.sha256(content).hexdigest(),
            "articles": len(shard),
            **(more or {}),
        }
        _append(self._ledger, entry, durable=True)


def _vectors(articles: Path) -> Matrix:
    """Read the vectors of a shard of pass 1."""
    path = _vectors_path(articles)
    try:
        with _naming(path):
            rows: Matrix = np.load(path, allow_pickle=False).astype(np.float32)
    except ValueError as error:
        raise FolderError(f"{path}: not an array ({error}); run annotate anew") from error
    return rows


def _height(annotated: AnnotatedArticle) -> int:
    """Return how many vectors an article has: one a sentence and one a claim."""
    return len(annotated.sentences) + sum(len(each.support.claims) for each in annotated.sentences)


def _places(shard: Path) -> Iterator[Kept]:
    start = at = 0
    with _naming(shard), shard.open("rb") as lines:
        for line in lines:
            annotated = records.loads(line)
            end = at + _height(annotated)
            article = annotated.article
            read_from = fingerprint(article, [each.sentence for each in annotated.sentences])
            yield Kept(article.id, article.path, article.part, read_from, shard, start, slice(at, end), _known(article))
            start, at = start + len(line), end


def _known(article: Article) -> dict[str, str]:
    """Return what was told of an article, without what its text alone shows."""
    told = {name: getattr(article, name) for name in _KNOWN if name not in article.guessed}
    return {name: value for name, value in told.items() if value}


def _is(path: Path, digest: str) -> bool:
    """Tell whether a file is there and is what the ledger says."""
    return path.is_file() and _digest(path) == digest


def _digest(path: Path) -> str:
    with _naming(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _shard_name(number: int) -> str:
    return f"articles-{number:05d}.jsonl"


def _vectors_path(articles: Path) -> Path:
    return articles.with_name(articles.name.replace("articles-", "vectors-")).with_suffix(".npy")


def _shards(folder: Path) -> list[Path]:
    """Return the shards in the order of their numbers, which names of more than five digits outgrow."""
    return sorted(folder.glob("articles-*.jsonl"), key=lambda file: (len(file.name), file.name))


def _read(path: Path) -> Iterator[AnnotatedArticle]:
    for _, annotated in _lines(path):
        yield annotated


def _read_at(path: Path, start: int) -> AnnotatedArticle:
    with _naming(path), path.open("rb") as lines:
        lines.seek(start)
        return records.loads(lines.readline())


def _lines(path: Path) -> Iterator[tuple[bytes, AnnotatedArticle]]:
    """Yield the lines of a shard as they are, and what they say."""
    with _naming(path), path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield line, records.loads(line)
            except FolderError as error:
                raise FolderError(f"{path}, line {number}: {error}") from error


def _log(path: Path) -> Iterator[dict[str, Any]]:
    """Read a log's lines; the last one counts only with its line end."""
    with _naming(path), path.open("rb") as lines:
        yield from (json.loads(line) for line in lines if line.endswith(b"\n"))


def _line(text: str) -> bytes:
    r"""Return one line in UTF-8. A lone surrogate of a file name becomes JSON's own `\udcff`."""
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _append(path: Path, record: dict[str, Any], *, durable: bool) -> None:
    """Append a line; a `durable` one is on disk before anything goes on (4 ms: too long for each of many failures)."""
    with _naming(path), path.open("ab") as file:
        file.write(_line(json.dumps(record, ensure_ascii=False)))
        if durable:
            file.flush()
            os.fsync(file.fileno())


def _write(path: Path, content: bytes) -> None:
    with _whole(path) as file:
        file.write(content)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that appears under its name only when it is complete and on disk."""
    temporary = path.with_name(f".{path.name}.tmp")
    with _naming(path):
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Turn the system's complaint into one that names the file."""
    try:
        yield
    except OSError as error:
        raise FolderError(f"{path}: {error.strerror or error}; check the folder and the space left on it") from error
