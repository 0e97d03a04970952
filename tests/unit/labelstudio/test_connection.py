from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from annotate.errors import ServerError, UsageError
from annotate.labelstudio.connection import connect
from tests.fakes import ScriptedServer


def studio(home: Path, url: str) -> None:
    """Say, as a studio does, that it runs."""
    state = {"url": url, "token": "t" * 40, "pid": os.getpid(), "data": str(home)}
    (home / "running.json").write_text(json.dumps(state))


def keys(home: Path, server: ScriptedServer, url: str, key: str) -> list[str]:
    """Return the keys that a server is asked with; it is no Label Studio, so signing in fails."""
    server.authorisations.clear()
    with pytest.raises(ServerError):
        connect(url, key, home)
    return [each for each in server.authorisations if each]


def test_a_studio_of_our_own_needs_neither_address_nor_key(tmp_path: Path) -> None:
    with ScriptedServer(body=b'{"status": "UP"}') as server:
        studio(tmp_path, server.url)
        assert keys(tmp_path, server, "", "") == [f"Token {'t' * 40}"]
        assert keys(tmp_path, server, server.url.replace("127.0.0.1", "localhost"), "") == [f"Token {'t' * 40}"]
        assert keys(tmp_path, server, "", "k" * 40) == [f"Token {'k' * 40}"]


def test_a_studios_token_goes_to_no_other_server(tmp_path: Path) -> None:
    with ScriptedServer(body=b'{"status": "UP"}') as server, ScriptedServer() as other:
        studio(tmp_path, server.url)
        with pytest.raises(UsageError, match="no key"):
            connect(other.url, "", tmp_path)
        with pytest.raises(UsageError, match="no key"):
            connect("http://labels.example.org", "", tmp_path)
        assert other.asked == []


def test_a_studio_that_is_gone_is_not_asked(tmp_path: Path) -> None:
    with ScriptedServer() as server:
        studio(tmp_path, server.url)
    with pytest.raises(UsageError, match=r"no studio of yours runs.*start one with `annotate studio`"):
        connect("", "", tmp_path)
