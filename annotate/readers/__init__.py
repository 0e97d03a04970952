"""Files, rows and standard input, read as documents."""

from annotate.readers.reading import read
from annotate.readers.sources import check

__all__ = ["check", "read"]
