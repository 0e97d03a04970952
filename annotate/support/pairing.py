"""What an editor sees of a claim and its evidence side by side: the figures that differ or agree, and who is no other.

Nothing is judged anew: verdict and relation stay as the run left them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from annotate.config import LANGUAGES
from annotate.data import AnnotatedSentence, Claim, Evidence
from annotate.support.candidates import of_claim
from annotate.support.comparing import all_conflicts, conflicts, meets
from annotate.support.figures import Figure, figures
from annotate.support.voices import copied
from annotate.wording.words import Dependence


class Pair(NamedTuple):
    """A figure of a claim's sentence and one of its evidence, as offsets into each."""

    claim: Figure
    evidence: Figure
    differs: bool


def pairs(
    claim: Claim, annotated: AnnotatedSentence, language: str, evidence: Evidence, its_language: str | None = None
) -> tuple[Pair, ...]:
    """Return the figures of `claim` that the evidence gives otherwise, then those that it bears out.

    Figures differ only where the run took both sentences to be on one event. A claim that only names counts nothing
    that weighs. Without `its_language` each language is tried.
    """
    if claim.kind == "statement" and evidence.relation != "figure_conflict":
        return ()
    mine = of_claim(_figures(annotated.sentence.text, language), claim, annotated.sentence, language)
    if not mine:
        return ()
    for spoken in (its_language,) if its_language else dict.fromkeys((language, *LANGUAGES)):
        if found := _paired(mine, _figures(evidence.text, spoken), evidence):
            return found
    return ()


def dependence(annotated: AnnotatedSentence, evidence: Evidence) -> Dependence | None:
    """Return why the evidence bears nothing out; `None` where it is independent."""
    if evidence.independent:
        return None
    return "copy" if copied(annotated.sentence.text, evidence.text) else "source"


def _paired(mine: Sequence[Figure], theirs: Sequence[Figure], evidence: Evidence) -> tuple[Pair, ...]:
    differing = list(all_conflicts(mine, theirs)) if evidence.relation != "neutral" else []
    if not differing and evidence.relation == "figure_conflict":  # the run compared a part of the evidence
        differing = [(one, other) for one in mine for other in theirs if conflicts(one, other)][:1]
    agreeing = ((one, other) for one in mine for other in theirs if meets(one, other) == "borne_out")
    return (*(Pair(*each, differs=True) for each in differing), *(Pair(*each, differs=False) for each in agreeing))


@lru_cache(maxsize=4096)  # a sentence is evidence for many claims
def _figures(text: str, language: str) -> tuple[Figure, ...]:
    return figures(text, language)
