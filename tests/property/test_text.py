"""Offsets of articles and sentences hold, whatever the text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.data import Article, Document
from annotate.errors import InputError
from annotate.text import prepare, split
from annotate.text.scrubbing import scrub

# fmt: off
PIECES = st.sampled_from([
    "A. ", "“", "” ", "« ", " »", '"', "''", "\n", "\n\n", "\r\n", "\x00", "\ud800", "😀", "e\u0301", "é", "\u00a0",
    "(AFP)", "Read more", "Lire aussi : ", "PARIS: ", "M. Dupont ", "on Mar. 3, he said. ", "• ", "1 / 2\n",
    "قال الوزير. ", "Follow\n",
])
# fmt: on
TEXTS = st.one_of(st.text(st.characters(), max_size=200), st.lists(PIECES, max_size=40).map("".join))


def check(article: Article, whole: str) -> None:
    assert whole[article.text_start :].startswith(article.text)
    found = split(article)
    taken = [each.span for each in article.dropped] + [each.span for each in found]
    for one, other in pairwise(sorted(taken)):
        assert one.end <= other.start
    for index, sentence in enumerate(found):
        assert sentence.index == index
        assert sentence.span.of(article.text) == sentence.text == sentence.text.strip() != ""


@given(TEXTS)
def test_offsets_hold_on_any_text(text: str) -> None:
    try:
        articles = list(prepare(Document("key", "a.txt", text)))
    except InputError:
        assert not re.search(r"\w", scrub(text))
        return
    for article in articles:
        article.text.encode()
        check(article, scrub(text))


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is shut, he said. " * 35_000,
        "word " * 200_000,
        "a" * 1_000_000,
        '"' * 300_000,
        "“a. B " * 100_000,
        "<div>" * 100_000,
        "." * 300_000,
        "- " * 200_000,
        "قال الوزير إن الجسر مغلق. " * 5_000,
        "".join(map(chr, range(32))) * 500 + "x",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_long_and_odd_lines_pass(text: str) -> None:
    for article in prepare(Document("key", "a.txt", text)):
        check(article, scrub(text))
