"""How a claim of another article bears on one: whether both tell of one thing, and what its words do to the claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotate.data import Relation
from annotate.support.bearing import Said, bearing, other_weekday, said
from annotate.support.candidates import Candidate, Row
from annotate.support.charges import Charge
from annotate.support.comparing import conflict, meets
from annotate.support.conflicting import Side, contradict, counted_alike, figures_conflict
from annotate.support.events import UNNAMED
from annotate.support.figures import WEIGHING, Figure, fates
from annotate.support.lexicon import Words, words
from annotate.support.words import fold, names, overlap, plain, stems

SAME_FACT = 0.5  # from this cosine, sentences of articles on one event may state one fact
ALIKE = 0.685  # from this cosine, a name in common, or none on either side, makes it one event
SAME_EVENT = 0.665  # from this cosine, sentences with a name in common tell of one event
SAME_TOPIC = 0.60  # from this cosine, two names in common, or one name and a figure, make it one event
SAME_COUNT = 0.45  # from this cosine, figures of the same things are worth comparing
_NAMES_SHARED = 0.5
_CONTENT_SHARED = 0.6  # of the claim's words that evidence of one event has to hold
_SUBJECTS = 1.0  # "Harbour Stores" and "Swan Stores" have half a name in common, either way
_TOLD = ("asserted", "reported")  # without what is hedged, denied or left open
_AHEAD = 4  # words between a judgement and what makes it one
_TELLING = 10  # a smaller whole number agrees by chance too often to tell


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a comparison, worked out once."""

    plain: str
    names: frozenset[str]
    around: frozenset[str]  # the names of the whole sentence
    stems: frozenset[str]
    fates: frozenset[str]
    said: Said
    lexicon: Words

    @property
    def held(self) -> frozenset[str]:
        """All words in which a name of another text may be found again."""
        return self.around | self.stems


@lru_cache(maxsize=8192)  # a row is held against many: half the time of pass 2 went into reading it anew
def read(row: Row) -> Text:
    """Return what a row says, made comparable."""
    lexicon, flat = words(row.language), plain(row.said)
    told, around = stems(row.said, lexicon.stopwords), names(row.text, lexicon.stopwords)
    return Text(
        plain=flat,
        names=around & told,  # the sentence tells whether the claim's first word is one
        around=around,
        stems=told,
        fates=fates(row.said, lexicon),
        said=said(row.said, row.language, row.figures, row.text),
        lexicon=lexicon,
    )


def relation(row: Row, charged: Charge | None, candidate: Candidate, shares: Sequence[float] | None = None) -> Relation:
    """Judge how a candidate bears on the claim in `row`; `charged` is what that charges somebody with.

    `shares` are what a model makes of the pair: entailment, neutral, contradiction.

    What a source there says counts as evidence: a claim of the news is what somebody answers for.
    """
    claim, evidence = read(row), read(candidate.row)
    if SAME_COUNT <= candidate.similarity < SAME_TOPIC and conflict(row.figures, candidate.row.figures):
        return _standing("figure_conflict", row, candidate)
    if candidate.similarity < SAME_FACT:
        return "neutral"
    nameless = not (claim.names or evidence.names)
    if candidate.similarity >= SAME_TOPIC and _opposed(claim, evidence) and (nameless or claim.names & evidence.names):
        return "contradiction" if candidate.tied and candidate.subjects >= UNNAMED else "neutral"
    one_event = _one_event(claim, evidence, candidate.similarity)
    found = bearing(claim.said, evidence.said, _CONTENT_SHARED, shares)
    if found == "contradiction" and shares is not None:
        return found
    if found == "figure_conflict" or (found == "contradiction" and one_event):
        return _standing(found, row, candidate)
    if found == "contradiction":
        return "neutral"
    if other_weekday(claim.said.dates, evidence.said.dates):
        return "neutral"
    same_fate = one_event and _agreeing(claim, evidence) and _fates_told(claim) & _fates_told(evidence)
    met = found != "neutral" and (shares is not None or names_met(claim, evidence.held))
    counted = (
        candidate.similarity >= SAME_TOPIC and _all_counted(row, candidate.row) and names_met(claim, evidence.held)
    )
    return "entailment" if (same_fate or met or counted) and deed_met(claim, evidence, charged) else "neutral"


def _all_counted(row: Row, evidence: Row) -> bool:
    """Tell whether the evidence says of as many as the claim does, of all that the claim counts."""
    weighing = [each for each in row.figures if each.kind.startswith(WEIGHING)]
    if not any(map(_tells, weighing)) or read(evidence).said.reading.standing not in _TOLD:
        return False
    return all(any(meets(mine, other) == "borne_out" for other in evidence.figures) for mine in weighing)


def _tells(figure: Figure) -> bool:
    """Tell whether a figure hardly agrees by chance: it is large, or has a fraction."""
    return figure.value >= _TELLING or figure.value % 1 > 0


def _standing(found: Relation, row: Row, candidate: Candidate) -> Relation:
    """Return a conflict if it is of one matter, else "neutral"."""
    claim, evidence = read(row), read(candidate.row)
    named = claim.names & evidence.names or candidate.subjects > _SUBJECTS
    if not candidate.tied or candidate.subjects < UNNAMED or not (named or counted_alike(row, candidate.row)):
        return "neutral"
    sides = Side(row, claim.said), Side(candidate.row, evidence.said)
    stands = {"contradiction": contradict, "figure_conflict": figures_conflict}.get(found)
    return found if stands and stands(*sides) else "neutral"


def _opposed(claim: Text, evidence: Text) -> bool:
    """Tell whether the one finds usual what the other finds unusual."""
    pair = claim.lexicon.how_usual.opposed(claim.plain, evidence.plain)
    return pair is not None and _judges(claim, pair[0]) and _judges(evidence, pair[1])


def _judges(text: Text, phrase: str) -> bool:
    """Tell whether a text says of something that it is what a phrase of it says: "is rare", not "is hardly rare"."""
    last, said = phrase.split()[-1], text.said.words
    places = [place for place, word in enumerate(said) if word.text == last]
    before = {word.text for place in places for word in said[max(0, place - _AHEAD) : place]}
    return all(said[place].reading.positive for place in places) and bool(before & text.lexicon.judging)


def _fates_told(text: Text) -> frozenset[str]:
    """Return what a text says happened to people, without what it hedges or denies."""
    return frozenset(
        text.lexicon.fates[fold(word.text)]
        for word in text.said.words
        if fold(word.text) in text.lexicon.fates and word.reading.standing in _TOLD
    )


def _one_event(claim: Text, evidence: Text, similarity: float) -> bool:
    """Tell whether two sentences are on one event: near, with names in common."""
    shared = len(claim.names & evidence.around)
    if similarity >= ALIKE or (similarity >= SAME_EVENT and shared):
        return bool(shared) or not claim.names
    return similarity >= SAME_TOPIC and (shared >= 2 or (shared == 1 and _agreeing(claim, evidence)))


def _agreeing(claim: Text, evidence: Text) -> bool:
    """Tell whether the evidence bears a figure out, large enough to be no chance."""
    ours, theirs = claim.said.figures, evidence.said.figures
    return any(_tells(mine) and meets(mine, other) == "borne_out" for mine in ours for other in theirs)


def names_met(claim: Text, found: frozenset[str]) -> bool:
    """Tell whether half of the claim's names are among the words found."""
    return not claim.names or overlap(claim.names, found) >= _NAMES_SHARED


def deed_met(claim: Text, evidence: Text, charged: Charge | None) -> bool:
    """Tell whether the evidence says the deed that the claim charges, where it charges any."""
    if charged is None or (charged.kind == "grave" and claim.fates & evidence.fates):
        return True
    lexicon = claim.lexicon
    pair = lexicon.deed_pairs.find(claim.plain)
    cues = {*lexicon.deeds.find_all(claim.plain), *lexicon.grave.find_all(claim.plain), *(pair or ()), charged.cue}
    deed = stems(" ".join(cues), lexicon.stopwords)
    return overlap(deed, evidence.stems) >= _NAMES_SHARED
