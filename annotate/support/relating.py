"""How a claim of another article bears on one: whether both tell of one thing, and what its words do to the claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotate.data import Relation
from annotate.support.bearing import Said, bearing, said
from annotate.support.candidates import Candidate, Row
from annotate.support.charges import Charge
from annotate.support.comparing import agree, conflict
from annotate.support.figures import fates
from annotate.support.lexicon import Words, words
from annotate.support.words import fold, names, overlap, plain, stems

SAME_FACT = 0.5  # from this cosine, sentences of articles on one event may state one fact
ALIKE = 0.685  # from this cosine, a name in common, or none on either side, makes it one event
SAME_EVENT = 0.665  # from this cosine, sentences with a name in common tell of one event
SAME_TOPIC = 0.60  # from this cosine, two names in common, or one name and a figure, make it one event
SAME_COUNT = 0.45  # from this cosine, figures of the same things, with a name in common, are worth comparing
_NAMES_SHARED = 0.5
_CONTENT_SHARED = 0.6  # of the claim's words that evidence of one event has to hold
_TELLING = 10  # a smaller figure agrees by chance too often to tell


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a comparison, worked out once."""

    plain: str
    names: frozenset[str]
    stems: frozenset[str]
    fates: frozenset[str]
    negated: bool
    said: Said
    lexicon: Words


@lru_cache(maxsize=8192)  # a row is held against many: half the time of pass 2 went into reading it anew
def read(row: Row) -> Text:
    """Return what a row says, made comparable."""
    lexicon, flat = words(row.language), plain(row.said)
    told = stems(row.said, lexicon.stopwords)
    return Text(
        plain=flat,
        names=names(row.text, lexicon.stopwords) & told,  # the sentence tells whether the claim's first word is one
        stems=told,
        fates=fates(row.said, lexicon),
        negated=lexicon.negations.find(flat) is not None,
        said=said(row.said, row.language, row.figures),
        lexicon=lexicon,
    )


def relation(row: Row, charged: Charge | None, candidate: Candidate, shares: Sequence[float] | None = None) -> Relation:
    """Judge how a candidate bears on the claim in `row`; `charged` is what that charges somebody with.

    `shares` are what a model makes of the pair: entailment, neutral, contradiction.

    What a source there says counts as evidence: a claim of the news is what somebody answers for.
    """
    claim, evidence = read(row), read(candidate.row)
    if candidate.similarity < SAME_TOPIC and _counted_alike(row, candidate):
        return "figure_conflict"
    if candidate.similarity < SAME_FACT:
        return "neutral"
    nameless = not (claim.names or evidence.names)
    if candidate.similarity >= SAME_TOPIC and _opposed(claim, evidence) and (nameless or claim.names & evidence.names):
        return "contradiction"
    one_event = _one_event(claim, evidence, candidate.similarity)
    found = bearing(claim.said, evidence.said, _CONTENT_SHARED, shares)
    if found == "contradiction" or found == "figure_conflict":
        return found if one_event else "neutral"
    same_fate = one_event and _agreeing(claim, evidence) and _fates_told(claim) & _fates_told(evidence)
    met = found != "neutral" and (shares is not None or _names_met(claim, evidence))
    return "entailment" if (same_fate or met) and _deed_met(claim, evidence, charged) else "neutral"


def _counted_alike(row: Row, candidate: Candidate) -> bool:
    """Tell whether both count the same things, with a name in common, and the counts exclude each other."""
    if candidate.similarity < SAME_COUNT or not read(row).names & read(candidate.row).names:
        return False
    return conflict(row.figures, candidate.row.figures) is not None


def _opposed(claim: Text, evidence: Text) -> bool:
    """Tell whether the two judge one matter in opposite words, with the same polarity."""
    return (
        claim.lexicon.opposites.opposed(claim.plain, evidence.plain) is not None and claim.negated == evidence.negated
    )


def _fates_told(text: Text) -> frozenset[str]:
    """Return what a text says happened to people, without what it hedges or denies."""
    told = ("asserted", "reported")
    return frozenset(
        text.lexicon.fates[fold(word.text)]
        for word in text.said.words
        if fold(word.text) in text.lexicon.fates and word.reading.standing in told
    )


def _one_event(claim: Text, evidence: Text, similarity: float) -> bool:
    """Tell whether two sentences are on one event: near, with names in common."""
    shared = len(claim.names & evidence.names)
    if similarity >= ALIKE or (similarity >= SAME_EVENT and shared):
        return bool(shared) or not claim.names
    return similarity >= SAME_TOPIC and (shared >= 2 or (shared == 1 and _agreeing(claim, evidence)))


def _agreeing(claim: Text, evidence: Text) -> bool:
    """Tell whether the two give a figure alike, large enough to be no chance."""
    ours, theirs = claim.said.figures, evidence.said.figures
    return any(mine.value >= _TELLING and agree(mine, other) for mine in ours for other in theirs)


def _names_met(claim: Text, evidence: Text) -> bool:
    """Tell whether the evidence has half of the claim's names."""
    return not claim.names or overlap(claim.names, evidence.names | evidence.stems) >= _NAMES_SHARED


def _deed_met(claim: Text, evidence: Text, charged: Charge | None) -> bool:
    """Tell whether the evidence says the deed that the claim charges, where it charges any."""
    if charged is None or (charged.kind == "grave" and claim.fates & evidence.fates):
        return True
    lexicon = claim.lexicon
    pair = lexicon.deed_pairs.find(claim.plain)
    cues = {*lexicon.deeds.find_all(claim.plain), *lexicon.grave.find_all(claim.plain), *(pair or ()), charged.cue}
    deed = stems(" ".join(cues), lexicon.stopwords)
    return overlap(deed, evidence.stems) >= _NAMES_SHARED
