"""The settings of a run: presets, label schemes and lexicons, read from YAML, unknown keys refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from annotate.data import SourceType
from annotate.errors import ConfigError

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
#: Keys of the reviewing interface that no label can have, and what each does there.
RESERVED_HOTKEYS: Final[Mapping[str, str]] = {
    "u": "unselects in Label Studio",
    "s": "marks a source",
    "c": "marks a cue",
    "n": "says that a sentence needs review",
    "m": "says that an article needs a second look",
}
#: What a row of a table may say of its article; a column has the field's own name unless it is mapped.
FieldName = Literal["id", "title", "text", "url", "outlet", "published", "language"]
FIELDS: Final[tuple[FieldName, ...]] = get_args(FieldName)
Fields = Mapping[FieldName, str]
Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Localised(Strict):
    """A text in one or more languages; `en` stands in for those that are missing."""

    en: str = Field(min_length=1)
    fr: str | None = Field(default=None, min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _plain_text_is_english(cls, value: object) -> object:
        return {"en": value} if isinstance(value, str) else value

    def get(self, language: str) -> str:
        """Return the text in `language`, else in English."""
        return (self.fr if language == "fr" else None) or self.en


class Examples(Strict):
    """Short phrases that a label covers, by language: "a minister", "the police"."""

    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()


class Label(Strict):
    """One label of a scheme.

    A classifier that goes by similarity reads the `examples` where there are any, else the definition.
    `source_types` ties a label of an attribution scheme to the built-in kinds of source; a label
    without any is assigned by its definition alone. `covers` names the labels of a finer scheme that an export may
    fold into this one. `threshold` overrides the scheme's. `color` and `hotkey` are for
    the reviewing interface, which has its own for labels without.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Localised
    definition: Localised
    hypothesis: Localised
    examples: Examples = Examples()
    source_types: tuple[SourceType, ...] = ()
    covers: tuple[str, ...] = ()
    threshold: Probability | None = None
    color: str | None = None
    hotkey: str | None = None

    @field_validator("color")
    @classmethod
    def _color_is_hex(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise ValueError(f"{value!r} is no colour; write it as in '#4c78a8', in quotes")
        return value.lower() if value else value

    @field_validator("hotkey", mode="before")
    @classmethod
    def _hotkey_is_free(cls, value: object) -> object:
        key = str(value).lower() if isinstance(value, (str, int)) and not isinstance(value, bool) else value
        if key is None:
            return None
        if not isinstance(key, str) or not re.fullmatch(r"[a-z0-9]", key):
            raise ValueError(f"{value!r} is no hotkey; choose one letter from a to z, in quotes, or one digit")
        if key in RESERVED_HOTKEYS:
            raise ValueError(f"{key!r} {RESERVED_HOTKEYS[key]}; choose another")
        return key


class Scheme(Strict):
    """A set of labels with definitions and hypotheses: all that a classifier knows of them.

    `threshold` is the probability from which a label of a `multi_label` scheme is assigned (without one, the
    classifier's own), `max_labels` how many at most; `context` is the share of the article in a sentence's frame
    scores.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = 1
    kind: Literal["attribution", "frames"]
    title: Localised
    source: str = ""
    multi_label: bool = False
    hypothesis_template: Localised | None = None
    threshold: Probability | None = None
    max_labels: int = Field(default=3, ge=1)
    context: Probability = 0.4
    labels: tuple[Label, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _names_differ(self) -> Scheme:
        names = [label.name for label in self.labels]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"label names must differ, these occur twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _hotkeys_differ(self) -> Scheme:
        keys = [label.hotkey for label in self.labels if label.hotkey]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"hotkeys of labels must differ, these occur twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _attribution_is_decidable(self) -> Scheme:
        if self.kind == "attribution" and self.multi_label:
            raise ValueError(
                "multi_label: somebody or nobody answers for a sentence; an attribution scheme gives one label"
            )
        if self.kind == "attribution" and not any("none" in label.source_types for label in self.labels):
            raise ValueError("labels: one must have source_types: [none], for sentences that no source answers for")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The labels' names, in the scheme's order."""
        return tuple(label.name for label in self.labels)

    def threshold_of(self, label: Label) -> float | None:
        """Return the probability from which `label` is assigned: its own, else the scheme's, if either says."""
        return self.threshold if label.threshold is None else label.threshold


class Calibration(Strict):
    """What an encoder's similarities are worth to a classifier (scripts/calibrate_frames.py fits it).

    A label of a multi-label scheme is as likely as not where a text stands `offset` deviations above the background,
    and the odds rise with `sharpness` from there. It is given from its probability in `thresholds` on (by scheme and
    label), a label that is not there, as no encoder was shown it, from `threshold` on. For schemes of one label a
    text, the odds rise with the cosine by `contrast`.
    """

    offset: float = 0.7
    sharpness: float = Field(default=2.0, gt=0.0)
    contrast: float = Field(default=20.0, gt=0.0)
    threshold: Probability = 0.5
    thresholds: dict[str, dict[str, Probability]] = {}


class EmbeddingModel(Strict):
    """A sentence encoder; `name` is a folder, a hub name, or empty for the embedded default.

    Without a `calibration` the embedded encoder has the one that was fitted for it, another the general one.
    """

    backend: Literal["embedding"] = "embedding"
    name: str = ""
    batch_size: int = Field(default=64, ge=1)
    max_tokens: int = Field(default=128, ge=8)
    calibration: Calibration | None = None


class NliModel(Strict):
    """A cross-encoder trained for entailment; `name` is a folder, a hub name, or empty for the embedded encoder."""

    backend: Literal["nli"]
    name: str = ""
    batch_size: int = Field(default=16, ge=1)
    max_tokens: int = Field(default=256, ge=16)


class SpanModel(Strict):
    """What draws the spans of attributions, beside the cue rules.

    `encoder` is one that has heads for it, the preset's or else the embedded one; `token_classifier` is any Hugging
    Face token classifier whose labels are called source, cue and content (with or without "B-", "I-"), `name` being its
    folder or hub name; `rules` leaves it to the rules.
    """

    backend: Literal["encoder", "token_classifier", "rules"] = "encoder"
    name: str = ""

    @model_validator(mode="after")
    def _name_fits(self) -> SpanModel:
        if (self.backend == "token_classifier") != bool(self.name):
            raise ValueError("a token_classifier has a name, a folder or a hub name; the other backends have none")
        return self


class Preset(Strict):
    """One run's settings; `configs/default.yaml` is the one that is used unless another is named.

    `verifier` is an entailment model that judges what other articles say of a claim, beside words and figures; without
    it these judge alone. `fields` are the columns of tables whose names are other than the fields'.
    """

    name: str
    model: Annotated[EmbeddingModel | NliModel, Field(discriminator="backend")] = EmbeddingModel()
    encoder: EmbeddingModel = EmbeddingModel()
    spans: SpanModel = SpanModel()
    verifier: NliModel | None = None
    attribution: str = "attribution"
    frames: str = "frames"
    zero_shot_weight: float = Field(default=1.0, ge=0.0)
    shard_size: int = Field(default=64, ge=1)
    fields: dict[FieldName, str] = {}

    @model_validator(mode="after")
    def _settings_count(self) -> Preset:
        if self.encoder.calibration:
            raise ValueError("encoder: a calibration is for labels; write it under model")
        nameless = isinstance(self.model, EmbeddingModel) and not self.model.name
        if nameless and self.model.model_copy(update={"calibration": None}) != EmbeddingModel():
            raise ValueError("model: without a name it is the run's encoder; write its settings under encoder")
        return self


def config_root() -> Path:
    """Return the folder with presets, schemes and lexicons: in the wheel, else beside the sources."""
    packaged = Path(str(files("annotate"))) / "configs"
    return packaged if packaged.is_dir() else Path(str(files("annotate"))).parent / "configs"


def load_preset(name_or_path: str = "default") -> Preset:
    """Read a preset by name or path; a scheme's file that it names is sought from where the preset lies.

    Raises `ConfigError` where it does not exist or does not fit.
    """
    path = _find(name_or_path, "preset", config_root())
    preset = _load(Preset, path)
    named = {"attribution": preset.attribution, "frames": preset.frames}
    beside = {kind: path.parent / name for kind, name in named.items() if name not in scheme_names()}
    return preset.model_copy(update={kind: str(file) for kind, file in beside.items() if file.is_file()})


@cache
def load_scheme(name_or_path: str) -> Scheme:
    """Read a label scheme by name or path.

    Raises `ConfigError` where it does not exist or does not fit.
    """
    return _load(Scheme, _find(name_or_path, "scheme", config_root() / "schemes"))


def scheme_names() -> tuple[str, ...]:
    """Return the names of the schemes that come with annotate, sorted."""
    return tuple(sorted(path.stem for path in (config_root() / "schemes").glob("*.yaml")))


def preset_names() -> tuple[str, ...]:
    """Return the names of the presets that come with annotate, sorted."""
    return tuple(sorted(path.stem for path in config_root().glob("*.yaml")))


#: The languages that have lexicons of their own; others fall back to the first with a warning.
LANGUAGES = ("en", "fr")


def load_lexicon(model: type[Model], room: str, language: str) -> Model:
    """Read `configs/lexicons/ROOM/LANGUAGE.yaml`, English for a language without lexicons."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return _load(model, config_root() / "lexicons" / room / f"{known}.yaml")


def load_settings(model: type[Model], name: str) -> Model:
    """Read `configs/lexicons/NAME.yaml`: a room's settings that hold in every language."""
    return _load(model, config_root() / "lexicons" / f"{name}.yaml")


def _find(name_or_path: str, what: str, folder: Path) -> Path:
    """Return the file that a name or a path means."""
    named = folder / f"{name_or_path}.yaml"
    if named.is_file():
        return named
    path = Path(name_or_path)
    if path.is_file():
        return path
    known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml")))
    raise ConfigError(f"{name_or_path}: no such {what}; give the path of a YAML file, or one of: {known}")


def _load(model: type[Model], path: Path) -> Model:
    """Read and check one YAML file."""
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{path}: {_first_complaint(error)}") from error


def _first_complaint(error: ValidationError) -> str:
    """Return pydantic's first complaint as one line, with how many more there are."""
    first, *rest = error.errors(include_url=False)
    where = ".".join(str(part) for part in first["loc"]) or "the file"
    what = (
        "unknown key, remove it or mend its spelling"
        if first["type"] == "extra_forbidden"
        else first["msg"].removeprefix("Value error, ")
    )
    return f"{where}: {what}" + (f" (and {len(rest)} more)" if rest else "")
