"""How Sphinx builds these pages: `sphinx-build -W docs build/docs`. Nothing is fetched, at the build or by a page."""

from __future__ import annotations

import re
import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from generated import PARTS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "annotate"
author = "the annotate developers"
release = version = version_of("annotate")
extensions = ["myst_parser", "sphinx.ext.autodoc"]

html_theme = "furo"
html_title = f"annotate {version}"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["wrap.css"]

myst_heading_anchors = 3
default_role = "literal"  # docstrings are written as Markdown: one backtick is code
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": True}
autodoc_typehints_format = "short"

#: A line of a page in whose place a part comes that is made from the code.
PLACE = re.compile(r"^<!-- generated: (\w+) -->$", re.MULTILINE)


def fill_in(app: Sphinx, page: str, source: list[str]) -> None:
    """Put what is made from the code into a page."""
    source[0] = PLACE.sub(lambda place: PARTS[place[1]](), source[0])


def setup(app: Sphinx) -> None:
    """Have each page filled in when it is read."""
    app.connect("source-read", fill_in)
