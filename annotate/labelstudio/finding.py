"""Where a studio runs now, for whoever wants to speak to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from platformdirs import user_data_path
from pydantic import TypeAdapter, ValidationError

from annotate.errors import ServerError
from annotate.labelstudio.keeping import write_secret

HOME_VARIABLE = "ANNOTATE_STUDIO_HOME"
ANSWER = 10.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Running:
    """A studio that runs now, for whoever wants to speak to it: `pid` is the server's."""

    url: str
    token: str
    pid: int
    data: Path


_RUNNING = TypeAdapter(Running)


def home_folder() -> Path:
    """Return the folder with the server's environment and data, unless another is named."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named).expanduser().absolute() if named else user_data_path("annotate") / "studio"


def running(home: Path) -> Running | None:
    """Return the studio that was started from `home` and is alive now, if any."""
    try:
        found = _RUNNING.validate_json(_state(home).read_bytes())
    except (OSError, ValidationError):
        return None
    return found if _alive(found.pid) and healthy(found.url) else None


def _state(home: Path) -> Path:
    return home / "running.json"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is another's, so none of ours
        return False
    return True


def healthy(url: str) -> bool:
    """Tell whether a Label Studio answers there."""
    try:
        return bool(ask(f"{url}/health").json() == {"status": "UP"})
    except (httpx.HTTPError, ValueError):
        return False


def ask(url: str, token: str = "") -> httpx.Response:
    """Ask a server of this machine; no proxy has a part in that."""
    headers = {"Authorization": f"Token {token}"} if token else {}
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=ANSWER) as client:
        return client.get(url, headers=headers)


def refuse_second(home: Path) -> None:
    """Raise `ServerError` where a studio runs from this home already: push and pull could not choose between two."""
    already = running(home)
    if already is not None:
        raise ServerError(
            f"{already.url}: a studio runs there already, with the data in {already.data}; use it, or stop it first"
        )


@contextmanager
def announced(home: Path, studio: Running) -> Iterator[None]:
    """Let `running` find a studio until the block ends."""
    write_secret(_state(home), _RUNNING.dump_json(studio))
    try:
        yield
    finally:
        _state(home).unlink(missing_ok=True)
