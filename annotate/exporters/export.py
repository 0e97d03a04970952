"""A labelled dataset from a folder of `annotate run` or `annotate pull`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotate.config import Scheme
from annotate.data import AnnotatedArticle
from annotate.errors import UsageError
from annotate.exporters.card import card
from annotate.exporters.choices import TABLES, Format, Labels
from annotate.exporters.columns import columns
from annotate.exporters.features import Layout
from annotate.exporters.mapping import LabelMap, map_labels
from annotate.exporters.place import CARD, NOTE, Note, claim, replacing, write_note
from annotate.exporters.registry import exporter
from annotate.exporters.rows import Making, pseudonyms
from annotate.exporters.splits import SHARES, SPLITS, Shares, SplitName, assign
from annotate.exporters.statistics import Statistics
from annotate.protocols import Exported, Telling
from annotate.reviewed import apart
from annotate.store import Folder, Run


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make of a folder; `schemes` are those to tell the labels in, at most one of a kind."""

    format: Format = "hf"
    labels: Labels = "human-else-predicted"
    schemes: tuple[Scheme, ...] = ()
    split: Shares = SHARES
    seed: int = 0
    text: bool = True


@dataclass(frozen=True, slots=True)
class _Survey:
    """What has to be known of all articles before the first row: each one's split, and who annotated."""

    splits: dict[str, SplitName]
    people: dict[str, str]
    apart: int


def export(folder: Folder, out: Path, plan: Plan, watch: Callable[[], None] = lambda: None) -> Statistics:
    """Write the dataset of a folder to `out`; return its counts. `watch` is called for each article.

    `out` stays as it is until all is there. Raises `UsageError` where there is nothing to export or the format cannot
    be written, `ConfigError` where labels cannot be told in a scheme, `FolderError` where `out` is taken or `folder`
    broken.
    """
    exporter(plan.format)
    if not plan.text and plan.format not in TABLES:
        raise UsageError(f"--no-text: {plan.format} holds the texts; leave it out, or choose {', '.join(TABLES)}")
    claim(out)
    run = folder.run()
    attribution, frames = _maps(run, plan.schemes)
    survey = _survey(folder, plan)
    making = Making(plan.labels, attribution, frames, survey.people, plan.text)

    def articles() -> Iterator[Exported]:
        for annotated in _chosen(folder.articles(), plan.labels):
            yield Exported(survey.splits[annotated.article.id], list(making.rows(annotated)), annotated.article)
            watch()

    note = Note(
        schema=1,
        format=plan.format,
        labels=plan.labels,
        text=plan.text,
        seed=plan.seed,
        split=plan.split,
        rows={},
        apart=0 if plan.labels == "predicted" else survey.apart,
        model_version=run.model_version,
        attribution=attribution.coarse,
        frames=frames.coarse,
        attribution_version=attribution.version,
        frames_version=frames.version,
    )
    return write(out, note, articles())


def write(out: Path, note: Note, articles: Iterable[Exported]) -> Statistics:
    """Write a dataset, its card and its note; return the counts. Raises `UsageError` where there is no row."""
    statistics = Statistics(note.apart)
    telling = Telling(note.attribution, note.frames, note.text)
    with replacing(out) as fresh:
        statistics.losses = tuple(exporter(note.format).write(fresh, _counted(articles, statistics), telling))
        if not statistics.rows:
            raise UsageError("there is no sentence to export; run annotate over articles first")
        counted = {split: statistics.rows[split] for split in SPLITS if statistics.rows[split]}
        files = tuple(sorted([*(each.name for each in fresh.iterdir()), CARD, NOTE]))
        note = note.model_copy(update={"rows": counted, "files": files})
        (fresh / CARD).write_text(card(note, statistics, layout_of(note)), encoding="utf-8", newline="\n")
        write_note(fresh, note)
    return statistics


def _counted(articles: Iterable[Exported], statistics: Statistics) -> Iterator[Exported]:
    """Pass articles on, those that have rows, and count them."""
    for each in articles:
        for row in each.rows:
            statistics.add(each.split, row)
        if each.rows:
            yield each


def layout_of(note: Note) -> Layout:
    """Return the columns of a dataset."""
    return Layout(columns(text=note.text), note.attribution.names, note.frames.names)


def _maps(run: Run, schemes: Sequence[Scheme]) -> tuple[LabelMap, LabelMap]:
    """Return how labels and frames are told. Raises `UsageError` where two schemes are of one kind."""
    wanted = {scheme.kind: scheme for scheme in schemes}
    if len(wanted) < len(schemes):
        raise UsageError("--map: two schemes of one kind; give at most one of attribution and one of frames")
    return (
        map_labels(run.attribution, wanted.get("attribution", run.attribution)),
        map_labels(run.frames, wanted.get("frames", run.frames)),
    )


def _survey(folder: Folder, plan: Plan) -> _Survey:
    """Read all articles once. Raises `UsageError` where no person's label is there to be exported."""
    names: set[str] = set()
    articles: dict[tuple[str, str], None] = {}
    outside = 0
    for annotated in _chosen(folder.articles(), plan.labels):
        articles[annotated.article.id, annotated.article.digest] = None
        outside += len(apart(annotated))
        names |= {each.annotator for each in annotated.annotations if not each.skipped}
    if plan.labels == "human" and not articles:
        raise UsageError(
            f"{folder.path}: nobody has annotated these articles; annotate push them, correct them in the browser, "
            "annotate pull and export what comes back, or give --labels predicted"
        )
    return _Survey(assign(articles, plan.split, plan.seed), pseudonyms(names), outside)


def _chosen(articles: Iterable[AnnotatedArticle], labels: Labels) -> Iterator[AnnotatedArticle]:
    """Yield the articles that have rows: for people's labels alone, the annotated ones."""
    for annotated in articles:
        if labels != "human" or any(not each.skipped for each in annotated.annotations):
            yield annotated
