"""Pull: what people made of a project's tasks, as a folder with annotations beside the predictions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotate.config import Preset, Scheme
from annotate.data import AnnotatedArticle, Failure, Project
from annotate.errors import InputError, UsageError
from annotate.labelstudio.corrections import from_task, is_ours
from annotate.labelstudio.interface import embedded_schemes
from annotate.labelstudio.tasks import Origins
from annotate.protocols import Progress, ReviewServer
from annotate.store import Folder, Run
from annotate.tally import Tally

SHARD = 64


@dataclass
class PullSummary:
    """How much a pull brought: annotations by person, regions by origin; `foreign` tasks are not annotate's."""

    articles: int = 0
    annotated: int = 0
    annotations: int = 0
    skipped: int = 0
    foreign: int = 0
    people: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def add(self, annotated: AnnotatedArticle) -> None:
        """Count one article."""
        done = [each for each in annotated.annotations if not each.skipped]
        self.articles += 1
        self.annotated += bool(done)
        self.annotations += len(done)
        self.skipped += len(annotated.annotations) - len(done)
        self.people.update(each.annotator for each in done)
        self.origins.update(region.origin for each in done for region in each.regions)


def pull(server: ReviewServer, title: str, out: Path, progress: Progress | None = None) -> PullSummary:
    """Bring all tasks of a project into a folder, those that nobody annotated included.

    What an older pull left in it is replaced when all is there. Raises `UsageError` where there is no such project of
    ours, `FolderError` where the folder holds something else, `ServerError` where the server fails.
    """
    project = _project(server, title)
    schemes = embedded_schemes(project.interface)
    if schemes is None:
        raise UsageError(
            f"{server.url}: the labelling interface of {title!r} holds no schemes: annotate did not make it, or it "
            "was changed; push the folder to a new project, copy that one's labelling code into this, and pull again"
        )
    with Folder.claimed(out, title) as folder, folder.replacing() as fresh:
        if progress:
            progress.start("pulling", server.count(project))
        pulling = _Pulling(PullSummary(), fresh, progress)
        tally = Tally()
        for _ in fresh.finish(tally.watch(pulling.articles(server, project, schemes)), SHARD):
            if progress:
                progress.advance()
        fresh.write_run(pulling.run(project, schemes, tally))
    return pulling.summary


def _project(server: ReviewServer, title: str) -> Project:
    found = server.projects(title)
    if len(found) != 1:
        what = "there is no project" if not found else f"{len(found)} projects are"
        way_out = "check --project" if not found else "rename all but one"
        raise UsageError(f"{server.url}: {what} called {title!r}; {way_out}")
    return found[0]


@dataclass
class _Pulling:
    """A pull under way: its counts, and what the pushed run said of itself, the last task's word standing."""

    summary: PullSummary
    folder: Folder
    progress: Progress | None
    origins: Origins | None = None
    model_versions: dict[str, None] = field(default_factory=dict)

    def articles(
        self, server: ReviewServer, project: Project, schemes: tuple[Scheme, Scheme]
    ) -> Iterator[AnnotatedArticle]:
        """Yield every article that annotate pushed; log what has to be left out."""
        people = server.people()
        for task in server.exported(project):
            if not is_ours(task):
                self.summary.foreign += 1
                continue
            try:
                reviewed = from_task(task, people, *schemes)
            except InputError as error:
                self._fail(Failure(error.path, error.reason))
                continue
            for problem in reviewed.problems:
                self._fail(Failure(f"task {task.get('id')}", problem))
            self.origins = reviewed.origins
            self.model_versions[reviewed.article.model_version] = None
            self.summary.add(reviewed.article)
            yield reviewed.article

    def run(self, project: Project, schemes: tuple[Scheme, Scheme], tally: Tally) -> Run:
        """Return what run.json says."""
        attribution, frames = schemes
        return Run(
            schema=1,
            model_version=" | ".join(self.model_versions),
            versions=dict(self.origins.versions) if self.origins else {},
            preset=self.origins.preset if self.origins else Preset(name="none"),
            attribution=attribution,
            frames=frames,
            counts=tally.counts(failures=len(self.summary.failures)),
            project=project.title,
        )

    def _fail(self, failure: Failure) -> None:
        self.summary.failures.append(failure)
        self.folder.log(failure)
        if self.progress:
            self.progress.fail(failure)
