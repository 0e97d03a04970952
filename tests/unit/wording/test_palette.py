from __future__ import annotations

from itertools import combinations, islice

import pytest

from annotate.wording.palette import NEUTRAL, Tone, hues, oklch, tone, tones

TEXT_LIGHT, TEXT_DARK = "#1f1d1a", "#e9e5dc"  # --text of report.css
PAPER_LIGHT, PAPER_DARK = "#fffefb", "#171614"  # --paper of report.css


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("each", [NEUTRAL, *(tone(hue) for hue in islice(hues(), 24))])
def test_every_tone_is_readable_on_light_and_dark_ground(each: Tone) -> None:
    assert contrast(each.wash_light, TEXT_LIGHT) >= 7
    assert contrast(each.wash_dark, TEXT_DARK) >= 7
    for ground in (each.wash_light, PAPER_LIGHT):
        assert contrast(each.ink_light, ground) >= 4.5
    for ground in (each.wash_dark, PAPER_DARK):
        assert contrast(each.ink_dark, ground) >= 4.5
    for ground in (PAPER_LIGHT, PAPER_DARK):
        assert contrast(each.fill, ground) >= 3


def test_the_first_hues_are_far_apart() -> None:
    gaps = [min(abs(a - b), 360 - abs(a - b)) for a, b in combinations(islice(hues(), 8), 2)]
    assert min(gaps) >= 20


def test_any_number_of_labels_gets_tones_and_none_twice() -> None:
    many = tones((False,) * 40)
    assert len({each.wash_light for each in many}) >= 38
    assert len({each.ink_light for each in many}) == 40


def test_a_neutral_label_uses_up_no_hue() -> None:
    first, second = tones((False, False))
    assert tones((False, True, False)) == (first, NEUTRAL, second)


def test_chroma_that_srgb_cannot_hold_is_lowered() -> None:
    assert oklch(0.95, 0.4, 250).startswith("#")
