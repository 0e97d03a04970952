"""Charts of attribution and frames, by outlet and over time: drawn by pygal, coloured by the page's own style.

What pygal brings for its own page (styles, scripts, tooltips, the day of drawing) is taken out. What stays is shapes
and text: a content security policy lets them stand, and the same counts give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import sqrt
from typing import Literal

import pygal
from lxml import etree
from markupsafe import Markup
from pygal.style import Style

from annotate.report.labels import Labels
from annotate.report.trends import Group, Trends, most
from annotate.report.view import CellView, ChartView, LabelView
from annotate.wording.interface import Interface

Kind = Literal["labels", "frames"]
Size = Literal["wide", "narrow"]
FRAMES = 8  # the most frequent
COLUMNS: dict[Size, int] = {"wide": 12, "narrow": 6}  # of a chart of dots: what is left out is in its table
WIDTHS: dict[Size, int] = {"wide": 608, "narrow": 340}  # pixels
#: Code points of a name: beside its row, beneath its column.
NAMES: dict[Size, tuple[int, int]] = {"wide": (30, 18), "narrow": (18, 11)}
FONT, ROW, DOTS = 11, 26, 30  # pixels: text, height of a row of bars and of dots
_LONG = re.compile(r"-?\d+\.\d{2,}")
_PLACES = frozenset(("x", "y", "cx", "cy", "r", "d", "width", "height", "transform"))


def charts(trends: Trends, labels: Labels, words: Interface) -> tuple[ChartView, ...]:
    """Return what there is to compare: outlets where there are two, periods where there are two."""
    others = words.say("all others")
    outlets = tuple(Group(each.name or others, each.counts) for each in trends.by_outlet())
    periods = trends.by_period()
    undated = words.count("%(num)s article has no date.", "%(num)s articles have no date.", trends.undated)
    late = undated % {"num": trends.undated} if trends.undated else ""
    drawn: list[ChartView] = []
    for name, groups, note in (("outlet", outlets, ""), ("time", periods, late)):
        if len(groups) > 1:
            titles = {
                "outlet": (words.say("Who answers, by outlet"), words.say("Frames, by outlet")),
                "time": (words.say("Who answers, over time"), words.say("Frames, over time")),
            }[name]
            drawn.append(_attribution(f"labels-{name}", titles[0], note, groups, labels, words))
            if trends.all.frames:
                drawn.append(_frames(f"frames-{name}", titles[1], note, groups, trends, labels, words))
    return tuple(drawn)


def _attribution(
    name: str, title: str, note: str, groups: Sequence[Group], labels: Labels, words: Interface
) -> ChartView:
    """Return bars, a row a group, cut into the shares of each label."""
    table = _table(groups, labels.attribution, "labels")
    svg = {size: _bars(table, labels.attribution, size) for size in WIDTHS}
    key = labels.attribution
    said = words.say("Share of the sentences, in percent.")
    return ChartView(name, title, f"{said} {note}".strip(), svg["wide"], svg["narrow"], key, _titles(key), table)


def _frames(
    name: str, title: str, note: str, groups: Sequence[Group], trends: Trends, labels: Labels, words: Interface
) -> ChartView:
    """Return dots, a row a frame and a column a group: their areas are the shares of its sentences."""
    names = most(trends.all.frames, [label.name for label in labels.frames], FRAMES)
    frames = tuple(labels.framed(each) for each in names)
    table = _table(groups, frames, "frames")
    latest = name.endswith("time")
    svg = {}
    for size in WIDTHS:
        shown = table[-COLUMNS[size] :] if latest else table[: COLUMNS[size]]
        svg[size] = _dots(shown, frames, size)
    said = words.say("The larger a dot, the more of the sentences are told in the frame.")
    if len(table) > COLUMNS["narrow"]:
        said = f"{said} {words.say('Where there is no room for all, the table has them.')}"
    return ChartView(name, title, f"{said} {note}".strip(), svg["wide"], svg["narrow"], (), _titles(frames), table)


Rows = tuple[tuple[str, int, tuple[CellView, ...]], ...]


def _table(groups: Sequence[Group], columns: Sequence[LabelView], kind: Kind) -> Rows:
    """Return each group's name, its sentences, and of each column the share of them."""
    rows = []
    for name, counts in groups:
        found = counts.labels if kind == "labels" else counts.frames
        cells = (CellView(found[each.name], 100 * found[each.name] / max(counts.sentences, 1)) for each in columns)
        rows.append((name, counts.sentences, tuple(cells)))
    return tuple(rows)


def _titles(labels: Sequence[LabelView]) -> tuple[str, ...]:
    return tuple(each.title for each in labels)


def _bars(table: Rows, labels: Sequence[LabelView], size: Size) -> Markup:
    rows = tuple(reversed(table))  # pygal begins at the bottom
    chart = pygal.HorizontalStackedBar(
        **_settings(size, ROW * len(rows) + 30), range=(0, 100), y_labels=(0, 25, 50, 75, 100), spacing=3
    )
    chart.x_labels = [_shortened(name, NAMES[size][0]) for name, _, _ in rows]
    for number, label in enumerate(labels):
        chart.add(
            _drawable(label.title),
            [
                {
                    "value": cells[number].share,
                    "label": f"{_drawable(name)}, {_drawable(label.title)}: {cells[number].share:.0f} %",
                }
                for name, _, cells in rows
            ],
        )
    return _plain(chart, [label.css for label in labels])


def _dots(table: Rows, frames: Sequence[LabelView], size: Size) -> Markup:
    chart = pygal.Dot(**_settings(size, DOTS * len(frames) + 70), x_label_rotation=45)
    chart.x_labels = [_shortened(name, NAMES[size][1]) for name, _, _ in table]
    for number, frame in enumerate(frames):
        chart.add(
            _shortened(frame.title, NAMES[size][0]),
            [
                {
                    "value": sqrt(cells[number].share),
                    "label": f"{_drawable(name)}, {_drawable(frame.title)}: {cells[number].share:.0f} %",
                }
                for name, _, cells in table
            ],
        )
    return _plain(chart, ["dots"] * len(frames))


def _settings(size: Size, height: int) -> dict[str, object]:
    return {
        "width": WIDTHS[size],
        "height": height,
        "css": [],
        "js": [],
        "style": Style(label_font_size=FONT, major_label_font_size=FONT),
        "show_legend": False,
        "margin": 4,
    }


def _plain(chart: pygal.Graph, classes: Sequence[str]) -> Markup:
    """Return the chart as an SVG without styles, scripts and notes of pygal's own; each series has its class."""
    tree = chart.render_tree()
    etree.strip_elements(tree, "defs", "title", etree.Comment, with_tail=False)
    for found in list(tree.iter("g")):
        kinds = set((found.get("class") or "").split())
        if kinds & {"overlay", "text-overlay", "tooltip-overlay", "titles"}:
            found.getparent().remove(found)
        elif "series" in kinds:
            found.set("class", classes[next(int(each[6:]) for each in kinds if each.startswith("serie-"))])
    for told in list(tree.iter("desc")):
        if told.get("class") == "label":  # stands before its shape: a title within it is what a pointer shows
            etree.SubElement(told.getnext(), "title").text = told.text
        told.getparent().remove(told)
    for each in tree.iter("rect", "circle", "path"):
        if each.get("class") == "background":
            each.getparent().remove(each)
        elif each.tag != "path":
            del each.attrib["class"]
    for name in ("id", "class"):
        tree.attrib.pop(name, None)
    tree.set("aria-hidden", "true")
    etree.cleanup_namespaces(tree)
    for each in tree.iter():
        for name in set(each.attrib) & _PLACES:
            each.set(name, _LONG.sub(lambda found: f"{float(found[0]):.1f}", each.get(name)))
    return Markup(etree.tostring(tree, encoding="unicode"))


def _shortened(text: str, most: int) -> str:
    """Return a name that fits where it is drawn; the table has it in full.

    >>> _shortened("Le Courrier de Valmont", 18)
    'Le Courrier de Va…'
    """
    text = _drawable(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _drawable(text: str) -> str:
    """Return a name without the two code points that XML has no place for."""
    return text.translate({0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD})
