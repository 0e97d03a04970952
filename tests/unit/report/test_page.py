from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from annotate.config import load_scheme
from annotate.data import DROP_REASONS, AnnotatedArticle
from annotate.report import chunks, render, write
from annotate.wording.words import DROPS
from tests.samples import articles

ATTRIBUTION, FRAMES = load_scheme("attribution"), load_scheme("frames")
VOID = {"meta", "link"}


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
    return render(articles(), ATTRIBUTION, FRAMES)


def test_tags_are_nested_and_ids_occur_once(html: str) -> None:
    found = Page(html)
    assert (found.open, found.misnested) == ([], [])
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    leads = {attributes["href"] for tag, attributes in found.tags if tag == "a"}
    inner = {str(lead)[1:] for lead in leads if str(lead).startswith("#")}
    assert inner <= set(ids)


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
    policy = next(str(each["content"]) for _, each in Page(html).tags if "http-equiv" in each)
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert f"{tag}-src 'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy


def test_the_same_articles_give_the_same_bytes(html: str) -> None:
    assert "".join(chunks(iter(articles()), ATTRIBUTION, FRAMES)) == html


def test_furniture_says_why_it_was_set_aside(html: str) -> None:
    for reason in {dropped.reason for each in articles() for dropped in each.article.dropped}:
        assert f'title="Set aside: {DROPS[reason]}"' in html
    assert set(DROPS) == set(DROP_REASONS)


def test_write_leaves_the_report_alone_in_its_folder(tmp_path: Path, html: str) -> None:
    target = tmp_path / "report.html"
    target.write_text("old", encoding="utf-8")
    write(iter(articles()), ATTRIBUTION, FRAMES, target)
    assert target.read_text(encoding="utf-8") == html
    assert list(tmp_path.iterdir()) == [target]


def test_a_write_that_fails_leaves_the_old_report(tmp_path: Path) -> None:
    def broken() -> Iterator[AnnotatedArticle]:
        yield articles()[0]
        raise RuntimeError("the shard ends here")

    target = tmp_path / "report.html"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write(broken(), ATTRIBUTION, FRAMES, target)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]


def test_a_page_without_articles_says_so() -> None:
    assert "There are no articles in this run." in render([], ATTRIBUTION, FRAMES)
