"""One attribution a sentence: what the words say, pooled with a zero-shot classifier, gives a label of the scheme.

The source's words give a belief over the built-in kinds of source; the classifier scores the source against the
scheme's definitions; the two are pooled log-linearly (Genest and Zidek 1986). A scheme's label says in `source_types`
which kinds it covers; one that covers none competes by its definition alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from annotate.attribution.cues import CueExtractor
from annotate.attribution.findings import Finding, find_sources
from annotate.attribution.sources import Belief
from annotate.attribution.tokens import plain
from annotate.config import Scheme
from annotate.data import Article, Attribution, Sentence, SourceType, Span
from annotate.protocols import Classifier, SpanExtractor

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
    ) -> None:
        self.scheme = scheme
        self.classifier = classifier
        self.extractor = extractor or CueExtractor()
        self.zero_shot_weight = zero_shot_weight

    def attribute(self, article: Article, sentences: Sequence[Sentence]) -> list[Attribution | None]:
        """Return an attribution for each sentence, `None` for headlines."""
        findings = find_sources(article, sentences, self.extractor)
        asked = [index for index, found in enumerate(findings) if found and found.source]
        questions = [self._question(sentences[index], findings[index]) for index in asked]
        rows = self.classifier.score(questions, self.scheme, article.language) if questions else ()
        zero_shot = {index: [float(score) for score in row] for index, row in zip(asked, rows, strict=True)}
        return [
            self._decide(article.text, found, zero_shot.get(index)) if found else None
            for index, found in enumerate(findings)
        ]

    def _question(self, sentence: Sentence, found: Finding | None) -> str:
        """Return what the classifier is asked about: the source as far as known, in its sentence if it reads those."""
        source = plain(found.source.full) if found and found.source else ""
        return f"{source}: {sentence.text}" if self.classifier.reads_sentences else source

    def _decide(self, text: str, found: Finding, zero_shot: Sequence[float] | None) -> Attribution:
        scores = pool(self.scheme, found.belief, zero_shot, self.zero_shot_weight)
        label = max(scores, key=lambda name: scores[name])
        phrase = found.source.phrase if found.source else ()
        return Attribution(
            label=label,
            score=scores[label],
            scores=scores,
            source_type=source_type(found.belief, self.scheme, label),
            spans=found.spans,
            source=Span(phrase[0].span.start, phrase[-1].span.end).of(text) if phrase else None,
            resolved_source=found.source.text if found.source else None,
            via=found.via,
        )


def pool(scheme: Scheme, belief: Belief, zero_shot: Sequence[float] | None, weight: float) -> dict[str, float]:
    """Return a probability for each label: belief in its source types times its weighed zero-shot score.

    `zero_shot` has a probability for each label in the scheme's order, or is `None` for a sentence without a source.
    The surer the words are, the less the classifier weighs: all of `weight` where they are of two minds, none where
    they are certain. A label without source types wins where the classifier finds it that much likelier than the best
    of the others, whatever the words.
    """
    strongest = max(belief.values())
    scores = [1.0] * len(scheme.labels) if zero_shot is None else [max(score, SMALLEST) for score in zero_shot]
    damped = weight * min(1.0, 2.0 * (1.0 - strongest))
    covered = {
        label.name: log(max(sum(belief[kind] for kind in label.source_types), FLOOR)) + damped * log(score)
        for label, score in zip(scheme.labels, scores, strict=True)
        if label.source_types
    }
    best = max(covered, key=lambda name: covered[name], default=None)
    rival = scores[scheme.names.index(best)] if best else 1.0
    logits = {}
    for label, score in zip(scheme.labels, scores, strict=True):
        if label.source_types:
            logits[label.name] = covered[label.name]
        elif zero_shot is None:
            logits[label.name] = log(FLOOR)
        else:
            logits[label.name] = log(OPEN_LABEL * strongest) + damped * log(rival) + weight * log(score / rival)
    top = max(logits.values())
    shares = {name: exp(logit - top) for name, logit in logits.items()}
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}


def source_type(belief: Belief, scheme: Scheme, label: str) -> SourceType:
    """Return the likeliest kind of source that the label covers, the likeliest of all where it covers none."""
    covered = next(each.source_types for each in scheme.labels if each.name == label)
    kinds: Sequence[SourceType] = covered or tuple(belief)
    return max(kinds, key=lambda kind: belief[kind])
