"""What is wrong with a task before it is pushed: Label Studio itself takes almost anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from label_studio_sdk.label_interface.interface import LabelInterface

from annotate.labelstudio import interface as names

Json = Mapping[str, Any]


class Validator:
    """Checks tasks against a labelling interface: the SDK's own check, and what that leaves out.

    The SDK knows controls, labels and scores; it lets pass offsets outside the text, texts that are not at their
    offsets, and relations to nowhere (SDK 2.1.2).
    """

    def __init__(self, interface: str) -> None:
        self._interface = LabelInterface(interface)
        self._known = {control.name: frozenset(control.labels or ()) for control in self._interface.controls}

    def problems(self, task: Json) -> list[str]:
        """Return what is wrong with a task, in words; empty where nothing is."""
        return [*_data_problems(task["data"]), *self._prediction_problems(task)]

    def _prediction_problems(self, task: Json) -> Iterator[str]:
        text = task["data"]["text"]
        for prediction in task["predictions"]:
            if not prediction.get("model_version"):
                yield "a prediction names no model version"
            elif _unstorable(prediction["model_version"]):
                yield "the model version holds a lone surrogate or a NUL, which a database refuses"
            told = self._interface.validate_prediction(prediction, return_errors=True) or ()  # type: ignore[no-untyped-call]
            found = [str(each).partition(" Got: ")[0] for each in told]  # it quotes the region at length
            yield from self._label_problems(prediction["result"])
            yield from found
            yield from _result_problems(prediction["result"], text)

    def _label_problems(self, results: list[Json]) -> Iterator[str]:
        """Yield the labels that no control has: the SDK says that there is one, but not which."""
        for result in results:
            given = {each for kind in ("labels", "choices") for each in result.get("value", {}).get(kind, ())}
            for stranger in sorted(given - self._known.get(result.get("from_name"), frozenset())):
                yield f"{stranger}: no label of {result['from_name']}"


def _data_problems(data: Json) -> Iterator[str]:
    if not data["text"].strip():
        yield "the text is empty"
    for name, value in data.items():
        if isinstance(value, str) and _unstorable(value):
            yield f"{name} holds a lone surrogate or a NUL, which a database refuses"


def _result_problems(results: list[Json], text: str) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    places: dict[str, tuple[int, int]] = {}
    for result in results:
        if result["type"] == "relation":
            continue
        value, key = result["value"], (result["id"], result["from_name"])
        if key in seen:
            yield f"region {result['id']} is labelled twice by {result['from_name']}"
        seen.add(key)
        if not 0.0 <= result.get("score", 0.0) <= 1.0:
            yield f"region {result['id']} has a score outside [0, 1]: {result['score']}"
        start, end = value["start"], value["end"]
        if not 0 <= start < end <= len(text):
            yield f"region {result['id']} lies outside the text: [{start}, {end}) of {len(text)}"
        elif value.get("text") != text[start:end] and result["from_name"] != names.NOTE:
            yield f"region {result['id']} has another text than stands at [{start}, {end})"
        if places.setdefault(result["id"], (start, end)) != (start, end):
            yield f"region {result['id']} is in two places"
    for result in results:
        if result["type"] == "relation" and not {result["from_id"], result["to_id"]} <= places.keys():
            yield f"a relation joins {result['from_id']} and {result['to_id']}, which are not both regions"


def _unstorable(text: str) -> bool:
    return "\0" in text or any("\ud800" <= each <= "\udfff" for each in text)
