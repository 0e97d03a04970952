"""The figures of a sentence: how much or how many of what, how exact, and of when, for articles to be compared by.

Ages, scores, clock times, ordinals, labels ("article 49", "Flight 882") and names ("G7") are no figures.
`comparing` says which figures conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotate.support.amounts import COUNT, Sentence, sentence_of
from annotate.support.counting import UNLIKE
from annotate.support.drafts import Draft, drafts
from annotate.support.figure_words import FigureWords, Hedge
from annotate.support.lexicon import Words
from annotate.support.numerals import stem, tokens

#: Units of which a figure weighs by itself; "three years" and "two miles" do not.
WEIGHING = ("count", "percent", "money")
_CONTEXT = 10  # words before and after a figure that say what it is about
_NAMES = 20  # words before and after a figure among which names say whose it is
_NEAR = 3  # words between a deed and its figure: "killing at least 12"
_ENDS_CLAUSE = frozenset(';:()«»“”"—')


@dataclass(frozen=True, slots=True)
class Figure:
    """How much or how many of what: `text` is the sentence's slice from `start` to `end` (code points), hedge included.

    `value` is the number named, in `unit`: "count", "percent", "point", "magnitude", "money:EUR", "duration:week",
    "distance:km"… (the names of units.yaml). `low` and `high` are the range that hedge and rounding allow.
    `what` is the slice that says what is counted, or of what a share is given; "" where the sentence does not say it
    right there. `head` is its group or stem; `counted` holds the head and what narrows it down. `fates` is what is
    said to have happened to those counted; `about` holds the stems of the words around, `names` those of the names.
    `per` is what a rate is by, "day" for "12 a day". `when` is the date the figure is of, as in `dates.When.iso`, or
    "earlier" for one that held before another; `None` where none is said plainly. `change` marks what something grew
    or shrank by, `part` a part of a whole counted elsewhere.
    """

    text: str
    start: int
    end: int
    value: float
    low: float
    high: float
    unit: str
    hedge: Hedge
    what: str
    head: str
    counted: frozenset[str]
    fates: frozenset[str]
    about: frozenset[str]
    names: frozenset[str]
    per: str
    when: str | None
    change: bool
    part: bool
    language: str

    @property
    def kind(self) -> str:
        """Return the unit without its scale: "distance" for "distance:km"; currencies are kinds of their own."""
        return self.unit if self.unit.startswith(("money", "temperature")) else self.unit.partition(":")[0]


@lru_cache(maxsize=4096)  # claims, charges and reasons ask for the same sentence's, one after the other
def figures(text: str, language: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence, in its order.

    >>> [(f.text, f.low, f.head) for f in figures("Some 30,000 police and 200 dogs in 2015", "en")]
    [('Some 30,000 police', 27000.0, 'police'), ('200 dogs', 190.0, 'dog')]
    >>> [(f.value, f.unit) for f in figures("plus de 3\u00a0417 policiers et 12 % des 3,5 millions d'habitants", "fr")]
    [(3417.0, 'count'), (12.0, 'percent'), (3500000.0, 'count')]
    """
    sentence = sentence_of(text, language)
    return tuple(_finished(sentence, list(drafts(sentence))))


def fates(text: str, lexicon: Words) -> frozenset[str]:
    """Return what a sentence says happened to people, as groups.

    >>> from annotate.support.lexicon import words
    >>> sorted(fates("Three died, nine were wounded.", words("en")))
    ['injured', 'killed']
    """
    return frozenset(lexicon.fates[token.text] for token in tokens(text) if token.text in lexicon.fates)


def _finished(sentence: Sentence, found: Sequence[Draft]) -> Iterator[Figure]:
    """Yield the figures with what stands around them; no figure looks beyond its neighbours, so time is linear."""
    everywhere = frozenset(_fates_at(sentence, range(len(sentence.tokens))))
    said = {date.first: date.iso for date in sentence.dates if not date.named}
    for number, draft in enumerate(found):
        before = found[number - 1].last + 1 if number else 0
        after = found[number + 1].first if number + 1 < len(found) else len(sentence.tokens)
        start, end = sentence.tokens[draft.first].start, sentence.tokens[draft.last].end
        yield Figure(
            text=sentence.text[start:end],
            start=start,
            end=end,
            value=draft.amount.value,
            low=draft.low,
            high=draft.high,
            unit=draft.amount.unit,
            hedge=draft.hedge,
            what=_what(sentence, draft),
            head=draft.counted.head,
            counted=draft.counted.words,
            fates=_fates(sentence, draft, before, after) or everywhere if draft.amount.unit == COUNT else frozenset(),
            about=_about(sentence, draft) - {word.rstrip(UNLIKE) for word in draft.counted.words},
            names=_names(sentence, draft),
            per=_per(sentence, draft.last + 1),
            when=_when(sentence, draft, said, before, after),
            change=_is_change(sentence, draft),
            part=draft.counted.part or _is_part(sentence, draft, found[number - 1] if number else None),
            language=sentence.language,
        )


def _what(sentence: Sentence, draft: Draft) -> str:
    """Return the words that say what is counted, as they stand."""
    if draft.counted.noun is None:
        return ""
    first, last = draft.counted.noun
    return sentence.text[sentence.tokens[first].start : sentence.tokens[last].end]


def _is_part(sentence: Sentence, draft: Draft, before: Draft | None) -> bool:
    """Tell whether the words before a figure make it a part: "another 30", but not in a list of different things.

    The whole of a share, "the 60" in "half of the 60", is as little a figure of what the sentence tells.
    """
    wording = sentence.wording
    if (
        before
        and before.amount.unit == "percent"
        and _of_these([sentence.word(place) for place in range(before.last + 1, draft.first)], wording)
    ):
        return True
    listed = before and before.counted.head not in ("", draft.counted.head)
    if listed and wording.besides.before(sentence.tokens, draft.first):
        return False
    return wording.part_before.before(sentence.tokens, draft.first) is not None


def _of_these(between: Sequence[str], wording: FigureWords) -> bool:
    """Tell whether the words between two figures make one the whole of the other: "of the", "des"."""
    return bool(between) and between[0] in wording.share_of and all(word in wording.definite for word in between[1:])


def _is_change(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether something grew or shrank by the figure: "rose by 20%", "2 euros more"."""
    if draft.amount.unit.startswith("duration"):
        return False  # "two years later"
    wording = sentence.wording
    hedged = wording.exact.before(sentence.tokens, draft.amount.first)
    return not hedged and bool(
        wording.change.before(sentence.tokens, draft.first)
        or wording.change_after.after(sentence.tokens, draft.last + 1)
    )


def _fates(sentence: Sentence, draft: Draft, before: int, after: int) -> frozenset[str]:
    """Return what the words next to a figure say happened to those counted."""
    for found in (
        _fates_at(sentence, range(draft.first, draft.last + 1))[:1],
        _fates_at(sentence, range(max(before, draft.first - _NEAR), draft.first))[-1:],
        _fates_at(sentence, _clause(sentence, draft.last + 1, after))[:1],
        _fates_at(sentence, range(before, draft.first))[-1:],
    ):
        if found:
            return frozenset(found)
    return frozenset()


def _fates_at(sentence: Sentence, places: Iterable[int]) -> list[str]:
    """Return the fates that the tokens at some places name, in order."""
    known = sentence.wording.review.fates
    return [known[word] for place in places if (word := sentence.word(place)) in known]


def _clause(sentence: Sentence, start: int, end: int) -> Iterator[int]:
    """Yield the places from `start` on, up to a comma, a new clause or `end`."""
    for place in range(start, end):
        if sentence.word(place) in sentence.wording.clause_ends or sentence.word(place) in (",", *_ENDS_CLAUSE):
            return
        yield place


def _per(sentence: Sentence, place: int) -> str:
    """Return the stem of what a rate is by: "dollars a share"; "" where the figure is no rate."""
    if sentence.word(place) not in sentence.wording.per:
        return ""
    token = sentence.at(place + 1)
    return stem(token.text) if token and token.kind == "word" else ""


def _about(sentence: Sentence, draft: Draft) -> frozenset[str]:
    """Return the stems of the content words around a figure, names and numbers left out."""
    stems: set[str] = set()
    stopwords = sentence.wording.review.stopwords
    behind = range(draft.last + 1, draft.last + 1 + _CONTEXT)
    for places in (range(draft.first - 1, draft.first - 1 - _CONTEXT, -1), behind):
        for place in places:
            token = sentence.at(place)
            if token is None or token.text in _ENDS_CLAUSE:
                break
            named = token.capital and place > 0
            if token.kind == "word" and len(token.text) > 2 and token.text not in stopwords and not named:
                stems.add(stem(token.text))
    return frozenset(stems)


def _names(sentence: Sentence, draft: Draft) -> frozenset[str]:
    """Return the stems of the names around a figure; the sentence's first word is one if another name follows it."""
    found: set[str] = set()
    wording = sentence.wording
    for place in range(max(0, draft.first - _NAMES), min(len(sentence.tokens), draft.last + _NAMES)):
        token = sentence.tokens[place]
        following = sentence.at(place + 1)
        opens = place == 0 and not (following and following.kind == "word" and following.capital)
        dated = token.text in wording.months or token.text in wording.weekdays
        no_name = opens or dated or token.text in wording.review.stopwords or draft.first <= place <= draft.last
        if token.kind == "word" and token.capital and len(token.text) > 1 and not no_name:
            found.add(stem(token.text))
    return frozenset(found)


def _when(sentence: Sentence, draft: Draft, said: Mapping[int, str], before: int, after: int) -> str | None:
    """Return the date that a figure is of: the one behind it, before the next figure, or the only one there is."""
    wording, measure = sentence.wording, draft.amount.unit != COUNT
    if draft.earlier or wording.earlier.before(sentence.tokens, draft.first):
        return "earlier"
    if measure and wording.earlier_measure.before(sentence.tokens, draft.first):
        return "earlier"
    behind = (said[place] for place in range(draft.last + 1, after) if place in said)
    ahead = (said[place] for place in range(draft.first - 1, before - 1, -1) if place in said)
    alone = iter(said.values()) if len(said) == 1 else iter(())
    return next(behind, None) or next(ahead, None) or next(alone, None)
