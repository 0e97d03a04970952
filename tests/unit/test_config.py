from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from annotate.config import (
    LANGUAGES,
    Calibration,
    EmbeddingModel,
    Localised,
    NliModel,
    Preset,
    Strict,
    config_root,
    load_lexicon,
    load_preset,
    load_scheme,
    preset_names,
    scheme_names,
)
from annotate.data import SOURCE_TYPES
from annotate.errors import ConfigError

SCHEME = """
name: two
kind: attribution
title: Two
labels:
  - {name: one, title: One, definition: The first., hypothesis: It is the first.}
  - {name: other, title: Other, definition: {en: The second., fr: Le second.}, hypothesis: It is the second.,
     source_types: [none]}
"""


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_loads_with_its_schemes(name: str) -> None:
    preset = load_preset(name)
    assert preset.name == name
    assert load_scheme(preset.attribution).kind == "attribution"
    assert load_scheme(preset.frames).kind == "frames"


@pytest.mark.parametrize("name", scheme_names())
def test_every_scheme_loads_under_its_name_in_both_languages(name: str) -> None:
    scheme = load_scheme(name)
    assert scheme.name == name
    for label in scheme.labels:
        assert label.definition.get("fr"), label.name
        assert label.title.get("fr"), label.name


def test_the_attribution_schemes_give_every_kind_of_source_one_label() -> None:
    for name in ("attribution", "attribution_basic"):
        covered = [each for label in load_scheme(name).labels for each in label.source_types]
        assert sorted(covered) == sorted(SOURCE_TYPES), name


def test_the_default_preset_needs_no_download() -> None:
    assert load_preset().model == EmbeddingModel(name="")


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ("encoder: {calibration: {threshold: 0.3}}", "write it under model"),
        ("model: {backend: embedding, max_tokens: 32}", "write its settings under encoder"),
    ],
)
def test_a_setting_that_would_not_count_is_refused(tmp_path: Path, settings: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        load_preset(write(tmp_path / "mine.yaml", f"name: mine\n{settings}\n"))


def test_a_nameless_model_may_be_calibrated(tmp_path: Path) -> None:
    text = "name: mine\nmodel: {backend: embedding, calibration: {threshold: 0.3}}\n"
    model = load_preset(write(tmp_path / "mine.yaml", text)).model
    assert isinstance(model, EmbeddingModel)
    assert model.calibration == Calibration(threshold=0.3)


def test_own_scheme_loads_by_path(tmp_path: Path) -> None:
    scheme = load_scheme(write(tmp_path / "two.yaml", SCHEME))
    assert scheme.names == ("one", "other")
    assert scheme.labels[0].definition.get("fr") == "The first."
    assert scheme.labels[1].definition.get("fr") == "Le second."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (SCHEME + "colour: red\n", "colour: unknown key"),
        (SCHEME.replace("name: other", "name: one"), "occur twice: one"),
        (SCHEME.replace("name: other", "name: 'No good'"), r"labels\.1\.name"),
        (SCHEME.replace("kind: attribution", "kind: mood"), "kind"),
        (SCHEME.replace("kind: attribution", "kind: attribution\nthreshold: 1.5"), "threshold"),
        (SCHEME.replace("     source_types: [none]", "     source_types: [office]"), "for sentences that no source"),
        (SCHEME.replace("kind: attribution", "kind: attribution\nmulti_label: true"), "gives one label"),
        (SCHEME.replace("definition: The first.", "definition: ''"), r"labels\.0\.definition"),
        (SCHEME.replace("title: One", "title: One, color: red"), "'red' is no colour"),
        (SCHEME.replace("title: One", "title: One, color: '#4c78a'"), "is no colour"),
        (SCHEME.replace("title: One", "title: One, hotkey: qq"), "'qq' is no hotkey"),
        (SCHEME.replace("title: One", "title: One, hotkey: 12"), "12 is no hotkey"),
        (SCHEME.replace("title: One", "title: One, hotkey: true"), "True is no hotkey"),
        (SCHEME.replace("title: One", "title: One, hotkey: U"), "'u' unselects in Label Studio; choose another"),
        (
            SCHEME.replace("name: one", "name: one, hotkey: q").replace("name: other", "name: other, hotkey: Q"),
            "twice: q",
        ),
        ("- 1\n", "two.yaml"),
        ("a: [", "not YAML"),
        ("", "two.yaml"),
    ],
)
def test_wrong_scheme_is_named_in_one_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint) as caught:
        load_scheme(write(tmp_path / "two.yaml", text))
    assert "two.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_label_may_bring_its_colour_and_key(tmp_path: Path) -> None:
    text = SCHEME.replace("title: One", "title: One, color: '#4C78A8', hotkey: 1")
    label = load_scheme(write(tmp_path / "two.yaml", text)).labels[0]
    assert (label.color, label.hotkey) == ("#4c78a8", "1")


def test_missing_name_lists_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"attribution_basic, frames"):
        load_scheme("nope")
    with pytest.raises(ConfigError, match=r"no such preset.*default"):
        load_preset("nope")


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_preset(str(tmp_path / "x.yaml"))


def test_backend_decides_the_models_settings(tmp_path: Path) -> None:
    preset = load_preset(write(tmp_path / "p.yaml", "name: p\nmodel: {backend: nli, name: some/model}\n"))
    assert preset.model == NliModel(backend="nli", name="some/model")
    with pytest.raises(ConfigError, match="backend"):
        load_preset(write(tmp_path / "q.yaml", "name: p\nmodel: {backend: oracle}\n"))


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Preset(name="p").name = "q"


def test_plain_text_is_english() -> None:
    assert Localised.model_validate("Money").get("fr") == "Money"


def test_other_languages_borrow_the_english_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Words(Strict):
        words: tuple[str, ...]

    (tmp_path / "lexicons" / "room").mkdir(parents=True)
    for language in LANGUAGES:
        write(tmp_path / "lexicons" / "room" / f"{language}.yaml", f"words: [{language}]")
    monkeypatch.setattr("annotate.config.config_root", lambda: tmp_path)
    assert load_lexicon(Words, "room", "fr").words == ("fr",)
    assert load_lexicon(Words, "room", "de").words == ("en",)


def test_configs_lie_where_the_package_looks() -> None:
    assert (config_root() / "schemes" / "attribution.yaml").is_file()


def test_a_preset_maps_known_fields_only(tmp_path: Path) -> None:
    assert load_preset(write(tmp_path / "a.yaml", "name: a\nfields: {text: body}\n")).fields == {"text": "body"}
    with pytest.raises(ConfigError, match=r"a\.yaml: fields\.txt"):
        load_preset(write(tmp_path / "a.yaml", "name: a\nfields: {txt: body}\n"))
