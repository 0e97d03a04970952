from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from label_studio_sdk.label_interface.interface import LabelInterface

from annotate.config import Scheme, load_scheme, scheme_names
from annotate.data import FLAG_REASONS
from annotate.labelstudio import interface as names
from annotate.labelstudio.comparison import differences
from annotate.labelstudio.interface import colors, embedded_schemes, instructions, labelling_config
from annotate.wording.palette import NEUTRAL
from annotate.wording.words import FLAGS

HOSTILE = '<script>alert(1)</script> --> <!-- -- --- & "q" \'a\' $text ]]> {{ x }} \\ \x07 \ufffe é name="text"'


def scheme(kind: str, count: int = 3, text: str = "A label", **more: object) -> Scheme:
    labels = [
        {
            "name": f"{kind}_{number}",
            "title": text,
            "definition": {"en": text, "fr": text},
            "hypothesis": text,
            "source_types": ["none"] if number == 0 else [],
        }
        for number in range(count)
    ]
    return Scheme.model_validate({"name": f"my_{kind}", "kind": kind, "title": text, "labels": labels, **more})


ATTRIBUTION, FRAMES = scheme("attribution"), scheme("frames")
CONFIG = labelling_config(ATTRIBUTION, FRAMES)


def replaced(of: Scheme, number: int, **more: object) -> Scheme:
    labels = [*of.labels]
    labels[number] = labels[number].model_copy(update=more)
    return of.model_copy(update={"labels": tuple(labels)})


def test_controls_offer_what_the_schemes_hold() -> None:
    interface = LabelInterface(CONFIG)
    interface.validate()  # type: ignore[no-untyped-call]
    values = {control.name: [*(control.labels_attrs or ())] for control in interface.controls}
    assert values[names.ATTRIBUTION] == [*ATTRIBUTION.names]
    assert values[names.SPAN] == ["source", "cue"]
    assert values[names.FRAMES] == [*FRAMES.names]
    assert values[names.REVIEW] == [names.NEEDS_REVIEW]
    assert values[names.REASONS] == [*FLAG_REASONS]
    assert values[names.ARTICLE] == [names.SECOND_LOOK]
    assert names.NOTE in values
    assert {name.name for name in interface.objects} == {names.TEXT, names.WHY}
    assert {control.to_name[0] for control in interface.controls} == {names.TEXT}, "the panel can be annotated"


def test_only_data_that_every_task_has_is_shown() -> None:
    values = " ".join(each.get("value", "") for each in ElementTree.fromstring(CONFIG).iter())
    assert set(re.findall(r"\$(\w+)", values)) == {"title", "outlet", "published", "text", "why"}


def test_labels_of_the_interface_carry_title_definition_colour_and_key() -> None:
    config = labelling_config(load_scheme("attribution"), load_scheme("frames"))
    first = next(ElementTree.fromstring(config).iter("Label"))
    assert first.attrib["html"] == "Official source"
    assert first.attrib["hint"].startswith("A public authority")
    assert (first.attrib["background"], first.attrib["hotkey"]) == ("#4989cf", "1")


@pytest.mark.parametrize("attribution", [name for name in scheme_names() if load_scheme(name).kind == "attribution"])
@pytest.mark.parametrize("frames", [name for name in scheme_names() if load_scheme(name).kind == "frames"])
def test_schemes_are_read_back_from_the_interface(attribution: str, frames: str) -> None:
    schemes = load_scheme(attribution), load_scheme(frames)
    config = labelling_config(*schemes)
    assert embedded_schemes(config) == schemes
    assert differences(config, *schemes) == []


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_any_text_of_a_scheme_is_safe_in_the_interface(text: str) -> None:
    schemes = scheme("attribution", text=text), scheme("frames", text=text)
    config = labelling_config(*schemes)
    LabelInterface(config).validate()  # type: ignore[no-untyped-call]
    assert embedded_schemes(config) == schemes
    assert differences(config, *schemes) == []


def test_hostile_text_stays_text() -> None:
    schemes = scheme("attribution", text=HOSTILE), scheme("frames", text=HOSTILE)
    config = labelling_config(*schemes)
    root = ElementTree.fromstring(config)
    assert embedded_schemes(config) == schemes
    for each in (*root.iter("Label"), *root.iter("Choice"), *root.iter("Style")):
        assert "<" not in each.get("html", "") + (each.text or "").strip()
    assert not re.search(r"\$text\b", "".join(each.get("value", "") for each in root.iter("Header")))
    for language in ("en", "fr"):
        assert "<script" not in instructions(*schemes, language)


def test_a_label_that_is_called_like_a_role_is_styled_as_a_label() -> None:
    labels = replaced(ATTRIBUTION, 1, name="source")
    assert "pointer-events" in CONFIG
    style = next(ElementTree.fromstring(labelling_config(labels, FRAMES)).iter("Style")).text or ""
    rules = [rule for rule in style.split("}") if '":source"]' in rule]
    assert rules
    assert not any("pointer-events" in rule for rule in rules)


@pytest.mark.parametrize(
    "config",
    [
        "",
        "<View/>",
        "<!-- annotate schemes 1: -->",
        "<!-- annotate schemes 1: [1, 2] -->",
        "<!-- annotate schemes 1: {} -->",
        '<!-- annotate schemes 1: [{"name": "x"}, {}] -->',
        "<!-- annotate schemes 1: " + "[" * 100_000,
        "<!-- annotate schemes 1: " + "9" * 10_000 + " -->",
        CONFIG.replace('"kind":"attribution"', '"kind":"frames"'),
        CONFIG.replace("schemes 1:", "schemes 2:"),
    ],
)
def test_what_is_not_ours_holds_no_schemes(config: str) -> None:
    assert embedded_schemes(config) is None


@given(st.text())
def test_reading_never_fails(text: str) -> None:
    assert embedded_schemes(f"<!-- annotate schemes 1: {text} -->") is None
    assert differences(text, ATTRIBUTION, FRAMES)


@pytest.mark.parametrize("count", [2, 12, 300])
def test_no_two_labels_look_alike_and_black_text_is_legible_on_each(count: int) -> None:
    given_colors = colors(scheme("attribution", count))
    assert len(set(given_colors)) == count
    assert given_colors[0] == NEUTRAL.fill, "the outlet's own voice is not grey"
    for color in given_colors:
        assert _contrast_with_black(color, alpha=0.3) > 10  # Label Studio's highlight of an unselected region


def test_a_labels_own_colour_stands_and_no_other_label_gets_it() -> None:
    free = colors(scheme("attribution", 4))
    own = replaced(scheme("attribution", 4), 3, color=free[1])
    painted = colors(own)
    assert painted[3] == free[1]
    assert len(set(painted)) == 4


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Click a sentence", "Official source", "A public authority", "[1]", FLAGS["second_hand"].meaning]),
        ("fr", ["Cliquez sur une phrase", "(Source officielle)", "Une autorité publique", "[1]", "repris"]),
        ("de", ["Click a sentence"]),
    ],
)
def test_instructions_say_what_to_do_and_what_labels_mean(language: str, told: list[str]) -> None:
    html = instructions(load_scheme("attribution"), load_scheme("frames"), language)
    for words in told:
        assert words in html
    for reason in FLAG_REASONS:
        assert FLAGS[reason].title in html


def _contrast_with_black(color: str, alpha: float) -> float:
    """Return the WCAG contrast of black text on `color` laid over white."""
    channels = [1 - alpha + alpha * int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05) / 0.05
