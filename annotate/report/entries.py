"""The review queue as a page shows it: what wants a look, in order, with what it can be filtered by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from annotate.data import FLAG_REASONS, AnnotatedArticle, AnnotatedSentence
from annotate.queue import queue
from annotate.report.build import Desk, flag_views
from annotate.report.claims import UNKNOWN_OUTLET, evidence_view, shown
from annotate.report.setting import Links, Setting
from annotate.report.view import (
    EvidenceView,
    FacetView,
    OptionView,
    QueueEntry,
    QueueView,
    ReasonCount,
)
from annotate.wording.harmless import visible
from annotate.wording.outlets import outlet_key, outlet_name
from annotate.wording.titles import title_of
from annotate.wording.words import FLAGS, level

SOURCES = 300  # at most, the most frequent: what is rarer is found by its name


class Queue:
    """What wants a look, gathered article by article."""

    def __init__(self, desk: Desk, links: Links) -> None:
        self._desk = desk
        self._links = links
        self._entries: list[QueueEntry] = []
        self._titles: dict[str, str] = {}

    def add(self, annotated: AnnotatedArticle) -> None:
        """Take an article's flagged sentences in."""
        outlet = f"outlet:{_short(outlet_key(annotated.article))}"
        self._titles.setdefault(outlet, outlet_name(annotated.article))
        for sentence in annotated.sentences:
            if sentence.flags:
                self._entries.append(self._entry(annotated, sentence, outlet))

    def view(self) -> QueueView:
        """Return the queue, the gravest first, then by order of reasons, then as it is read."""
        entries = tuple(queue(self._entries, lambda entry: entry.flags))
        return QueueView(entries, tuple(self._facets(entries)))

    def _entry(self, annotated: AnnotatedArticle, sentence: AnnotatedSentence, outlet: str) -> QueueEntry:
        article, attribution, desk = annotated.article, sentence.attribution, self._desk
        cited = desk.sources_of(sentence)
        for each in cited:
            self._titles.setdefault(f"source:{each.id}", each.title)
        return QueueEntry(
            key=f"{article.id}-{sentence.sentence.index}",
            href=self._links.sentence(article.id, sentence.sentence.index),
            text=visible(sentence.sentence.text),
            language=article.language,
            outlet=shown(article.outlet) or desk.words.say(UNKNOWN_OUTLET),
            title=title_of(annotated),
            label=desk.labels.attributed(attribution.label) if attribution else None,
            source=shown(attribution.resolved_source or attribution.source) if attribution else None,
            flags=flag_views(sentence, desk.words),
            severity=sentence.severity,
            level=level(sentence.severity),
            evidence=_evidence(sentence, Setting(desk.collection, self._links, desk.words)),
            tokens=(
                *(f"reason:{flag.reason}" for flag in sentence.flags),
                *((f"label:{visible(attribution.label)}",) if attribution else ()),
                *(f"frame:{visible(frame.label)}" for frame in sentence.frames),
                outlet,
                *(f"source:{each.id}" for each in cited),
            ),
        )

    def _facets(self, entries: Sequence[QueueEntry]) -> Iterator[FacetView]:
        """Yield what the entries can be filtered by; a value that all have, or none, filters nothing."""
        counts = Counter(token for entry in entries for token in set(entry.tokens))
        say, labels = self._desk.words.say, self._desk.labels
        vocabularies: tuple[tuple[str, str, str, Mapping[str, str] | None], ...] = (
            ("reason", say("Reason"), say("All reasons"), {each: say(FLAGS[each].title) for each in FLAG_REASONS}),
            (
                "label",
                labels.attribution_title,
                say("All labels"),
                {each.name: each.title for each in labels.attribution},
            ),
            ("frame", labels.frames_title, say("All frames"), {each.name: each.title for each in labels.frames}),
            ("outlet", say("Outlet"), say("All outlets"), None),
            ("source", say("Source"), say("All sources"), None),
        )
        for name, title, every, vocabulary in vocabularies:
            if vocabulary is None:
                found = [
                    OptionView(token.partition(":")[2], self._titles[token], count)
                    for token, count in counts.items()
                    if token.startswith(f"{name}:")
                ]
                options = sorted(found, key=lambda each: (-each.count, each.title, each.value))[:SOURCES]
            else:
                options = [
                    OptionView(value, its, counts[f"{name}:{value}"])
                    for value, its in vocabulary.items()
                    if counts[f"{name}:{value}"]
                ]
            if options:
                yield FacetView(name, title, every, tuple(options))


def reasons(counts: Mapping[str, int], desk: Desk) -> tuple[ReasonCount, ...]:
    """Return how many sentences are in the queue for each reason, in the vocabulary's order."""
    return tuple(
        ReasonCount(reason, desk.words.term(FLAGS[reason]), counts[reason])
        for reason in FLAG_REASONS
        if counts.get(reason)
    )


def _evidence(sentence: AnnotatedSentence, setting: Setting) -> EvidenceView | None:
    """Return the first sentence of another article that bears on this one."""
    found: Iterable[EvidenceView] = (
        evidence_view(each, sentence, setting) for each in sentence.support.evidence if each.relation != "neutral"
    )
    return next(iter(found), None)


def _short(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
