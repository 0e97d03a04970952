"""Rows as documents, whatever their columns are called."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from annotate.errors import InputError
from annotate.readers.rows import columns, document
from tests.unit.readers.making import reading


def test_fields_are_read_from_the_columns_that_they_are_mapped_to(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"body": "It rained.", "source": "Post", "outlet": "no", "nr": 7, "title": "Rain"}))
    [found] = reading(file, fields={"text": "body", "outlet": "source", "id": "nr"}).documents
    assert (found.text, found.outlet, found.key, found.title) == ("It rained.", "Post", "7", "Rain")


def test_a_row_without_the_text_says_what_it_has_and_how_to_choose(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"body": "It rained.", "id": 1}\n{"text": null}\n{"text": ["It rained."]}\n')
    one, two, three = [each.reason for each in reading(file).failures]
    assert one == 'no column "text"; there are: body, id; say which it is: --fields text=COLUMN'
    assert two == '"text" is empty; give each row its article there'
    assert three == '"text" must be a string, not list; write the article there'


def test_a_mapped_column_that_is_not_there_is_told() -> None:
    with pytest.raises(InputError, match='no column "sorce" for the field outlet; there are: text, source; say'):
        columns(["text", "source"], {"outlet": "sorce"}, "a.csv")


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match='two columns are called "text"; rename one'):
        columns(["text", "tags", "tags", "text"], {}, "a.csv")


def test_days_are_iso_and_gaps_are_none() -> None:
    row = {"text": "It rained.", "published": date(2023, 6, 6), "title": float("nan"), "outlet": "", "url": None}
    found = document(row, "a#1", "a#1", {})
    assert (found.published, found.title, found.outlet, found.url) == ("2023-06-06", None, None, None)
    moment = document({**row, "published": datetime(2023, 6, 6, 9, tzinfo=UTC)}, "a#1", "a#1", {})
    assert moment.published == "2023-06-06T09:00:00+00:00"


def test_a_field_of_another_kind_is_refused() -> None:
    with pytest.raises(InputError, match='"title" must be a string, not list'):
        document({"text": "It rained.", "title": ["a"]}, "a#1", "a#1", {})
