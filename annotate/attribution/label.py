"""One attribution a sentence: spans found, the source resolved, a label of the scheme decided.

The words of the source give a belief over the built-in kinds of source; a zero-shot classifier scores the source against
the scheme's definitions; the two are pooled log-linearly (Genest and Zidek 1986). A scheme's label says in `source_types` which
kinds it covers; one that covers none competes by its definition alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from annotate.attribution.cues import CueExtractor
from annotate.attribution.lexicon import Lexicon, lexicon
from annotate.attribution.mentions import mentions
from annotate.attribution.resolve import Resolver, Source, is_quoted_only
from annotate.attribution.sources import UNATTRIBUTED, Belief, Reading, is_outlet, read_source
from annotate.attribution.tokens import Token, tokenize
from annotate.config import Scheme
from annotate.data import Article, Attribution, AttributionSpans, Sentence, SourceType, Span
from annotate.protocols import Classifier, SpanExtractor
from annotate.quotations import quotations

FLOOR = 0.01  # no label's belief is zero: the classifier may know better
OPEN_LABEL = 0.6  # belief in a label without source types, as a share of the strongest belief
NO_SPANS = AttributionSpans()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rules make of one sentence."""

    spans: AttributionSpans
    source: Source | None
    belief: Belief
    via: str | None = None


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
        texts = [_question(article.text, findings[index]) for index in asked]
        rows = self.classifier.score(texts, self.scheme, article.language) if texts else ()
        zero_shot = {index: [float(score) for score in row] for index, row in zip(asked, rows, strict=True)}
        return [
            None if found is None else self._decide(article.text, found, zero_shot.get(index))
            for index, found in enumerate(findings)
        ]

    def _decide(self, text: str, found: Finding, zero_shot: Sequence[float] | None) -> Attribution:
        scores = pool(self.scheme, found.belief, zero_shot, self.zero_shot_weight)
        label = max(scores, key=lambda name: scores[name])
        return Attribution(
            label=label,
            score=scores[label],
            scores=scores,
            source_type=source_type(found.belief, self.scheme, label),
            spans=found.spans,
            source=_text(text, found.source.phrase) if found.source else None,
            resolved_source=found.source.text if found.source else None,
            via=found.via,
        )


def pool(
    scheme: Scheme, belief: Belief, zero_shot: Sequence[float] | None, weight: float
) -> dict[str, float]:
    """Return a probability for each label: belief by source type times zero-shot score to the power of `weight`.

    `zero_shot` has a probability for each label in the scheme's order, or is `None` for a sentence without a source. The
    surer the words are, the less the classifier weighs: all of `weight` where they are of two minds, none where certain.
    """
    strongest = max(belief.values())
    weight *= min(1.0, 2.0 * (1.0 - strongest))
    logits = {}
    for index, label in enumerate(scheme.labels):
        covered = sum(belief[kind] for kind in label.source_types)
        if not label.source_types:
            covered = OPEN_LABEL * strongest if zero_shot is not None else 0.0
        logits[label.name] = log(max(covered, FLOOR))
        if zero_shot is not None:
            logits[label.name] += weight * log(max(zero_shot[index], 1e-6))
    top = max(logits.values())
    weights = {name: exp(logit - top) for name, logit in logits.items()}
    total = sum(weights.values())
    return {name: value / total for name, value in weights.items()}


def source_type(belief: Belief, scheme: Scheme, label: str) -> SourceType:
    """Return the likeliest kind of source that the label covers, else the likeliest of all."""
    covered = next(each.source_types for each in scheme.labels if each.name == label)
    kinds: Sequence[SourceType] = covered or tuple(belief)
    return max(kinds, key=lambda kind: belief[kind])


def find_sources(
    article: Article, sentences: Sequence[Sentence], extractor: SpanExtractor
) -> list[Finding | None]:
    """Return what the rules find for each sentence, `None` for headlines."""
    words = lexicon(article.language)
    quotes = quotations(article.text, unclosed=True)
    tokens = [tokenize(article.text, each.span, words.language, _near(quotes, each.span)) for each in sentences]
    spans = extractor.extract(article, sentences)
    resolver = Resolver(article.text, tokens, mentions(tokens, words), words)
    ahead = [_borrows_from(index, sentences, tokens, spans, quotes, words) for index in range(len(sentences))]
    findings: list[Finding | None] = []
    for index, sentence in enumerate(sentences):
        if sentence.kind != "sentence":
            findings.append(None)
            continue
        main = spans[index][0] if spans[index] else NO_SPANS
        lender = ahead[index]
        if main.source:
            findings.append(_sourced(index, tokens, spans[index], resolver, words))
        elif lender is not None:
            phrase = _tokens_in(tokens[lender], spans[lender][0].source)
            findings.append(_running(main, resolver.resolve(phrase, index), tokens[lender], words))
        elif main.content and (speaker := resolver.running(index)):
            findings.append(_running(main, speaker, tokens[speaker.sentence], words))
        else:
            resolver.note_topic(index)
            findings.append(Finding(NO_SPANS, None, UNATTRIBUTED))
    return findings


def _sourced(
    index: int,
    tokens: Sequence[Sequence[Token]],
    spans: Sequence[AttributionSpans],
    resolver: Resolver,
    words: Lexicon,
) -> Finding:
    """Return the finding for a sentence with a source of its own."""
    sentence, main = tokens[index], spans[0]
    phrase = _tokens_in(sentence, main.source)
    reading = read_source(phrase, sentence, words)
    via = _recipient(sentence, main, words)
    if reading.source_type == "publication":
        for other in spans[1:]:
            behind = _tokens_in(sentence, other.source)
            if behind and read_source(behind, sentence, words).source_type == "anonymous":
                source = resolver.resolve(behind, index)
                return Finding(other, source, Reading("anonymous", 0.9).belief(), _plain(phrase))
    source = resolver.resolve(phrase, index)
    if source.full != source.phrase:
        reading = _stronger(reading, read_source(source.full, sentence, words), phrase, words)
    return Finding(main, source, reading.belief(), via)


def _stronger(own: Reading, resolved: Reading, phrase: Sequence[Token], words: Lexicon) -> Reading:
    """Choose between what the phrase says and what the mention it refers back to says."""
    pronouns = words.words.pronouns.person | words.words.pronouns.plural | words.words.pronouns.thing
    if phrase[0].low in pronouns or phrase[0].low in words.words.demonstratives:
        return resolved
    if own.source_type in {"anonymous", "publication"} and own.sureness > 0.85:
        return own
    return own if own.sureness > resolved.sureness else resolved


def _running(spans: AttributionSpans, source: Source, said: Sequence[Token], words: Lexicon) -> Finding:
    """Return the finding for a sentence that goes on with somebody's quotation."""
    return Finding(spans, source, read_source(source.full, said, words).belief())


def _borrows_from(
    index: int,
    sentences: Sequence[Sentence],
    tokens: Sequence[Sequence[Token]],
    spans: Sequence[Sequence[AttributionSpans]],
    quotes: Sequence[Span],
    words: Lexicon,
) -> int | None:
    """Return the following sentence whose source speaks in this one: the same quotation, or "Smith said." after it."""
    if not spans[index] or spans[index][0].source or sentences[index].kind != "sentence":
        return None
    for later in range(index + 1, min(index + 6, len(sentences))):
        if sentences[later].kind != "sentence":
            return None
        joined = any(
            quote.overlaps(sentences[index].span) and quote.overlaps(sentences[later].span)
            for quote in _near(quotes, sentences[index].span)
        )
        short = later == index + 1 and is_quoted_only(tokens[later], words)
        if spans[later] and spans[later][0].source:
            return later if joined or short else None
        if not joined:
            return None
    return None


def _recipient(sentence: Sequence[Token], main: AttributionSpans, words: Lexicon) -> str | None:
    """Return the outlet that a source spoke to: "told AFP", "learned by AFP from"."""
    cue = main.cue[0] if main.cue else None
    source = main.source[0] if main.source else None
    for index, token in enumerate(sentence):
        opens = token.low in words.words.recipients or (cue is not None and token.span == cue)
        if token.quoted or not opens or (source is not None and source.covers(token.span)):
            continue
        end = index + 1
        while end < len(sentence) and end - index < 7 and sentence[end].is_word:
            end += 1
        for stop in range(end, index + 1, -1):
            named = [each for each in sentence[index + 1 : stop] if each.low not in words.words.determiners]
            if named and named[0].is_capital and named[-1].is_capital and is_outlet(named, words):
                return _plain(named)
    return None


def _question(text: str, found: Finding | None) -> str:
    """Return what the classifier is asked about: the source as far as it is known, in its cue."""
    if found is None or found.source is None:
        return ""
    return _plain(found.source.full)


def _plain(tokens: Sequence[Token]) -> str:
    """Return tokens as text; a mark joins the word before it."""
    joined = ""
    for token in tokens:
        glue = "" if not joined or not token.is_word or joined.endswith(("'", "’", "(")) else " "
        joined += glue + token.text
    return joined


def _text(text: str, tokens: Sequence[Token]) -> str:
    """Return the stretch of the article that the tokens span."""
    return text[tokens[0].span.start : tokens[-1].span.end]


def _tokens_in(tokens: Sequence[Token], spans: Sequence[Span]) -> tuple[Token, ...]:
    """Return the tokens that lie in one of `spans`."""
    return tuple(token for token in tokens if any(span.covers(token.span) for span in spans))


def _near(quotes: Sequence[Span], span: Span) -> list[Span]:
    """Return the quotes that overlap `span`; both are sorted."""
    first = bisect_left(quotes, span.start, key=lambda quote: quote.end)
    last = bisect_right(quotes, span.end, key=lambda quote: quote.start)
    return [quote for quote in quotes[first:last] if quote.overlaps(span)]
