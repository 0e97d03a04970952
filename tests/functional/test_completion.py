"""What a shell offers when it completes `annotate …`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotate.config import preset_names, scheme_names
from annotate.data import FLAG_REASONS


def completed(*words: str) -> list[str]:
    """Return what bash is offered in place of the last word."""
    settings = {
        "_ANNOTATE_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


#: The command, with a look at what was loaded when it ends.
PROGRAM = """
import atexit, sys
from annotate.cli import main
def check():
    loaded = {"torch", "transformers", "datasets", "numpy", "label_studio_sdk"} & set(sys.modules)
    if loaded:
        print("loaded", *loaded)
atexit.register(check)
main()
"""


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("annotate", "ex"), ["explain", "export"]),
        (("annotate", "run", "--config", ""), list(preset_names())),
        (("annotate", "run", "--config", "nli-l"), ["nli-large"]),
        (("annotate", "run", "--frames", ""), list(scheme_names())),
        (("annotate", "run", "--config", "./own"), []),  # the shell goes on with files
        (("annotate", "schemes", "gen"), ["generic_frames"]),
        (("annotate", "export", "--map", "attribution_"), ["attribution_basic"]),
        (("annotate", "queue", "--reason", ""), list(FLAG_REASONS)),
        (("annotate", "queue", "--format", ""), ["csv", "md", "json"]),
    ],
)
def test_commands_and_known_names_are_offered_and_no_model_is_loaded(
    words: tuple[str, ...], offered: list[str]
) -> None:
    assert completed(*words) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_is_told_how_and_runs_what_it_is_told(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell}")
    command = f"'{sys.executable}' -m annotate --show-completion; true"  # a shell hands its last command over to itself
    settings = {**os.environ, "HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    shown = subprocess.run([shell, "-c", command], env=settings, capture_output=True, text=True, check=True)
    script = tmp_path / "completion"
    script.write_text(shown.stdout)
    asked = {
        "bash": f"source {script}; COMP_WORDS=(annotate queu); COMP_CWORD=1; _annotate_completion annotate; "
        'echo "${COMPREPLY[@]}"',
        "zsh": "compdef() { : }; _arguments() { print -r -- $@ }; words=(annotate queu); CURRENT=2; "
        f"source {script}; _annotate_completion",
        "fish": f'source {script}; complete -C "annotate queu"',
    }[shell]
    offered = subprocess.run([shell, "-c", asked], env=settings, capture_output=True, text=True, check=False)
    assert "queue" in offered.stdout.replace('"', " ").split(), offered
