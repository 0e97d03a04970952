"""Why a sentence is marked as it is: everything that a folder holds on it, in the order in which it was found out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from annotate.data import AnnotatedArticle, AnnotatedSentence, Article, Claim, Evidence
from annotate.errors import UsageError
from annotate.records import claim_record, evidence_record, sentence_record
from annotate.store import Folder
from annotate.support.dates import Dated
from annotate.support.figures import Figure
from annotate.support.pairing import Pair, dependence, pairs
from annotate.wording.titles import title_of
from annotate.wording.words import Dependence

_NAMED = re.compile(r"(?:.*#)?(?:[sdq]-)?(?P<article>[^:\s]+)[:-](?P<index>[0-9]{1,9})")
_LISTED = 3  # ids that an error names


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece of evidence with what it is worth; `id` and `title` are `None` where its article is not in the folder.

    `dependence` says why it bears nothing out, `figures` what it gives otherwise and what it bears out.
    """

    evidence: Evidence
    id: str | None
    title: str | None
    dependence: Dependence | None
    figures: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class ExplainedClaim:
    """A claim with the evidence that the folder holds."""

    claim: Claim
    text: str
    evidence: tuple[Weighed, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence with its article and its claims."""

    article: Article
    title: str
    annotated: AnnotatedSentence
    claims: tuple[ExplainedClaim, ...]

    @property
    def id(self) -> str:
        """What the sentence is asked for by."""
        return sentence_id(self.annotated)


def explain(folder: Folder, name: str) -> Explanation:
    """Explain the sentence that `name` means: `ARTICLE_ID:INDEX`, or the report's address when it is open.

    The start of an article's id will do. Raises `UsageError` where that is no sentence of the folder, or several.
    """
    article, index = _find(folder, *_parse(name))
    annotated = next((each for each in article.sentences if each.sentence.index == index), None)
    if annotated is None:
        last = max((each.sentence.index for each in article.sentences), default=None)
        there = (
            "no sentences" if last is None else f"the sentences {article.article.id}:0 to {article.article.id}:{last}"
        )
        raise UsageError(f"{name}: there is no such sentence; its article has {there}")
    wanted = {each.article_id for claim in annotated.support.claims for each in claim.evidence}
    others = {each.article.id: each for each in folder.articles() if each.article.id in wanted} if wanted else {}
    claims = tuple(
        ExplainedClaim(
            claim,
            claim.of(article.article.text),
            tuple(_weighed(each, claim, annotated, article, others.get(each.article_id)) for each in claim.evidence),
        )
        for claim in annotated.support.claims
    )
    return Explanation(article.article, title_of(article), annotated, claims)


def sentence_id(annotated: AnnotatedSentence) -> str:
    """Return what a sentence is asked for by."""
    return f"{annotated.sentence.article_id}:{annotated.sentence.index}"


def record(explanation: Explanation) -> dict[str, Any]:
    """Return the explanation as JSON has it; offsets count code points of the article's text."""
    article, annotated = explanation.article, explanation.annotated
    told = sentence_record(article.text, annotated)
    return {
        "id": explanation.id,
        "article": {
            "id": article.id,
            "title": explanation.title,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published,
            "path": article.path,
            "language": article.language,
        },
        "sentence": {name: told[name] for name in ("index", "start", "end", "text", "kind")},
        "attribution": told["attribution"] and {**told["attribution"], "scores": dict(ranked(annotated))},
        "frames": told["frames"],
        "verdict": told["support"]["verdict"],
        "claims": [
            {**claim_record(article.text, each.claim), "evidence": [_evidence(one) for one in each.evidence]}
            for each in explanation.claims
        ],
        "flags": told["flags"],
    }


def ranked(annotated: AnnotatedSentence) -> list[tuple[str, float]]:
    """Return the labels with their scores, the highest first; nothing where nobody was asked."""
    scores = annotated.attribution.scores if annotated.attribution else {}
    return sorted(scores.items(), key=lambda each: (-each[1], each[0]))


def _parse(name: str) -> tuple[str, int]:
    r"""Return the article's id, or its start, and the sentence's index.

    >>> _parse("3d25ec42f88b2b4e:7"), _parse("#s-3d25ec42f88b2b4e-7"), _parse("3d2:7")
    (('3d25ec42f88b2b4e', 7), ('3d25ec42f88b2b4e', 7), ('3d2', 7))
    """
    found = _NAMED.fullmatch(name)
    if found is None:
        raise UsageError(
            f"{name}: names no sentence; give ARTICLE_ID:INDEX, or how the report's address ends (#s-ARTICLE_ID-INDEX)"
        )
    return found["article"], int(found["index"])


def _find(folder: Folder, start: str, index: int) -> tuple[AnnotatedArticle, int]:
    """Return the only article whose id is, or begins with, `start`, and the index."""
    first: AnnotatedArticle | None = None
    met: list[str] = []
    for each in folder.articles():
        if each.article.id == start:
            return each, index
        if each.article.id.startswith(start):
            first = first or each
            met.append(each.article.id)
    if first is None:
        where = folder.path / "articles-*.jsonl"
        raise UsageError(
            f"{start}:{index}: no article here has an id that begins so; take it from {where} or the report's addresses"
        )
    if len(met) > 1:
        listed = ", ".join(met[:_LISTED]) + (", …" if len(met) > _LISTED else "")
        raise UsageError(f"{start}:{index}: {len(met)} articles have ids that begin so ({listed}); write more of it")
    return first, index


def _weighed(
    evidence: Evidence,
    claim: Claim,
    annotated: AnnotatedSentence,
    article: AnnotatedArticle,
    other: AnnotatedArticle | None,
) -> Weighed:
    sentences = other.sentences if other else ()
    there = next((each for each in sentences if each.sentence.span == evidence.span), None)
    return Weighed(
        evidence,
        sentence_id(there) if there else None,
        title_of(other) if other else None,
        dependence(annotated, evidence),
        pairs(claim, annotated, article.article.language, evidence, other.article.language if other else None),
    )


def _evidence(weighed: Weighed) -> dict[str, Any]:
    return {
        "id": weighed.id,
        "title": weighed.title,
        **evidence_record(weighed.evidence),
        "dependence": weighed.dependence,
        "figures": [
            {"differs": each.differs, "claim": _figure(each.claim), "evidence": _figure(each.evidence)}
            for each in weighed.figures
        ],
    }


def _figure(figure: Figure | Dated) -> dict[str, Any]:
    if isinstance(figure, Dated):
        return {"text": figure.text, "value": None, "unit": "date", "what": figure.what, "when": figure.iso}
    return {"text": figure.text, "value": figure.value, "unit": figure.unit, "what": figure.what, "when": figure.when}
