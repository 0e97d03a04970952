"""Whether one text bears another out: by what matches, how each stands to it, who does what to whom, and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from annotate.support.comparing import conflict, meets
from annotate.support.dates import dates, fixed, within
from annotate.support.figures import WEIGHING, Figure, figures
from annotate.support.meanings import Meanings, Quantity, known, meanings, quantities
from annotate.support.numerals import word_value
from annotate.support.readings import (
    LONGEST,
    MOODS,
    PLAIN,
    SIGNS,
    Grammar,
    Kind,
    Reading,
    Word,
    grammar,
    read,
    read_within,
)
from annotate.support.words import fold

#: `reported`: somebody there says so. `figure_conflict`: the same is told with figures that exclude each other.
Bearing = Literal["entailment", "reported", "contradiction", "figure_conflict", "neutral"]

BORNE_OUT = 0.7  # share of the claim's words that evidence holds for it to say the same…
SAME_MATTER = 0.6  # …and to be on the same matter, so that it can say the opposite
SURE = 0.9  # from this probability, a model overrules how words match
_ALL_BUT = 0.8  # where the claim's verb is not found, for evidence to say the same or the opposite
_NAME = 0.5  # what a name weighs beside another word: first names and titles come and go
_SAME_SOURCE = 0.5  # share of the words for a source that make it the same
_AHEAD = 4  # words between an auxiliary and its verb
#: Verbs that take another: the auxiliary before them is not that other's.
_GOVERNS: Final[frozenset[Kind | None]] = frozenset(
    {"either_way", "two_way", "if_so", "reversed", "blocked", "never", "needed", "report", "opinion", "denial"}
)

#: What the evidence's quantity makes of the claim's.
_LESS: Final[dict[Quantity, tuple[frozenset[Quantity], frozenset[Quantity]]]] = {
    "all": (frozenset({"all", "none"}), frozenset({"few", "not_all"})),
    "most": (frozenset({"all", "most", "none"}), frozenset({"few"})),
    "many": (frozenset({"all", "most", "many", "none"}), frozenset({"few"})),
    "some": (frozenset({"all", "most", "many", "some", "few", "not_all", "none"}), frozenset()),
    "none": (frozenset({"none"}), frozenset()),
    "few": (frozenset({"few"}), frozenset({"all", "most", "many"})),
    "not_all": (frozenset({"not_all", "few"}), frozenset({"all"})),
}
_NEARLY_ALL: Final[frozenset[Quantity]] = frozenset({"all", "most", "many"})
_PARTIAL: Final[frozenset[Quantity]] = frozenset({"some", "few", "many", "most"})


@dataclass(frozen=True, slots=True)
class Said:
    """A text made comparable: its words, which of them tell, its verb, figures, dates and quantities."""

    language: str
    words: tuple[Word, ...]
    telling: tuple[int, ...]
    governor: int | None
    verb: int | None
    figures: tuple[Figure, ...]
    dates: tuple[str, ...]
    quantities: dict[str, Quantity]
    places: dict[str, tuple[int, ...]]

    @property
    def reading(self) -> Reading:
        """Return how the text stands to its verb, or to most of what it tells."""
        return self.words[self.verb].reading if self.verb is not None else _mostly(self, self.telling)


class Match(NamedTuple):
    """A word of the claim with its place in the evidence; `turned`: an opposite stands there."""

    mine: int
    other: int
    turned: bool
    converse: bool


def said(text: str, language: str, counted: tuple[Figure, ...] | None = None, within: str | None = None) -> Said:
    """Make a text comparable; `counted` are its figures where they are known. Raises `ConfigError`.

    Where it is what a sentence reports, that sentence is `within`: "he had paid" is denied in "he denied he had paid".
    """
    spoken = known(language)
    found = read(text, spoken) if within is None else read_within(text, within, spoken)
    rules, folded = grammar(spoken), meanings(spoken)
    amounts = quantities(spoken).of([word.text for word in found[:LONGEST]], [word.lemma for word in found[:LONGEST]])
    counted = figures(text, language) if counted is None else counted
    left_out = amounts.used.union(*(_number_words(each) for each in counted))
    telling = tuple(place for place, word in enumerate(found) if _tells(word, rules) and word.text not in left_out)
    verb = _verb(found, frozenset(telling), rules, folded)
    governors = tuple(place for place in range(len(found)) if _governs(found, place))
    places: dict[str, list[int]] = {}
    for place in sorted({*telling, *governors}):
        places.setdefault(found[place].lemma, []).append(place)
    return Said(
        language=spoken,
        words=found,
        telling=telling,
        governor=next((place for place in governors if verb is None or place < verb), None),
        verb=verb,
        figures=counted,
        dates=dates(text, language),
        quantities=amounts.counted,
        places={lemma: tuple(found_at) for lemma, found_at in places.items()},
    )


def bearing(
    claim: Said, evidence: Said, borne_out: float = BORNE_OUT, shares: Sequence[float] | None = None
) -> Bearing:
    """Return what the evidence does to the claim; `borne_out` is the share of words asked for.

    Where less is asked than `BORNE_OUT`, one of several figures is enough. `shares` are what an `Entailer` makes of
    the pair: entailment, neutral, contradiction. Where it is sure, it overrules how the words match, but neither
    figures nor how the evidence stands to what it says.

    >>> def bears(claim, evidence, language="en"):
    ...     return bearing(said(claim, language), said(evidence, language))
    >>> bears("The dam burst.", "The dam burst on Sunday."), bears("The dam burst.", "The dam may have burst.")
    ('entailment', 'neutral')
    >>> bears("The dam burst.", "A farmer said the dam had burst."), bears("The dam burst.", "The dam did not burst.")
    ('reported', 'contradiction')
    >>> bears("La crue a fait 12 morts.", "La crue a fait 21 morts.", "fr")
    'figure_conflict'
    """
    found = _by_words(claim, evidence, borne_out)
    return found if shares is None else _by_model(claim, evidence, found, shares)


def _by_model(claim: Said, evidence: Said, found: Bearing, shares: Sequence[float]) -> Bearing:
    """Return what a model is sure of where the evidence plainly asserts what it shares with the claim."""
    met = matches(claim, evidence)
    verb = next((each for each in met if each.mine == claim.verb), None)
    plainly = _reading(claim, evidence, met, verb).standing == "asserted"
    if found == "figure_conflict" or not plainly or claim.reading.source is not None or max(shares) < SURE:
        return found
    if shares[0] == max(shares):
        return "entailment" if figures_met(claim, evidence.figures) else found
    return "contradiction" if shares[2] == max(shares) else "neutral"


def _by_words(claim: Said, evidence: Said, borne_out: float) -> Bearing:
    """Return what the evidence does to the claim by what met and how either stands to it."""
    met = matches(claim, evidence)
    share = share_of(claim, met)
    verb = next((each for each in met if each.mine == claim.verb), None)
    mine, theirs = claim.reading, _reading(claim, evidence, met, verb)
    if (governed := _same_governor(claim, evidence)) is not None:
        mine, theirs = governed
    turned = any(each.turned for each in met) or _particles_turned(claim, evidence)
    stance = _stance(mine, theirs, turned=turned)
    if stance != "opposite" and theirs.mood != "hedged" and conflict(claim.figures, evidence.figures):
        return "figure_conflict"  # figures say by themselves what they are of
    if not met or share < min(SAME_MATTER, borne_out) or stance == "neither":
        return "neutral"
    if mine.source is not None and not _same_source(mine.source, theirs.source):
        return "neutral"
    amount = _amount(claim, evidence)
    if verb and not verb.converse and _displaced(claim, evidence, verb):
        return "neutral"
    crossed = next((each for each in _turns(claim, met, verb) if _crossed(claim, evidence, each)), None)
    excluded = False
    if crossed:
        excluded = verb is not None and stance == "same" and _one_way(claim, crossed)
    elif stance == "opposite":
        told = verb is not None or claim.governor is not None or (claim.verb is None and share >= _ALL_BUT)
        excluded = told and not _of_some(claim, evidence)
    else:
        excluded = amount == "against"
    if excluded:
        by_the_way = any(each.turned and each is not verb for each in met)
        return "contradiction" if share >= (BORNE_OUT if by_the_way else SAME_MATTER) else "neutral"
    if crossed or stance == "opposite":
        return "neutral"
    if verb and share >= SAME_MATTER and other_time(claim.dates, evidence.dates):
        return "figure_conflict"
    if verb is None and share < _ALL_BUT:
        return "neutral"
    if (_only(claim) and not _only(evidence)) or amount != "enough" or share < borne_out:
        return "neutral"
    if not figures_met(claim, evidence.figures, enough=all if borne_out >= BORNE_OUT else any):
        return "neutral"
    return "reported" if mine.source is None and theirs.source is not None else "entailment"


def covered(claim: Said, evidence: Said) -> float:
    """Return the share of the claim's words that the evidence holds, in [0, 1]."""
    return share_of(claim, [each for each in matches(claim, evidence) if not each.turned])


def _number_words(figure: Figure) -> frozenset[str]:
    """Return the words that give a figure, without what it counts."""
    return frozenset(figure.text.lower().split()) - frozenset(figure.what.lower().split())


def _tells(word: Word, rules: Grammar) -> bool:
    """Tell whether a word says something by itself; of those that embed others, only what leaves things open does."""
    if word.mark not in (None, "open") or not word.text.replace("-", "").isalpha() or len(word.text) == 1:
        return False
    return word.text not in rules.stopwords and word_value(fold(word.text), rules.language) is None


def _governs(found: Sequence[Word], place: int) -> bool:
    """Tell whether a verb that says whether another's deed is done starts at a place."""
    mark = found[place].mark
    return mark in SIGNS and (place == 0 or found[place - 1].mark != mark)


def _verb(found: Sequence[Word], telling: frozenset[int], rules: Grammar, folded: Meanings) -> int | None:
    """Return the place of the verb that a text turns on, behind an auxiliary or by its form, where one is seen."""
    for place, word in enumerate(found):
        if word.text in rules.auxiliaries:
            if (ahead := _ahead(found, place + 1, telling, rules)) is not None:
                return ahead
        elif word.mark in _GOVERNS and not (place + 1 < len(found) and found[place + 1].mark == word.mark):
            behind = (each for each in range(place + 1, min(len(found), place + 1 + _AHEAD)) if each in telling)
            if (verb := next(behind, None)) is not None and found[verb].text.endswith(rules.infinitives):
                return verb
        elif place in telling and not word.capital and _finite(found, place, rules, folded):
            return place
    return next((place for place in sorted(telling) if found[place].lemma in folded.deeds), None)


def is_clause(text: Said) -> bool:
    """Tell whether a text is seen to have a verb of its own: an auxiliary, or one by its form."""
    rules, folded = grammar(text.language), meanings(text.language)
    if any(word.text in rules.auxiliaries for word in text.words):
        return True
    return any(_finite(text.words, place, rules, folded) for place in text.telling if not text.words[place].capital)


def _finite(found: Sequence[Word], place: int, rules: Grammar, folded: Meanings) -> bool:
    """Tell whether a word is seen to be a verb without an auxiliary before it: not in "the convicted trader"."""
    if place and found[place - 1].text in rules.determiners:
        return False
    return found[place].text.endswith(rules.past_endings) or (rules.passive_alone and _strong(found[place], folded))


def _strong(word: Word, folded: Meanings) -> bool:
    return fold(word.text) in folded.verbs


def _ahead(found: Sequence[Word], start: int, telling: frozenset[int], rules: Grammar) -> int | None:
    """Return the verb that an auxiliary stands before; no verb that embeds others lies between."""
    for place in range(start, min(len(found), start + _AHEAD)):
        word = found[place]
        if word.mark in _GOVERNS or word.text in rules.auxiliaries:
            return None
        if place in telling and not word.text.endswith(rules.adverbs):
            return place
    return None


def matches(claim: Said, evidence: Said) -> tuple[Match, ...]:
    """Return where the evidence holds the claim's words, or what stands against them."""
    return tuple(_matched(claim, evidence))


def _matched(claim: Said, evidence: Said) -> Iterator[Match]:
    folded = meanings(claim.language)
    for mine in claim.telling:
        lemma = claim.words[mine].lemma
        if found := evidence.places.get(lemma):
            yield Match(mine, _surest(evidence, found), turned=False, converse=False)
        elif mine == claim.verb and (converse := folded.converses(lemma) & evidence.places.keys()):
            yield Match(mine, evidence.places[min(converse)][0], turned=False, converse=True)
        elif against := folded.against(lemma) & evidence.places.keys():
            yield Match(mine, _surest(evidence, evidence.places[min(against)]), turned=True, converse=False)


def _particles_turned(claim: Said, evidence: Said) -> bool:
    """Tell whether the one has a particle, "up", and the other only its opposite, "down"."""
    folded, theirs = meanings(claim.language), {word.lemma for word in evidence.words}
    return any(folded.particle(word.lemma) & theirs and word.lemma not in theirs for word in claim.words)


def _surest(evidence: Said, places: Sequence[int]) -> int:
    return min(places, key=lambda place: MOODS.index(evidence.words[place].reading.mood))


def share_of(claim: Said, matches: Sequence[Match]) -> float:
    """Return what the matches come to of what the claim tells, names at half; its source is held against by itself."""
    source = claim.reading.source or frozenset()
    weights = {
        place: _NAME if claim.words[place].capital else 1.0
        for place in claim.telling
        if claim.words[place].lemma not in source
    }
    whole = sum(weights.values())
    return sum(weights.get(each.mine, 0.0) for each in matches) / whole if whole else 0.0


def _reading(claim: Said, evidence: Said, matches: Sequence[Match], verb: Match | None) -> Reading:
    if verb:
        return evidence.words[verb.other].reading
    source = claim.reading.source or frozenset()
    return _mostly(evidence, [each.other for each in matches if claim.words[each.mine].lemma not in source])


def _same_governor(claim: Said, evidence: Said) -> tuple[Reading, Reading] | None:
    """Return how both stand to the verb that governs the claim's, "failed to" or "promised to", if both have it."""
    if claim.governor is None:
        return None
    word = claim.words[claim.governor]
    found = evidence.places.get(word.lemma)
    return (word.reading, evidence.words[_surest(evidence, found)].reading) if found else None


def _mostly(text: Said, places: Sequence[int]) -> Reading:
    """Return how a text stands to most of some words, names left out where there are others."""
    lower = [place for place in places if not text.words[place].capital] or places
    counted = Counter(text.words[place].reading for place in lower)
    return max(
        counted,
        key=lambda each: (counted[each], MOODS.index(each.mood), not each.positive, each.source is not None),
        default=PLAIN,
    )


def _only(text: Said) -> bool:
    """Tell whether a text leaves out all others."""
    return any(word.text in meanings(text.language).exclusives for word in text.words)


def _same_source(mine: frozenset[str], theirs: frozenset[str] | None) -> bool:
    """Tell whether two say it who may be one: half of the words for the fewer-worded are shared."""
    return bool(mine and theirs) and len(mine & (theirs or mine)) >= _SAME_SOURCE * min(len(mine), len(theirs or mine))


def tells_alike(claim: Said, evidence: Said, met: Sequence[Match]) -> bool:
    """Tell whether the evidence tells what it shares with the claim as that does.

    It neither denies nor hedges it, nor puts it the other way round, of others, of fewer or of another time.
    """
    verb = next((each for each in met if each.mine == claim.verb), None)
    pairs = ((claim.words[each.mine].reading, evidence.words[each.other].reading) for each in met)
    if any(_stance(mine, theirs, turned=False) != "same" for mine, theirs in pairs):
        return False
    turned = any(each.turned for each in met) or _particles_turned(claim, evidence)
    times = claim.dates, evidence.dates
    if turned or other_time(*times) or other_weekday(*times):
        return False
    if verb and not verb.converse and _displaced(claim, evidence, verb):
        return False
    crossed = any(_crossed(claim, evidence, each) for each in _turns(claim, met, verb))
    return not crossed and _amount(claim, evidence) != "against"


def tells_enough(claim: Said, evidence: Said) -> bool:
    """Tell whether the evidence tells of as many as the claim: not of some where that tells of all."""
    return _amount(claim, evidence) == "enough"


def _stance(mine: Reading, theirs: Reading, *, turned: bool) -> Literal["same", "opposite", "neither"]:
    """Return whether two readings of one matter agree; `turned`: in opposite words, which may both be untrue."""
    if theirs.mood not in ("fact", mine.mood) or (mine.mood == "open" != theirs.mood):
        return "neither"
    if turned:
        if not theirs.positive:
            return "neither"
        agree = not mine.positive
    else:
        agree = mine.positive == theirs.positive
    if agree:
        return "same"
    return "neither" if theirs.mood in ("hedged", "open") else "opposite"


def _amount(claim: Said, evidence: Said) -> Literal["enough", "part", "against"]:
    """Return whether the evidence tells of as many of the same things as the claim: all, most, some."""
    result: Literal["enough", "part", "against"] = "enough"
    for lemma, mine in claim.quantities.items():
        theirs = evidence.quantities.get(lemma, next(iter(evidence.quantities.values()), None))
        enough, against = _LESS[mine]
        if theirs in against:
            return "against"
        if theirs not in enough and (theirs is not None or (mine in _NEARLY_ALL and not _the(evidence, lemma))):
            result = "part"
    return result


def _the(evidence: Said, lemma: str) -> bool:
    """Tell whether the evidence has a word right behind an article or the like: "the jurors", and no "old jurors"."""
    silent = grammar(evidence.language).stopwords
    places = evidence.places.get(lemma, ())
    return any(place and evidence.words[place - 1].text in silent for place in places)


def _of_some(claim: Said, evidence: Said) -> bool:
    """Tell whether both may hold, each of some: "some stayed open", "some were shut"."""
    return any(
        claim.quantities.get(lemma, "some") in _PARTIAL and amount in _PARTIAL
        for lemma, amount in evidence.quantities.items()
        if lemma in claim.places
    )


def _sides(text: Said, verb: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words for who does it and for whom it is done to, by the order of words and the passive."""
    rules, found = grammar(text.language), text.words
    turn = max((at for at in range(1, verb) if _relative_object(found, at, rules)), default=0)
    before = frozenset(found[place].lemma for place in text.telling if turn <= place < verb)
    after = frozenset(found[place].lemma for place in text.telling if place > verb or place < turn)
    if turn and not before and found[turn + 1].text in rules.auxiliaries:
        return after, frozenset(found[place].lemma for place in text.telling if place < turn)
    participle = found[verb].text.endswith(rules.participles) or _strong(found[verb], meanings(text.language))
    by = next((place for place in range(verb + 1, len(found)) if found[place].text in rules.passive_by), None)
    helped = any(word.text in rules.passives for word in found[max(0, verb - 3) : verb])
    if not participle or not (helped or by == verb + 1):
        return before, after
    if by is None:
        return (frozenset(), before | after) if rules.passive_alone else (before, after)
    agent = frozenset(found[place].lemma for place in text.telling if place > by)
    return agent, (before | after) - agent


def _relative_object(found: Sequence[Word], place: int, rules: Grammar) -> bool:
    """Tell whether a relative at a place stands for whom it is done to; a verb before it makes it no relative."""
    return found[place].text in rules.object_relatives and found[place - 1].mark is None


def _turns(claim: Said, matches: Sequence[Match], verb: Match | None) -> Sequence[Match]:
    """Return the words about which two texts may be turned round: the verb, or any but a name where none is seen."""
    if verb or claim.verb is not None or claim.governor is not None or claim.reading.source is not None:
        return (verb,) if verb else ()
    return [each for each in matches if not claim.words[each.mine].capital]


def _crossed(claim: Said, evidence: Said, verb: Match) -> bool:
    """Tell whether who does it in the claim is who it is done to in the evidence, and the other way round."""
    agent, patient = _sides(claim, verb.mine)
    their_agent, their_patient = _sides(evidence, verb.other)
    if verb.converse:
        their_agent, their_patient = their_patient, their_agent
    return bool((agent - their_agent) & their_patient and (patient - their_patient) & their_agent)


def _displaced(claim: Said, evidence: Said, verb: Match) -> bool:
    """Tell whether the evidence has the same doing it, and to whom the claim has it done only beside who does it."""
    agent, patient = _sides(claim, verb.mine)
    their_agent, their_patient = _sides(evidence, verb.other)
    elsewhere = bool(their_patient) and not patient & their_patient
    return elsewhere and bool(agent & their_agent and patient & their_agent)


def _one_way(claim: Said, verb: Match) -> bool:
    """Tell whether both cannot do it to each other."""
    folded, place = meanings(claim.language), verb.mine
    compares = any(word.text in folded.than for word in claim.words[place + 1 : place + _AHEAD])
    return compares or claim.words[place].lemma in folded.one_way


def other_time(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether two texts date what they tell, and no date of the one may be one of the other."""
    ours, others = fixed(mine), fixed(theirs)
    return bool(ours and others) and not any(within(one, other) for one in ours for other in others)


def other_weekday(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether two texts name weekdays, and none in common: "on Monday", "on Sunday"."""
    ours, others = ({date for date in dates if date.startswith("weekday")} for dates in (mine, theirs))
    return bool(ours and others) and not ours & others


def figures_met(claim: Said, found: Sequence[Figure], enough: Callable[[Iterable[bool]], bool] = all) -> bool:
    """Tell whether the figures found bear out the claim's that weigh: all, or any of them is enough."""
    weighing = [mine for mine in claim.figures if mine.kind.startswith(WEIGHING)]
    met = (any(meets(mine, other) == "borne_out" for other in found) for mine in weighing)
    return not weighing or enough(met)
