"""Which articles of a collection are one voice: copies of one text, whatever outlet printed them.

Ten papers that print one agency text corroborate nothing. Sentences are matched by MinHash (Broder 1997) in bands;
the articles so met are compared exactly, by the share of word triples that they have in common (containment, as in
Broder 1997 and, for news and its agency copy, Clough et al. 2002), outside quotation marks: outlets that write
independently quote the same speech, but do not find the same words around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt
from rensa import RMinHash, RMinHashLSH

from annotate.data import AnnotatedArticle, Article
from annotate.quotations import quotations
from annotate.support.lexicon import words
from annotate.support.words import fold, names

#: Words a shingle. Pairs of words set copies apart no worse, but independent articles share a third of theirs.
SHINGLE = 3
#: Share of the shorter text's own words found in the other. Of three outlets each on 100 events (same_event_en) no two
#: articles share more than 0.20, and 95 of 100 pairs less than 0.10. With a word in ten changed, three sentences in ten
#: dropped and three of another outlet on the event added, 299 of their 300 copies are found; with three words in
#: twenty, four in ten and five, 289.
OWN_SHARED = 0.25
#: The same with quotations, for texts that are little else; there the 300 pairs share up to 0.44.
ALL_SHARED = 0.6
#: Share of the names and figures of the text that has fewer. Under it, two texts fill in one form: two bond issues,
#: two money market reports (half of the pairs in reuters21578 that share their words).
FACTS_SHARED = 0.5
#: Shingles below which a text, and names and figures below which their share, says too little.
LEAST, LEAST_FACTS = 12, 5
#: A sentence is a copy where the two share so much of all their shingles, or the longer so much of the shorter's.
#: Independent sentences on one fact reach 0.3 and 0.65: their shingles are long names and set phrases.
COPIED, HELD = 1 / 3, 0.8
LEAST_SENTENCE = 6  # shingles: "He declined to comment on Tuesday." is anybody's
#: Sentences alike in half of their shingles meet in one of 16 bands of 3 in 88 of 100 cases, those alike in a tenth
#: in 2; an article has several. 24 bands find as many copies, in half as much memory again.
BANDS, PERMUTATIONS, SEED = 16, 48, 1
#: Of sentences alike, so many are kept, and of articles met, so many compared: a formula that 10,000 articles hold, or
#: a text that as many print, costs each no more. The articles met in most sentences come first.
MET = 32

Hashes = npt.NDArray[np.uint32]
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Print:
    """What an article is known again by: hashes, sorted, each once; `own` leaves quotations out."""

    own: Hashes
    whole: Hashes
    facts: Hashes


class Voices:
    """Which articles are one voice. Made by `voices` or a `VoiceFinder`; articles are named by their ids."""

    def __init__(self, prints: Sequence[_Print], members: Sequence[Sequence[str]], links: Iterable[tuple[int, int]]):
        self._prints = prints
        self._members = members
        self._text = {article: text for text, articles in enumerate(members) for article in articles}
        self._group = _joined(len(prints), links)
        self._groups: dict[int, list[int]] = {}
        for text, group in enumerate(self._group):
            self._groups.setdefault(group, []).append(text)

    def one_voice(self, first: str, second: str) -> bool:
        """Tell whether two articles are one text, edited at most; an article is one voice with itself.

        Each two are compared: a roundup that holds the texts of two agencies does not make these one.
        """
        one, other = self._text.get(first), self._text.get(second)
        if one is None or other is None:
            return first == second
        return one == other or (self._group[one] == self._group[other] and self._is_copy(one, other))

    def of(self, article_id: str) -> frozenset[str]:
        """Return the ids of all articles of one voice with this one, its own included."""
        text = self._text.get(article_id)
        if text is None:
            return frozenset((article_id,))
        near = self._groups[self._group[text]]
        alike = [other for other in near if other == text or self._is_copy(text, other)]
        return frozenset(article for other in alike for article in self._members[other])

    def _is_copy(self, one: int, other: int) -> bool:
        return _alike(self._prints[one], self._prints[other])


class VoiceFinder:
    """Hears a collection's articles one by one, in any order, and keeps of each no more than its print."""

    def __init__(self) -> None:
        self._sentences = RMinHashLSH(threshold=COPIED, num_perm=PERMUTATIONS, num_bands=BANDS)
        self._owners: list[int] = []  # the text of each sentence kept
        self._prints: list[_Print] = []
        self._members: list[list[str]] = []
        self._numbers: dict[bytes, int] = {}
        self._links: list[tuple[int, int]] = []

    def add(self, annotated: AnnotatedArticle) -> None:
        """Hear one article; headlines are left out, they are each outlet's own."""
        article = annotated.article
        spoken = [each.sentence.span for each in annotated.sentences if each.sentence.kind == "sentence"]
        texts = [span.of(article.text) for span in spoken]
        unquoted = _blanked(article)
        shingled = [shingles(text) for text in texts]
        print_ = _Print(
            own=_hashes(shingle for span in spoken for shingle in shingles(span.of(unquoted))),
            whole=_hashes(shingle for each in shingled for shingle in each),
            facts=_hashes(fact for text in texts for fact in _facts(text, article.language)),
        )
        if len(print_.whole) < LEAST:
            return
        key = print_.whole.tobytes()
        if key in self._numbers:
            self._members[self._numbers[key]].append(article.id)
            return
        self._numbers[key] = len(self._prints)
        self._prints.append(print_)
        self._members.append([article.id])
        self._meet([each for each in shingled if len(each) >= LEAST_SENTENCE])

    def voices(self) -> Voices:
        """Return what was found among the articles heard so far."""
        return Voices(tuple(self._prints), tuple(map(tuple, self._members)), tuple(self._links))

    def _meet(self, sentences: list[list[str]]) -> None:
        """Link the last text with those that it is a copy of; keep its sentences for those to come."""
        number = len(self._prints) - 1
        met: Counter[int] = Counter()
        kept = []
        for sentence in sentences:
            sketch = RMinHash(PERMUTATIONS, SEED)
            sketch.update(sentence)  # four times as fast as a batch of so few, which is spread over threads
            found = self._sentences.query(sketch)
            met.update({self._owners[place] for place in found})
            if len(found) < MET:
                kept.append(sketch)
        for sketch in kept:  # after the queries, so that no text meets itself
            self._sentences.insert(len(self._owners), sketch)
            self._owners.append(number)
        nearest = sorted(met, key=lambda text: (-met[text], text))[:MET]
        self._links += [(text, number) for text in nearest if _alike(self._prints[text], self._prints[number])]


def voices(articles: Iterable[AnnotatedArticle]) -> Voices:
    """Return which of the articles are one voice, in one pass."""
    finder = VoiceFinder()
    for annotated in articles:
        finder.add(annotated)
    return finder.voices()


def copied(first: str, second: str) -> bool:
    """Tell whether two sentences are one text, edited at most, or one holds the other: a quotation and its clause.

    >>> copied("The mayor of Brest said the old harbour would close on Monday for repairs to the quay.",
    ...        "The old harbour would close Monday for repairs to the quay, the mayor of Brest said.")
    True
    >>> copied("He declined to comment.", "He declined to comment.")
    False
    """
    one, other = _shingle_set(first), _shingle_set(second)
    shorter = min(len(one), len(other))
    if shorter < LEAST_SENTENCE:
        return False
    shared = len(one & other)
    return shared >= COPIED * len(one | other) or shared >= HELD * shorter


@lru_cache(maxsize=4096)  # a sentence is held against many others: a quarter of pass 2 went into folding it anew
def _shingle_set(text: str) -> frozenset[str]:
    return frozenset(shingles(text))


def shingles(text: str) -> list[str]:
    """Return each run of three words, folded.

    >>> shingles("The Élysée did not reply.")
    ['the elysee did', 'elysee did not', 'did not reply']
    """
    found = _WORD.findall(fold(text))
    return [" ".join(found[start : start + SHINGLE]) for start in range(len(found) - SHINGLE + 1)]


def _facts(text: str, language: str) -> set[str]:
    """Return what a form leaves blank: names and figures."""
    return {*names(text, words(language).stopwords), *_DIGITS.findall(text)}


def _blanked(article: Article) -> str:
    """Return the article's text with blanks for what stands in quotation marks, offsets kept."""
    parts, end = [], 0
    for quote in quotations(article.text, unclosed=True):
        parts += [article.text[end : quote.start], " " * len(quote)]
        end = quote.end
    return "".join((*parts, article.text[end:]))


def _hashes(texts: Iterable[str]) -> Hashes:
    """Return the hashes of `texts`, sorted, each once; the same on every machine and in every run."""
    return np.unique(np.fromiter((crc32(text.encode()) for text in texts), dtype=np.uint32))


def _alike(one: _Print, other: _Print) -> bool:
    """Tell whether two articles are one text: their own words are, and tell of the same facts."""
    if min(len(one.own), len(other.own)) >= LEAST:
        same = _shared(one.own, other.own) >= OWN_SHARED
    else:
        same = _shared(one.whole, other.whole) >= ALL_SHARED
    if not same or min(len(one.facts), len(other.facts)) < LEAST_FACTS:
        return same
    return _shared(one.facts, other.facts) >= FACTS_SHARED


def _shared(one: Hashes, other: Hashes) -> float:
    """Return the share of the smaller set that the larger holds, in [0, 1]."""
    return np.intersect1d(one, other, assume_unique=True).size / max(min(len(one), len(other)), 1)


def _joined(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """Return a number for each text: that of the first text that links lead to.

    >>> _joined(4, [(0, 1), (1, 3)])
    [0, 0, 2, 0]
    """
    group = list(range(count))
    for first, second in links:
        one, other = sorted((_root(group, first), _root(group, second)))
        group[other] = one
    return [_root(group, text) for text in range(count)]


def _root(group: list[int], text: int) -> int:
    """Return the text that stands for all that `text` is linked with, shortening the way for the next."""
    while group[text] != text:
        group[text] = group[group[text]]
        text = group[text]
    return text
