"""A dataset without text with its text put back, from the articles that it was made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotate.data import Article, Failure
from annotate.errors import FolderError, InputError, UsageError
from annotate.exporters.choices import TABLES, Format
from annotate.exporters.columns import COLUMNS, Row, quoted
from annotate.exporters.export import layout_of, write
from annotate.exporters.formats.tables import read_rows
from annotate.exporters.place import Note, claim, read_note
from annotate.exporters.splits import SPLITS, SplitName
from annotate.exporters.statistics import Statistics
from annotate.protocols import Exported
from annotate.readers import read
from annotate.store import Folder
from annotate.text import prepare
from annotate.text.scrubbing import scrub

#: Articles by digest and id, and by digest alone: ids hang on where the files lie, and one text may be two articles'.
Found = dict[tuple[str, str | None], Article]


@dataclass(frozen=True, slots=True)
class Rejoined:
    """A dataset's counts, and the articles whose text was not found: by path and digest."""

    counts: Statistics
    missing: tuple[str, ...]
    articles: int


def rejoin(dataset: Path, out: Path, texts: Path, form: Format | None = None) -> Rejoined:
    """Write `dataset` with its text to `out`, in its own format unless `form` names another.

    `texts` holds the articles: files of any kind that `annotate run` reads, or a folder that it wrote. Rows of texts
    that are not found stay without. Raises `UsageError` where none is.
    """
    if form is not None and form not in TABLES:
        raise UsageError(f"--format {form} does not go with --texts: export the folder that the dataset was made of")
    note = read_note(dataset)
    if note.text:
        raise UsageError(f"{dataset}: has its texts already; --texts is for datasets made with --no-text")
    if out.resolve() == dataset.resolve():
        raise UsageError(f"{out}: is the dataset itself; choose another place for the one with text")
    claim(out)
    wanted = {row["digest"]: str(row["path"]) for _, row in _rows(dataset, note)}
    found: Found = {}
    for each in _articles(texts):
        if each.digest in wanted:
            found[each.digest, each.id] = found[each.digest, None] = each
    if not found:
        raise UsageError(f"{texts}: holds none of the {len(wanted):,} texts of {dataset}; give the articles it is of")
    full = note.model_copy(update={"text": True, "format": form or note.format})
    counts = write(out, full, (Exported(split, [_full(row, found)]) for split, row in _rows(dataset, note)))
    missing = tuple(path for digest, path in wanted.items() if (digest, None) not in found)
    return Rejoined(counts, missing, len(wanted))


def _rows(dataset: Path, note: Note) -> Iterator[tuple[SplitName, Row]]:
    """Yield a dataset's rows. Raises `FolderError` where there are not as many as there were."""
    for split in SPLITS:
        wanted, number = note.rows.get(split, 0), 0
        for row in read_rows(dataset, note.format, split, layout_of(note)) if wanted else ():
            number += 1
            yield split, row
        if number != wanted:
            raise FolderError(f"{dataset}: {split} has {number:,} of its {wanted:,} rows; export the dataset anew")


def _full(row: Row, found: Found) -> Row:
    """Return a row with all columns, those of its text filled where the text was found."""
    article = found.get((row["digest"], row["article_id"])) or found.get((row["digest"], None))
    words: Row = {"text": None, "title": None, "source": None}
    if article is not None:
        places = [(place["start"], place["end"]) for place in row["sources"]]
        words = {
            "text": article.text[row["start"] : row["end"]],
            "title": None if article.title is None else scrub(article.title),
            "source": quoted(article.text, places),
        }
    filled = {**row, **words}
    return {column.name: filled[column.name] for column in COLUMNS}


def _articles(texts: Path) -> Iterator[Article]:
    """Yield the articles of a folder of files or of `annotate run`, passing over what cannot be read."""
    if not texts.exists():
        raise UsageError(f"{texts}: no such folder; give the articles with --texts")
    if (texts / "run.json").is_file():
        for annotated in Folder.open(texts).articles():
            yield annotated.article
        return
    for document in read([str(texts)]):
        if isinstance(document, Failure):
            continue
        try:
            yield from prepare(document)
        except InputError:
            continue
