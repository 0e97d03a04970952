"""A studio's data folder: its owner's alone, held by one server at a time, with credentials that were made once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from annotate.errors import FolderError, ServerError

EMAIL = "reviewer@localhost"
LOCK = "studio.lock"

#: Passwords are read and typed: no signs that look alike.
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs in, and the token for programs."""

    email: str
    password: str
    token: str


_CREDENTIALS = TypeAdapter(Credentials)


def credentials_path(data: Path) -> Path:
    """Return where a data folder keeps its credentials."""
    return data / "credentials.json"


def log_path(data: Path) -> Path:
    """Return the server's log, of its last start."""
    return data / "label-studio.log"


def claim(data: Path) -> None:
    """Make the data folder, for its owner alone. Raises `FolderError` where it is something else's."""
    kept = {credentials_path(data).name, pending_path(data).name}
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = {each.name for each in data.iterdir()} - {LOCK}
        if names and not names & kept:
            missing = credentials_path(data).name
            raise FolderError(f"{data}: holds something, but no {missing}; choose a new or empty folder with --data")
        data.chmod(0o700)
    except OSError as error:
        raise FolderError(f"{data}: {error.strerror}; choose another folder with --data") from error


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold a data folder: two servers on one SQLite file would write over each other."""
    lock = FileLock(data / LOCK, mode=0o600, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise ServerError(f"{data}: a studio runs on this data; use it, or choose another folder with --data") from None
    try:
        yield
    finally:
        lock.release()


def pending_path(data: Path) -> Path:
    """Return where credentials wait until a server has taken them over."""
    return data / "credentials.pending.json"


def credentials_of(data: Path) -> tuple[Credentials, bool]:
    """Return a data folder's credentials, made where there are none, and whether no server has run with them."""
    path, pending = credentials_path(data), pending_path(data)
    new = not path.is_file()
    if new and not pending.is_file():
        password = "".join(secrets.choice(_LETTERS) for _ in range(16))
        made = Credentials(EMAIL, password, secrets.token_hex(20))
        write_secret(pending, _CREDENTIALS.dump_json(made, indent=2))
    place = pending if new else path
    try:
        return _CREDENTIALS.validate_json(place.read_bytes()), new
    except (OSError, ValidationError) as error:
        raise FolderError(
            f"{place}: is not what annotate wrote there; put it right, or choose another --data"
        ) from error


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that appears whole, and that nobody else could read at any time."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.unlink(missing_ok=True)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content + b"\n")
        temporary.replace(path)
    except OSError as error:
        raise FolderError(f"{path}: {error.strerror}; check the folder and the space left on it") from error
