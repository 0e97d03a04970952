"""Metadata that cannot play tricks on the page: visible control characters, web addresses only."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: Control characters, bidirectional embeddings, overrides and isolates, and lone surrogates.
_TRICKS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANK = re.compile(r"\s")
_NOT_IN_URLS = re.compile(r"[\x00-\x20\x7f-\xa0\"<>\\^`{|}\u2028\u2029]")


def visible(text: str) -> str:
    r"""Return one line of `text` in which what would act unseen is a replacement character.

    >>> visible("Board\tmeets\n in \u202eSiraP")
    'Board meets in �SiraP'
    """
    return _TRICKS.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def visible_in_place(text: str) -> str:
    r"""Return `text` made `visible` with every code point where it was, so that offsets into it still hold.

    >>> visible_in_place("Board\t\tmeets\nin \u202eSiraP")
    'Board  meets in �SiraP'
    """
    return _TRICKS.sub("\N{REPLACEMENT CHARACTER}", _BLANK.sub(" ", text))


def web_address(url: str | None) -> str | None:
    """Return `url` where it is a plain http or https address, else `None`.

    >>> web_address("https://example.org/a?b=1"), web_address("javascript:alert(1)")
    ('https://example.org/a?b=1', None)
    """
    if url is None or _NOT_IN_URLS.search(url) or _TRICKS.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[" is no address
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
