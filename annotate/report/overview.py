"""What the articles of a collection make of each other: what conflicts, what one outlet tells alone, who cites whom."""

from __future__ import annotations

from dataclasses import replace

from annotate.data import CLAIM_KINDS, AnnotatedArticle, AnnotatedSentence, Claim, Evidence
from annotate.report.claims import claim_view, outlet_of, shown, words_of
from annotate.report.setting import Setting
from annotate.report.view import AloneView, ConflictView, OverviewView, PlaceView, SourcesView, ToldView
from annotate.wording.outlets import outlet_key, outlet_name
from annotate.wording.titles import title_of
from annotate.wording.words import CLAIMS

_CONFLICTS = ("contradiction", "figure_conflict")


class Together:
    """What is found article by article: conflicts once each, and what outlets tell alone."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._compared = False
        self._seen: set[tuple[object, object]] = set()
        self._conflicts: dict[str, list[ConflictView]] = {relation: [] for relation in _CONFLICTS}
        self._told: dict[str, list[tuple[int, ToldView]]] = {}
        self._names: dict[str, str] = {}

    def add(self, annotated: AnnotatedArticle) -> None:
        """Take an article in."""
        for sentence in annotated.sentences:
            for claim in sentence.support.claims:
                self._compared = self._compared or claim.verdict is not None
                self._add_conflicts(annotated, sentence, claim)
                self._add_alone(annotated, sentence, claim)

    def view(self, cited: SourcesView) -> OverviewView:
        """Return what the page says of the collection as a whole: contradictions come before figures."""
        return OverviewView(
            compared=self._compared,
            conflicts=tuple(each for relation in _CONFLICTS for each in self._conflicts[relation]),
            alone=tuple(
                AloneView(self._names[key], tuple(view for _, view in sorted(views, key=lambda each: each[0])))
                for key, views in self._told.items()
            ),
            sources=cited,
        )

    def _add_conflicts(self, annotated: AnnotatedArticle, sentence: AnnotatedSentence, claim: Claim) -> None:
        """Add each conflict of the claim that is not there, from the side that is read first."""
        for evidence in filter(_in_conflict, claim.evidence):
            view = claim_view(replace(claim, evidence=(evidence,)), sentence, annotated.article, self._setting)
            (other,) = view.evidence
            sides = frozenset(
                ((annotated.article.id, sentence.sentence.span.start), (evidence.article_id, evidence.span.start))
            )
            differing = frozenset(frozenset((each.here, each.there)) for each in other.figures if each.differs)
            if (sides, differing) not in self._seen:
                self._seen.add((sides, differing))
                place = _place(annotated, sentence, self._setting)
                self._conflicts[evidence.relation].append(ConflictView(place, view, other))

    def _add_alone(self, annotated: AnnotatedArticle, sentence: AnnotatedSentence, claim: Claim) -> None:
        """Add a weighty claim that no other outlet bears out or gives otherwise; the weightiest will come first."""
        if claim.kind == "statement" or claim.verdict != "uncorroborated" or any(map(_in_conflict, claim.evidence)):
            return
        key = outlet_key(annotated.article)
        self._names.setdefault(key, outlet_name(annotated.article))
        also = dict.fromkeys(outlet_of(each, self._setting) for each in claim.evidence if each.relation == "entailment")
        view = ToldView(
            _place(annotated, sentence, self._setting),
            self._setting.words.say(CLAIMS[claim.kind]),
            words_of(claim, annotated.article),
            tuple(also),
        )
        self._told.setdefault(key, []).append((CLAIM_KINDS.index(claim.kind), view))


def _in_conflict(evidence: Evidence) -> bool:
    return evidence.relation in _CONFLICTS


def _place(annotated: AnnotatedArticle, sentence: AnnotatedSentence, setting: Setting) -> PlaceView:
    article, attribution = annotated.article, sentence.attribution
    return PlaceView(
        href=setting.links.sentence(article.id, sentence.sentence.index),
        outlet=outlet_name(article),
        title=title_of(annotated),
        language=article.language,
        source=shown((attribution.resolved_source or attribution.source) if attribution else None),
    )
