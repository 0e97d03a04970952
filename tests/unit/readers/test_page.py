"""Pages: their encoding, and what a browser saves them as."""

from __future__ import annotations

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from annotate.errors import InputError
from annotate.readers.page import page_text
from tests.unit.readers.making import reading

PAGE = """<!doctype html><html lang="fr"><head><title>Le quai rouvre</title>{}</head><body>
<article><h1>Le quai rouvre</h1>
<p>La capitainerie a annoncé vendredi que le quai Nord rouvrirait aux chalutiers avant la fin de l’été.</p>
<p>Les pêcheurs, eux, réclament depuis des années un second bassin à l’entrée de la rade.</p></article></body></html>"""


def test_a_page_is_read_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    for charset, encoding in (("windows-1252", "cp1252"), ("ISO-8859-1", "cp1252"), ("iso-8859-15", "iso-8859-15")):
        html = PAGE.format(f'<meta charset="{charset}">').replace("’", "'")
        (tmp_path / "a.html").write_bytes(html.encode(encoding))
        [document] = reading(tmp_path / "a.html").documents
        assert "annoncé" in document.text


def test_utf_8_is_believed_before_what_a_page_says() -> None:
    assert page_text('<meta charset="latin-1">é'.encode(), "a.html").endswith("é")
    assert page_text("é’".encode("cp1252"), "a.html", "iso-8859-1") == "é’"


@pytest.mark.parametrize("charset", ["nonsense", "utf-8", "hex", "ascii"])
def test_an_encoding_that_does_not_fit_is_told(charset: str) -> None:
    with pytest.raises(InputError, match=f"neither UTF-8 nor {charset}"):
        page_text(b"\x81\xff", "a.html", charset)


def saved(html: str, **headers: str) -> bytes:
    """Return a page as a browser packs it: the page first, then a frame and a picture."""
    whole = MIMEMultipart("related", type="text/html")
    for name, value in headers.items():
        whole[name.replace("_", "-")] = value
    frame = MIMEText(PAGE.format("").replace("quai", "mauvais"), "html", "utf-8")
    for part in (MIMEText(html, "html", "utf-8"), frame, MIMEImage(b"\x89PNG", "png")):
        whole.attach(part)
    return whole.as_bytes()


@pytest.mark.parametrize("suffix", [".mht", ".mhtml"])
def test_a_page_in_one_file_is_read_without_its_frames(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"a{suffix}"
    file.write_bytes(saved(PAGE.format(""), Snapshot_Content_Location="https://port.example/2023/06/06/quai"))
    [document] = reading(file).documents
    assert document.text.count("chalutiers") == 1
    assert "mauvais" not in document.text
    assert (document.url, document.key) == ("https://port.example/2023/06/06/quai",) * 2
    assert (document.title, document.language, document.outlet) == ("Le quai rouvre", "fr", "port.example")
    assert document.published == "2023-06-06"


def test_an_address_that_nobody_else_can_open_names_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.mht"
    file.write_bytes(saved(PAGE.format(""), Snapshot_Content_Location="file:///home/ann/quai.html"))
    [document] = reading(file).documents
    assert (document.url, document.key) == (None, "a.mht")


def test_a_mail_without_a_page_is_one_failure(tmp_path: Path) -> None:
    for content in (b"", b"\x00\xff" * 500, MIMEText("It rained.").as_bytes(), saved("<p>x</p>")):
        (tmp_path / "a.mht").write_bytes(content)
        documents, [failure], _ = reading(tmp_path / "a.mht")
        assert not documents
        assert "no page in it" in failure.reason or "no article found" in failure.reason


@pytest.mark.parametrize("parts", ["quai_files", "quai_fichiers"])
def test_the_parts_of_a_saved_page_are_no_articles(tmp_path: Path, parts: str) -> None:
    (tmp_path / "quai.html").write_text(PAGE.format(""))
    (tmp_path / parts / "deep").mkdir(parents=True)
    (tmp_path / parts / "deep" / "frame.html").write_text(PAGE.format(""))
    (tmp_path / parts / "logo.png").write_bytes(b"\x89PNG")
    for named in (tmp_path, f"{tmp_path}/*", f"{tmp_path}/**/*.html"):
        documents, failures, _ = reading(named)
        assert [each.path.rpartition("/")[2] for each in documents] == ["quai.html"]
        assert not failures
    assert len(reading(tmp_path / parts).documents) == 1  # asked for by its name


def test_a_folder_of_that_name_without_its_page_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "my_files").mkdir()
    (tmp_path / "my_files" / "a.txt").write_text("It rained.")
    assert len(reading(tmp_path).documents) == 1
