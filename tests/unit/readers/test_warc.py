"""Web archives: pages are articles, all else is counted."""

from __future__ import annotations

import gzip
import sys
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.unit.readers.making import reading
from tests.unit.readers.test_page import PAGE

URL = "https://port.example/quai"


class Archive:
    """Writes an archive record by record."""

    def __init__(self, packed: bool = False) -> None:
        self.stream = BytesIO()
        self._writer = WARCWriter(self.stream, gzip=packed)

    def add(self, kind: str, url: str = URL, content: bytes = b"", status: str = "200 OK", **headers: str) -> Archive:
        """Write a record; headers are the server's."""
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        http = None
        if kind in ("response", "revisit"):
            http = StatusAndHeaders(status, named, protocol="HTTP/1.1")
        elif kind == "request":
            http = StatusAndHeaders("GET /quai HTTP/1.1", named, is_http_request=True)
        record = self._writer.create_warc_record(
            url, kind, BytesIO(content), http_headers=http, warc_headers_dict={"WARC-Date": "2023-06-06T10:00:00Z"}
        )
        self._writer.write_record(record)
        return self

    def page(self, html: str, url: str = URL, kind: str = "text/html; charset=utf-8") -> Archive:
        """Write a page as a server sends it."""
        return self.add("response", url, html.encode(), Content_Type=kind)

    def save(self, file: Path) -> Path:
        """Write the file."""
        file.write_bytes(self.stream.getvalue())
        return file


def other(number: int) -> str:
    return PAGE.format("").replace("chalutiers", f"chalutiers du bassin {number}")


@pytest.mark.parametrize(("name", "packed"), [("a.warc", False), ("a.warc.gz", True)])
def test_each_page_is_an_article_under_its_url_and_the_rest_is_counted(tmp_path: Path, name: str, packed: bool) -> None:
    archive = Archive(packed).add("warcinfo").page(other(1)).add("request")
    archive.add("response", "https://port.example/logo.png", b"\x89PNG", Content_Type="image/png")
    archive.add("response", "https://port.example/old", status="301 Moved", Location=URL, Content_Type="text/html")
    archive.page(other(2), "https://port.example/2023/05/01/deux").page(other(1), f"{URL}?again").page(other(3))
    archive.add("revisit", URL, Content_Type="text/html")
    documents, failures, passed = reading(archive.save(tmp_path / name))
    assert not failures
    assert [(each.key, each.url, each.path) for each in documents] == [
        (URL, URL, f"{tmp_path.name}/{name}#2"),
        ("https://port.example/2023/05/01/deux",) * 2 + (f"{tmp_path.name}/{name}#6",),
        (f"{URL} {tmp_path.name}/{name}#8", URL, f"{tmp_path.name}/{name}#8"),
    ]
    assert [each.published for each in documents] == ["2023-06-06T10:00:00Z", "2023-05-01", "2023-06-06T10:00:00Z"]
    assert {each.outlet for each in documents} == {"port.example"}
    assert passed == {
        "warcinfo records": 1,
        "request records": 1,
        "files other than pages": 1,
        "answers without a page": 1,
        "pages once more": 1,
        "revisit records": 1,
    }


def test_a_page_is_unpacked_and_read_in_its_servers_encoding(tmp_path: Path) -> None:
    content = gzip.compress(PAGE.format("").encode("cp1252"))
    archive = Archive().add(
        "response", content=content, Content_Type='text/html; charset="ISO-8859-1"', Content_Encoding="gzip"
    )
    [document] = reading(archive.save(tmp_path / "a.warc")).documents
    assert "l’été" in document.text


def test_a_page_without_an_article_fails_alone(tmp_path: Path) -> None:
    archive = Archive().page("<html><body></body></html>", "https://port.example/").page(other(1))
    [document], [failure], _ = reading(archive.save(tmp_path / "a.warc"))
    assert document.url == URL
    assert failure.path == f"{tmp_path.name}/a.warc#1"
    assert failure.reason.endswith("(https://port.example/)")


def test_a_page_packed_by_brotli_is_unpacked(tmp_path: Path) -> None:
    packed = brotli.compress(PAGE.format("").encode())
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    archive = Archive().add("response", content=packed, Content_Type="text/html", Content_Encoding="br")
    archive.add(
        "response", f"{URL}/2", chunks, Content_Type="text/html", Content_Encoding="br", Transfer_Encoding="chunked"
    )
    archive.add("response", f"{URL}/3", b"\xff" * 9, Content_Type="text/html", Content_Encoding="br")
    [document], [failure], passed = reading(archive.save(tmp_path / "a.warc"))
    assert "chalutiers" in document.text
    assert passed == {"pages once more": 1}
    assert failure.reason == f"not what Brotli packs, though it says so; fetch it again ({URL}/3)"


def test_a_page_packed_by_brotli_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    archive = Archive().add(
        "response", content=b"\x8b\x9c\x80\xff" * 9, Content_Type="text/html", Content_Encoding="br"
    )
    [failure] = reading(archive.save(tmp_path / "a.warc")).failures
    assert 'pip install "annotate[web]"' in failure.reason


def test_a_file_that_is_no_archive_or_breaks_off_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"It rained.\r\n" * 50)
    [failure] = reading(tmp_path / "a.warc").failures
    assert "not a whole WARC file" in failure.reason
    (tmp_path / "b.warc").write_bytes(b"")
    [failure] = reading(tmp_path / "b.warc").failures
    assert failure.reason == "holds no records, but no web page; leave it out"
    torn = Archive(packed=True).page(other(1)).page(other(2), f"{URL}/2").stream.getvalue()[:-40]
    (tmp_path / "c.warc.gz").write_bytes(torn)
    [failure] = reading(tmp_path / "c.warc.gz").failures
    assert "not a whole gzip file" in failure.reason
    whole = Archive().page(other(1)).page(other(2), f"{URL}/2").stream.getvalue()
    (tmp_path / "e.warc").write_bytes(whole[:-300])
    [document], [failure], _ = reading(tmp_path / "e.warc")
    assert (document.url, failure.path) == (URL, f"{tmp_path.name}/e.warc#2")
    assert failure.reason == f"the archive breaks off in the page; fetch it again ({URL}/2)"
    [failure] = reading(Archive().add("warcinfo").add("request").save(tmp_path / "d.warc")).failures
    assert failure.reason == "holds 1 warcinfo records, 1 request records, but no web page; leave it out"


def test_an_answer_that_is_not_well_formed_costs_no_other_page(tmp_path: Path) -> None:
    raw = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    broken = [raw % (URL.encode(), len(each), each) for each in (b"", b"\r\n", b"junk\r\nno header\r\n\r\nx")]
    nameless = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1\r\n\r\nx\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(b"".join([*broken, nameless]) + Archive().page(other(1)).stream.getvalue())
    [document], failures, passed = reading(tmp_path / "a.warc")
    assert (document.url, failures, passed) == (URL, [], {"answers without a page": 4})


def test_standard_input_is_told_to_be_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Archive().page(other(1)).save(tmp_path / "a.warc")
    with file.open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        [document] = reading("-").documents
    assert (document.path, document.url) == ("stdin#1", URL)
