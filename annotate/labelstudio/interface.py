"""The labelling interface: two schemes as Label Studio's configuration, read back from it, and as instructions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import cycle
from typing import Final
from xml.etree import ElementTree

from jinja2 import Environment, PackageLoader, StrictUndefined

from annotate.config import Label, Localised, Scheme
from annotate.data import FLAG_REASONS, Role
from annotate.labelstudio import keys
from annotate.wording.harmless import visible
from annotate.wording.palette import NEUTRAL, hues, oklch
from annotate.wording.words import FLAGS

ATTRIBUTION: Final = "attribution"
SPAN: Final = "span"
FRAMES: Final = "frames"
REVIEW: Final = "review"
NEEDS_REVIEW: Final = "needs_review"
REASONS: Final = "reasons"
NOTE: Final = "note"
ARTICLE: Final = "article_review"
SECOND_LOOK: Final = "article_needs_second_look"
TEXT: Final = "text"
RELATION: Final = "attributed_to"
WHY: Final = "why"

SPAN_HINTS: Final[Mapping[Role, str]] = {
    "source": "The words that name who is cited, as they stand in the sentence.",
    "cue": "The words that say that something is cited: “said”, “according to”.",
}
SPAN_COLORS: Final[Mapping[Role, str]] = {"source": "#1f2933", "cue": "#a8326f"}

_MARK: Final = " annotate schemes 1: "
_LIGHTNESS: Final = (0.62, 0.74, 0.54, 0.68, 0.80, 0.58)


def labelling_config(attribution: Scheme, frames: Scheme) -> str:
    """Return the interface as XML; the same schemes give the same text.

    A task's data has `title`, `outlet`, `published`, `text` and `why`, any of which may be empty.
    """
    root = _interface(attribution, frames)
    root.append(ElementTree.Comment(_MARK + _embeddable(attribution, frames) + " "))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode")


def embedded_schemes(config: str) -> tuple[Scheme, Scheme] | None:
    """Return the attribution and frame schemes that an interface was made from, `None` where it does not say."""
    for found in re.finditer(f"<!--{_MARK}(.*?) -->", config, re.DOTALL):
        try:
            attribution, frames = json.loads(found[1])
            schemes = Scheme.model_validate(attribution), Scheme.model_validate(frames)
        except (ValueError, TypeError, RecursionError):  # pydantic's ValidationError is a ValueError
            continue
        if (schemes[0].kind, schemes[1].kind) == ("attribution", "frames"):
            return schemes
    return None


def differences(theirs: str, attribution: Scheme, frames: Scheme) -> list[str]:
    """Return in words how a project's interface differs from the one of these schemes; nothing where it can be used.

    What it looks like is no difference: colours, styles, hotkeys, the order of labels, titles.
    """
    try:
        there = _controls(_parsed(theirs))
    except ElementTree.ParseError:
        return ["its labelling configuration is not XML"]
    here = _controls(_interface(attribution, frames))
    if not there.keys() & here.keys():
        return ["its labelling configuration was not made by annotate"]
    return [*_control_differences(there, here), *_scheme_differences(embedded_schemes(theirs), attribution, frames)]


def instructions(attribution: Scheme, frames: Scheme, language: str) -> str:
    """Return what a reviewer is to do, and what the labels mean, as HTML; in French for "fr", else in English."""
    page = _templates().get_template("instructions.html.j2")
    known = keys.hotkeys(attribution, frames)
    return page.render(
        language="fr" if language == "fr" else "en",
        attribution=[_Entry.of(each, language, known.attribution.get(each.name)) for each in attribution.labels],
        frames=[_Entry.of(each, language, known.frames.get(each.name)) for each in frames.labels],
        frames_title=_text(frames.title, language),
        reasons=[_Entry(FLAGS[each].title, FLAGS[each].meaning, known.reasons.get(each)) for each in FLAG_REASONS],
        keys=keys,
    )


def colors(scheme: Scheme) -> tuple[str, ...]:
    """Return a colour for each label, no two alike: its own, grey for the outlet's own voice, else the next hue."""
    own = {label.color for label in scheme.labels if label.color}
    supply = (
        color
        for color in (oklch(lightness, 0.125, hue) for hue, lightness in zip(_hues(), _lightnesses(), strict=False))
        if color not in own | {NEUTRAL.fill}
    )
    given: list[str] = []
    for label in scheme.labels:
        plain = label.source_types == ("none",) and NEUTRAL.fill not in {*own, *given}
        color = label.color if label.color and label.color not in given else None
        given.append(color or (NEUTRAL.fill if plain else next(each for each in supply if each not in given)))
    return tuple(given)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label as the instructions tell of it."""

    title: str
    definition: str
    key: str | None

    @classmethod
    def of(cls, label: Label, language: str, key: str | None) -> _Entry:
        return cls(_text(label.title, language), _text(label.definition, language), key)


@dataclass(frozen=True, slots=True)
class _Control:
    """What makes a control the same for its data: its tag, what it labels and with which values."""

    tag: str
    of: str
    values: frozenset[str]


def _interface(attribution: Scheme, frames: Scheme) -> ElementTree.Element:
    """Return the interface as a tree, without the schemes."""
    known = keys.hotkeys(attribution, frames)
    root = ElementTree.Element("View", className="annotate")
    ElementTree.SubElement(root, "Style").text = _style(attribution)
    columns = _view(root, "annotate-columns")
    _reading(_view(columns, "annotate-text"), attribution, known)
    _judging(_view(columns, "annotate-side"), frames, known)
    return root


def _reading(parent: ElementTree.Element, attribution: Scheme, known: keys.Hotkeys) -> None:
    """Add the legend and the article."""
    legend = _view(parent, "annotate-legend")
    labels = _control(legend, "Labels", ATTRIBUTION, choice="single", showInline="true")
    for label, color in zip(attribution.labels, colors(attribution), strict=True):
        _value(labels, "Label", label, known.attribution.get(label.name), background=color)
    spans = _control(legend, "Labels", SPAN, choice="single", showInline="true")
    for role, key in keys.SPANS.items():
        shown = {"background": SPAN_COLORS[role], "html": role.capitalize(), "hint": SPAN_HINTS[role]}
        ElementTree.SubElement(spans, "Label", {"value": role, "hotkey": key, **shown})
    article = _view(parent, "annotate-article")
    ElementTree.SubElement(article, "Header", value="$title", size="3")
    ElementTree.SubElement(_view(article, "annotate-byline"), "Header", value="$outlet  $published", size="5")
    ElementTree.SubElement(article, "Text", name=TEXT, value="$text", granularity="word", saveTextResult="yes")
    ElementTree.SubElement(ElementTree.SubElement(article, "Relations"), "Relation", value=RELATION)


def _judging(parent: ElementTree.Element, frames: Scheme, known: keys.Hotkeys) -> None:
    """Add what is said of the selected sentence, and below it why the article wants a second look."""
    sentence = _view(parent, "annotate-sentence", visibleWhen="region-selected", whenTagName=ATTRIBUTION)
    review = _choices(sentence, REVIEW)
    shown = {"html": "<b>Needs review</b>", "hint": "Somebody should look at this sentence again."}
    ElementTree.SubElement(review, "Choice", {"value": NEEDS_REVIEW, "hotkey": keys.NEEDS_REVIEW, **shown})
    _heading(sentence, _plain(frames.title.en))
    choices = _choices(_view(sentence, "annotate-frames"), FRAMES)
    for label in frames.labels:
        _value(choices, "Choice", label, known.frames.get(label.name))
    _heading(sentence, "Reasons for review")
    reasons = _choices(_view(sentence, "annotate-reasons"), REASONS)
    for reason in FLAG_REASONS:
        key = known.reasons.get(reason)
        shown = {"html": FLAGS[reason].title, "hint": FLAGS[reason].meaning, **({"hotkey": key} if key else {})}
        ElementTree.SubElement(reasons, "Choice", {"value": reason, **shown})
    _heading(sentence, "Note")
    _control(sentence, "TextArea", NOTE, perRegion="true", rows="2", maxSubmissions="1", editable="true")
    none = _view(parent, "annotate-none", visibleWhen="no-region-selected")
    _heading(none, "Click a sentence to correct it")
    why = _view(parent, "annotate-why")
    _heading(why, "Why look, and what other articles say")
    ElementTree.SubElement(why, "HyperText", name=WHY, value="$why", inline="true", selectionEnabled="false")
    article = _control(parent, "Choices", ARTICLE, choice="multiple")
    shown = {"html": "This article needs a second look", "hint": "Somebody else should go through the whole article."}
    ElementTree.SubElement(article, "Choice", {"value": SECOND_LOOK, "hotkey": keys.SECOND_LOOK, **shown})


def _view(parent: ElementTree.Element, name: str, **more: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, "View", {"className": name, **more})


def _heading(parent: ElementTree.Element, text: str) -> None:
    ElementTree.SubElement(parent, "Header", value=text.replace("$", "＄"), size="5")


def _control(parent: ElementTree.Element, tag: str, name: str, **more: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, {"name": name, "toName": TEXT, **more})


def _choices(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    """Add choices that are a region's; Label Studio shows them for attribution regions only."""
    return _control(parent, "Choices", name, choice="multiple", perRegion="true", whenTagName=ATTRIBUTION)


def _value(parent: ElementTree.Element, tag: str, label: Label, key: str | None, **more: str) -> None:
    """Add a label: its name is what is saved, its title what is shown, its definition is shown on hover."""
    attributes = {"value": label.name, "html": _html(label.title.en), "hint": _plain(label.definition.en), **more}
    ElementTree.SubElement(parent, tag, {**attributes, **({"hotkey": key} if key else {})})


def _style(attribution: Scheme) -> str:
    r"""Return the style sheet; it holds no `<`, `>` or `&`, as Label Studio cleans it like HTML."""
    marks = (
        f'.annotate .htx-highlight[data-label$=":{label.name}"]::after {{ content: "{_css(label.title.en)}"; }}'
        for label in attribution.labels
    )
    return "\n".join([files("annotate.labelstudio").joinpath("templates/interface.css").read_text("utf-8"), *marks])


def _css(text: str) -> str:
    r"""Return `text` as it may stand in a string of CSS.

    >>> _css('A "B"')
    'A\\20 \\22 B\\22 '
    """
    return "".join(each if each.isalnum() and each.isascii() else f"\\{ord(each):x} " for each in _plain(text))


def _html(text: str) -> str:
    """Return `text` as HTML that shows it as it is."""
    return _plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _plain(text: str) -> str:
    """Return one line of `text` without what XML cannot hold."""
    return re.sub("[\ufffe\uffff]", "\N{REPLACEMENT CHARACTER}", visible(text))


def _text(text: Localised, language: str) -> str:
    return _plain(text.get(language))


def _hues() -> Iterator[float]:
    return hues()


def _lightnesses() -> Iterator[float]:
    """Yield the lightness of each round of hues: like hues that come again differ in it."""
    for lightness in cycle(_LIGHTNESS):
        yield from [lightness] * 7


def _embeddable(attribution: Scheme, frames: Scheme) -> str:
    """Return both schemes as JSON that may stand in an XML comment, which cannot hold two dashes in a row."""
    values = [each.model_dump(mode="json", exclude_defaults=True, exclude_none=True) for each in (attribution, frames)]
    text = json.dumps(values, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.replace("--", "-\\u002d")


def _parsed(config: str) -> ElementTree.Element:
    """Return the tree of a configuration. Raises `ParseError` where it is none; no document type is read."""
    if "<!DOCTYPE" in config:
        raise ElementTree.ParseError
    return ElementTree.fromstring(config)


def _controls(root: ElementTree.Element) -> dict[str, _Control]:
    """Return the named elements of a configuration: controls, and what they label."""
    found: dict[str, _Control] = {}
    for element in root.iter():
        name = element.get("name")
        if name:
            values = frozenset(
                each.get("alias") or each.get("value") or ""
                for each in element.iter()
                if each.tag in ("Label", "Choice")
            )
            of = element.get("toName") or element.get("value") or ""
            found[name] = _Control(str(element.tag), of, values)
        elif element.tag == "Relation":
            found[f"relation {element.get('value')}"] = _Control("Relation", "", frozenset())
    return found


def _control_differences(there: Mapping[str, _Control], here: Mapping[str, _Control]) -> Iterator[str]:
    for name, ours in here.items():
        theirs = there.get(name)
        if theirs is None:
            yield f"it lacks {name}"
        elif theirs.tag != ours.tag:
            yield f"its {name} is {theirs.tag}, not {ours.tag}"
        elif theirs.of != ours.of:
            yield f"its {name} is for {theirs.of or 'nothing'}, not for {ours.of}"
        else:
            yield from _set_differences(name, theirs.values, ours.values)
    yield from (f"it also has {name}" for name in there if name not in here)


def _set_differences(name: str, theirs: frozenset[str], ours: frozenset[str]) -> Iterator[str]:
    if ours - theirs:
        yield f"its {name} lacks {_listed(ours - theirs)}"
    if theirs - ours:
        yield f"its {name} also has {_listed(theirs - ours)}"


def _scheme_differences(theirs: tuple[Scheme, Scheme] | None, attribution: Scheme, frames: Scheme) -> Iterator[str]:
    if theirs is None:
        yield "it does not hold the schemes that it was made from"
        return
    for there, here in zip(theirs, (attribution, frames), strict=True):
        if (there.name, there.version) != (here.name, here.version):
            yield f"its {here.kind} scheme is {there.name} {there.version}, not {here.name} {here.version}"
        defined = {label.name: label.definition for label in there.labels}
        redefined = [
            label.name for label in here.labels if defined.get(label.name, label.definition) != label.definition
        ]
        if redefined:
            yield f"it defines {_listed(redefined)} otherwise"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("annotate.labelstudio"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
