from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotate.changes import merged, recalling, without
from annotate.data import Document
from annotate.errors import UsageError
from annotate.store import Kept
from annotate.text import article_id


def kept(key: str, part: int = 0, path: str = "", shard: str = "old", **known: str) -> Kept:
    return Kept(article_id(key, part), path or f"in/{key}", part, b"", Path(shard), 0, slice(0, 0), known)


HELD = [kept("a.txt"), kept("b.txt"), kept("b.txt", 1), kept("c.txt")]


def test_a_document_takes_the_place_of_its_older_self_with_all_of_its_articles() -> None:
    new = [kept("d.txt", shard="new"), *(kept("a.txt", part, shard="new") for part in range(3))]
    assert list(merged(HELD, new)) == [*new[1:], *HELD[1:], new[0]]


def test_a_document_that_holds_fewer_articles_leaves_none_of_the_older_ones() -> None:
    new = kept("b.txt", shard="new")
    assert list(merged(HELD, [new])) == [HELD[0], new, HELD[3]]


def test_no_article_is_there_twice_where_its_documents_first_was_dropped() -> None:
    new = [kept("b.txt", shard="new"), kept("b.txt", 1, shard="new")]
    assert list(merged([HELD[0], HELD[2], HELD[3]], new)) == [HELD[0], HELD[3], *new]


def test_articles_of_two_documents_are_kept_apart_though_one_lost_its_first() -> None:
    held = [kept("a.txt"), kept("b.txt", 1)]
    new = kept("a.txt", shard="new")
    assert list(merged(held, [new])) == [new, held[1]]


def test_articles_go_by_id_and_by_path() -> None:
    assert without(HELD, ["in/b.txt"]) == [HELD[0], HELD[3]]
    assert without(HELD, [HELD[2].article_id]) == [*HELD[:2], HELD[3]]
    with pytest.raises(UsageError, match=r"^b\.txt: no article"):
        without(HELD, ["in/a.txt", "b.txt"])


@pytest.mark.parametrize(
    ("held", "key", "path", "named"),
    [
        ([], "a.txt", "in/a.txt", "a.txt"),
        ([kept("a.txt")], "a.txt", "in/a.txt", "a.txt"),
        ([kept("in/a.txt", path="in/a.txt")], "a.txt", "in/a.txt", "in/a.txt"),
        ([kept("a.txt")], "in/a.txt", "in/a.txt", "a.txt"),
        ([kept("a.txt"), kept("in/a.txt", path="in/a.txt")], "in/a.txt", "in/a.txt", "in/a.txt"),
        ([kept("a.txt")], "more/a.txt", "more/a.txt", "more/a.txt"),
        ([kept("a.txt in/a.txt", path="in/a.txt")], "in/a.txt", "in/a.txt", "a.txt in/a.txt"),
        ([kept("http://x/1", path="in/a.txt", url="http://x/1")], "a.txt", "in/a.txt", "http://x/1"),
        ([kept("http://x/1", path="more/a.txt", url="http://x/1")], "a.txt", "in/a.txt", "a.txt"),
        ([kept("a.txt")], "a.txt", "more/a.txt", "a.txt more/a.txt"),
        ([kept("a.txt"), kept("a.txt more/a.txt", path="more/a.txt")], "a.txt", "more/a.txt", "a.txt more/a.txt"),
        ([kept("17", path="x.jsonl#1")], "17", "y.jsonl#4", "17"),
    ],
)
def test_a_file_is_known_by_its_path_and_a_row_by_its_id(held: list[Kept], key: str, path: str, named: str) -> None:
    document = Document(key, path, "")
    assert recalling(held)(document, document).key == named


def test_a_page_is_known_by_its_url() -> None:
    page = Document("https://example.org/a.html", "more/a.html", "", url="https://example.org/a.html")
    assert recalling([kept(page.key, path="in/a.html")])(page, page) == page
    other = replace(page, key="https://example.org/b.html", path="in/a.html", url="https://example.org/b.html")
    assert recalling([kept(page.key, path="in/a.html", url=page.key)])(other, other) == other


def test_a_file_that_a_table_tells_the_url_of_is_known_by_its_path_as_well() -> None:
    read = Document("a.txt", "in/a.txt", "")
    told = replace(read, key="http://x/2", url="http://x/2")
    for held in (kept("a.txt"), kept("http://x/1", path="in/a.txt", url="http://x/1")):
        known = recalling([held])(told, read)
        assert (article_id(known.key, 0), known.url) == (held.article_id, "http://x/2")
    moved = kept("http://x/2", path="old/a.txt", url="http://x/2", outlet="Post")
    assert recalling([moved])(told, read) == replace(told, outlet="Post")


def test_what_was_told_stays_where_nothing_is_told_now() -> None:
    def held(key: str, path: str) -> list[Kept]:
        return [kept(key, 0, path, outlet="Post", title="Bridge", published="2026-01-02")]

    read = Document("a.txt", "in/a.txt", "")
    again = recalling(held("a.txt", "in/a.txt"))(replace(read, outlet="Herald"), read)
    assert (again.outlet, again.title, again.published) == ("Herald", "Bridge", "2026-01-02")
    row = Document("17", "y.jsonl#4", "", title="Road")
    again = recalling(held("17", "x.jsonl#1"))(row, row)
    assert (again.outlet, again.title, again.published) == ("Post", "Road", "2026-01-02")
    assert recalling(held("18", "y.jsonl#4"))(row, row) == row
