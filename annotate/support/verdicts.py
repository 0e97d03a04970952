"""What the articles of other outlets say of each claim: a verdict with its evidence.

Vectors and names say which sentences are on one event, `bearing` what they do to the claim, together with an
entailment model where a run's preset names one as its verifier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from annotate.data import (
    AnnotatedArticle,
    AnnotatedSentence,
    Article,
    Claim,
    Evidence,
    Relation,
    Span,
    Support,
    Verdict,
)
from annotate.support.bearing import BORNE_OUT, Said, bearing, said
from annotate.support.candidates import Candidate, Index, Row, of_claim
from annotate.support.charges import Charge, charge
from annotate.support.comparing import agree
from annotate.support.events import dated, supersedes
from annotate.support.figures import Figure, fates, figures
from annotate.support.layout import places
from annotate.support.lexicon import Words, words
from annotate.support.origins import Origin, one_origin, origins
from annotate.support.voices import copied
from annotate.support.words import fold, names, overlap, plain, stems

if TYPE_CHECKING:
    from annotate.protocols import Entailer, Matrix

LOOKED_AT = 20  # candidates a claim: a judgement on the same matter can lie behind a dozen plainer sentences
SHOWN = 3  # pieces of evidence a reader is shown
NEAR = 0.575  # below this cosine, sentences share a topic at most; they are shown only for a charge
SAME_FACT = 0.685  # from this cosine, sentences may state one fact; reworded agency copy lies above
SAME_EVENT = 0.665  # from this cosine, sentences with a name in common tell of one event
SAME_TOPIC = 0.60  # from this cosine, two names in common, or one name and a figure, make it one event
_NAMES_SHARED = 0.5
_CONTENT_SHARED = 0.35  # of the claim's words, where vectors vouch for what is reworded
_SURE = 0.7  # from this probability on, a model's word counts
_TELLING = 10  # a smaller figure agrees by chance too often to tell


@dataclass(frozen=True, slots=True)
class _Text:
    """One side of a comparison, worked out once."""

    plain: str
    names: frozenset[str]
    stems: frozenset[str]
    fates: frozenset[str]
    negated: bool
    said: Said
    lexicon: Words


def judge(
    annotated: AnnotatedArticle, vectors: Matrix, index: Index, verifier: Entailer | None = None
) -> AnnotatedArticle:
    """Return the article with the verdict of each claim, and of each sentence with claims.

    `vectors` are the article's, as `places` has them. A verdict is `None` where no other outlet's article is there.
    What a `verifier` is sure of stands where words and figures see no contradiction.
    """
    found = list(places(annotated))
    if not found or not index.others(annotated.article).any():
        return annotated
    rows = np.asarray(vectors, dtype=np.float32)[[place for _, place in found]]
    nearest = index.nearest(rows, annotated.article, LOOKED_AT)
    return replace(
        annotated, sentences=tuple(_judged(each, annotated.article, nearest, verifier) for each in annotated.sentences)
    )


#: What words and figures leave to a model that judges pairs, where a run has one.
_LEFT_OPEN: frozenset[Relation] = frozenset({"entailment", "neutral"})
#: What a reader should see first.
_RANK: dict[Relation, int] = {"contradiction": 0, "figure_conflict": 1, "entailment": 2, "neutral": 3}
#: The gravest first.
_VERDICTS: tuple[Verdict, ...] = ("contradicted", "uncorroborated", "corroborated")


def _judged(
    annotated: AnnotatedSentence,
    article: Article,
    nearest: Iterator[tuple[Candidate, ...]],
    verifier: Entailer | None,
) -> AnnotatedSentence:
    """Return a sentence with what its claims come to; `nearest` yields the candidates of each claim."""
    claims = tuple(_claim(claim, annotated, article, next(nearest), verifier) for claim in annotated.support.claims)
    if not claims:
        return annotated
    verdict = min((claim.verdict for claim in claims if claim.verdict), key=_VERDICTS.index)
    evidence = dict.fromkeys(sorted((each for claim in claims for each in claim.evidence), key=_first_seen))
    return replace(annotated, support=Support(verdict, tuple(evidence)[:SHOWN], claims))


def _claim(
    claim: Claim,
    annotated: AnnotatedSentence,
    article: Article,
    candidates: Sequence[Candidate],
    verifier: Entailer | None,
) -> Claim:
    """Return one claim with its verdict and the evidence that a reader should see.

    Who is charged with something is owed a look at the nearest sentence, however far it lies.
    """
    language = article.language
    counted = of_claim(figures(annotated.sentence.text, language), claim, annotated)
    stated = _text(claim.of(article.text), language, counted)
    charged = charge(annotated, language) if claim.kind in ("accusation", "casualties") else None
    near = [candidate for candidate in candidates if candidate.similarity >= NEAR]
    looked_at = near or (candidates[:1] if charged else ())
    mine = origins(annotated, article)
    evidence: dict[tuple[str, Span], Evidence] = {}
    read = verifier.entail([(each.row.said, claim.of(article.text)) for each in looked_at]) if verifier else None
    for number, candidate in enumerate(looked_at):
        independent = _independent(annotated, mine, candidate.row)
        relation = _relation(stated, charged, candidate)
        if read is not None and relation in _LEFT_OPEN:
            relation = _sure(*read[number].tolist())
        if relation == "figure_conflict" and supersedes(dated(article), candidate.row.published):
            relation = "neutral"
        found = _evidence(candidate, relation, independent)
        place = (found.article_id, found.span)
        evidence[place] = min(evidence.get(place, found), found, key=_first_seen)
    ordered = sorted(evidence.values(), key=_first_seen)
    return replace(claim, verdict=_verdict(ordered), evidence=tuple(ordered[:SHOWN]))


def _sure(entailment: float, neutral: float, contradiction: float) -> Relation:
    """Return what a model is sure of, "neutral" where it is not."""
    if max(entailment, contradiction) < _SURE:
        return "neutral"
    return "entailment" if entailment > contradiction else "contradiction"


def _first_seen(evidence: Evidence) -> tuple[int, bool, float]:
    """Return what evidence is sorted by for a reader."""
    return _RANK[evidence.relation], not evidence.independent, -evidence.score


def _independent(claim: AnnotatedSentence, mine: tuple[Origin, ...], row: Row) -> bool:
    """Tell whether a sentence could bear the claim out: it is no copy, and somebody else answers for it."""
    return not (one_origin(mine, row.origins) or copied(claim.sentence.text, row.text))


def _verdict(evidence: Sequence[Evidence]) -> Verdict:
    """Return what the evidence comes to: anybody may contradict, only others bear out."""
    if any(each.relation == "contradiction" for each in evidence):
        return "contradicted"
    borne_out = any(each.relation == "entailment" and each.independent for each in evidence)
    return "corroborated" if borne_out else "uncorroborated"


def _evidence(candidate: Candidate, relation: Relation, independent: bool) -> Evidence:
    row, score = candidate.row, candidate.similarity
    return Evidence(
        row.article_id, row.outlet, row.span, row.text, relation, score, row.source, independent, row.published
    )


def _text(text: str, language: str, counted: tuple[Figure, ...] | None = None) -> _Text:
    lexicon = words(language)
    flat, compared = plain(text), said(text, language, counted)
    return _Text(
        plain=flat,
        names=names(text, lexicon.stopwords),
        stems=stems(text, lexicon.stopwords),
        fates=fates(text, lexicon),
        negated=lexicon.negations.find(flat) is not None,
        said=compared,
        lexicon=lexicon,
    )


@lru_cache(maxsize=4096)  # a sentence is evidence for many claims: half the time of pass 2 went into reading it anew
def _evidence_text(row: Row) -> _Text:
    return _text(row.said, row.language, row.figures)


def _relation(claim: _Text, charged: Charge | None, candidate: Candidate) -> Relation:
    """Judge how a candidate bears on the claim: on one event, by what its words do to it.

    What a source there says counts as evidence: a claim of the news is what somebody answers for.
    """
    if candidate.similarity < SAME_TOPIC:
        return "neutral"
    evidence = _evidence_text(candidate.row)
    nameless = not (claim.names or evidence.names)
    if _opposed(claim, evidence) and (nameless or claim.names & evidence.names):
        return "contradiction"
    if not _one_event(claim, evidence, candidate.similarity):
        return "neutral"
    asked = _CONTENT_SHARED if candidate.similarity >= SAME_FACT else BORNE_OUT
    relation = bearing(claim.said, evidence.said, asked)
    if relation == "contradiction" or relation == "figure_conflict":
        return relation
    same_fate = _agreeing(claim, evidence) and _fates_told(claim) & _fates_told(evidence)
    met = relation != "neutral" and _names_met(claim, evidence)
    return "entailment" if (same_fate or met) and _deed_met(claim, evidence, charged) else "neutral"


def _opposed(claim: _Text, evidence: _Text) -> bool:
    """Tell whether the two judge one matter in opposite words, with the same polarity."""
    return (
        claim.lexicon.opposites.opposed(claim.plain, evidence.plain) is not None and claim.negated == evidence.negated
    )


def _fates_told(text: _Text) -> frozenset[str]:
    """Return what a text says happened to people, without what it hedges or denies."""
    told = ("asserted", "reported")
    return frozenset(
        text.lexicon.fates[fold(word.text)]
        for word in text.said.words
        if fold(word.text) in text.lexicon.fates and word.reading.standing in told
    )


def _one_event(claim: _Text, evidence: _Text, similarity: float) -> bool:
    """Tell whether two sentences are on one event: near, with names in common."""
    shared = len(claim.names & evidence.names)
    if similarity >= SAME_FACT or (similarity >= SAME_EVENT and shared):
        return bool(shared) or not claim.names
    return similarity >= SAME_TOPIC and (shared >= 2 or (shared == 1 and _agreeing(claim, evidence)))


def _agreeing(claim: _Text, evidence: _Text) -> bool:
    """Tell whether the two give a figure alike, large enough to be no chance."""
    ours, theirs = claim.said.figures, evidence.said.figures
    return any(mine.value >= _TELLING and agree(mine, other) for mine in ours for other in theirs)


def _names_met(claim: _Text, evidence: _Text) -> bool:
    """Tell whether the evidence has half of the claim's names."""
    return not claim.names or overlap(claim.names, evidence.names | evidence.stems) >= _NAMES_SHARED


def _deed_met(claim: _Text, evidence: _Text, charged: Charge | None) -> bool:
    """Tell whether the evidence says the deed that the claim charges, where it charges any."""
    if charged is None or (charged.kind == "grave" and claim.fates & evidence.fates):
        return True
    lexicon = claim.lexicon
    pair = lexicon.deed_pairs.find(claim.plain)
    cues = {*lexicon.deeds.find_all(claim.plain), *lexicon.grave.find_all(claim.plain), *(pair or ()), charged.cue}
    deed = stems(" ".join(cues), lexicon.stopwords)
    return overlap(deed, evidence.stems) >= _NAMES_SHARED
