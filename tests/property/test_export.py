"""Any texts keep their splits apart, and any row comes back from any format as it was."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotate.exporters.choices import TABLES, Table
from annotate.exporters.export import Plan, export, layout_of
from annotate.exporters.formats.tables import read_rows
from annotate.exporters.place import read_note
from annotate.exporters.splits import SPLITS, assign
from tests.builders import annotated, folder_of
from tests.unit.exporters.making import accepted, making

#: What a reader lets through: any text but NUL, lone surrogates and carriage returns.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=100)
#: Articles by id and text, of few of either: revisions and copies abound.
FEW = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("12345678")), max_size=20)
NEW = st.lists(
    st.tuples(st.text("xyz", min_size=1), st.integers(0, 60).map(str)), max_size=20, unique_by=lambda new: new[0]
)
BEFORE = [(f"id {number}", str(number)) for number in range(50)]


@given(FEW, st.integers(0, 5))
def test_no_text_and_no_article_is_in_two_splits(articles: list[tuple[str, str]], seed: int) -> None:
    found = assign(articles, (0.4, 0.3, 0.3), seed)
    splits = defaultdict(set)
    for article, digest in articles:
        splits[digest].add(found[article])
    assert all(len(each) == 1 for each in splits.values())


@given(NEW, st.integers(0, 5), st.booleans())
def test_articles_that_are_added_move_no_others(new: list[tuple[str, str]], seed: int, first: bool) -> None:
    before = assign(BEFORE, (0.4, 0.3, 0.3), seed)
    assert set(before.values()) == set(SPLITS)
    after = assign([*new, *BEFORE] if first else [*BEFORE, *new], (0.4, 0.3, 0.3), seed)
    assert {article: after[article] for article in before} == before


@pytest.mark.parametrize("form", TABLES)
@given(text=TEXTS, note=TEXTS)
@example(text='e\u0301 "quoted", ‏שלום‏ « 👩\u200d👧 »\n=1+1\n\u2028x\u0085y\x1b[31m\n,', note='""\n|')
def test_any_row_comes_back_from_any_format(form: Table, text: str, note: str) -> None:
    article = annotated("It rained.\n" + text)
    article = accepted(article, note=note or None)
    with TemporaryDirectory() as place:
        export(folder_of(Path(place) / "run", [article]), Path(place) / "out", Plan(form))
        layout = layout_of(read_note(Path(place) / "out"))
        assert list(read_rows(Path(place) / "out", form, "train", layout)) == list(making().rows(article))
