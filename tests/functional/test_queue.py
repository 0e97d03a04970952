"""`annotate queue`, run as a desk runs it: what a spreadsheet, a chat and a program get."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annotate.cli import app
from annotate.handover.cells import raw
from annotate.handover.entries import Wanted, hand_over
from annotate.store import Folder
from tests.builders import annotated, folder_of
from tests.samples import articles

GOLDEN = Path(__file__).parents[1] / "golden" / "queue"
FORMS = ("csv", "md", "json")
#: What a spreadsheet would run, count, date or cut in a cell.
CELLS = (
    "=1+1",
    '=HYPERLINK("http://x.example","here")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    " =1+1",
    "\t=1+1",
    "\n=1+1",
    "'=1+1",
    "＝1+1",
    "{=1+1}",
    "007",
    "1984",
    "1/2",
    "1e5",
    "50%",
    "$5",
    "12:30",
    "1,5",
    "2024-05-14",
    "12345678901234567890",
    "a;b\tc,d",
    "cut;=1+1;-2\t+3\n@b",
    '"quoted", and "more"',
    "one\ntwo\u2028three",
    "a\u00a0b",
    "e\u0301 is not \u00e9",
    "👩\u200d👧 and 🔥",
    "‏שלום‏",
    " blank before and behind ",
    "'tis so",
    "- He said so.",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the samples' folder."""
    return folder_of(tmp_path_factory.mktemp("queue") / "out", articles()).path


def queue(*args: str | Path | int) -> Result:
    return CliRunner().invoke(app, ["queue", *map(str, args)])


def rows(done: Result) -> list[dict[str, str]]:
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("form", FORMS)
def test_the_file_is_the_golden_one(out: Path, tmp_path: Path, form: str) -> None:
    """A change here is a change for whoever has a macro or a script: say so in the changelog."""
    file = tmp_path / f"queue.{form}"
    done = queue(out, "--out", file)
    assert (done.exit_code, done.output) == (0, f"{file}\n")
    golden = GOLDEN / f"samples.{form}"
    if os.environ.get("ANNOTATE_WRITE_GOLDEN"):
        golden.write_bytes(file.read_bytes())
    assert file.read_bytes() == golden.read_bytes()
    assert queue(out, "--format", form).stdout_bytes == golden.read_bytes()


def test_csv_is_what_is_given_without_a_format(out: Path, tmp_path: Path) -> None:
    assert queue(out).stdout_bytes == (GOLDEN / "samples.csv").read_bytes()
    assert queue(out, "-o", tmp_path / "queue.txt").exit_code == 0
    assert (tmp_path / "queue.txt").read_bytes() == (GOLDEN / "samples.csv").read_bytes()


def test_every_format_lists_the_reports_queue_in_its_order(out: Path) -> None:
    expected = [f"{each.place.id}:{each.annotated.sentence.index}" for each in hand_over(Folder(out), Wanted()).entries]
    assert [row["id"] for row in rows(queue(out))] == expected
    made = json.loads(queue(out, "--format", "json").stdout)
    assert (made["schema"], made["count"]) == (1, 10)
    assert [each["id"] for each in made["entries"]] == expected


def test_the_options_choose(out: Path) -> None:
    done = queue(out, "--limit", 2, "--min-severity", "medium", "--outlet", "nordic wire", "--format", "json")
    made = json.loads(done.stdout)
    assert made["count"] >= len(made["entries"]) > 0
    assert {each["article"]["outlet"] for each in made["entries"]} == {"Nordic Wire"}
    assert all(each["severity"] >= 0.4 for each in made["entries"])
    two = rows(queue(out, "--reason", "second_hand", "--reason", "loaded_language"))
    assert all({"Second-hand", "Loaded language"} & set(row["reasons"].split("\n")) for row in two)
    assert "## 1 of 10 sentences want" in queue(out, "--limit", 1, "--format", "md").stdout


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--reason", "rumour"), "--reason rumour: is no reason"),
        (("--min-severity", "grave"), "--min-severity grave: is no severity"),
        (("--min-severity", "nan"), "--min-severity nan: is no severity"),
        (("--outlet", "\x1b[31mNobody"), "Nobody: no article here is of this outlet"),
    ],
)
def test_a_wrong_choice_is_one_line_with_the_way_out(out: Path, args: tuple[str, ...], told: str) -> None:
    done = queue(out, *args)
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert told in done.stderr
    assert "\x1b" not in done.stderr


def test_a_place_that_cannot_be_written_is_told_and_left_as_it_was(out: Path, tmp_path: Path) -> None:
    done = queue(out, "-o", tmp_path / "nowhere" / "queue.csv")
    assert (done.exit_code, len(done.stderr.splitlines())) == (5, 1)
    assert queue(out, "-o", tmp_path).exit_code == 5
    assert list(tmp_path.iterdir()) == []


def test_nothing_flagged_is_an_empty_queue(tmp_path: Path) -> None:
    [calm] = [replace(each, sentences=()) for each in articles()[:1]]
    out = folder_of(tmp_path / "out", [calm]).path
    assert rows(queue(out)) == []
    assert json.loads(queue(out, "--format", "json").stdout) == {"schema": 1, "count": 0, "entries": []}
    assert queue(out, "--format", "md").stdout == "## 0 sentences want a second look\n"


@pytest.mark.parametrize("form", FORMS)
def test_a_terminal_obeys_nothing_that_an_article_says(out: Path, form: str) -> None:
    """Run it in a terminal of its own."""
    program = "import pty, sys; pty.spawn([sys.executable, '-m', 'annotate', 'queue', *sys.argv[1:]])"
    done = subprocess.run(
        [sys.executable, "-c", program, out, "--format", form],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    told = done.stdout.decode()
    assert "elttit desrever" in told
    assert not {"\x07", "\x1b", "\u202e", "\ufeff"} & set(told)


def test_no_model_is_loaded(out: Path) -> None:
    program = (
        "import sys; from annotate.cli import app\n"
        f"app(['queue', {str(out)!r}], standalone_mode=False)\n"
        "assert not {'torch', 'transformers', 'datasets', 'pandas'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def tricky(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sheet with every tricky text as a sentence and as why it is flagged."""
    place = tmp_path_factory.mktemp("tricky")
    article = annotated("\n".join(text.replace("\n", "\u2028") for text in CELLS))
    sentences = tuple(
        replace(each, flags=(replace(each.flags[0], why=text),))
        for each, text in zip(article.sentences, CELLS, strict=True)
    )
    folder_of(place / "out", [replace(article, sentences=sentences)])
    assert queue(place / "out", "-o", place / "queue.csv").exit_code == 0
    return place / "queue.csv"


@pytest.fixture(scope="module")
def soffice() -> str:
    """Return LibreOffice; skip where there is none, in CI fail."""
    found = shutil.which("soffice")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("no LibreOffice found; install one, such as Debian's `libreoffice-calc-nogui`")
    return found or pytest.skip("no LibreOffice")


def converted(soffice: str, file: Path, form: str, place: Path, separator: str = ",") -> Path:
    """Open a sheet in LibreOffice, as UTF-8 (what a person's knows by the mark), and save it as something else."""
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            f"--infilter=CSV:{ord(separator)},34,76",
            "--convert-to",
            form,
            "--outdir",
            place,
            file,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    [made] = place.glob(f"{file.stem}.{form.split(':')[0]}")
    return made


def test_libreoffice_shows_every_cell_as_it_is(tricky: Path, soffice: str, tmp_path: Path) -> None:
    saved = converted(soffice, tricky, "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path)
    with saved.open(encoding="utf-8-sig", newline="") as there, tricky.open(encoding="utf-8-sig", newline="") as here:
        opened, written = list(csv.DictReader(there)), list(csv.DictReader(here))
    assert [float(row.pop("severity")) for row in opened] == [float(row.pop("severity")) for row in written]
    assert opened == written
    assert [raw(row["why"]) for row in opened] == list(CELLS)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_libreoffice_finds_no_formula(tricky: Path, soffice: str, tmp_path: Path, separator: str) -> None:
    """Whatever separator its user has: cells are cut elsewhere then."""
    with zipfile.ZipFile(converted(soffice, tricky, "xlsx", tmp_path, separator)) as book:
        cells = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<c " in cells
    assert "<f" not in cells
