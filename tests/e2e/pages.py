"""The code blocks of a page of Markdown, run as a reader would run them.

`bash` and `python` blocks run in order in one folder, and a `text` block right after one is what it prints. A block
right after "Save … as `NAME`:" is saved under that name. `sh` blocks are not run: they need a network, a server or an
account.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(?:^Save [^\n]*as `([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = {"bash": ("bash", "-euc"), "python": (sys.executable, "-c")}


class Block(NamedTuple):
    """A fenced block: the file that it is to be saved as if any, its language, its content, and what it prints."""

    file: str | None
    language: str
    content: str
    prints: str | None = None


def blocks(text: str) -> list[Block]:
    """Return the blocks of a page that something is to be done with, in order."""
    found: list[Block] = []
    end = -1
    for match in BLOCK.finditer(text):
        file, language, content = match.groups()
        if language == "text" and not file and found and not text[end : match.start()].strip():
            found[-1] = found[-1]._replace(prints=content)
        elif file or language in RUN:
            found.append(Block(file, language, content))
        end = match.end()
    return found


def follow(page: Iterable[Block], place: Path, settings: Mapping[str, str]) -> None:
    """Do in the folder `place` what the blocks say; scripts of the project have their own tests."""
    with ExitStack() as reviews:
        for block in page:
            if block.file:
                file = place / block.file
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(block.content, encoding="utf-8")
            elif block.content.startswith("annotate review"):
                reviews.enter_context(reviewing(block.content, place, settings))
            elif not block.content.startswith("scripts/"):
                printed = _run(block, place, settings)
                assert block.prints in (None, printed), f"{block.content}\nprints:\n{printed}"


def _run(block: Block, place: Path, settings: Mapping[str, str]) -> str:
    done = subprocess.run(
        [*RUN[block.language], block.content],
        cwd=place,
        env=dict(settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{block.content}\n{done.stderr}"
    return done.stdout


@contextmanager
def reviewing(command: str, place: Path, settings: Mapping[str, str]) -> Iterator[None]:
    """Run a command that goes on until Ctrl-C, once it has said where the project is."""
    process = subprocess.Popen(
        ["bash", "-euc", f"exec {command}"], cwd=place, env=dict(settings), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().startswith("http://localhost:")
        yield
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
