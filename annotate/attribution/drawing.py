"""What the rules and a model draw in one sentence, pooled: its attributions, the main one first, and how sure that is.

Each cue is weighed by what the model thinks of it and by whether the rules name it too; neither overrules the other.
The weights are those of a logistic regression on own sentences (scripts/fit_attribution.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from annotate.config import Strict, load_settings
from annotate.data import AttributionSpans, FoundAttribution, Span

RULED, UNRULED = 0.95, 0.2  # that a sentence is attributed where the rules, by themselves, find a source or none


class Weights(Strict):
    """Log-odds that a cue speaks for its sentence: what each point of the model's is worth, and each rule's word."""

    bias: float
    model: float
    first_rule: float  # the rules' main one
    other_rule: float
    unseen: float  # the model did not offer it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue of a sentence with its spans; `main` is the model's log-odds, `rule` its rank by the rules."""

    spans: AttributionSpans
    main: float | None = None
    rule: int | None = None

    def score(self, weights: Weights) -> float:
        """Return the log-odds that it speaks for the sentence."""
        score = weights.bias + (weights.unseen if self.main is None else weights.model * self.main)
        if self.rule is not None:
            score += weights.other_rule if self.rule else weights.first_rule
        return score


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sentence's attributions, the main one first; `attributed` is the probability that one speaks for it."""

    spans: tuple[AttributionSpans, ...]
    attributed: float


def by_rules(spans: Sequence[AttributionSpans]) -> Drawn:
    """Return what the rules drew, as it is."""
    return Drawn(tuple(spans), RULED if spans else UNRULED)


def pooled(rules: Sequence[AttributionSpans], found: Sequence[FoundAttribution], weights: Weights) -> Drawn:
    """Return both drawings as one: a cue that both name is one attribution, its spans the model's where it has them."""
    scored = sorted(
        ((each.score(weights), each.spans) for each in candidates(rules, found) if each.spans.source),
        key=lambda entry: -entry[0],
    )
    best = scored[0][0] if scored else weights.bias + weights.unseen
    attributed = 1.0 / (1.0 + exp(-best))
    kept = tuple(spans for score, spans in scored if score > 0.0)
    return Drawn(kept or tuple(spans for spans in rules if not spans.source), attributed)


def candidates(rules: Sequence[AttributionSpans], found: Sequence[FoundAttribution]) -> list[Candidate]:
    """Return every cue that either names, once."""
    sourced = [spans for spans in rules if spans.source]
    matched: set[int] = set()
    both = []
    for each in found:
        at = next((n for n, spans in enumerate(sourced) if _touch(spans.cue, each.spans.cue)), None)
        if at is None:
            both.append(Candidate(each.spans, each.main))
        else:
            matched.add(at)
            both.append(Candidate(_completed(each.spans, sourced[at]), each.main, at))
    return both + [Candidate(spans, None, at) for at, spans in enumerate(sourced) if at not in matched]


def _completed(spans: AttributionSpans, other: AttributionSpans) -> AttributionSpans:
    """Return the model's spans with what they lack of the rules'."""
    return AttributionSpans(spans.source or other.source, spans.cue or other.cue, spans.content or other.content)


def _touch(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in one for b in other)


@cache
def fitted_weights() -> Weights:
    """Return the weights of `configs/lexicons/attribution/pooling.yaml`."""
    return load_settings(Weights, "attribution/pooling")
