"""Turns of an interview: a label at a paragraph's start names who speaks from there on.

"((Ann Bell)) There were nine of us." and, where several such turns stand in the article, "ANN BELL: We saw nothing.",
"Q: … A: …".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from annotate.attribution.lexicon import Lexicon
from annotate.attribution.mentions import Names
from annotate.attribution.sources import has_name, is_outlet, is_place
from annotate.attribution.tokens import Token, tokenize
from annotate.data import AttributionSpans, Sentence, Span

FEWEST = 2  # turns that read like speech: one "Analysis: …" or a list makes no interview
LONGEST = 6  # words of a name with its title
_LINE = re.compile(r"^[^\S\n]*(.+)", re.MULTILINE)
_LABEL = re.compile(r"\(\(([^()]{1,80})\)\)|[(\[]([^()\[\]]{1,80})[)\]](?=\s)|([^\W\d_][^:()\[\]]{0,79}?)\s?(:)(?=\s)")


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks in a sentence, by the tokens of their label, and what of it is what."""

    speaker: tuple[Token, ...]
    spans: AttributionSpans


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands at the start of a line: `said` begins behind it; `speaker` is empty where it names nobody else."""

    line: int
    said: int
    source: Span
    cue: tuple[Span, ...]
    speaker: tuple[Token, ...]
    sure: bool  # in two brackets: a transcript's
    spoken: bool  # what follows reads like speech


def turns(
    text: str, sentences: Sequence[Sentence], names: Names, words: Lexicon, sourced: Sequence[bool]
) -> dict[int, Turn]:
    """Return the turn of each sentence that is one's, by index.

    A turn runs on over paragraphs up to the next label; the last one ends with its own, where the outlet may take over
    again. So it does where a later paragraph has a source of its own, as `sourced` says of each sentence.
    """
    labels = _labels(text, names, words)
    lines = [match.start() for match in _LINE.finditer(text)] if labels else []
    found: dict[int, Turn] = {}
    over = -1  # the label whose turn has ended
    for index, sentence in enumerate(sentences if labels else ()):
        line = lines[max(bisect_right(lines, sentence.span.start) - 1, 0)]
        at = bisect_right(labels, line, key=lambda label: label.line) - 1
        own = at >= 0 and labels[at].line == line
        if at < 0 or at == over or sentence.kind != "sentence" or not labels[at].speaker:
            continue
        if not own and (sourced[index] or at + 1 == len(labels)):
            over = at
            continue
        found[index] = Turn(labels[at].speaker, _spans(labels[at], sentence))
    return found


def _labels(text: str, names: Names, words: Lexicon) -> list[_Label]:
    """Return the labels of the article's lines, none where they do not make an interview."""
    found = [
        label
        for line in _LINE.finditer(text)
        if (match := _LABEL.match(text, line.start(1), line.end()))
        and (label := _label(match, line, names, words)) is not None
    ]
    return found if sum(label.spoken for label in found) >= FEWEST else [label for label in found if label.sure]


def _label(match: re.Match[str], line: re.Match[str], names: Names, words: Lexicon) -> _Label | None:
    """Return what opens the line as a label; `None` where it is none."""
    source = Span(*next(match.span(group) for group in (1, 2, 3) if match.group(group)))
    tokens = tokenize(match.string, source, words.language)
    sure = bool(match.group(1))
    asks = len(tokens) == 1 and tokens[0].low in words.interview.questions
    answers = len(tokens) == 1 and tokens[0].low in words.interview.answers
    named = answers or _is_speaker(tokens, names, words)
    if not (sure or asks or named):
        return None
    rest = tokenize(match.string, Span(match.end(), line.end()), words.language)
    spoken = asks or answers or any(_is_speech(token, words) for token in rest)
    cue = (Span(*match.span(4)),) if match.group(4) else ()
    return _Label(line.start(), match.end(), source, cue, tuple(tokens) if named else (), sure, spoken)


def _is_speech(token: Token, words: Lexicon) -> bool:
    """Tell whether people speak so to each other: "I've", "nous", a question."""
    return token.text == "?" or bool({token.low, token.low.split("'")[0]} & words.pronouns.first)


def _is_speaker(tokens: Sequence[Token], names: Names, words: Lexicon) -> bool:
    """Tell whether a label names a person by name or role: "ANN BELL", "Ann Bell, farmer", "LE MAIRE"."""
    end = next((at for at, token in enumerate(tokens) if not token.is_word), len(tokens))
    head = tokens[:end]
    small = words.particles | words.determiners
    if not 0 < end <= LONGEST or not all(token.is_capital or token.low in small for token in head):
        return False
    if is_place(head, words) or is_outlet(head, words):
        return False
    if len(head) == 1 and (known := names.fullest(head[0].low)) is not None and len(known.name) > 1:
        return True
    return has_name(head, words) or any(token.low in words.roles for token in head)


def _spans(label: _Label, sentence: Sentence) -> AttributionSpans:
    """Return the spans of a sentence of the turn; its label may lie outside, in a later one or as furniture."""
    start, end = max(label.said, sentence.span.start), sentence.span.end
    start += len(said := sentence.text[start - sentence.span.start :]) - len(said.lstrip())
    content = (Span(start, end),) if start < end else ()
    if not sentence.span.covers(label.source):
        return AttributionSpans(content=content)
    return AttributionSpans((label.source,), label.cue, content)
