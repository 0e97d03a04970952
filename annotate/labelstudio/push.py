"""Push: a folder's articles become tasks, each once, however often it is pushed.

The server keeps no key of its own, so each batch begins by looking up what is there. What is there decides, article by
article: nothing yet, a task is made; the same text with other predictions, they are replaced unless a person has begun;
another text, a task of its own with the next revision. Tasks that a person has begun are never touched.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

from annotate.data import Failure, Project, PushedTask
from annotate.errors import UsageError
from annotate.labelstudio.comparison import differences
from annotate.labelstudio.interface import instructions, labelling_config
from annotate.labelstudio.tasks import META, Json, Origins, to_task, with_revision
from annotate.labelstudio.validation import Validator
from annotate.protocols import Progress, ReviewServer
from annotate.store import Folder, Run
from annotate.wording.titles import title_of

Outcome = Literal["created", "revised", "updated", "unchanged", "skipped", "invalid"]

BATCH = 250  # tasks a request: smaller is slower, larger gains nothing (measured on Label Studio 1.23)
HEAVY = 16_000_000  # characters a request, whatever its number of tasks
TITLE = (3, 50)  # characters that Label Studio takes for a project's title

BEGUN = "a person has begun it: its predictions stay as they were"
OLDER = "an older text of an article that is here twice"
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
    pushing = _Pushing(
        server, project_for(server, title, run), Validator(labelling_config(run.attribution, run.frames))
    )
    summary = pushing.summary
    before = server.count(summary.project)
    if progress:
        progress.start("pushing", run.counts.articles)
    for tasks in _batches(_tasks(folder, run, summary, progress), batch):
        pushing.push(tasks)
    if server.count(summary.project) != before + summary.created + summary.revised - summary.withdrawn:
        pushing.tidy(folder, batch)
    return summary


def _tasks(folder: Folder, run: Run, summary: PushSummary, progress: Progress | None) -> Iterator[Json]:
    """Yield a task for each article; of two texts of one article, as a pull may bring them, the one that came last."""
    titles: dict[str, str] = {}
    newest: dict[str, str] = {}
    for annotated in folder.articles():
        titles[annotated.article.id] = title_of(annotated)
        newest[annotated.article.id] = annotated.article.digest
    origins = Origins.of(run)
    for annotated in folder.articles():
        if annotated.article.digest == newest[annotated.article.id]:
            yield to_task(annotated, origins, titles=titles)
        else:
            summary.skipped[OLDER] += 1
        if progress:
            progress.advance()


def project_for(server: ReviewServer, title: str, run: Run) -> Project:
    """Return the project of that title, made where there is none.

    Raises `UsageError` where there are several, where its interface is another, or where the title does not fit.
    """
    check_title(title)
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
    made = server.create_project(
        title,
        labelling_config(run.attribution, run.frames),
        instructions(run.attribution, run.frames, language),
    )
    first = min(server.projects(title), key=lambda each: each.id, default=made)
    if first.id != made.id:  # two pushes began at once: both go on with the older project
        server.drop_project(made)
    return first


def check_title(title: str) -> None:
    """Raise `UsageError` where Label Studio does not take a project's title, or nobody could type it."""
    low, high = TITLE
    if not low <= len(title) <= high or title != title.strip() or not title.isprintable():
        raise UsageError(
            f"--project {title!r}: a title has {low} to {high} characters on one line; choose another with --project"
        )


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


@dataclass(frozen=True, slots=True)
class _Pushing:
    """A push under way."""

    server: ReviewServer
    project: Project
    validator: Validator
    summary: PushSummary = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "summary", PushSummary(self.project))

    def push(self, tasks: Sequence[Json]) -> None:
        """Push tasks of different articles; make first, so that a crash leaves too much, never too little."""
        decisions = [self._checked(each) for each in self._decisions(tasks)]
        new = [each.task for each in decisions if each.outcome in ("created", "revised")]
        if new:
            self.server.create_tasks(self.project, new)
        replaced = {each.target.id: each.task for each in decisions if each.outcome == "updated" and each.target}
        stale = [task.id for each in decisions for task in each.withdrawn if each.outcome != "invalid"]
        begun = self._begun(tasks) if replaced or stale else set()
        left = {number: task for number, task in replaced.items() if number not in begun}
        if left:
            self.server.replace_predictions(self.project, left)
        self._withdraw([number for number in stale if number not in begun])
        self._count(decisions, late=len(replaced) - len(left))

    def tidy(self, folder: Folder, batch: int) -> None:
        """Withdraw doubles: a push that was cut off may have had a request under way that ended after our lookup."""
        ids = (each.article.id for each in folder.articles())
        while some := list(islice(ids, batch)):
            doubles: list[int] = []
            seen: set[tuple[str, str]] = set()
            there = self.server.pushed(self.project, some)
            for each in sorted(there, key=lambda task: (not task.touched, task.id)):
                if (each.doc_id, each.digest) in seen and not each.touched:
                    doubles.append(each.id)
                seen.add((each.doc_id, each.digest))
            self._withdraw(doubles)

    def _decisions(self, tasks: Sequence[Json]) -> list[Decision]:
        there: Mapping[str, list[PushedTask]] = defaultdict(list)
        for each in self.server.pushed(self.project, [task["data"]["doc_id"] for task in tasks]):
            there[each.doc_id].append(each)
        return [decide(task, there[task["data"]["doc_id"]]) for task in tasks]

    def _checked(self, decision: Decision) -> Decision:
        """Return the decision, or that nothing is to be done where what would be sent does not fit the interface."""
        if decision.outcome not in ("created", "revised", "updated"):
            return decision
        problems = self.validator.problems(decision.task)
        if not problems:
            return decision
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        path = str(json.loads(decision.task["meta"][META]["record"])["article"]["path"])
        self.summary.failures.append(Failure(path, f"not pushed: {problems[0]}{more}; annotate it anew"))
        return replace(decision, outcome="invalid")

    def _begun(self, tasks: Sequence[Json]) -> set[int]:
        """Return which tasks of these articles a person has begun by now: making the others may have taken a while."""
        there = self.server.pushed(self.project, [task["data"]["doc_id"] for task in tasks])
        return {each.id for each in there if each.touched}

    def _withdraw(self, ids: Sequence[int]) -> None:
        if ids:
            self.server.withdraw(self.project, ids)
            self.summary.withdrawn += len(ids)

    def _count(self, decisions: Sequence[Decision], late: int) -> None:
        """Count what became of a batch; `late` are those that a person began before we came to them."""
        outcomes = Counter(each.outcome for each in decisions)
        self.summary.created += outcomes["created"]
        self.summary.revised += outcomes["revised"]
        self.summary.updated += outcomes["updated"] - late
        self.summary.unchanged += outcomes["unchanged"]
        self.summary.skipped += Counter({BEGUN: outcomes["skipped"] + late, INVALID: outcomes["invalid"]})


def _batches(tasks: Iterable[Json], size: int) -> Iterator[list[Json]]:
    """Yield the tasks in batches of `size`, fewer where they are long: a server takes 250 MB a request."""
    batch: list[Json] = []
    weight = 0
    for task in tasks:
        batch.append(task)
        # The predictions say about as much as the record.
        weight += 2 * len(task["meta"][META]["record"]) + len(task["data"]["text"]) + len(task["data"]["why"])
        if len(batch) == size or weight > HEAVY:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch
