from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotate.data import Document, Failure
from annotate.errors import UsageError
from annotate.readers import read

TEXT = "The bridge over the harbour is shut."
PAGE = """<!doctype html><html lang="fr"><head><title>Le pont fermé</title>
<meta property="og:site_name" content="Le Port"><meta property="article:published_time" content="2023-06-06T10:00:00Z">
<link rel="canonical" href="https://port.example/pont"></head><body>
<nav>Menu Accueil</nav><article><h1>Le pont fermé</h1>
<p>Le conseil municipal a voté mardi la reconstruction du pont du port, fermé depuis le mois de mai dernier.</p>
<p>Les travaux coûteront neuf millions et dureront deux ans, a précisé le conseil dans un communiqué.</p></article>
<div id="comments"><p>Un commentaire de lecteur qui ne dit rien du tout sur le pont.</p></div></body></html>"""


def documents(*inputs: str | Path, metadata: Path | None = None) -> list[Document]:
    found = list(read([str(each) for each in inputs], metadata))
    return [each for each in found if isinstance(each, Document)]


def failures(*inputs: str | Path) -> list[Failure]:
    return [each for each in read([str(each) for each in inputs]) if isinstance(each, Failure)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "texts"
    (made / "more").mkdir(parents=True)
    (made / "b.txt").write_text(TEXT)
    (made / "a.md").write_text(TEXT)
    (made / "more" / "c.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (made / ".hidden.txt").write_text(TEXT)
    return made


def test_walks_a_folder_in_order_and_passes_over_what_is_hidden(folder: Path) -> None:
    assert [(each.key, each.path) for each in documents(folder)] == [
        ("texts/a.md", "texts/a.md"),
        ("texts/b.txt", "texts/b.txt"),
        ("texts/more/c.txt.gz", "texts/more/c.txt.gz"),
    ]
    assert {each.text for each in documents(folder)} == {TEXT}


def test_names_a_single_file_by_its_name_and_shows_its_folder(folder: Path) -> None:
    (document,) = documents(folder / "b.txt")
    assert (document.key, document.path) == ("b.txt", "texts/b.txt")


def test_expands_globs(folder: Path) -> None:
    assert [each.path for each in documents(f"{folder}/**/*.gz")] == ["more/c.txt.gz"]


def test_reads_a_file_once_that_is_named_twice(folder: Path) -> None:
    assert len(documents(folder, folder / "b.txt")) == 3


def test_keeps_files_of_one_name_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(TEXT)
    assert len({each.key for each in documents(tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt")}) == 2


def test_reads_rows_and_fails_a_broken_one_alone(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    good = {
        "id": 7,
        "text": TEXT,
        "title": "Bridge",
        "outlet": "Post",
        "url": "https://p.example/1",
        "published": "2023-06-06",
    }
    rows = [
        json.dumps(good),
        '{"text": ',
        "",
        '{"title": "no text"}',
        json.dumps({"text": TEXT, "url": "https://p.example/2"}),
        "[]",
    ]
    file.write_text("\n".join([*rows, json.dumps({"text": TEXT})]))
    first, second, third = documents(file)
    assert first == Document(
        key="7",
        path=f"{tmp_path.name}/news.jsonl#1",
        text=TEXT,
        title="Bridge",
        outlet="Post",
        url="https://p.example/1",
        published="2023-06-06",
    )
    assert (second.key, third.key) == ("https://p.example/2", "news.jsonl#7")
    assert [each.path.partition("#")[2] for each in failures(file)] == ["2", "4", "6"]


def test_keeps_rows_of_one_id_apart(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(f'{{"id": "x", "text": "{TEXT}"}}\n' * 3)
    assert len({each.key for each in documents(file)}) == 3


def test_reads_the_article_of_a_page(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    (document,) = documents(file)
    assert (document.title, document.outlet, document.published) == ("Le pont fermé", "Le Port", "2023-06-06")
    assert (document.language, document.key) == ("fr", "https://port.example/pont")
    assert "neuf millions" in document.text
    assert "commentaire" not in document.text
    assert "Menu" not in document.text


@pytest.mark.parametrize(
    ("content", "title"),
    [(TEXT, None), (json.dumps({"text": TEXT, "title": "Bridge"}), "Bridge"), (PAGE, "Le pont fermé")],
)
def test_reads_standard_input(monkeypatch: pytest.MonkeyPatch, content: str, title: str | None) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    (document,) = documents("-")
    assert document.title == title


def missing(folder: Path) -> Path:
    return folder / "nothing.txt"


def unknown(folder: Path) -> Path:
    (folder / "a.xyz").write_text(TEXT)
    return folder / "a.xyz"


def binary(folder: Path) -> Path:
    (folder / "a.txt").write_bytes(bytes(range(256)) * 40)
    return folder / "a.txt"


def latin(folder: Path) -> Path:
    (folder / "a.txt").write_bytes("Le pont fermé".encode("latin-1"))
    return folder / "a.txt"


def empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


def torn(folder: Path) -> Path:
    (folder / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode() * 100)[:30])
    return folder / "a.txt.gz"


def no_gzip(folder: Path) -> Path:
    (folder / "a.txt.gz").write_text(TEXT)
    return folder / "a.txt.gz"


def bare_page(folder: Path) -> Path:
    (folder / "a.html").write_text("<div>" * 20_000)
    return folder / "a.html"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (missing, "check the path"),
        (unknown, "no reader for it; give .txt"),
        (binary, "looks binary"),
        (latin, "not UTF-8"),
        (empty, "holds no files"),
        (torn, "not a whole gzip file"),
        (no_gzip, "not a whole gzip file"),
        (bare_page, "no article found"),
    ],
)
def test_fails_one_input_with_the_way_out_and_goes_on(
    tmp_path: Path, make: Callable[[Path], Path], reason: str
) -> None:
    good = tmp_path / "good.txt"
    good.write_text(TEXT)
    found = list(read([str(make(tmp_path)), str(good)]))
    assert [type(each) for each in found] == [Failure, Document]
    assert isinstance(found[0], Failure)
    assert reason in found[0].reason


def test_keeps_the_byte_order_mark_for_offsets_and_passes_surrogates(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfA \xed\xa0\x80 b.")
    (tmp_path / "b.txt").write_bytes("Ça va.".encode("utf-16"))
    assert [each.text for each in documents(tmp_path)] == ["\ufeffA \ud800 b.", "Ça va."]


def test_takes_metadata_by_the_last_two_parts_or_the_name(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "meta.csv"
    table.write_text(
        "path,outlet,url,published,title,note\n"
        "elsewhere/texts/b.txt,Post,https://p.example/b,2023-06-06,Bridge,\n"
        "a.md,Times,,,,x\n"
        "other/c.txt.gz,Wrong,,,,\n"
    )
    one, two, three = documents(folder, metadata=table)
    assert (one.outlet, one.key, two.outlet, two.title, two.key) == (
        "Times",
        "texts/a.md",
        "Post",
        "Bridge",
        "https://p.example/b",
    )
    assert three.outlet is None


@pytest.mark.parametrize("content", ["", "name,outlet\na,b\n", "path\na.txt\n"])
def test_refuses_a_table_without_the_columns(tmp_path: Path, content: str) -> None:
    table = tmp_path / "meta.csv"
    table.write_text(content)
    with pytest.raises(UsageError, match="must name the column path"):
        documents(tmp_path, metadata=table)
    with pytest.raises(UsageError, match="cannot be read"):
        documents(tmp_path, metadata=tmp_path / "none.csv")
