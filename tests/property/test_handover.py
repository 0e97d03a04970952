"""Any sentence comes back from the sheet and from Markdown as it was, and runs in neither."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from annotate.handover.cells import guarded, raw
from annotate.handover.entries import Wanted, hand_over
from annotate.handover.sheet import sheet
from annotate.wording.harmless import visible
from annotate.wording.markdown import escaped
from tests.builders import annotated, folder_of

#: What a reader lets through: any text but NUL, lone surrogates and carriage returns.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=60)
#: Few characters, those that mean something to a spreadsheet or to Markdown.
TRICKY = st.text("'=+-@\t\n 0,1/e%\"“;＝a", max_size=12)
MARKUP = st.text("\\`*_[]()<>!#@&|~$:/.-+=1 \naw;", max_size=30)


RUN = frozenset("=+-@＝＋－＠")


class Shown(HTMLParser):
    """Collects the text of a page, and its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.one_of(TEXTS, TRICKY))
def test_no_cell_is_run_and_each_gives_its_text_back(text: str) -> None:
    cell = guarded(text)
    assert raw(cell) == text
    for piece in re.split(r"[;\t\n\r]", cell):  # as one that takes the file for another kind would cut it
        assert piece.lstrip()[:1] not in RUN
    assert cell.replace("'", "") == text.replace("'", "")


@given(st.one_of(TEXTS, TRICKY), st.one_of(TEXTS, TRICKY))
@example('e\u0301 é\u00a0"quoted", ‏שלום‏ « 👩\u200d👧 »\u2028x\u0085y\x1b[31m;', '=HYPERLINK("http://x.example")')
@example("\ufeff,", "NA")
def test_a_sheet_comes_back_from_csv_and_pandas(said: str, title: str) -> None:
    article = annotated("It rained." + said.replace("\n", "\u2028"))
    flagged = replace(article.sentences[0], flags=(replace(article.sentences[0].flags[0], why=said),))
    article = replace(article, article=replace(article.article, outlet=title), sentences=(flagged,))
    with TemporaryDirectory() as place:
        handover = hand_over(folder_of(Path(place) / "run", [article]), Wanted())
        path = Path(place) / "queue.csv"
        path.write_bytes("".join(sheet(handover)).encode())
        [plain] = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        for piece in re.split(r"[;\t\n\r]", path.read_text(encoding="utf-8-sig")):
            assert piece.lstrip()[:1] not in RUN
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert frame.to_dict("records") == [plain]
    assert raw(plain["sentence"]) == article.sentences[0].sentence.text
    assert raw(plain["why"]) == said
    assert raw(plain["outlet"]) == handover.entries[0].place.outlet


@given(st.one_of(TEXTS, MARKUP))
@example("@all: see #12, [a](javascript:b) <b> &lt; `c` **d** $e$ ~~f~~ | g | https://h.example_ www.i.example")
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    shown = Shown()
    shown.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"- Why: {escaped(text)}."))
    assert shown.text.strip("\n").replace("\u2060", "") == f"Why: {visible(text)}.".replace("\u2060", "")
    assert shown.tags == ["ul", "li"]
    assert "@all" not in escaped(text)
