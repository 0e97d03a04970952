"""`annotate run`: articles in, an annotated folder out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotate.cli import completing

if TYPE_CHECKING:
    from annotate.annotator import Summary
    from annotate.config import Fields

Metadata = Annotated[
    Path | None, typer.Option(help="A CSV file with path, outlet, url, published, title of plain-text inputs.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print failures and warnings only.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON on stdout.")]
Columns = Annotated[
    str, typer.Option("--fields", metavar="FIELD=COLUMN,…", help="Columns of tables that have other names: text=body.")
]
INPUTS = (
    "Files, folders or globs: .txt, .md; .html, .mhtml, .warc; .rss, .atom, .xml; .docx, .pdf; .jsonl, .csv, .tsv, "
    ".parquet; any with .gz. Also folders of datasets.save_to_disk, hf://OWNER/NAME:SPLIT, and - for standard input."
)


def command(
    inputs: Annotated[list[str], typer.Argument(help=INPUTS)],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", help="The folder to write; an older run in it is replaced, unchanged articles taken over."
        ),
    ],
    config: Annotated[
        str, typer.Option(autocompletion=completing.presets, help="A preset: name or YAML file.")
    ] = "default",
    attribution: Annotated[
        str, typer.Option(autocompletion=completing.schemes, help="An attribution scheme: name or YAML file.")
    ] = "",
    frames: Annotated[
        str, typer.Option(autocompletion=completing.schemes, help="A scheme of frames: name or YAML file.")
    ] = "",
    metadata: Metadata = None,
    fields: Columns = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="Take nothing over from an older run.")] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Annotate articles: who answers for each sentence, its frames, and what wants a second look."""
    from annotate.annotator import Annotator
    from annotate.cli.console import stderr
    from annotate.cli.progress import Bar

    annotator = Annotator.from_config(config, attribution, frames, mapping(fields))
    with Bar(stderr(), shown=not quiet) as bar:
        summary = annotator.run(inputs, out, metadata=metadata, fresh=fresh, progress=bar)
    finish(summary, quiet=quiet, as_json=as_json)


def mapping(said: str) -> Fields:
    """Return what "FIELD=COLUMN,…" says: the columns by field. Raises `UsageError` where it says something else.

    >>> mapping("text=body, outlet=source")
    {'text': 'body', 'outlet': 'source'}
    """
    from annotate.config import FIELDS
    from annotate.errors import UsageError

    found = {}
    for pair in filter(None, map(str.strip, said.split(","))):
        name, _, column = map(str.strip, pair.partition("="))
        field = next((each for each in FIELDS if each == name), None)
        if field is None or not column:
            raise UsageError(f"--fields {pair}: write FIELD=COLUMN; the fields are {', '.join(FIELDS)}")
        found[field] = column
    return found


def finish(summary: Summary, *, quiet: bool, as_json: bool) -> None:
    """Print what a run or a change of one came to; exit with 3 where inputs failed."""
    from annotate.cli.console import print_json, print_line

    if not quiet:
        _print_summary(summary)
    _warn(summary)
    if as_json:
        places = {"folder": str(summary.folder), "report": str(summary.report)}
        now = {"taken_over": summary.taken_over, "passed_over": summary.passed_over, "failed": summary.failed}
        print_json({**places, **now, **summary.counts.model_dump()})
    elif not quiet:
        print_line(str(summary.report))
    if summary.failed:
        raise typer.Exit(3)


def _print_summary(summary: Summary) -> None:
    from annotate.cli.console import grid, listed, stderr

    counts = summary.counts
    table = grid()
    table.add_row("articles", f"{counts.articles:,} ({listed(counts.languages)})" if counts.articles else "0")
    if summary.taken_over:
        table.add_row("unchanged", f"{summary.taken_over:,} of {counts.articles:,} articles, taken over")
    table.add_row("sentences", f"{counts.sentences:,}")
    table.add_row("labels", listed(counts.labels))
    table.add_row("flagged", f"{counts.flagged:,} ({counts.flagged / max(counts.sentences, 1):.0%} of the sentences)")
    table.add_row("flags", listed(counts.flags))
    table.add_row("dropped", listed(counts.dropped))
    if summary.passed_over:
        table.add_row("passed over", f"{listed(summary.passed_over)}, in archives")
    table.add_row("failures", f"{summary.failed:,}{_before(summary, ', and')}")
    stderr().print(table)


def _warn(summary: Summary) -> None:
    """Warn of what the figures may hide."""
    from annotate.cli.console import listed, warn
    from annotate.config import LANGUAGES

    counts = summary.counts
    others = {language: number for language, number in counts.languages.items() if language not in LANGUAGES}
    if others:
        warn(
            f"{sum(others.values()):,} articles are in other languages than {' and '.join(LANGUAGES)} "
            f"({listed(others)}): they were read by the rules for {LANGUAGES[0]}"
        )
    if not counts.articles:
        warn("no article was annotated")
    if summary.failed:
        before = _before(summary, " beside")
        warn(f"{summary.failed:,} inputs failed; failures.jsonl in the output folder lists them{before}")


def _before(summary: Summary, joint: str) -> str:
    return f"{joint} {summary.failed_before:,} of earlier commands" if summary.failed_before else ""
