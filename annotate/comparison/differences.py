"""What two folders say otherwise, counted and sentence by sentence, with one article of each in memory at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotate.comparison.aligning import aligned
from annotate.comparison.settings import Setting, differing
from annotate.data import AnnotatedArticle, AnnotatedSentence, Flag, FlagReason, Verdict
from annotate.queue import ranked
from annotate.store import Folder, Placed
from annotate.wording.outlets import outlet_name
from annotate.wording.titles import title_of

#: What a run says and what the other does.
Flip = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Named:
    """An article as people know it."""

    id: str
    title: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence of both folders of which they say otherwise; `before` is its text in the first where it was reworded.

    `id` is what the second folder's sentence is asked for by, `id_before` the first's.
    """

    article: Named
    id: str
    id_before: str
    text: str
    before: str | None = None
    label: Flip | None = None
    verdict: tuple[Verdict | None, Verdict | None] | None = None
    frames_gained: tuple[str, ...] = ()
    frames_lost: tuple[str, ...] = ()
    flags_gained: tuple[Flag, ...] = ()
    flags_lost: tuple[Flag, ...] = ()


@dataclass(slots=True)
class Comparison:
    """What changed from the first folder to the second; `changes` are as many of them as were asked for.

    `articles` and `sentences` are those in both, `reworded` those of them with another text, `changed` the sentences of
    both of which they say otherwise.
    """

    settings: tuple[Setting, ...] = ()
    articles: int = 0
    articles_first: list[Named] = field(default_factory=list)
    articles_second: list[Named] = field(default_factory=list)
    articles_reworded: list[Named] = field(default_factory=list)
    sentences: int = 0
    sentences_first: int = 0
    sentences_second: int = 0
    reworded: int = 0
    changed: int = 0
    labels: Counter[Flip] = field(default_factory=Counter)
    verdicts: Counter[Flip] = field(default_factory=Counter)
    frames_gained: Counter[str] = field(default_factory=Counter)
    frames_lost: Counter[str] = field(default_factory=Counter)
    flags_gained: Counter[FlagReason] = field(default_factory=Counter)
    flags_lost: Counter[FlagReason] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether the results differ in any way that is told here; settings alone are no difference."""
        return bool(
            self.articles_first
            or self.articles_second
            or self.articles_reworded
            or self.sentences_first
            or self.sentences_second
            or self.changed
        )


def compare(first: Folder, second: Folder, limit: int | None = None) -> Comparison:
    """Return what changed from `first` to `second`, with at most `limit` sentences, in the order of `first`.

    An article is the same where its id is, else where its text is. What people made of the articles is not compared.
    """
    found = Comparison(differing(first.run(), second.run()))
    there = {each.article_id: each for each in second.placed()}
    for one, other in _paired(list(first.placed()), there):
        if other is None:
            found.articles_first.append(_named(one.read()))
        else:
            _count(found, one.read(), there.pop(other.article_id).read(), limit)
    found.articles_second.extend(_named(each.read()) for each in there.values())
    return found


def _paired(first: Sequence[Placed], second: Mapping[str, Placed]) -> Iterator[tuple[Placed, Placed | None]]:
    """Yield each article of the first folder with its like in the second."""
    ours = {each.article_id for each in first}
    by_text = {each.digest: each for each in second.values() if each.article_id not in ours}
    for one in first:
        yield one, second.get(one.article_id) or by_text.pop(one.digest, None)


def _count(found: Comparison, first: AnnotatedArticle, second: AnnotatedArticle, limit: int | None) -> None:
    """Add what changed in one article."""
    name = _named(second)
    found.articles += 1
    if first.article.digest != second.article.digest:
        found.articles_reworded.append(name)
    pairs = aligned([each.sentence.text for each in first.sentences], [each.sentence.text for each in second.sentences])
    for here, there in pairs:
        if here is None:
            found.sentences_second += 1
        elif there is None:
            found.sentences_first += 1
        else:
            change = _change(name, first.sentences[here], second.sentences[there])
            found.sentences += 1
            found.reworded += change.before is not None
            _add(found, change, limit)


def _change(article: Named, first: AnnotatedSentence, second: AnnotatedSentence) -> Change:
    """Return what two versions of a sentence have otherwise, which may be nothing."""
    labels = tuple(each.attribution.label if each.attribution else None for each in (first, second))
    verdicts = (first.support.verdict, second.support.verdict)
    frames, frames_before = ([frame.label for frame in each.frames] for each in (second, first))
    reasons, reasons_before = ({flag.reason for flag in each.flags} for each in (second, first))
    return Change(
        article=article,
        id=_id(second),
        id_before=_id(first),
        text=second.sentence.text,
        before=first.sentence.text if first.sentence.text != second.sentence.text else None,
        label=(labels[0], labels[1]) if labels[0] != labels[1] else None,
        verdict=verdicts if verdicts[0] != verdicts[1] else None,
        frames_gained=tuple(frame for frame in frames if frame not in frames_before),
        frames_lost=tuple(frame for frame in frames_before if frame not in frames),
        flags_gained=ranked(flag for flag in second.flags if flag.reason not in reasons_before),
        flags_lost=ranked(flag for flag in first.flags if flag.reason not in reasons),
    )


def _add(found: Comparison, change: Change, limit: int | None) -> None:
    """Count a change, if it is one, and keep it while there are fewer than `limit`."""
    gained, lost = change.flags_gained, change.flags_lost
    if not (change.label or change.verdict or change.frames_gained or change.frames_lost or gained or lost):
        return
    found.changed += 1
    found.labels.update([change.label] if change.label else [])
    found.verdicts.update([change.verdict] if change.verdict else [])
    found.frames_gained.update(change.frames_gained)
    found.frames_lost.update(change.frames_lost)
    found.flags_gained.update({flag.reason for flag in gained})
    found.flags_lost.update({flag.reason for flag in lost})
    if limit is None or len(found.changes) < limit:
        found.changes.append(change)


def _named(annotated: AnnotatedArticle) -> Named:
    return Named(annotated.article.id, title_of(annotated), outlet_name(annotated.article))


def _id(annotated: AnnotatedSentence) -> str:
    return f"{annotated.sentence.article_id}:{annotated.sentence.index}"
