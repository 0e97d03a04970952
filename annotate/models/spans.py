"""Attributions drawn from what a model says of each word: a run of cue words, and what is tied to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from annotate.data import AttributionSpans, FoundAttribution, Span
from annotate.quotations import UNIT_SIGNS

if TYPE_CHECKING:
    from annotate.protocols import Matrix

SOURCE, CUE, CONTENT, MAIN = range(4)
FIRM: Final = 0.0  # log-odds from which a word counts: more likely so than not
FAINT: Final = -3.0  # a sentence without a firm cue offers its likeliest one, if that is not below this
SLACK: Final = 0.5  # how much below its best word a faint cue may go
GAP: Final = 1  # words within a run that may be weaker
BESIDE: Final = 1  # word about cue and source that may part a content with them: 2 and 3 make fewer exact
CONTENT_ENDS: Final = frozenset("“”«»\"„‟‘’'") | UNIT_SIGNS  # what a content may begin or end with beside words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a window: its place in the text, and the rows of its pieces in the window's states."""

    span: Span
    pieces: tuple[int, ...]


#: From the words of a cue (positions) to log-odds, shape (2, words), that each word is in its source, its content.
Link = Callable[[Sequence[int]], "Matrix"]


def attributions(text: str, words: Sequence[Word], roles: Matrix, link: Link, sentence: Span) -> list[FoundAttribution]:
    """Return the attributions of one sentence, in the order of their cues.

    `roles` are log-odds, shape (words, 4): source, cue, content, main cue. Cues too weak to count by themselves are
    offered with what they are worth, as their `main` says.
    """
    inside = [at for at, word in enumerate(words) if sentence.covers(word.span)]
    cues = _cues(text, words, inside, [float(roles[at, CUE]) for at in inside])
    found = []
    for run in cues:
        linked = link(run)
        others = {at for other in cues if other is not run for at in other}
        source = _source(text, words, [at for at in inside if at not in run], linked[0], {*run, *others})
        free = [at for at in inside if at not in run and at not in source]
        contents = _contents(text, words, free, linked[1], {*run, *source}, others)
        found.append(
            FoundAttribution(
                AttributionSpans(
                    tuple(_span(words, each) for each in [source] if each),
                    (_span(words, run),),
                    tuple(_span(words, each) for each in contents),
                ),
                cue=float(np.mean(roles[run, CUE])),
                main=float(np.mean(roles[run, MAIN])),
            )
        )
    return found


def _cues(text: str, words: Sequence[Word], inside: Sequence[int], scores: Sequence[float]) -> list[list[int]]:
    """Return the runs of the firm cues of a sentence; where there is none, the likeliest that are not too unlikely."""
    best = max(scores, default=FAINT)
    strong = runs(inside, scores, FIRM if best >= FIRM else max(best - SLACK, FAINT))
    return [run for each in strong if (run := _trimmed(text, words, each, {":"}))]


def _source(text: str, words: Sequence[Word], free: Sequence[int], scores: Matrix, cues: AbstractSet[int]) -> list[int]:
    """Return the run among `free` that is likeliest a cue's source, empty where none may be.

    `cues` are the words of all cues of the sentence.
    """
    sources = source_runs(text, words, free, scores)
    if not sources:  # a cue is somebody's: the likeliest words, if they are not too unlikely
        floor = max((float(scores[at]) for at in free), default=FAINT) - SLACK
        sources = source_runs(text, words, free, scores, max(floor, FAINT))
    best: list[int] = max(sources, key=lambda each: float(np.mean(scores[each])) + 0.01 * len(each), default=[])
    return _without_pronoun(text, words, best, cues)


def _without_pronoun(text: str, words: Sequence[Word], run: list[int], cues: AbstractSet[int]) -> list[int]:
    """Return a source without the relative pronoun at its end: "Ann Brook, who" of "Ann Brook, who added that …".

    It is told by its place, whatever the language: after a comma, straight before a cue. Words in lower case alone are
    left out, since names are listed so ("Brook, Roy say").
    """
    if len(run) < 3 or run[-1] + 1 not in cues or words[run[-2]].span.of(text) != ",":
        return run
    return _trimmed(text, words, run[:-2]) if words[run[-1]].span.of(text).islower() else run


def _contents(
    text: str,
    words: Sequence[Word],
    free: Sequence[int],
    scores: Matrix,
    told: AbstractSet[int],
    others: AbstractSet[int],
) -> list[list[int]]:
    """Return the pieces among `free` of what is said, `told` being the words of its cue and source."""
    strong = runs(free, [float(scores[at]) for at in free], FIRM, gap=2)
    said = [each for each in strong if _worded(text, words, each)]
    stretch = range(free[0], free[-1]) if free else ()
    marks = {at for at in stretch if not _worded(text, words, [at])}
    return [_trimmed(text, words, each, CONTENT_ENDS) for each in joined(said, scores, told, marks, others)]


def source_runs(
    text: str, words: Sequence[Word], places: Sequence[int], scores: Matrix, least: float = FIRM
) -> list[list[int]]:
    """Return the runs among `places` that may be a source, by the log-odds of all words; marks alone are none."""
    strong = runs(places, [float(scores[at]) for at in places], least)
    return [run for each in strong if (run := _trimmed(text, words, each))]


def joined(
    said: Sequence[list[int]],
    scores: Matrix,
    told: AbstractSet[int],
    marks: AbstractSet[int],
    others: AbstractSet[int] = frozenset(),
) -> list[list[int]]:
    """Return the run of the most log-odds with those that belong to it, in their order.

    What somebody says may be parted by marks, or by cue and source (`told`) with an article or adverb ("X, he said
    today, Y"); runs that other words part are somebody else's, and so are those that a word of another cue (`others`)
    parts ("X, said Ann, who added Y").

    >>> joined([[0, 1], [5, 6], [9]], np.ones(10, dtype=np.float32), {2, 3}, set())
    [[0, 1], [5, 6]]
    >>> joined([[0, 1], [5, 6], [9]], np.ones(10, dtype=np.float32), {2, 3}, set(), {4})
    [[0, 1]]
    """

    def part(one: list[int], other: list[int]) -> bool:
        between = set(range(one[-1] + 1, other[0]))
        if between & (others - told):  # within the source it is no turn to somebody else: "said the man accused"
            return True
        between -= marks
        return len(between - told) > (BESIDE if between & told else 0)

    best = max(range(len(said)), key=lambda at: float(np.sum(scores[said[at]])), default=0)
    first, last = best, best
    while first > 0 and not part(said[first - 1], said[first]):
        first -= 1
    while last + 1 < len(said) and not part(said[last], said[last + 1]):
        last += 1
    return list(said[first : last + 1])


def runs(places: Sequence[int], scores: Sequence[float], least: float, gap: int = GAP) -> Iterator[list[int]]:
    """Yield runs of neighbouring places whose scores reach `least`, short gaps bridged.

    What is not among the places parts runs, however short it is: it has another role.

    >>> list(runs([3, 4, 5, 9], [1.0, -1.0, 2.0, 1.0], 0.0))
    [[3, 4, 5], [9]]
    >>> list(runs([3, 5], [1.0, 1.0], 0.0))
    [[3], [5]]
    """
    run: list[int] = []
    weaker: list[int] = []  # places since the run's last that are a gap if the run goes on
    for place, score in zip(places, scores, strict=True):
        if run and (place > (weaker or run)[-1] + 1 or len(weaker) > gap):
            yield run
            run, weaker = [], []
        if score >= least:
            run += [*weaker, place]
            weaker = []
        elif run:
            weaker.append(place)
    if run:
        yield run


def _worded(text: str, words: Sequence[Word], run: Sequence[int]) -> bool:
    """Tell whether a run holds anything but marks."""
    return any(sign.isalnum() for at in run for sign in words[at].span.of(text))


def _trimmed(text: str, words: Sequence[Word], run: Sequence[int], marks: AbstractSet[str] = frozenset()) -> list[int]:
    """Return a run without what stands at its ends and is neither a word nor one of `marks`."""
    kept = [at for at in run if any(sign.isalnum() or sign in marks for sign in words[at].span.of(text))]
    return list(range(kept[0], kept[-1] + 1)) if kept else []


def _span(words: Sequence[Word], run: Sequence[int]) -> Span:
    return Span(words[run[0]].span.start, words[run[-1]].span.end)
