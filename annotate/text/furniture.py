"""The stretches of an article that are page furniture, each with its reason, and its headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotate.data import Dropped, DropReason, Span
from annotate.text.blocks import Block
from annotate.text.datelines import parse
from annotate.text.headlines import find_headline, is_body, same_title
from annotate.text.inner import inner_marks
from annotate.text.lexicon import Furniture
from annotate.text.lines import leads_on, names_picture, own_reason, trailing_credit
from annotate.text.shapes import all_capitalised, is_upper, opener, tokens, words

_STANDFIRST = 60  # code points from which a line without a full stop under the title is kept
_CROSSHEAD = 70
_TEASERS = 6  # lines that one bare "Read more" may lead to
_BULLET = re.compile(r"[•·▪◦●‣■*–-]\s")
_NAME = re.compile(r"[\w.,'’& \u00a0-]+")
_CAPTION = 400


@dataclass(frozen=True, slots=True)
class Marks:
    """The headline's place and what is dropped, in text order."""

    headline: Span | None
    dropped: tuple[Dropped, ...]


def mark(found: Sequence[Block], title: str | None, lexicon: Furniture) -> Marks:
    """Return the headline and the furniture among the blocks of an article.

    Where all would be furniture nothing is: an input of one short line is a sentence.
    """
    page = _Page(found, lexicon, title)
    reasons = page.reasons()
    kept = [block for i, block in enumerate(found) if i not in reasons and i != page.headline]
    if not kept:
        return Marks(None, ())
    whole = [Dropped(found[i].span, reason) for i, reason in reasons.items()]
    inner = list(inner_marks(kept, lexicon))
    headline = found[page.headline].span if page.headline is not None else None
    return Marks(headline, tuple(sorted(whole + inner, key=lambda each: each.span)))


class _Page:
    """The blocks of one article with what each is taken for; rules are applied in the order of `reasons`."""

    def __init__(self, found: Sequence[Block], lexicon: Furniture, title: str | None) -> None:
        self.found = found
        self.lexicon = lexicon
        self._reasons: dict[int, DropReason] = {}
        for i, block in enumerate(found):
            if reason := own_reason(block.text, lexicon):
                self._reasons[i] = reason
        self.headline = find_headline(found, self._reasons, title, lexicon)
        if self.headline is not None:
            self._reasons.pop(self.headline, None)
        self._title = title if title else found[self.headline].text if self.headline is not None else None
        self._first_body = next((i for i, b in enumerate(found) if self._is_body(i, b)), len(found))
        self._last_body = next((i for i in range(len(found) - 1, -1, -1) if self._is_body(i, found[i])), -1)

    def reasons(self) -> dict[int, DropReason]:
        """Return the furniture blocks by index, each with its reason."""
        rules = [self._repeated, self._captions, self._teasers]
        if self._last_body >= 0:  # a page of short lines alone, such as a table of results, has no top and bottom
            rules += [self._top, self._middle, self._bottom]
        for rule in rules:
            for i, reason in rule():
                self._reasons.setdefault(i, reason)
        return self._reasons

    def _open(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Block]]:
        """Yield the blocks that nothing is known of yet."""
        for i in range(start, len(self.found) if end is None else end):
            if i not in self._reasons and i != self.headline:
                yield i, self.found[i]

    def _is_body(self, i: int, block: Block) -> bool:
        return i not in self._reasons and i != self.headline and is_body(block)

    def _repeated(self) -> Iterator[tuple[int, DropReason]]:
        if self._title is None:
            return
        for i, block in self._open():
            if not block.ends_sentence and len(tokens(block.text)) >= 3 and same_title(block.text, self._title):
                yield i, "headline"

    def _captions(self) -> Iterator[tuple[int, DropReason]]:
        for i, block in self._open():
            if len(block.text) > _CAPTION:
                continue
            credited = trailing_credit(block.text, self.lexicon) is not None
            above_text = i < self._first_body < len(self.found) and not parse(block.text, self.lexicon)
            over_credit = self._reasons.get(i + 1) == "credit" and not block.ends_sentence
            if (
                (
                    self._reasons.get(i - 1) == "counter"
                    and (credited or not block.ends_sentence or i + 1 in self._reasons)
                )
                or (credited and (above_text or names_picture(block.text, self.lexicon)))
                or (above_text and over_credit)
            ):
                yield i, "caption"

    def _teasers(self) -> Iterator[tuple[int, DropReason]]:
        for i, reason in list(self._reasons.items()):
            if reason == "link" and leads_on(self.found[i].text, self.lexicon):
                yield from ((j, "link") for j in self._led_to(i))

    def _led_to(self, opener_at: int) -> Iterator[int]:
        """Yield the teasers under a bare "Read more": lines without a full stop, one unless bulleted."""
        for i in range(opener_at + 1, min(opener_at + 1 + _TEASERS, len(self.found))):
            block = self.found[i]
            bulleted = _BULLET.match(block.text) is not None
            first = i == opener_at + 1
            if i == self.headline or len(block.text) > 160 or block.text.endswith((".", ".”", '."', ",")):
                return
            if not first and not bulleted and not (i > self._last_body):
                return
            if i not in self._reasons:
                yield i

    def _top(self) -> Iterator[tuple[int, DropReason]]:
        """Yield the kickers above the title, and the short lines between title and text."""
        for i, block in self._open(0, self._first_body):
            short = len(block.text) < _STANDFIRST and not block.ends_sentence
            if self.headline is not None and i < self.headline:
                if short or is_upper(block.text):
                    yield i, "rubric"
            elif short and not _BULLET.match(block.text) and not block.text.endswith(":"):
                yield i, "byline" if self._is_name(block.text) else "rubric"
            elif self._is_label(block.text):
                yield i, "rubric"

    def _middle(self) -> Iterator[tuple[int, DropReason]]:
        """Yield what parts the paragraphs: labels, signatures, cross-heads."""
        questions: list[int] = []
        heads = 0
        for i, block in self._open(self._first_body + 1, self._last_body):
            if self._is_label(block.text):
                yield i, "rubric"
            elif self._is_signature(block.text) and self._after_full_stop(i):
                yield i, "byline"
            elif self._is_crosshead(i, block):
                heads += 1
                if block.text.endswith("?"):
                    questions.append(i)
                else:
                    yield i, "crosshead"
        if heads > 1:  # a single question between paragraphs is as likely the author's own
            yield from ((i, "crosshead") for i in questions)

    def _bottom(self) -> Iterator[tuple[int, DropReason]]:
        """Yield what comes after the last paragraph: signatures, and teasers without a full stop."""
        for i, block in self._open(self._last_body + 1):
            if i <= self._first_body or _BULLET.match(block.text):
                continue
            if self._is_label(block.text):
                yield i, "rubric"
            elif self._is_signature(block.text):
                yield i, "byline"
            elif self._is_leftover(i, block):
                yield i, "link"

    def _is_leftover(self, i: int, block: Block) -> bool:
        """Tell whether a line under the text is a teaser or the like: short, and no sentence."""
        short = len(block.text) <= _CROSSHEAD and not block.text.endswith((":", ","))
        whole = not block.text[0].islower() and (i + 1 == len(self.found) or not self.found[i + 1].text[0].islower())
        return short and whole and not block.ends_sentence and self._after_full_stop(i)

    def _is_crosshead(self, i: int, block: Block) -> bool:
        text = block.text
        if len(text) > _CROSSHEAD or _BULLET.match(text) or text.endswith((":", ",", ";")) or text[0].islower():
            return False
        following = self.found[i + 1]
        if not self._after_full_stop(i) or following.text[0].islower():
            return False
        if text.endswith("?"):
            return text[0].isalpha() and opener(text, self.lexicon.questions, 2) is not None and is_body(following)
        return not block.ends_sentence and self._is_running(i + 1)

    def _is_running(self, i: int) -> bool:
        """Tell whether text goes on at `i`, as it does under a cross-head and not in a list."""
        block = self.found[i]
        return (
            i in self._reasons or block.ends_sentence or block.text.endswith((":", ",")) or len(block.text) > _CROSSHEAD
        )

    def _after_full_stop(self, i: int) -> bool:
        """Tell whether nothing above runs on into block `i`."""
        before = self.found[i - 1]
        return i == 0 or i - 1 in self._reasons or i - 1 == self.headline or before.ends_sentence

    def _is_label(self, text: str) -> bool:
        """Tell whether a line is one to four words in capitals: "LETTERS."."""
        return len(text) <= 40 and is_upper(text) and len(words(text)) <= 4 and not text.endswith(("!", "?", ","))

    def _is_name(self, text: str) -> bool:
        return 2 <= len(words(text)) <= 5 and all_capitalised(text, self.lexicon.name_particles)

    def _is_signature(self, text: str) -> bool:
        """Tell whether a line is a name or a town alone: "Ann Lee." or "Salem, Ore."."""
        short = len(text) <= 45 and 2 <= len(text.split()) <= 5
        return short and _NAME.fullmatch(text) is not None and self._is_name(text)
