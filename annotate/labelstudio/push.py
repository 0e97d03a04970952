"""Push: a folder's articles become tasks, each once, however often it is pushed.

The server keeps no key of its own, so each batch begins by looking up what is there. What is there decides, article by
article: nothing yet, a task is made; the same text with other predictions, they are replaced unless a person has begun;
another text, a task of its own with the next revision. Tasks that a person has begun are never touched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, TypeVar

from annotate.data import AnnotatedArticle, Failure, Project, PushedTask
from annotate.errors import UsageError
from annotate.labelstudio.comparison import differences
from annotate.labelstudio.interface import instructions, labelling_config
from annotate.labelstudio.tasks import Json, Origins, to_task, with_revision
from annotate.labelstudio.validation import Validator
from annotate.protocols import Progress, ReviewServer
from annotate.store import Folder, Run

Item = TypeVar("Item")
Outcome = Literal["created", "revised", "updated", "unchanged", "skipped"]

BATCH = 250  # tasks a request: smaller is slower, larger gains nothing (measured on Label Studio 1.23)
TITLE = (3, 50)  # characters that Label Studio takes for a project's title

BEGUN = "a person has begun it: its predictions stay as they were"
INVALID = "its predictions do not fit the interface"


@dataclass
class PushSummary:
    """How many articles a push met, by what became of them; `skipped` counts by reason.

    `withdrawn` tasks were superseded by a revision, or doubled by a push that was cut off, before anybody began them.
    """

    project: Project
    created: int = 0
    revised: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of an article: `task` is what to make or to put in the place of `target`'s predictions."""

    outcome: Outcome
    task: Json
    target: PushedTask | None = None
    withdrawn: tuple[PushedTask, ...] = ()


def push(
    folder: Folder, server: ReviewServer, title: str, *, batch: int = BATCH, progress: Progress | None = None
) -> PushSummary:
    """Bring a project up to a folder; what is there already stays.

    Raises `UsageError` where the project cannot take it, `ServerError` where the server fails; pushing again goes on.
    """
    run = folder.run()
    project = project_for(server, title, run)
    summary = PushSummary(project)
    validator = Validator(labelling_config(run.attribution, run.frames))
    origins = Origins.of(run)
    before = server.count(project)
    if progress:
        progress.start("pushing", run.counts.articles)
    for articles in _batches(folder.articles(), batch):
        tasks = [to_task(each, origins) for each in articles]
        _push_batch(server, summary, list(_valid(articles, tasks, validator, summary)))
        for _ in articles:
            if progress:
                progress.advance()
    if server.count(project) != before + summary.created + summary.revised - summary.withdrawn:
        _tidy(server, summary, folder, batch)
    return summary


def project_for(server: ReviewServer, title: str, run: Run) -> Project:
    """Return the project of that title, made where there is none.

    Raises `UsageError` where there are several, where its interface is another, or where the title does not fit.
    """
    low, high = TITLE
    if not low <= len(title) <= high or title != title.strip():
        raise UsageError(
            f"--project {title!r}: Label Studio takes titles of {low} to {high} characters; choose another"
        )
    found = server.projects(title)
    if len(found) > 1:
        raise UsageError(f"{server.url}: {len(found)} projects are called {title!r}; rename all but one")
    if found:
        differing = differences(found[0].interface, run.attribution, run.frames)
        if differing:
            raise UsageError(
                f"{server.url}: the project {title!r} has another labelling interface than this folder's schemes: "
                f"{'; '.join(differing)}. Push to a project of another title (--project), or annotate with its schemes"
            )
        return found[0]
    language = max(run.counts.languages, key=lambda name: run.counts.languages[name], default="en")
    return server.create_project(
        title,
        labelling_config(run.attribution, run.frames),
        instructions(run.attribution, run.frames, language),
    )


def check_title(title: str) -> None:
    """Raise `UsageError` where Label Studio does not take a project's title."""
    low, high = TITLE
    if not low <= len(title) <= high or title != title.strip():
        raise UsageError(f"--project {title!r}: Label Studio takes {low} to {high} characters; choose another title")


def decide(task: Json, there: Iterable[PushedTask]) -> Decision:
    """Return what is to become of an article, given the server's tasks of it."""
    by_age = sorted(there, key=lambda each: (not each.touched, each.revision, each.id))
    same = [each for each in by_age if each.digest == task["data"]["digest"]]
    if not by_age:
        return Decision("created", task)
    if not same:
        stale = tuple(each for each in by_age if not each.touched)
        return Decision("revised", with_revision(task, max(each.revision for each in by_age) + 1), None, stale)
    target = same[0]
    stale = tuple(each for each in by_age if each is not target and not each.touched)
    mine = with_revision(task, target.revision)
    if target.prediction == task["data"]["prediction"]:
        return Decision("unchanged", mine, target, stale)
    return Decision("skipped" if target.touched else "updated", mine, target, stale)


def _push_batch(server: ReviewServer, summary: PushSummary, tasks: Sequence[Json]) -> None:
    """Push tasks of articles that are all different; make first, so that a crash leaves too much, never too little."""
    if not tasks:
        return
    decisions = _decisions(server, summary.project, tasks)
    new = [each.task for each in decisions if each.outcome in ("created", "revised")]
    if new:
        server.create_tasks(summary.project, new)
    replaced = {each.target.id: each.task for each in decisions if each.outcome == "updated" and each.target}
    stale = [task.id for each in decisions for task in each.withdrawn]
    begun = _begun(server, summary.project, tasks) if replaced or stale else set()
    _replace(server, summary.project, {task: replaced[task] for task in replaced if task not in begun})
    summary.withdrawn += _withdraw(server, summary.project, [task for task in stale if task not in begun])
    outcomes = Counter(
        "skipped" if each.target and each.target.id in begun & set(replaced) else each.outcome for each in decisions
    )
    summary.created += outcomes["created"]
    summary.revised += outcomes["revised"]
    summary.updated += outcomes["updated"]
    summary.unchanged += outcomes["unchanged"]
    if outcomes["skipped"]:
        summary.skipped[BEGUN] += outcomes["skipped"]


def _begun(server: ReviewServer, project: Project, tasks: Sequence[Json]) -> set[int]:
    """Return which tasks of these articles a person has begun by now: the making of others may have taken a while."""
    return {each.id for each in server.pushed(project, [task["data"]["doc_id"] for task in tasks]) if each.touched}


def _replace(server: ReviewServer, project: Project, tasks: Mapping[int, Json]) -> None:
    if tasks:
        server.replace_predictions(project, tasks)


def _withdraw(server: ReviewServer, project: Project, ids: Sequence[int]) -> int:
    if ids:
        server.withdraw(project, ids)
    return len(ids)


def _tidy(server: ReviewServer, summary: PushSummary, folder: Folder, batch: int) -> None:
    """Withdraw doubles: a push that was cut off may have had a request under way that ended after our lookup."""
    for articles in _batches(folder.articles(), batch):
        doubles: list[int] = []
        seen: set[tuple[str, str]] = set()
        there = server.pushed(summary.project, [each.article.id for each in articles])
        for each in sorted(there, key=lambda task: (not task.touched, task.id)):
            if (each.doc_id, each.digest) in seen and not each.touched:
                doubles.append(each.id)
            seen.add((each.doc_id, each.digest))
        summary.withdrawn += _withdraw(server, summary.project, doubles)


def _decisions(server: ReviewServer, project: Project, tasks: Sequence[Json]) -> list[Decision]:
    there: Mapping[str, list[PushedTask]] = defaultdict(list)
    for each in server.pushed(project, [task["data"]["doc_id"] for task in tasks]):
        there[each.doc_id].append(each)
    return [decide(task, there[task["data"]["doc_id"]]) for task in tasks]


def _valid(
    articles: Sequence[AnnotatedArticle], tasks: Sequence[Json], validator: Validator, summary: PushSummary
) -> Iterator[Json]:
    """Yield the tasks that can be pushed; count and note the others."""
    for annotated, task in zip(articles, tasks, strict=True):
        problems = validator.problems(task)
        if not problems:
            yield task
            continue
        summary.skipped[INVALID] += 1
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        summary.failures.append(Failure(annotated.article.path, f"not pushed: {problems[0]}{more}; annotate it anew"))


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
