"""No distinctive string of the development data stands in what the project ships."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.shared

WORD = re.compile(r"\w+")
RUN = 5  # words in a row that two people do not write by chance
#: The same where somebody wrote thousands of sentences, in which seven in a row still meet by chance.
LONG_RUN = 8
LONG = ("scripts/data/attribution", "scripts/data/entailment")
SHIPPED = ("annotate", "configs", "seeds", "docs", "scripts", "tests")
SUFFIXES = {".py", ".yaml", ".yml", ".txt", ".md", ".html", ".jsonl", ".json", ".js", ".css", ".j2"}

#: Runs that stand in one of their articles only, yet are nobody's own.
COMMON = {"a déclaré à l afp", "not to be named said", "to be named said that"}


def runs(text: str, length: int = RUN) -> Iterator[str]:
    """Yield every run of `length` words in lower case.

    >>> list(runs("One two, three: four five SIX"))
    ['one two three four five', 'two three four five six']
    """
    words = WORD.findall(text.lower())
    for start in range(len(words) - length + 1):
        yield " ".join(words[start : start + length])


def distinctive(shared_dir: Path, length: int = RUN) -> set[str]:
    """Return the runs that stand in one of their articles and in no other."""
    found: Counter[str] = Counter()
    for text in texts_of_others(shared_dir).values():
        found.update(set(runs(text, length)))
    return {run for run, articles in found.items() if articles == 1} - COMMON


def texts_of_others(shared_dir: Path) -> dict[str, str]:
    """Return their articles by file name, each once: whole, or as its gold sentences."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in (shared_dir / "seeds").glob("*")}
    for path in (shared_dir / "gold").glob("*/*"):
        texts[path.name] = path.read_text(encoding="utf-8")
    return texts


def test_no_distinctive_run_is_copied(shared_dir: Path, project_root: Path) -> None:
    theirs = {length: distinctive(shared_dir, length) for length in (RUN, LONG_RUN)}
    assert len(theirs[RUN]) > 5000
    copied = [
        f"{name}: {run}"
        for folder in SHIPPED
        for path in sorted((project_root / folder).rglob("*"))
        if path.suffix in SUFFIXES
        for name in [path.relative_to(project_root).as_posix()]
        for length in [LONG_RUN if name.startswith(LONG) else RUN]
        for run in runs(path.read_text(encoding="utf-8"), length)
        if run in theirs[length]
    ]
    assert copied == []
