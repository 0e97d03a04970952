"""Argilla: a dataset on disk a split, a record a sentence, labels and spans as suggestions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from annotate.config import Label
from annotate.data import FLAG_REASONS, ROLES, Span
from annotate.exporters.formats.marks import Marked, MarkedArticle, marked
from annotate.protocols import Exported, Telling
from annotate.wording.words import FLAGS

_TERMS: Final = ("article_id", "digest", "outlet", "language", "labelled_by", "needs_review")
_NUMBERS: Final = ("number", "start", "sentence_start", "sentence_end")
_LOADING: Final = """import argilla as rg

client = rg.Argilla(api_url="http://localhost:6900", api_key="…")
dataset = rg.Dataset.from_disk("path/to/this/folder/train", name="news", workspace="argilla", client=client)
"""
_ABOUT: Final = """\
A folder a split, for `rg.Dataset.from_disk`, a record a sentence. `text` is the sentence, with as much before
or after it as its sources need; what people are asked is its attribution, frames, spans, reasons and a note,
and the dataset's labels are suggestions. Spans are in code points of `text`, which begins at `start` in the
article (in the metadata)."""


class Argilla:
    """Argilla's own folders, one a split.

    They are written without its library, which makes no settings before it has a server to ask.
    """

    name: Final = "argilla"
    library: Final = None
    loading: Final = _LOADING
    about: Final = _ABOUT

    def write(self, folder: Path, articles: Iterable[Exported], telling: Telling) -> Sequence[str]:
        """Write a folder a split; nothing is left out."""
        found: dict[str, list[dict[str, Any]]] = {}
        for each in marked(articles):
            found.setdefault(each.split, []).extend(_records(each))
        for split, records in found.items():
            place = folder / split / ".argilla"
            place.mkdir(parents=True)
            _write(place / "settings.json", _settings(telling))
            _write(place / "dataset.json", {"name": f"annotate-{split}"})
            _write(folder / split / "records.json", records)
        return []


def _settings(telling: Telling) -> dict[str, Any]:
    """Return what people are asked, and what they see beside it."""
    labels, frames = telling.attribution.labels, telling.frames.labels
    roles, reasons = [(role, role) for role in ROLES], [(reason, FLAGS[reason].title) for reason in FLAG_REASONS]
    definitions = (f"- **{each.title.en}**: {' '.join(each.definition.en.split())}" for each in (*labels, *frames))
    return {
        "guidelines": "\n".join(definitions),
        "fields": [
            {"name": name, "required": True, "settings": {"type": "text", "use_markdown": False}}
            for name in ("text", "sentence")
        ],
        "questions": [
            _question("attribution", "label_selection", _titles(labels), required=True),
            _question("frames", "multi_label_selection", _titles(frames)),
            _question("spans", "span", roles, field="text", allow_overlapping=True),
            _question("reasons", "multi_label_selection", reasons),
            {"name": "note", "required": False, "settings": {"type": "text", "use_markdown": False}},
        ],
        "metadata": [
            *({"name": name, "settings": {"type": "terms"}} for name in _TERMS),
            *({"name": name, "settings": {"type": "integer"}} for name in _NUMBERS),
        ],
        "vectors": [],
        "allow_extra_metadata": False,
    }


def _question(
    name: str, kind: str, options: Iterable[tuple[str, str]], *, required: bool = False, **more: object
) -> dict[str, Any]:
    listed = [{"value": value, "text": text} for value, text in options]
    # It shows all, or at least three: two are not to be counted.
    settings = {"type": kind, "options": listed, "visible_options": len(listed) if len(listed) > 2 else None, **more}
    return {"name": name, "title": name.capitalize(), "required": required, "settings": settings}


def _records(of: MarkedArticle) -> Iterator[dict[str, Any]]:
    article = of.article
    for each in of.sentences:
        window = _window(each)
        spans = [(role, span.shift(-window.start)) for role, span in each.roles]
        said = {
            "attribution": each.label,
            "frames": list(each.frames),
            "spans": [{"label": role, "start": span.start, "end": span.end} for role, span in spans],
            "reasons": list(each.reasons),
            "note": each.note,
        }
        by = {"agent": _agent(each.annotator or each.model_version), "type": each.labelled_by}
        review = "yes" if each.needs_review else "no"
        terms = (article.id, article.digest, article.outlet, article.language, each.labelled_by, review)
        numbers = (each.index, window.start, each.span.start, each.span.end)
        known = dict(zip((*_TERMS, *_NUMBERS), (*terms, *numbers), strict=True))
        yield {
            "id": f"{of.name}-{each.index}",
            "fields": {"text": window.of(article.text), "sentence": each.span.of(article.text)},
            "metadata": {name: value for name, value in known.items() if value is not None},
            "suggestions": {name: {"value": value, **by} for name, value in said.items() if value},
        }


def _window(sentence: Marked) -> Span:
    """Return the least stretch of the article that holds a sentence and all its spans."""
    spans = [sentence.span, *(span for _, span in sentence.roles)]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _agent(name: str) -> str:
    """Return a name that Argilla takes: of 200 letters, digits and some signs at most.

    >>> _agent("encoder 1+ünlü")
    'encoder 1-nl-'
    """
    return re.sub(r"[^A-Za-z0-9_:./ -]+", "-", name)[:200]


def _titles(labels: Iterable[Label]) -> list[tuple[str, str]]:
    return [(label.name, label.title.en) for label in labels]


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
