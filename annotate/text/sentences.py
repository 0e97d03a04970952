"""The sentences of an article: sentencex's, mended, between the furniture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import sentencex

from annotate.data import Article, Sentence, SentenceKind, Span
from annotate.quotations import quotations
from annotate.text.blocks import blocks
from annotate.text.lexicon import Stops, stops

_BULLET = re.compile(r"(?:[•·▪◦●‣■*–—-]|\d{1,2}[.)])\s+(?=\S)")
_QUOTES = str.maketrans(dict.fromkeys('“”„«»"″‘‹›', " "))
_LONE_APOSTROPHE = re.compile(r"(?<!\w)['’]|['’](?!\w)")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:[.-][^\W\d_]+)*)\.$")
_INITIAL = re.compile(r"(?:^|[\s(.-])[^\W\d_a-zß-ÿ]\.$")
_COUNTED = re.compile(r"\W*\d{1,3}[.)]\s*")
_HOUR = re.compile(r"\d\s?[ap]\.m\.$")
_GLUED = re.compile(r"[^\W\d_]{2}[.!?]$|[”»\"][.!?]$|\d[.!?]$")
_GLUED_ON = re.compile(r"[“«\"]?\s?([^\W\d_]{2,})")
_NAME_BEFORE = re.compile(r"[^\W\d_]+")
_SPACES = " \t\u00a0\u202f"
_OPENERS = "“\"«‘'([" + _SPACES
_REACH = 24  # code points before a boundary that decide on it
_LONGEST_ALONE = 300  # code points of a quotation of several sentences that stays one where it stands alone
_LONGEST_TOLD = 600  # … and where a reporting clause goes on behind it
_CLAUSE = 80
_CLOSERS = "”»″’)]›"


def split(article: Article) -> list[Sentence]:
    """Return the sentences of `article` in text order, the headline among them.

    They overlap neither each other nor what is dropped; none is empty.
    """
    lexicon = stops(article.language)
    found: list[tuple[Span, SentenceKind]] = []
    if article.headline is not None:
        found.append((article.headline, "headline"))
    taken = sorted([each.span for each in article.dropped] + ([article.headline] if article.headline else []))
    for block in blocks(article.text):
        for piece in _between(block.span, taken):
            for span in _sentences(article.text, piece, article.language, lexicon):
                found.append((span, "sentence"))
    return [
        Sentence(article.id, index, span, span.of(article.text), kind)
        for index, (span, kind) in enumerate(sorted(found, key=lambda each: each[0]))
    ]


def _between(block: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield what of `block` is not taken; `taken` is sorted and does not overlap."""
    at = block.start
    for span in taken[max(bisect_right(taken, Span(block.start, block.start)) - 1, 0) :]:
        if span.start >= block.end:
            break
        if span.start > at:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < block.end:
        yield Span(at, block.end)


def _sentences(text: str, piece: Span, language: str, lexicon: Stops) -> Iterator[Span]:
    """Yield the sentences of a stretch of running text."""
    bullet = _BULLET.match(text, piece.start, piece.end)
    start = bullet.end() if bullet else piece.start
    line = text[start : piece.end].replace("\n", " ")
    at = 0
    for end in [*boundaries(line, language, lexicon), len(line)]:
        part = line[at:end]
        left = at + len(part) - len(part.lstrip())
        right = at + len(part.rstrip())
        if left < right:
            yield Span(start + left, start + right)
        at = end


def boundaries(line: str, language: str, lexicon: Stops) -> list[int]:
    """Return where sentences of one paragraph end, the last one's end left out.

    sentencex sees the line with its quotation marks blanked, so that it knows abbreviations and full stops only;
    marks, abbreviations it lacks and quotations of several sentences are settled here.
    """
    masked = _LONE_APOSTROPHE.sub(" ", line.translate(_QUOTES))
    candidates = [_after_closers(line, masked, start) for start in _starts(masked, language)]
    kept: list[int] = []
    for end in candidates:
        start = kept[-1] if kept else 0
        if start < end < len(line) and not _COUNTED.fullmatch(line, start, end) and _divides(line, end, lexicon):
            kept.append(end)
    return _outside_quotations(line, kept, lexicon)


def _starts(masked: str, language: str) -> list[int]:
    return [each["start_index"] for each in sentencex.get_sentence_boundaries(language, masked)][1:]


def _after_closers(line: str, masked: str, start: int) -> int:
    """Return the end of the sentence before `start`: behind its full stop and the marks that close it."""
    stop = start
    while stop > 0 and masked[stop - 1].isspace():
        stop -= 1
    end = stop
    for i in range(stop, start):
        if line[i] in _CLOSERS or (line[i] in "\"'" and not line[i - 1].isspace()):
            end = i + 1
        elif not line[i].isspace():
            break
    return end


def _divides(line: str, end: int, lexicon: Stops) -> bool:
    """Tell whether a sentence ends at `end`: sentencex is wrong after abbreviations it does not know."""
    before = line[max(end - _REACH, 0) : end]
    rest = line[end : end + 2 * _REACH]
    after = rest.lstrip(_SPACES)
    opened = after.lstrip(_OPENERS)
    if not opened or opened[0].islower():
        return False
    if not any(char.isalnum() for char in before):
        return False
    if rest == after:
        return _glued(before, after)
    if word := _LAST_WORD.search(before):
        name = word.group(1).lower()
        name = name if name in lexicon.before_name else name.rsplit("-", 1)[-1]
        if name in lexicon.before_name and opened[0].isalnum():
            return False
        if name in lexicon.before_number and opened[0].isdigit():
            return False
    if _HOUR.search(before):
        following = _NAME_BEFORE.match(opened)
        return following is None or following.group().lower() not in lexicon.after_hour
    return not (
        _INITIAL.search(before) and opened == after and _NAME_BEFORE.match(opened) and not _opens_clause(before)
    )


def _opens_clause(before: str) -> bool:
    """Tell a capital that ends a sentence ("vitamin C.") from an initial; abbreviations in capitals go on ("U.S.")."""
    return len(before) > 4 and before[-3] == " " and before[-4].islower()


def _glued(before: str, after: str) -> bool:
    """Tell whether a full stop without a space behind it ends a sentence, as in scraped pages."""
    token = before.rsplit(" ", 1)[-1]
    if not _GLUED.search(before) or any(sign in token for sign in ("://", "www.", "@")):
        return False
    if after.startswith(("M. ", "A ", "I ", "À ")):
        return True
    head = _GLUED_ON.match(after)
    return head is not None and head.group(1)[0].isupper() and not head.group(1).isupper()


def _outside_quotations(line: str, ends: Sequence[int], lexicon: Stops) -> list[int]:
    """Leave out the boundaries that would tear a quotation, or part it from its reporting clause."""
    kept: list[int] = []
    quoted = quotations(line)
    starts = [quotation.start for quotation in quoted]
    for n, end in enumerate(ends):
        at = bisect_right(starts, end - 1) - 1
        if at >= 0:
            quotation = quoted[at]
            inside = quotation.start < end < quotation.end
            told = _told(line, quotation.end)
            if inside and len(quotation) <= (_LONGEST_TOLD if told else _LONGEST_ALONE):
                continue
            following = ends[n + 1] if n + 1 < len(ends) else len(line)
            if end == quotation.end and _is_clause(line[end:following], lexicon):
                continue
        kept.append(end)
    return kept


def _told(line: str, end: int) -> bool:
    """Tell whether a clause goes on behind a quotation that ends at `end`."""
    rest = line[end : end + 4].lstrip(_SPACES)
    if rest and (rest[0] in ",;" or rest[0].islower()):
        return True
    return line[max(end - 3, 0) : end].rstrip('”"»’' + _SPACES).endswith(",")


def _is_clause(sentence: str, lexicon: Stops) -> bool:
    """Tell whether all that `sentence` says is who spoke: "Ms Lee asked."."""
    bare = sentence.strip()
    if len(bare) > _CLAUSE or not bare:
        return False
    found = bare.rstrip(".").split()
    return 2 <= len(found) <= 6 and found[-1] in lexicon.reporting and found[0][0].isupper()
