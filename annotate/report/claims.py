"""A claim beside its evidence: its words marked in the sentence, figures that differ or agree marked on both sides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from annotate.data import AnnotatedArticle, AnnotatedSentence, Article, Claim, Evidence, Span
from annotate.report.layout import cut
from annotate.report.view import ClaimView, EvidenceView, FigureView, Met, PartView
from annotate.support.dates import Dated
from annotate.support.figures import Figure
from annotate.support.pairing import Pair, dependence, pairs
from annotate.wording.harmless import visible, visible_in_place
from annotate.wording.outlets import outlet_name
from annotate.wording.titles import title_of
from annotate.wording.words import CLAIMS, DEPENDENCE, INDEPENDENT, VERDICTS, relation_of

UNKNOWN_OUTLET = "Unknown outlet"
#: A figure's place in its sentence, with what it does and what a screen reader says of it.
_Marks = Mapping[Span, tuple[Met, str]]


class Collection:
    """Where a sentence of any article is found by its place in the text."""

    def __init__(self, articles: Sequence[AnnotatedArticle]) -> None:
        self._articles: Mapping[str, AnnotatedArticle] = {each.article.id: each for each in articles}

    def article(self, article_id: str) -> AnnotatedArticle | None:
        """Return the article of that id."""
        return self._articles.get(article_id)

    def sentence(self, article_id: str, start: int) -> AnnotatedSentence | None:
        """Return the sentence of the article that holds the code point `start`."""
        annotated = self._articles.get(article_id)
        if annotated is None:
            return None
        at = bisect_right(annotated.sentences, start, key=lambda each: each.sentence.span.start) - 1
        found = annotated.sentences[at] if at >= 0 else None
        return found if found is not None and start < found.sentence.span.end else None


def claim_views(annotated: AnnotatedSentence, article: Article, collection: Collection) -> tuple[ClaimView, ...]:
    """Return the claims of a sentence; a sentence that was judged as a whole is one claim."""
    support = annotated.support
    claims = support.claims
    if not claims and (support.verdict or support.evidence):
        claims = (Claim((annotated.sentence.span,), "statement", None, None, support.verdict, support.evidence),)
    return tuple(claim_view(each, annotated, article, collection) for each in claims)


def claim_view(claim: Claim, annotated: AnnotatedSentence, article: Article, collection: Collection) -> ClaimView:
    """Return a claim beside its evidence."""
    met = [(each, _met(each, claim, annotated, article, collection)) for each in claim.evidence]
    said = [span.shift(-annotated.sentence.span.start) for span in claim.spans]
    return ClaimView(
        kind=claim.kind,
        title=CLAIMS[claim.kind],
        words=words_of(claim, article),
        language=article.language,
        parts=_parts(annotated.sentence.text, said, _here(met, collection)),
        accuser=shown(claim.accuser),
        accused=shown(claim.accused),
        verdict=claim.verdict,
        verdict_title=None if claim.verdict is None else VERDICTS[claim.verdict],
        evidence=tuple(evidence_view(each, annotated, collection, found) for each, found in met),
    )


def evidence_view(
    evidence: Evidence, annotated: AnnotatedSentence, collection: Collection, met: Sequence[Pair] = ()
) -> EvidenceView:
    """Return a piece of evidence for a sentence; `met` are its figures that a claim's differ from or agree with."""
    article = collection.article(evidence.article_id)
    why_not = dependence(annotated, evidence)
    return EvidenceView(
        href=href(evidence.article_id, collection.sentence(evidence.article_id, evidence.span.start)),
        outlet=outlet_of(evidence, collection),
        title="" if article is None else title_of(article),
        language=None if article is None else article.article.language,
        relation=evidence.relation,
        relation_title=relation_of(evidence),
        text=visible(evidence.text),
        parts=_parts(evidence.text, (), _there(met)),
        score=evidence.score,
        source=shown(evidence.source),
        independent=evidence.independent,
        weight=DEPENDENCE[why_not] if why_not else INDEPENDENT,
        figures=tuple(_figures(each) for each in met),
    )


def words_of(claim: Claim, article: Article) -> str:
    """Return the claim's own words, with a mark where others stand between them."""
    return " … ".join(visible(span.of(article.text)) for span in claim.spans)


def href(article_id: str, annotated: AnnotatedSentence | None) -> str | None:
    """Return what leads to a sentence of the page."""
    return None if annotated is None else f"#s-{article_id}-{annotated.sentence.index}"


def shown(text: str | None) -> str | None:
    """Return a text that a page can show, `None` where there is nothing to see."""
    return (visible(text) or None) if text else None


def outlet_of(evidence: Evidence, collection: Collection) -> str:
    """Return the evidence's outlet; where nobody says it, its file."""
    annotated = collection.article(evidence.article_id)
    return shown(evidence.outlet) or (outlet_name(annotated.article) if annotated else UNKNOWN_OUTLET)


def _met(
    evidence: Evidence, claim: Claim, annotated: AnnotatedSentence, article: Article, collection: Collection
) -> tuple[Pair, ...]:
    other = collection.article(evidence.article_id)
    return pairs(claim, annotated, article.language, evidence, other.article.language if other else None)


def _here(met: Iterable[tuple[Evidence, Sequence[Pair]]], collection: Collection) -> _Marks:
    """Return the marks of the claim's figures; what differs anywhere differs."""
    notes: dict[Span, list[str]] = {}
    kinds: dict[Span, Met] = {}
    for evidence, found in met:
        for pair in found:
            place, verb = _place(pair.claim), "differs from" if pair.differs else "agrees with"
            notes.setdefault(place, []).append(f"{verb} “{pair.evidence.text}” in {outlet_of(evidence, collection)}")
            kinds[place] = "differs" if pair.differs else kinds.get(place, "agrees")
    return {place: (kinds[place], "; ".join(dict.fromkeys(each))) for place, each in notes.items()}


def _there(met: Iterable[Pair]) -> _Marks:
    """Return the marks of the evidence's figures."""
    marks: dict[Span, tuple[Met, str]] = {}
    for pair in met:  # what differs comes first, and stays
        kind: Met = "differs" if pair.differs else "agrees"
        marks.setdefault(
            _place(pair.evidence), (kind, f"{'differs from' if pair.differs else 'agrees with'} “{pair.claim.text}”")
        )
    return marks


def _parts(text: str, said: Sequence[Span], marks: _Marks) -> tuple[PartView, ...]:
    """Cut a sentence where a claim or a figure begins or ends; a figure's note stands at its end."""
    harmless = visible_in_place(text)
    parts = []
    for each in cut(Span(0, len(text)), (*said, *marks)):
        place = next((span for span in marks if span.covers(each)), None)
        met, note = marks[place] if place else (None, "")
        ends = place is not None and place.end == each.end
        own = any(span.covers(each) for span in said)
        parts.append(PartView(each.of(harmless), own, met, visible(note) if ends else ""))
    return tuple(parts)


def _place(figure: Figure | Dated) -> Span:
    return Span(figure.start, figure.end)


def _figures(pair: Pair) -> FigureView:
    here, there = pair.claim, pair.evidence
    return FigureView(visible(here.text), _counts(here), visible(there.text), _counts(there), pair.differs)


def _counts(figure: Figure | Dated) -> str:
    """Return what a figure counts, where its own words do not say it: "40,000 tonnes" of "grain"."""
    return "" if figure.what in figure.text else visible(figure.what)
