"""`annotate pull`."""

from __future__ import annotations


def command() -> None:
    """Not there yet."""
