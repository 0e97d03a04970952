"""The dataset card: README.md, whose YAML header tells `datasets` what the files hold and how to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from datasets import DatasetInfo
from datasets.info import DatasetInfosDict
from datasets.utils.metadata import MetadataConfigs
from huggingface_hub import DatasetCardData
from jinja2 import Environment

from annotate.data import FLAG_REASONS
from annotate.exporters.choices import TABLES
from annotate.exporters.features import Layout
from annotate.exporters.place import Note
from annotate.exporters.registry import EXPORTERS
from annotate.exporters.splits import SPLITS
from annotate.exporters.statistics import Statistics
from annotate.wording.templates import environment
from annotate.wording.words import FLAGS

#: As the hub sorts datasets: up to so many rows.
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGEST = "1M<n<10M"
_OUTLETS = 50  # in the table: a collection may have thousands


def card(note: Note, statistics: Statistics, layout: Layout) -> str:
    """Return the card; the same dataset gives the same text."""
    outlets = _common(statistics.outlets)
    return (
        _environment()
        .get_template("card.md.j2")
        .render(
            header=_header(note, statistics, layout).to_yaml(),
            note=note,
            counts=statistics,
            splits=[split for split in SPLITS if statistics.rows[split]],
            languages=_common(statistics.languages),
            outlets=outlets[:_OUTLETS],
            more_outlets=len(outlets[_OUTLETS:]),
            columns=layout.columns if note.format in TABLES else (),
            exporter=EXPORTERS[note.format],
            reasons=[(reason, FLAGS[reason].meaning) for reason in FLAG_REASONS],
            agreement=statistics.attribution(note.attribution.names),
            framing=statistics.framing(note.frames.names),
        )
    )


def _header(note: Note, statistics: Statistics, layout: Layout) -> DatasetCardData:
    languages = sorted({language for counts in statistics.languages.values() for language in counts})
    total = sum(statistics.rows.values())
    header = DatasetCardData(
        language=languages,
        license="other",
        task_categories=["text-classification", "token-classification"],
        size_categories=[next((name for most, name in _SIZES if total < most), _LARGEST)],
        pretty_name="News sentences: who answers for them, and how they are framed",
    )
    if note.format not in TABLES:
        return header
    features = layout.flat() if note.format == "csv" else layout.typed()
    DatasetInfosDict({"default": DatasetInfo(features=features)}).to_dataset_card_data(header)
    if note.format != "hf":  # what save_to_disk wrote is for load_from_disk alone
        MetadataConfigs({"default": _config(note, statistics)}).to_dataset_card_data(header)
    return header


def _config(note: Note, statistics: Statistics) -> dict[str, Any]:
    """Return which files `datasets.load_dataset` reads, and how."""
    files = [{"split": split, "path": f"{split}.{note.format}"} for split in SPLITS if statistics.rows[split]]
    if note.format != "csv":
        return {"data_files": files}
    # An outlet may be called "NA": an empty cell alone is null.
    return {"data_files": files, "keep_default_na": False, "na_values": [""]}


def _common(counts: Mapping[str, Counter[str]]) -> list[str]:
    """Return the names in all splits, most frequent first, ties by name.

    >>> _common({"train": Counter("aab"), "test": Counter("cbb")})
    ['b', 'a', 'c']
    """
    total = sum(counts.values(), Counter[str]())
    return sorted(total, key=lambda name: (-total[name], name))


def _share(value: float | None) -> str:
    """Return a measure with two decimals.

    >>> _share(2 / 3), _share(None)
    ('0.67', '–')
    """
    return "–" if value is None else f"{value:.2f}"


def _cell(text: str) -> str:
    r"""Return text that stays in its cell of a Markdown table and is no markup.

    >>> _cell("The <b>Post</b> | Daily\nEdition")
    'The &lt;b&gt;Post&lt;/b&gt; \\| Daily Edition'
    """
    line = escape(" ".join(text.split()), quote=False)
    return "".join(f"\\{each}" if each in "\\|`*_[]" else each for each in line)


@cache
def _environment() -> Environment:
    made = environment("annotate.exporters", markup=False)  # it is Markdown; what others wrote goes through `cell`
    made.filters |= {"share": _share, "cell": _cell, "number": "{:,}".format}
    return made
