"""`annotate doctor` and `--version`: what is installed and which model would load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotate.cli import completing

if TYPE_CHECKING:
    from annotate.config import EmbeddingModel, NliModel, SpanModel


def print_version(wanted: bool) -> None:
    """Print the version and exit, where `wanted`."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"annotate {version('annotate')}")
        raise typer.Exit


def command(
    config: Annotated[
        str, typer.Option(autocompletion=completing.presets, help="A preset: name or YAML file.")
    ] = "default",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what is installed, which model a run would load, and whether it is what it should be."""
    from annotate.cli.console import complain, grid, plain, print_json, stdout
    from annotate.config import config_root, load_preset, load_scheme, preset_names, scheme_names

    preset = load_preset(config)
    roles: dict[str, EmbeddingModel | NliModel | SpanModel] = {"model": preset.model, "encoder": preset.encoder}
    if preset.spans.backend != "rules":
        roles["spans"] = preset.spans
    models = {name: _model(each) for name, each in roles.items()}
    found = {
        **_versions(),
        "configs": str(config_root()),
        "presets": list(preset_names()),
        "schemes": [f"{name} {load_scheme(name).version}" for name in scheme_names()],
        "preset": preset.name,
        **{name: {key: value for key, value in model.items() if key != "error"} for name, model in models.items()},
        "studio": _studio(),
    }
    if as_json:
        print_json({**found, "problems": [model["error"] for model in models.values() if "error" in model]})
    else:
        table = grid()
        for name, value in found.items():
            table.add_row(name, plain(_shown(value)))
        stdout().print(table)
    errors = dict.fromkeys(model["error"] for model in models.values() if "error" in model)
    for error in errors:
        complain(error)
    if errors:
        raise typer.Exit(5)


def _versions() -> dict[str, str]:
    import platform
    from importlib.metadata import version

    from annotate.annotator import PACKAGES

    return {"python": platform.python_version(), **{package: version(package) for package in PACKAGES}}


def _model(settings: EmbeddingModel | NliModel | SpanModel) -> dict[str, str]:
    """Say where a model lies and its version, or what is wrong; a hub model is not fetched for that."""
    from pathlib import Path

    from annotate.errors import ModelError
    from annotate.models.folders import find_model

    if settings.name and not Path(settings.name).expanduser().is_dir():
        return {
            "backend": settings.backend,
            "name": settings.name,
            "folder": "fetched from the hub unless it is cached",
        }
    try:
        folder, version = find_model(settings.name)
    except ModelError as error:
        return {"backend": settings.backend, "error": str(error)}
    return {"backend": settings.backend, "version": version, "folder": str(folder)}


def _studio() -> str:
    """Say where the Label Studio of one's own is, or how to get it."""
    from annotate.labelstudio.environment import VERSION, Environment
    from annotate.labelstudio.finding import home_folder, running

    home = home_folder()
    environment, now = Environment(home), running(home)
    if now is not None:
        return f"Label Studio {VERSION}, running at {now.url}"
    return str(environment.path) if environment.ready else f"not installed; `annotate studio` does it, in {home}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values())
    return ", ".join(value) if isinstance(value, list) else str(value)
