"""Cleaning, article splitting, language, sentences; offsets kept."""

from annotate.text.preparing import article_id, prepare
from annotate.text.sentences import split

__all__ = ["article_id", "prepare", "split"]
