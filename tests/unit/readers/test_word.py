"""Word documents, as that format's own library writes them."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from tests.unit.readers.making import reading

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODD = "Élodie said “no” 🙂👩‍👧. Cafe\u0301, café:\u00a012\u202f000 € — “d’accord”."


def test_paragraphs_tables_and_changes_are_read_as_printed(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("The quay reopens", 0)
    document.add_paragraph(ODD)
    changed = document.add_paragraph("The harbour master ")
    changed._p.append(parse_xml(f'<w:ins {W} w:id="1"><w:r><w:t>said so</w:t></w:r></w:ins>'))
    changed._p.append(parse_xml(f'<w:del {W} w:id="2"><w:r><w:delText>denied it</w:delText></w:r></w:del>'))
    changed.add_run(".\nOn Friday.")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Boats", "46"
    document.save(str(tmp_path / "a.docx"))
    [found] = reading(tmp_path / "a.docx").documents
    assert found.text == f"The quay reopens\n\n{ODD}\n\nThe harbour master said so.\nOn Friday.\n\nBoats\n\n46"
    assert (found.title, found.key, found.path) == ("The quay reopens", "a.docx", f"{tmp_path.name}/a.docx")


def test_what_is_no_document_is_one_failure(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("a.txt", "It rained.")
    docx.Document().save(str(tmp_path / "b.docx"))
    whole = (tmp_path / "b.docx").read_bytes()
    (tmp_path / "b.docx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "c.docx").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "d.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    for name in ("a.docx", "b.docx", "c.docx", "d.docx"):
        [failure] = reading(tmp_path / name).failures
        assert "not a whole Word document" in failure.reason
        assert "\n" not in failure.reason


@pytest.mark.parametrize(("name", "library"), [("a.docx", "mammoth"), ("a.pdf", "pypdfium2")])
def test_a_library_that_is_not_installed_is_named_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "b.txt").write_text("It rained.")
    [document], [failure], _ = reading(tmp_path)
    assert document.text == "It rained."
    assert failure.reason.endswith('pip install "annotate[documents]"')
