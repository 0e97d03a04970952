"""What the attribution rules make of an article that is written a sentence a line."""

from __future__ import annotations

from collections.abc import Sequence

from annotate.attribution.cues import CueExtractor
from annotate.attribution.drawing import Drawn, by_rules
from annotate.attribution.findings import Finding, find_sources
from annotate.attribution.lexicon import lexicon
from annotate.attribution.tokens import Token, tokenize
from annotate.data import Article, AttributionSpans, Sentence, SourceType, Span
from tests.builders import article, sentences


def tokens_of(text: str, language: str = "en") -> list[Token]:
    """Return the tokens of one sentence, none of them quoted."""
    return tokenize(text, Span(0, len(text)), lexicon(language).language)


def spans_of(text: str, language: str = "en") -> list[AttributionSpans]:
    """Return the attributions of the last line of `text`."""
    of = article(text, language=language)
    return CueExtractor().extract(of, sentences(of))[-1]


def parts_of(text: str, language: str = "en") -> tuple[str, str]:
    """Return source and cue of the main attribution of the last line, empty where it has none."""
    found = spans_of(text, language)
    if not found:
        return "", ""
    return " ".join(span.of(text) for span in found[0].source), " ".join(span.of(text) for span in found[0].cue)


def drawn(of: Article, found: Sequence[Sentence]) -> list[Drawn]:
    """Return what the rules alone draw."""
    return [by_rules(spans) for spans in CueExtractor().extract(of, found)]


def findings_of(text: str, language: str = "en") -> list[Finding]:
    """Return what the rules find for each line that is no headline."""
    of = article(text, language=language)
    return [found for found in find_sources(of, sentences(of), drawn(of, sentences(of))) if found]


def paragraph(*texts: str, language: str = "en") -> list[Finding]:
    """Return what the rules find for each sentence of one paragraph."""
    of, found, start = article(" ".join(texts), language=language), [], 0
    for index, text in enumerate(texts):
        found.append(Sentence(of.id, index, Span(start, start + len(text)), text))
        start += len(text) + 1
    return [each for each in find_sources(of, found, drawn(of, found)) if each]


def kind_of(found: Finding) -> SourceType:
    """Return the kind of source that a finding believes in most."""
    return max(found.belief, key=lambda kind: found.belief[kind]) if found.attributed > 0.5 else "none"
