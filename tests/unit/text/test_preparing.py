from __future__ import annotations

import hashlib

import pytest

from annotate.data import Document
from annotate.errors import InputError
from annotate.text import prepare, split

FIRST = (
    "Harbour bridge to be rebuilt after long delay\n\nUpdated 6 June 2023\nFollow\n\n"
    "Harbour bridge to be rebuilt after long delay\n\n"
    "BERGEN: The council voted on Tuesday to rebuild the bridge over the harbour, shut since May.\n"
    "The work will cost nine million and take two years, the council said in a statement.\n"
)
SECOND = (
    "\n\nFishing fleet stays in port as fuel prices rise\n\nUpdated 7 June 2023\nFollow\n\n"
    "Fishing fleet stays in port as fuel prices rise\n\n"
    "OSLO: The fishing fleet stayed in port on Wednesday as the price of fuel rose again.\n"
    "Boat owners said they would wait until the end of the month before they went out.\n"
)


def test_cuts_a_file_with_two_articles() -> None:
    one, two = prepare(Document("folder/a.txt", "folder/a.txt", FIRST + SECOND, outlet="Post"))
    assert (one.part, two.part) == (0, 1)
    assert two.title == "Fishing fleet stays in port as fuel prices rise"
    assert (one.published, two.published) == ("2023-06-06", "2023-06-07")
    assert one.outlet == two.outlet == "Post"
    for article in (one, two):
        assert (FIRST + SECOND)[article.text_start :].startswith(article.text)
    assert [len([s for s in split(each) if s.kind == "sentence"]) for each in (one, two)] == [2, 2]


def test_names_an_article_by_key_and_part_and_its_text_by_digest() -> None:
    one, two = prepare(Document("folder/a.txt", "folder/a.txt", FIRST + SECOND))
    assert one.id == hashlib.sha256(b"folder/a.txt\x000").hexdigest()[:16]
    assert two.id == hashlib.sha256(b"folder/a.txt\x001").hexdigest()[:16]
    assert one.digest == hashlib.sha256(one.text.encode()).hexdigest()


def test_scrubs_before_it_counts() -> None:
    (article,) = prepare(Document("key", "a", "\ufeff\r\nThe bridge\x00 is \ud800 shut.\r\nIt was old.\r\n"))
    assert article.text == "The bridge\ufffd is \ufffd shut.\nIt was old."
    assert article.text_start == 2


@pytest.mark.parametrize("text", ["", " \n\t\u00a0\ufeff\n"])
def test_refuses_an_empty_document(text: str) -> None:
    with pytest.raises(InputError, match=r"folder/a\.txt: holds no text"):
        list(prepare(Document("key", "folder/a.txt", text)))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Rain fell.", "en"),
        ("Il pleut sur la ville.", "fr"),
        ("😀", "en"),
        ("Der Stadtrat hat am Dienstag beschlossen, die Brücke über den Hafen neu zu bauen. " * 3, "de"),
        ("قال الوزير إن الحكومة ستبني جسرا جديدا فوق الميناء.", "ar"),
    ],
)
def test_tells_the_language(text: str, language: str) -> None:
    (article,) = prepare(Document("key", "a", text))
    assert article.language == language


def test_believes_the_language_that_the_input_gives() -> None:
    (article,) = prepare(Document("key", "a", "Rain fell.", language="fr-CA"))
    assert article.language == "fr"
