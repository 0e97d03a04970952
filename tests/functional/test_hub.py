"""`annotate export --push-to-hub` against a hub on this machine, and what `datasets` reads from there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.builders import folder_of
from tests.fakes import FakeHub
from tests.unit.exporters.making import three

READ = """
import json, datasets
found = datasets.load_dataset("ann/news")
rows = [row for split in found.values() for row in split]
names = found["train"].features["label"].names
print(json.dumps(sorted((row["text"], names[row["label"]]) for row in rows)))
"""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "run", three()).path


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with FakeHub() as hub:
        yield hub


def settings(url: str, home: Path, token: str = "hf_token") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    return {
        **kept,
        "HF_ENDPOINT": url,
        "HF_HOME": str(home),
        "HF_TOKEN": token,
        "HF_HUB_DISABLE_XET": "1",
        "COLUMNS": "200",
    }


def python(env: Mapping[str, str], *args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, args)], env=dict(env), capture_output=True, text=True, check=False, timeout=120
    )


def test_a_dataset_is_pushed_with_its_card_and_read_back(tmp_path: Path, run: Path, hub: FakeHub) -> None:
    env = settings(hub.url, tmp_path / "hf")
    args = ("-m", "annotate", "export", run, "-o", tmp_path / "out", "--push-to-hub", "ann/news")
    for _ in range(2):  # the second replaces the first
        done = python(env, *args)
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"{tmp_path}/out\n"
        assert f"pushed to {hub.url}/datasets/ann/news\n" in done.stderr
    assert hub.private == {"ann/news": True}
    data = sorted(path for path in hub.files["ann/news"] if path.startswith("data/"))
    assert [path.split("-")[0] for path in data] == ["data/test", "data/train", "data/validation"]
    card = hub.files["ann/news"]["README.md"].decode()
    assert 'dataset = load_dataset("ann/news")' in card
    assert "load_from_disk" not in card
    assert "data/train-*" in card
    assert "## Counts" in card
    read = python(env, "-c", READ)
    assert read.returncode == 0, read.stderr
    assert json.loads(read.stdout) == [
        ['He said "no", | and =left.', "named_source"],
        ["Le maire, dit-on, a parlé 👩\u200d👧.", "named_source"],
        ["NA", "named_source"],
        ["The bridge is closed.", "named_source"],
        ["The mayor spoke.", "official_source"],
    ]


def test_texts_do_not_go_where_all_may_see_them_unasked(tmp_path: Path, run: Path, hub: FakeHub) -> None:
    hub.files["ann/news"] = {}
    hub.private["ann/news"] = False
    env = settings(hub.url, tmp_path / "hf")
    args = ("-m", "annotate", "export", run, "-o", tmp_path / "out", "--push-to-hub", "ann/news", "--json")
    done = python(env, *args)
    assert (done.returncode, hub.files["ann/news"]) == (2, {})
    assert "is there already, and open to all; give --public" in done.stderr
    done = python(env, *args, "--public")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hub"] == f"{hub.url}/datasets/ann/news"
    assert "README.md" in hub.files["ann/news"]


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("--push-to-hub", "ann/news", "--format", "brat"), 2, "--push-to-hub does not go with --format brat"),
        (("--public",), 2, "--public goes with --push-to-hub"),
        (("--push-to-hub", "no name/at all/"), 2, "no name of a dataset; give it as in ann/news"),
    ],
)
def test_what_cannot_be_pushed_says_why(
    tmp_path: Path, run: Path, hub: FakeHub, args: tuple[str, ...], code: int, message: str
) -> None:
    done = python(settings(hub.url, tmp_path), "-m", "annotate", "export", run, "-o", tmp_path / "out", *args)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr.splitlines()[-1]
    assert hub.files == {}


def test_a_hub_that_refuses_or_is_away_is_named_in_one_line(tmp_path: Path, run: Path, hub: FakeHub) -> None:
    args = ("-m", "annotate", "export", run, "-o", tmp_path / "out", "--push-to-hub", "ann/news", "-q")
    refused = python(settings(hub.url, tmp_path / "hf", "hf_wrong"), *args)
    assert refused.returncode == 4
    [line] = refused.stderr.splitlines()
    assert f"{hub.url}: refuses ann/news (401 " in line
    assert "hf_wrong" not in line
    away = python(settings("http://127.0.0.1:9", tmp_path / "hf"), *args)
    assert away.returncode == 4
    [line] = away.stderr.splitlines()
    assert "http://127.0.0.1:9: cannot be reached" in line
