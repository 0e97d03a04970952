"""What an editor sees of a claim and its evidence side by side: the figures that differ or agree, and who is no other.

Nothing is judged anew: verdict and relation stay as the run left them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotate.config import LANGUAGES
from annotate.data import AnnotatedSentence, Claim, Evidence
from annotate.support.candidates import of_claim
from annotate.support.comparing import all_conflicts, conflicts, meets
from annotate.support.dates import Dated, dated, excluding
from annotate.support.figures import Figure, figures
from annotate.support.voices import copied
from annotate.wording.words import Dependence


class Pair(NamedTuple):
    """A figure or date of a claim's sentence and one of its evidence, as offsets into each."""

    claim: Figure | Dated
    evidence: Figure | Dated
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
    text = annotated.sentence.text
    mine = of_claim(figures(text, language), claim, annotated.sentence, language)
    for spoken in (its_language,) if its_language else dict.fromkeys((language, *LANGUAGES)):
        found = _paired(mine, figures(evidence.text, spoken), evidence)
        if any(each.differs for each in found) or (found and evidence.relation != "figure_conflict"):
            return found
    if evidence.relation == "figure_conflict":
        return _dates(text, language, evidence.text, its_language or language)
    return ()


def dependence(annotated: AnnotatedSentence, evidence: Evidence) -> Dependence | None:
    """Return why the evidence bears nothing out; `None` where it is independent."""
    if evidence.independent:
        return None
    return "copy" if copied(annotated.sentence.text, evidence.text) else "source"


def differing(text: str, language: str, evidence: str, its_language: str | None = None) -> tuple[Pair, ...]:
    """Return the figures of two sentences in conflict, or the dates where figures are in none.

    Without `its_language` each language is tried.
    """
    for spoken in (its_language,) if its_language else dict.fromkeys((language, *LANGUAGES)):
        if found := _differing(figures(text, language), figures(evidence, spoken)):
            return found
    return _dates(text, language, evidence, its_language or language)


def _differing(mine: Sequence[Figure], theirs: Sequence[Figure]) -> tuple[Pair, ...]:
    """Return the figures in conflict, else the first that are where the run compared a part of the evidence."""
    found = (
        list(all_conflicts(mine, theirs))
        or [(one, other) for one in mine for other in theirs if conflicts(one, other)][:1]
    )
    return tuple(Pair(*each, differs=True) for each in found)


def _dates(text: str, language: str, evidence: str, its_language: str) -> tuple[Pair, ...]:
    """Return the dates of two sentences that exclude each other."""
    found = excluding(dated(text, language), dated(evidence, its_language))
    return tuple(Pair(*each, differs=True) for each in found)


def _paired(mine: Sequence[Figure], theirs: Sequence[Figure], evidence: Evidence) -> tuple[Pair, ...]:
    if evidence.relation == "figure_conflict":
        differing = _differing(mine, theirs)
    else:
        found = all_conflicts(mine, theirs) if evidence.relation != "neutral" else ()
        differing = tuple(Pair(*each, differs=True) for each in found)
    agreeing = ((one, other) for one in mine for other in theirs if meets(one, other) == "borne_out")
    return (*differing, *(Pair(*each, differs=False) for each in agreeing))
