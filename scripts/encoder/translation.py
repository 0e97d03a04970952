"""Rough French of English and rough English of French, by Apertium's rules, through Catalan.

Apertium (Forcada et al. 2011) is a rule-based translator; Debian has it: `apt-get install apertium apertium-eng-cat
apertium-fra-cat`. Its French is poor and good enough to learn from that "ministère" stands where "ministry" does.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TO_FRENCH = ("eng-cat", "cat-fra")
TO_ENGLISH = ("fra-cat", "cat-eng")
ENDS = (".", "!", "?", "…")
PIECE = 1000  # lines at a time
INSTALL = "apt-get install apertium apertium-eng-cat apertium-fra-cat"


def translated(texts: Sequence[str], modes: Sequence[str], room: Path) -> list[str]:
    """Return each text translated, one mode after the other; what was translated before is read from `room`.

    Raises `SystemExit` where Apertium or its rules are not installed.
    """
    kept = room / f"{'_'.join(modes)}.jsonl"
    known: dict[str, str] = {}
    if kept.is_file():
        known = dict(json.loads(line) for line in kept.read_text(encoding="utf-8").split("\n")[:-1])
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    lines = [" ".join(text.split()) for text in missing]
    for mode in modes:
        lines = _through(lines, mode)
    new = list(zip(missing, lines, strict=True))
    room.mkdir(parents=True, exist_ok=True)
    with kept.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in new)
    known.update(new)
    return [known[text] for text in texts]


def _through(lines: Sequence[str], mode: str) -> list[str]:
    """Return the lines through one mode of Apertium."""
    pieces = [lines[start : start + PIECE] for start in range(0, len(lines), PIECE)]
    with ThreadPoolExecutor() as pool:  # each waits for processes of its own
        return [line for piece in pool.map(lambda each: _piece(each, mode), pieces) for line in piece]


def _piece(lines: Sequence[str], mode: str) -> list[str]:
    """Return the lines, each a paragraph to the rules; one that Apertium dies of comes back empty."""
    added = [not line.endswith(ENDS) for line in lines]
    given = "".join(f"{line}{'.' if stop else ''}\n\n" for line, stop in zip(lines, added, strict=True))
    try:
        run = subprocess.run(["apertium", "-u", mode], input=given, capture_output=True, text=True, check=False)
    except OSError as error:
        raise SystemExit(f"apertium cannot be run ({error}); install it: {INSTALL}") from error
    if "is not" in run.stderr and not run.stdout:
        raise SystemExit(f"apertium {mode}: {run.stderr.strip()}; install it: {INSTALL}")
    found = run.stdout.split("\n")[:-1][::2]
    if run.returncode == 0 and len(found) == len(lines):
        return [(line.removesuffix(".") if stop else line).strip() for line, stop in zip(found, added, strict=True)]
    if len(lines) == 1:
        return [""]
    half = len(lines) // 2
    return [*_piece(lines[:half], mode), *_piece(lines[half:], mode)]
