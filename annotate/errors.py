"""The errors that annotate raises on purpose.

    AnnotateError            anything we know how to name          exit 5
    ├── UsageError           wrong arguments                       exit 2
    ├── ConfigError          a preset, scheme or lexicon is wrong  exit 2
    ├── InputError           one input cannot be read              the run goes on, exit 3
    ├── ModelError           a model is missing or not what it should be
    ├── ServerError          a server is out of reach or refuses   exit 4
    └── FolderError          an output folder is not what it should be

Each message names the file or the setting and the way out; the CLI alone prints it.
"""


class AnnotateError(Exception):
    """Anything that we know how to name; `exit_code` is what the CLI exits with."""

    exit_code = 5


class UsageError(AnnotateError):
    """Arguments that do not fit together."""

    exit_code = 2


class ConfigError(AnnotateError):
    """A preset, scheme or lexicon that cannot be used; the message names the file."""

    exit_code = 2


class InputError(AnnotateError):
    """One input that cannot be read. A run counts it, goes on, and exits 3."""

    exit_code = 3

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class ModelError(AnnotateError):
    """A model that is missing, cannot be loaded or is not what it should be."""


class ServerError(AnnotateError):
    """A server that cannot be reached or refuses; the message holds its address, never a token."""

    exit_code = 4


class FolderError(AnnotateError):
    """An output folder that is missing, incomplete or belongs to something else."""
