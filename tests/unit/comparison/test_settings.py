"""Which settings are told."""

from __future__ import annotations

from annotate.comparison.settings import differing
from annotate.config import NliModel, Preset, load_scheme
from tests.builders import run_of
from tests.samples import articles

RUN = run_of(articles()[:1])


def test_the_same_settings_differ_in_nothing() -> None:
    assert differing(RUN, run_of(articles())) == ()  # other articles, other counts


def test_a_setting_goes_by_its_name_in_the_file() -> None:
    other = RUN.model_copy(update={"preset": Preset(name="test", shard_size=3), "model_version": "test 2"})
    assert [tuple(each) for each in differing(RUN, other)] == [
        ("model_version", "test 1", "test 2"),
        ("preset.shard_size", 64, 3),
    ]


def test_another_kind_of_model_has_other_settings() -> None:
    other = RUN.model_copy(update={"preset": Preset(name="test", verifier=NliModel(backend="nli", name="x"))})
    [verifier] = differing(RUN, other)
    assert (verifier.name, verifier.first, verifier.second["name"]) == ("preset.verifier", None, "x")


def test_a_label_is_told_by_its_name_and_a_whole_scheme_by_its_labels() -> None:
    frames = load_scheme("frames")
    fewer = frames.model_copy(update={"labels": frames.labels[1:], "max_labels": 1})
    told = {each.name: each for each in differing(RUN, RUN.model_copy(update={"frames": fewer}))}
    gone = f"frames.labels.{frames.labels[0].name}"
    assert told.keys() == {"frames.max_labels", gone}
    assert told[gone].second is None
    other = RUN.model_copy(update={"frames": load_scheme("generic_frames")})
    assert [each.name for each in differing(RUN, other)] == ["frames.name", "frames.labels"]
