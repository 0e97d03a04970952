"""HTML as the words that it shows."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.readers.markup import words


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("", ""),
        ("plain", "plain"),
        ("<p>One\n two</p><div><p>Three</p></div>", "One two\n\nThree"),
        ("One<br/>two<br>three", "One\ntwo\nthree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("a<style>p{}</style>b<script>c()</script>", "ab"),
        ("1<sup>er</sup> juin", "1er juin"),
        ("&eacute;&nbsp;&#128512;", "é\u00a0😀"),
        ("<p>never closed", "never closed"),
        ("</script>a", "a"),
        ("<div>" * 50_000 + "deep", "deep"),
    ],
)
def test_shows_what_a_reader_sees(marked: str, shown: str) -> None:
    assert words(marked) == shown


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1), max_size=5))
def test_text_comes_out_as_it_went_in(paragraphs: list[str]) -> None:
    written = [re.sub(" +", " ", each).strip(" ") for each in paragraphs]
    marked = "\n".join(f"<p>{html.escape(each)}</p>" for each in paragraphs)
    assert words(marked) == "\n\n".join(each for each in written if each)
