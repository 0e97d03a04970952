"""Deterministic stand-ins for every seam: models without torch or weights, a review server without a server."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urlsplit

import numpy as np

from annotate.config import Label, Scheme
from annotate.data import Article, AttributionSpans, FoundAttribution, Project, PushedTask, Sentence
from annotate.protocols import ArticleView

if TYPE_CHECKING:
    from annotate.protocols import Matrix

_WORD = re.compile(r"\w+")
_NEGATIONS = frozenset({"not", "no", "never", "denied", "ne", "pas", "non", "jamais", "aucun", "aucune"})


def words(text: str) -> list[str]:
    """Return the words of `text`, folded.

    >>> words("He didn’t, M. Hammouchi!")
    ['he', 'didn', 't', 'm', 'hammouchi']
    """
    return _WORD.findall(text.casefold())


class FakeEncoder:
    """Embeds a text as its bag of hashed words: texts that share words lie close together."""

    def __init__(self, size: int = 64) -> None:
        self.version = f"fake-encoder-{size}"
        self.size = size
        self.calls: list[tuple[str, ...]] = []

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one unit row a text; remember the call."""
        self.calls.append(tuple(texts))
        rows = [self._row(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.size), dtype=np.float32)

    def _row(self, text: str) -> Matrix:
        total = np.sum([_direction(word, self.size) for word in ["", *words(text)]], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


class FakeArticleModel:
    """Reads sentences with the fake encoder, and draws what it was made with: a sentence's by its index."""

    def __init__(self, found: Mapping[int, Sequence[FoundAttribution]] | None = None) -> None:
        self.encoder = FakeEncoder()
        self.version = self.encoder.version
        self.drawn = found

    def view(self, article: Article, sentences: Sequence[Sentence]) -> ArticleView:
        """Return a vector a sentence; those of phrases are made as they are asked for."""
        found = None if self.drawn is None else [self.drawn.get(each.index, ()) for each in sentences]
        vectors = self.encoder.encode([each.text for each in sentences])
        return ArticleView(vectors, lambda _, span: self.encoder.encode([span.of(article.text)])[0], found)


class FakeClassifier:
    """Scores a text against a label by the words that it shares with the label's definition."""

    reads_sentences = False

    def __init__(self) -> None:
        self.version = "fake-classifier"
        self.calls: list[tuple[str, ...]] = []

    def score(self, texts: Sequence[str], scheme: Scheme, language: str, vectors: Matrix | None = None) -> Matrix:
        """Return shared words / (shared words + 1) a label; rows sum to 1 unless the scheme is multi-label."""
        self.calls.append(tuple(texts))
        described = [_described(label, language) for label in scheme.labels]
        overlap = np.array(
            [[len(each & said) for each in described] for said in (set(words(text)) for text in texts)],
            dtype=np.float32,
        ).reshape(len(texts), len(scheme.labels))
        if scheme.multi_label:
            return np.asarray(overlap / (overlap + 1), dtype=np.float32)
        weights = np.exp(overlap)
        return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)

    def threshold(self, scheme: str, label: str) -> float:
        """Return an even chance."""
        return 0.5


class FakeExtractor:
    """Draws the spans that it was made with, as a trained span extractor would: a sentence's by its index."""

    def __init__(self, spans: Mapping[int, AttributionSpans]) -> None:
        self.spans = spans

    def extract(self, article: Article, sentences: Sequence[Sentence]) -> list[list[AttributionSpans]]:
        """Return one attribution for each sentence that has spans, none for others."""
        return [[self.spans[each.index]] if each.index in self.spans else [] for each in sentences]


class FakeEntailer:
    """Calls a hypothesis entailed as far as the premise holds its words, contradicted where one alone negates."""

    def __init__(self) -> None:
        self.version = "fake-entailer"
        self.pairs: list[tuple[str, str]] = []

    def entail(self, pairs: Iterable[tuple[str, str]]) -> Matrix:
        """Return entailment, neutral, contradiction a pair; remember the pairs."""
        given = list(pairs)
        self.pairs.extend(given)
        rows = [_judge(set(words(premise)), set(words(hypothesis))) for premise, hypothesis in given]
        return np.array(rows, dtype=np.float32).reshape(len(given), 3)


@lru_cache(maxsize=1 << 16)  # a megabyte in one article asks for a few words 200,000 times
def _direction(word: str, size: int) -> Matrix:
    """Return the word's own direction, near to orthogonal to every other word's."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    generator = np.random.default_rng(int.from_bytes(digest, "big"))
    return generator.standard_normal(size).astype(np.float32)


def _described(label: Label, language: str) -> frozenset[str]:
    """Return the longer words that say what a label is."""
    described = f"{label.title.get(language)} {label.definition.get(language)}"
    return frozenset(word for word in words(described) if len(word) > 3)


def _judge(premise: set[str], hypothesis: set[str]) -> tuple[float, float, float]:
    content = hypothesis - _NEGATIONS
    held = len(content & premise) / max(len(content), 1)
    clash = bool(premise & _NEGATIONS) != bool(hypothesis & _NEGATIONS)
    return (0.0, 1.0 - held, held) if clash else (held, 1.0 - held, 0.0)


class FakeReviewServer:
    """Keeps projects and tasks as Label Studio does: no key of its own, whole requests, ids that only grow.

    `cut` is called before each request that changes something and may raise, as a broken connection does; with
    `after` the server has carried the request out by then.
    """

    url = "http://review.test"

    def __init__(self) -> None:
        self.made: list[Project] = []
        self.drafts: set[int] = set()
        self.tasks: dict[int, dict[str, Any]] = {}
        self.requests: list[str] = []
        self.cut: Callable[[str], None] | None = None
        self.after = False
        self._ids = count(1)

    def projects(self, title: str) -> Sequence[Project]:
        """Return the projects of that title."""
        return [each for each in self.made if each.title == title]

    def create_project(self, title: str, interface: str, instructions: str) -> Project:
        """Make a project."""
        self.made.append(Project(next(self._ids), title, interface))
        return self.made[-1]

    def drop_project(self, project: Project) -> None:
        """Delete a project."""
        self.made.remove(project)

    def count(self, project: Project) -> int:
        """Return how many tasks there are: of one project, as no test has two with tasks."""
        return len(self.tasks)

    def pushed(self, project: Project, doc_ids: Sequence[str]) -> Sequence[PushedTask]:
        """Return every task of these articles."""
        return [
            PushedTask(
                number,
                task["data"]["doc_id"],
                task["data"]["revision"],
                task["data"]["digest"],
                task["data"]["prediction"],
                bool(task["annotations"]) or number in self.drafts,
            )
            for number, task in self.tasks.items()
            if task["data"]["doc_id"] in doc_ids
        ]

    def create_tasks(self, project: Project, tasks: Sequence[Mapping[str, Any]]) -> None:
        """Make tasks: all of them."""
        with self._request(f"create {len(tasks)}"):
            for task in json.loads(json.dumps(tasks)):
                number = next(self._ids)
                self.tasks[number] = {**task, "id": number, "annotations": []}

    def replace_predictions(self, project: Project, tasks: Mapping[int, Mapping[str, Any]]) -> None:
        """Give tasks the data and predictions of others."""
        with self._request(f"replace {len(tasks)}"):
            for number, task in tasks.items():
                self.tasks[number].update(json.loads(json.dumps(task)))

    def withdraw(self, project: Project, ids: Sequence[int]) -> None:
        """Delete tasks."""
        with self._request(f"withdraw {len(ids)}"):
            for number in ids:
                del self.tasks[number]

    def exported(self, project: Project) -> Iterator[Mapping[str, Any]]:
        """Yield every task."""
        yield from json.loads(json.dumps([self.tasks[number] for number in sorted(self.tasks)]))

    def people(self) -> Mapping[int, str]:
        """Return who annotates."""
        return {1: "ann@example.org", 2: "bob@example.org"}

    def annotate(
        self,
        number: int,
        change: Callable[[list[dict[str, Any]]], None] | None = None,
        *,
        by: int = 1,
        skipped: bool = False,
        updated: str = "2026-01-01T10:00:00Z",
    ) -> None:
        """Submit a task's prediction as an annotation, after `change` has been at its results."""
        task = self.tasks[number]
        results = json.loads(json.dumps(task["predictions"][0]["result"]))
        for result in results:
            result["origin"] = "prediction"
        if change is not None:
            change(results)
        task["annotations"].append(
            {
                "id": 1000 * number + len(task["annotations"]),
                "completed_by": by,
                "result": [] if skipped else results,
                "was_cancelled": skipped,
                "created_at": "2026-01-01T09:00:00Z",
                "updated_at": updated,
                "lead_time": 12.5,
            }
        )

    @contextmanager
    def _request(self, what: str) -> Iterator[None]:
        self.requests.append(what)
        if self.cut is not None and not self.after:
            self.cut(what)
        yield
        if self.cut is not None and self.after:
            self.cut(what)


class SilentHandler(BaseHTTPRequestHandler):
    """Answers without a word on stderr."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class LocalServer:
    """A server of this machine that answers as long as the block lasts."""

    def __init__(self, handler: type[SilentHandler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class FakeHub(LocalServer):
    """The Hugging Face Hub on this machine, as far as datasets are made, filled and read; Parquet goes by LFS."""

    def __init__(self, token: str = "hf_token") -> None:
        hub = self
        self.token = token
        self.private: dict[str, bool] = {}
        self.files: dict[str, dict[str, bytes]] = {}
        self.uploaded: dict[str, bytes] = {}
        self.commits = 0

        class Handler(SilentHandler):
            def do_GET(self) -> None:
                path = unquote(urlsplit(self.path).path)
                if found := re.fullmatch(r"/api/datasets/([^/]+/[^/]+)(?:/revision/[^/]+)?", path):
                    self.json(hub.info(found[1])) if found[1] in hub.files else self.missing("RepoNotFound")
                elif found := re.fullmatch(r"/api/datasets/([^/]+/[^/]+)/tree/[^/]+/?(.*)", path):
                    held = hub.tree(found[1], found[2])
                    self.json(held) if held else self.missing("EntryNotFound")
                elif found := re.fullmatch(r"/datasets/([^/]+/[^/]+)/resolve/[^/]+/(.+)", path):
                    content = hub.files.get(found[1], {}).get(found[2])
                    self.missing("EntryNotFound") if content is None else self.answer(content)
                else:
                    self.missing("EntryNotFound")

            do_HEAD = do_GET  # noqa: N815

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = unquote(urlsplit(self.path).path)
                if self.headers.get("Authorization") != f"Bearer {hub.token}":
                    self.json({"error": "Invalid username or password."}, 401)
                elif path == "/api/repos/create":
                    said = json.loads(body)
                    name = f"{said['organization']}/{said['name']}"
                    status = 409 if name in hub.files else 200
                    hub.files.setdefault(name, {})
                    hub.private.setdefault(name, said.get("visibility") == "private" or said.get("private") is True)
                    self.json({"url": f"{hub.url}/datasets/{name}", "id": name}, status)
                elif path == "/api/validate-yaml":
                    self.json({"errors": [], "warnings": []})
                elif found := re.fullmatch(r"/api/datasets/([^/]+/[^/]+)/preupload/[^/]+", path):
                    paths = [each["path"] for each in json.loads(body)["files"]]
                    modes = ["lfs" if path.endswith(".parquet") else "regular" for path in paths]
                    files = [
                        {"path": path, "uploadMode": mode, "shouldIgnore": False}
                        for path, mode in zip(paths, modes, strict=True)
                    ]
                    self.json({"files": files})
                elif path.endswith(".git/info/lfs/objects/batch"):
                    objects = json.loads(body)["objects"]
                    for each in objects:
                        each["actions"] = {"upload": {"href": f"{hub.url}/lfs/{each['oid']}"}}
                    self.json({"transfer": "basic", "objects": objects})
                elif found := re.fullmatch(r"/api/datasets/([^/]+/[^/]+)/commit/[^/]+", path):
                    hub.commit(found[1], body)
                    self.json({"commitUrl": f"{hub.url}/datasets/{found[1]}/commit/{hub.sha}", "commitOid": hub.sha})
                elif found := re.fullmatch(r"/api/datasets/([^/]+/[^/]+)/paths-info/[^/]+", path):
                    wanted = set(json.loads(body)["paths"])
                    self.json([each for each in hub.tree(found[1], "", deep=True) if each["path"] in wanted])
                else:
                    self.missing("EntryNotFound")

            def do_PUT(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                hub.uploaded[self.path.rsplit("/", 1)[-1]] = content
                self.answer(b"")

            def missing(self, code: str) -> None:
                self.answer(b"{}", 404, {"X-Error-Code": code})

            def json(self, value: object, status: int = 200) -> None:
                self.answer(json.dumps(value).encode(), status, {"Content-Type": "application/json"})

            def answer(self, content: bytes, status: int = 200, more: Mapping[str, str] | None = None) -> None:
                self.send_response(status)
                digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
                heads = {"X-Repo-Commit": hub.sha, "ETag": f'"{digest}"', "Content-Length": str(len(content))}
                for name, value in {**heads, **(more or {})}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

        super().__init__(Handler)

    @property
    def sha(self) -> str:
        """The last commit."""
        return f"{self.commits:040x}"

    def info(self, name: str) -> dict[str, Any]:
        """Return what the hub says of a dataset."""
        siblings = [{"rfilename": path} for path in self.files[name]]
        return {"_id": name, "id": name, "private": self.private[name], "sha": self.sha, "siblings": siblings}

    def tree(self, name: str, under: str, *, deep: bool = False) -> list[dict[str, Any]]:
        """Return the files and folders of a folder."""
        prefix = f"{under}/" if under else ""
        found: dict[str, dict[str, Any]] = {}
        for path, content in self.files.get(name, {}).items():
            first, *rest = path.removeprefix(prefix).split("/")
            oid = hashlib.sha1(content, usedforsecurity=False).hexdigest()
            if path.startswith(prefix) and (deep or not rest):
                found[path] = {"type": "file", "path": path, "size": len(content), "oid": oid}
            if path.startswith(prefix) and rest:
                found[prefix + first] = {"type": "directory", "path": prefix + first, "size": 0, "oid": oid}
        return list(found.values())

    def commit(self, name: str, body: bytes) -> None:
        """Take in what a commit adds and deletes."""
        self.commits += 1
        for line in map(json.loads, body.splitlines()):
            if line["key"] == "file":
                self.files[name][line["value"]["path"]] = b64decode(line["value"]["content"])
            elif line["key"] == "lfsFile":
                self.files[name][line["value"]["path"]] = self.uploaded[line["value"]["oid"]]
            elif line["key"] == "deletedFile":
                del self.files[name][line["value"]["path"]]


class ScriptedServer(LocalServer):
    """A web server on this machine that answers every request alike, and remembers what it was asked."""

    def __init__(self, status: int = 200, body: bytes = b"{}", headers: Mapping[str, str] | None = None) -> None:
        script = self
        self.asked: list[tuple[str, str]] = []
        self.authorisations: list[str] = []

        class Handler(SilentHandler):
            def answer(self) -> None:
                script.asked.append((self.command, self.path))
                script.authorisations.append(self.headers.get("Authorization", ""))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815

        super().__init__(Handler)
