"""Colours for any number of labels: distinct hues at fixed lightness, so that contrast holds by construction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from math import cos, radians, sin

#: Hues (OKLCH degrees) of Okabe and Ito's colours for every kind of colour vision, in the order in
#: which neighbours differ most: blue, bluish green, orange, reddish purple, yellow, sky, vermilion.
OKABE_ITO = (252.0, 165.0, 68.0, 348.0, 105.0, 225.0, 40.0)
GOLDEN_ANGLE = 137.508


@dataclass(frozen=True, slots=True)
class Tone:
    """A label's colours as hex: `wash` lies behind text, `ink` writes on it, `fill` is for bars on either ground."""

    wash_light: str
    ink_light: str
    wash_dark: str
    ink_dark: str
    fill: str


def hues() -> Iterator[float]:
    """Yield hues without end: the curated ones, then steps of the golden angle.

    >>> from itertools import islice
    >>> [round(hue) for hue in islice(hues(), 8)]
    [252, 165, 68, 348, 105, 225, 40, 318]
    """
    yield from OKABE_ITO
    for step in count(1):
        yield (180.0 + step * GOLDEN_ANGLE) % 360


def tone(hue: float) -> Tone:
    """Return the colours of a hue."""
    return Tone(
        wash_light=oklch(0.950, 0.032, hue),
        ink_light=oklch(0.430, 0.110, hue),
        wash_dark=oklch(0.300, 0.048, hue),
        ink_dark=oklch(0.830, 0.095, hue),
        fill=oklch(0.620, 0.125, hue),
    )


#: The colour of what nobody answers for, and of labels that a scheme does not know.
NEUTRAL = Tone(wash_light="#f0efec", ink_light="#57534c", wash_dark="#2c2b28", ink_dark="#c4bfb5", fill="#8b867d")


def tones(neutral: tuple[bool, ...]) -> tuple[Tone, ...]:
    """Return one tone a label, in order; those marked neutral are grey and use up no hue."""
    supply = hues()
    return tuple(NEUTRAL if plain else tone(next(supply)) for plain in neutral)


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return an OKLCH colour as hex, its chroma lowered until sRGB holds it.

    The matrices are Björn Ottosson's (https://bottosson.github.io/posts/oklab/).

    >>> oklch(1.0, 0.0, 0.0), oklch(0.0, 0.0, 0.0)
    ('#ffffff', '#000000')
    """
    candidates = (_linear(lightness, chroma * (1 - step / 32), hue) for step in range(33))
    channels = next(rgb for rgb in candidates if all(-0.001 <= value <= 1.001 for value in rgb))
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, value)))):02x}" for value in channels)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Return linear sRGB, which may leave [0, 1]."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(value: float) -> float:
    """Return a linear channel as sRGB's."""
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)
