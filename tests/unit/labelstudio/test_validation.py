from __future__ import annotations

import copy
from typing import Any

import pytest

from annotate.config import load_scheme
from annotate.labelstudio.interface import labelling_config
from annotate.labelstudio.tasks import Origins, to_task
from annotate.labelstudio.validation import Validator
from tests.builders import annotated, run_of

VALIDATOR = Validator(labelling_config(load_scheme("attribution"), load_scheme("frames")))
TASK = to_task(annotated("# Bridges\nThe mayor spoke.\nThe bridge is closed."), Origins.of(run_of([])))


def with_result(number: int, **changes: Any) -> dict[str, Any]:
    task: dict[str, Any] = copy.deepcopy(TASK)
    result = task["predictions"][0]["result"][number]
    for name, value in changes.items():
        if name in result["value"]:
            result["value"][name] = value
        else:
            result[name] = value
    return task


def test_what_we_make_is_valid() -> None:
    assert VALIDATOR.problems(TASK) == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"end": 999}, "outside the text"),
        ({"start": -1}, "outside the text"),
        ({"start": 26, "end": 26}, "outside the text"),
        ({"text": "The bridge"}, "another text"),
        ({"labels": ["no_such_label"]}, "no_such_label"),
        ({"from_name": "no_such_control"}, "no_such_control"),
        ({"score": 1.5}, "score"),
        ({"start": 11}, "in two places"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], complaint: str) -> None:
    problems = VALIDATOR.problems(with_result(0, **changes))
    assert any(complaint in each for each in problems), problems


def test_a_region_labelled_twice_is_named() -> None:
    task = copy.deepcopy(TASK)
    task["predictions"][0]["result"].append(task["predictions"][0]["result"][0])
    assert any("labelled twice" in each for each in VALIDATOR.problems(task))


def test_a_relation_to_nowhere_is_named() -> None:
    task = copy.deepcopy(TASK)
    task["predictions"][0]["result"].append(
        {"type": "relation", "from_id": "x", "to_id": "y", "direction": "right", "labels": ["attributed_to"]}
    )
    assert any("a relation joins x and y" in each for each in VALIDATOR.problems(task))


@pytest.mark.parametrize("text", ["\ud800", "a\0b"])
def test_what_no_database_stores_is_named(text: str) -> None:
    task = copy.deepcopy(TASK)
    task["data"]["title"] = text
    assert VALIDATOR.problems(task) == ["title holds a lone surrogate or a NUL, which a database refuses"]


def test_a_prediction_without_a_model_version_is_named() -> None:
    task = copy.deepcopy(TASK)
    task["predictions"][0]["model_version"] = ""
    assert VALIDATOR.problems(task) == ["a prediction names no model version"]
