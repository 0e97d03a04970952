"""Windows of an article: as many whole sentences as a model reads at once, in tokens and in words."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from unicodedata import category

from annotate.data import Sentence, Span
from annotate.models.spans import Word

WINDOW: Final = 256  # tokens, the markers included


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences of an article that are read together; `sentences` are their positions."""

    ids: list[int]
    words: list[Word] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)


def cut(sentences: Sequence[Sentence], tokenizer: Any, size: int = WINDOW) -> Iterator[Window]:
    """Yield windows of `size` tokens at most, of as many sentences as fit.

    Every sentence is in one window, a longer one in as many as it takes, parted between words; of a word longer than
    that, what fits is read. `tokenizer` is a fast one, since the words' offsets are wanted.
    """
    if not sentences:
        return
    opening, closing = _markers(tokenizer)
    space = size - len(opening) - len(closing)
    encoded = tokenizer(
        [sentence.text for sentence in sentences],
        add_special_tokens=False,
        return_offsets_mapping=True,
        verbose=False,  # what is too long is cut here
    )
    window = Window([*opening])
    for index, sentence in enumerate(sentences):
        words = _words(sentence.text, encoded["offset_mapping"][index], encoded.word_ids(index))
        for start, end, inside in _parts(words, len(encoded["input_ids"][index]), space):
            if window.sentences and len(window.ids) - len(opening) + end - start > space:
                window.ids.extend(closing)
                yield window
                window = Window([*opening])
            first = len(window.ids) - start
            for span, pieces in inside:
                rows = tuple(first + piece for piece in pieces if piece < end)
                window.words.append(Word(span.shift(sentence.span.start), rows))
            window.ids.extend(encoded["input_ids"][index][start:end])
            window.sentences.append(index)
    window.ids.extend(closing)
    yield window


def room(tokenizer: Any, config: Any) -> int:
    """Return how many tokens a model reads at most, by what its tokenizer and its config say."""
    return min(int(tokenizer.model_max_length), int(getattr(config, "max_position_embeddings", None) or 1 << 30))


def _markers(tokenizer: Any) -> tuple[list[int], list[int]]:
    """Return the tokens that the model wants before and after a text."""
    encoded = tokenizer("a")
    ids: list[int] = encoded["input_ids"]
    inside = [at for at, word in enumerate(encoded.word_ids(0)) if word is not None]
    return ids[: inside[0]], ids[inside[-1] + 1 :]


def _parts(
    words: Iterable[tuple[Span, list[int]]], length: int, space: int
) -> Iterator[tuple[int, int, list[tuple[Span, list[int]]]]]:
    """Yield which of the tokens of a text are read together, from and to, with their words; none holds over `space`."""
    start = 0
    inside: list[tuple[Span, list[int]]] = []
    for span, pieces in words:
        if pieces[-1] >= start + space:
            if inside:
                yield start, min(pieces[0], start + space), inside
            start, inside = pieces[0], []
        inside.append((span, pieces))
    yield start, min(length, start + space), inside


def _words(text: str, offsets: Sequence[tuple[int, int]], numbers: Sequence[int]) -> Iterator[tuple[Span, list[int]]]:
    """Yield the words of a text with the positions of their tokens.

    Punctuation stands by itself, as BERT's tokenizer has it and others do not. Marks that combine with a letter belong
    to it, although lower-casing tokenizers drop them.
    """
    start, end, number, alone = 0, 0, -1, False
    pieces: list[int] = []
    for at, (token, of) in enumerate(zip(offsets, numbers, strict=True)):
        begins, ends = _trimmed(text, *token)
        if begins == ends:
            continue
        mark = all(sign in string.punctuation or category(sign).startswith("P") for sign in text[begins:ends])
        ends = _past_combining(text, ends)
        joined = of == number and not (mark or alone) and not any(sign.isspace() for sign in text[end:begins])
        if pieces and (joined or begins < end):  # several tokens for one sign share its place
            end = max(end, ends)
            pieces.append(at)
        else:
            if pieces:
                yield Span(start, end), pieces
            start, end, number, alone, pieces = begins, ends, of, mark, [at]
    if pieces:
        yield Span(start, end), pieces


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of a token without the white space that some tokenizers count in."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _past_combining(text: str, end: int) -> int:
    while end < len(text) and category(text[end]).startswith("M"):
        end += 1
    return end
