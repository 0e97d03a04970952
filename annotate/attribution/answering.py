"""Whether a drawn source can answer for anything: people, bodies and documents can, things and amounts cannot."""

from __future__ import annotations

from collections.abc import Sequence

from annotate.attribution.lexicon import Lexicon
from annotate.attribution.tokens import Token, contains
from annotate.data import AttributionSpans, Span
from annotate.quotations import QUOTE_MARKS


def can_answer(sentence: Sequence[Token], spans: AttributionSpans, words: Lexicon) -> bool:
    """Tell whether the source may be somebody or a document.

    It may not where an article or a number brings in something that no list knows for either, and it does what things
    do: "a portion of ten grams provides", "these suggest", "a pump indicates". "A carpenter says" is a person's word
    without a list of trades, since things do not say, and nobody quotes them.
    """
    source = [token for token in _tokens_in(sentence, spans.source) if token.is_word]
    if not source or not _is_new(source, words) or _is_known(source, sentence, words):
        return True
    if any(token.text in QUOTE_MARKS for token in _tokens_in(sentence, spans.content)):
        return True
    cue = _tokens_in(sentence, spans.cue)
    personal = any(token.low in words.cues and token.low not in words.impersonal for token in cue)
    return personal or contains(cue, words.prepositions)


def _is_new(source: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether the source is a pronoun of things, or something not spoken of before: "a pump", "five litres"."""
    return (
        any(token.low in words.pronouns.inanimate for token in source[:2])
        or source[0].text[0].isdigit()
        or (len(source) > 1 and source[0].low in words.indefinite)
    )


def _is_known(source: Sequence[Token], sentence: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether a word of the source, or a capital that is not its sentence's, names somebody or a document."""
    if contains(source, words.office.phrases | words.anonymity.source_phrases):
        return True
    if all(token.low in words.indefinite for token in source):  # "another", "some"
        return True
    named = [token for token in source if token.low not in words.determiners | words.indefinite]
    return any(
        (token.is_capital and token is not sentence[0])
        or any(part in words.answering for part in (token.low, *token.low.split("-")))
        for token in named
    )


def _tokens_in(sentence: Sequence[Token], spans: Sequence[Span]) -> list[Token]:
    return [token for token in sentence if any(span.overlaps(token.span) for span in spans)]
