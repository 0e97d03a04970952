"""The words of a piece of HTML that is all article: a paragraph a block, with a blank line between."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p"
    "|pre|section|table|td|th|tr|ul"
)
_SILENT = frozenset({"script", "style", "template"})
_SPACE = re.compile(r"[ \t\n\r\f]+")  # a no-break space stays
_AROUND_BREAK = re.compile(r" *(\n+) *")


def words(html: str) -> str:
    r"""Return what a reader of `html` sees.

    >>> words("<p>It <b>rained</b>.</p>\n<p>Then:<br>snow &amp; ice, 2 < 3.</p>")
    'It rained.\n\nThen:\nsnow & ice, 2 < 3.'
    """
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = _AROUND_BREAK.sub(r"\1", "".join(parser.found))
    return re.sub(r"\n{3,}", "\n\n", lines).strip(" \n")


class _Words(HTMLParser):
    """Gathers words, and line feeds where a block or a line ends."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Break the line where the tag does."""
        self._silent += tag in _SILENT
        self._break(tag)
        if tag == "br":
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Break the line where the tag does."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Take words."""
        if not self._silent:
            self.found.append(_SPACE.sub(" ", data))

    def _break(self, tag: str) -> None:
        if _BLOCKS.fullmatch(tag):
            self.found.append("\n\n")
