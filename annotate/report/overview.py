"""What the articles of a collection make of each other: what conflicts, what one outlet tells alone, who cites whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annotate.data import CLAIM_KINDS, AnnotatedArticle, AnnotatedSentence, Claim, Evidence
from annotate.report.claims import Collection, claim_view, href, outlet_of, shown, words_of
from annotate.report.sources import sources
from annotate.report.view import AloneView, ConflictView, OverviewView, PlaceView, ToldView
from annotate.wording.outlets import outlet_key, outlet_name
from annotate.wording.titles import title_of
from annotate.wording.words import CLAIMS

_CONFLICTS = ("contradiction", "figure_conflict")
_Case = tuple[AnnotatedArticle, AnnotatedSentence, Claim]


def overview(articles: Sequence[AnnotatedArticle], collection: Collection) -> OverviewView:
    """Return what the page says of the collection as a whole."""
    cases = [
        (article, sentence, claim)
        for article in articles
        for sentence in article.sentences
        for claim in sentence.support.claims
    ]
    return OverviewView(
        compared=any(claim.verdict for _, _, claim in cases),
        conflicts=tuple(_conflicts(cases, collection)),
        alone=tuple(_alone(cases, collection)),
        sources=sources(articles),
    )


def _conflicts(cases: Iterable[_Case], collection: Collection) -> Iterator[ConflictView]:
    """Yield each conflict once, from the side that is read first; contradictions come before figures."""
    seen: set[tuple[object, object]] = set()
    found: dict[str, list[ConflictView]] = {relation: [] for relation in _CONFLICTS}
    for annotated, sentence, claim in cases:
        for evidence in filter(_in_conflict, claim.evidence):
            view = claim_view(replace(claim, evidence=(evidence,)), sentence, annotated.article, collection)
            (other,) = view.evidence
            sides = frozenset(
                ((annotated.article.id, sentence.sentence.span.start), (evidence.article_id, evidence.span.start))
            )
            differing = frozenset(frozenset((each.here, each.there)) for each in other.figures if each.differs)
            if (sides, differing) not in seen:
                seen.add((sides, differing))
                found[evidence.relation].append(ConflictView(_place(annotated, sentence), view, other))
    for relation in _CONFLICTS:
        yield from found[relation]


def _alone(cases: Iterable[_Case], collection: Collection) -> Iterator[AloneView]:
    """Yield, outlet by outlet, the weighty claims that no other bears out or gives otherwise; the weightiest first."""
    told: dict[str, list[tuple[int, ToldView]]] = {}
    names: dict[str, str] = {}
    for annotated, sentence, claim in cases:
        if claim.kind == "statement" or claim.verdict != "uncorroborated" or any(map(_in_conflict, claim.evidence)):
            continue
        key = outlet_key(annotated.article)
        names.setdefault(key, outlet_name(annotated.article))
        also = dict.fromkeys(outlet_of(each, collection) for each in claim.evidence if each.relation == "entailment")
        view = ToldView(
            _place(annotated, sentence), CLAIMS[claim.kind], words_of(claim, annotated.article), tuple(also)
        )
        told.setdefault(key, []).append((CLAIM_KINDS.index(claim.kind), view))
    for key, views in told.items():
        yield AloneView(names[key], tuple(view for _, view in sorted(views, key=lambda each: each[0])))


def _in_conflict(evidence: Evidence) -> bool:
    return evidence.relation in _CONFLICTS


def _place(annotated: AnnotatedArticle, sentence: AnnotatedSentence) -> PlaceView:
    article, attribution = annotated.article, sentence.attribution
    return PlaceView(
        href=str(href(article.id, sentence)),
        outlet=outlet_name(article),
        title=title_of(annotated),
        language=article.language,
        source=shown((attribution.resolved_source or attribution.source) if attribution else None),
    )
