"""Text that is safe to take offsets in."""

from __future__ import annotations

import re

_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def scrub(text: str) -> str:
    r"""Return `text` with line feeds alone, and U+FFFD for each NUL and each lone surrogate.

    >>> scrub("one\r\ntwo\rthree")
    'one\ntwo\nthree'
    >>> scrub("a\x00b") == "a\ufffdb"
    True
    """
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
