"""`annotate export`: a labelled dataset from a folder, or one without text put together with its texts again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotate.cli import completing
from annotate.exporters.choices import Format, Labels

if TYPE_CHECKING:
    from annotate.exporters.statistics import Statistics

SHARES = "0.8,0.1,0.1"


def command(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(help="A folder that `annotate run` or `annotate pull` wrote; with --texts, a dataset.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write; an older dataset in it is replaced.")],
    form: Annotated[
        Format | None, typer.Option("--format", help="hf unless given; with --texts, the dataset's own.")
    ] = None,
    labels: Annotated[
        Labels, typer.Option(help="The model's labels, people's alone, or people's where there are any.")
    ] = "human-else-predicted",
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="SCHEME",
            autocompletion=completing.schemes,
            help="Tell labels in a coarser scheme: name or YAML file.",
        ),
    ] = None,
    split: Annotated[str, typer.Option(help="The shares of train, validation and test.")] = SHARES,
    seed: Annotated[int, typer.Option(help="Another seed, other splits.")] = 0,
    no_text: Annotated[bool, typer.Option("--no-text", help="Offsets and digests in place of the texts.")] = False,
    texts: Annotated[
        Path | None, typer.Option(help="Put the texts back: files with the articles, or a folder of `annotate run`.")
    ] = None,
    hub: Annotated[
        str | None,
        typer.Option(
            "--push-to-hub", metavar="USER/NAME", help="Push the dataset to the Hugging Face Hub too, private."
        ),
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="What is pushed may be seen by all.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print failures and warnings only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON on stdout.")] = False,
) -> None:
    """Write a labelled dataset, split by article, with its card.

    hf, parquet, jsonl and csv are tables of a row a sentence, for `datasets`; conll, brat, cas (INCEpTION), docbin
    (spaCy) and argilla hold whole articles with their spans, for the tools of these names.
    """
    from annotate.cli.console import print_json, print_line, stderr
    from annotate.exporters.splits import parse_shares

    if hub is not None or public:
        from annotate.exporters.hub import check

        check(form, public=public, repository=hub)
    missing: tuple[str, ...] = ()
    if texts is not None:
        _refuse_with_texts(context)
        from annotate.exporters.rejoining import rejoin

        rejoined = rejoin(folder, out, texts, form)
        counts, missing = rejoined.counts, rejoined.missing
    else:
        counts = _export(folder, out, form or "hf", labels, maps or [], split, seed, not no_text, quiet)
    _report(counts, [] if texts is not None else parse_shares(split), quiet=quiet)
    if missing:
        _name_missing(missing, rejoined.articles, texts)
    address = None
    if hub is not None:
        from annotate.exporters.hub import push

        address = push(out, hub, public=public)
        if not quiet:
            stderr().print(f"pushed to {address}", highlight=False, soft_wrap=True)
    if as_json:
        print_json({"dataset": str(out), "hub": address, **_counted(counts), "missing": len(missing)})
    elif not quiet:
        print_line(str(out))
    if missing:
        raise typer.Exit(3)


def _export(
    folder: Path,
    out: Path,
    form: Format,
    labels: Labels,
    maps: list[str],
    split: str,
    seed: int,
    text: bool,
    quiet: bool,
) -> Statistics:
    from annotate.cli.console import stderr
    from annotate.cli.progress import Bar
    from annotate.config import load_scheme
    from annotate.errors import UsageError
    from annotate.exporters.export import Plan, export
    from annotate.exporters.place import is_dataset
    from annotate.exporters.splits import parse_shares
    from annotate.store import Folder

    if is_dataset(folder):
        raise UsageError(f"{folder}: is a dataset already; give --texts DIR to put its texts back")
    schemes = tuple(load_scheme(name) for name in maps)
    plan = Plan(form, labels, schemes, parse_shares(split), seed, text)
    opened = Folder.open(folder)
    with Bar(stderr(), shown=not quiet) as bar:
        bar.start("exporting", None if labels == "human" else opened.run().counts.articles)
        return export(opened, out, plan, bar.advance)


def _refuse_with_texts(context: typer.Context) -> None:
    """Raise `UsageError` where an option is given that the dataset has decided."""
    from annotate.errors import UsageError

    given = [
        f"--{name.replace('_', '-').replace('maps', 'map')}"
        for name in ("labels", "maps", "split", "seed", "no_text")
        if (source := context.get_parameter_source(name)) is not None and source.name == "COMMANDLINE"
    ]
    if given:
        raise UsageError(f"{given[0]} does not go with --texts: the dataset was made with its own; leave it out")


def _report(counts: Statistics, shares: Sequence[float], *, quiet: bool) -> None:
    from annotate.cli.console import grid, listed, stderr, warn
    from annotate.exporters.splits import SPLITS
    from annotate.wording.words import ORIGINS

    rows: dict[str, int] = {split: counts.rows[split] for split in SPLITS if counts.rows[split]}
    if not quiet:
        table = grid()
        table.add_row("sentences", listed(rows))
        table.add_row("articles", listed({split: counts.articles[split] for split in rows}))
        table.add_row("labelled by", listed(counts.labelled_by))
        if counts.origins:
            table.add_row("by people", listed({told: counts.origins[name] for name, told in ORIGINS.items()}))
        if counts.apart:
            table.add_row("apart", f"{counts.apart:,} regions bear on no sentence, and are in no row")
        stderr().print(table)
    for each in counts.losses:
        warn(each)
    empty = [split for split, share in zip(SPLITS, shares, strict=False) if share and split not in rows]
    if empty:
        warn(f"{' and '.join(empty)}: no sentence; three splits take three articles with texts of their own")


def _name_missing(missing: tuple[str, ...], articles: int, texts: Path | None) -> None:
    from annotate.cli.console import warn

    named = ", ".join(missing[:5]) + (f" and {len(missing) - 5:,} more" if len(missing) > 5 else "")
    warn(f"{len(missing):,} of {articles:,} texts were not found in {texts}: {named}")


def _counted(counts: Statistics) -> dict[str, object]:
    return {
        "rows": dict(counts.rows),
        "articles": dict(counts.articles),
        "labelled_by": dict(counts.labelled_by),
        "origins": dict(counts.origins),
        "apart": counts.apart,
        "losses": list(counts.losses),
    }
