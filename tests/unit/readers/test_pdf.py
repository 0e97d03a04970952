"""PDF files: columns, paragraphs, words that lines part."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate.readers.pdf import Line, paragraphs, unbroken
from tests.unit.readers.making import reading

Row = tuple[float, float, float, str]


def pdf(*pages: list[Row], title: str = "") -> bytes:
    """Return a PDF with rows of text: left, bottom, size in points, and words in Latin letters."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font,
    ]
    for number, rows in enumerate(pages):
        drawn = b"".join(
            b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, left, bottom, words.encode("cp1252"))
            for left, bottom, size, words in rows
        )
        uses = f"/Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {uses} >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(drawn), drawn))
    objects.append(f"<< /Title ({title}) >>".encode())
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (size, len(objects))
    return written + b"xref\n0 %d\n0000000000 65535 f \n%s%sstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        trailer,
        len(written),
    )


def column(left: float, top: float, *words: str, step: float = 12, size: float = 10) -> list[Row]:
    return [(left, top - number * step, size, each) for number, each in enumerate(words)]


def test_columns_paragraphs_and_parted_words_are_put_together(tmp_path: Path) -> None:
    first = column(50, 760, "The quay reopens", size=20)
    first += column(50, 720, "The harbour master said on Fri-", "day that the north quay would", "reopen to trawlers.")
    first += column(50, 670, "Élodie Martin, of the fishers’ asso-", "ciation, asked for a second basin")
    first += column(320, 720, "“while the weather holds all sum-", "mer”, and named the Franco-", "German fund.")
    second = column(50, 760, "It rained on the well-known well-", "known quay.")
    (tmp_path / "a.pdf").write_bytes(pdf(first, second, title="The quay reopens"))
    [found] = reading(tmp_path / "a.pdf").documents
    assert found.text.split("\n\n") == [
        "The quay reopens",
        "The harbour master said on Friday that the north quay would reopen to trawlers.",
        "Élodie Martin, of the fishers’ association, asked for a second basin “while the weather holds all summer”, "
        "and named the Franco-German fund.",
        "It rained on the well-known well-known quay.",
    ]
    assert (found.title, found.key) == ("The quay reopens", "a.pdf")


def test_a_title_that_the_text_does_not_have_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(column(50, 700, "It rained."), title="Microsoft Word - draft 3"))
    [found] = reading(tmp_path / "a.pdf").documents
    assert (found.text, found.title) == ("It rained.", None)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a whole PDF"),
        (b"%PDF-1.4 junk", "not a whole PDF"),
        (pdf([]), "holds no text, only pictures"),
        (pdf(), "not a whole PDF"),
    ],
)
def test_what_holds_no_text_is_one_failure(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    [failure] = reading(tmp_path / "a.pdf").failures
    assert reason in failure.reason
    assert "\n" not in failure.reason


def line(text: str, bottom: float, left: float = 50, right: float = 250, height: float = 12) -> Line:
    return Line(text, left, right, bottom, height)


@pytest.mark.parametrize(
    ("lines", "groups"),
    [
        ([], []),
        ([line("One", 700), line("goes on", 688), line("here.", 676)], [3]),
        ([line("One.", 700), line("Two", 688, left=60), line("on.", 676)], [1, 2]),  # indented
        (
            [line("One", 700), line("b.", 688, right=90), line("Two", 676), line("on.", 664)],
            [2, 2],
        ),  # short of the rest
        ([line("One", 700), line("on.", 688), line("Two", 660), line("on.", 648)], [2, 2]),  # a gap
        ([line("Head", 700, height=20), line("One", 676), line("on.", 664)], [1, 2]),  # larger type
        ([line("One", 700), line("on", 688), line("there.", 700, left=300)], [3]),  # the next column goes on
        ([line("One", 700), line("on.", 688), line("Two.", 700, left=300)], [2, 1]),  # or begins anew
    ],
)
def test_places_and_sizes_part_paragraphs(lines: list[Line], groups: list[int]) -> None:
    assert [len(each) for each in paragraphs(lines)] == groups


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ("a foot-\nbridge", "a footbridge"),
        ("a foot\u00ad\nbridge", "a footbridge"),
        ("a foot\u2010\nbridge", "a footbridge"),
        ("Franco-\nGerman", "Franco-German"),
        ("2023-\n24", "2023-24"),
        ("one –\ntwo", "one – two"),
        ("it -\nand", "it - and"),
    ],
)
def test_a_word_that_two_lines_share_is_whole(lines: str, whole: str) -> None:
    assert unbroken(lines) == whole
