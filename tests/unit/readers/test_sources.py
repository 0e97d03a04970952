"""Arguments that name nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate.errors import UsageError
from annotate.readers import check


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize("name", ["gone.txt", "*.md", "empty", "a\0b"])
def test_each_argument_has_to_name_something_or_one_of_them(place: Path, name: str) -> None:
    gone, there = f"{place}/{name}", f"{place}/a.txt"
    check([gone, there])
    for inputs in ([gone], [gone, gone]):
        with pytest.raises(UsageError, match=r"no such file|no file matches|holds no files"):
            check(inputs)
    with pytest.raises(UsageError):
        check([there, gone], each=True)


def test_standard_input_names_something_and_is_not_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    check(["-"], each=True)
    check(["-", f"{place}/gone.txt"])
    check([f"{place}/a.txt", f"{place}/*.txt", str(place)], each=True)
