"""PDF files: one document each, its lines joined into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from annotate.data import Document
from annotate.errors import InputError
from annotate.protocols import Source

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_PARTED = re.compile(r"(\w+)([-\u00ad\u2010])\n(\w+)")  # a word that two lines share
_COMPOUND = re.compile(r"\w+-\w+")
_SAME_SIZE = 0.15  # share by which the height of lines of one paragraph may differ
_WIDER = 1.35  # a step down that is wider than the usual one parts paragraphs
_INDENT = 0.5  # of a line's height
_SHORT = 3.0  # line heights by which a line that ends a paragraph is short of the others
_ENDS = re.compile(r"[.!?…][\"'”’»)\]\s]*$")


class PdfReader:
    """Reads the text that a PDF holds, column by column, words put together that lines part.

    Offsets count in the paragraphs, a blank line between them.
    """

    suffixes: tuple[str, ...] = (".pdf",)

    def read(self, source: Source) -> Iterator[Document]:
        """Yield one document. Raises `InputError` where the file is no PDF, is locked, or holds pictures only."""
        try:
            import pypdfium2
        except ImportError as error:
            raise InputError(source.path, 'to read PDF files: pip install "annotate[documents]"') from error
        try:
            with pypdfium2.PdfDocument(source.read_bytes()) as pdf:
                text, title = _text(pdf), pdf.get_metadata_value("Title").strip()
        except pypdfium2.PdfiumError as error:
            reason = f"not a whole PDF, or locked by a password ({error}); save it anew without, or its text as .txt"
            raise InputError(source.path, reason) from error
        if not text:
            raise InputError(
                source.path, "holds no text, only pictures; let an OCR program such as ocrmypdf read it first"
            )
        yield Document(key=source.key, path=source.path, text=text, title=title if title and title in text else None)


class Line(NamedTuple):
    """A line of a page: where it begins, ends and stands, in points from the lower left, and how high its type is."""

    text: str
    left: float
    right: float
    bottom: float
    height: float


def _text(pdf: PdfDocument) -> str:
    lines = [line for page in pdf for line in _lines(page.get_textpage())]
    joined = ["\n".join(line.text for line in each) for each in paragraphs(lines)]
    compounds = frozenset(_COMPOUND.findall(" ".join(joined)))
    return "\n\n".join(unbroken(each, compounds) for each in joined)


def _lines(page: PdfTextPage) -> Iterator[Line]:
    """Yield the lines of a page, in the order in which they are read."""
    import pypdfium2.raw as pdfium

    kept: list[tuple[int, str]] = []  # characters by their place
    for place in range(page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(page, place))
        if pdfium.FPDFText_IsHyphen(page, place) == 1:  # at the end of a line, which pdfium joins to the next
            yield _line(page, [*kept, (place, "-")])
            kept = []
        elif character != "\n":
            kept.append((place, character))
        elif any(not each.isspace() for _, each in kept):
            yield _line(page, kept)
            kept = []
    if any(not each.isspace() for _, each in kept):
        yield _line(page, kept)


def _line(page: PdfTextPage, kept: Sequence[tuple[int, str]]) -> Line:
    inked = [place for place, character in kept if not character.isspace()]
    left, bottom, _, top = page.get_charbox(inked[0], loose=True)
    _, base, right, head = page.get_charbox(inked[-1], loose=True)
    text = "".join(character for _, character in kept if character != "\0").strip()
    return Line(text, left, right, bottom, max(top - bottom, head - base))


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines grouped as their places, sizes and ends tell; a new column or page goes on in mid-sentence."""
    drops = [before.bottom - line.bottom for before, line in pairwise(lines)]
    usual = median([drop for drop in drops if drop > 0] or [0.0])
    groups: list[list[Line]] = [[line] for line in lines[:1]]
    for before, line in pairwise(lines):
        if _parted(before, line, usual):
            groups.append([])
        groups[-1].append(line)
    return groups


def _parted(before: Line, line: Line, usual: float) -> bool:
    """Tell whether a paragraph ends between two lines; `usual` is the step from one line down to the next."""
    if abs(line.height - before.height) > _SAME_SIZE * before.height:
        return True
    drop, ended = before.bottom - line.bottom, _ENDS.search(before.text) is not None
    if drop <= 0:
        return ended
    indented = line.left > before.left + _INDENT * line.height
    short = before.right < line.right - _SHORT * line.height
    return drop > _WIDER * usual or (ended and (indented or short))


def unbroken(paragraph: str, compounds: Collection[str] = ()) -> str:
    r"""Return a paragraph's lines as one, words put together that lines part; `compounds` keep their hyphen.

    >>> unbroken("A foot-\nbridge, well-\nknown in the Franco-\nGerman\nworld.", {"well-known"})
    'A footbridge, well-known in the Franco-German world.'
    """

    def whole(match: re.Match[str]) -> str:
        before, hyphen, after = match.groups()
        kept = hyphen != "\u00ad" and (not after[0].islower() or f"{before}-{after}" in compounds)
        return f"{before}-{after}" if kept else before + after

    return _PARTED.sub(whole, paragraph).replace("\n", " ")
