"""The HTML page that a person looks at."""

from annotate.report.page import render, write

__all__ = ["render", "write"]
