"""Who is named in an article, with the words that stand beside the name: what "Smith said" refers back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotate.attribution.lexicon import Lexicon
from annotate.attribution.tokens import Token
from annotate.data import Span

APPOSITION = 14  # tokens: a longer one is a clause


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a name stands, with its description: `[start, end)` in the tokens of its sentence."""

    name: tuple[str, ...]
    tokens: tuple[Token, ...]
    span: Span
    sentence: int
    described: bool

    @property
    def initials(self) -> str:
        """The name's first letters: "Christian News Service" is "CNS" from then on."""
        return "".join(part[0] for part in self.name)

    @property
    def key(self) -> str:
        """The last word of the name: how news refers back."""
        return self.name[-1]


def mentions(sentences: Sequence[Sequence[Token]], words: Lexicon) -> dict[str, list[Mention]]:
    """Return every named person or body by the last word of the name, in text order."""
    found: dict[str, list[Mention]] = {}
    for index, tokens in enumerate(sentences):
        for mention in _in_sentence(tokens, index, words):
            found.setdefault(mention.key, []).append(mention)
            if len(mention.name) > 1:
                found.setdefault(mention.initials, []).append(mention)
    return found


def fullest(candidates: Sequence[Mention]) -> Mention:
    """Return the mention that says most: described before bare, long names before short, early before late."""
    return max(candidates, key=lambda each: (each.described, len(each.name), -each.sentence))


def _in_sentence(tokens: Sequence[Token], sentence: int, words: Lexicon) -> list[Mention]:
    found, index = [], 0
    while index < len(tokens):
        end = _name_end(tokens, index, words)
        if end == index:
            index += 1
            continue
        begin = _description_start(tokens, index, words)
        name_start = index
        while name_start < end - 1 and _is_role(tokens[name_start], words):
            name_start += 1
        after = _apposition_end(tokens, end, words)
        name = tuple(token.low.rstrip(".") for token in tokens[name_start:end])
        described = after > end or begin < name_start
        span = Span(tokens[begin].span.start, tokens[after - 1].span.end)
        found.append(Mention(name, tuple(tokens[begin:after]), span, sentence, described))
        index = end
    return found


def _name_end(tokens: Sequence[Token], start: int, words: Lexicon) -> int:
    """Return where a run of capitals that begins at `start` ends; `start` where none does."""
    known = words.words
    first = tokens[start]
    if not (first.is_word and first.is_capital) or first.low in known.determiners | known.time_words | known.boundaries | known.prepositions_np | known.pronouns.person | known.pronouns.plural | known.pronouns.thing | known.pronouns.first | known.coordinators:
        return start
    end = start + 1
    while end < len(tokens) and tokens[end].is_word:
        token = tokens[end]
        particle = token.low in known.particles and end + 1 < len(tokens) and tokens[end + 1].is_capital and not _is_role(tokens[end - 1], words) and token.low not in {"of", "de", "du", "des", "la", "le"}
        if not (token.is_capital or particle) or token.low in known.time_words:
            break
        end += 1
    return end


def _description_start(tokens: Sequence[Token], start: int, words: Lexicon) -> int:
    """Return where the roles before a name begin: "the army's chief spokesman" Smith, "le ministre" Dupont."""
    known = words.words
    begin = start
    while begin > 0 and start - begin < 6:
        token = tokens[begin - 1]
        if not token.is_word or token.quoted or token.low in known.determiners | known.prepositions_np | known.boundaries:
            break
        after_role = begin < start and _is_role(tokens[begin], words)  # an adjective stands before its role
        adjective = after_role and token.low not in words.verbs and token.low not in known.auxiliaries | known.coordinators
        if not (_is_role(token, words) or adjective):
            break
        begin -= 1
    while begin < start and not _is_role(tokens[begin], words) and not any(_is_role(t, words) for t in tokens[begin:start]):
        begin += 1
    return begin


def _apposition_end(tokens: Sequence[Token], end: int, words: Lexicon) -> int:
    """Return where an apposition after the name ends: ", the mayor of the town,"; `end` where there is none."""
    if end >= len(tokens) or tokens[end].text not in {",", "("}:
        return end
    stop = end + 1
    if stop >= len(tokens) or not _opens_apposition(tokens, stop, words):
        return end
    role = False
    while stop < len(tokens) and stop - end <= APPOSITION and tokens[stop].text not in {",", ")", ".", ";", ":", "—", "–"} and not tokens[stop].quoted:
        if tokens[stop].low in words.verbs and not role:
            return end
        role = role or _is_role(tokens[stop], words)
        stop += 1
    return stop if role and stop - end > 1 and stop - end <= APPOSITION else end


def _opens_apposition(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether an apposition can begin so: "the mayor", "spokesman for", "former head"."""
    known = words.words
    first = tokens[at]
    near = tokens[at : at + 2]
    return first.low in known.determiners | known.office.former or any(_is_role(token, words) for token in near)


def _is_role(token: Token, words: Lexicon) -> bool:
    """Tell whether the word is a post, an office or a calling."""
    known = words.words
    low = token.low.rstrip(".")
    roles = known.office.heads | known.identified.heads | known.identified.bodies | known.office.spokespeople | known.office.titles
    return low in roles or any(part in roles for part in low.split("-")) or low in known.anonymity.heads - known.indefinite
