"""The words of the pages in French, by their English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FRENCH: Final[Mapping[str, str]] = {"Review": "À relire"}

#: What is counted: the words for none or one, and for more, by the English words for one.
FRENCH_PLURALS: Final[Mapping[str, tuple[str, str]]] = {"%(num)s source": ("%(num)s source", "%(num)s sources")}
