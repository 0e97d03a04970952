"""The commands: parse, call, print."""

from annotate.cli.app import app, main

__all__ = ["app", "main"]
