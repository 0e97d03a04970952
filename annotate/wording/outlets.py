"""What an outlet goes by, also where no article says its name."""

from __future__ import annotations

from pathlib import PurePosixPath

from annotate.data import Article
from annotate.wording.harmless import visible


def outlet_key(article: Article) -> str:
    """Return what stands for an article's outlet; an unknown outlet is one of the file's own."""
    return f"outlet {article.outlet.casefold()}" if article.outlet else f"path {article.path}"


def outlet_name(article: Article) -> str:
    """Return the outlet's name, else the file's."""
    return visible(article.outlet or "") or visible(PurePosixPath(article.path).name)
