"""Who is named in an article, with the words that stand beside the name: what "Smith said" refers back to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotate.attribution.lexicon import Lexicon
from annotate.attribution.tokens import Token, phrase_at
from annotate.data import Span

APPOSITION = 15  # tokens: a longer one is a clause
_ENDS = frozenset((",", ")", ".", ";", ":", "—", "–"))


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


class Names:
    """The mentions of an article, in text order, indexed so that no look-up walks over them all."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._fullest: dict[str, Mention] = {}
        self._ending: dict[str, list[Mention]] = defaultdict(list)
        self._described: dict[str, list[Mention]] = defaultdict(list)
        self._telling: list[Mention] = []
        for mention in mentions:
            self._add(mention)

    def _add(self, mention: Mention) -> None:
        several = len(mention.name) > 1
        for key in (mention.key, mention.initials) if several else (mention.key,):
            self._fullest[key] = max(self._fullest.get(key, mention), mention, key=_telling)
            if several:
                self._ending[key].append(mention)
        if several or mention.described:
            self._telling.append(mention)
        if mention.described:
            for low in {token.low for token in mention.tokens}:
                self._described[low].append(mention)

    def fullest(self, key: str) -> Mention | None:
        """Return the mention under a last name or initials that says most."""
        return self._fullest.get(key)

    def last_telling(self, sentence: int) -> Mention | None:
        """Return the last mention before a sentence that says more than one word of a name."""
        return _last(self._telling, bisect_left(self._telling, sentence, key=_sentence))

    def last_ending(self, key: str, sentence: int, offset: int) -> Mention | None:
        """Return the last name of several words under `key`, up to a sentence and ending before `offset`."""
        found = self._ending.get(key, [])
        before = bisect_right(found, offset, key=lambda mention: mention.span.end)
        return _last(found, min(before, bisect_right(found, sentence, key=_sentence)))

    def last_described(self, word: str, sentence: int) -> Mention | None:
        """Return the last mention before a sentence whose name or description has `word`."""
        found = self._described.get(word, [])
        return _last(found, bisect_left(found, sentence, key=_sentence))


def mentions(sentences: Sequence[Sequence[Token]], words: Lexicon) -> Names:
    """Return every named person or body of an article."""
    return Names(mention for index, tokens in enumerate(sentences) for mention in _in_sentence(tokens, index, words))


def _telling(mention: Mention) -> tuple[bool, int, int]:
    """Rank a mention by what it says: described before bare, long names before short, early before late."""
    return mention.described, len(mention.name), -mention.sentence


def _sentence(mention: Mention) -> int:
    return mention.sentence


def _last(found: Sequence[Mention], count: int) -> Mention | None:
    return found[count - 1] if count else None


def _in_sentence(tokens: Sequence[Token], sentence: int, words: Lexicon) -> list[Mention]:
    """Return the mentions of one sentence, in order."""
    found, index = [], 0
    while index < len(tokens):
        end = _name_end(tokens, index, words)
        if end > index:
            found.append(_mention(tokens, index, end, sentence, words))
        index = max(end, index + 1)
    return found


def _mention(tokens: Sequence[Token], start: int, end: int, sentence: int, words: Lexicon) -> Mention:
    """Return the mention whose run of capitals is `[start, end)`, with the roles before and behind it."""
    first = next((at for at in range(start, end - 1) if not _is_role(tokens[at], words)), end - 1)
    begin, after = _description_start(tokens, start, words), _apposition_end(tokens, end, words)
    name = tuple(token.low.rstrip(".") for token in tokens[first:end])
    span = Span(tokens[begin].span.start, tokens[after - 1].span.end)
    return Mention(name, tuple(tokens[begin:after]), span, sentence, described=after > end or begin < first)


def _name_end(tokens: Sequence[Token], start: int, words: Lexicon) -> int:
    """Return where a run of capitals that begins at `start` ends; `start` where none does."""
    first = tokens[start]
    if not (first.is_word and first.is_capital) or first.low in words.no_name:
        return start
    if first.text.isupper() and (size := phrase_at(tokens, start, words.publication.outlets)):
        return start + size  # "à l'AFP Jeanne Morvan": two names
    end = start + 1
    while end < len(tokens) and tokens[end].is_word and tokens[end].low not in words.time_words:
        followed = end + 1 < len(tokens) and tokens[end + 1].is_capital
        particle = tokens[end].low in words.particles and followed and not _is_role(tokens[end - 1], words)
        if not (tokens[end].is_capital or particle):
            break
        end += 1
    return min(end, _outlet_end(tokens, start, words) or end)


def _outlet_end(tokens: Sequence[Token], start: int, words: Lexicon) -> int:
    """Return where an outlet's name that begins a run of capitals ends: "BBC News | Ann Lee"; 0 where none does."""
    size = phrase_at(tokens, start, words.publication.outlets)
    end = start + size
    while size and end < len(tokens) and tokens[end].low in words.publication.editions:
        end += 1
    return end if size else 0


def _description_start(tokens: Sequence[Token], start: int, words: Lexicon) -> int:
    """Return where the roles before a name begin: "the army's chief spokesman" Smith, "le ministre" Dupont."""
    if start > 1 and tokens[start - 1].text == ",":
        return _role_before_comma(tokens, start, words)
    never = words.determiners | words.prepositions_np | words.clauses | words.auxiliaries
    begin = start
    while begin > 0 and start - begin < 6:
        token = tokens[begin - 1]
        if not token.is_word or token.quoted or token.low in never:
            break
        adjective = begin < start and _is_role(tokens[begin], words) and token.low not in words.cues
        named = begin < start and token.is_capital and token.low not in words.no_name  # "Chief Soviet arms negotiator"
        if not (_is_role(token, words) or adjective or named):
            break
        begin -= 1
    return begin


def _role_before_comma(tokens: Sequence[Token], start: int, words: Lexicon) -> int:
    """Return where "The president of Namibia," before a name begins; `start` where no such role stands there."""
    for at in range(start - 2, max(-1, start - 2 - APPOSITION), -1):
        token = tokens[at]
        if not token.is_word or token.quoted or token.low in words.cues or token.low in words.clauses:
            break
        begins = token.low in words.determiners or token.is_capital  # "The president of", "Poland's defence minister"
        opens = begins and (at == 0 or not tokens[at - 1].is_word)
        if opens and any(_is_role(each, words) for each in tokens[at : at + 4]):
            return at + (token.low in words.determiners)
    return start


def _apposition_end(tokens: Sequence[Token], end: int, words: Lexicon) -> int:
    """Return where an apposition after the name ends: ", the mayor of the town,"; `end` where there is none."""
    start = end + 1
    if start >= len(tokens) or tokens[end].text not in {",", "("} or not _opens_apposition(tokens, start, words):
        return end
    described = False
    for stop in range(start, min(end + APPOSITION, len(tokens))):
        token = tokens[stop]
        if token.quoted or token.text in _ENDS:
            return stop if described else end
        if token.low in words.cues or token.low in words.perfect | words.passive:
            return end  # a clause, and no apposition
        described = described or _is_role(token, words)
    return end


def _opens_apposition(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether an apposition can begin so: "the mayor", "spokesman for", "former head"."""
    if tokens[at].low.rstrip(".") in words.office.titles:  # "According to Bloomberg, Mr Trump …"
        return False
    known = words.determiners | words.office.former
    return tokens[at].low in known or any(_is_role(token, words) for token in tokens[at : at + 2])


def _is_role(token: Token, words: Lexicon) -> bool:
    """Tell whether the word is a post, an office or a calling."""
    low = token.low.rstrip(".")
    if low in words.roles or low in words.anonymity.heads - words.indefinite:
        return True
    return "-" in low and any(part in words.roles for part in low.split("-"))
