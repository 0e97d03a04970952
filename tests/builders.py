"""Annotated articles for tests, made from lines of text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotate.config import Preset, load_scheme
from annotate.data import (
    AnnotatedArticle,
    AnnotatedSentence,
    Annotation,
    Article,
    Attribution,
    AttributionSpans,
    Claim,
    Dropped,
    Evidence,
    Flag,
    Frame,
    Region,
    Sentence,
    Span,
    Support,
)
from annotate.store import Folder, Run
from annotate.tally import Tally


def article(text: str, path: str = "texts/a.txt", outlet: str | None = None, language: str = "en") -> Article:
    """Return an article of one line a sentence; a line that starts with `#` is the headline."""
    headline = text.split("\n")[0] if text.startswith("#") else None
    return Article(
        id=hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        path=path,
        part=0,
        text=text,
        text_start=0,
        language=language,
        title=headline,
        outlet=outlet,
        headline=Span(0, len(headline)) if headline else None,
    )


def sentences(of: Article) -> tuple[Sentence, ...]:
    """Return one sentence a line."""
    found: list[Sentence] = []
    start = 0
    for line in of.text.split("\n"):
        if line:
            kind = "headline" if line.startswith("#") else "sentence"
            found.append(Sentence(of.id, len(found), Span(start, start + len(line)), line, kind))  # type: ignore[arg-type]
        start += len(line) + 1
    return tuple(found)


def annotated(text: str, path: str = "texts/a.txt", outlet: str | None = None) -> AnnotatedArticle:
    """Return an article whose sentences all carry the same annotations, each part of the contract filled."""
    of = article(text, path, outlet)
    return AnnotatedArticle(of, tuple(_annotated(each) for each in sentences(of)), "test 1")


def dropped(text: str, line: str) -> Dropped:
    """Mark a line of `text` as a link."""
    start = text.index(line)
    return Dropped(Span(start, start + len(line)), "link")


def reviewed(of: AnnotatedArticle) -> AnnotatedArticle:
    """Return the article as one person left it and another skipped it, each part of the record filled."""
    end = max(1, len(of.article.text))
    label = Region("r1", Span(0, end), "prediction-changed", (0,), "official_source", None, ("economic",), True)
    note = replace(label, id="r2", origin="manual", reasons=("second_hand",), note="Who says so?")
    roles = (Region("c", Span(0, 1), "prediction", (0,), role="cue"), Region("s", Span(0, 1), "manual", role="source"))
    done = Annotation(
        7, "ann@example.org", "2026-01-01T09:00:00Z", "2026-01-01T09:05:00Z", 31.5, False, True, (label, note, *roles)
    )
    skipped = Annotation(8, "bob@example.org", "2026-01-01T09:00:00Z", "2026-01-01T09:00:00Z", None, True)
    return replace(of, annotations=(replace(done, relations=(("c", "s"),)), skipped))


def run_of(articles: Sequence[AnnotatedArticle]) -> Run:
    """Return what run.json would say of these articles."""
    tally = Tally()
    for each in articles:
        tally.add(each)
    return Run(
        schema=1,
        model_version="test 1",
        versions={"annotate": "0"},
        preset=Preset(name="test"),
        attribution=load_scheme("attribution"),
        frames=load_scheme("frames"),
        counts=tally.counts(),
    )


def folder_of(path: Path, articles: Sequence[AnnotatedArticle]) -> Folder:
    """Write a finished folder of these articles."""
    folder = Folder.claim(path)
    folder.clear()
    list(folder.finish(articles, 2))
    folder.write_run(run_of(articles))
    return folder


def _annotated(sentence: Sentence) -> AnnotatedSentence:
    if sentence.kind == "headline":
        return AnnotatedSentence(sentence, frames=(Frame("economic", 0.5),))
    start = sentence.span.start
    spans = AttributionSpans(source=(Span(start, start + 1),), cue=(Span(start + 1, start + 1),))
    evidence = (Evidence("0" * 16, None, Span(0, 1), "x", "contradiction", 0.5),)
    claim = Claim((sentence.span,), "accusation", "A", "B", "contradicted", evidence)
    return AnnotatedSentence(
        sentence,
        Attribution(
            "named_source", 0.75, {"named_source": 0.75, "other": 0.25}, "identified", spans, "A", "Ann", "AFP"
        ),
        (Frame("economic", 0.5),),
        Support("contradicted", evidence, (claim,)),
        (Flag("contradicted", 0.9, "Another article says otherwise."),),
    )
