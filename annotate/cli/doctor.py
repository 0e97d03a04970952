"""`annotate doctor` and `--version`: what is installed, and what may keep it from working."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotate.cli import completing
from annotate.cli.push import HOME_HELP


def print_version(wanted: bool) -> None:
    """Print the version and exit, where `wanted`."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"annotate {version('annotate')}")
        raise typer.Exit


def command(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder that `annotate run` wrote, to be checked, too.")
    ] = None,
    config: Annotated[
        str, typer.Option(autocompletion=completing.presets, help="A preset: name or YAML file.")
    ] = "default",
    home: Annotated[Path | None, typer.Option(help=HOME_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Look for what may keep annotate from working here, and say what to do about it.

    It checks the installation, terminal, processor, memory and disk, the settings, the models that a run would load,
    a studio of your own, the team's server where the environment names one, and a folder. It downloads and changes
    nothing.
    """
    from annotate.checkup import checkup
    from annotate.cli.console import complain, grid, plain, print_json, stdout, warn
    from annotate.cli.studio import home_of
    from annotate.config import config_root, preset_names, scheme_names

    findings = list(checkup(config, home_of(home), folder))
    troubles = [each for each in findings if each.state == "trouble"]
    about = {**_versions(), "configs": str(config_root())}
    if as_json:
        told = [{"topic": each.topic, "state": each.state, "told": each.told} for each in findings]
        names = {"presets": list(preset_names()), "schemes": list(scheme_names())}
        print_json({**about, **names, "findings": told, "problems": [each.told for each in troubles]})
    else:
        table = grid()
        for name, value in about.items():
            table.add_row(name, plain(value))
        for each in findings:
            if each.state == "fine":
                table.add_row(each.topic, plain(each.told))
        stdout().print(table)
        for each in findings:
            if each.state == "note":
                warn(f"{each.topic}: {each.told}")
    for each in troubles:
        complain(f"{each.topic}: {each.told}")
    if troubles:
        raise typer.Exit(5)


def _versions() -> dict[str, str]:
    import platform
    from importlib.metadata import version

    from annotate.annotator import PACKAGES

    return {"python": platform.python_version(), **{package: version(package) for package in PACKAGES}}
