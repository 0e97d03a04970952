"""What the closed vocabularies are called, on a page and in the reviewing interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from annotate.data import ClaimKind, DropReason, Evidence, FlagReason, Origin, Relation, Verdict

Level = Literal["high", "medium", "low"]
#: From which severity on each word holds, the highest first.
LEVELS: Final[Mapping[Level, float]] = {"high": 0.7, "medium": 0.4, "low": 0.0}
#: Why evidence bears nothing out: it is the claim's own sentence again, or goes back to the claim's source.
Dependence = Literal["copy", "source"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a vocabulary as people read it."""

    title: str
    meaning: str


FLAGS: Final[Mapping[FlagReason, Term]] = {
    "unattributed_allegation": Term("Unattributed allegation", "A grave or hedged claim, and nobody answers for it."),
    "anonymous_sourcing": Term("Anonymous sourcing", "A key fact rests on people who are not named."),
    "second_hand": Term("Second-hand", "The claim is taken over from another outlet or document."),
    "factive_endorsement": Term(
        "Factive endorsement", "The verb takes a contested claim for true, as “revealed” does."
    ),
    "uncorroborated_accusation": Term(
        "Uncorroborated accusation",
        "An accusation or a grave fact that no other outlet here bears out. That does not make it false.",
    ),
    "contradicted": Term("Contradicted", "Another outlet says otherwise."),
    "figure_conflict": Term("Conflicting figures", "Another outlet gives a different figure for the same thing."),
    "loaded_language": Term("Loaded language", "Praise or blame in the words chosen."),
    "low_confidence": Term("Low confidence", "The annotation itself is unsure."),
}

DROPS: Final[Mapping[DropReason, str]] = {
    "rubric": "Section line",
    "link": "Link",
    "share": "Share line",
    "timestamp": "Time stamp",
    "counter": "Image counter",
    "caption": "Caption",
    "credit": "Credit",
    "crosshead": "Cross-head",
    "tag": "Tag",
    "headline": "Headline again",
    "byline": "Byline",
    "dateline": "Dateline",
}

RELATIONS: Final[Mapping[Relation, str]] = {
    "entailment": "bears it out",
    "contradiction": "says otherwise",
    "figure_conflict": "gives another figure",
    "neutral": "leaves it open",
}


def relation_of(evidence: Evidence) -> str:
    """Return what a piece of evidence does to the claim."""
    with_it = " together with another sentence there" if evidence.in_part else ""
    return RELATIONS[evidence.relation] + with_it


VERDICTS: Final[Mapping[Verdict, str]] = {
    "corroborated": "Another outlet bears it out.",
    "contradicted": "Another outlet says otherwise.",
    "uncorroborated": "No other outlet here bears it out. That does not make it false.",
}

CLAIMS: Final[Mapping[ClaimKind, str]] = {
    "accusation": "Accusation",
    "responsibility": "Responsibility",
    "casualties": "Casualties",
    "cause": "Cause",
    "quantity": "Quantity",
    "statement": "Statement",
}

DEPENDENCE: Final[Mapping[Dependence, str]] = {
    "copy": "is the same text: bears nothing out",
    "source": "goes back to the same source: bears nothing out",
}
INDEPENDENT: Final = "independent of the claim’s source"

ORIGINS: Final[Mapping[Origin, str]] = {
    "prediction": "as predicted",
    "prediction-changed": "changed",
    "manual": "by hand",
}

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "fr": "French"}


def level(severity: float) -> Level:
    """Return the word for a severity in [0, 1].

    >>> level(0.85), level(0.5), level(0.1)
    ('high', 'medium', 'low')
    """
    return next(name for name, least in LEVELS.items() if severity >= least)


def humanise(name: str) -> str:
    """Return a label's name as words, for labels that a scheme does not describe.

    >>> humanise("court_document")
    'Court document'
    """
    return name.replace("_", " ").capitalize()
