"""Jinja environments for the templates that lie beside a room's code."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment(room: str, *, markup: bool = True, last_newline: bool = True) -> Environment:
    """Return an environment for the `templates` folder of the package `room`; a name that is not given is an error.

    `markup`: what is filled in is escaped for HTML and XML. `last_newline`: a template's last newline stays.
    """
    return Environment(
        loader=PackageLoader(room),
        autoescape=markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=last_newline,
    )
