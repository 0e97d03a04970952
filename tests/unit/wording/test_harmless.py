from __future__ import annotations

import pytest

from annotate.wording.harmless import visible, visible_in_place, web_address


@pytest.mark.parametrize("trick", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\u200f", "\u202e", "\u2066", "\ud800"])
def test_what_acts_unseen_becomes_visible(trick: str) -> None:
    assert visible(f"a{trick}b") == "a�b"


@pytest.mark.parametrize(
    "text", ["a\x1b[31m b", "\r\n\tAfter", "\u202eSiraP\u202c ", "\x1c\x85\u2028", "L’été 🔥 \ud800"]
)
def test_in_place_every_offset_holds(text: str) -> None:
    assert len(visible_in_place(text)) == len(text)
    assert visible(visible_in_place(text)) == visible(text)


def test_words_emoji_and_other_scripts_stay() -> None:
    assert visible("L’été 🔥👩🏽‍🚒 قالت") == "L’été 🔥👩🏽‍🚒 قالت"


def test_white_space_is_one_space() -> None:
    assert visible("  a\r\n\tb\u00a0 c ") == "a b c"


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://example.org:8080/a?b=1&c=%20#d", "HTTPS://example.org/"]
)
def test_web_addresses_pass(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        " https://example.org",
        "java\nscript:alert(1)",
        "https://example.org/\u202egpj",
        'https://example.org/"onclick="x',
        "data:text/html,<p>",
        "file:///etc/passwd",
        "//example.org/a",
        "https:///a",
        "http://[",
    ],
)
def test_other_addresses_do_not(url: str | None) -> None:
    assert web_address(url) is None
