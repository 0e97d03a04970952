"""Who says what in a sentence, by cue rules: the first `SpanExtractor`.

The rules follow the shapes that the attribution literature describes (PARC, Pareti 2012; PolNeAR, Newell et al.
2018): a source before its verb, a source after an inverted verb, "according to", a colon before a quotation,
"citing". They read words and marks only, without a parser.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from annotate.attribution.candidates import APART, BEHIND, CLAUSE, INNER, LOOSE, SPEECH_ENDS, Candidate
from annotate.attribution.lexicon import Lexicon, lexicon
from annotate.attribution.nouns import leading, mark_at, noun_after
from annotate.attribution.tokens import Token, phrase_at, tokenize
from annotate.attribution.verbs import by_verb
from annotate.data import Article, AttributionSpans, Sentence, Span
from annotate.quotations import QUOTE_MARKS, quotations

#: A quotation this long, in words, can speak for a sentence that has no cue of its own.
QUOTE_WORDS = 5
QUOTED_SHARE = 0.8
#: A comma after "according to X" this near the sentence's start closes the phrase rather than opens an apposition.
OPENING = 5
#: A sentence of more attributions is a list or no sentence; each costs a walk over its tokens.
MOST = 16


class CueExtractor:
    """Finds attributions with the cue lexicons of English and French."""

    def extract(self, article: Article, sentences: Sequence[Sentence]) -> list[list[AttributionSpans]]:
        """Return, for each sentence, its attributions, the main one first; offsets into the article.

        A sentence that is only quotation has one attribution, with content alone.
        """
        words = lexicon(article.language)
        read = read_tokens(article.text, sentences, words)
        found = [
            _attributions(tokens, words) if sentence.kind == "sentence" else []
            for sentence, tokens in zip(sentences, read, strict=True)
        ]
        for index in _block_quotations(article.text, sentences, read, found):
            found[index] = [AttributionSpans(content=(sentences[index].span,))]
        return found


def _block_quotations(
    text: str,
    sentences: Sequence[Sentence],
    read: Sequence[Sequence[Token]],
    found: Sequence[Sequence[AttributionSpans]],
) -> Iterator[int]:
    """Yield the sentences of a paragraph that a source and a colon announce: "The Gazette reports:"."""
    announced = inside = False
    for index, sentence in enumerate(sentences):
        if index and "\n" in text[sentences[index - 1].span.end : sentence.span.start]:
            announced, inside = False, announced
        if inside and not found[index] and sentence.kind == "sentence":
            yield index
        announced = bool(found[index]) and bool(read[index]) and read[index][-1].text == ":"


def read_tokens(text: str, sentences: Sequence[Sentence], words: Lexicon) -> list[list[Token]]:
    """Return the tokens of each sentence, marked where a quotation of the article holds them."""
    quotes = quotations(text, unclosed=True)
    return [tokenize(text, each.span, words.language, near(quotes, each.span)) for each in sentences]


def near(quotes: Sequence[Span], span: Span) -> Sequence[Span]:
    """Return the quotations that overlap `span`; they are in text order and apart."""
    first = bisect_right(quotes, span.start, key=lambda quote: quote.end)
    last = bisect_left(quotes, span.end, key=lambda quote: quote.start)
    return quotes[first:last]


def _attributions(tokens: Sequence[Token], words: Lexicon) -> list[AttributionSpans]:
    """Return the attributions of one sentence, the main one first."""
    candidates = {candidate.cue[0]: candidate for candidate in _candidates(tokens, words)}
    ranked = sorted(candidates.values(), key=Candidate.key)
    if ranked and ranked[0].rank != INNER:  # what others say in a relative clause is not the sentence's claim
        return [_spans(tokens, candidate) for candidate in ranked[:MOST]]
    spoken = [token for token in tokens if token.is_word]
    quoted = sum(token.quoted for token in spoken)
    if quoted >= QUOTED_SHARE * len(spoken) and quoted >= min(QUOTE_WORDS, len(spoken)) > 0:
        return [AttributionSpans(content=(Span(tokens[0].span.start, tokens[-1].span.end),))]
    return []


def _candidates(tokens: Sequence[Token], words: Lexicon) -> Iterator[Candidate]:
    """Yield every cue outside quotations whose source can be made out."""
    index = 0
    while index < len(tokens):
        token, size = tokens[index], 1
        if token.text == ":" and not token.quoted:
            yield from _by_colon(tokens, index, words)
        elif token.is_word and not token.quoted:
            for rule in (_by_preposition, _by_document, _by_learning, _by_citing, _by_hearsay, by_verb):
                size, candidate = rule(tokens, index, words)
                if candidate:
                    yield candidate
                if size:
                    break
        elif token.text in QUOTE_MARKS:
            yield from _by_unknown_verb(tokens, index, words)
        index += max(size, 1)


def _by_preposition(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """Read "According to the ministry, …"."""
    size = phrase_at(tokens, index, words.prepositions)
    if not size:
        return 0, None
    apart = index == 0 or mark_at(tokens, index - 1) in SPEECH_ENDS | QUOTE_MARKS
    if not apart and tokens[index].low in words.rates:  # "30 euros per person"
        return size, None
    cue_end = index + size - (tokens[index + size - 1].low in words.anonymity.always)  # "de | source policière"
    source = noun_after(tokens, cue_end, words, apposition=index > OPENING)
    return size, Candidate(APART if apart else CLAUSE, source, (index, cue_end)) if source else None


def _by_document(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """Read "In the report, …" and "Pour le ministre, …": a phrase that opens the sentence and a comma closes."""
    low = tokens[index].low
    if index or low not in words.document_prepositions | words.topic_prepositions:
        return 0, None
    source = noun_after(tokens, 1, words)
    if source is None or mark_at(tokens, source.end) != ",":
        return 0, None
    document = low in words.document_prepositions and any(each in words.documents for each in source.lows)
    person = low in words.topic_prepositions and source.is_person_like(words)
    if not (document or person):
        return 0, None
    return 1, Candidate(LOOSE if document else CLAUSE, source, (0, 1))


def _by_learning(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """Read "AFP learned from the ministry" and "learned on Monday from the ministry": the ministry is the source."""
    size = phrase_at(tokens, index, words.learned_from)
    if size:
        source = noun_after(tokens, index + size, words)
        return size, Candidate(CLAUSE, source, (index, index + size)) if source else None
    if tokens[index].low not in words.cues:
        return 0, None
    parted = [phrase.split() for phrase in words.learned_from]
    prepositions = {last for first, *_, last in parted if first == tokens[index].low}
    for at in range(index + 1, min(index + 9, len(tokens)) if prepositions else 0):
        if tokens[at].low in prepositions and (source := noun_after(tokens, at + 1, words)):
            return 1, Candidate(CLAUSE, source, (index, index + 1))
    return 0, None


def _by_citing(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """Read "…, citing officials": a source behind the source."""
    size = phrase_at(tokens, index, words.citing)
    apart = index == 0 or mark_at(tokens, index - 1) == "," or tokens[index].low in words.participles
    source = noun_after(tokens, index + size, words) if size and apart else None
    return (size, Candidate(BEHIND, source, (index, index + size))) if source else (0, None)


def _by_hearsay(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """Read "AFP quoted officials as saying": the officials stand behind."""
    size = phrase_at(tokens, index, words.hearsay)
    for at in range(index - 1, max(-1, index - 16) if size else index, -1):
        if cited := phrase_at(tokens, at, words.citing):
            source = noun_after(tokens, at + cited, words, inverted=True)
            return size, Candidate(BEHIND, source, (index, index + size)) if source else None
    return size, None


def _by_colon(tokens: Sequence[Token], index: int, words: Lexicon) -> Iterator[Candidate]:
    """Read "The minister: “…”": a source, a colon, a quotation."""
    source = leading(tokens, words) if mark_at(tokens, index + 1) in QUOTE_MARKS else None
    if source and source.end <= index and source.is_person_like(words):
        yield Candidate(LOOSE, source, (index, index + 1))


def _by_unknown_verb(tokens: Sequence[Token], index: int, words: Lexicon) -> Iterator[Candidate]:
    """Read "“…,” laughed Mrs Smith": after a quotation, a word and a name make a cue that no lexicon needs to know."""
    at = index + 1 + (mark_at(tokens, index + 1) == ",")
    while at < len(tokens) and tokens[at].low in words.skippable | words.reflexives | words.passive:
        at += 1
    if at + 1 >= len(tokens):
        return
    token = tokens[at]
    never = words.clauses | words.prepositions_np | words.determiners | words.negations
    if token.quoted or not token.is_word or token.is_capital or token.low in never or token.low in words.cues:
        return
    source = noun_after(tokens, at + 1, words, inverted=True)
    if source and (source.is_person_like(words) or source.lows[0] in words.pronouns.person):
        yield Candidate(LOOSE, source, (at, at + 1))


def _spans(tokens: Sequence[Token], candidate: Candidate) -> AttributionSpans:
    """Return the candidate's spans; its content is the sentence less source and cue."""
    start, end = candidate.cue
    cue = Span(tokens[start].span.start, tokens[end - 1].span.end)
    source = candidate.source.span(tokens)
    return AttributionSpans((source,), (cue,), tuple(_between(tokens, (cue, source))))


def _between(tokens: Sequence[Token], taken: Sequence[Span]) -> Iterator[Span]:
    """Yield the stretches of more than two words that no other role takes."""
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and not any(span.overlaps(token.span) for span in taken):
            run.append(token)
            continue
        while run and not (run[0].is_word or run[0].is_unit or run[0].text in QUOTE_MARKS):
            run.pop(0)
        while run and not (run[-1].is_word or run[-1].is_unit or run[-1].text in QUOTE_MARKS):
            run.pop()
        if sum(each.is_word for each in run) > 2:
            yield Span(run[0].span.start, run[-1].span.end)
        run = []
