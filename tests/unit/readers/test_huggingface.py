"""Datasets of Hugging Face: folders, and the hub's as its cache holds them."""

from __future__ import annotations

from pathlib import Path

import datasets
import pytest
from datasets import ClassLabel, Dataset, DatasetDict, Features, Value

from annotate.readers.sources import check
from tests.unit.readers.making import ODD, reading

FEATURES = Features({"text": Value("string"), "outlet": ClassLabel(names=["Post", "Times"]), "score": Value("int64")})


def dataset(*texts: str | None) -> Dataset:
    return Dataset.from_list([{"text": each, "outlet": 1, "score": 3} for each in texts], features=FEATURES)


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let the hub be out of reach and the cache empty; return the cache."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    return tmp_path / "cache"


def test_a_saved_dataset_is_rows(tmp_path: Path) -> None:
    dataset(ODD, None).save_to_disk(tmp_path / "news")
    [document], [failure], _ = reading(tmp_path / "news")
    assert (document.key, document.path) == ("news#1", f"{tmp_path.name}/news#1")
    assert (document.text, document.outlet) == (ODD, "Times")
    assert failure.path == f"{tmp_path.name}/news#2"


def test_splits_name_rows_and_a_folder_of_datasets_is_walked(tmp_path: Path) -> None:
    DatasetDict({"train": dataset("One.", "Two."), "test": dataset("Three.")}).save_to_disk(tmp_path / "all" / "news")
    dataset("Four.").save_to_disk(tmp_path / "all" / "old")
    (tmp_path / "all" / "a.txt").write_text("Zero.")
    documents, failures, _ = reading(tmp_path / "all")
    assert not failures
    assert [(each.path, each.text) for each in documents] == [
        ("all/a.txt", "Zero."),
        ("all/news/train#1", "One."),
        ("all/news/train#2", "Two."),
        ("all/news/test#1", "Three."),
        ("all/old#1", "Four."),
    ]


def test_a_dataset_without_the_text_or_a_part_of_it_is_one_failure(tmp_path: Path) -> None:
    dataset("One.").rename_column("text", "body").save_to_disk(tmp_path / "news")
    [failure] = reading(tmp_path / "news").failures
    assert failure.reason == 'no column "text"; there are: body, outlet, score; say which it is: --fields text=COLUMN'
    assert len(reading(tmp_path / "news", fields={"text": "body"}).documents) == 1
    next((tmp_path / "news").glob("*.arrow")).write_bytes(b"junk")
    [failure] = reading(tmp_path / "news").failures
    assert "cannot be loaded" in failure.reason


def cached(cache: Path, owner: str, name: str, **splits: Dataset) -> None:
    """Leave a dataset in the cache as the library does when it has fetched it from the hub."""
    sources = {split: str(cache / f"{split}.parquet") for split in splits}
    for split, each in splits.items():
        each.to_parquet(sources[split])
    datasets.load_dataset("parquet", data_files=sources)
    [made] = [each for each in (cache / "parquet").glob("*/*/*") if each.is_dir()]
    place = cache / f"{owner}___{name}" / "default" / "0.0.0" / "abc"
    place.parent.mkdir(parents=True)
    for file in made.glob("parquet-*.arrow"):
        file.rename(file.with_name(file.name.replace("parquet", name, 1)))
    made.rename(place)


def test_a_dataset_of_the_hub_is_rows_of_one_split_or_all(offline: Path) -> None:
    offline.mkdir()
    cached(offline, "ann", "news", train=dataset("One."), test=dataset(ODD))
    documents = reading("hf://ann/news").documents
    assert [(each.path, each.text) for each in documents] == [
        ("hf://ann/news/train#1", "One."),
        ("hf://ann/news/test#1", ODD),
    ]
    assert reading("hf://ann/news:test", "hf://ann/news:test").documents == documents[1:]
    assert reading("hf://ann/news/default:train").documents[0].path == "hf://ann/news/default/train#1"
    [failure] = reading("hf://ann/news:dev").failures
    assert 'Unknown split "dev"' in failure.reason


def test_what_the_hub_does_not_have_is_one_failure() -> None:
    check(["hf://ann/gone"], each=True)
    [failure] = reading("hf://ann/gone").failures
    assert failure.path == "hf://ann/gone"
    assert "cannot be loaded" in failure.reason
    assert "\n" not in failure.reason


@pytest.mark.parametrize("address", ["hf://", "hf://news", "hf://a/b/c/d", "hf://a/b:", "hf://a/../b c"])
def test_an_address_that_is_none_is_told_how_to_write_it(address: str) -> None:
    [failure] = reading(address).failures
    assert "hf://OWNER/NAME" in failure.reason
