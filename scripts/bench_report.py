#!/usr/bin/env python3
"""Measure how fast the report of many articles is written, opens and filters in Chromium.

usage: bench_report.py OUT [--articles 1000] [--repeat 5] [--chromium /usr/bin/chromium]

OUT is a folder that `annotate run` wrote; its articles are taken again and again, under new ids, until they are as many
as asked for. Prints how long writing takes and what it needs, how heavy the pages are, and then, as medians: the first
contentful paint of the first page and of an article's page beside that of an empty page, and how long the queue takes
from a choice in a filter, or a word in its search, to the layout of what is left.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import count, islice
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from annotate import report
from annotate.data import AnnotatedArticle, AnnotatedSentence, Claim, Evidence
from annotate.store import Folder

ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
EMPTY = "<!doctype html><html lang=en><meta charset=utf-8><title>Empty</title><p>Nothing.</p></html>"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
#: Milliseconds from what a person does to the layout of what is left of the queue.
CHOOSING = """([selector, value]) => {
    const control = document.querySelector(selector), began = performance.now();
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector(".entries").getBoundingClientRect();
    return performance.now() - began;
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        target = Path(place) / "report.html"
        write(Folder.open(chosen.out), chosen.articles, target)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chosen.chromium, args=list(ARGUMENTS))
            show(browser, target, chosen.repeat)
            browser.close()


def write(folder: Folder, articles: int, target: Path) -> None:
    """Write the report and print what that takes."""
    run = folder.run()
    began = time.perf_counter()
    report.write(lambda: islice(again(folder), articles), run.attribution, run.frames, target)
    seconds, peak = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"written    {articles:,} articles in {seconds:.1f} s, {peak:,.0f} MiB at most")
    pages = sorted(target.with_suffix("").glob("*.html")) if target.with_suffix("").is_dir() else []
    sizes = [page.stat().st_size for page in pages if not page.name.startswith("source-")]
    sources = [page.stat().st_size for page in pages if page.name.startswith("source-")]
    print(f"report     {target.stat().st_size / 1e6:.1f} MB")
    for name, each in (("articles", sizes), ("sources", sources)):
        if each:
            print(f"{name:10} {len(each):,} pages of {statistics.median(each) / 1e3:.0f} kB, {sum(each) / 1e6:.1f} MB")


def again(folder: Folder) -> Iterator[AnnotatedArticle]:
    """Yield the folder's articles again and again, without end; evidence stays within its round."""
    for number in count():
        for annotated in folder.articles():
            yield renamed(annotated, number) if number else annotated


def renamed(annotated: AnnotatedArticle, number: int) -> AnnotatedArticle:
    """Return an article under another id."""

    def its(article_id: str) -> str:
        return sha256(f"{article_id}{number}".encode()).hexdigest()[:16]

    def moved(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(replace(each, article_id=its(each.article_id)) for each in evidence)

    def claimed(claim: Claim) -> Claim:
        return replace(claim, evidence=moved(claim.evidence))

    def said(sentence: AnnotatedSentence) -> AnnotatedSentence:
        support = sentence.support
        return replace(
            sentence,
            sentence=replace(sentence.sentence, article_id=its(sentence.sentence.article_id)),
            support=replace(
                support, evidence=moved(support.evidence), claims=tuple(claimed(each) for each in support.claims)
            ),
        )

    article = replace(annotated.article, id=its(annotated.article.id))
    return replace(annotated, article=article, sentences=tuple(map(said, annotated.sentences)))


def show(browser: Browser, target: Path, repeat: int) -> None:
    """Open the pages `repeat` times each and print the medians."""
    empty = target.with_name("empty.html")
    empty.write_text(EMPTY, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    least = painted(page, empty, repeat)
    print(f"paint      {least:.0f} ms of an empty page")
    folder = target.with_suffix("")
    article = next((each for each in sorted(folder.glob("*.html")) if not each.name.startswith("source-")), None)
    for name, path in (("the report", target), ("an article", article)):
        if path:
            found = painted(page, path, repeat)
            print(f"           {found:.0f} ms of {name}: {found / least:.1f} times as long")
    page.goto(target.as_uri())
    entries = page.locator(".entry").count()
    print(f"filter     {entries:,} sentences in the queue")
    for name, selector, value in (
        ("a reason", "select[data-name=reason]", "second_hand"),
        ("first word", "#search", "minister"),
        ("next word", "#search", "government"),
        ("all again", "#search", ""),
    ):
        times = []
        for _ in range(repeat):
            if name == "first word":  # the table of what entries say is made once
                page.goto(target.as_uri())
            times.append(float(page.evaluate(CHOOSING, [selector, value])))
        print(f"           {statistics.median(times):.0f} ms for {name}")


def painted(page: Page, path: Path, repeat: int) -> float:
    """Return the median of the milliseconds to the first contentful paint."""
    times = []
    for _ in range(repeat):
        page.goto(path.as_uri())
        while (found := page.evaluate(PAINTED)) is None:  # the page's policy lets nothing wait within it
            page.wait_for_timeout(20)
        times.append(float(found))
    return statistics.median(times)


if __name__ == "__main__":
    main()
