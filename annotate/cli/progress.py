"""Progress on stderr: a bar with rate and time left, for anything that takes over two seconds."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from annotate.cli.console import plain
from annotate.data import Failure

PATIENCE = 2.0  # seconds without a bar


class Bar:
    """Shows how far a run has come and names each input that fails; a `Progress` of the protocols."""

    def __init__(self, console: Console, shown: bool = True) -> None:
        self._console = console
        self._shown = shown
        self._began = time.monotonic()
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
        )

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress.live.is_started:  # else it prints an empty line
            self._progress.stop()

    def start(self, step: str, total: int | None) -> None:
        """Begin a step of `total` articles, `None` where nobody knows yet."""
        for task in self._progress.tasks:
            self._progress.remove_task(task.id)
        self._progress.add_task(step, total=total)
        self._show()

    def advance(self) -> None:
        """Count one article of the step as done."""
        self._progress.advance(self._progress.tasks[0].id)
        self._show()

    def fail(self, failure: Failure) -> None:
        """Name an input that could not be annotated, in one line."""
        line = Text.assemble(("failed: ", "bold red"), plain(f"{failure.path}: {failure.reason}"))
        self._console.print(line, soft_wrap=True)

    def _show(self) -> None:
        if self._shown and time.monotonic() - self._began > PATIENCE:
            self._progress.start()


class _Rate(ProgressColumn):
    """Articles a second."""

    def render(self, task: Task) -> Text:
        """Return the speed of the last while."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")
