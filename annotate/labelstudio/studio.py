"""A Label Studio of one's own, on this machine alone: started, known to work, and stopped again."""

from __future__ import annotations

import errno
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

import httpx

from annotate.errors import ServerError
from annotate.labelstudio import leash
from annotate.labelstudio.finding import Running, announced, ask, healthy, refuse_second
from annotate.labelstudio.keeping import (
    Credentials,
    claim,
    credentials_of,
    credentials_path,
    held,
    log_path,
    pending_path,
)

PORT = 8080

#: Seconds: for a start (the first makes the database: 25 s), between looks, for a clean end.
START, LOOK, END = 300.0, 0.1, 10.0

#: What the server sees of our environment. Label Studio reads every setting by its bare name too (DEBUG, HOST,
#: DATABASE_NAME, CI and 200 more), so nothing passes but this; no proxy either, which would let something out.
PASSED: Final = re.compile(r"PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT")

SETTINGS: Final[Mapping[str, str]] = {
    # Takes effect when the organisation is made, on the first start only.
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
    # An empty address is a setting and turns Sentry off; without one there is a default.
    "LABEL_STUDIO_SENTRY_DSN": "",
    "LABEL_STUDIO_FRONTEND_SENTRY_DSN": "",
    "LABEL_STUDIO_COLLECT_ANALYTICS": "false",
    "LABEL_STUDIO_LATEST_VERSION_CHECK": "false",
    # Predictions that do not fit the interface are refused; by default they are only logged.
    "fflag_feat_utc_210_prediction_validation_15082025": "true",
    # Other sites that the reviewer's browser shows cannot speak to it, nor pass for it under a name of theirs.
    "LABEL_STUDIO_ALLOWED_HOSTS": "localhost,127.0.0.1",
    "LABEL_STUDIO_CORS_ALLOW_ALL_ORIGINS": "false",
    "LABEL_STUDIO_LOG_LEVEL": "INFO",
}

_LISTENS = re.compile(r"development server at http://127\.0\.0\.1:(\d+)/")


def _silent(_: str) -> None:
    """Tell nobody."""


class Studio:
    """A Label Studio server that runs; leaving the `with` block stops it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        url: str,
        data: Path,
        credentials: Credentials,
        new: bool,
        undo: ExitStack,
    ) -> None:
        """Take over a server that runs, and what stops it; `start` makes both."""
        self.process = process
        self.url = url
        self.data = data
        self.credentials = credentials
        #: Whether no server has run with these credentials before: nobody has seen them.
        self.new = new
        self._undo = undo

    @classmethod
    def start(
        cls,
        executable: Path,
        data: Path,
        port: int = PORT,
        told: Callable[[str], None] = _silent,
        home: Path | None = None,
    ) -> Studio:
        """Start a server on 127.0.0.1 and return it when it answers.

        `executable` is the program `label-studio` of an environment, with Python beside it. The folder `data` is made
        where there is none. With `home`, `running(home)` finds the studio. `told` hears what it is waiting for.

        Raises `ServerError` where the port is taken or the server does not come up, `FolderError` where the data
        folder is no place for it.
        """
        data = data.expanduser().absolute()
        url = f"http://localhost:{port}"
        if home is not None:
            refuse_second(home)
        _refuse_taken(port)
        with ExitStack() as undo:
            claim(data)
            undo.enter_context(held(data))
            credentials, new = credentials_of(data)
            process = undo.enter_context(_process(executable, data, port, credentials))
            _wait_for_answer(process, port, data, told)
            _check_token(port, data, credentials)
            if new:
                pending_path(data).replace(credentials_path(data))
            if home is not None:
                undo.enter_context(announced(home, Running(url, credentials.token, process.pid, data)))
            return cls(process, url, data, credentials, new, undo.pop_all())

    def __enter__(self) -> Studio:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait(self) -> None:
        """Wait until the server ends. Raises `ServerError` where it did so by itself."""
        code = self.process.wait()
        raise ServerError(f"{self.url}: Label Studio ended by itself ({code}): {_last_line(self.data)}")

    def stop(self) -> None:
        """Stop the server: kindly, after ten seconds by force. A second call does nothing."""
        self._undo.close()


def _refuse_taken(port: int) -> None:
    """Raise `ServerError` where something else has the port."""
    # Both addresses that a browser takes `localhost` for: a stranger on [::1] would get what is meant for us.
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
                probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise _busy(port) from None
            if family is socket.AF_INET:
                raise ServerError(f"port {port}: {error.strerror}; choose another with --port") from error


def _busy(port: int) -> ServerError:
    return ServerError(
        f"port {port} of this machine is taken by another program; choose a free one, such as --port {_free(port)}"
    )


def _free(port: int) -> int:
    """Return a free port above `port`, or one that the system chooses."""
    for candidate in (*range(port + 1, min(port + 20, 65536)), 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return port


@contextmanager
def _process(executable: Path, data: Path, port: int, credentials: Credentials) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server until the block ends, in a session of its own: Ctrl-C reaches us, and we stop it."""
    command = [
        *(str(executable.with_name("python")), "-I", "-u", leash.__file__),
        *(str(executable), "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)),
    ]
    log = os.open(log_path(data), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,  # the leash
            stdout=log,
            stderr=log,
            env=environment(os.environ, data, credentials),
            cwd=data,
            start_new_session=True,
            umask=0o077,
        )
    except OSError as error:
        raise ServerError(
            f"{executable}: cannot be run ({error.strerror}); remove that environment and start anew"
        ) from error
    finally:
        os.close(log)
    try:
        yield process
    finally:
        _end(process)


def environment(ours: Mapping[str, str], data: Path, credentials: Credentials) -> dict[str, str]:
    """Return the server's environment: little of ours, and its settings.

    What is secret goes this way: a command line can be read by everybody.
    """
    return {
        **{name: value for name, value in ours.items() if PASSED.fullmatch(name)},
        **SETTINGS,
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        # These three make the first user; once there is one, they change nothing.
        "LABEL_STUDIO_USERNAME": credentials.email,
        "LABEL_STUDIO_PASSWORD": credentials.password,
        "LABEL_STUDIO_USER_TOKEN": credentials.token,
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and wait for that. A second Ctrl-C does not wait."""
    process.terminate()
    try:
        process.wait(END)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _wait_for_answer(process: subprocess.Popen[bytes], port: int, data: Path, told: Callable[[str], None]) -> None:
    """Wait until the server answers on its port.

    Where the port is taken since we looked, Label Studio goes to the next without a word but in its log. So the
    log says where it listens, and before it does nobody is asked anything: whoever answers might be a stranger.
    """
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerError(f"{url}: Label Studio did not start: {_last_line(data)}")
        log = log_path(data).read_text(encoding="utf-8", errors="replace")
        listens = _LISTENS.search(log)
        if listens and int(listens[1]) != port:
            raise _busy(port)
        if listens and healthy(url):
            return
        told("making the database, once (half a minute)" if "Initializing database" in log else "starting Label Studio")
        time.sleep(LOOK)
    raise ServerError(f"{url}: Label Studio did not answer in {START:.0f} seconds: {_last_line(data)}")


def _last_line(data: Path) -> str:
    """Return the last words of the log, and where it lies."""
    lines = log_path(data).read_text(encoding="utf-8", errors="replace").split("\n")
    said = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
    return f"{said[:300]} (its log: {log_path(data)})"


def _check_token(port: int, data: Path, credentials: Credentials) -> None:
    """Raise `ServerError` where the server does not take our token."""
    url = f"http://127.0.0.1:{port}"
    try:
        answer = ask(f"{url}/api/current-user/whoami", credentials.token)
        mine = answer.status_code == 200 and answer.json()["email"] == credentials.email
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        mine = False
    if not mine:
        raise ServerError(
            f"{url}: Label Studio does not take the token of {data}; was it changed there? Set it in "
            f"{credentials_path(data)}, or choose another folder with --data"
        )
