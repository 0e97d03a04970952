"""What the articles of other outlets say of each claim: a verdict with its evidence.

`relating` says what a candidate does to a claim, together with an entailment model where a run's preset names one as
its verifier; who answers for it says whether that counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotate.data import AnnotatedArticle, AnnotatedSentence, Claim, Evidence, Relation, Span, Support, Verdict
from annotate.support.bearing import SURE
from annotate.support.candidates import Candidate, Index, Row
from annotate.support.charges import Charge, charge
from annotate.support.events import supersedes
from annotate.support.joining import joined
from annotate.support.origins import one_origin
from annotate.support.relating import relation
from annotate.support.voices import copied

if TYPE_CHECKING:
    from annotate.protocols import Entailer

LOOKED_AT = 20  # candidates a claim: a judgement on the same matter can lie behind a dozen plainer sentences
SHOWN = 3  # pieces of evidence a reader is shown
NEAR = 0.575  # below this cosine, sentences share a topic at most; they are shown only for a charge
#: What a reader should see first.
_RANK: dict[Relation, int] = {"contradiction": 0, "figure_conflict": 1, "entailment": 2, "neutral": 3}
#: The gravest first.
_VERDICTS: tuple[Verdict, ...] = ("contradicted", "uncorroborated", "corroborated")


def judge(annotated: AnnotatedArticle, index: Index, verifier: Entailer | None = None) -> AnnotatedArticle:
    """Return one of the indexed articles with the verdict of each claim, and of each sentence with claims.

    A verdict is `None` where no other outlet's article is there. What a `verifier` is sure of overrules how the words
    match, but neither figures nor hedges and denials.
    """
    claims = index.claims(annotated)
    if not claims:
        return annotated
    nearest = list(index.nearest(claims, annotated.article, LOOKED_AT))
    if not any(nearest) and not index.others(annotated.article).any():
        return annotated
    found = zip((index.rows[each] for each in claims), nearest, strict=True)
    return replace(
        annotated, sentences=tuple(_judged(each, annotated, found, verifier) for each in annotated.sentences)
    )


def _judged(
    annotated: AnnotatedSentence,
    article: AnnotatedArticle,
    found: Iterator[tuple[Row, tuple[Candidate, ...]]],
    verifier: Entailer | None,
) -> AnnotatedSentence:
    """Return a sentence with what its claims come to; `found` yields each claim's row and candidates."""
    language = article.article.language
    claims = tuple(
        replace(claim, verdict=_verdict(evidence), evidence=evidence[:SHOWN])
        for claim in annotated.support.claims
        for evidence in [weigh(*next(found), _charge(claim, annotated, language), verifier)]
    )
    if not claims:
        return annotated
    verdict = min((claim.verdict for claim in claims if claim.verdict), key=_VERDICTS.index)
    evidence = dict.fromkeys(sorted((each for claim in claims for each in claim.evidence), key=_first_seen))
    return replace(annotated, support=Support(verdict, tuple(evidence)[:SHOWN], claims))


def _charge(claim: Claim, annotated: AnnotatedSentence, language: str) -> Charge | None:
    return charge(annotated, language) if claim.kind in ("accusation", "casualties") else None


def weigh(
    row: Row, candidates: Sequence[Candidate], charged: Charge | None, verifier: Entailer | None = None
) -> tuple[Evidence, ...]:
    """Return what bears on the claim in `row`, what a reader should see first; a sentence stands there once.

    Who is `charged` with something is owed a look at the nearest sentence, however far it lies. Where no sentence
    decides alone, two of one article may bear the claim out together.
    """
    shares = verifier.entail([(each.row.said, row.said) for each in candidates]).tolist() if verifier else None
    judged = [
        _made(row, each, _relation(row, charged, each, None if shares is None else shares[number]))
        for number, each in enumerate(candidates)
    ]
    if _verdict(judged) == "uncorroborated":
        undecided = [number for number, each in enumerate(judged) if each.relation == "neutral" and each.independent]
        parts = joined(row, charged, [candidates[number] for number in undecided])
        if parts and not (verifier and _refused(verifier, row, parts)):
            for number in undecided:
                if candidates[number] in parts:
                    judged[number] = replace(judged[number], relation="entailment", in_part=len(parts) > 1)
    found: dict[tuple[str, Span], Evidence] = {}
    for number, (each, evidence) in enumerate(zip(candidates, judged, strict=True)):
        if evidence.relation == "neutral" and each.similarity < NEAR and not (charged and number == 0):
            continue
        place = (evidence.article_id, evidence.span)
        found[place] = min(found.get(place, evidence), evidence, key=_first_seen)
    return tuple(sorted(found.values(), key=_first_seen))


def _refused(verifier: Entailer, row: Row, parts: Sequence[Candidate]) -> bool:
    """Tell whether a model is sure that some sentences together do not bear the claim in `row` out."""
    entails, *others = verifier.entail([(" ".join(each.row.said for each in parts), row.said)])[0].tolist()
    return bool(max(others) >= SURE > entails)


def _relation(row: Row, charged: Charge | None, candidate: Candidate, shares: Sequence[float] | None) -> Relation:
    """Judge a candidate; a figure that a later article gives otherwise is an update, and none of that later one's."""
    judged = relation(row, charged, candidate, shares)
    updates = judged == "figure_conflict" and supersedes(row.published, candidate.row.published)
    return "neutral" if updates else judged


def _made(claim: Row, candidate: Candidate, judged: Relation) -> Evidence:
    """Return a candidate as evidence: independent where it is no copy and somebody else answers for it."""
    row = candidate.row
    independent = not (one_origin(claim.origins, row.origins) or copied(claim.text, row.text))
    return Evidence(
        row.article_id,
        row.outlet,
        row.span,
        row.text,
        judged,
        candidate.similarity,
        row.source,
        independent,
        row.published,
    )


def _first_seen(evidence: Evidence) -> tuple[int, bool, float]:
    """Return what evidence is sorted by for a reader."""
    return _RANK[evidence.relation], not evidence.independent, -evidence.score


def _verdict(evidence: Sequence[Evidence]) -> Verdict:
    """Return what the evidence comes to: anybody may contradict, only others bear out."""
    if any(each.relation == "contradiction" for each in evidence):
        return "contradicted"
    borne_out = any(each.relation == "entailment" and each.independent for each in evidence)
    return "corroborated" if borne_out else "uncorroborated"
