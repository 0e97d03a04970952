"""Quotations: found in any marks, whatever is unbalanced, and never across paragraphs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.quotations import LONGEST, quotations

MARKS = st.lists(st.sampled_from([*"“”„«»‟″\"'", "''", "a", " ", "\n", ".", ",", "\u00a0", "é", "😀"]), max_size=60)


def found(text: str, *, unclosed: bool = False) -> list[str]:
    return [span.of(text) for span in quotations(text, unclosed=unclosed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no” and “yes”.", ["“no”", "“yes”"]),
        ('He said "no" and "yes".', ['"no"', '"yes"']),
        ("He said ''no'' twice.", ["''no''"]),
        ("Il dit « non » et «\u00a0oui\u00a0».", ["« non »", "«\u00a0oui\u00a0»"]),
        ("Er sagt „nein“ zweimal.", ["„nein“"]),
        ("″No,″ he said.", ["″No,″"]),
        ("He said “it “works” now”.", ["“it “works” now”"]),
        ("Il dit « un “mot” de trop ».", ["« un “mot” de trop »"]),
        ("The dogs' bowls and O'Neill's 'cat'.", []),
        ("A 12'' pipe and a 6\" nail.", []),
        ("“”", []),
        ("", []),
        ('"""', []),
    ],
)
def test_quotations_of_all_marks(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_paragraph_left_open_counts_on_request() -> None:
    text = "“We lost the barn.\n“We lost two cows,” she said."
    assert found(text) == ["“We lost two cows,”"]
    assert found(text, unclosed=True) == ["“We lost the barn.", "“We lost two cows,”"]


def test_a_stray_mark_does_not_swallow_the_article() -> None:
    text = "A stray “ mark " + "and words " * (LONGEST // 10) + "then “a quotation”."
    assert found(text) == ["“a quotation”"]


@given(st.one_of(st.text(), MARKS.map("".join)), st.booleans())
def test_quotations_are_in_order_apart_and_within_a_paragraph(text: str, unclosed: bool) -> None:
    spans = quotations(text, unclosed=unclosed)
    assert all(0 <= span.start < span.end <= len(text) and "\n" not in span.of(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(MARKS.map("".join))
def test_closed_quotations_are_found_unclosed_or_not(text: str) -> None:
    assert set(quotations(text)) <= set(quotations(text, unclosed=True))
