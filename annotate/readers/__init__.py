"""Files, rows and standard input, read as documents."""

from annotate.readers.reading import read

__all__ = ["read"]
