"""What a source's page shows: how often it is cited, by whom, on what terms, and every sentence of it."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from annotate.data import Verdict
from annotate.report.labels import Labels, shares
from annotate.report.setting import Links
from annotate.report.sources import Citations, Quote, Source, href, paged
from annotate.report.view import QuoteView, SourceView
from annotate.wording.interface import Interface
from annotate.wording.words import VERDICTS

CUES = 12  # the most frequent


def speaker(source: Source, citations: Citations, labels: Labels, links: Links, words: Interface) -> SourceView:
    """Return what is shown of a source."""
    by_outlet = sorted(source.outlets.items(), key=lambda each: (-each[1], citations.names[each[0]], each[0]))
    cues = Counter(each.cue for each in source.quotes if each.cue)
    verdicts = Counter(each.verdict for each in source.quotes)
    known: tuple[Verdict, ...] = get_args(Verdict)
    return SourceView(
        id=source.id,
        href=href(source, links),
        paged=paged(source),
        name=source.title,
        spellings=tuple(source.names[1:]),
        count=len(source.quotes),
        outlets=tuple((citations.names[key], count) for key, count in by_outlet),
        shares=shares(Counter(each.label for each in source.quotes), labels.attribution),
        carried=sum(1 for each in source.quotes if each.carried),
        cues=tuple(sorted(cues.items(), key=lambda each: (-each[1], each[0]))[:CUES]),
        verdicts=tuple((each, words.say(VERDICTS[each]), verdicts[each]) for each in known if verdicts[each]),
        quotes=tuple(_quote(each, labels, links, words) for each in source.quotes),
    )


def _quote(quote: Quote, labels: Labels, links: Links, words: Interface) -> QuoteView:
    return QuoteView(
        href=links.sentence(quote.article_id, quote.index),
        text=quote.text,
        language=quote.language,
        outlet=quote.outlet,
        published=quote.published,
        label=labels.attributed(quote.label),
        carried=quote.carried,
        cue=quote.cue,
        verdict=quote.verdict,
        verdict_title=words.say(VERDICTS[quote.verdict]) if quote.verdict else None,
    )
