from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from annotate.errors import ServerError, UsageError
from annotate.labelstudio.server import Server
from tests.fakes import ScriptedServer

KEY = "0123456789abcdef0123456789abcdef01234567"


def token(**claims: object) -> str:
    return jwt.encode({"token_type": "refresh", **claims}, "not a secret, but long enough for the library", "HS256")


def refusal(status: int, body: object = None, headers: dict[str, str] | None = None, key: str = KEY) -> str:
    """Return the one line that a server's answer becomes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with ScriptedServer(status, content, {"Content-Type": "application/json", **(headers or {})}) as server:
        with pytest.raises(ServerError) as caught:
            Server(server.url, key)
        line = str(caught.value)
        assert line.startswith(f"{server.url}: ")
    assert "\n" not in line
    assert key not in line
    return line


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, {"detail": "Invalid token."}, "is wrong or was revoked; copy it anew"),
        (
            401,
            {"detail": "legacy token authentication has been disabled for this organization"},
            "takes no legacy tokens; make a personal access token",
        ),
        (403, {"detail": "You do not have permission."}, "may not do that \\(You do not have permission.\\)"),
        (404, {"detail": "Not found."}, "does not answer as Label Studio does"),
        (400, {"detail": f"What is {KEY}?"}, "refused \\(400\\): What is …\\?"),
        (200, b"<html>Welcome to nginx</html>", "does not answer as Label Studio does"),
        (200, {}, "does not answer as Label Studio does"),
        (200, [], "does not answer as Label Studio does"),
    ],
)
def test_refusals_say_what_to_do(status: int, body: object, words: str) -> None:

    assert re.search(words, refusal(status, body))


def test_a_failing_server_is_told_at_once() -> None:
    with ScriptedServer(503) as server:
        with pytest.raises(ServerError, match="failed \\(503\\); look into the server's log"):
            Server(server.url, KEY)
        assert len(server.asked) == 1


def test_redirects_are_told_not_followed() -> None:
    with ScriptedServer() as elsewhere:
        line = refusal(301, {}, {"location": f"{elsewhere.url}/api/"})
        assert elsewhere.asked == []
        assert f"sends us on to {elsewhere.url}; give that address with --url" in line


def test_nobody_there() -> None:
    with ScriptedServer() as server:
        gone = server.url
    with pytest.raises(ServerError, match="nobody answers there; start a server with `annotate studio`"):
        Server(gone, KEY)


def test_an_expired_personal_token_is_told_without_asking() -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    with ScriptedServer() as server:
        with pytest.raises(ServerError, match="has expired; make a new one"):
            Server(server.url, token(exp=past))
        assert server.asked == []


def test_a_personal_token_is_exchanged_and_a_legacy_one_sent() -> None:
    future = datetime.now(UTC) + timedelta(days=1)
    with ScriptedServer(401, b'{"detail": "Token is blacklisted"}') as server:
        with pytest.raises(ServerError, match="is wrong or was revoked"):
            Server(server.url, token(exp=future))
        assert server.asked == [("POST", "/api/token/refresh/")]
        with pytest.raises(ServerError):
            Server(server.url, KEY)
        assert server.authorisations[-1] == f"Token {KEY}"


@pytest.mark.parametrize("key", ["", "  "])
def test_a_missing_key_is_wrong_usage(key: str) -> None:
    with pytest.raises(UsageError, match="no key; set LABEL_STUDIO_API_KEY"):
        Server("http://localhost:1", key)


def test_a_key_with_more_than_a_token_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="holds more than a token"):
        Server("http://localhost:1", "abc\ndef")


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://localhost", "http://", "http://a:b", "http://a/?b=c", ""])
def test_what_is_no_address_is_wrong_usage(url: str) -> None:
    with pytest.raises(UsageError, match="not a server's address"):
        Server(url, KEY)


@pytest.mark.parametrize(
    "url",
    [
        "http://ann:secret@localhost",
        "http://ann:secret@localhost/?a=1",
        "ann:secret@localhost:8080",
        "http://ann:secret@localhost:99999",
    ],
)
def test_passwords_in_addresses_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError, match="leave user and password out") as caught:
        Server(url, KEY)
    assert "secret" not in str(caught.value)


def test_a_proxy_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "nonsense://localhost:1")
    with pytest.raises(UsageError, match="check ALL_PROXY"):
        Server("http://labels.example.org", KEY)


def test_this_machine_is_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "nonsense://localhost:1")
    assert "wrong or was revoked" in refusal(401, {"detail": "Invalid token."})


def test_a_token_of_an_impossible_time_is_wrong() -> None:
    with ScriptedServer() as server, pytest.raises(ServerError, match="is wrong or was revoked"):
        Server(server.url, token(exp=10**18))


def test_a_secure_address_of_an_open_server_is_told() -> None:
    with ScriptedServer() as server, pytest.raises(ServerError, match="no secure connection"):
        Server(server.url.replace("http:", "https:"), KEY)


def test_a_personal_token_is_exchanged_below_a_path() -> None:
    future = datetime.now(UTC) + timedelta(days=1)
    with ScriptedServer(401, b"{}") as server:
        with pytest.raises(ServerError):
            Server(f"{server.url}/labels", token(exp=future))
        assert server.asked == [("POST", "/labels/api/token/refresh/")]
