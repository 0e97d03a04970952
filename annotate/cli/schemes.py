"""`annotate schemes`: the label schemes, listed and checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotate.cli import completing

if TYPE_CHECKING:
    from annotate.config import Scheme


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...",
            autocompletion=completing.schemes,
            help="Schemes to check and show: YAML files or names.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the schemes that come with annotate, or check schemes of your own and show their labels."""
    from annotate.cli.console import complain, print_json
    from annotate.config import load_scheme, scheme_names
    from annotate.errors import ConfigError

    schemes, errors = [], []
    for name in names or scheme_names():
        try:
            schemes.append(load_scheme(name))
        except ConfigError as error:
            errors.append(str(error))
    if as_json:
        print_json({"schemes": [_summary(scheme) for scheme in schemes], "errors": errors})
    else:
        _print(schemes)
    for message in errors:
        complain(message)
    if errors:
        raise typer.Exit(ConfigError.exit_code)


def _print(schemes: Iterable[Scheme]) -> None:
    from annotate.cli.console import plain, stdout

    for scheme in schemes:
        stdout().print(plain(f"{scheme.name} {scheme.version}: {scheme.title.en} ({scheme.kind})"), soft_wrap=True)
        for label in scheme.labels:
            stdout().print(plain(f"  {label.name}: {label.definition.en}"), soft_wrap=True)


def _summary(scheme: Scheme) -> dict[str, Any]:
    return {
        "name": scheme.name,
        "version": scheme.version,
        "kind": scheme.kind,
        "title": scheme.title.en,
        "labels": list(scheme.names),
    }
