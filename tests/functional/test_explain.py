"""`annotate explain`, run as an editor runs it: what it prints, to a terminal and to a program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annotate.cli import app
from tests.builders import folder_of
from tests.samples import articles

POST, WIRE, _, _, HOSTILE = articles()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the samples' folder."""
    return folder_of(tmp_path_factory.mktemp("explain") / "out", articles()).path


def explain(out: Path, name: str, *more: str) -> Result:
    return CliRunner().invoke(app, ["explain", str(out), "--sentence", name, *more])


def shown(done: Result) -> str:
    """Return what was printed, line ends and runs of blanks as one blank."""
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_the_chain_is_told_from_the_sentence_to_the_reasons(out: Path) -> None:
    said = shown(explain(out, f"{POST.article.id}:1"))
    chain = [
        f"{POST.article.id}:1",
        POST.sentences[1].sentence.text,
        "The Harbour Post",
        "https://example.org/harbour-post/valmont?page=1&ref=a",
        "Who answers for it",
        "source “Interior Minister Pavel Rosen”",
        "cue “revealed”",
        "* official_source 0.94",
        "Frames",
        "security_and_defense 0.91",
        "2 claims: contradicted",
        "1. accusation “A fire was the work of saboteurs paid from abroad”",
        "accuser Interior Minister Pavel Rosen",
        "accused saboteurs paid from abroad",
        "verdict contradicted: Another outlet says otherwise.",
        "Nordic Wire leaves it open (neutral 0.41)",
        "Le Courrier de Valmont says otherwise (contradiction 0.63)",
        "source there la directrice des pompiers, Odile Marchetti",
        "independent yes: independent of the claim’s source",
        "2. cause",
        "verdict uncorroborated",
        "independent no: goes back to the same source: bears nothing out",
        "Reasons for review",
        "0.92 high Uncorroborated accusation",
        "no other outlet here bears it out.",
    ]
    at = 0
    for each in chain:
        assert each in said[at:], each
        at = said.index(each, at) + len(each)


def test_figures_that_differ_are_told(out: Path) -> None:
    said = shown(explain(out, f"#s-{POST.article.id}-3"))
    assert "figures “40,000 tonnes” here differs from “some 24,000 tonnes” there" in said


def test_json_is_all_that_stdout_holds(out: Path) -> None:
    made = json.loads(explain(out, f"{WIRE.article.id[:8]}:1", "--json").output)
    assert made["id"] == f"{WIRE.article.id}:1"
    [evidence] = made["claims"][0]["evidence"]
    assert evidence["id"] == f"{POST.article.id}:3"
    assert evidence["figures"][0]["differs"] is True


@pytest.mark.parametrize("index", range(4))
def test_hostile_text_is_only_text(out: Path, index: int) -> None:
    said = explain(out, f"{HOSTILE.article.id}:{index}").output
    assert not {"\x07", "\x1b", "\u202e", "\u202c"} & set(said)
    assert "�elttit desrever�" in said
    assert "javascript:" in said  # a link is shown as it is, and no terminal is told that it is one
    assert json.loads(explain(out, f"{HOSTILE.article.id}:{index}", "--json").output)["article"]["id"]


def test_markup_and_emoji_codes_stay_as_they_are(out: Path) -> None:
    said = shown(explain(out, f"{HOSTILE.article.id}:0"))
    assert "<script>document.title = 'owned'</script> are words here" in said
    assert "accuser <b>O'Neil</b>" in said


@pytest.mark.parametrize("name", ["nothing", "zz:0", f"{POST.article.id}:99", "\x1b[31m:0"])
def test_an_unknown_sentence_is_one_line_with_the_way_out(out: Path, name: str) -> None:
    done = explain(out, name)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("error: ")
    assert "\x1b" not in done.stderr
    assert done.stdout == ""


def test_no_model_is_loaded(out: Path) -> None:
    program = (
        "import sys; from annotate.cli import app\n"
        f"app(['explain', {str(out)!r}, '--sentence', '{POST.article.id}:1', '--json'], standalone_mode=False)\n"
        "assert not {'torch', 'transformers'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
