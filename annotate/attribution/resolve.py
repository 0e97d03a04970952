"""Sources resolved through an article: "he", "the ministry", "Smith" and running quotations to who is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotate.attribution.lexicon import Lexicon
from annotate.attribution.mentions import Names
from annotate.attribution.nouns import leading
from annotate.attribution.sources import is_body, is_document, is_person
from annotate.attribution.tokens import Token, contains
from annotate.data import Span

SILENCE = 3  # sentences after which a quotation without a source is no longer the last speaker's


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it stands (`phrase`) and as far as the article tells who it is (`full`).

    `text` is what `full` reads like; `None` where the phrase refers back to nothing.
    """

    phrase: tuple[Token, ...]
    full: tuple[Token, ...]
    text: str | None
    sentence: int


@dataclass(slots=True)
class Resolver:
    """Walks down one article and remembers who spoke last and what was last spoken of."""

    text: str
    sentences: Sequence[Sequence[Token]]
    names: Names
    words: Lexicon
    speaker: Source | None = None
    topic: Source | None = None
    earlier: list[Source] = field(default_factory=list)
    heard: int = 0  # the last sentence in which the speaker's quotation ran on

    def resolve(self, phrase: Sequence[Token], sentence: int) -> Source:
        """Return who the source phrase of a sentence means, and remember them as the speaker."""
        source = self._resolved(tuple(phrase), sentence)
        self.speaker = source
        self.earlier = [*self.earlier[-40:], source]
        return source

    def running(self, sentence: int) -> Source | None:
        """Return who speaks in a sentence that is only quotation: the last speaker, if heard not long before."""
        if self.speaker is None or sentence - max(self.heard, self.speaker.sentence) > SILENCE:
            return None
        self.heard = sentence
        return self.speaker

    def note_topic(self, sentence: int) -> None:
        """Remember what a sentence without a source is about: a later "it" or "elle" may mean it."""
        phrase = leading(self.sentences[sentence], self.words)
        if phrase and phrase.lows[0] not in self.words.pronouns.back and phrase.is_person_like(self.words):
            tokens = tuple(self.sentences[sentence][phrase.start : phrase.end])
            self.topic = self._resolved(tokens, sentence)

    def _resolved(self, phrase: tuple[Token, ...], sentence: int) -> Source:
        known = self.words
        if phrase[0].low in known.pronouns.back and len(phrase) <= 2:
            return self._pronoun(phrase, sentence)
        if phrase[0].low in known.demonstratives and len(phrase) <= 3:
            return self._refers_to(phrase, self.speaker, sentence)
        named = self._named(phrase, sentence)
        if named:
            return named
        if phrase[0].low in known.determiners - known.indefinite and len(phrase) <= 4:
            return self._definite(phrase, sentence)
        return Source(phrase, phrase, None, sentence)

    def _pronoun(self, phrase: tuple[Token, ...], sentence: int) -> Source:
        """Resolve "he": to the last speaker, or to what was spoken of since."""
        thing = phrase[0].low in self.words.pronouns.thing
        single = phrase[0].low in self.words.pronouns.person
        person = single and self.words.language == "en"
        recent = [*reversed(self.earlier[-8:]), *([self.topic] if self.topic else [])]
        near = [
            each
            for each in recent
            if sentence - each.sentence <= 6
            and not (thing and is_person(each.full, self.words))
            and not (person and is_body(each.full, self.words))
            and not (single and (each.full[0].low in self.words.plurals or is_document(each.full, self.words)))
        ]
        latest = max(near, key=lambda each: each.sentence, default=None)
        if latest is None and thing:
            return Source(phrase, phrase, None, sentence)
        if latest is None:
            return self._last_named(phrase, sentence)
        return self._refers_to(phrase, latest, sentence)

    def _last_named(self, phrase: tuple[Token, ...], sentence: int) -> Source:
        """Resolve a pronoun that no speaker precedes to the last person named before it."""
        last = self.names.last_telling(sentence)
        best = self.names.fullest(last.key) if last else None
        if best is None:
            return Source(phrase, phrase, None, sentence)
        return Source(phrase, best.tokens, best.span.of(self.text), sentence)

    def _named(self, phrase: tuple[Token, ...], sentence: int) -> Source | None:
        """Resolve a name to the mention that says most of it."""
        for token in reversed(phrase):
            best = self.names.fullest(token.low.rstrip(".")) if token.is_word and token.is_capital else None
            if best is None:
                continue
            titles = self.words.roles
            known = {each.low.rstrip(".") for each in phrase if each.is_capital} - titles
            if (known <= set(best.name) or token.low == best.initials) and best.tokens != phrase:
                richer = len(best.tokens) > len(phrase) or not self._describes(phrase)
                full = best.tokens if richer else phrase
                return Source(phrase, full, best.span.of(self.text) if richer else None, sentence)
            return None
        return None

    def _describes(self, phrase: tuple[Token, ...]) -> bool:
        """Tell whether the phrase itself says who the source is."""
        known = self.words
        return any(
            token.low in known.office.heads | known.identified.heads | known.identified.bodies for token in phrase
        )

    def _definite(self, phrase: tuple[Token, ...], sentence: int) -> Source:
        """Resolve "the ministry" to the last source or name that ends so."""
        known = self.words
        heads = [token.low for token in phrase if token.is_word and token.low not in known.determiners]
        if not heads:
            return Source(phrase, phrase, None, sentence)
        head = heads[0] if known.head_first else heads[-1]
        for source in reversed(self.earlier):
            if len(source.full) > len(phrase) and any(token.low == head for token in source.full):
                return self._refers_to(phrase, source, sentence)
        named = self.names.last_ending(head, sentence, phrase[0].span.start)
        best = named or self.names.last_described(head, sentence)
        if best is None:
            return Source(phrase, phrase, None, sentence)
        return Source(phrase, best.tokens, best.span.of(self.text), sentence)

    def _refers_to(self, phrase: tuple[Token, ...], to: Source | None, sentence: int) -> Source:
        if to is None:
            return Source(phrase, phrase, None, sentence)
        text = to.text or Span(to.full[0].span.start, to.full[-1].span.end).of(self.text)
        return Source(phrase, to.full, text, sentence)


def only_cue(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Tell whether a sentence holds nothing but a cue and its source: "Smith said." after a quotation."""
    spoken = [token for token in tokens if token.is_word and not token.quoted]
    return 0 < len(spoken) <= 8 and not contains(spoken, words.complementizers)
