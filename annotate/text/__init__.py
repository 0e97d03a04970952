"""Cleaning, article splitting, language, sentences; offsets kept."""

from annotate.text.preparing import prepare
from annotate.text.sentences import split

__all__ = ["prepare", "split"]
