"""The panel beside an article: what wants a second look in it, and what other articles say, as harmless HTML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from jinja2 import Template

from annotate.data import AnnotatedArticle, AnnotatedSentence, Flag
from annotate.wording.harmless import visible
from annotate.wording.templates import environment
from annotate.wording.words import FLAGS, VERDICTS, level, relation_of

QUOTED = 180  # characters of a quotation: two lines or three beside the text


def panel(annotated: AnnotatedArticle, titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the value of a task's `why` as HTML without scripts; the same article gives the same text.

    `titles` names articles by their ids, where evidence comes from an outlet that is not known. Evidence that leaves a
    claim open is shown where the claim is flagged, as the nearest that others say, and nowhere else.
    """
    flagged = sorted((each for each in annotated.sentences if each.flags), key=lambda each: -each.severity)
    others = [
        (each, telling)
        for each in annotated.sentences
        if not each.flags and (telling := [one for one in each.support.evidence if one.relation != "neutral"])
    ]
    return (
        _template()
        .render(
            numbers=_numbers(annotated),
            flagged=flagged,
            others=others,
            titles=titles,
            FLAGS=FLAGS,
            relation_of=relation_of,
            VERDICTS=VERDICTS,
            level=level,
            by_severity=_by_severity,
            shortened=shortened,
            visible=visible,
        )
        .strip()
    )


def shortened(text: str, limit: int = QUOTED) -> str:
    """Return one line of `text`, cut between words where it is longer than `limit` characters.

    >>> shortened("The harbour was closed on Monday.", limit=20)
    'The harbour was…'
    """
    line = visible(text)
    if len(line) <= limit:
        return line
    cut = line[:limit]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]) + "…"


def _numbers(annotated: AnnotatedArticle) -> dict[int, int]:
    """Return the number that Label Studio gives each sentence's region, by the sentence's index."""
    labelled = (each.sentence.index for each in annotated.sentences if each.attribution)
    return {index: number for number, index in enumerate(labelled, 1)}


def _by_severity(sentence: AnnotatedSentence) -> list[Flag]:
    return sorted(sentence.flags, key=lambda flag: -flag.severity)


@cache
def _template() -> Template:
    made = environment("annotate.labelstudio", last_newline=False)
    return made.get_template("panel.html.j2")
