"""Charts by outlet and over time: what is counted, and what an SVG on the page may hold."""

from __future__ import annotations

import re
from dataclasses import replace

from annotate.config import load_scheme
from annotate.data import AnnotatedArticle
from annotate.report.charts import charts
from annotate.report.labels import Labels
from annotate.report.trends import OUTLETS, Trends
from annotate.report.view import ChartView
from annotate.wording.interface import ENGLISH
from tests.builders import annotated
from tests.samples import articles


def trends(*of: AnnotatedArticle) -> Trends:
    found = Trends()
    for each in of:
        found.add(each)
    return found


def drawn(*of: AnnotatedArticle) -> dict[str, ChartView]:
    labels = Labels(load_scheme("attribution"), load_scheme("frames"))
    return {each.name: each for each in charts(trends(*of), labels, ENGLISH)}


def dated(outlet: str, published: str | None) -> AnnotatedArticle:
    made = annotated("One line.\nAnother line.", f"texts/{outlet}-{published}.txt", outlet)
    return replace(made, article=replace(made.article, published=published))


def test_shares_are_of_the_sentences_that_are_attributed() -> None:
    table = {name: (count, cells) for name, count, cells in drawn(*articles())["labels-outlet"].rows}
    count, cells = table["The Harbour Post"]
    assert count == sum(cell.count for cell in cells)
    assert abs(sum(cell.share for cell in cells) - 100) < 0.01


def test_days_are_taken_together_where_they_are_many_and_what_has_no_date_is_said() -> None:
    days = [dated("A", f"2024-{month:02}-{day:02}T10:00:00Z") for month in (1, 2, 3) for day in range(1, 20)]
    chart = drawn(*days, dated("A", None), dated("A", "yesterday"))["labels-time"]
    assert [(name, count) for name, count, _ in chart.rows] == [(f"2024-0{month}", 38) for month in (1, 2, 3)]
    assert "2 articles have no date." in chart.note


def test_outlets_beyond_the_largest_share_a_row() -> None:
    of = [dated(f"Outlet {number}", "2024-01-01") for number in range(OUTLETS + 5)]
    groups = trends(*of).by_outlet()
    assert len(groups) == OUTLETS + 1
    assert (groups[-1].name, groups[-1].counts.sentences) == ("", 10)
    assert drawn(*of)["labels-outlet"].rows[-1][0] == "all others"


def test_nothing_is_drawn_where_nothing_can_be_compared() -> None:
    assert drawn(dated("A", "2024-01-01")) == {}
    assert drawn() == {}


def test_a_chart_is_shapes_and_text_alone_and_names_stay_names() -> None:
    hostile = [dated(name, "2024-01-01") for name in ("<script>alert(1)</script>", "\uffff & \x00", "A")]
    for chart in drawn(*hostile).values():
        for svg in (chart.wide, chart.narrow):
            assert set(re.findall(r"<([a-z:]+)", svg)) <= {"svg", "g", "path", "rect", "circle", "text", "title"}
            assert not re.search(r"\s(style|on[a-z]+|href|id)=", svg)
    assert "&lt;script&gt;" in drawn(*hostile)["labels-outlet"].wide


def test_the_same_counts_give_the_same_chart() -> None:
    assert drawn(*articles()) == drawn(*articles())
