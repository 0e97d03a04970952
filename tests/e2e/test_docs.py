"""The documentation builds without a warning, loads nothing from elsewhere, and leaves nothing public out."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from sphinx.util.inventory import InventoryFile
from typer.main import get_command

import annotate
from annotate import records
from annotate.cli.app import app
from annotate.config import load_scheme, scheme_names
from annotate.data import FLAG_REASONS
from tests.builders import annotated, dropped, reviewed

ROOT = Path(__file__).parents[2]
FROM_ELSEWHERE = re.compile(r'<(?:script|img|iframe)[^>]* src="https?:|<link[^>]* href="https?:|url\(["\']?https?:')
#: A heading of a record's fields in docs/reference/folder.md, and its table.
RECORD = re.compile(r"^### (\w+)\n\n\| field \|.*\n\| --- .*\n((?:\|.*\n)+)", re.MULTILINE)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the pages; a warning, such as of a link that leads nowhere, is an error."""
    out = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going"]
    done = subprocess.run([*command, ROOT / "docs", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def test_pages_load_nothing_from_elsewhere(built: Path) -> None:
    read = [path for path in built.rglob("*") if path.suffix in {".html", ".css"}]
    assert len(read) > 15
    assert [path.name for path in read if FROM_ELSEWHERE.search(path.read_text(encoding="utf-8"))] == []


def test_every_public_name_is_told(built: Path) -> None:
    inventory = InventoryFile.loads((built / "objects.inv").read_bytes(), uri="").data
    told = {name.rpartition(".")[2] for role, names in inventory.items() if role.startswith("py:") for name in names}
    assert set(annotate.__all__) - told == set()


def test_every_command_label_and_reason_is_told(built: Path) -> None:
    commands: Any = get_command(app)
    told = _text(built, "reference/commands.html")
    assert len(commands.commands) > 10
    assert [name for name in commands.commands if f"$ annotate {name}" not in told] == []
    schemes = _text(built, "reference/schemes.html")
    labels = [label for name in scheme_names() for label in load_scheme(name).names]
    assert [label for label in labels if label not in schemes] == []
    assert [reason for reason in FLAG_REASONS if reason not in _text(built, "reference/flags.html")] == []


def test_folder_page_names_the_fields_that_records_have() -> None:
    page = (ROOT / "docs" / "reference" / "folder.md").read_text(encoding="utf-8")
    told = {name: re.findall(r"^\| `(\w+)` \|", rows, re.MULTILINE) for name, rows in RECORD.findall(page)}
    assert told == {name: list(record) for name, record in _records().items()}


def test_citation_names_this_version() -> None:
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(told)
    assert (told["title"], told["version"], told["license"]) == ("annotate", version("annotate"), "Apache-2.0")


def _records() -> dict[str, dict[str, Any]]:
    """Return a record of each kind, by its heading."""
    text = "Ann said so.\nRead more"
    given = reviewed(annotated(text))
    line = records.to_record(replace(given, article=replace(given.article, dropped=(dropped(text, "Read more"),))))
    sentence = line["sentences"][0]
    [claim] = sentence["support"]["claims"]
    annotation = line["annotations"][0]
    return {
        "Line": line,
        "Article": line["article"],
        "Sentence": sentence,
        "Attribution": sentence["attribution"],
        "Span": sentence["attribution"]["spans"][0],
        "Frame": sentence["frames"][0],
        "Support": sentence["support"],
        "Claim": claim,
        "Evidence": claim["evidence"][0],
        "Flag": sentence["flags"][0],
        "Dropped": line["dropped"][0],
        "Annotation": annotation,
        "Region": annotation["regions"][0],
    }


def _text(built: Path, page: str) -> str:
    return re.sub(r"<[^>]+>", "", (built / page).read_text(encoding="utf-8"))
