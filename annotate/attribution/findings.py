"""What the words say of each sentence: spans, the source resolved through the article, a belief over its kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotate.attribution.answering import can_answer
from annotate.attribution.cues import near, read_tokens
from annotate.attribution.drawing import UNRULED, Drawn
from annotate.attribution.lexicon import Lexicon, lexicon
from annotate.attribution.mentions import mentions
from annotate.attribution.resolve import Resolver, Source, only_cue
from annotate.attribution.sources import UNKNOWN, Belief, Reading, is_outlet, read_source
from annotate.attribution.tokens import Token, plain
from annotate.attribution.turns import Turn, turns
from annotate.data import Article, AttributionSpans, Sentence, Span
from annotate.quotations import quotations

NO_SPANS = AttributionSpans()
LENDERS = 5  # sentences ahead in which a running quotation may name its speaker
FOUND, UNFOUND = 0.51, 0.49  # attributed: a sentence with a source more likely than not, one without less likely
INTERVIEWED = Reading("identified", 0.9)  # who is interviewed is known, whatever their label says
RUNNING = 0.9  # that a quotation goes on with the words of who spoke before
SURE = 0.85  # a phrase this sure of its kind is not overruled by what it refers back to


@dataclass(frozen=True, slots=True)
class Finding:
    """What the words make of one sentence; `via` is the outlet that the source spoke to.

    `attributed` is the probability that somebody answers for it, `belief` what kind of source that is if so.
    """

    spans: AttributionSpans = NO_SPANS
    source: Source | None = None
    belief: Belief = field(default_factory=lambda: UNKNOWN)
    via: str | None = None
    attributed: float = 0.0


def find_sources(article: Article, sentences: Sequence[Sentence], drawn: Sequence[Drawn]) -> list[Finding | None]:
    """Return what the words say of each sentence, `None` for headlines; `drawn` holds its attributions."""
    return _Finder(article, sentences, drawn).find()


class _Finder:
    """Walks down one article with what was drawn in it."""

    def __init__(self, article: Article, sentences: Sequence[Sentence], drawn: Sequence[Drawn]) -> None:
        self.sentences = sentences
        self.words: Lexicon = lexicon(article.language)
        self.quotes = quotations(article.text, unclosed=True)
        self.tokens = read_tokens(article.text, sentences, self.words)
        answered = [self._answered(*both) for both in zip(self.tokens, drawn, strict=True)]
        self.spans = [each.spans for each in answered]
        self.attributed = [each.attributed for each in answered]
        names = mentions(self.tokens, self.words)
        self.resolver = Resolver(article.text, self.tokens, names, self.words)
        sourced = [bool(each and each[0].source) for each in self.spans]
        self.turns = turns(article.text, sentences, names, self.words, sourced)

    def _answered(self, sentence: Sequence[Token], drawn: Drawn) -> Drawn:
        """Return what was drawn of a sentence without the sources that cannot answer for anything."""
        spans = tuple(each for each in drawn.spans if not each.source or can_answer(sentence, each, self.words))
        return Drawn(spans, drawn.attributed if spans or not drawn.spans else min(drawn.attributed, UNRULED))

    def find(self) -> list[Finding | None]:
        """Return a finding for each sentence, in order: each may refer back to those before it."""
        return [self._finding(index) if each.kind == "sentence" else None for index, each in enumerate(self.sentences)]

    def _finding(self, index: int) -> Finding:
        spans = self.spans[index]
        if index in self.turns:
            return self._turn(self.turns[index], index)
        if spans and spans[0].source:
            return self._sourced(index)
        if spans and (lender := self._lender(index)) is not None:
            return self._running(spans[0], self.resolver.resolve(self._phrase(lender), index), lender)
        if spans and (speaker := self.resolver.running(index)):
            return self._running(spans[0], speaker, speaker.sentence)
        self.resolver.note_topic(index)
        return Finding(attributed=min(self.attributed[index], UNFOUND))

    def _turn(self, turn: Turn, index: int) -> Finding:
        """Return the finding for a sentence of an interview, whose speaker answers for all of it."""
        label = turn.speaker
        source = self.resolver.resolve(label, index)
        reading = read_source(label, label, self.words)
        if source.full != source.phrase:
            reading = self._surer(reading, read_source(source.full, label, self.words), label)
        office = reading.source_type == "office" and label[0].low not in self.words.interview.answers
        return Finding(turn.spans, source, (reading if office else INTERVIEWED).belief(), attributed=RUNNING)

    def _sourced(self, index: int) -> Finding:
        """Return the finding for a sentence with a source of its own."""
        sentence, spans, phrase = self.tokens[index], self.spans[index], self._phrase(index)
        if not phrase:
            return Finding(attributed=UNFOUND)
        main = spans[0]
        reading = read_source(phrase, sentence, self.words, spans)
        if reading.source_type == "publication":
            for other in spans[1:]:
                behind = _tokens_in(sentence, other.source)
                drawn = [other, *(each for each in spans if each is not other)]
                if behind and _is_unnamed(read_source(behind, sentence, self.words, drawn)):
                    source = self.resolver.resolve(behind, index)
                    belief = Reading("anonymous", 0.9).belief()
                    said = AttributionSpans(other.source, other.cue, _shared(other.content, main.content))
                    return Finding(said, source, belief, plain(phrase), self.attributed[index])
        source = self.resolver.resolve(phrase, index)
        if source.full != source.phrase:
            reading = self._surer(reading, read_source(source.full, sentence, self.words, spans), phrase)
        via = self._recipient(sentence, main)
        return Finding(main, source, reading.belief(), via, max(self.attributed[index], FOUND))

    def _phrase(self, index: int) -> tuple[Token, ...]:
        """Return the words of a sentence's main source; none where a model drew it around marks alone."""
        spans = self.spans[index]
        phrase = _tokens_in(self.tokens[index], spans[0].source) if spans else ()
        return phrase if any(token.is_word for token in phrase) else ()

    def _running(self, spans: AttributionSpans, source: Source, said: int) -> Finding:
        """Return the finding for a sentence that goes on with the quotation of who speaks in sentence `said`."""
        belief = read_source(source.full, self.tokens[said], self.words, self.spans[said]).belief()
        return Finding(spans, source, belief, attributed=RUNNING)

    def _surer(self, own: Reading, resolved: Reading, phrase: Sequence[Token]) -> Reading:
        """Choose between what the phrase says and what the mention that it refers back to says."""
        if phrase[0].low in self.words.pronouns.back | self.words.demonstratives:
            return resolved
        if len(phrase) == 1 and own.source_type == "publication" and resolved.source_type != "publication":
            return resolved  # "Bloomberg" is a man here: the article gives his first name
        if own.source_type in {"anonymous", "publication"} and own.sureness > SURE:
            return own
        return own if own.sureness > resolved.sureness else resolved

    def _lender(self, index: int) -> int | None:
        """Return the sentence ahead that names the speaker: of the same quotation, or "Smith said." right after it."""
        quotes = near(self.quotes, self.sentences[index].span)
        for later in range(index + 1, min(index + 1 + LENDERS, len(self.sentences))):
            if self.sentences[later].kind != "sentence":
                return None
            joined = any(quote.overlaps(self.sentences[later].span) for quote in quotes)
            follows = later == index + 1 and only_cue(self.tokens[later], self.words)
            if self._phrase(later):
                return later if joined or follows else None
            if not joined:
                return None
        return None

    def _recipient(self, sentence: Sequence[Token], main: AttributionSpans) -> str | None:
        """Return the outlet that a source spoke to: "told AFP", "à l'AFP"."""
        taken = main.source
        for index, token in enumerate(sentence):
            opens = token.low in self.words.recipients or token.span in main.cue
            if token.quoted or not opens or _in(token, taken):
                continue
            end = index + 1
            while end < len(sentence) and end - index < 7 and sentence[end].is_word and not _in(sentence[end], taken):
                end += 1
            for stop in range(end, index + 1, -1):
                named = [each for each in sentence[index + 1 : stop] if each.low not in self.words.determiners]
                outlet = named and all(each.is_capital for each in named) and is_outlet(named, self.words)
                if outlet and not _in(named[0], taken):
                    return plain(named)
        return None


def _is_unnamed(reading: Reading) -> bool:
    """Tell whether somebody behind an outlet is surely nobody that can be known, and not "the pilot" of its story."""
    return reading.source_type == "anonymous" and reading.sureness >= SURE


def _shared(contents: Sequence[Span], main: Sequence[Span]) -> tuple[Span, ...]:
    """Return what of `contents` the main attribution has for content, too: the rest is its source and cue."""
    if not main:
        return tuple(contents)
    both = [(max(one.start, other.start), min(one.end, other.end)) for one in contents for other in main]
    return tuple(Span(start, end) for start, end in both if start < end)


def _tokens_in(tokens: Sequence[Token], spans: Sequence[Span]) -> tuple[Token, ...]:
    """Return the tokens of which some lies in one of `spans`."""
    return tuple(token for token in tokens if _in(token, spans))


def _in(token: Token, spans: Sequence[Span]) -> bool:
    """Tell whether some of the token lies in one of `spans`: a model's may end within it, as before "'s"."""
    return any(span.overlaps(token.span) for span in spans)
