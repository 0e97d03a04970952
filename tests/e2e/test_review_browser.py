"""A reviewer at work: a real Label Studio in a real Chromium, from the pushed samples to the exported dataset."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from annotate.config import load_scheme
from annotate.data import AnnotatedArticle, AnnotatedSentence, Project
from annotate.labelstudio import keys
from annotate.labelstudio.keys import hotkeys
from annotate.labelstudio.pull import pull
from annotate.labelstudio.push import push
from annotate.labelstudio.server import Server
from annotate.labelstudio.tasks import region_id
from annotate.store import Folder
from tests.builders import annotated, folder_of
from tests.e2e.conftest import LabelStudio

pytestmark = pytest.mark.browser

HOTKEYS = hotkeys(load_scheme("attribution"), load_scheme("frames"))
ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
PATIENCE = 30_000  # milliseconds: the first page of a fresh server compiles its templates


@pytest.fixture(scope="module")
def server(label_studio: LabelStudio) -> Server:
    return Server(label_studio.url, label_studio.token)


@pytest.fixture
def page(chromium: Browser, label_studio: LabelStudio) -> Iterator[Page]:
    """Yield a page of a reviewer who has signed in."""
    context = chromium.new_context(viewport={"width": 1500, "height": 950})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{label_studio.url}/user/login/")
    page.fill('input[name="email"]', label_studio.email)
    page.fill('input[name="password"]', label_studio.password)
    page.click('button[type="submit"]')
    page.wait_for_url(lambda url: "/login" not in url)
    yield page
    context.close()


def annotate(label_studio: LabelStudio, *args: str | Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "annotate", *map(str, args)],
        env={**os.environ, "LABEL_STUDIO_URL": label_studio.url, "LABEL_STUDIO_API_KEY": label_studio.token},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def open_task(page: Page, server: Server, project: Project, task: int) -> None:
    page.goto(f"{server.link(project)}?task={task}")
    page.wait_for_selector(".htx-highlight")


def highlight(page: Page, region: str) -> Any:
    """Return the first piece of a region in the text."""
    return page.locator(f'[class*="htx-highlight-{region}"]').first


def select(page: Page, text: str) -> None:
    """Select a region by its line in the list of regions: nested regions share its place in the text."""
    page.locator(".lsf-outliner-item").filter(has_text=text).first.click()


def submit(page: Page, task: int) -> dict[str, Any]:
    with page.expect_response(
        lambda response: f"/api/tasks/{task}/annotations" in response.url and response.request.method == "POST"
    ) as answer:
        page.get_by_test_id("bottombar-submit-button").click()
    assert answer.value.status == 201
    saved: dict[str, Any] = answer.value.json()
    return saved


def test_a_review_from_the_samples_to_the_dataset(
    tmp_path: Path, label_studio: LabelStudio, server: Server, page: Page
) -> None:
    """Relabel one sentence by hotkey, tick one frame, type one note, submit; find the three in the dataset."""
    from datasets import load_from_disk

    out, title = tmp_path / "out", "the whole loop"
    annotate(label_studio, "run", f"{ROOT / 'seeds'}/", "-o", out, "--quiet")
    annotate(label_studio, "push", out, "--project", title)
    article, index, frame = chosen(Folder.open(out))
    sentence = article.sentences[index]
    assert sentence.attribution is not None
    [project] = server.projects(title)
    [task] = [each.id for each in server.pushed(project, [article.article.id])]
    open_task(page, server, project, task)
    page.screenshot(path=shot("1-opened"))

    region = region_id(article.article.id, "sentence", index)
    select(page, sentence.sentence.text[:30])
    assert "active" in (highlight(page, region).get_attribute("class") or "")
    page.keyboard.press(HOTKEYS.attribution["media_source"])
    page.keyboard.press(HOTKEYS.frames[frame])
    note = page.locator('[data-testid="textarea-input"]:visible')
    note.fill("Who saw it?")
    note.press("Shift+Enter")
    page.screenshot(path=shot("2-corrected"))
    first, second = unmarked(article, index)
    select(page, first.sentence.text[:30])
    page.keyboard.press(HOTKEYS.frames[frame])  # its first frame, or one more: Label Studio calls neither a change
    select(page, second.sentence.text[:30])
    page.keyboard.press(keys.NEEDS_REVIEW)
    submit(page, task)
    page.screenshot(path=shot("3-submitted"))

    annotate(label_studio, "pull", "--project", title, "-o", tmp_path / "corrected")
    annotate(label_studio, "export", tmp_path / "corrected", "-o", tmp_path / "dataset", "--format", "hf")
    rows = [row for split in load_from_disk(str(tmp_path / "dataset")).values() for row in split]
    [row] = [each for each in rows if each["article_id"] == article.article.id and each["sentence"] == index]
    features = next(iter(load_from_disk(str(tmp_path / "dataset")).values())).features
    assert features["label"].int2str(row["label"]) == "media_source"
    frames = [features["frames"].feature.int2str(each) for each in row["frames"]]
    assert frame in frames
    assert {each.label for each in sentence.frames} < set(frames)
    assert row["note"] == "Who saw it?"
    assert row["origin"] == "prediction-changed"
    assert row["labelled_by"] == "human"
    # What was merely ticked is changed too, the rest of the article was accepted, other articles are the model's still.
    here = {each["sentence"]: each for each in rows if each["article_id"] == article.article.id}
    ticked = here[first.sentence.index], here[second.sentence.index]
    assert {each["origin"] for each in ticked} == {"prediction-changed"}
    assert ticked[1]["needs_review"]
    others = [each for number, each in here.items() if number != index and each not in ticked]
    assert {each["origin"] for each in others} == {"prediction"}
    assert {each["labelled_by"] for each in others} == {"human"}
    assert {each["labelled_by"] for each in rows if each["article_id"] != article.article.id} == {"model"}


def chosen(folder: Folder) -> tuple[AnnotatedArticle, int, str]:
    """Return an article, a sentence of it with one frame and another label than media_source, and a frame it lacks."""
    for article in folder.articles():
        for each in article.sentences:
            if each.attribution and each.attribution.label != "media_source" and len(each.frames) == 1:
                taken = {frame.label for frame in each.frames}
                return article, each.sentence.index, next(n for n in load_scheme("frames").names if n not in taken)
    raise AssertionError("no sample has such a sentence")


def unmarked(article: AnnotatedArticle, index: int) -> list[AnnotatedSentence]:
    """Return two more sentences that carry no flag."""
    return [each for each in article.sentences if each.attribution and not each.flags and each.sentence.index != index][
        :2
    ]


def test_the_stream_of_tasks_begins_with_the_most_severe(tmp_path: Path, server: Server, page: Page) -> None:
    title = "severe first"
    articles = [annotated(f"The mayor spoke {number} times.", f"texts/{number}.txt") for number in range(4)]
    calm = [replace(each, sentences=tuple(replace(one, flags=()) for one in each.sentences)) for each in articles]
    push(folder_of(tmp_path / "out", [*calm[:2], articles[2], calm[3]]), server, title)
    [project] = server.projects(title)
    page.goto(f"{server.link(project)}?labeling=1")
    page.wait_for_selector(".htx-highlight")
    assert "The mayor spoke 2 times." in page.locator(".lsf-htx-richtext").first.inner_text()


HOSTILE = {
    "emoji with joiners and flags": "The 👩🏽‍🚀 and the 👨‍👩‍👧 spoke 🇫🇷 🏴󠁧󠁢󠁳󠁣󠁴󠁿.\nThe bridge 👍🏿 is closed.",
    "NFD and NBSP": "The cafe\u0301 (café) is\u00a0closed\u202f!\nL’e\u0301le\u0300ve a\u00a0parle\u0301.",
    "tabs and line separators": "Tabs\there\t\tand there.\nA line\u2028and a paragraph\u2029within.",
    "entities and tags": "He wrote &amp; and &lt;b&gt;.\n<script>window.hacked = 1</script> was <b>said</b>.",
    "right to left": "אמר ראש העיר שלום.\nقال رئيس البلدية إن الجسر مغلق.\nThe mayor (ראש העיר) spoke.",
    "blanks at both ends": "  The mayor spoke. \n\n\n   The bridge is closed.  \n",
}


def test_offsets_survive_push_display_submit_and_pull(tmp_path: Path, server: Server, page: Page) -> None:
    title = "offsets"
    articles = [annotated(text, f"texts/{name}.txt") for name, text in HOSTILE.items()]
    push(folder_of(tmp_path / "out", articles), server, title)
    [project] = server.projects(title)
    tasks = {each.doc_id: each.id for each in server.pushed(project, [each.article.id for each in articles])}
    for article in articles:
        task = tasks[article.article.id]
        open_task(page, server, project, task)
        for each in article.sentences:
            if each.attribution is not None:
                region = region_id(article.article.id, "sentence", each.sentence.index)
                assert shown(page, region) == squeezed(each.sentence.text), article.article.path
        page.screenshot(path=shot(f"4-{article.article.path[6:].replace(' ', '-')}".removesuffix(".txt")))
        saved = submit(page, task)
        assert {result["value"]["text"] for result in saved["result"] if result["from_name"] == "attribution"} == {
            each.sentence.text for each in article.sentences if each.attribution
        }
    assert page.evaluate("window.hacked") is None

    summary = pull(server, title, tmp_path / "back")
    assert summary.failures == []
    back = {each.article.path: each for each in Folder.open(tmp_path / "back").articles()}
    for article in articles:
        [annotation] = back[article.article.path].annotations
        spans = [region.span for region in annotation.regions if region.label]
        assert spans == [each.sentence.span for each in article.sentences if each.attribution]
        assert {region.origin for region in annotation.regions} == {"prediction"}
        assert back[article.article.path].article == article.article


def shown(page: Page, region: str) -> str:
    """Return the text that a region is drawn over, its pieces joined, without blanks."""
    pieces = page.locator(f'[class*="htx-highlight-{region}"]').evaluate_all(
        """(nodes) => nodes.filter((node) => !nodes.some((other) => other !== node && other.contains(node)))
                           .map((node) => node.textContent)"""
    )
    return squeezed("".join(pieces))


def squeezed(text: str) -> str:
    return "".join(text.split())


def shot(name: str) -> Path:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS / f"review-{name}.png"


def test_a_region_drawn_by_mouse_and_a_skip_come_back(tmp_path: Path, server: Server, page: Page) -> None:
    title = "drawn"
    articles = [annotated("The café 👍🏿 spoke.\nThe bridge is closed.", f"texts/{number}.txt") for number in range(2)]
    push(folder_of(tmp_path / "out", articles), server, title)
    [project] = server.projects(title)
    drawn, skipped = (server.pushed(project, [each.article.id])[0].id for each in articles)
    open_task(page, server, project, drawn)
    page.keyboard.press(HOTKEYS.attribution["named_source"])
    drag(page, "bridge")
    submit(page, drawn)
    page.goto(f"{server.link(project)}?labeling=1")  # the stream of tasks: the one that is left
    page.wait_for_selector(".htx-highlight")
    with page.expect_response(lambda answer: f"/api/tasks/{skipped}/annotations" in answer.url):
        page.get_by_test_id("bottombar-skip-button").click()

    pull(server, title, tmp_path / "back")
    first, second = (each.annotations[0] for each in Folder.open(tmp_path / "back").articles())
    [region] = [each for each in first.regions if each.origin == "manual"]
    text = articles[0].article.text
    assert region.span.of(text) == "bridge"
    assert (region.label, region.sentences) == ("named_source", (1,))
    assert second.skipped
    assert json.dumps(second.regions) == "[]"


def drag(page: Page, word: str) -> None:
    """Mark a word of the text with the mouse."""
    box = page.evaluate(
        """(word) => {
            const walker = document.createTreeWalker(document.querySelector(".lsf-htx-richtext"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(word);
                if (at >= 0) {
                    const range = document.createRange();
                    range.setStart(walker.currentNode, at);
                    range.setEnd(walker.currentNode, at + word.length);
                    const { left, right, top, bottom } = range.getBoundingClientRect();
                    return { left, right, middle: (top + bottom) / 2 };
                }
            }
        }""",
        word,
    )
    page.mouse.move(box["left"] + 1, box["middle"])
    page.mouse.down()
    page.mouse.move((box["left"] + box["right"]) / 2, box["middle"])
    page.mouse.move(box["right"] - 1, box["middle"])
    page.mouse.up()
