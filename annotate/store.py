"""The folder of a run: staged and finished shards, ledger, failures and settings, each file whole or absent.

    stage/articles-00000.jsonl   pass 1: articles without support and flags
    stage/vectors-00000.npy      pass 1: of each article a row a sentence, then one a claim; float16
    articles-00000.jsonl         pass 2: the result, in input order
    ledger.jsonl                 one line a finished shard; its presence says that the folder is ours
    failures.jsonl               one line an input that could not be annotated
    run.json                     settings, versions, counts; its presence says that the run is finished
    report.html                  the page a person looks at

Shards are written under a temporary name in the same folder, flushed to disk and renamed. The two logs grow a
line at a time: a line cut short by a crash is not read back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field, ValidationError

from annotate import records
from annotate.config import Preset, Scheme, Strict
from annotate.data import AnnotatedArticle, Failure
from annotate.errors import FolderError
from annotate.tally import Counts

if TYPE_CHECKING:
    from annotate.protocols import Matrix

#: An article of pass 1 with its vectors: a row a sentence, headlines included, then one a claim.
Staged = tuple[AnnotatedArticle, "Matrix"]

_NEW = ".annotate-new-"  # what a pull that was cut off may leave
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
            if any(not each.name.startswith(_NEW) for each in path.iterdir()) and not folder._ledger.is_file():
                raise FolderError(f"{path}: is not empty and holds no run of annotate; choose a new or empty folder")
            if (path / "run.json").is_file():
                folder._refuse_other(project)
        return folder

    @classmethod
    def open(cls, path: Path) -> Folder:
        """Return the folder of a finished run."""
        folder = cls(path)
        if not path.is_dir():
            raise FolderError(f"{path}: no such folder; make it with: annotate run INPUTS -o {path}")
        if not (path / "run.json").is_file():
            state = "its run did not finish" if folder._ledger.is_file() else "it holds no run of annotate"
            raise FolderError(f"{path}: {state}; make it with: annotate run INPUTS -o {path}")
        return folder

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
            for file in self.path.iterdir():
                if _OURS.fullmatch(file.name) and file != self._ledger:
                    file.unlink()
            if self._stage.is_dir():
                shutil.rmtree(self._stage)
            self._stage.mkdir()
        _write(self._ledger, b"")
        _write(self._failures, b"")

    @contextmanager
    def replacing(self) -> Iterator[Folder]:
        """Yield an empty folder within this one; where the block ends well, its files take the place of this one's.

        Until then, and where the block fails, what this folder holds stays. Within: what lies beside may be another
        disk, from which nothing can be moved in one step.
        """
        with _naming(self.path):
            for abandoned in self.path.glob(f"{_NEW}*"):
                shutil.rmtree(abandoned)
        with _naming(self.path), TemporaryDirectory(prefix=_NEW, dir=self.path) as place:
            fresh = Folder.claim(Path(place))
            fresh.clear()
            yield fresh
            self.clear()
            # run.json, which says that the folder is whole, comes last.
            for file in sorted(fresh.path.iterdir(), key=lambda file: file.name == "run.json"):
                if file.is_file():
                    file.replace(self.path / file.name)

    def stage(self, items: Iterable[Staged | Failure], size: int) -> Iterator[Staged | Failure]:
        """Write pass 1 in shards of `size` articles and log its failures; pass every item on."""
        shard: list[Staged] = []
        number = 0
        for item in items:
            if isinstance(item, Failure):
                self.log(item)
            else:
                shard.append(item)
            if len(shard) == size:
                self._write_stage(number, shard)
                shard, number = [], number + 1
            yield item
        if shard:
            self._write_stage(number, shard)

    def log(self, failure: Failure) -> None:
        """Log something that could not be taken in."""
        _append(self._failures, {"path": failure.path, "reason": failure.reason}, durable=False)

    def staged(self) -> Iterator[Staged]:
        """Read pass 1 back, article by article, a shard in memory at a time."""
        for file in _shards(self._stage):
            rows = self._vectors(file)
            at = 0
            for annotated in _read(file):
                end = at + len(annotated.sentences) + sum(len(each.support.claims) for each in annotated.sentences)
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

    def failures(self) -> Iterator[Failure]:
        """Read the inputs that could not be annotated."""
        for record in _log(self._failures):
            yield Failure(record["path"], record["reason"])

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

    def _write_stage(self, number: int, shard: Sequence[Staged]) -> None:
        """Write a shard of pass 1, the vectors first: the ledger's line says that both are there."""
        vectors = np.concatenate([rows for _, rows in shard]).astype(np.float16)
        articles = self._stage / _shard_name(number)
        with _whole(_vectors_path(articles)) as file:
            np.save(file, vectors, allow_pickle=False)
        self._write_shard(1, articles, [annotated for annotated, _ in shard])

    def _write_shard(self, number: int, path: Path, shard: Sequence[AnnotatedArticle]) -> None:
        """Write a shard and its line in the ledger."""
        content = b"".join(_line(records.dumps(annotated)) for annotated in shard)
        _write(path, content)
        entry = {
            "pass": number,
            "shard": path.relative_to(self.path).as_posix(),
            "sha256": hashlib.sha256(content).hexdigest(),
            "articles": len(shard),
        }
        _append(self._ledger, entry, durable=True)

    @staticmethod
    def _vectors(articles: Path) -> Matrix:
        path = _vectors_path(articles)
        try:
            with _naming(path):
                rows: Matrix = np.load(path, allow_pickle=False).astype(np.float32)
        except ValueError as error:
            raise FolderError(f"{path}: not an array ({error}); run annotate anew") from error
        return rows


def _shard_name(number: int) -> str:
    return f"articles-{number:05d}.jsonl"


def _vectors_path(articles: Path) -> Path:
    return articles.with_name(articles.name.replace("articles-", "vectors-")).with_suffix(".npy")


def _shards(folder: Path) -> list[Path]:
    """Return the shards in the order of their numbers, which names of more than five digits outgrow."""
    return sorted(folder.glob("articles-*.jsonl"), key=lambda file: (len(file.name), file.name))


def _read(path: Path) -> Iterator[AnnotatedArticle]:
    with _naming(path), path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield records.loads(line)
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
