"""Clicks through a report in a real browser, as an editor would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from annotate.config import load_scheme
from annotate.report import page as pages
from annotate.report import sources, write
from tests.samples import articles

pytestmark = pytest.mark.browser
SIZES = [(1400, 900), (1000, 800), (400, 800)]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("report") / "report.html"
    write(articles, load_scheme("attribution"), load_scheme("frames"), target)
    return target


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the samples as if they were too many for one page; it speaks French."""
    target = tmp_path_factory.mktemp("many") / "report.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "ONE_PAGE", 4)
        patch.setattr(sources, "FEW", 1)
        write(articles, load_scheme("attribution"), load_scheme("frames"), target, "fr")
    return target


@pytest.fixture
def page(chromium: Browser, report: Path) -> Iterator[Page]:
    """Yield the report at 1,400 px; afterwards, see that it was quiet and kept to itself."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, color_scheme="light")
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    yield page
    assert page.title() == "Review: 10 of 23 sentences in 5 articles"  # what hostile text would change
    context.close()
    assert said == []
    assert {re.split("[#?]", url)[0] for url in asked} <= {report.as_uri(), "data:,"}


def sentence_id(article: int, index: int) -> str:
    """Return the id on the page of a sentence of the samples."""
    return f"s-{articles()[article].article.id}-{index}"


def top(page: Page, element: str) -> float:
    """Return how far down the window an element begins."""
    return float(page.locator(f"#{element}").evaluate("(each) => each.getBoundingClientRect().top"))


def in_sight(page: Page, element: str) -> bool:
    """Tell whether the middle of an element's first line is on screen, with nothing but itself on top."""
    return bool(
        page.evaluate(
            """(id) => {
                const sentence = document.getElementById(id), box = sentence.getClientRects()[0];
                const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                return top !== null && sentence.contains(top);
            }""",
            element,
        )
    )


def test_the_queue_is_ordered_by_severity(page: Page) -> None:
    severities = [float(each) for each in page.locator(".entry-head .severity b").all_text_contents()]
    assert len(severities) == 10
    assert severities == sorted(severities, reverse=True)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_an_entry_leads_to_its_sentence_and_its_details(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    entry = page.locator(".entry").nth(1)
    entry.locator(".claim a").click()
    sentence = str(entry.get_attribute("id")).replace("q-", "s-", 1)
    detail = page.locator(f"#{sentence.replace('s-', 'd-', 1)}")
    expect(detail).to_be_visible()
    expect(detail).to_contain_text("The finding of military explosives rests on two officials who are not named.")
    expect(detail.locator(".scores").first).to_contain_text("Anonymous source")
    expect(entry).to_have_attribute("aria-current", "true")
    assert in_sight(page, sentence)
    assert page.url.endswith(f"#{sentence}")


def test_details_open_and_close_in_place(page: Page) -> None:
    sentence = sentence_id(0, 2)
    page.locator(f"#{sentence}").scroll_into_view_if_needed()
    page.wait_for_timeout(100)  # what has come near is laid out
    before = top(page, sentence)
    page.locator(f"#{sentence}").click()
    detail = page.locator(f"#{sentence.replace('s-', 'd-', 1)}")
    expect(detail).to_be_visible()
    assert detail.locator(".facts dd").all_text_contents() == ["He", "Interior Minister Pavel Rosen"]
    assert abs(top(page, sentence) - before) < 1
    detail.locator(".close").click()
    expect(detail).to_be_hidden()
    assert page.url.endswith("report.html")


def test_only_one_sentence_is_open(page: Page) -> None:
    page.locator(f"#{sentence_id(0, 3)}").click()
    page.locator(f"#{sentence_id(0, 4)}").click()
    expect(page.locator(".detail.open")).to_have_count(1)
    expect(page.locator(".mark[aria-expanded=true]")).to_have_count(1)


def test_evidence_leads_to_the_other_article_and_back_goes_back(page: Page) -> None:
    page.locator(".entry .claim a").first.click()
    here = page.url
    page.locator(".detail.open .to-evidence").first.click()
    there = sentence_id(2, 2)
    assert page.url.endswith(f"#{there}")
    assert in_sight(page, there)
    expect(page.locator(f"#{there.replace('s-', 'd-', 1)}")).to_be_visible()
    page.go_back()
    assert page.url == here
    expect(page.locator(".detail.open")).to_contain_text("Uncorroborated accusation")


def test_the_queue_is_filtered_by_reason(page: Page) -> None:
    page.get_by_label("Reason", exact=True).select_option("figure_conflict")
    expect(page.locator(".entry:visible")).to_have_count(2)
    expect(page.locator("#queue-count")).to_have_text("2 of 10")
    for each in page.locator(".entry:visible .reasons").all_text_contents():
        assert "Conflicting figures" in each
    page.get_by_label("Reason", exact=True).select_option("")
    expect(page.locator(".entry:visible")).to_have_count(10)


def test_j_and_k_walk_what_the_filter_leaves(page: Page) -> None:
    page.get_by_label("Reason", exact=True).select_option("anonymous_sourcing")
    page.locator("#queue-title").click()
    page.keyboard.press("j")
    expect(page.locator(".detail.open")).to_contain_text("two officials who are not named")
    page.keyboard.press("j")
    expect(page.locator(".detail.open")).to_contain_text("un docker dont le nom")
    assert in_sight(page, sentence_id(2, 3))
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".detail.open")).to_contain_text("two officials who are not named")
    page.keyboard.press("Escape")
    expect(page.locator(".detail.open")).to_have_count(0)


def test_details_open_by_keyboard_and_give_the_focus_back(page: Page) -> None:
    key = sentence_id(1, 0).removeprefix("s-")
    mark = page.locator(f'.mark[aria-controls="d-{key}"]')
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#d-{key}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    expect(mark).to_have_attribute("aria-expanded", "false")


def test_a_link_to_a_sentence_opens_it_on_arrival(page: Page, report: Path) -> None:
    page.goto("about:blank")
    page.goto(f"{report.as_uri()}#{sentence_id(2, 2)}")
    assert in_sight(page, sentence_id(2, 2))
    expect(page.locator(".detail.open")).to_contain_text("Odile Marchetti")


@pytest.mark.parametrize(("width", "height", "beside"), [(1400, 900, True), (1000, 800, True), (400, 800, False)])
def test_a_claim_stands_beside_its_evidence(page: Page, width: int, height: int, beside: bool) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.locator(f".mark[aria-controls=d-{sentence_id(0, 3).removeprefix('s-')}]").click()
    sides = page.locator(".detail.open .sides")
    own, other = sides.locator(".own").bounding_box(), sides.locator(".evidence").bounding_box()
    assert own is not None
    assert other is not None
    if beside:
        assert own["x"] + own["width"] <= other["x"]
        assert abs(own["y"] - other["y"]) < 2
    else:
        assert own["y"] + own["height"] <= other["y"]
        assert own["x"] == other["x"]
    expect(sides.locator(".own mark.differs")).to_have_text(
        "40,000 tonnes (differs from “some 24,000 tonnes” in Nordic Wire)"
    )
    expect(sides.locator(".evidence mark.differs")).to_have_text("some 24,000 tonnes (differs from “40,000 tonnes”)")


def test_each_claim_has_its_own_evidence_and_verdict(page: Page) -> None:
    page.locator(f".mark[aria-controls=d-{sentence_id(0, 1).removeprefix('s-')}]").click()
    first, second = page.locator(".detail.open").get_by_role("group").all()
    expect(first).to_have_accessible_name("Claim 1 of 2: A fire … was the work of saboteurs paid from abroad")
    assert first.locator(".said").all_text_contents() == ["A fire", "was the work of saboteurs paid from abroad"]
    expect(first.locator(".verdict")).to_have_text("Another outlet says otherwise.")
    expect(first.locator(".evidence")).to_have_count(1)
    expect(first.locator(".near a")).to_have_text("Nordic Wire")
    expect(second.locator(".evidence")).to_have_count(1)
    expect(second.locator(".weight")).to_have_text("goes back to the same source: bears nothing out")


def test_conflicts_show_both_sides_and_lead_to_either(page: Page) -> None:
    conflicts = page.locator("#overview .conflict")
    expect(conflicts).to_have_count(2)
    expect(conflicts.nth(1).locator(".versus")).to_have_text(
        "40,000 tonnes of grain against some 24,000 tonnes of grain"
    )
    for link, there in ((".own a", sentence_id(0, 3)), (".evidence a", sentence_id(1, 1))):
        conflicts.nth(1).locator(link).click()
        assert page.url.endswith(f"#{there}")
        assert in_sight(page, there)


def test_what_one_outlet_tells_alone_opens_by_keyboard(page: Page) -> None:
    told = page.locator("#overview .told")
    expect(told.first).to_be_hidden()
    page.locator("#overview .view > summary", has_text="Told by one outlet alone").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert [each.split(" ")[0] for each in page.locator(".outlet > summary .count").all_text_contents()] == [
        "2",
        "1",
        "1",
    ]
    expect(page.locator("#overview .told:visible")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".detail.open")).to_contain_text("explosives of a military type")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_lines_of_the_plot_end_at_their_names_and_the_table_says_the_same(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.locator("#overview .view > summary", has_text="Who is whose source").click()
    ends = page.locator(".links path").evaluate_all(
        """(paths) => paths.flatMap((path) => [0, path.getTotalLength()].map((at) =>
            path.getPointAtLength(at).matrixTransform(path.getScreenCTM()).y))"""
    )
    middles = page.locator(".bipartite li").evaluate_all(
        """(rows) => rows.map((row) => row.getBoundingClientRect()).map((box) => box.top + box.height / 2)"""
    )
    assert len(ends) == 2 * page.locator(".links path").count() > 0
    assert all(min(abs(end - middle) for middle in middles) < 1 for end in ends)
    page.locator("#overview .table summary").click()
    named = page.locator("#overview .table tbody th").all_text_contents()
    assert named == page.locator(".bipartite .sources li").all_text_contents()
    assert page.locator("#overview .table tbody td:nth-child(2)").count() == len(named)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_runs_over_the_edge(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.locator("#overview details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator(".entry .claim a").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for pane in (".queue", ".overview", ".reading", ".legend", ".detail.open"):
        assert page.locator(pane).evaluate("(pane) => pane.scrollWidth - pane.clientWidth") == 0


def test_dark_follows_the_system_and_the_button(page: Page) -> None:
    def colours() -> list[str]:
        return [
            page.locator(each).first.evaluate("(each) => getComputedStyle(each).backgroundColor")
            for each in (".reading", ".s.a0", ".entry")
        ]

    light = colours()
    page.emulate_media(color_scheme="dark")
    dark = colours()
    assert all(one != other for one, other in zip(light, dark, strict=True))
    page.locator("#theme").click()
    assert colours() == light
    page.reload()
    assert colours() == light
    page.locator("#theme").click()
    assert colours() == dark


def test_sentences_are_the_articles_own_words(page: Page) -> None:
    for annotated in articles():
        found = page.locator(f"#a-{annotated.article.id} .s").all_text_contents()
        assert found == [each.sentence.span.of(annotated.article.text) for each in annotated.sentences]


def test_layers_can_be_switched_off(page: Page) -> None:
    furniture = page.locator(".line.furniture").first
    expect(furniture).to_be_visible()
    page.get_by_role("button", name="Page furniture").click()
    expect(furniture).to_be_hidden()
    page.get_by_role("button", name="Frames").click()
    expect(page.locator(".text .chip:visible")).to_have_count(0)


def test_hostile_text_is_only_text(page: Page) -> None:
    assert page.locator("img, iframe, object, embed, form").count() == 0
    assert page.locator("script").count() == 1
    assert page.locator("a[href^=javascript]").count() == 0


def test_it_can_be_read_without_script(chromium: Browser, report: Path) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(report.as_uri())
    expect(page.locator(".detail:visible")).to_have_count(0)
    page.locator(".text .mark").nth(1).click()
    expect(page.locator(".detail:visible")).to_have_count(1)
    context.close()


def test_a_filter_stays_in_the_address_and_can_be_passed_on(page: Page, report: Path) -> None:
    page.get_by_label("Outlet", exact=True).select_option(label="Nordic Wire (1)")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("GRAIN")
    expect(page.locator("#queue-count")).to_have_text("1 of 10")
    assert "q=GRAIN" in page.url
    assert "outlet=" in page.url
    passed_on = page.url
    page.goto("about:blank")
    page.goto(passed_on)
    expect(page.locator(".entry:visible")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator(".detail.open")).to_contain_text("Conflicting figures")
    assert "q=GRAIN" in page.url
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".entry:visible")).to_have_count(10)
    assert "?" not in page.url


def test_words_are_found_whatever_their_accents_and_where_nothing_fits_the_queue_says_so(page: Page) -> None:
    search = page.get_by_role("searchbox", name="Search the queue")
    search.fill("DOCKER nom")
    expect(page.locator(".entry:visible")).to_have_count(1)
    search.fill("no such words")
    expect(page.get_by_text("Nothing fits all of these filters.")).to_be_visible()
    search.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".detail.open")).to_have_count(0)


def test_the_keys_are_shown_and_go_again(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_charts_have_text_to_read_and_a_table(page: Page) -> None:
    chart = page.locator("#c-labels-outlet")
    expect(chart.get_by_role("img")).to_have_accessible_name(
        "Chart: Who answers, by outlet. The table beneath says the same."
    )
    assert chart.locator("svg:visible").count() == 1
    chart.locator("summary").click()
    expect(chart.locator("tbody tr")).to_have_count(5)
    assert "The Harbour Post" in chart.locator("tbody th").all_text_contents()
    fills = chart.locator(".wide-chart .bar rect").evaluate_all(
        "(bars) => [...new Set(bars.map((bar) => getComputedStyle(bar).fill))].length"
    )
    assert fills == 5


def test_many_articles_are_read_page_by_page(chromium: Browser, many: Path) -> None:
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(many.as_uri())
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".summary h1")).to_have_text("10 phrases sur 23 méritent une relecture")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".entry[aria-current]")).to_have_count(1)
    page.keyboard.press("Enter")
    sentence = sentence_id(0, 5)
    page.wait_for_url(f"**/report/{articles()[0].article.id}.html#{sentence}")
    expect(page.locator(".detail.open")).to_contain_text("Source anonyme")
    assert in_sight(page, sentence)
    page.keyboard.press("]")
    page.wait_for_url(f"**/{articles()[1].article.id}.html")
    page.keyboard.press("q")
    page.wait_for_url("**/report.html#queue")
    page.locator("#sources .rows a").first.click()
    page.wait_for_url("**/report/source-*.html")
    expect(page.locator(".quote")).not_to_have_count(0)
    page.locator(".quote a").first.click()
    expect(page.locator(".detail.open")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("kind", ["one", "first", "article", "source"])
def test_axe_finds_nothing_serious(
    chromium: Browser, report: Path, many: Path, kind: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    article = many.with_suffix("") / f"{articles()[0].article.id}.html"
    source = next(many.with_suffix("").glob("source-*.html"))
    of = {"one": report, "first": many, "article": article, "source": source}[kind]
    # The policy of the page lets no script run but its own, so none of a checker's.
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(of.as_uri())
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    if kind in ("one", "article"):
        page.locator("a.mark").nth(1).click()
    found = Axe().run(page).response
    grave = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in grave] == []
    assert len(found["passes"]) > 20
    context.close()
