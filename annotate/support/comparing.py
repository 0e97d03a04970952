"""Whether two figures count the same thing, whether one bears out the other, and whether they cannot both hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from annotate.support.amounts import COUNT
from annotate.support.dates import within
from annotate.support.figure_words import factors
from annotate.support.figures import Figure

#: What a figure of the evidence does to one of the claim; `neither` is shown to the reader as it is.
Meeting = Literal["borne_out", "conflict", "neither"]

_SAME_MAGNITUDE = 2.5  # figures further apart than this count different things…
_SAME_MAGNITUDE_TOLD_ALIKE = 12  # …unless both sentences tell of them in the same words
_EPSILON = 1e-9  # of floating point
_FEW = 10  # so few of anything are told of in many connections
_SHARED = 2  # stems around two figures that must be the same for them to be told alike…
_SHARE = 0.6  # …and the share of the shorter list
_NAMES_SHARED = 2 / 3  # of the fewer names around two counts; of two measures, whose nouns are few, all
_LOOSE = frozenset({"deployed"})  # a fate that the one article may leave out
_VARIOUS = frozenset({"person", "dead", "injured", "vote", "child", "job", "home", "case"})  # counted in any connection
_BOUNDS = frozenset({"less_than", "up_to"})
_VAGUE = frozenset({"about", "nearly", "dozens", "more_than", "less_than", "up_to"})


def meets(claim: Figure, evidence: Figure) -> Meeting:
    """Tell what a figure of the evidence does to one of the claim.

    A hedged figure does not prove an exact one: "about 45" neither conflicts with 46 nor bears it out.

    >>> from annotate.support.figures import figures
    >>> def met(claim, evidence):
    ...     return meets(figures(claim, "en")[0], figures(evidence, "en")[0])
    >>> met("more than 3,000 guards", "3,140 guards"), met("27 countries", "about 26 nations")
    ('borne_out', 'neither')
    >>> met("27 countries", "24 nations")
    'conflict'
    """
    if not comparable(claim, evidence):
        return "neither"
    if conflicts(claim, evidence):
        return "conflict"
    return "borne_out" if _proves(evidence, claim) else "neither"


def conflicts(one: Figure, other: Figure) -> bool:
    """Tell whether two figures count the same and cannot both hold.

    More is asked than for figures to be comparable: that the sentences tell the same of what is counted.

    >>> from annotate.support.figures import figures
    >>> first, = figures("27 countries were asked", "en")
    >>> [conflicts(first, figures(text, "en")[0]) for text in ("about 26 nations", "24 nations", "24 dogs")]
    [False, True, False]
    """
    return comparable(one, other) and _apart(one, other) and _same_matter(one, other)


def comparable(one: Figure, other: Figure) -> bool:
    """Tell whether two figures may be of one thing, at the same time, with the same fate, at like magnitude."""
    return (
        one.kind == other.kind
        and not (one.part or other.part)
        and one.change == other.change
        and one.per == other.per
        and _same_time(one, other)
        and (_same_count(one, other) if one.unit == COUNT else _same_measure(one, other))
        and _same_magnitude(one, other)
    )


def conflict(claim: Iterable[Figure], evidence: Iterable[Figure]) -> tuple[Figure, Figure] | None:
    """Return a figure of the claim and one of the evidence that cannot both hold, or `None`.

    A figure that agrees with any comparable one of the other side is in no conflict.
    """
    return next(all_conflicts(claim, evidence), None)


def agree(one: Figure, other: Figure) -> bool:
    """Tell whether two figures may be of one thing and can both hold.

    >>> from annotate.support.figures import figures
    >>> first, = figures("3,140 guards were hired", "en")
    >>> [agree(first, figures(text, "en")[0]) for text in ("more than 3,000 guards", "4,100 guards")]
    [True, False]
    """
    return comparable(one, other) and not _apart(one, other)


def all_conflicts(claim: Iterable[Figure], evidence: Iterable[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield every figure of the claim that is in conflict, with the first of the evidence that it conflicts with."""
    ours, theirs = tuple(claim), tuple(evidence)
    for mine in ours:
        if _met(mine, theirs):
            continue
        against = [other for other in theirs if conflicts(mine, other) and not _met(other, ours)]
        if against:
            yield mine, against[0]


def _met(figure: Figure, others: Iterable[Figure]) -> bool:
    """Tell whether any of the others may be the same figure."""
    return any(agree(figure, other) for other in others)


def _apart(one: Figure, other: Figure) -> bool:
    """Tell whether no value is in the range of both; of two upper bounds both hold."""
    if one.hedge == other.hedge == "up_to":
        return False
    low, high = _base(one)
    their_low, their_high = _base(other)
    return high < their_low or their_high < low


def _base(figure: Figure) -> tuple[float, float]:
    """Return the range of a figure in its kind's base unit.

    Of up to 50 dead there may be any fewer; who sends up to 22,000 guards says how many there will be.
    """
    factor = factors().get(figure.unit, 1.0)
    any_fewer = figure.hedge in _BOUNDS and bool(figure.fates - _LOOSE)
    return 0.0 if any_fewer else figure.low * factor, figure.high * factor


def _proves(evidence: Figure, claim: Figure) -> bool:
    """Tell whether the claim's figure holds if the evidence's does."""
    if evidence.hedge in _VAGUE:
        return evidence.hedge == claim.hedge and evidence.value == claim.value
    low, high = _base(claim)
    their_low, their_high = _base(evidence)
    return low <= their_low * (1 + _EPSILON) and their_high <= high * (1 + _EPSILON)


def _same_time(one: Figure, other: Figure) -> bool:
    """Tell whether two figures may be of the same time; one of a past year and one of no year are not."""
    if "earlier" in (one.when, other.when):
        return one.when == other.when
    if one.when and other.when:
        return within(one.when, other.when)
    dated = one.when or other.when
    return dated is None or not _of_a_year(dated)


def _of_a_year(when: str) -> bool:
    """Tell whether a date is a year or names one, and no day of it."""
    return when.startswith("year") or (when[:4].isdigit() and len(when) != len("2014-05-14"))


def _same_count(one: Figure, other: Figure) -> bool:
    """Tell whether two counts are of the same things, narrowed down alike, with the same fate."""
    if not one.head or one.head != other.head:
        return False
    narrowed, theirs = one.counted - {one.head}, other.counted - {other.head}
    if narrowed and theirs and not narrowed & theirs:
        return False
    return one.fates - _LOOSE == other.fates - _LOOSE


def _same_measure(one: Figure, other: Figure) -> bool:
    """Tell whether two measures may be of one thing."""
    if one.head and other.head:
        return one.head == other.head
    return one.language != other.language or bool(one.about & other.about)


def _same_matter(one: Figure, other: Figure) -> bool:
    """Tell whether the words around two figures tell the same of what is counted or measured."""
    if "earlier" in (one.when, other.when) or not _same_names(one, other):
        return False
    if one.unit != COUNT:
        return _told_alike(one, other) or (one.head != "" and one.head == other.head and bool(one.about & other.about))
    if one.language != other.language or one.fates - _LOOSE:
        return True  # words of two languages share no stems; a fate says what is told
    if not one.about or not other.about:
        return True
    if min(one.value, other.value) < _FEW:
        return _told_alike(one, other)
    return len(one.about & other.about) >= (_SHARED if one.head in _VARIOUS else 1)


def _same_names(one: Figure, other: Figure) -> bool:
    """Tell whether the fewer names around the one figure are around the other: not "Delta" and "Alaska"."""
    if one.language != other.language:
        return True
    shared, fewer = len(one.names & other.names), min(len(one.names), len(other.names))
    return shared >= (_NAMES_SHARED if one.unit == COUNT else 1) * fewer


def _told_alike(one: Figure, other: Figure) -> bool:
    """Tell whether most of the words around the one figure are around the other."""
    shared = len(one.about & other.about)
    return shared >= _SHARED and shared >= _SHARE * min(len(one.about), len(other.about))


def _same_magnitude(one: Figure, other: Figure) -> bool:
    factor, their_factor = (factors().get(figure.unit, 1.0) for figure in (one, other))
    small, large = sorted((one.value * factor, other.value * their_factor))
    if small <= 0:
        return small == large or one.kind.startswith("temperature")
    return large <= (_SAME_MAGNITUDE_TOLD_ALIKE if _told_alike(one, other) else _SAME_MAGNITUDE) * small
