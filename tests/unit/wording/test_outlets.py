from __future__ import annotations

from annotate.wording.outlets import outlet_key, outlet_name
from tests.builders import article


def test_an_outlet_goes_by_its_name_else_by_the_file() -> None:
    assert outlet_name(article("…", outlet="The Post")) == "The Post"
    assert outlet_name(article("…", "texts/a.txt")) == "a.txt"
    assert outlet_name(article("…", "texts/a.txt", outlet="\u202e\n")) == "�"
    assert outlet_name(article("…", "texts/\x1ba.txt", outlet=" ")) == "�a.txt"


def test_outlets_are_one_whatever_the_case_and_unknown_ones_one_a_file() -> None:
    assert outlet_key(article("…", "texts/a.txt", outlet="The Post")) == outlet_key(article("…", outlet="THE POST"))
    assert outlet_key(article("…", "texts/a.txt")) != outlet_key(article("…", "texts/b.txt"))
    assert outlet_key(article("…", "texts/a.txt")) == outlet_key(article("Other.", "texts/a.txt"))
