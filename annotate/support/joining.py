"""Which sentences of one article bear a claim out together, where none of them does so alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from annotate.support.bearing import Match, figures_met, matches, share_of, tells_alike, tells_enough
from annotate.support.candidates import Candidate, Row
from annotate.support.charges import Charge
from annotate.support.meanings import meanings
from annotate.support.relating import Text, deed_met, names_met, read

NEAR_ENOUGH = 0.4  # below this cosine, a sentence tells of something else that shares words
_ALL = 0.55  # of the claim's words that the sentences have to hold together…
_FIRST = 0.3  # …the first of them alone…
_MORE = 0.1  # …and what the second has to add
_MET = 5  # words: fewer are shared by chance
_MATTER = 0.2  # of the words of the first sentence that the claim has to hold: a long list holds much by chance


def joined(row: Row, charged: Charge | None, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the sentence or the two of one article that hold what the claim in `row` tells; none if there are none.

    Every name counts as in a single sentence, every figure has to be borne out, and neither sentence may deny, hedge
    or turn round what it shares with the claim. `charged` is what the claim charges somebody with.
    """
    by_article = defaultdict[str, list[Candidate]](list)
    for each in candidates:
        if each.similarity >= NEAR_ENOUGH:
            by_article[each.row.article_id].append(each)
    claim = read(row)
    for found in by_article.values():
        chosen = tuple(_chosen(claim, found))
        if chosen and _hold(claim, charged, [read(each.row) for each in chosen]):
            return chosen
    return ()


def _chosen(claim: Text, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the sentence that holds most of the claim, and the one that adds most to it; nothing if that is too little.

    Ties go to the nearer.
    """
    held = [(each, met) for each in candidates if (met := _plainly(claim, read(each.row)))]
    if not held:
        return
    first, met = max(held, key=lambda each: share_of(claim.said, each[1]))
    both = max(((each, _united(met, more)) for each, more in held), key=lambda each: share_of(claim.said, each[1]))
    alone = share_of(claim.said, met)
    together = share_of(claim.said, both[1])
    if together - alone <= _MORE:
        both, together = (first, met), alone
    if alone >= _FIRST and together >= _ALL and len({each.mine for each in both[1]}) >= _MET:
        yield first
        if both[0] is not first:
            yield both[0]


def _plainly(claim: Text, evidence: Text) -> Sequence[Match]:
    """Return what the evidence shares with the claim, nothing where it turns it round or does not assert it."""
    if claim.names and not claim.names & evidence.held:
        return ()
    met = matches(claim.said, evidence.said)
    return met if tells_alike(claim.said, evidence.said, met) else ()


def _united(mine: Sequence[Match], others: Sequence[Match]) -> Sequence[Match]:
    return list({each.mine: each for each in (*others, *mine)}.values())


def _hold(claim: Text, charged: Charge | None, found: Sequence[Text]) -> bool:
    """Tell whether sentences of the claim's matter have its names and figures together, and the deed it charges."""
    counted = [figure for each in found for figure in each.said.figures]
    return (
        share_of(found[0].said, matches(found[0].said, claim.said)) >= _MATTER
        and _done(claim, found)
        and names_met(claim, frozenset[str]().union(*(each.held for each in found)))
        and figures_met(claim.said, counted)
        and any(deed_met(claim, each, charged) for each in found)
    )


def _done(claim: Text, found: Sequence[Text]) -> bool:
    """Tell whether sentences have the claim's verb; two may put it otherwise, but for what somebody does to another.

    One alone has to have it, and to tell of as many.
    """
    said, verb = claim.said, claim.said.verb
    met = verb is not None and any(each.mine == verb for other in found for each in matches(said, other.said))
    if len(found) == 1:
        return met and tells_enough(said, found[0].said)
    return met or verb is None or said.words[verb].lemma not in meanings(said.language).deeds
