from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from annotate.config import load_scheme
from annotate.data import DROP_REASONS, AnnotatedArticle
from annotate.report import page as pages
from annotate.report import render, sources, write
from annotate.wording.words import DROPS
from tests.samples import articles

ATTRIBUTION, FRAMES = load_scheme("attribution"), load_scheme("frames")
VOID = {"meta", "link", "input"}


class Page(HTMLParser):
    """Collects what a page holds, and whether its tags are nested as they should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.misnested.append(tag)


@pytest.fixture(scope="module")
def html() -> str:
    return render(articles, ATTRIBUTION, FRAMES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return the pages of a report of many articles by their paths."""
    root = tmp_path_factory.mktemp("out")
    write_many(root)
    return read(root)


def write_many(root: Path) -> None:
    """Write the samples as if they were too many for one page, and their sources too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "ONE_PAGE", 4)
        patch.setattr(sources, "FEW", 1)
        write(articles, ATTRIBUTION, FRAMES, root / "report.html")


def read(root: Path) -> dict[str, str]:
    return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in root.rglob("*") if file.is_file()}


def ids(html: str) -> list[str]:
    return [str(attributes["id"]) for _, attributes in Page(html).tags if "id" in attributes]


def test_tags_are_nested_and_ids_occur_once(html: str, folder: Mapping[str, str]) -> None:
    for each in (html, *folder.values()):
        found = Page(each)
        assert (found.open, found.misnested) == ([], [])
        assert len(ids(each)) == len(set(ids(each)))


def test_every_link_leads_somewhere(html: str, folder: Mapping[str, str]) -> None:
    for report in ({"report.html": html}, folder):
        for name, each in report.items():
            for tag, attributes in Page(each).tags:
                lead = str(attributes.get("href", ""))
                if tag != "a" or lead.startswith("http"):
                    continue
                path, _, place = lead.partition("#")
                there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
                assert there in report, lead
                assert not place or place in ids(report[there]), lead


def test_many_articles_have_a_page_each_and_so_have_sources(folder: Mapping[str, str]) -> None:
    assert {name for name in folder if not name.startswith("report/source-")} == {
        "report.html",
        *(f"report/{each.article.id}.html" for each in articles()),
    }
    assert [name for name in folder if name.startswith("report/source-")]
    for annotated in articles():
        own = ids(folder[f"report/{annotated.article.id}.html"])
        assert [each for each in own if each.startswith("s-")] == [
            f"s-{annotated.article.id}-{each.sentence.index}" for each in annotated.sentences
        ]
    assert not [each for each in ids(folder["report.html"]) if each.startswith("s-")]


def test_pages_load_nothing_and_know_their_script_and_style(folder: Mapping[str, str]) -> None:
    for each in folder.values():
        found = Page(each)
        assert not [tag for tag, attributes in found.tags if "src" in attributes or tag in {"img", "iframe", "object"}]
        assert [tag for tag, _ in found.tags if tag in {"script", "style"}] == ["style", "script"]
        assert not [name for _, at in found.tags for name in at if name.startswith("on") or name == "style"]
        check_policy(each)


def test_nothing_is_loaded_and_only_web_addresses_are_linked(html: str) -> None:
    found = Page(html)
    assert not [tag for tag, attributes in found.tags if "src" in attributes or tag in {"img", "iframe", "object"}]
    leads = {str(attributes["href"]) for _, attributes in found.tags if "href" in attributes}
    outer = {lead for lead in leads if not lead.startswith("#")}
    assert outer == {
        "data:,",
        "https://example.org/harbour-post/valmont?page=1&ref=a",
        "http://wire.example.net/2024/05/14/valmont",
    }
    assert "url(" not in html
    assert "@import" not in html


def test_one_script_one_style_no_handlers(html: str) -> None:
    found = Page(html)
    assert [tag for tag, _ in found.tags if tag in {"script", "style"}] == ["style", "script"]
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on") or name == "style"]


def test_the_policy_knows_the_script_and_the_style_by_their_hashes(html: str) -> None:
    check_policy(html)


def check_policy(html: str) -> None:
    policy = next(str(each["content"]) for _, each in Page(html).tags if "http-equiv" in each)
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert f"{tag}-src 'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy


def test_the_same_articles_give_the_same_bytes(html: str) -> None:
    assert render(lambda: iter(articles()), ATTRIBUTION, FRAMES) == html


def test_furniture_says_why_it_was_set_aside(html: str) -> None:
    for reason in {dropped.reason for each in articles() for dropped in each.article.dropped}:
        assert f'title="Set aside: {DROPS[reason]}"' in html
    assert set(DROPS) == set(DROP_REASONS)


def test_the_same_articles_give_the_same_pages(tmp_path: Path, folder: Mapping[str, str]) -> None:
    write_many(tmp_path)
    assert read(tmp_path) == folder


def test_write_leaves_the_report_alone_in_its_folder(tmp_path: Path, html: str) -> None:
    target = tmp_path / "report.html"
    target.write_text("old", encoding="utf-8")
    write(articles, ATTRIBUTION, FRAMES, target)
    assert target.read_text(encoding="utf-8") == html
    assert list(tmp_path.iterdir()) == [target]


def test_of_an_older_report_nothing_stays_and_of_the_rest_of_the_folder_everything(tmp_path: Path, html: str) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "of-a-dropped-article.html").write_text("old", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    write_many(tmp_path)
    assert not (tmp_path / "report" / "of-a-dropped-article.html").exists()
    assert (tmp_path / "report").is_dir()
    write(articles, ATTRIBUTION, FRAMES, tmp_path / "report.html")
    assert read(tmp_path) == {"report.html": html, "notes.txt": "mine"}
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize("most", [4, 200])
def test_a_write_that_fails_leaves_the_old_report(tmp_path: Path, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    times = 0

    def breaking() -> Iterator[AnnotatedArticle]:
        nonlocal times
        times += 1
        yield from articles()
        if times > 1:
            raise RuntimeError("the shard ends here")

    monkeypatch.setattr(pages, "ONE_PAGE", most)
    (tmp_path / "report").mkdir()
    for name in ("report.html", "report/a.html"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write(breaking, ATTRIBUTION, FRAMES, tmp_path / "report.html")
    assert read(tmp_path) == {"report.html": "old", "report/a.html": "old"}
    assert {path.name for path in tmp_path.iterdir()} == {"report.html", "report"}


def test_a_page_without_articles_says_so() -> None:
    assert "There are no articles in this run." in render(lambda: [], ATTRIBUTION, FRAMES)
