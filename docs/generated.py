"""The parts of the reference that are made from the code, as Markdown: nothing of them is typed twice."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

import yaml
from annotated_types import Ge, Gt, Le, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from annotate.config import (
    Calibration,
    EmbeddingModel,
    Examples,
    Label,
    Localised,
    NliModel,
    Preset,
    Scheme,
    SpanModel,
    config_root,
    load_scheme,
    preset_names,
    scheme_names,
)
from annotate.data import FLAG_REASONS, ClaimKind
from annotate.support.lexicon import severities
from annotate.wording.words import CLAIMS, DROPS, FLAGS, RELATIONS, VERDICTS

#: What bounds a number or a length, as a reader would write it.
BOUNDS: Mapping[type, tuple[str, str]] = {
    Ge: ("ge", "at least {}"),
    Gt: ("gt", "more than {}"),
    Le: ("le", "at most {}"),
    MinLen: ("min_length", "{} or more"),
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a Markdown table.

    >>> print(table(["a", "b"], [["1", "x | y"]]))
    | a | b |
    | --- | --- |
    | 1 | x \| y |
    """
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def commands() -> str:
    """Return what `--help` says of each command, as typer writes it."""
    typer = [sys.executable, "-m", "typer", "annotate.cli.app", "utils", "docs", "--name", "annotate"]
    told = subprocess.run(typer, capture_output=True, text=True, check=True).stdout
    return re.sub(r"^#", "##", told, flags=re.MULTILINE)


def presets() -> str:
    """Return the presets that come with annotate, as they stand."""
    files = {name: (config_root() / f"{name}.yaml").read_text(encoding="utf-8") for name in preset_names()}
    return "\n\n".join(f"### `{name}`\n\n```yaml\n{text.rstrip()}\n```" for name, text in files.items())


def preset_fields() -> str:
    """Return the fields of a preset and of what it is made of."""
    return _each_with_fields((Preset, EmbeddingModel, NliModel, SpanModel, Calibration))


def scheme_fields() -> str:
    """Return the fields of a scheme and of what it is made of."""
    return _each_with_fields((Scheme, Label, Localised, Examples))


def schemes() -> str:
    """Return the labels of the schemes that come with annotate, in both languages."""
    return "\n\n".join(map(_scheme, map(load_scheme, scheme_names())))


def flags() -> str:
    """Return the reasons for a second look, with how grave each is where nothing makes it graver."""
    grave = severities().reasons
    rows = [[f"`{name}`", FLAGS[name].title, FLAGS[name].meaning, f"{grave[name]:g}"] for name in FLAG_REASONS]
    return table(["reason", "title", "what it means", "severity"], rows)


def vocabularies() -> str:
    """Return the other closed vocabularies of the folder."""
    weights: Mapping[ClaimKind, float] = severities().weights
    parts = {
        "Verdicts on a claim": [[f"`{name}`", text] for name, text in VERDICTS.items()],
        "What evidence does to a claim": [[f"`{name}`", text] for name, text in RELATIONS.items()],
        "Kinds of claim": [
            [f"`{name}`", f"{text}; adds {weights.get(name, 0):g} to a flag's severity"]
            for name, text in CLAIMS.items()
        ],
        "Page furniture": [[f"`{name}`", text] for name, text in DROPS.items()],
    }
    return "\n\n".join(f"## {title}\n\n{table(['value', 'what it means'], rows)}" for title, rows in parts.items())


PARTS: Mapping[str, Callable[[], str]] = {
    part.__name__: part for part in (commands, presets, preset_fields, scheme_fields, schemes, flags, vocabularies)
}


def _each_with_fields(models: Iterable[type[BaseModel]]) -> str:
    return "\n\n".join(_fields(model) for model in models)


def _fields(model: type[BaseModel]) -> str:
    rows = [
        [f"`{name}`", f"`{_type(model, name)}`", _bounds(field), _default(field)]
        for name, field in model.model_fields.items()
    ]
    return f"### {model.__name__}\n\n{inspect.getdoc(model)}\n\n" + table(["field", "type", "bounds", "default"], rows)


def _type(model: type[BaseModel], name: str) -> str:
    """Return a field's type as the code writes it, without what pydantic alone reads."""
    return re.sub(r"^Annotated\[(.+), Field\(.*\)\]$", r"\1", model.__annotations__[name])


def _bounds(field: FieldInfo) -> str:
    said = [
        words.format(getattr(bound, name))
        for bound in field.metadata
        for kind, (name, words) in BOUNDS.items()
        if isinstance(bound, kind)
    ]
    patterns = [f"`{bound.pattern}`" for bound in field.metadata if getattr(bound, "pattern", None)]
    return ", ".join([*said, *patterns])


def _default(field: FieldInfo) -> str:
    """Return a default as it would stand in YAML."""
    value = field.default
    if value is PydanticUndefined:
        return "must be given"
    if isinstance(value, BaseModel):
        return "its own defaults"
    return f"`{yaml.safe_dump(list(value) if isinstance(value, tuple) else value).splitlines()[0]}`"


def _scheme(scheme: Scheme) -> str:
    rows = [
        [f"`{label.name}`", *(f"**{label.title.get(each)}**. {label.definition.get(each)}" for each in ("en", "fr"))]
        for label in scheme.labels
    ]
    how_many = "several labels a sentence" if scheme.multi_label else "one label a sentence"
    about = f"Kind: {scheme.kind}; {how_many}; version {scheme.version}. {scheme.source}"
    return f"## `{scheme.name}`: {scheme.title.get('en')}\n\n{about}\n\n" + table(["label", "English", "French"], rows)
