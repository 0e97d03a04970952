from __future__ import annotations

import json
import os
import re
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotate.errors import AnnotateError, FolderError, ServerError
from annotate.labelstudio import finding
from annotate.labelstudio import studio as module
from annotate.labelstudio.finding import running
from annotate.labelstudio.keeping import Credentials, credentials_path, log_path
from annotate.labelstudio.studio import Studio, environment
from tests.fakes import ScriptedServer

#: Stands in for `label-studio`: says where it listens, is well, and knows who has its token.
SERVER = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers["Authorization"] == "Token " + os.environ["LABEL_STUDIO_USER_TOKEN"]
        if self.path == "/health":
            status, body = 200, {"status": "UP"}
        else:
            status, body = (200, {"email": os.environ["LABEL_STUDIO_USERNAME"]}) if known else (401, {})
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

port = int(sys.argv[sys.argv.index("--port") + 1])
server = HTTPServer((sys.argv[sys.argv.index("--internal-host") + 1], port), Handler)
with open("started.json", "w") as file:
    json.dump([sys.argv, dict(os.environ)], file)
print("Starting development server at http://127.0.0.1:%d/" % port)
server.serve_forever()
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK", 0.01)


def program(folder: Path, text: str = SERVER) -> Path:
    """Write what is run in the place of `label-studio`, Python beside it."""
    (folder / "bin").mkdir(exist_ok=True)
    path = folder / "bin" / "label-studio"
    path.write_text(text, encoding="utf-8")
    python = path.with_name("python")
    if not python.exists():
        python.symlink_to(sys.executable)
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(executable: Path, data: Path, port: int, kind: type[AnnotateError] = ServerError, **more: Any) -> str:
    """Return the one line that a start fails with."""
    with pytest.raises(kind) as caught:
        Studio.start(executable, data, port, **more)
    assert type(caught.value) is kind
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_the_first_start_makes_credentials_and_the_second_keeps_them(tmp_path: Path, data: Path, port: int) -> None:
    executable = program(tmp_path)
    with Studio.start(executable, data, port) as studio:
        assert studio.url == f"http://localhost:{port}"
        assert studio.new
        first = studio.credentials
        assert re.fullmatch(r"[0-9a-f]{40}", first.token)
        assert re.fullmatch(r"\w{16}", first.password)
        arguments, variables = json.loads((data / "started.json").read_text())
    assert studio.process.returncode is not None
    assert arguments[1:] == ["start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    assert variables["LABEL_STUDIO_PASSWORD"] == first.password
    assert variables["LABEL_STUDIO_BASE_DATA_DIR"] == str(data)
    assert mode(data) == 0o700
    assert {mode(path) for path in data.iterdir()} == {0o600}
    assert json.loads(credentials_path(data).read_text()) == {
        "email": first.email,
        "password": first.password,
        "token": first.token,
    }
    with Studio.start(executable, data, port) as studio:
        assert not studio.new
        assert studio.credentials == first


def test_other_data_has_other_credentials(tmp_path: Path, port: int) -> None:
    seen = []
    for name in ("a", "b"):
        with Studio.start(program(tmp_path), tmp_path / name, port) as studio:
            seen.append(studio.credentials)
    assert seen[0].password != seen[1].password
    assert seen[0].token != seen[1].token


def test_credentials_that_no_server_took_over_are_still_new(tmp_path: Path, data: Path, port: int) -> None:
    line = refused(program(tmp_path, "import sys; print('one'); sys.exit('no such table: users\\n\\n')"), data, port)
    assert f"http://127.0.0.1:{port}: Label Studio did not start: no such table: users" in line
    assert str(log_path(data)) in line
    with Studio.start(program(tmp_path), data, port) as studio:
        assert studio.new
    with Studio.start(program(tmp_path), data, port) as studio:
        assert not studio.new


def test_little_of_our_environment_passes() -> None:
    who = Credentials("a@b", "p", "t")
    ours = {
        "PATH": "/bin",
        "LC_ALL": "C.UTF-8",
        "DEBUG": "release",
        "HOST": "http://news.test",
        "CI": "perhaps",
        "PYTHONPATH": "/elsewhere",
        "DJANGO_DB": "postgres",
        "POSTGRE_HOST": "db",
        "HEARTEX_SENTRY_DSN": "https://news.test",
        "LABEL_STUDIO_SENTRY_DSN": "https://news.test",
        "HTTPS_PROXY": "http://127.0.0.1:3128",
        "collect_analytics": "true",
    }
    made = environment(ours, Path("/data"), who)
    assert made == {
        "PATH": "/bin",
        "LC_ALL": "C.UTF-8",
        **module.SETTINGS,
        "LABEL_STUDIO_BASE_DATA_DIR": "/data",
        "LABEL_STUDIO_USERNAME": "a@b",
        "LABEL_STUDIO_PASSWORD": "p",
        "LABEL_STUDIO_USER_TOKEN": "t",
    }
    assert made["LABEL_STUDIO_SENTRY_DSN"] == ""


def test_a_server_on_another_port_is_none(tmp_path: Path, data: Path) -> None:
    """Where the port is taken after our look, Label Studio takes the next; the stranger gets no token."""
    moved = "import time; print('development server at http://127.0.0.1:%d/'); time.sleep(600)"
    with ScriptedServer(200, b'{"status": "UP"}') as stranger:
        theirs = int(stranger.url.rpartition(":")[2])
        executable = program(tmp_path, moved % (theirs + 1))
        with pytest.MonkeyPatch.context() as blind:
            blind.setattr(module, "_refuse_taken", lambda port: None)
            line = refused(executable, data, theirs)
    assert f"port {theirs} of this machine is taken" in line
    assert stranger.asked == []


def test_a_taken_port_is_refused_before_anything_is_made(tmp_path: Path, data: Path) -> None:
    with ScriptedServer() as other:
        line = refused(program(tmp_path), data, int(other.url.rpartition(":")[2]))
    assert re.search(r"choose a free one, such as --port \d+$", line)
    assert not data.exists()


def test_a_token_that_is_not_taken_is_named_by_its_file(tmp_path: Path, data: Path, port: int) -> None:
    changed = SERVER.replace('"Token " +', '"Another " +')
    line = refused(program(tmp_path, changed), data, port)
    assert f"does not take the token of {data}" in line
    assert str(credentials_path(data)) in line


def test_an_answer_that_never_comes_is_not_waited_for(
    tmp_path: Path, data: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "START", 0.5)
    told: list[str] = []
    idle = program(tmp_path, "import time; print('Initializing database..'); time.sleep(600)")
    line = refused(idle, data, port, told=told.append)
    assert "did not answer in 0 seconds: Initializing database.. (its log: " in line
    assert told[-1] == "making the database, once (half a minute)"


def test_a_server_that_will_not_end_is_killed(
    tmp_path: Path, data: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "END", 0.2)
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + SERVER
    studio = Studio.start(program(tmp_path, deaf), data, port)
    studio.stop()
    assert studio.process.returncode == -9
    studio.stop()


def test_a_server_that_ends_by_itself_is_an_error(tmp_path: Path, data: Path, port: int) -> None:
    with Studio.start(program(tmp_path), data, port) as studio:
        studio.process.kill()
        with pytest.raises(ServerError, match=rf"^{studio.url}: Label Studio ended by itself \(-9\): .*its log: "):
            studio.wait()


def test_one_server_for_one_folder_of_data(tmp_path: Path, data: Path, port: int) -> None:
    with Studio.start(program(tmp_path), data, port):
        line = refused(program(tmp_path), data, module._free(port))
        assert f"{data}: a studio runs on this data" in line


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, data: Path, port: int) -> None:
    data.mkdir(mode=0o755)
    (data / "notes.txt").touch()
    before = mode(data)
    line = refused(program(tmp_path), data, port, FolderError)
    assert "choose a new or empty folder with --data" in line
    assert mode(data) == before
    assert [path.name for path in data.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("content", ["", "{}", '{"email": "a@b", "password": 1, "token": null}'])
def test_credentials_that_are_none_are_an_error(tmp_path: Path, data: Path, port: int, content: str) -> None:
    data.mkdir()
    credentials_path(data).write_text(content, encoding="utf-8")
    assert str(credentials_path(data)) in refused(program(tmp_path), data, port, FolderError)


def test_an_environment_without_python_is_an_error(tmp_path: Path, data: Path, port: int) -> None:
    assert "cannot be run" in refused(tmp_path / "bin" / "label-studio", data, port)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "home"
    made.mkdir()
    yield made
    assert list(made.iterdir()) == []  # nothing is left that says a studio runs


def test_a_running_studio_is_found_from_its_home(tmp_path: Path, data: Path, port: int, home: Path) -> None:
    assert running(home) is None
    with Studio.start(program(tmp_path), data, port, home=home) as studio:
        found = running(home)
        assert found is not None
        assert (found.url, found.token, found.data) == (studio.url, studio.credentials.token, data)
        assert found.pid == studio.process.pid
        assert mode(home / "running.json") == 0o600
        line = refused(program(tmp_path), tmp_path / "more", module._free(port), home=home)
        assert line.startswith(f"{studio.url}: a studio runs there already")
    assert running(home) is None


def test_what_a_dead_studio_left_behind_is_not_believed(tmp_path: Path) -> None:
    state = tmp_path / "running.json"
    with ScriptedServer(200, b'{"status": "UP"}') as other:
        alive = {"url": other.url, "token": "t", "pid": os.getpid(), "data": "/data"}
        state.write_text(json.dumps(alive), encoding="utf-8")
        assert running(tmp_path) is not None
        state.write_text(json.dumps({**alive, "pid": 2**22 + 1}), encoding="utf-8")
        assert running(tmp_path) is None
    state.write_text(json.dumps(alive), encoding="utf-8")
    assert running(tmp_path) is None
    state.write_text("{", encoding="utf-8")
    assert running(tmp_path) is None


def test_the_home_is_the_one_that_the_environment_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(finding.HOME_VARIABLE, str(tmp_path))
    assert finding.home_folder() == tmp_path
    monkeypatch.setenv(finding.HOME_VARIABLE, "")
    assert finding.home_folder().name == "studio"
    assert finding.home_folder().is_absolute()
