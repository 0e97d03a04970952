"""Whether what words and figures show to be a conflict is one of one matter: an editor reads each that stands.

`bearing` asks of the evidence that it holds the claim's words, which is right for what bears out. For two texts to be
in conflict, either must tell of what the other does, of the same persons, firms and places, at the same time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from annotate.support.amounts import COUNT
from annotate.support.bearing import BORNE_OUT, SAME_MATTER, Match, Said, matches, other_time, share_of
from annotate.support.candidates import Row
from annotate.support.comparing import agree, all_conflicts, comparable, conflict
from annotate.support.figure_words import figure_words
from annotate.support.figures import Figure, figures
from annotate.support.lexicon import words
from annotate.support.readings import grammar, read
from annotate.support.voices import copied
from annotate.support.words import names

_LEAST = 0.4  # share of the words of the longer-winded that the other must hold
_COUNTED = 0.2  # the same for counts, whose nouns say what they are of
_NAMES = 2 / 3  # of the fewer names on a side
_FORM = 0.25  # from this share of numbers among its words, a text is a form or a table
_ROW = 5  # so many numbers are a row, even where half as dense
_SEVERAL = 2  # things that either counts
_MANY = 10  # a smaller number is told of in many connections
_TERM = 2  # dates on either side: when something began and ended
_DIGITS = re.compile(r"\d+")


class Side(NamedTuple):
    """One of two texts in conflict: its row, and what that says."""

    row: Row
    said: Said


def contradict(claim: Side, evidence: Side) -> bool:
    """Tell whether two texts of which the one seems to say the opposite are on one matter, and do."""
    if claim.said.language != evidence.said.language or not _one_subject(claim, evidence):
        return False
    if _other_figures(claim, evidence) or other_time(claim.said.dates, evidence.said.dates):
        return False
    found = matches(claim.said, evidence.said)
    shares = _shares(claim, evidence)
    if min(shares) < _LEAST or max(shares) < SAME_MATTER:
        return False
    turned = [each for each in found if each.turned and not _is_name(claim.said, each.mine)]
    if turned:
        return min(shares) >= SAME_MATTER and all(_plainly(each, claim, evidence) for each in turned)
    verb = next((each for each in found if each.mine == claim.said.verb), None)
    mine, theirs = claim.said.reading, evidence.said.words[verb.other].reading if verb else evidence.said.reading
    if mine.positive == theirs.positive:
        return min(shares) >= BORNE_OUT and not copied(claim.row.text, evidence.row.text)
    if mine.mood != theirs.mood or mine.mood not in ("fact", "future") or (verb is None and min(shares) < BORNE_OUT):
        return False
    denying, other = (evidence, claim) if mine.positive else (claim, evidence)
    return _denied(denying.said, other.said) >= BORNE_OUT and not _denies(other)


def figures_conflict(claim: Side, evidence: Side) -> bool:
    """Tell whether two texts whose figures or dates seem to exclude each other give them of one thing."""
    if _is_form(claim.row.said) or _is_form(evidence.row.said):
        return False
    if not (_one_subject(claim, evidence) or counted_alike(claim.row, evidence.row) or _one_toll(claim, evidence)):
        return False
    found = [pair for pair in all_conflicts(claim.row.figures, evidence.row.figures) if _nowhere(pair, claim, evidence)]
    if not found and conflict(claim.row.figures, evidence.row.figures):
        return False
    if claim.said.language != evidence.said.language:
        return bool(found)
    shares = _shares(claim, evidence)
    if found:
        if any(mine.unit == COUNT for mine, _ in found):
            return min(shares) >= _COUNTED or counted_alike(claim.row, evidence.row)
        return min(shares) >= BORNE_OUT
    terms = min(len(claim.said.dates), len(evidence.said.dates)) >= _TERM
    return (
        (terms or min(shares) >= SAME_MATTER)
        and max(shares) >= BORNE_OUT
        and _held(_named(claim.said), _named(evidence.said)) == 1
        and all(any(agree(mine, other) for other in evidence.row.figures) for mine in claim.row.figures)
    )


def counted_alike(one: Row, other: Row) -> bool:
    """Tell whether two texts count several of the same things: police, guards and soldiers here and there.

    They are then on one matter, whatever names either leaves out.
    """
    heads = {
        mine.head
        for mine in one.figures
        for each in other.figures
        if mine.unit == COUNT and mine.value >= _MANY and comparable(mine, each)
    }
    return len(heads) >= _SEVERAL and not (_is_form(one.said) or _is_form(other.said))


def _one_toll(claim: Side, evidence: Side) -> bool:
    """Tell whether two texts count whom the same befell, in much the same words, and one of them names nobody."""
    nameless = not _named(claim.said) or not _named(evidence.said)
    fates = [frozenset[str]().union(*(each.fates for each in side.row.figures)) for side in (claim, evidence)]
    return nameless and bool(fates[0] & fates[1]) and min(_shares(claim, evidence)) >= _LEAST


def _nowhere(pair: tuple[Figure, Figure], claim: Side, evidence: Side) -> bool:
    """Tell whether neither figure stands in the other's whole sentence, which a claim may be cut from."""
    texts = ((pair[0], evidence.row), (pair[1], claim.row))
    return not any(
        (each.unit, each.value) == (figure.unit, figure.value)
        for figure, row in texts
        for each in figures(row.text, row.language)
    )


def _shares(claim: Side, evidence: Side) -> tuple[float, float]:
    """Return the share of either's words that the other holds."""
    return (
        share_of(claim.said, matches(claim.said, evidence.said)),
        share_of(evidence.said, matches(evidence.said, claim.said)),
    )


def _plainly(turned: Match, claim: Side, evidence: Side) -> bool:
    """Tell whether both assert their word of an opposite pair: neither denies, hedges or leaves it open."""
    readings = claim.said.words[turned.mine].reading, evidence.said.words[turned.other].reading
    return all(each.positive for each in readings) and readings[0].mood == readings[1].mood != "hedged"


def _denied(denying: Said, other: Said) -> float:
    """Return the share of what the one denies that the other tells."""
    found = {each.mine for each in matches(denying, other)}
    denied = [place for place in denying.telling if not denying.words[place].reading.positive]
    return sum(place in found for place in denied) / len(denied) if denied else 0.0


def _denies(side: Side) -> bool:
    """Tell whether the sentence that a claim is cut from denies anything: perhaps what the claim seems to assert."""
    return any(not word.reading.positive for word in read(side.row.text, side.row.language))


def _one_subject(claim: Side, evidence: Side) -> bool:
    """Tell whether two texts may be of the same persons, firms and places, and of things numbered alike."""
    if claim.said.language != evidence.said.language:
        return bool(_named(claim.said) & _named(evidence.said))  # each spells names its own way
    if _stands_in(claim.said) and _stands_in(evidence.said) and _of_two(claim.row.source, evidence.row.source, claim):
        return False
    one, other = _labels(claim), _labels(evidence)
    return _held(_named(claim.said), _named(evidence.said)) >= _NAMES and (not (one and other) or bool(one & other))


def _stands_in(text: Said) -> bool:
    """Tell whether a text opens with a word that stands for who says it: "it has filed"."""
    first = next((word.text for word in text.words if word.text.isalpha()), "")
    rules = grammar(text.language)
    return first in rules.stopwords and first not in rules.determiners


def _of_two(one: str | None, other: str | None, claim: Side) -> bool:
    """Tell whether two sources are named and have no name in common."""
    stopwords = words(claim.said.language).stopwords
    mine, theirs = (names(f"- a {source or ''}", stopwords) for source in (one, other))
    return bool(mine and theirs) and not mine & theirs


def _labels(side: Side) -> frozenset[str]:
    """Return the numbers that neither count nor measure nor date: "category 4"."""
    counted = " ".join(each.text for each in side.row.figures).split()
    dated = {str(int(part)) for date in side.said.dates for part in _DIGITS.findall(date)}
    found = (word.text for word in side.said.words if word.text.isdecimal())
    return frozenset(found) - {*counted, *dated}


def _held(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the fewer names that the other side has; 1 where there are none on either side."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else float(not one and not other)


def _named(text: Said) -> frozenset[str]:
    """Return the names of a text, without months and weekdays."""
    wording = figure_words(text.language)
    return frozenset(
        text.words[place].lemma
        for place in text.telling
        if _is_name(text, place) and text.words[place].text not in (*wording.months, *wording.weekdays)
    )


def _is_name(text: Said, place: int) -> bool:
    return text.words[place].capital


def _other_figures(claim: Side, evidence: Side) -> bool:
    """Tell whether both give figures of one kind, and none of them agree: they tell of two things."""
    pairs = [(mine, other) for mine in claim.row.figures for other in evidence.row.figures if mine.kind == other.kind]
    return bool(pairs) and not any(agree(mine, other) for mine, other in pairs)


def _is_form(text: str) -> bool:
    """Tell whether numbers make up so much of a text that it is a form or a row of a table.

    >>> _is_form("Net 1,240 vs 1,180; sales 31 mln vs 29 mln")
    True
    >>> _is_form("Some 40 sheep and 12 goats drowned on Monday.")
    False
    """
    found = text.split()
    numbers = sum(_DIGITS.search(word) is not None for word in found)
    return numbers > 1 and numbers > (_FORM if numbers < _ROW else _FORM / 2) * len(found)
