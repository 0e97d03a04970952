"""What a figure counts: the noun behind a number, what narrows it down, and what a share is of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotate.support.amounts import Amount, Sentence
from annotate.support.lexicon import Words
from annotate.support.numerals import stem

_RUN = 4  # words after a number that may say what it counts: "300 young police officers"
_PERSON = "person"
UNLIKE = "~"  # set behind the stem of a word that would else be taken for a group


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts; `last` is the token that ends it, `noun` the first and last token that say so."""

    head: str
    words: frozenset[str]
    last: int
    part: bool = False
    noun: tuple[int, int] | None = None


def counted_by(sentence: Sentence, amount: Amount) -> Counted | None:
    """Return what the words right after a number say it counts, or `None`."""
    place, part = amount.last + 1, False
    if amount.unit:
        return None
    if sentence.word(place) in sentence.wording.not_counted:
        return None
    if sentence.wording.part_after.after(sentence.tokens, place) and amount.hedge != "dozens":
        part = True
    if sentence.glued(place, "-"):
        place += 1
    while sentence.word(place) in sentence.wording.skipped:
        place += 1
    if part and sentence.word(place) in sentence.wording.definite:
        return Counted("", frozenset(), amount.last, part=True)
    run = _run(sentence, place)
    head = _head(sentence, run, amount.value)
    if head is None:
        return _fated(sentence, place, amount) or (Counted("", frozenset(), amount.last, part=True) if part else None)
    words = _named(sentence, run, head)
    group = _generic(sentence, run, head) or _group(sentence, sentence.word(head))
    return Counted(group, frozenset({group, *words}), head, part, (place, head))


def _run(sentence: Sentence, place: int) -> list[int]:
    """Return the places of the words right after a number that may say what it counts."""
    run: list[int] = []
    wording = sentence.wording
    while len(run) < _RUN and (token := sentence.at(place)) and token.kind == "word":
        stop = token.text in wording.review.stopwords or token.text in wording.ends or token.text in wording.weekdays
        known = token.text in wording.review.counted
        if (stop and not known) or (token.glued and sentence.word(place - 1) not in ("-", "d'", "l'")):
            break
        run.append(place)
        if known:
            break
        place += 1
    return run


def _head(sentence: Sentence, run: Sequence[int], value: float) -> int | None:
    """Return the place of the noun among the words after a number, or `None`."""
    wording = sentence.wording
    for place in run:
        word = sentence.word(place)
        if word in wording.review.counted:
            return place
        if word in wording.adjectives_first or word in wording.not_counted:
            continue
        if _plural(sentence, word):
            following = sentence.word(place + 1) if place + 1 in run and sentence.language != "fr" else ""
            further = _plural(sentence, following) or following in wording.review.counted
            return place + 1 if further else place  # "12 sports fans"
        if sentence.language == "fr":
            break
    return run[0] if run and value == 1 else None


def _plural(sentence: Sentence, word: str) -> bool:
    """Tell whether a word looks like a noun in the plural."""
    wording = sentence.wording
    if word in wording.plurals:
        return True
    endings = ("s", "x") if sentence.language == "fr" else ("s",)
    return (
        len(word) > 3
        and word.endswith(endings)
        and not word.endswith(("ss", "us", "'s"))
        and word not in wording.no_plural
    )


def _named(sentence: Sentence, run: Iterable[int], head: int) -> set[str]:
    """Return the stems of what narrows a noun down: words before it, and in French the one after."""
    places = [place for place in run if place < head]
    if sentence.language == "fr":
        after = _run(sentence, head + 1)[:1]
        places += [place for place in after if sentence.word(place) not in sentence.wording.review.fates]
    return {stem(sentence.word(place)) for place in places if sentence.word(place) not in sentence.wording.skipped}


def _group(sentence: Sentence, word: str) -> str:
    """Return what a noun counts: people whom something befell are people."""
    review = sentence.wording.review
    if word in review.fates and review.fates[word] != "deployed":
        return _PERSON
    return review.counted.get(word) or _unlike_groups(stem(word), review)


def _unlike_groups(cut: str, review: Words) -> str:
    """Keep the stem of a word from being taken for a group's name: "personnel" is not "person"."""
    return f"{cut}{UNLIKE}" if cut in review.counted.values() else cut


def _generic(sentence: Sentence, run: Sequence[int], head: int) -> str | None:
    """Return what a noun like "personnel" counts by the word with it: "military personnel", "agents de sécurité"."""
    wording = sentence.wording
    if sentence.word(head) not in wording.generic:
        return None
    places = range(head + 1, head + 4) if sentence.language == "fr" else [place for place in run if place < head]
    groups = [
        wording.generic_of[sentence.word(place)] for place in places if sentence.word(place) in wording.generic_of
    ]
    return groups[0] if groups else None


def _fated(sentence: Sentence, place: int, amount: Amount) -> Counted | None:
    """Read "12 killed" and "12 were killed" as people."""
    wording = sentence.wording
    for ahead in range(place, place + 3):
        word = sentence.word(ahead)
        if wording.review.fates.get(word, "deployed") != "deployed":
            return Counted(_PERSON, frozenset({_PERSON}), ahead if ahead == place else amount.last)
        if word not in wording.review.stopwords:
            return None
    return None


def share_of(sentence: Sentence, place: int) -> Counted | None:
    """Return what a share is of, where "of" follows: "12 % des bureaux"."""
    if sentence.word(place) not in sentence.wording.share_of:
        return None
    place += 1
    while sentence.word(place) in sentence.wording.review.stopwords or sentence.word(place) in sentence.wording.skipped:
        place += 1
    run = _run(sentence, place)
    if not run or _is_name(sentence, run[0]):
        return None
    head = _head(sentence, run, 2)
    head = head if head is not None else run[0]
    group = _group(sentence, sentence.word(head))
    return Counted(group, frozenset({group, *_named(sentence, run, head)}), place - 1, noun=(place, head))


def _is_name(sentence: Sentence, place: int) -> bool:
    """Tell whether a word is written like a name: "Brisco", not "GDP"."""
    token = sentence.tokens[place]
    return token.capital and not sentence.text[token.start : token.end].isupper()
