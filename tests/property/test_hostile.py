"""Hostile files go through the real readers and the whole line: the right result or one clear failure, no crash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from annotate import models
from annotate.annotator import Annotator, Summary
from annotate.attribution import Attributor
from annotate.cli import app
from annotate.config import load_preset, load_scheme
from annotate.data import AnnotatedArticle
from annotate.pipeline import Line
from annotate.store import Folder
from tests.fakes import FakeArticleModel, FakeClassifier, FakeEncoder

SAID = "The mayor of Aldwick said on Monday that the old bridge would close for good."


class Case(NamedTuple):
    """A file and what a run makes of it: how many sentences, or why not."""

    name: str
    content: bytes
    sentences: int | None = None
    failure: str | None = None


READ = [
    Case("controls.txt", f"{SAID}\x01\x02\x1b[31m\x7f It rained.".encode()),
    Case("nul.txt", f"{SAID} It rained\0 all \0day.".encode(), 2),
    Case("surrogate.txt", f"{SAID} \ud83d It rained.".encode("utf-8", "surrogatepass")),
    Case("surrogate.jsonl", rb'{"text": "The mayor said so \ud83d on Monday."}', 1),
    Case("emoji.txt", f"{SAID} 👩‍👩‍👧 🇫🇷 Nobody cried 😢. It rained.".encode()),
    Case("rtl.txt", "قال وزير الداخلية يوم الاثنين إن الجسر القديم سيغلق. \u202bولم يصب أحد\u202c.".encode()),
    Case("zalgo.txt", ("e" + "\u0301" * 2000 + " said the mayor. " + SAID).encode()),
    Case("bom.txt", b"\xef\xbb\xbf" + SAID.encode(), 1),
    Case("utf16.txt", SAID.encode("utf-16"), 1),
    Case("cr.txt", f"{SAID}\r\r\n{SAID}\r".encode(), 2),
    Case("one_letter.txt", b"x", 1),
    Case("marks.txt", b"?!" * 1000),
    Case("tags.txt", b"<p>" * 30_000),
    Case("script.html", f"<html><body><p>{SAID * 5}</p><script>{SAID}</script></body></html>".encode(), 5),
]
REFUSED = [
    Case("empty.txt", b"", failure="holds no text"),
    Case("blank.txt", " \n\t\u00a0\u2028 \r\n".encode(), failure="holds no text"),
    Case("empty.html", b"", failure="no article"),
    Case("blank.jsonl", b'{"text": " "}', failure="holds no text"),
    Case("binary.txt", bytes(range(32)) * 50, failure="binary"),
    Case("latin.txt", "Le maire a été élu à Nîmes.".encode("latin-1"), failure="not UTF-8"),
    Case("divs.html", b"<div>" * 100_000, failure="no article"),
    Case("paragraphs.html", b"<html><body>" + b"<p>" * 160_000, failure="no article"),
    Case("broken.jsonl", b'{"text": "The mayor', failure="JSON"),
    Case("deep.jsonl", b"[" * 100_000, failure="JSON"),
    Case("torn.txt.gz", b"\x1f\x8b\x08\x00junk", failure="gzip"),
]
#: A megabyte each, or what shows the same growth; none takes over some seconds, all are linear.
LONG = [
    Case("line.txt", b"The bridge is shut, he said. " * 35_000, 35_000),
    Case("word.txt", b"a" * 1_000_000, 1),
    Case("words.txt", b"word " * 200_000, 1),
    Case("verbs.txt", b"he said " * 30_000, 1),
    Case("names.txt", b"".join(b"Line number %d says a thing\n" % n for n in range(10_000)), 10_000),
    Case("quotes.txt", "“a. B ".encode() * 50_000),
    Case("nested.html", f"<html><body>{'<p>The mayor said so again. ' * 18_000}".encode(), 18_000),
]


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    """Return an annotator without a model."""
    classifier, model = FakeClassifier(), FakeArticleModel()
    attribution, frames = load_scheme("attribution"), load_scheme("frames")
    line = Line(Attributor(attribution, classifier), classifier, model, frames, "test 1")
    return Annotator(load_preset(), attribution, frames, line)


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands load fakes."""
    monkeypatch.setattr(models, "load_article_model", lambda preset: (FakeArticleModel(), FakeEncoder()))
    monkeypatch.setattr(models, "load_classifier", lambda settings, encoder: FakeClassifier())


def run(annotator: Annotator, folder: Path, name: str, content: bytes) -> Summary:
    """Run over one file and hold what comes out to the contract."""
    file = folder / "in" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    summary = annotator.run([str(file)], folder / "out")
    for annotated in Folder(summary.folder).articles():
        check(annotated)
    assert summary.report.read_text(encoding="utf-8").startswith("<!doctype html>")
    return summary


def check(annotated: AnnotatedArticle) -> None:
    text, at = annotated.article.text, 0
    text.encode()
    for each in annotated.sentences:
        span = each.sentence.span
        assert at <= span.start < span.end
        assert span.of(text) == each.sentence.text == each.sentence.text.strip()
        at = span.end


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_odd_text_is_read(annotator: Annotator, tmp_path: Path, case: Case) -> None:
    counts = run(annotator, tmp_path, case.name, case.content).counts
    assert (counts.articles, counts.failures) == (1, 0)
    assert counts.sentences + counts.headlines > 0
    assert case.sentences is None or counts.sentences + counts.headlines == case.sentences


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_is_no_text_is_one_failure_that_says_so(annotator: Annotator, tmp_path: Path, case: Case) -> None:
    summary = run(annotator, tmp_path, case.name, case.content)
    [failure] = Folder(summary.folder).failures()
    assert (summary.counts.articles, summary.counts.failures) == (0, 1)
    assert case.failure is not None
    assert case.failure in failure.reason
    assert case.name in failure.path


@pytest.mark.slow
@pytest.mark.parametrize("case", LONG, ids=lambda case: case.name)
def test_a_megabyte_passes(annotator: Annotator, tmp_path: Path, case: Case) -> None:
    counts = run(annotator, tmp_path, case.name, case.content).counts
    assert (counts.articles, counts.failures) == (1, 0)
    assert case.sentences is None or counts.sentences + counts.headlines == case.sentences


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_an_article_or_a_failure(annotator: Annotator, tmp_path: Path, content: bytes) -> None:
    for name in ("any.txt", "any.html"):
        counts = run(annotator, tmp_path, name, content).counts
        assert counts.articles + counts.failures == 1


def test_the_command_counts_what_failed_and_exits_with_3(no_model: None, tmp_path: Path) -> None:
    for case in READ + REFUSED:
        (tmp_path / case.name).write_bytes(case.content)
    done = CliRunner().invoke(app, ["run", str(tmp_path), "-o", str(tmp_path.parent / "out"), "--json", "--quiet"])
    assert done.exit_code == 3, done.output
    summary = json.loads(done.stdout)
    assert (summary["articles"], summary["failures"]) == (len(READ), len(REFUSED))
    assert "\x1b[31m" not in done.output
