"""The review loop against a real Label Studio: pushed, annotated, pulled, exported, whatever comes between."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from annotate.config import Preset, load_scheme
from annotate.data import AnnotatedArticle, Project
from annotate.errors import UsageError
from annotate.labelstudio.pull import pull
from annotate.labelstudio.push import BEGUN, push
from annotate.labelstudio.server import Server
from annotate.records import loads
from annotate.store import Folder
from tests.builders import annotated, folder_of
from tests.e2e.conftest import LabelStudio

#: How many pushes are killed, and of how many articles: `scripts/test --long` kills more.
KILLS, MANY = (15, 4000) if os.environ.get("HYPOTHESIS_PROFILE") == "long" else (3, 400)
Results = list[dict[str, Any]]


@pytest.fixture(scope="module")
def server(label_studio: LabelStudio) -> Server:
    return Server(label_studio.url, label_studio.token)


@pytest.fixture
def title(request: pytest.FixtureRequest) -> str:
    """Return a title that no other test uses."""
    return f"{request.node.name[:30]} {os.getpid()} {time.monotonic_ns() % 10**6}"


def command(label_studio: LabelStudio, *args: str | Path, key: str | None = None) -> list[str]:
    return [sys.executable, "-m", "annotate", *map(str, args), "--url", label_studio.url]


def environment(key: str) -> dict[str, str]:
    return {**os.environ, "LABEL_STUDIO_API_KEY": key, "COLUMNS": "200", "NO_COLOR": "1"}


def run(label_studio: LabelStudio, *args: str | Path, key: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(label_studio, *args),
        env=environment(label_studio.token if key is None else key),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def articles(count: int, text: str = "The mayor spoke.\nThe bridge is closed.") -> list[AnnotatedArticle]:
    return [annotated(f"# Bridge {number}\n{text}", f"texts/{number}.txt", "The Courier") for number in range(count)]


def tasks(server: Server, title: str) -> list[dict[str, Any]]:
    [project] = server.projects(title)
    return [dict(each) for each in server.exported(project)]


def test_pushed_twice_nothing_is_made_or_changed(
    tmp_path: Path, label_studio: LabelStudio, server: Server, title: str
) -> None:
    folder_of(tmp_path / "out", articles(7))
    first = run(label_studio, "push", tmp_path / "out", "--project", title, "--json")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["created"] == 7
    before = tasks(server, title)
    second = json.loads(run(label_studio, "push", tmp_path / "out", "--project", title, "--json").stdout)
    assert {name: second[name] for name in ("created", "revised", "updated", "unchanged", "withdrawn", "skipped")} == {
        "created": 0,
        "revised": 0,
        "updated": 0,
        "unchanged": 7,
        "withdrawn": 0,
        "skipped": {},
    }
    assert tasks(server, title) == before


def test_predictions_texts_and_annotations_change_what_they_should(tmp_path: Path, server: Server, title: str) -> None:
    push(folder_of(tmp_path / "1", articles(3)), server, title)
    [project] = server.projects(title)
    before = {task["data"]["doc_id"]: task for task in tasks(server, title)}
    ids = [each.article.id for each in articles(3)]
    annotate(server, before[ids[0]])

    # Another model: the untouched are replaced, the annotated one stays.
    other = [replace(each, model_version="test 2", sentences=each.sentences[:2]) for each in articles(3)]
    summary = push(folder_of(tmp_path / "2", other), server, title)
    assert (summary.created, summary.updated, summary.skipped[BEGUN]) == (0, 2, 1)
    after = {task["data"]["doc_id"]: task for task in tasks(server, title)}
    assert {doc: task["id"] for doc, task in after.items()} == {doc: task["id"] for doc, task in before.items()}
    assert after[ids[0]]["data"] == before[ids[0]]["data"]
    versions = [versions_of(server, project, after[doc]["id"]) for doc in ids]
    assert versions == [["test 1"], ["test 2"], ["test 2"]]

    # Another text: a revision; the annotated task stays beside it, the untouched one goes.
    changed = [*articles(2, "The mayor spoke again."), other[2]]
    summary = push(folder_of(tmp_path / "3", changed), server, title)
    assert (summary.created, summary.revised, summary.unchanged, summary.withdrawn) == (0, 2, 1, 1)
    revisions = Counter((task["data"]["doc_id"], task["data"]["revision"]) for task in tasks(server, title))
    assert revisions == {(ids[0], 1): 1, (ids[0], 2): 1, (ids[1], 2): 1, (ids[2], 1): 1}
    again = push(folder_of(tmp_path / "3", changed), server, title)
    assert (again.created, again.revised, again.updated, again.unchanged) == (0, 0, 0, 3)

    # All of it comes back.
    pulled = pull(server, title, tmp_path / "back")
    assert (pulled.articles, pulled.annotated, pulled.failures) == (4, 1, [])
    by_digest = {each.article.digest: each for each in Folder.open(tmp_path / "back").articles()}
    for each in [*changed, articles(1)[0]]:
        assert replace(by_digest[each.article.digest], annotations=()) == each


def annotate(server: Server, task: dict[str, Any], change: Callable[[Results], None] | None = None) -> None:
    """Submit a task's prediction as a person would by the API."""
    sdk = server._sdk
    [prediction] = sdk.predictions.list(task=task["id"])
    results = json.loads(json.dumps(prediction.result))
    if change is not None:
        change(results)
    sdk.annotations.create(id=task["id"], result=results, lead_time=4.0)


def versions_of(server: Server, project: Project, task: int) -> list[str]:
    return [str(each.model_version) for each in server._sdk.predictions.list(task=task, project=project.id)]


@pytest.mark.parametrize("whose", ["ours", "another's"])
def test_a_draft_counts_as_begun(
    tmp_path: Path, label_studio: LabelStudio, server: Server, title: str, whose: str
) -> None:
    push(folder_of(tmp_path / "1", articles(1)), server, title)
    [task] = tasks(server, title)
    client = session(label_studio) if whose == "ours" else invited(label_studio)
    made = client.post(f"/api/tasks/{task['id']}/drafts", json={"result": [], "lead_time": 1})
    assert made.status_code == 201, made.text
    summary = push(folder_of(tmp_path / "2", articles(1, "The mayor spoke again.")), server, title)
    assert (summary.revised, summary.withdrawn) == (1, 0)
    assert task["id"] in [each["id"] for each in tasks(server, title)]


def session(label_studio: LabelStudio) -> httpx.Client:
    """Return a client that speaks for the owner of the key."""
    headers = {"Authorization": f"Token {label_studio.token}"}
    return httpx.Client(base_url=label_studio.url, headers=headers, trust_env=False, follow_redirects=True)


def invited(label_studio: LabelStudio) -> httpx.Client:
    """Return a client of another reviewer, who came by invitation."""
    invitation = session(label_studio).get("/api/invite").json()["invite_url"]
    client = httpx.Client(base_url=label_studio.url, trust_env=False, follow_redirects=True)
    client.get(invitation)
    who = {"email": f"bob{time.monotonic_ns()}@example.org", "password": "a long password 1"}
    client.post(invitation, data={**who, "csrfmiddlewaretoken": client.cookies["csrftoken"]})
    client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
    assert client.get("/api/current-user/whoami").json()["email"] == who["email"]
    return client


def test_killed_in_mid_push_nothing_is_doubled_or_missing(
    tmp_path: Path, label_studio: LabelStudio, server: Server, title: str
) -> None:
    """Kill pushes at random moments after the first tasks are there, then let one go through."""
    long = "\n".join(f"The mayor spoke {number} times about the bridge." for number in range(20))
    folder_of(tmp_path / "out", articles(MANY, long))
    reached: list[int] = []
    for _ in range(KILLS):
        pushing = subprocess.Popen(
            command(label_studio, "push", tmp_path / "out", "--project", title, "--quiet"),
            env=environment(label_studio.token),
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        enough = (reached[-1] if reached else 0) + 1
        while pushing.poll() is None and made(server, title) < enough:
            time.sleep(0.1)
        time.sleep(random.random() / 2)
        pushing.send_signal(signal.SIGKILL)
        pushing.wait()
        reached.append(made(server, title))
    assert 0 < reached[0] < MANY, f"the first kill came too early or too late: {reached}"
    done = run(label_studio, "push", tmp_path / "out", "--project", title, "--json")
    assert done.returncode == 0, done.stderr
    assert counted(server, title) == {each.article.id: 1 for each in articles(MANY, long)}


def made(server: Server, title: str) -> int:
    return sum(server.count(each) for each in server.projects(title))


def counted(server: Server, title: str) -> Counter[str]:
    found = server.projects(title)
    if not found:
        return Counter()
    listed = server._sdk.tasks.list(project=found[0].id, include="id,data", page_size=1000)
    return Counter(str(each.data["doc_id"]) for each in listed)


def test_a_project_of_other_schemes_is_refused(tmp_path: Path, server: Server, title: str) -> None:
    folder = folder_of(tmp_path / "1", articles(1))
    push(folder, server, title)
    settings = folder.run()
    folder.write_run(settings.model_copy(update={"frames": load_scheme("generic_frames")}))
    with pytest.raises(UsageError, match=r"another labelling interface.*human_interest.*--project"):
        push(folder, server, title)


def test_a_personal_token_serves_as_well(tmp_path: Path, label_studio: LabelStudio, server: Server, title: str) -> None:
    made = server._sdk._client_wrapper.httpx_client.request("api/token/", method="POST", json={})
    personal = made.json()["token"] if made.status_code == 201 else pytest.fail(made.text)
    folder_of(tmp_path / "out", articles(1))
    done = run(label_studio, "push", tmp_path / "out", "--project", title, key=personal)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("key", "code", "words"),
    [("", 2, "no key; set LABEL_STUDIO_API_KEY"), ("f" * 40, 4, "is wrong or was revoked; copy it anew")],
)
def test_keys_that_do_not_fit(tmp_path: Path, label_studio: LabelStudio, key: str, code: int, words: str) -> None:
    folder_of(tmp_path / "out", articles(1))
    done = run(label_studio, "push", tmp_path / "out", "--project", "never made", key=key)
    assert done.returncode == code
    assert done.stderr.startswith(f"error: {label_studio.url}: ")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "f" * 40 not in done.stderr


def test_nobody_at_the_address(tmp_path: Path) -> None:
    folder_of(tmp_path / "out", articles(1))
    line = [
        sys.executable,
        "-m",
        "annotate",
        "push",
        str(tmp_path / "out"),
        "--project",
        "x y",
        "--url",
        "http://127.0.0.1:9",
    ]
    done = subprocess.run(line, env=environment("k" * 40), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    assert "http://127.0.0.1:9: nobody answers there" in done.stderr
    assert "k" * 40 not in done.stderr


def test_hostile_texts_come_back_as_they_went(tmp_path: Path, server: Server, title: str) -> None:
    hostile = [
        "👩🏽‍🚀 spoke 🇫🇷.\nThe cafe\u0301 (café) is\u00a0closed.",
        "Tabs\there.\nA line\u2028within &amp; an entity.",
        "<script>alert(1)</script> said <b>so</b>.\nשלום אמר ראש העיר.\n\u202eevil\u202c",
        "  Leading blanks\u200b and a BOM\ufeff.\n\n\nTrailing lines.\n\n",
    ]
    items = [annotated(text, f"texts/{number}.txt") for number, text in enumerate(hostile)]
    push(folder_of(tmp_path / "out", items), server, title)
    for task in tasks(server, title):
        annotate(server, task)
    summary = pull(server, title, tmp_path / "back")
    assert summary.failures == []
    back = list(Folder.open(tmp_path / "back").articles())
    assert [replace(each, annotations=()) for each in back] == items
    for each in back:
        [annotation] = each.annotations
        labelled = [region for region in annotation.regions if region.label]
        assert [region.span for region in labelled] == [
            sentence.sentence.span for sentence in each.sentences if sentence.attribution
        ]


def test_the_pulled_folder_is_a_folder_of_a_run(tmp_path: Path, server: Server, title: str) -> None:
    push(folder_of(tmp_path / "out", articles(2)), server, title)
    pull(server, title, tmp_path / "back")
    folder = Folder.open(tmp_path / "back")
    assert folder.run().preset == Preset(name="test")
    assert folder.run().attribution.names == load_scheme("attribution").names
    shard = (tmp_path / "back" / "articles-00000.jsonl").read_bytes().splitlines()
    assert [loads(line).article.path for line in shard] == ["texts/0.txt", "texts/1.txt"]
    report = subprocess.run(
        [sys.executable, "-m", "annotate", "report", tmp_path / "back"], capture_output=True, check=False, timeout=60
    )
    assert report.returncode == 0
