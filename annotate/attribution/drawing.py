"""What the rules and a model draw in one sentence, pooled: its attributions, the main one first, and how sure that is.

Each cue is weighed by what the model thinks of it and by whether the rules name it too, with the weights of a logistic
regression on own sentences (scripts/fit_attribution.py). By those, a cue that the model does not see never speaks for
its sentence; where another does, what the rules name is kept behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from annotate.attribution.lexicon import Lexicon, fold
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
    """A cue of a sentence with its spans; `main` is the model's log-odds, `rule` its rank by the rules.

    `cited` says that the rules read it as the source behind the source: "…, citing officials".
    """

    spans: AttributionSpans
    main: float | None = None
    rule: int | None = None
    cited: bool = False

    def score(self, weights: Weights) -> float:
        """Return the log-odds that it speaks for the sentence."""
        score = weights.bias + (weights.unseen if self.main is None else weights.model * self.main)
        if self.rule is not None:
            score += weights.other_rule if self.rule else weights.first_rule
        return score


@dataclass(frozen=True, slots=True)
class Wording:
    """The article's text and its language's words, for what spans alone do not tell."""

    text: str
    words: Lexicon

    def cites(self, spans: AttributionSpans) -> bool:
        """Tell whether the cue is one of citing, whom it cites after it: they stand behind another source."""
        return _follows(spans) and any(fold(cue.of(self.text)) in self.words.citing for cue in spans.cue)

    def is_determiner(self, span: Span) -> bool:
        """Tell whether the span is an article or the like, and nothing else."""
        return fold(span.of(self.text).strip()) in self.words.determiners


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sentence's attributions, the main one first; `attributed` is the probability that one speaks for it."""

    spans: tuple[AttributionSpans, ...]
    attributed: float


def by_rules(spans: Sequence[AttributionSpans]) -> Drawn:
    """Return what the rules drew, as it is."""
    return Drawn(tuple(spans), RULED if spans else UNRULED)


def pooled(
    rules: Sequence[AttributionSpans],
    found: Sequence[FoundAttribution],
    weights: Weights,
    wording: Wording | None = None,
) -> Drawn:
    """Return both drawings as one: a cue that both name is one attribution, its spans the model's where it has them.

    Whom an outlet cites stands behind the outlet, however likely the cue. The weights say which cue is the main one and
    whether there is any; further ones are the rules' too, since no weight was fitted on those.
    """
    scored = sorted(
        ((each.score(weights), each) for each in candidates(rules, found, wording) if each.spans.source),
        key=lambda entry: -entry[0],
    )
    best = scored[0][0] if scored else weights.bias + weights.unseen
    attributed = 1.0 / (1.0 + exp(-best))
    likely = any(score > 0.0 for score, _ in scored)
    ahead = tuple(
        each.spans for score, each in scored if not each.cited and (score > 0.0 or (likely and each.rule is not None))
    )
    behind = tuple(each.spans for _, each in scored if likely and each.cited)
    return Drawn(ahead + behind or tuple(spans for spans in rules if not spans.source), attributed)


def candidates(
    rules: Sequence[AttributionSpans], found: Sequence[FoundAttribution], wording: Wording | None = None
) -> list[Candidate]:
    """Return every cue that either names, once."""
    sourced = [spans for spans in rules if spans.source]
    cited = [wording is not None and wording.cites(spans) for spans in sourced]
    matched: set[int] = set()
    both = []
    for each in found:
        at = next((n for n, spans in enumerate(sourced) if _touch(spans.cue, each.spans.cue)), None)
        if at is None:
            both.append(Candidate(each.spans, each.main))
            continue
        matched.add(at)
        others = [other.spans.source for other in found if other is not each]
        others += [spans.source for spans in sourced[:at]]
        cues = [span for other in found if other is not each for span in other.spans.cue]
        swallows = _touch(each.spans.source, cues) and not _touch(sourced[at].source, cues)
        ruled = cited[at] or swallows or (at > 0 and _lent(each.spans, sourced[at], others))
        spans = _completed(each.spans, sourced[at], wording, ruled=ruled)
        both.append(Candidate(spans, each.main, at, cited[at]))
    unseen = (at for at in range(len(sourced)) if at not in matched)
    return both + [Candidate(sourced[at], None, at, cited[at]) for at in unseen]


def _completed(
    spans: AttributionSpans, other: AttributionSpans, wording: Wording | None, *, ruled: bool
) -> AttributionSpans:
    """Return the model's spans with what they lack of the rules'; `ruled`: the source is the rules'."""
    source = other.source if ruled or not spans.source else spans.source
    if wording and (_lacks_determiner(source, other.source, wording) or _runs_over(source, other.source, wording)):
        source = other.source
    return AttributionSpans(source, spans.cue or other.cue, spans.content or other.content)


def _lent(spans: AttributionSpans, ruled: AttributionSpans, others: Sequence[Sequence[Span]]) -> bool:
    """Tell whether the model gives the cue another cue's source, where the rules read its own right after it."""
    return _follows(ruled) and spans.source in others and not _touch(spans.source, ruled.source)


def _follows(spans: AttributionSpans) -> bool:
    """Tell whether the source stands after its cue."""
    return bool(spans.cue and spans.source) and spans.cue[-1].end <= spans.source[0].start


def _lacks_determiner(source: Sequence[Span], ruled: Sequence[Span], wording: Wording) -> bool:
    """Tell whether the rules' source is the same but for an article before it: "Le Monde" for "Monde"."""
    if len(source) != 1 or len(ruled) != 1:
        return False
    (short,), (long,) = source, ruled
    return short.end == long.end and long.start < short.start and wording.is_determiner(Span(long.start, short.start))


def _runs_over(source: Sequence[Span], ruled: Sequence[Span], wording: Wording) -> bool:
    """Tell whether the rules' source is the same but for what leads to whom it was said: "aides to" the BBC."""
    if len(source) != 1 or len(ruled) != 1:
        return False
    (long,), (short,) = source, ruled
    rest = Span(short.end, max(short.end, long.end)).of(wording.text)
    return short.start == long.start and fold(rest.strip()) in wording.words.recipients


def _touch(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in one for b in other)


@cache
def fitted_weights() -> Weights:
    """Return the weights of `configs/lexicons/attribution/pooling.yaml`."""
    return load_settings(Weights, "attribution/pooling")
