"""The columns of a dataset: their names, what they hold, and what each means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

#: What a column holds. `label` and `frames` are of the schemes, `reasons` of the review; `spans` are lists of
#: {start, end}, `regions` of {start, end, label, origin}.
Kind = Literal["string", "integer", "number", "flag", "label", "frames", "reasons", "spans", "regions"]
#: The kinds that a cell of a table cannot hold as they are.
LISTS: Final[tuple[Kind, ...]] = ("frames", "reasons", "spans", "regions")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `verbatim` ones quote the article, so they are left out of datasets without text."""

    name: str
    kind: Kind
    meaning: str
    verbatim: bool = False


COLUMNS: Final[tuple[Column, ...]] = (
    Column("article_id", "string", "The article, by the same id wherever it occurs."),
    Column("digest", "string", "SHA-256 of the article's text: offsets hold for this text and no other."),
    Column("path", "string", "The file or row that the article was read from."),
    Column("outlet", "string", "Who published it, null where nobody says."),
    Column("language", "string", "The article's language, as an ISO 639 code."),
    Column("title", "string", "The article's title, null where it has none.", verbatim=True),
    Column("url", "string", "Where it was published."),
    Column("published", "string", "When it was published, as the article says it."),
    Column("sentence", "integer", "The sentence's number in the article, headlines counted."),
    Column("start", "integer", "Where the sentence begins in the article's text, in code points."),
    Column("end", "integer", "Where it ends, exclusive."),
    Column("text", "string", "The sentence.", verbatim=True),
    Column("label", "label", "Who answers for the sentence; null where a person took the sentence's region away."),
    Column("frames", "frames", "The frames that the sentence is told in."),
    Column("source", "string", "The words that name the source, pieces joined by “…”.", verbatim=True),
    Column("sources", "spans", "Where they stand in the article's text; this may be another sentence."),
    Column("cues", "spans", "Where the words stand that tie claim and source: “said”, “according to”."),
    Column(
        "contents",
        "spans",
        "Where the words stand that the source answers for; none where a person changed the sentence's source or cue.",
    ),
    Column("needs_review", "flag", "Whether the sentence wants a person's second look."),
    Column("reasons", "reasons", "Why it does."),
    Column("note", "string", "What the annotator wrote about it."),
    Column("labelled_by", "string", "Who the label, frames, spans, reasons and note are from: model or human."),
    Column(
        "origin",
        "string",
        "prediction: the label is the model's, left as it was by a person where labelled_by is human; "
        "prediction-changed: a person changed what the model gave; manual: a person drew the region.",
    ),
    Column("predicted_label", "label", "The model's label."),
    Column("predicted_score", "number", "The model's probability for it, in [0, 1]."),
    Column("predicted_frames", "frames", "The model's frames."),
    Column("severity", "number", "How urgent the model finds a second look, in [0, 1]; 0 for no reason at all."),
    Column(
        "verdict", "string", "What other articles say: corroborated, contradicted, uncorroborated; null: not compared."
    ),
    Column(
        "annotator", "string", "Who annotated the sentence: a number that stands for the name, in this dataset alone."
    ),
    Column("annotation_id", "string", "The annotation that counts: of several, the one updated last."),
    Column("annotations", "integer", "How many people annotated the article, those who skipped it left out."),
    Column("second_look", "flag", "Whether the annotator asked that another person look at the article."),
    Column("lead_time", "number", "How long the annotator had the article open, in seconds."),
    Column("regions", "regions", "Regions of the annotation that do not keep to the sentence, with their own labels."),
    Column("model_version", "string", "Everything that the predictions depend on."),
    Column("attribution_scheme", "string", "The scheme of the labels, with its version."),
    Column("frames_scheme", "string", "The scheme of the frames, with its version."),
)


@cache
def columns(*, text: bool) -> tuple[Column, ...]:
    """Return the columns of a dataset with or without the articles' own words."""
    return tuple(column for column in COLUMNS if text or not column.verbatim)


def quoted(text: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """Return the words at `spans`, None where there are none.

    >>> quoted("He, they say, left.", [(0, 2), (4, 8)])
    'He … they'
    """
    return " … ".join(text[start:end] for start, end in spans) or None
