"""One attribution a sentence: what the words say, pooled with a zero-shot classifier, gives a label of the scheme.

The source's words give a belief over the built-in kinds of source; the classifier scores the source against the
scheme's definitions; the two are pooled log-linearly (Genest and Zidek 1986). A scheme's label says in `source_types`
which kinds it covers; one that covers none competes by its definition alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import exp, inf, log
from typing import TYPE_CHECKING

import numpy as np

from annotate.attribution.cues import CueExtractor
from annotate.attribution.drawing import Drawn, Weights, Wording, by_rules, fitted_weights, pooled
from annotate.attribution.findings import Finding, find_sources
from annotate.attribution.lexicon import lexicon
from annotate.attribution.sources import Belief
from annotate.attribution.tokens import plain
from annotate.config import Scheme
from annotate.data import Article, Attribution, Sentence, SourceType, Span
from annotate.protocols import ArticleView, Classifier, SpanExtractor

if TYPE_CHECKING:
    from annotate.protocols import Matrix

FLOOR = 0.01  # no label's belief is zero: the classifier may know better
OPEN_LABEL = 0.2  # belief in a label without source types, as a share of the strongest belief
SMALLEST = 1e-6  # what a classifier's zero counts as


class Attributor:
    """Decides who answers for each sentence of an article."""

    def __init__(
        self,
        scheme: Scheme,
        classifier: Classifier,
        extractor: SpanExtractor | None = None,
        zero_shot_weight: float = 1.0,
        weights: Weights | None = None,
    ) -> None:
        self.scheme = scheme
        self.classifier = classifier
        self.extractor = extractor or CueExtractor()
        self.zero_shot_weight = zero_shot_weight
        self.weights = weights or fitted_weights()

    def attribute(
        self, article: Article, sentences: Sequence[Sentence], view: ArticleView | None = None
    ) -> list[Attribution | None]:
        """Return an attribution for each sentence, `None` for headlines.

        `view` is what the run's model makes of the article; without it the rules' word stands alone.
        """
        findings = find_sources(article, sentences, self._drawn(article, sentences, view))
        asked = [index for index, found in enumerate(findings) if found and found.source]
        questions = [self._question(sentences[index], findings[index]) for index in asked]
        vectors = self._vectors(sentences, [findings[index] for index in asked], view)
        rows = self.classifier.score(questions, self.scheme, article.language, vectors) if questions else ()
        zero_shot = {index: [float(score) for score in row] for index, row in zip(asked, rows, strict=True)}
        return [
            self._decide(article.text, found, zero_shot.get(index)) if found else None
            for index, found in enumerate(findings)
        ]

    def _drawn(self, article: Article, sentences: Sequence[Sentence], view: ArticleView | None) -> list[Drawn]:
        """Return the attributions of each sentence, by the rules and by the model where there is one."""
        ruled = self.extractor.extract(article, sentences)
        if view is None or view.found is None:
            return [by_rules(spans) for spans in ruled]
        wording = Wording(article.text, lexicon(article.language))
        return [pooled(*both, self.weights, wording) for both in zip(ruled, view.found, strict=True)]

    def _vectors(
        self, sentences: Sequence[Sentence], findings: Sequence[Finding | None], view: ArticleView | None
    ) -> Matrix | None:
        """Return the sources' vectors where they are named in the article; `None` to have them read by themselves.

        That is so for a label without source types, too: vectors in their sentences lean towards the kinds of source
        that the encoder was taught (own data: three points of accuracy), and such a label would lose to them.
        """
        taught = all(label.source_types for label in self.scheme.labels)
        if view is None or view.vector is None or self.classifier.reads_sentences or not findings or not taught:
            return None
        starts = [sentence.span.start for sentence in sentences]
        rows = []
        for found in findings:
            named = found.source.full if found and found.source else ()
            span = Span(named[0].span.start, named[-1].span.end)
            rows.append(view.vector(max(bisect_right(starts, span.start) - 1, 0), span))
        return np.stack(rows)

    def _question(self, sentence: Sentence, found: Finding | None) -> str:
        """Return what the classifier is asked about: the source as far as known, in its sentence if it reads those."""
        source = plain(found.source.full) if found and found.source else ""
        return f"{source}: {sentence.text}" if self.classifier.reads_sentences else source

    def _decide(self, text: str, found: Finding, zero_shot: Sequence[float] | None) -> Attribution:
        scores = pool(self.scheme, found, zero_shot, self.zero_shot_weight)
        label = max(scores, key=lambda name: scores[name])
        kind = source_type(found, self.scheme, label)
        if kind == "none" and found.source:  # a source was drawn, and is likelier not to answer for the sentence
            found = Finding(belief=found.belief, attributed=found.attributed)
        phrase = found.source.phrase if found.source else ()
        return Attribution(
            label=label,
            score=scores[label],
            scores=scores,
            source_type=kind,
            spans=found.spans,
            source=Span(phrase[0].span.start, phrase[-1].span.end).of(text) if phrase else None,
            resolved_source=found.source.text if found.source else None,
            via=found.via,
        )


def pool(scheme: Scheme, found: Finding, zero_shot: Sequence[float] | None, weight: float) -> dict[str, float]:
    """Return a probability for each label: that the sentence has a source at all, times that it is of the label's kind.

    The second is belief in the label's kinds of source times its weighed zero-shot score. `zero_shot` has a probability
    for each label in the scheme's order, or is `None` for a sentence without a source. The surer the words are, the
    less the classifier weighs: all of `weight` where they are of two minds, none where they are certain. A label
    without source types wins where the classifier finds it that much likelier than the best of the others, whatever
    the words.
    """
    belief: Belief = {kind: share for kind, share in found.belief.items() if kind != "none"}
    strongest = max(belief.values())
    damped = weight * min(1.0, 2.0 * (1.0 - strongest))
    scores = [1.0] * len(scheme.labels) if zero_shot is None else [max(score, SMALLEST) for score in zero_shot]
    given = dict(zip(scheme.names, scores, strict=True))
    logits: dict[str, float] = {}
    for label in scheme.labels:
        if kinds := [kind for kind in label.source_types if kind != "none"]:
            logits[label.name] = log(max(sum(belief[kind] for kind in kinds), FLOOR)) + damped * log(given[label.name])
    rival = given[max(logits, key=lambda name: logits[name])] if logits else 1.0
    for label in scheme.labels:
        if not label.source_types and zero_shot is None:
            logits[label.name] = log(FLOOR)
        elif not label.source_types:
            ahead = log(given[label.name] / rival)
            logits[label.name] = log(max(OPEN_LABEL * strongest, FLOOR)) + damped * log(rival) + weight * ahead
    top = max(logits.values(), default=0.0)
    shares = {name: exp(logit - top) for name, logit in logits.items()}
    whole = sum(shares.values()) / found.attributed if shares and found.attributed else inf
    silent = [label.name for label in scheme.labels if "none" in label.source_types]
    nobody = (1.0 - found.attributed if shares else 1.0) / len(silent)
    return {name: shares.get(name, 0.0) / whole + (nobody if name in silent else 0.0) for name in scheme.names}


def source_type(found: Finding, scheme: Scheme, label: str) -> SourceType:
    """Return the likeliest kind of source that the label covers, the likeliest of all where it covers none."""
    covered = next(each.source_types for each in scheme.labels if each.name == label)
    belief = {kind: share * found.attributed for kind, share in found.belief.items()} | {"none": 1 - found.attributed}
    kinds: Sequence[SourceType] = covered or tuple(found.belief)
    return max(kinds, key=lambda kind: belief[kind])
