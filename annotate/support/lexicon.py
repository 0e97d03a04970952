"""The words that pass 2 goes by, one lexicon a language, compiled to linear patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pydantic import Field

from annotate.config import LANGUAGES, Probability, Strict, load_lexicon, load_settings
from annotate.data import CLAIM_KINDS, FLAG_REASONS, ClaimKind, FlagReason
from annotate.errors import ConfigError
from annotate.support.words import fold, plain

Phrases = tuple[str, ...]
ROOM = "review"


class Pair(Strict):
    """Two lists of phrases; a sentence fits where it holds one of each."""

    first: Phrases = Field(min_length=1)
    second: Phrases = Field(min_length=1)


class Lexicon(Strict):
    """One language's `configs/lexicons/review/LANGUAGE.yaml`; the file says what each list means."""

    accusing: Phrases
    not_accusing: Phrases
    accused_by_nobody: Phrases
    accusations: Phrases
    doers: Phrases
    blame: Phrases
    deeds: Phrases
    deed_pairs: tuple[Pair, ...]
    grave: Phrases
    settled: Phrases
    disinterested: Phrases
    factive: Phrases
    factive_weak: Phrases
    not_factive: Phrases
    hedges: Phrases
    hedge_patterns: Phrases
    loaded: Phrases
    loaded_pairs: tuple[Pair, ...]
    reporting: Phrases
    denials: Phrases
    negations: Phrases
    how_usual: tuple[Pair, ...]
    judging: tuple[str, ...]
    opposites: tuple[Pair, ...]
    responsibility: Phrases
    causes: Phrases
    claim_openers: Phrases
    clauses: Phrases
    clauses_alone: Phrases
    casualties: Phrases
    counted: dict[str, Phrases]
    fates: dict[str, Phrases]
    stopwords: Phrases


class Severities(Strict):
    """How grave each reason is: `configs/lexicons/review/severities.yaml`."""

    reasons: dict[FlagReason, Probability]
    vouched_accusation: Probability
    grave_fact: Probability
    blame: Probability
    mild_factive: Probability
    weak_source_accusation: Probability
    low_confidence_below: Probability
    weights: dict[ClaimKind, Probability]
    weighed: frozenset[FlagReason]
    doubt: Probability


class Phrasebook:
    """A list of phrases that can be looked for in `plain` text.

    >>> Phrasebook(("accus*", "cover up")).find("they were accused of a cover  up")
    'accused'
    >>> Phrasebook(()).find("anything") is None
    True
    """

    def __init__(self, phrases: Phrases, patterns: Phrases = ()) -> None:
        words_ = "|".join(_pattern(phrase) for phrase in _longest_first(phrases) if not _clings(phrase))
        parts = [rf"(?<![\w-])(?:{words_})"] if words_ else []
        parts += [_pattern(phrase) for phrase in _longest_first(phrases) if _clings(phrase)]
        parts += [rf"(?<!\w)(?:{pattern})" for pattern in patterns]
        self._regex = re.compile("|".join(parts) or r"(?!)")

    def find(self, text: str) -> str | None:
        """Return the first phrase found in `text`, as it stands there, or `None`."""
        match = self._regex.search(text)
        return match.group() if match else None

    def find_all(self, text: str) -> tuple[str, ...]:
        """Return every phrase found in `text`, as they stand there, in text order."""
        return tuple(match.group() for match in self._regex.finditer(text))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where each phrase found in `text` starts and ends."""
        return (match.span() for match in self._regex.finditer(text))


class PairBook:
    """A list of pairs that can be looked for in `plain` text."""

    def __init__(self, pairs: tuple[Pair, ...]) -> None:
        self._pairs = tuple((Phrasebook(pair.first), Phrasebook(pair.second)) for pair in pairs)

    def find(self, text: str) -> tuple[str, str] | None:
        """Return the two phrases of the first pair that `text` holds both of, or `None`."""
        for first, second in self._pairs:
            if (left := first.find(text)) and (right := second.find(text)):
                return left, right
        return None

    def holds(self, text: str) -> bool:
        """Tell whether `text` has a phrase of any list."""
        return any(first.find(text) or second.find(text) for first, second in self._pairs)

    def opposed(self, claim: str, evidence: str) -> tuple[str, str] | None:
        """Return a phrase of `claim` and one of `evidence` that stand on different sides of a pair."""
        for (first, second), (left, right) in zip(self._pairs, _sides(self._pairs, claim), strict=True):
            for here, other, mine, theirs in ((left, right, first, second), (right, left, second, first)):
                if here is None or other or mine.find(evidence):
                    continue
                if there := theirs.find(evidence):
                    return here, there
        return None


@lru_cache(maxsize=64)  # a claim is held against twenty candidates in a row
def _sides(pairs: tuple[tuple[Phrasebook, Phrasebook], ...], text: str) -> tuple[tuple[str | None, str | None], ...]:
    """Return what `text` has of either side of each pair."""
    return tuple((first.find(text), second.find(text)) for first, second in pairs)


@dataclass(frozen=True, slots=True)
class Words:
    """A lexicon made ready for use."""

    accusing: Phrasebook
    not_accusing: Phrasebook
    accused_by_nobody: Phrasebook
    accusations: tuple[re.Pattern[str], ...]
    doers: re.Pattern[str]
    blame: Phrasebook
    deeds: Phrasebook
    deed_pairs: PairBook
    grave: Phrasebook
    settled: Phrasebook
    disinterested: Phrasebook
    factive: Phrasebook
    factive_weak: Phrasebook
    not_factive: Phrasebook
    hedges: Phrasebook
    loaded: Phrasebook
    loaded_pairs: PairBook
    reporting: Phrasebook
    denials: Phrasebook
    negations: Phrasebook
    how_usual: PairBook
    judging: frozenset[str]
    opposites: PairBook
    responsibility: Phrasebook
    causes: Phrasebook
    claim_openers: re.Pattern[str]
    clauses: re.Pattern[str]
    casualties: frozenset[str]
    stopwords: frozenset[str]
    counted: dict[str, str]
    fates: dict[str, str]


def words(language: str) -> Words:
    """Return the words of `language`, English for a language without lexicons.

    Raises `ConfigError` where the lexicon does not fit.
    """
    return _words(language if language in LANGUAGES else LANGUAGES[0])


@cache
def severities() -> Severities:
    """Return the severities. Raises `ConfigError` where the file does not fit or leaves a reason out."""
    settings = load_settings(Severities, f"{ROOM}/severities")
    if missing := [reason for reason in FLAG_REASONS if reason not in settings.reasons]:
        raise ConfigError(f"configs/lexicons/{ROOM}/severities.yaml: no severity for {', '.join(missing)}; add it")
    if light := [kind for kind in CLAIM_KINDS if kind not in settings.weights]:
        raise ConfigError(f"configs/lexicons/{ROOM}/severities.yaml: no weight for {', '.join(light)}; add it")
    return settings


@cache
def _words(language: str) -> Words:
    lexicon = load_lexicon(Lexicon, ROOM, language)
    return Words(
        accusing=Phrasebook(lexicon.accusing),
        not_accusing=Phrasebook(lexicon.not_accusing),
        blame=Phrasebook(lexicon.blame),
        accused_by_nobody=Phrasebook(lexicon.accused_by_nobody),
        accusations=tuple(re.compile(each, re.IGNORECASE) for each in lexicon.accusations),
        doers=re.compile(rf"(?<!\w)(?:{'|'.join(_pattern(each) for each in lexicon.doers)})\s*$"),
        deeds=Phrasebook(lexicon.deeds),
        deed_pairs=PairBook(lexicon.deed_pairs),
        grave=Phrasebook(lexicon.grave),
        settled=Phrasebook(lexicon.settled),
        disinterested=Phrasebook(lexicon.disinterested),
        factive=Phrasebook(lexicon.factive),
        factive_weak=Phrasebook(lexicon.factive_weak),
        not_factive=Phrasebook(lexicon.not_factive),
        hedges=Phrasebook(lexicon.hedges, lexicon.hedge_patterns),
        loaded=Phrasebook(lexicon.loaded),
        loaded_pairs=PairBook(lexicon.loaded_pairs),
        reporting=Phrasebook(lexicon.reporting),
        denials=Phrasebook(lexicon.denials),
        negations=Phrasebook(lexicon.negations),
        how_usual=PairBook(lexicon.how_usual),
        judging=frozenset(lexicon.judging),
        opposites=PairBook(lexicon.opposites),
        responsibility=Phrasebook(lexicon.responsibility),
        causes=Phrasebook(lexicon.causes),
        claim_openers=re.compile(rf"(?i)\W*(?:{_either(lexicon.claim_openers)})"),
        clauses=re.compile(
            rf"(?i)\s*[;:]\s+|,\s+(?:{_either(lexicon.clauses)})|\s+(?:{_either(lexicon.clauses_alone)})"
        ),
        casualties=frozenset(lexicon.casualties),
        stopwords=frozenset(fold(each) for each in lexicon.stopwords),
        counted=_by_word(lexicon.counted),
        fates=_by_word(lexicon.fates),
    )


def _either(phrases: Phrases) -> str:
    """Return the regular expression of one of several phrases that something follows."""
    return "|".join(_pattern(each) + ("" if each.endswith("'") else r"\s+") for each in _longest_first(phrases))


def _by_word(groups: dict[str, Phrases]) -> dict[str, str]:
    """Turn group -> words into folded word -> group."""
    return {fold(word): group for group, members in groups.items() for word in members}


def _pattern(phrase: str) -> str:
    """Return the regular expression of a phrase: any white space, a star for the rest of a word, else whole words."""
    body = r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in plain(phrase).split())
    return body if phrase.endswith(("*", "'")) else rf"{body}(?!\w)"


def _clings(phrase: str) -> bool:
    """Tell whether a phrase starts inside a word, as the negation of "didn't" does."""
    return phrase.startswith("n't")


def _longest_first(phrases: Phrases) -> list[str]:
    return sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
