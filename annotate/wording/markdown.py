"""Text that Markdown shows as it is, wherever it is pasted: nothing in it is markup, a mention or a link."""

from __future__ import annotations

import re

from annotate.wording.harmless import visible

_MARKUP = re.compile(r"[\\`*_\[\]<>&~|$]|:(?=//)|(?<=www)\.")
#: In an issue tracker, "@name" calls somebody and "#12" leads to another issue; a backslash does not keep it from that.
_CALLS = re.compile(r"[@#](?=\w)")
_WORD_JOINER = "\N{WORD JOINER}"


def escaped(text: str) -> str:
    r"""Return one line of `text` that is shown as it is, anywhere but at the start of a line.

    An invisible character keeps what would call somebody from doing so.

    >>> escaped("a *b* [c](http://d) <e>")
    'a \\*b\\* \\[c\\](http\\://d) \\<e\\>'
    >>> escaped("@all") == "@\u2060all"
    True
    """
    return _CALLS.sub(lambda met: met[0] + _WORD_JOINER, _MARKUP.sub(r"\\\g<0>", visible(text)))


def link(text: str, address: str | None) -> str:
    r"""Return `text` escaped, as a link where there is an address, a plain web address.

    >>> link("A [title]", "https://example.org/a_(b)")
    '[A \\[title\\]](https://example.org/a_%28b%29)'
    """
    if address is None:
        return escaped(text)
    return f"[{escaped(text)}]({address.replace('(', '%28').replace(')', '%29')})"
