"""Floors of quality on the development gold, measured with the reference scorer and pinned to its files."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from annotate import Annotator, Folder
from annotate.evaluate import evaluate, load_gold

pytestmark = [pytest.mark.shared, pytest.mark.slow]

#: The sha256 of each gold file that the floors below were set on.
GOLD = {
    "seeds": "d9d0813a0391fe68257902e158028ad1bc03ba3e1a42b7af854cbd9218c34da6",
    "dev_en": "db05728417e5324978052cc4b7a31d0542f4cda286722b5de8c7506f26b60805",
    "dev_fr": "b14d0bcd571c083b311c70fecf6a89356fdffaff8cc455ccee053ce70438d2cd",
    "dev_unnamed_en": "fc36855d67fb4dfc5f709363b2d2f389008784f4d8a498025f5805c4c9adb908",
}
TEXTS = {"seeds": "seeds", "dev_en": "gold/dev_en", "dev_fr": "gold/dev_fr", "dev_unnamed_en": "gold/dev_unnamed_en"}


@pytest.fixture(scope="module")
def scores(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return the scorer's measures by gold file, each set of articles annotated in a run of its own, and of all."""
    annotator = Annotator.from_config()
    folders = {name: tmp_path_factory.mktemp(name) for name in TEXTS}
    for name, texts in TEXTS.items():
        annotator.run([str(shared_dir / texts)], folders[name])
    found = {name: _scored(shared_dir, [name], folders) | {"folder": folders[name]} for name in TEXTS}
    articles = [article for folder in folders.values() for article in Folder(folder).articles()]
    gold = [each for name in TEXTS for each in load_gold(_gold(shared_dir, name))]
    found["all"] = _scored(shared_dir, TEXTS, folders) | dict(evaluate(articles, gold).measures)
    return found


def _scored(shared_dir: Path, names: Iterable[str], folders: Mapping[str, Path]) -> dict[str, Any]:
    shards = ",".join(str(shard) for name in names for shard in sorted(folders[name].glob("articles-*.jsonl")))
    gold = ",".join(str(_gold(shared_dir, name)) for name in names)
    command = [sys.executable, str(shared_dir / "tools" / "score.py"), shards, gold, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def _gold(shared_dir: Path, name: str) -> Path:
    return shared_dir / "gold" / f"{name}.jsonl"


@pytest.mark.parametrize("name", GOLD)
def test_gold_is_what_the_floors_were_set_on(shared_dir: Path, name: str) -> None:
    assert hashlib.sha256(_gold(shared_dir, name).read_bytes()).hexdigest() == GOLD[name]


@pytest.mark.parametrize(
    ("name", "measure", "floor"),
    [
        ("seeds", "attribution_accuracy", 0.93),
        ("seeds", "review_f1", 0.55),
        ("seeds", "frames_macro_f1", 0.40),  # 0.43; 0.46 before frames' thresholds were fitted on whole articles
        ("seeds", "frames_micro_f1", 0.70),
        ("dev_en", "attribution_accuracy", 0.85),
        ("dev_en", "frames_macro_f1", 0.58),
        ("dev_en", "frames_micro_f1", 0.68),
        ("dev_fr", "attribution_accuracy", 0.87),
        ("dev_fr", "frames_macro_f1", 0.62),
        ("dev_fr", "frames_micro_f1", 0.68),
        ("dev_unnamed_en", "attribution_accuracy", 0.95),
        ("all", "attribution_macro_f1", 0.86),
    ],
)
def test_measure_keeps_above_its_floor(
    scores: dict[str, dict[str, Any]], name: str, measure: str, floor: float
) -> None:
    assert scores[name][measure] >= floor


def test_scores_are_worth_what_they_say(scores: dict[str, dict[str, Any]]) -> None:
    assert scores["all"]["attribution_calibration_error"] <= 0.08


@pytest.mark.parametrize(
    ("name", "share"), [("seeds", 0.0), ("dev_en", 0.02), ("dev_fr", 0.02), ("dev_unnamed_en", 0.02)]
)
def test_hardly_a_sentence_is_missing(scores: dict[str, dict[str, Any]], name: str, share: float) -> None:
    assert scores[name]["missing"] <= share * scores[name]["sentences"]


def test_furniture_stays_out_of_the_sentences(scores: dict[str, dict[str, Any]]) -> None:
    kept, of = map(int, scores["seeds"]["furniture_kept"].split("/"))
    assert of == 27
    assert kept <= 3


@pytest.mark.parametrize("name", ["dev_en", "dev_fr"])
def test_review_beats_flagging_everything(scores: dict[str, dict[str, Any]], name: str) -> None:
    rate, gold = _rates(scores[name])
    assert scores[name]["review_f1"] >= scores[name]["review_flag_all_f1"] + 0.12
    assert rate <= 2 * gold


def test_few_sentences_of_the_samples_are_flagged(scores: dict[str, dict[str, Any]]) -> None:
    assert _rates(scores["seeds"])[0] <= 0.35


def test_the_funding_assertion_heads_the_queue(scores: dict[str, dict[str, Any]]) -> None:
    """Check the one sentence that the product was asked for with: who says it, and that a person is asked to look."""
    sentences = [each for article in Folder(scores["seeds"]["folder"]).articles() for each in article.sentences]
    [asked] = [each for each in sentences if {"funding", "Ukraine"} <= set(re.findall(r"\w+", each.sentence.text))]
    assert asked.attribution is not None
    assert asked.attribution.label == "official_source"
    assert {"uncorroborated_accusation", "factive_endorsement"} <= {flag.reason for flag in asked.flags}
    assert asked.severity >= sorted((each.severity for each in sentences), reverse=True)[2]


def _rates(score: dict[str, Any]) -> tuple[float, float]:
    """Return the share of sentences flagged, by us and in the gold.

    >>> _rates({"review_rate": "0.224 (gold 0.200)"})
    (0.224, 0.2)
    """
    given, gold = score["review_rate"].rstrip(")").split(" (gold ")
    return float(given), float(gold)
