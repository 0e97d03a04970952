"""Documents cut into articles: scrubbed, language and metadata found, furniture marked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotate.data import Article, Document, Dropped, Span
from annotate.errors import InputError
from annotate.text.blocks import Block, blocks
from annotate.text.cutting import cut
from annotate.text.datelines import find_date, parse
from annotate.text.furniture import mark
from annotate.text.language import detect
from annotate.text.lexicon import Furniture, furniture
from annotate.text.scrubbing import scrub
from annotate.text.shapes import tokens

_OUTER = " \t\n\r\f\v\u00a0\u202f\u2028\u2029\u200b\ufeff"
_TAIL = re.compile(r"\s+(?:[|•·]|[-–—])\s+([^|–—]{2,40})$")
_ARTICLES = ("the ", "le ", "la ", "les ", "l'", "l’")


@dataclass(frozen=True, slots=True)
class _Guess:
    """Metadata that the text itself shows."""

    title: str | None
    outlet: str | None
    published: str | None


def prepare(document: Document) -> Iterator[Article]:
    """Yield the articles of `document`, in order; `text[text_start:]` of the scrubbed document starts each.

    Raises `InputError` where there is no text.
    """
    text = scrub(document.text)
    start = len(text) - len(text.lstrip(_OUTER))
    if start == len(text):
        raise InputError(document.path, "holds no text; remove it from the inputs or fill it")
    lexicon = furniture()
    articles = [
        _article(document, text, span.shift(start), part, lexicon)
        for part, span in enumerate(cut(text[start:], blocks(text[start:]), lexicon))
    ]
    outlet = next((article.outlet for article in articles if article.outlet), None)
    for article in articles:
        yield article if article.outlet or not outlet else _with_outlet(article, outlet)


def article_id(key: str, part: int) -> str:
    """Return what names an article for good: 16 hex digits over its document's key and its place there."""
    return hashlib.sha256(f"{scrub(key)}\0{part}".encode()).hexdigest()[:16]


def _article(document: Document, text: str, span: Span, part: int, lexicon: Furniture) -> Article:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip(_OUTER))
    body = piece.strip(_OUTER)
    title = document.title if part == 0 else None
    found = blocks(body)
    marks = mark(found, title, lexicon)
    guess = _guess(found, marks.headline, marks.dropped, body, lexicon)
    published = document.published if part == 0 else None
    guessed = [
        name
        for name, known, guessed in (
            ("title", title, guess.title),
            ("outlet", document.outlet, guess.outlet),
            ("published", published, guess.published),
        )
        if not known and guessed
    ]
    return Article(
        id=article_id(document.key, part),
        digest=hashlib.sha256(body.encode()).hexdigest(),
        path=document.path,
        part=part,
        text=body,
        text_start=start,
        language=detect(_prose(body, marks.dropped), document.language),
        title=title or guess.title,
        outlet=document.outlet or guess.outlet,
        url=document.url,
        published=published or guess.published,
        guessed=tuple(guessed),
        headline=marks.headline,
        dropped=marks.dropped,
    )


def _with_outlet(article: Article, outlet: str) -> Article:
    return replace(article, outlet=outlet, guessed=tuple(sorted({*article.guessed, "outlet"})))


def _prose(text: str, dropped: Sequence[Dropped]) -> str:
    """Return the start of the text without the furniture: menus speak other languages."""
    if not dropped:
        return text
    pieces, at = [], 0
    for each in dropped:
        pieces.append(text[at : each.span.start])
        at = each.span.end
    return " ".join([*pieces, text[at:]])


def _guess(
    found: Sequence[Block], headline: Span | None, dropped: Sequence[Dropped], text: str, lexicon: Furniture
) -> _Guess:
    title = headline.of(text).lstrip("# ") if headline else None
    outlet = None
    if title and (tail := _TAIL.search(title)) and _is_outlet(tail.group(1), tail.group(), lexicon):
        title, outlet = title[: tail.start()], tail.group(1).strip()
    published = None
    starts = {block.span.start: block for block in found}
    for each in dropped:
        if each.reason == "dateline" and each.span.start in starts:
            dateline = parse(starts[each.span.start].text, lexicon)
            if dateline:
                outlet, published = outlet or dateline.outlet, published or dateline.published
        if each.reason in ("timestamp", "dateline"):
            published = published or find_date(each.span.of(text), lexicon)
    return _Guess(title, outlet, published)


def _is_outlet(name: str, tail: str, lexicon: Furniture) -> bool:
    """Tell an outlet after a title from a speaker ("… – Macron")."""
    if not name[0].isupper() or len(name.split()) > 5:
        return False
    said = name.lower().startswith(_ARTICLES) or any(token in lexicon.outlet_words for token in tokens(name))
    return said or "|" in tail or "." in name.strip(".")
