from __future__ import annotations

import re

import pytest

from annotate.labelstudio.comparison import differences
from annotate.labelstudio.interface import labelling_config
from tests.unit.labelstudio.test_interface import ATTRIBUTION, CONFIG, FRAMES, replaced, scheme


def test_looks_are_no_difference() -> None:
    looks = re.sub(r' (background|hotkey|html|hint|className)="[^"]*"', "", CONFIG)
    looks = re.sub(r"<Style>.*?</Style>", "", looks, flags=re.DOTALL)
    assert looks != CONFIG
    assert differences(looks, ATTRIBUTION, FRAMES) == []
    reordered = ATTRIBUTION.model_copy(update={"labels": ATTRIBUTION.labels[::-1]})
    assert differences(labelling_config(reordered, FRAMES), ATTRIBUTION, FRAMES) == []
    painted = replaced(ATTRIBUTION, 1, color="#123456", hotkey="z")
    assert differences(labelling_config(painted, FRAMES), ATTRIBUTION, FRAMES) == []


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        ("no XML", ["its labelling configuration is not XML"]),
        ("<!DOCTYPE x><View/>", ["its labelling configuration is not XML"]),
        ("<View>\ud800</View>", ["its labelling configuration is not XML"]),
        (
            '<View><Text name="text" value="$text"/><Choices name="mood" toName="text"/></View>',
            ["its labelling configuration was not made by annotate"],
        ),
        (labelling_config(scheme("attribution", 4), FRAMES), ["its attribution also has attribution_3"]),
        (labelling_config(scheme("attribution", 2), FRAMES), ["its attribution lacks attribution_2"]),
        (CONFIG.replace('<Choice value="frames_1"', '<Choice value="mood"'), ["lacks frames_1", "also has mood"]),
        (CONFIG.replace('name="note"', 'name="remark"'), ["it lacks note", "it also has remark"]),
        (CONFIG.replace("<TextArea", "<Rating"), ["its note is Rating, not TextArea"]),
        (CONFIG.replace('value="$text"', 'value="$body"'), ["its text is for $body, not for $text"]),
        (
            CONFIG.replace('value="attributed_to"', 'value="of"'),
            ["it lacks relation attributed_to", "also has relation of"],
        ),
        (re.sub("<!--.*?-->", "", CONFIG), ["it does not hold the schemes"]),
        (labelling_config(scheme("attribution", version=2), FRAMES), ["is my_attribution 2, not my_attribution 1"]),
        (labelling_config(ATTRIBUTION, scheme("frames", name="other")), ["frames scheme is other 1, not my_frames 1"]),
        (
            labelling_config(replaced(ATTRIBUTION, 1, definition=scheme("frames", text="Else").title), FRAMES),
            ["it defines attribution_1 otherwise"],
        ),
    ],
)
def test_differences_are_told_in_words(theirs: str, told: list[str]) -> None:
    found = differences(theirs, ATTRIBUTION, FRAMES)
    assert len(found) == len(told), found
    for sentence, words in zip(found, told, strict=True):
        assert words in sentence
