"""A real `annotate studio`: what it prints and keeps, who gets in, what goes out, and that it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext

from annotate.labelstudio.environment import Environment
from annotate.labelstudio.finding import Running, running
from annotate.labelstudio.keeping import credentials_path, log_path
from annotate.labelstudio.studio import Studio
from tests.e2e.conftest import LabelStudio, free_port

LOCAL = {"127.0.0.1", "localhost", "::1"}
#: What a person's environment may hold: Label Studio reads these names.
MISLEADING = {
    "DEBUG": "release",
    "HOST": "http://news.test",
    "DATABASE_NAME": "/nowhere/at/all",
    "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "false",
    "LABEL_STUDIO_BASE_DATA_DIR": "/nowhere/at/all",
    "PYTHONPATH": "/nowhere/at/all",
}
INTERFACE = """<View>
  <Labels name="label" toName="text"><Label value="named" hotkey="1"/><Label value="unnamed" hotkey="2"/></Labels>
  <Text name="text" value="$text"/>
</View>"""
TEXT = "The harbour master spoke of a delay."


class Command:
    """`annotate studio` in a process group of its own, as a terminal runs it."""

    def __init__(self, home: Path, *arguments: str | Path) -> None:
        self.home = home
        self._stderr = home.parent / f"stderr-{time.monotonic_ns()}"
        with self._stderr.open("wb") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "annotate", "studio", "--home", str(home), *map(str, arguments)],
                env={**os.environ, **MISLEADING},
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                start_new_session=True,
            )

    def __enter__(self) -> Command:
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGTERM)

    def address(self) -> str:
        """Wait for the address and return it."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def told(self) -> str:
        """Return what stderr got so far."""
        return self._stderr.read_text(encoding="utf-8")

    def running(self) -> Running:
        """Return what others find."""
        found = running(self.home)
        assert found is not None
        return found

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Send a signal to the group, as Ctrl-C does; return the exit code and the rest of stdout."""
        os.killpg(self.process.pid, how)
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest


@pytest.fixture
def home(installed: Environment, tmp_path: Path) -> Path:
    """Return a home of this test's own with the environment that all share."""
    made = tmp_path / "home"
    made.mkdir()
    (made / installed.path.name).symlink_to(installed.path)
    return made


@pytest.fixture
def used(home: Path, migrated: Path) -> Path:
    """Return a home whose data a server has run on."""
    shutil.copytree(migrated, home / "data")
    return home


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def command_lines() -> str:
    """Return the command lines of all processes."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:  # it ended meanwhile
            continue
    return "\n".join(lines)


@pytest.mark.slow
def test_the_first_start_shows_what_the_second_does_not(home: Path, tmp_path: Path) -> None:
    port = free_port()
    data = tmp_path / "of my own"
    with Command(home, "--port", str(port), "--data", data) as first:
        assert first.address() == f"http://localhost:{port}", first.told()
        assert httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).json() == {"status": "UP"}
        kept = json.loads(credentials_path(data).read_text(encoding="utf-8"))
        for value in (kept["email"], kept["password"], kept["token"], str(credentials_path(data))):
            assert first.told().count(value) == 1, first.told()
        assert mode(data) == 0o700
        files = [path for path in data.rglob("*") if path.is_file()]
        assert {credentials_path(data), log_path(data), data / "label_studio.sqlite3"} <= set(files)
        assert {mode(path) for path in files} == {0o600}
        assert mode(home / "running.json") == 0o600
        assert kept["password"] not in command_lines()
        assert kept["token"] not in command_lines()
        assert f"--port {port}" in command_lines()  # it does see the server's
        assert not {kept["password"], kept["token"]} & set(re.findall(r"\w+", log_path(data).read_text()))
        pid = first.running().pid
        assert first.end(signal.SIGINT) == (0, "")
        assert first.told().splitlines()[-1] == "stopped"
    assert is_gone(pid)
    assert not (home / "running.json").exists()
    with Command(home, "--port", str(port), "--data", data) as second:
        assert second.address() == f"http://localhost:{port}", second.told()
        assert kept["email"] in second.told()
        assert str(credentials_path(data)) in second.told()
        assert kept["password"] not in second.told()
        assert kept["token"] not in second.told()
        assert json.loads(credentials_path(data).read_text(encoding="utf-8")) == kept


def test_sigterm_stops_it_too_and_nobody_starts_a_second(used: Path) -> None:
    with Command(used, "--port", str(free_port())) as studio:
        url = studio.address()
        found = studio.running()
        assert (found.url, found.data) == (url, used / "data")
        with Command(used, "--port", str(free_port())) as second:
            assert second.process.wait(60) == 4
        assert second.told().count("\n") == 1
        assert f"{url}: a studio runs there already" in second.told()
        other = used.parent / "other"
        other.mkdir()
        (other / "label-studio-1.23.2").symlink_to(used / "label-studio-1.23.2")
        with Command(other, "--port", str(free_port()), "--data", used / "data") as third:
            assert third.process.wait(60) == 4
        assert "a studio runs on this data" in third.told()
        assert studio.end(signal.SIGTERM) == (0, "")
    assert is_gone(found.pid)


def test_killed_it_leaves_no_server_behind(used: Path) -> None:
    with Command(used, "--port", str(free_port())) as studio:
        url = studio.address()
        pid = studio.running().pid
        studio.end(signal.SIGKILL)
    assert until(lambda: not listens(url)), "the server lingers"
    assert running(used) is None
    with Command(used, "--port", str(urlsplit(url).port)) as again:
        assert again.address() == url, again.told()
        assert again.running().pid != pid


def test_a_server_that_dies_is_not_waited_for(used: Path) -> None:
    with Command(used, "--port", str(free_port())) as studio:
        url = studio.address()
        os.kill(studio.running().pid, signal.SIGKILL)
        assert studio.process.wait(60) == 4
        assert f"error: {url}: Label Studio ended by itself" in studio.told()
        assert str(log_path(used / "data")) in studio.told()


def until(true: Callable[[], bool]) -> bool:
    """Wait up to half a minute for something."""
    deadline = time.monotonic() + 30
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def listens(url: str) -> bool:
    try:
        socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::1"])  # a browser takes localhost for ::1 too
def test_a_taken_port_is_an_error_that_names_the_way_out(home: Path, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as other:
        try:
            other.bind((address, 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        other.listen()
        port = other.getsockname()[1]
        with Command(home, "--port", str(port)) as studio:
            assert studio.process.wait(60) == 4
    [line] = studio.told().splitlines()
    assert f"port {port} " in line
    assert re.search(r"--port \d+$", line)
    assert not (home / "data").exists()  # no credentials are made that nobody is shown


def test_what_is_installed_is_not_installed_again(home: Path) -> None:
    with Command(home, "--install-only") as studio:
        assert studio.process.wait(60) == 0
        assert studio.address() == ""
    assert studio.told() == ""
    assert not (home / "data").exists()


def test_stopped_before_it_ran_it_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with FileLock(home / "install.lock"), Command(home) as studio:  # another installation, which takes its time
        assert until(lambda: "installing Label Studio" in studio.told())
        assert studio.end(signal.SIGINT) == (130, "")
    assert studio.told().splitlines()[-1] == "error: stopped before Label Studio ran; run the command again"


def test_only_this_machine_reaches_it(label_studio: LabelStudio) -> None:
    port = urlsplit(label_studio.url).port or 0
    with socket.socket() as everywhere:  # else the test could not fail
        everywhere.bind(("0.0.0.0", 0))
        everywhere.listen()
        socket.create_connection(("127.0.0.2", everywhere.getsockname()[1]), timeout=5).close()
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_nobody_signs_up(label_studio: LabelStudio) -> None:
    with httpx.Client(base_url=label_studio.url, trust_env=False) as client:
        client.get("/user/signup/")
        form = {
            "email": "stranger@example.org",
            "password": "long enough for it",
            "allow_newsletters": "false",
            "csrfmiddlewaretoken": client.cookies["csrftoken"],
        }
        answer = client.post("/user/signup/", data=form, headers={"Referer": label_studio.url})
        assert answer.status_code == 403
        assert "CSRF" not in answer.text
        users = client.get("/api/users/", headers={"Authorization": f"Token {label_studio.token}"}).json()
    assert label_studio.email in [user["email"] for user in users]
    assert "stranger@example.org" not in [user["email"] for user in users]


def test_other_sites_get_nothing_from_it(label_studio: LabelStudio) -> None:
    with httpx.Client(base_url=label_studio.url, trust_env=False) as client:
        assert client.get("/health", headers={"Host": "news.test"}).status_code == 400
        answer = client.get("/health", headers={"Origin": "http://news.test"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def ask(studio: Studio | LabelStudio, token: str, path: str, body: Any) -> httpx.Response:
    headers = {"Authorization": f"Token {token}"}
    return httpx.post(f"{studio.url}{path}", json=body, headers=headers, timeout=30, trust_env=False)


def task(label: str) -> Mapping[str, Any]:
    value = {"start": 4, "end": 18, "text": TEXT[4:18], "labels": [label]}
    result = {"id": "r1", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    return {"data": {"text": TEXT}, "predictions": [{"model_version": "test", "result": [result]}]}


def test_predictions_that_do_not_fit_are_refused(label_studio: LabelStudio) -> None:
    project = ask(
        label_studio, label_studio.token, "/api/projects/", {"title": "Fit", "label_config": INTERFACE}
    ).json()
    path = f"/api/projects/{project['id']}/import"
    assert ask(label_studio, label_studio.token, path, [task("named")]).status_code == 201
    assert ask(label_studio, label_studio.token, path, [task("nobody")]).status_code == 400


#: Stands in for `label-studio`: the same, but every address that its Python gets to look up or speak to is noted. What
#: the leash refuses never comes to these ears.
LISTENING = """import json, runpy, sys
noted = open({notes!r}, "a", buffering=1)
def hear(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        noted.write(json.dumps([event, args[1][0] if isinstance(args[1], tuple) else str(args[1])]) + "\\n")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        noted.write(json.dumps([event, str(args[0])]) + "\\n")
sys.addaudithook(hear)
runpy.run_path({program!r}, run_name="__main__")
"""


@pytest.fixture
def overheard(installed: Environment, migrated: Path, tmp_path: Path) -> Iterator[tuple[Studio, Path]]:
    """Yield a studio and the file with what its server speaks to."""
    notes = tmp_path / "notes.jsonl"
    program = tmp_path / "bin" / "label-studio"
    program.parent.mkdir()
    program.write_text(LISTENING.format(notes=str(notes), program=str(installed.executable)), encoding="utf-8")
    python = program.with_name("python")
    python.write_text(f'#!/bin/sh\nexec "{installed.executable.with_name("python")}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    shutil.copytree(migrated, tmp_path / "data")
    with Studio.start(program, tmp_path / "data", free_port()) as studio:
        yield studio, notes


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1400, "height": 900})
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.mark.browser
def test_nothing_leaves_this_machine(overheard: tuple[Studio, Path], context: BrowserContext) -> None:
    """Walk a reviewer's way through the pages and look at what page and server asked of whom."""
    studio, notes = overheard
    who = studio.credentials
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("websocket", lambda websocket: asked.append(websocket.url))

    page.goto(f"{studio.url}/user/login/")
    page.fill('input[name="email"]', who.email)
    page.fill('input[name="password"]', who.password)
    page.click('button[type="submit"]')
    page.wait_for_url(lambda url: "/login" not in url)
    project = ask(studio, who.token, "/api/projects/", {"title": "Harbour", "label_config": INTERFACE}).json()["id"]
    imported = ask(studio, who.token, f"/api/projects/{project}/import?return_task_ids=true", [task("named")]).json()
    tips = context.request.get(f"{studio.url}/heidi-tips/")  # for these the server itself asks a public site
    assert tips.status == 404
    page.goto(f"{studio.url}/projects")
    page.get_by_text("Harbour").first.wait_for()
    page.goto(f"{studio.url}/projects/{project}/data")
    page.get_by_text(TEXT).first.wait_for()
    page.goto(f"{studio.url}/projects/{project}/data?task={imported['task_ids'][0]}")
    page.locator(".htx-highlight").first.wait_for()
    with page.expect_response(lambda answer: "/annotations" in answer.url and answer.request.method == "POST") as saved:
        page.get_by_test_id("bottombar-submit-button").click()
    assert saved.value.status == 201
    for path in (f"/projects/{project}/settings", f"/projects/{project}/data/export", "/user/account"):
        page.goto(f"{studio.url}{path}")
        page.wait_for_load_state("networkidle")

    assert len(asked) > 50
    assert f"{studio.url}/api/tasks/{imported['task_ids'][0]}" in {url.partition("?")[0].rstrip("/") for url in asked}
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} <= LOCAL
    heard = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()]
    assert ["socket.connect", "127.0.0.1"] in heard  # its own look at the port: the ear works
    assert {host for _, host in heard} <= LOCAL
