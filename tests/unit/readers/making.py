"""Readers at work on files that a test wrote."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from annotate.config import Fields
from annotate.data import Document, Failure
from annotate.readers import read

#: Text that an encoding, a line end or a normal form gone wrong would change.
ODD = "Élodie said “no” 🙂👩‍👧.\r\nCafe\u0301, café:\u00a012\u202f000 € — “d’accord”.\tEnd"


class Found(NamedTuple):
    """What a run would be given."""

    documents: list[Document]
    failures: list[Failure]
    passed: Counter[str]


def reading(*inputs: str | Path, fields: Fields | None = None) -> Found:
    """Read inputs to their end."""
    passed: Counter[str] = Counter()
    items = list(read([str(each) for each in inputs], fields=fields, passed=passed))
    documents = [each for each in items if isinstance(each, Document)]
    return Found(documents, [each for each in items if isinstance(each, Failure)], passed)
