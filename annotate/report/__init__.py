"""The HTML page that a person looks at."""

from annotate.report.page import chunks, render, write

__all__ = ["chunks", "render", "write"]
