"""Words folded to what they have in common, and what they are to each other: alike, opposite, converse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from annotate.config import LANGUAGES, Strict, load_lexicon
from annotate.support.lexicon import Pair, Phrasebook, Phrases, words
from annotate.support.words import STEM, fold

Quantity = Literal["all", "most", "many", "some", "few", "none", "not_all"]

ROOM = "meanings"
_KEPT = 3  # letters that stay of a word


class MeaningLexicon(Strict):
    """One language's `configs/lexicons/meanings/LANGUAGE.yaml`; the file says what each list means."""

    endings: tuple[str, ...]
    irregular: dict[str, Phrases]
    nouns: dict[str, Phrases]
    alike: tuple[Phrases, ...]
    opposites: tuple[Pair, ...]
    negative_beginnings: dict[str, int]
    particles: tuple[Pair, ...]
    converses: tuple[Pair, ...]
    one_way: Phrases
    than: Phrases
    quantifiers: dict[Quantity, Phrases]
    exclusives: Phrases


class Meanings:
    """A language's words made ready for use; all that it holds and takes are lemmas, but for `lemma` itself."""

    def __init__(self, lexicon: MeaningLexicon) -> None:
        self._endings = tuple((cut, put) for cut, _, put in (each.partition(":") for each in lexicon.endings))
        self._lemmas: dict[str, str] = {}
        self._lemmas = {
            fold(form): self._cut(fold(base))
            for table in (lexicon.nouns, lexicon.irregular)
            for base, forms in table.items()
            for form in (base, *forms)
        }
        self.verbs = frozenset(fold(form) for base, forms in lexicon.irregular.items() for form in (base, *forms))
        self._alike: dict[str, str] = {}
        alike: dict[str, str] = {}
        for group in lexicon.alike:
            for word in group:
                alike.setdefault(self.lemma(fold(word)), self.lemma(fold(group[0])))
        self._alike = alike
        self._lemmas = {form: alike.get(base, base) for form, base in self._lemmas.items()}
        self._opposites = self._both_ways(lexicon.opposites)
        self._particles = self._both_ways(lexicon.particles)
        self._converses = self._both_ways(lexicon.converses)
        self._against: dict[str, frozenset[str]] = {}
        self._beginnings = lexicon.negative_beginnings
        self.one_way = frozenset(self._all(lexicon.one_way))
        self.exclusives = frozenset(lexicon.exclusives)
        self.deeds = self.one_way | self._converses.keys()
        self.than = frozenset(lexicon.than)

    def lemma(self, word: str) -> str:
        """Return what the forms of a folded word, and words alike, share.

        >>> en, fr = meanings("en"), meanings("fr")
        >>> [en.lemma(word) for word in ("signed", "signing", "stopped", "stop", "won", "victory", "ratification")]
        ['sign', 'sign', 'stop', 'stop', 'win', 'win', 'ratif']
        >>> fr.lemma("construit") == fr.lemma("construisent"), fr.lemma("baisser") == fr.lemma("baissait")
        (True, True)
        """
        found = self._lemmas.get(word)
        if found is None:
            found = self._cut(word)
            found = self._lemmas[word] = self._alike.get(found, found)
        return found

    def against(self, lemma: str) -> frozenset[str]:
        """Return what excludes a word: its opposites, and the word with or without "un", "in" and the like before it.

        >>> en = meanings("en")
        >>> en.lemma("fell") in en.against(en.lemma("rose")), en.lemma("legal") in en.against(en.lemma("illegal"))
        (True, True)
        """
        found = self._against.get(lemma)
        if found is None:
            turned = {
                self._trim(each + lemma)
                for each, least in self._beginnings.items()
                if len(lemma) >= least and len(each) + _KEPT <= STEM
            }
            found = self._against[lemma] = self._opposites.get(lemma, frozenset()) | turned
        return found

    def particle(self, lemma: str) -> frozenset[str]:
        """Return what stands against a particle: "down" against "up"."""
        return self._particles.get(lemma, frozenset())

    def converses(self, lemma: str) -> frozenset[str]:
        """Return the words that tell of the same deed from its other side: "sold to" and "bought from"."""
        return self._converses.get(lemma, frozenset())

    def _cut(self, word: str) -> str:
        for cut, put in self._endings:
            if word.endswith(cut) and len(word) - len(cut) >= _KEPT:
                word = word[: len(word) - len(cut)] + put
                break
        if len(word) > _KEPT and word[-1] == word[-2]:
            word = word[:-1]
        return self._trim(word)

    def _trim(self, word: str) -> str:
        word = word[:STEM]
        while len(word) > _KEPT and word[-1] in "aeiouy":
            word = word[:-1]
        return word

    def _all(self, words: Iterable[str]) -> Iterator[str]:
        return (self.lemma(fold(word)) for word in words)

    def _both_ways(self, pairs: Iterable[Pair]) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for pair in pairs:
            first, second = set(self._all(pair.first)), set(self._all(pair.second))
            for word in first - second:
                found.setdefault(word, set()).update(second - first)
            for word in second - first:
                found.setdefault(word, set()).update(first - second)
        return {word: frozenset(others) for word, others in found.items()}


class Counted(NamedTuple):
    """How many of what a text tells: `counted` by lemma; `used` holds the words that say it."""

    counted: dict[str, Quantity]
    used: frozenset[str]


class Quantities:
    """A language's words for how many."""

    def __init__(self, lexicon: MeaningLexicon, stopwords: frozenset[str]) -> None:
        self._books = tuple((quantity, Phrasebook(phrases)) for quantity, phrases in lexicon.quantifiers.items())
        self._stopwords = stopwords

    def of(self, tokens: Sequence[str], lemmas: Sequence[str]) -> Counted:
        """Return how many of what some tokens tell: what is counted is the next word that is none of these."""
        joined = " ".join(tokens)
        found = sorted((start, -end, quantity) for quantity, book in self._books for start, end in book.places(joined))
        counted: dict[str, Quantity] = {}
        used: set[str] = set()
        at = 0
        for start, end, quantity in found:
            if start < at:
                continue
            at = -end
            used.update(joined[start:at].split())
            behind = range(joined.count(" ", 0, at) + 1, len(tokens))
            head = next((place for place in behind if fold(tokens[place]) not in self._stopwords), None)
            if head is not None and tokens[head].isalpha():
                counted.setdefault(lemmas[head], quantity)
        return Counted(counted, frozenset(used))


def known(language: str) -> str:
    """Return the language whose lexicons serve, English for a language without."""
    return language if language in LANGUAGES else LANGUAGES[0]


@cache
def lexicon_of(language: str) -> MeaningLexicon:
    """Return a language's lexicon. Raises `ConfigError` where the file does not fit."""
    return load_lexicon(MeaningLexicon, ROOM, language)


@cache
def quantities(language: str) -> Quantities:
    """Return how `language` says how many. Raises `ConfigError` where the lexicon does not fit."""
    return Quantities(lexicon_of(language), words(language).stopwords)


@cache
def meanings(language: str) -> Meanings:
    """Return the words of `language`. Raises `ConfigError` where the lexicon does not fit."""
    return Meanings(lexicon_of(language))
