"""Which server the review loop speaks to: the one that is named, else a studio that runs here, else the default."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from annotate.errors import UsageError
from annotate.labelstudio.finding import running
from annotate.labelstudio.server import ADDRESS, KEY_VARIABLE, Server


def connect(url: str, key: str, home: Path) -> Server:
    """Sign in; an empty `url` or `key` is taken from the studio that runs from `home`, if it is that server.

    Raises `UsageError` where no key is known, `ServerError` where the server is out of reach or refuses.
    """
    if url and key:
        return Server(url, key)
    studio = running(home)
    if not url and not key and studio is None:
        raise UsageError(
            f"no studio of yours runs, and {KEY_VARIABLE} names no key to another server; start one with "
            "`annotate studio`, or set --url and the key"
        )
    address = url or (studio.url if studio else ADDRESS)
    if not key and studio and _same(address, studio.url):
        key = studio.token
    return Server(address, key)


def _same(one: str, other: str) -> bool:
    """Tell whether two addresses are one server of this machine.

    >>> _same("http://127.0.0.1:8080/", "http://localhost:8080")
    True
    """
    first, second = urlsplit(one), urlsplit(other)
    local = {first.hostname, second.hostname} <= {"localhost", "127.0.0.1"}
    return local and (first.scheme, first.port) == (second.scheme, second.port)
