from __future__ import annotations

from typing import Any

import pytest

from annotate.config import Scheme, load_scheme
from annotate.errors import ConfigError, FolderError
from annotate.exporters.mapping import LabelMap, map_labels

FIVE, THREE = load_scheme("attribution"), load_scheme("attribution_basic")


def scheme(kind: str, **labels: dict[str, Any]) -> Scheme:
    said = {"title": "A", "definition": "B", "hypothesis": "C"}
    return Scheme.model_validate(
        {
            "name": "mine",
            "kind": kind,
            "title": "Mine",
            "labels": [{"name": name, **said, **more} for name, more in labels.items()],
        }
    )


def test_five_kinds_of_source_become_three() -> None:
    found = map_labels(FIVE, THREE)
    assert found.table == {
        "official_source": "official_source",
        "named_source": "official_source",
        "anonymous_source": "anonymous_source",
        "media_source": "official_source",
        "outlet_assertion": "outlet_assertion",
    }
    assert found.version == "attribution_basic 1 (from attribution 1)"


def test_probabilities_of_labels_that_are_merged_add_up() -> None:
    found = map_labels(FIVE, THREE)
    scores = {"official_source": 0.5, "media_source": 0.25, "anonymous_source": 0.25, "unheard_of": 1.0}
    assert found.score(scores, "official_source") == 0.75


def test_a_scheme_is_its_own_map() -> None:
    frames = load_scheme("frames")
    found = map_labels(frames, frames)
    assert found == LabelMap.same(frames)
    assert found.version == "frames 1"
    assert found.many(["political", "economic", "political"]) == ["economic", "political"]  # the scheme's order


def test_frames_go_where_they_are_covered() -> None:
    fine = scheme("frames", a={}, b={}, c={})
    coarse = scheme("frames", x={"covers": ["a", "c"]}, y={"covers": ["b"]})
    assert map_labels(fine, coarse).many(["c", "a"]) == ["x"]


def test_a_name_goes_before_the_kinds_of_source() -> None:
    coarse = scheme(
        "attribution",
        quoted={"source_types": ["office", "identified", "anonymous", "publication"]},
        papers={"covers": ["media_source"]},
        silent={"source_types": ["none"]},
    )
    assert map_labels(FIVE, coarse).table["media_source"] == "papers"
    assert map_labels(FIVE, coarse).table["named_source"] == "quoted"


@pytest.mark.parametrize(
    ("fine", "coarse", "message"),
    [
        (
            THREE,
            FIVE,
            "scheme attribution: no label takes in official_source of the scheme attribution_basic; "
            "name it in one label: covers: [official_source]",
        ),
        (load_scheme("frames"), load_scheme("generic_frames"), "no label takes in economic"),
        (
            FIVE,
            scheme("attribution", a={"covers": ["named_sauce"]}, b={"source_types": ["none"]}),
            "covers named_sauce",
        ),
        (
            scheme("frames", a={}, b={}),
            scheme("frames", x={"covers": ["a"]}, y={"covers": ["a", "b"]}),
            "x and y both take in a",
        ),
    ],
)
def test_a_label_without_one_place_is_named_with_the_way_out(fine: Scheme, coarse: Scheme, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        map_labels(fine, coarse)
    assert message in str(caught.value)


def test_a_label_that_the_folder_does_not_know_is_named() -> None:
    with pytest.raises(FolderError, match="hearsay: not a label of the folder's own scheme attribution 1"):
        LabelMap.same(FIVE).one("hearsay")
