"""The labelling interface: two schemes as Label Studio's configuration, read back from it, and as instructions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import cycle
from typing import Final
from xml.etree import ElementTree

from jinja2 import Environment

from annotate.config import Label, Localised, Scheme
from annotate.data import FLAG_REASONS, Role
from annotate.labelstudio import keys
from annotate.labelstudio.panel import shortened
from annotate.wording.harmless import visible
from annotate.wording.palette import NEUTRAL, hues, oklch
from annotate.wording.templates import environment
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
SENTENCE_HINT: Final = "Somebody should look at this sentence again."
ARTICLE_HINT: Final = "Somebody else should go through the whole article."
SPAN_COLORS: Final[Mapping[Role, str]] = {"source": "#64748b", "cue": "#a8326f"}

#: What a sentence ends in: its number, as in the list of regions, and its label.
_MARKED: Final = (
    '.annotate .htx-highlight[data-label$=":{name}"]::after {{ content: attr(data-index) "\\00a0 {title}"; }}'
)
#: Sources and cues are underlined in their sentence's colour.
_ROLE: Final = """\
.annotate .htx-highlight[data-label$=":{role}"]:not(.__active) {{ {style}; background: none !important; }}
.annotate .htx-highlight[data-label$=":{role}"]::after {{ content: none; }}"""
#: Clicks go through sources and cues to the sentence, which is what is corrected most. Once one of them is selected, in
#: the list of regions, clicks reach them too, so that a cue can be tied to its source.
_THROUGH: Final = ".annotate-article:not(:has({active})) :is({roles}) {{ pointer-events: none; }}"
_ROLES: Final[Mapping[Role, str]] = {
    "source": "text-decoration: underline 2px; text-underline-offset: 4px",
    "cue": "text-decoration: underline 2px dotted; text-underline-offset: 4px",
}

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
    _, _, rest = config.partition(f"<!--{_MARK}")
    try:
        attribution, frames = json.loads(rest.partition(" -->")[0])
        schemes = Scheme.model_validate(attribution), Scheme.model_validate(frames)
    except (ValueError, TypeError, RecursionError):  # pydantic's ValidationError is a ValueError
        return None
    return schemes if (schemes[0].kind, schemes[1].kind) == ("attribution", "frames") else None


def instructions(attribution: Scheme, frames: Scheme, language: str) -> str:
    """Return what a reviewer is to do, and what the labels mean, as HTML; in French for "fr", else in English."""
    known = keys.hotkeys(attribution, frames)
    return (
        _templates()
        .get_template("instructions.html.j2")
        .render(
            french=language == "fr",
            attribution=[_Entry.of(each, language, known.attribution.get(each.name)) for each in attribution.labels],
            frames=[_Entry.of(each, language, known.frames.get(each.name)) for each in frames.labels],
            frames_title=_text(frames.title, language),
            reasons=[
                (each, _Entry(FLAGS[each].title, FLAGS[each].meaning, known.reasons.get(each))) for each in FLAG_REASONS
            ],
            keys=keys,
        )
    )


def colors(scheme: Scheme) -> tuple[str, ...]:
    """Return a colour for each label, no two alike: its own, grey for the outlet's own voice, else the next hue."""
    own = {label.color for label in scheme.labels if label.color}
    supply = (
        color
        for color in (oklch(lightness, 0.125, hue) for hue, lightness in zip(hues(), _lightnesses(), strict=False))
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
    """A label as the instructions tell of it: `title` is what the interface shows, in English."""

    title: str
    definition: str
    key: str | None
    translated: str | None = None

    @classmethod
    def of(cls, label: Label, language: str, key: str | None) -> _Entry:
        title, translated = _text(label.title, "en"), _text(label.title, language)
        return cls(title, _text(label.definition, language), key, translated if translated != title else None)


def _interface(attribution: Scheme, frames: Scheme) -> ElementTree.Element:
    """Return the interface as a tree, without the schemes."""
    known = keys.hotkeys(attribution, frames)
    root = ElementTree.Element("View", className="annotate")
    ElementTree.SubElement(root, "Style").text = _style(attribution)
    _legend(_view(root, "annotate-legend"), attribution, known)
    columns = _view(root, "annotate-columns")
    _article(_view(columns, "annotate-article"))
    _judging(_view(columns, "annotate-side"), frames, known)
    return root


def _legend(parent: ElementTree.Element, attribution: Scheme, known: keys.Hotkeys) -> None:
    """Add the labels: they show what the colours mean, and label what is selected."""
    labels = _control(parent, "Labels", ATTRIBUTION, choice="single", showInline="true")
    for label, color in zip(attribution.labels, colors(attribution), strict=True):
        _value(labels, "Label", label, known.attribution.get(label.name), background=color)
    spans = _control(parent, "Labels", SPAN, choice="single", showInline="true")
    for role, key in keys.SPANS.items():
        shown = {"background": SPAN_COLORS[role], "html": role.capitalize(), "hint": SPAN_HINTS[role]}
        ElementTree.SubElement(spans, "Label", {"value": role, "hotkey": key, **shown})


def _article(parent: ElementTree.Element) -> None:
    """Add the article with its title, and the relation between a cue and its source."""
    ElementTree.SubElement(parent, "Header", value="$title", size="3")
    ElementTree.SubElement(_view(parent, "annotate-byline"), "Header", value="$outlet  $published", size="5")
    more = {"granularity": "word", "saveTextResult": "yes", "showLabels": "true"}
    ElementTree.SubElement(parent, "Text", {"name": TEXT, "value": "$text", **more})
    ElementTree.SubElement(ElementTree.SubElement(parent, "Relations"), "Relation", value=RELATION)


def _judging(parent: ElementTree.Element, frames: Scheme, known: keys.Hotkeys) -> None:
    """Add what is said of the selected sentence, and below it why the article wants a second look."""
    sentence = _view(parent, "annotate-sentence", visibleWhen="region-selected", whenTagName=ATTRIBUTION)
    _choice(_choices(sentence, REVIEW), NEEDS_REVIEW, "This sentence needs review", SENTENCE_HINT, keys.NEEDS_REVIEW)
    written = {"perRegion": "true", "whenTagName": ATTRIBUTION, "maxSubmissions": "1", "editable": "true"}
    shown = {"rows": "2", "showSubmitButton": "false", "placeholder": "A note on this sentence"}
    _control(sentence, "TextArea", NOTE, **written, **shown)
    _heading(sentence, "Reasons for review")
    reasons = _choices(sentence, REASONS)
    for reason in FLAG_REASONS:
        _choice(reasons, reason, FLAGS[reason].title, FLAGS[reason].meaning, known.reasons.get(reason))
    _heading(sentence, frames.title.en)
    choices = _choices(sentence, FRAMES)
    for label in frames.labels:
        _value(choices, "Choice", label, known.frames.get(label.name))
    _heading(_view(parent, "annotate-none", visibleWhen="no-region-selected"), "Click a sentence to correct it.")
    article = _control(_view(parent, "annotate-whole"), "Choices", ARTICLE, choice="multiple")
    _choice(article, SECOND_LOOK, "This article needs a second look", ARTICLE_HINT, keys.SECOND_LOOK)
    why = _view(parent, "annotate-why")
    _heading(why, "Why look, and what other articles say")
    ElementTree.SubElement(why, "HyperText", name=WHY, value="$why", inline="true", selectionEnabled="false")


def _view(parent: ElementTree.Element, name: str, **more: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, "View", {"className": name, **more})


def _heading(parent: ElementTree.Element, text: str) -> None:
    """Add a heading; Label Studio would look up what follows a dollar sign in the task."""
    shown = _plain(text).replace("$", "$\N{WORD JOINER}")
    ElementTree.SubElement(_view(parent, "annotate-heading"), "Header", value=shown, size="5")


def _control(parent: ElementTree.Element, tag: str, name: str, **more: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, {"name": name, "toName": TEXT, **more})


def _choices(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    """Add choices that are a region's; Label Studio shows them for attribution regions only."""
    return _control(parent, "Choices", name, choice="multiple", perRegion="true", whenTagName=ATTRIBUTION)


def _choice(parent: ElementTree.Element, value: str, title: str, hint: str, key: str | None) -> None:
    attributes = {"value": value, "html": _html(title), "hint": hint}
    ElementTree.SubElement(parent, "Choice", {**attributes, **({"hotkey": key} if key else {})})


def _value(parent: ElementTree.Element, tag: str, label: Label, key: str | None, **more: str) -> None:
    """Add a label: its name is what is saved, its title what is shown, its definition is shown on hover."""
    attributes = {"value": label.name, "html": _html(label.title.en), "hint": _plain(label.definition.en), **more}
    ElementTree.SubElement(parent, tag, {**attributes, **({"hotkey": key} if key else {})})


def _style(attribution: Scheme) -> str:
    r"""Return the style sheet; it holds no `<`, `>` or `&`, as Label Studio cleans it like HTML."""
    sheet = files("annotate.labelstudio").joinpath("templates/interface.css").read_text("utf-8")
    marks = (_MARKED.format(name=label.name, title=_css(shortened(label.title.en, 28))) for label in attribution.labels)
    roles = [role for role in _ROLES if role not in attribution.names]
    drawn = [_ROLE.format(role=role, style=_ROLES[role]) for role in roles]
    ends = [f'[data-label$=":{role}"]' for role in roles]
    active, inactive = (", ".join(f".{state}{end}" for end in ends) for state in ("__active", "htx-highlight"))
    through = [_THROUGH.format(active=active, roles=inactive)] if roles else []
    return "\n".join([sheet, *marks, *drawn, *through])


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


@cache
def _templates() -> Environment:
    return environment("annotate.labelstudio", last_newline=False)
