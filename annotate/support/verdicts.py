"""What the articles of other outlets say of each claim: a verdict with its evidence.

The judging is done by words, figures and vectors. `judge` is the seam: whatever reads candidates
better (an entailment model) replaces `_relation` and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from annotate.data import AnnotatedArticle, AnnotatedSentence, Evidence, Relation, Support, Verdict
from annotate.support.candidates import Candidate, Index
from annotate.support.claims import charge, is_claim, own_words
from annotate.support.figures import Figure, comparable, conflicts, figures
from annotate.support.lexicon import Words, words
from annotate.support.words import fold, names, overlap, plain, stems

if TYPE_CHECKING:
    from annotate.protocols import Matrix

LOOKED_AT = 20  # candidates a claim: judgements on one matter can lie behind a dozen plainer sentences
SHOWN = 3  # pieces of evidence a reader is shown
NEAR = 0.45  # below this cosine, sentences share a topic at most; they are not shown
SAME_FACT = 0.62  # from this cosine, sentences may state one fact
SAME_TOPIC = 0.5  # from this cosine, two judgements may be on one matter


def judge(annotated: AnnotatedArticle, vectors: Matrix, index: Index) -> AnnotatedArticle:
    """Return the article with `support` filled.

    `vectors` (n, size) has one unit row for each entry of `annotated.sentences`. The verdict of a
    sentence is `None` where it is no claim worth looking for, or no other outlet's article is there.
    """
    language = annotated.article.language
    claims = [place for place, each in enumerate(annotated.sentences) if is_claim(each, language)]
    if not claims or not index.others(annotated.article).any():
        return annotated
    found = index.nearest(np.asarray(vectors, dtype=np.float32)[claims], annotated.article, LOOKED_AT)
    supports = {
        place: _support(annotated.sentences[place], candidates, language)
        for place, candidates in zip(claims, found, strict=True)
    }
    return replace(
        annotated,
        sentences=tuple(
            replace(each, support=supports.get(place, Support())) for place, each in enumerate(annotated.sentences)
        ),
    )


def _support(claim: AnnotatedSentence, candidates: Iterable[Candidate], language: str) -> Support:
    """Return the verdict on one claim with the evidence that a reader should see."""
    near = [candidate for candidate in candidates if candidate.similarity >= NEAR]
    evidence = [_evidence(candidate, _relation(claim, candidate, language)) for candidate in near]
    agreeing = {each.outlet or each.article_id for each in evidence if each.relation == "entailment"}
    evidence.sort(key=lambda each: (_RANK[each.relation], -each.score))
    return Support(_verdict(evidence, bool(agreeing)), tuple(evidence[:SHOWN]))


#: What a reader should see first.
_RANK: dict[Relation, int] = {"contradiction": 0, "figure_conflict": 1, "entailment": 2, "neutral": 3}


def _verdict(evidence: list[Evidence], agreed: bool) -> Verdict:
    if any(each.relation == "contradiction" for each in evidence):
        return "contradicted"
    return "corroborated" if agreed else "uncorroborated"


def _evidence(candidate: Candidate, relation: Relation) -> Evidence:
    row = candidate.row
    return Evidence(row.article_id, row.outlet, row.span, row.text, relation, candidate.similarity)


def _relation(claim: AnnotatedSentence, candidate: Candidate, language: str) -> Relation:
    """Judge how a candidate bears on the claim."""
    lexicon = words(language)
    text = claim.sentence.text
    if _opposed(text, candidate, lexicon):
        return "contradiction"
    if conflict(text, language, candidate.row.text, candidate.row.language) and _same_event(text, candidate, lexicon):
        return "figure_conflict"
    return "entailment" if _borne_out(claim, candidate, language) else "neutral"


def conflict(claim: str, language: str, evidence: str, evidence_language: str) -> tuple[Figure, Figure] | None:
    """Return a figure of `claim` and one of `evidence` that cannot both hold, or `None`.

    A figure that agrees with any comparable one of the evidence is in no conflict.
    """
    theirs = figures(evidence, evidence_language)
    for mine in figures(claim, language):
        alike = [other for other in theirs if comparable(mine, other)]
        if alike and all(conflicts(mine, other) for other in alike):
            return mine, alike[0]
    return None


def _opposed(text: str, candidate: Candidate, lexicon: Words) -> bool:
    """Tell whether the two judge one matter in opposite words, with the same polarity."""
    if candidate.similarity < SAME_TOPIC:
        return False
    claim, evidence = plain(text), plain(candidate.row.text)
    if lexicon.opposites.opposed(claim, evidence) is None:
        return False
    return bool(lexicon.negations.find(claim)) == bool(lexicon.negations.find(evidence))


def _same_event(text: str, candidate: Candidate, lexicon: Words) -> bool:
    """Tell whether two sentences with different figures are on one event: near, with a name in common."""
    shared = names(text, lexicon.stopwords) & names(candidate.row.text, lexicon.stopwords)
    return candidate.similarity >= SAME_FACT - 0.04 and bool(shared)


def _borne_out(claim: AnnotatedSentence, candidate: Candidate, language: str) -> bool:
    """Tell whether the candidate states the claim: near, same names, figures and polarity, same deed."""
    lexicon, other = words(language), words(candidate.row.language)
    text, evidence = claim.sentence.text, candidate.row.text
    if candidate.similarity < SAME_FACT or conflict(text, language, evidence, candidate.row.language):
        return False
    if bool(lexicon.negations.find(plain(text))) != bool(other.negations.find(plain(evidence))):
        return False
    source = claim.attribution.source if claim.attribution else None
    said = own_words(text, source)
    content = overlap(stems(said, lexicon.stopwords), stems(evidence, other.stopwords))
    named = names(said, lexicon.stopwords)
    if named and overlap(named, names(evidence, other.stopwords) | stems(evidence, other.stopwords)) < _NAMES_SHARED:
        return False
    if not _figures_met(said, language, evidence, candidate.row.language):
        return False
    return content >= _CONTENT_SHARED and _deed_met(claim, evidence, language)


_NAMES_SHARED = 0.5
_CONTENT_SHARED = 0.35


def _figures_met(claim: str, language: str, evidence: str, evidence_language: str) -> bool:
    """Tell whether the evidence has at least one comparable figure, where the claim has any."""
    mine, theirs = figures(claim, language), figures(evidence, evidence_language)
    return not mine or any(comparable(one, other) for one in mine for other in theirs)


def _fates(text: str, lexicon: Words) -> frozenset[str]:
    """Return what is said to have happened to people, as groups: killed, injured, displaced."""
    return frozenset(lexicon.fates[word] for word in fold(text).split() if word in lexicon.fates)


def _deed_met(claim: AnnotatedSentence, evidence: str, language: str) -> bool:
    """Tell whether the evidence says the deed that the claim charges, where it charges any."""
    charged = charge(claim, language)
    if charged is None:
        return True
    lexicon = words(language)
    text = plain(claim.sentence.text)
    pair = lexicon.deed_pairs.find(text)
    cues = {*lexicon.deeds.find_all(text), *lexicon.grave.find_all(text), *(pair or ()), charged.cue}
    if charged.kind == "grave" and _fates(text, lexicon) & _fates(evidence, lexicon):
        return True
    deed = stems(" ".join(cues), lexicon.stopwords) or frozenset({fold(charged.cue)})
    return overlap(deed, stems(evidence, lexicon.stopwords)) >= _NAMES_SHARED
