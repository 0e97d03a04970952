"""A claim beside its evidence: its words marked in the sentence, figures that differ or agree marked on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotate.data import AnnotatedSentence, Article, Claim, Evidence, Span
from annotate.report.layout import cut
from annotate.report.setting import Setting
from annotate.report.view import ClaimView, EvidenceView, FigureView, Met, PartView
from annotate.support.dates import Dated
from annotate.support.figures import Figure
from annotate.support.pairing import Pair, dependence, pairs
from annotate.wording.harmless import visible, visible_in_place
from annotate.wording.interface import Interface
from annotate.wording.words import CLAIMS, DEPENDENCE, INDEPENDENT, VERDICTS, relation_of

UNKNOWN_OUTLET = "Unknown outlet"
_WHOLE = 0.9  # of a sentence: the claim need not be told from it
#: A figure's place in its sentence, with what it does and what a screen reader says of it.
_Marks = Mapping[Span, tuple[Met, str]]


def claim_views(annotated: AnnotatedSentence, article: Article, setting: Setting) -> tuple[ClaimView, ...]:
    """Return the claims of a sentence; a sentence that was judged as a whole is one claim."""
    support = annotated.support
    claims = support.claims
    if not claims and (support.verdict or support.evidence):
        claims = (Claim((annotated.sentence.span,), "statement", None, None, support.verdict, support.evidence),)
    return tuple(claim_view(each, annotated, article, setting) for each in claims)


def claim_view(claim: Claim, annotated: AnnotatedSentence, article: Article, setting: Setting) -> ClaimView:
    """Return a claim beside its evidence."""
    met = [(each, _met(each, claim, annotated, article, setting)) for each in claim.evidence]
    evidence = [evidence_view(each, annotated, setting, found) for each, found in met]
    told = [each for each in evidence if each.relation != "neutral" or each.figures]
    if not told and claim.kind != "statement":
        told = evidence[:1]  # the nearest: an editor sees for a claim that weighs what it was compared with
    said = [span.shift(-annotated.sentence.span.start) for span in claim.spans]
    return ClaimView(
        kind=claim.kind,
        title=setting.words.say(CLAIMS[claim.kind]),
        words=words_of(claim, article),
        whole=sum(map(len, claim.spans)) >= _WHOLE * len(annotated.sentence.span),
        language=article.language,
        parts=_parts(annotated.sentence.text, said, _here(met, setting)),
        accuser=shown(claim.accuser),
        accused=shown(claim.accused),
        verdict=claim.verdict,
        verdict_title=setting.words.say(VERDICTS[claim.verdict]) if claim.verdict else None,
        evidence=tuple(told),
        near=tuple(each for each in evidence if each not in told),
    )


def evidence_view(
    evidence: Evidence, annotated: AnnotatedSentence, setting: Setting, met: Sequence[Pair] = ()
) -> EvidenceView:
    """Return a piece of evidence for a sentence; `met` are its figures that a claim's differ from or agree with."""
    article = setting.collection.article(evidence.article_id)
    why_not = dependence(annotated, evidence)
    return EvidenceView(
        href=setting.href(evidence.article_id, evidence.span.start),
        outlet=outlet_of(evidence, setting),
        title="" if article is None else article.title,
        language=None if article is None else article.language,
        relation=evidence.relation,
        relation_title=setting.words.say(relation_of(evidence)),
        text=visible(evidence.text),
        parts=_parts(evidence.text, (), _there(met, setting.words)),
        score=evidence.score,
        source=shown(evidence.source),
        independent=evidence.independent,
        weight=setting.words.say(DEPENDENCE[why_not] if why_not else INDEPENDENT),
        figures=tuple(_figures(each) for each in met),
    )


def words_of(claim: Claim, article: Article) -> str:
    """Return the claim's own words, with a mark where others stand between them."""
    return " … ".join(visible(span.of(article.text)) for span in claim.spans)


def shown(text: str | None) -> str | None:
    """Return a text that a page can show, `None` where there is nothing to see."""
    return (visible(text) or None) if text else None


def outlet_of(evidence: Evidence, setting: Setting) -> str:
    """Return the evidence's outlet; where nobody says it, its file."""
    known = setting.collection.article(evidence.article_id)
    return shown(evidence.outlet) or (known.outlet if known else setting.words.say(UNKNOWN_OUTLET))


def _met(
    evidence: Evidence, claim: Claim, annotated: AnnotatedSentence, article: Article, setting: Setting
) -> tuple[Pair, ...]:
    other = setting.collection.article(evidence.article_id)
    return pairs(claim, annotated, article.language, evidence, other.language if other else None)


def _here(met: Iterable[tuple[Evidence, Sequence[Pair]]], setting: Setting) -> _Marks:
    """Return the marks of the claim's figures; what differs anywhere differs."""
    notes: dict[Span, list[str]] = {}
    kinds: dict[Span, Met] = {}
    for evidence, found in met:
        for pair in found:
            place, words = _place(pair.claim), setting.words
            where = words.say("in %(outlet)s") % {"outlet": outlet_of(evidence, setting)}
            notes.setdefault(place, []).append(f"{_verb(pair, words)} {words.quoted(pair.evidence.text)} {where}")
            kinds[place] = "differs" if pair.differs else kinds.get(place, "agrees")
    return {place: (kinds[place], "; ".join(dict.fromkeys(each))) for place, each in notes.items()}


def _there(met: Iterable[Pair], words: Interface) -> _Marks:
    """Return the marks of the evidence's figures."""
    marks: dict[Span, tuple[Met, str]] = {}
    for pair in met:  # what differs comes first, and stays
        kind: Met = "differs" if pair.differs else "agrees"
        marks.setdefault(_place(pair.evidence), (kind, f"{_verb(pair, words)} {words.quoted(pair.claim.text)}"))
    return marks


def _verb(pair: Pair, words: Interface) -> str:
    return words.say("differs from") if pair.differs else words.say("agrees with")


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
