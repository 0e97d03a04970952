"""Who says what in a sentence, by cue rules: the first `SpanExtractor`.

The rules follow the shapes that the attribution literature describes (PARC, Pareti 2012; PolNeAR, Newell et al. 2018): a
source before its verb, a source after an inverted verb, "according to", a colon before a quotation, "citing". They read
words and marks only, without a parser.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotate.attribution.lexicon import Lexicon, lexicon
from annotate.attribution.nouns import NounPhrase, leading, noun_after, noun_before
from annotate.attribution.tokens import Token, phrase_at, spell, tokenize
from annotate.data import Article, AttributionSpans, Sentence, Span
from annotate.quotations import QUOTE_MARKS, quotations

#: A quotation this long, in words, can speak for a sentence that has no cue of its own.
QUOTE_WORDS = 5
WHOLE = -1  # the rank of a cue that stands apart and speaks for all of its sentence: "…, AFP reported."
_ENDS = frozenset(",;:—–-!?.…")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible attribution; the main one has the lowest `rank`, then the first place."""

    rank: int
    source: NounPhrase | None
    cue: tuple[int, int]

    def key(self) -> tuple[int, int]:
        """Return what candidates are ordered by."""
        return self.rank, self.cue[0]


class CueExtractor:
    """Finds attributions with the cue lexicons of English and French."""

    def extract(self, article: Article, sentences: Sequence[Sentence]) -> list[list[AttributionSpans]]:
        """Return, for each sentence, its attributions, the main one first; offsets into the article.

        A sentence that is only quotation has one attribution with content alone.
        """
        words = lexicon(article.language)
        quotes = quotations(article.text, unclosed=True)
        found, first = [], 0
        for sentence in sentences:
            while first < len(quotes) and quotes[first].end <= sentence.span.start:
                first += 1
            near = _overlapping(quotes, first, sentence.span)
            tokens = tokenize(article.text, sentence.span, words.language, near)
            found.append(_attributions(tokens, near, words) if sentence.kind == "sentence" else [])
        return found


def _overlapping(quotes: Sequence[Span], first: int, span: Span) -> list[Span]:
    """Return the quotes from `first` on that overlap `span`."""
    last = first
    while last < len(quotes) and quotes[last].start < span.end:
        last += 1
    return list(quotes[first:last])


def _attributions(tokens: Sequence[Token], quotes: Sequence[Span], words: Lexicon) -> list[AttributionSpans]:
    """Return the attributions of one sentence, the main one first."""
    if not tokens:
        return []
    candidates = sorted(_candidates(tokens, quotes, words), key=Candidate.key)
    if candidates and not (candidates[0].source and candidates[0].source.nested):
        return [_spans(tokens, candidate) for candidate in _distinct(candidates)]
    quoted = [token for token in tokens if token.quoted and token.is_word]
    spoken = [token for token in tokens if token.is_word]
    if quoted and len(quoted) >= 0.8 * len(spoken) and len(quoted) >= min(QUOTE_WORDS, len(spoken)):
        return [AttributionSpans(content=(Span(tokens[0].span.start, tokens[-1].span.end),))]
    return []


def _distinct(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield each cue once."""
    seen: set[int] = set()
    for candidate in candidates:
        if candidate.cue[0] not in seen:
            seen.add(candidate.cue[0])
            yield candidate


def _candidates(tokens: Sequence[Token], quotes: Sequence[Span], words: Lexicon) -> Iterator[Candidate]:
    """Yield every cue outside quotations whose source can be made out."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.quoted or not token.is_word:
            if token.text == ":" and not token.quoted:
                yield from _colon(tokens, index, words)
            index += 1
            continue
        size = 0
        for rule in (_preposition, _learned, _citing, _verb):
            size, candidate = rule(tokens, index, words)
            if candidate:
                yield candidate
            if size:
                break
        index += max(size, 1)
    yield from _unknown_verb(tokens, words)


def _preposition(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """"According to the ministry, …"."""
    size = phrase_at(tokens, index, words.words.prepositions)
    apart = index == 0 or _mark(tokens, index - 1) in _ENDS | QUOTE_MARKS
    if not size and index == 0 and tokens[0].low in words.words.document_prepositions:
        source = noun_after(tokens, 1, words, apposition=False)
        told = source and any(low in words.words.documents for low in source.lows) and _mark(tokens, source.end) == ","
        return (1, Candidate(2, source, (0, 1))) if told else (0, None)
    if not size:
        topic = index == 0 and tokens[0].low in words.words.topic_prepositions
        source = noun_after(tokens, 1, words) if topic else None
        fits = source and source.is_person_like(words) and _mark(tokens, source.end) == ","
        return (1, Candidate(1, source, (0, 1))) if fits else (0, None)
    named_by_cue = tokens[index + size - 1].low in words.words.anonymity.always  # "de source policière"
    source = noun_after(tokens, index + size - named_by_cue, words, apposition=index > 0)
    return size, Candidate(WHOLE if apart else 0, source, (index, index + size - named_by_cue)) if source else None


def _learned(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """"AFP learned from the ministry": the ministry is the source."""
    verb = words.verbs.get(tokens[index].low)
    if verb is None and not phrase_at(tokens, index, words.words.learned_from):
        return 0, None
    size = phrase_at(tokens, index, words.words.learned_from)
    if not size and tokens[index].low in _learn_forms(words):
        # "learned this Thursday, March 28, from the ministry"
        for ahead in range(index + 1, min(index + 9, len(tokens))):
            if tokens[ahead].low in _from_words(words):
                source = noun_after(tokens, ahead + 1, words)
                return 1, Candidate(0, source, (index, index + 1)) if source else None
        return 0, None
    source = noun_after(tokens, index + size, words) if size else None
    return size, Candidate(0, source, (index, index + size)) if source else None


def _learn_forms(words: Lexicon) -> frozenset[str]:
    """Return the verb forms that open the phrases of `learned_from`."""
    return frozenset(phrase.split()[0] for phrase in words.words.learned_from if phrase.split()[0] in words.verbs)


def _from_words(words: Lexicon) -> frozenset[str]:
    """Return the words that close the phrases of `learned_from`."""
    return frozenset(phrase.split()[-1] for phrase in words.words.learned_from)


def _citing(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """"…, citing officials": a source behind the source."""
    size = phrase_at(tokens, index, words.words.citing)
    if not size or (index and _mark(tokens, index - 1) != "," and tokens[index].low not in words.participles):
        return 0, None
    source = noun_after(tokens, index + size, words)
    return size, Candidate(3, source, (index, index + size)) if source else None


def _verb(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """A verb of speech with its source before it, or after it where verb and source are inverted."""
    size = phrase_at(tokens, index, frozenset(words.verbs), longest=3)
    if not size:
        return 0, None
    form = spell(tokens[index : index + size])
    kind = words.verbs[form]
    begin = _group_start(tokens, index, words)
    group = tokens[begin:index]
    if _is_passive(group, tokens, index, size, form, words):
        agent = _agent(tokens, index + size, kind, words)
        return size, Candidate(0, agent, (index, index + size)) if agent else None
    if _is_noun(tokens, index, size, form, words) or _is_unreal(group, tokens, index, size, words):
        return size, None
    denies = form in words.words.denial
    negated = any(t.low in words.words.negations or t.low.endswith("n't") for t in group) or (
        index > 0 and tokens[index - 1].low in words.words.negations
    )
    if negated and not denies:
        return size, None
    cue = (index, index + size)
    turned = _turned(tokens, begin, index, words)
    if turned:
        return size, Candidate(0, turned, cue)
    if form in words.participles:
        source = leading(tokens, words)
        fits = source and source.end <= index and _complement(tokens, index + size, kind, words)
        impersonal = source and source.lows[0] == "il" and tokens[source.end].low in words.words.perfect | words.words.passive
        after_comma = index > 0 and not impersonal and _mark(tokens, index - 1) in {",", "—", "–"}
        return size, Candidate(2, source, cue) if fits and after_comma else None
    inverted = _inverted(tokens, begin, index + size, kind, words)
    if inverted:
        return size, Candidate(WHOLE, inverted, cue)
    if index + size < len(tokens) and words.language == "fr" and tokens[index + size].low == "on":
        return size, None  # "dit-on": nobody
    source = noun_before(tokens, begin, words, any_noun=kind == "speech" and form not in words.words.noun_like)
    joins = words.words.coordinators | words.words.boundaries  # "he met her and said": no subject of its own
    shared = source is not None and any(token.low in joins for token in tokens[source.end : begin])
    if shared and not _has_clause(tokens, index + size, words):
        return size, None
    if source is None or source.relative:
        return size, None
    after_speech = source.start > 1 and _mark(tokens, source.start - 1) in QUOTE_MARKS | {",", "?", "!", "—", "–"}
    apart = after_speech and _is_closed(tokens, index + size, words)
    if not apart and not _complement(tokens, index + size, kind, words, source):
        return size, None
    rank = 1 if source.nested else WHOLE if apart else 0
    return size, Candidate(rank, source, cue)


def _group_start(tokens: Sequence[Token], index: int, words: Lexicon) -> int:
    """Return where the verb's group begins: auxiliaries, adverbs and clitics before it."""
    begin = index
    pronouns = words.words.pronouns.person | words.words.pronouns.plural
    while begin > 0:
        low = tokens[begin - 1].low
        adverb = low.endswith(("ly", "ment")) and len(low) > 5 and tokens[begin - 1].text[0].islower()
        turned = begin > 1 and low in pronouns and tokens[begin - 2].low in words.words.perfect  # a-t-il déclaré
        if low in words.words.auxiliaries or low.endswith("n't") or low in words.words.negations or adverb or turned:
            begin -= 1
        else:
            break
    return begin


def _turned(tokens: Sequence[Token], begin: int, index: int, words: Lexicon) -> NounPhrase | None:
    """Return the pronoun between auxiliary and participle: "a-t-il déclaré"."""
    for at in range(begin + 1, index):
        if tokens[at].low in words.words.pronouns.person | words.words.pronouns.plural:
            return NounPhrase(at, at + 1, (tokens[at].low,), capital=False)
    return None


def _is_closed(tokens: Sequence[Token], after: int, words: Lexicon) -> bool:
    """Tell whether nothing but a time or place follows the verb in its clause: what it says stands before it."""
    for token in tokens[after : after + 6]:
        if not token.is_word:
            return token.text in {",", ".", "—", "–", ";"}
        if token.low in words.words.complementizers or token.low in words.words.pronouns.person:
            return False
    return after >= len(tokens)


def _agent(tokens: Sequence[Token], after: int, kind: str, words: Lexicon) -> NounPhrase | None:
    """Return who "by" names after a passive: "was confirmed by the army"."""
    by = after < len(tokens) and tokens[after].low in {"by", "par"}
    return noun_after(tokens, after + 1, words) if by and kind in {"speech", "act"} else None


def _is_unreal(group: Sequence[Token], tokens: Sequence[Token], index: int, size: int, words: Lexicon) -> bool:
    """Tell whether nothing has been said: "to comment", "will say", "said to be"."""
    if words.language == "fr":
        return False
    lows = [token.low for token in group]
    infinitive = index > 0 and tokens[index - 1].low == "to"
    modal = any(low in words.words.modals for low in lows)
    follows = [token.low for token in tokens[index + size : index + size + 2]]
    return infinitive or modal or follows in (["to", "be"], ["to", "have"])


def _is_passive(
    group: Sequence[Token], tokens: Sequence[Token], index: int, size: int, form: str, words: Lexicon
) -> bool:
    """Tell whether the form is a participle that says what was done to its subject."""
    lows = [token.low for token in group]
    if form in words.perfects:
        reflexive = any(low in words.words.reflexives for low in lows)
        active = reflexive or any(low in words.words.perfect for low in lows[-4:])
        return not active or "été" in lows or "être" in lows
    if words.language == "fr":
        return bool(lows) and lows[-1] in words.words.passive
    near = [token.low for token in tokens[max(0, index - 3) : index] if token.is_word]
    if any(low in words.words.passive for low in [*lows, *near[-2:]]) and not form.endswith(("ing", "s")):
        return True
    follows = tokens[index + size].low if index + size < len(tokens) else ""
    return form.endswith("ed") and follows in {"of", "by"} and form not in words.words.denial and form != "complained"


def _is_noun(tokens: Sequence[Token], index: int, size: int, form: str, words: Lexicon) -> bool:
    """Tell whether a form that is as often a noun stands as one."""
    before = tokens[index - 1] if index else None
    if before is None:
        return form not in words.participles
    if tokens[index].is_capital and before.is_word:  # "the State Department", "The Washington Post"
        return True
    if before.low in words.words.prepositions_np - words.words.auxiliaries and words.language != "fr":
        return True  # "a request for comment"
    if form not in words.words.noun_like:
        return before.low in words.words.determiners and words.language != "fr"
    if words.language == "fr":
        determined = before.low in words.words.determiners
        pronoun = index > 1 and tokens[index - 2].low in words.words.pronouns.person | words.words.pronouns.plural
        return determined and not pronoun
    follows = tokens[index + size] if index + size < len(tokens) else None
    if follows is None:
        return True
    clause = follows.low in words.words.complementizers or follows.text in QUOTE_MARKS or follows.text == ":"
    subject = before.low in words.words.pronouns.person | words.words.pronouns.plural
    opens = follows.low in words.words.determiners | words.words.pronouns.person or follows.is_capital
    if form.endswith(("ed", "t")):
        return False
    return not (clause or subject or (opens and before.is_word and before.low not in words.words.determiners))


def _inverted(tokens: Sequence[Token], begin: int, after: int, kind: str, words: Lexicon) -> NounPhrase | None:
    """Return the source after the verb, where what was said stands before it: "…," said the minister."""
    if begin == 0 or after >= len(tokens):
        return None
    known = words.words
    before, first = tokens[begin - 1], tokens[after]
    quoted = before.text in QUOTE_MARKS or before.quoted or (before.text == "," and _mark(tokens, begin - 2) in QUOTE_MARKS)
    pronoun = first.low in known.pronouns.person | known.pronouns.plural
    if not (quoted or before.text in _ENDS or before.low in known.as_words or (words.language == "fr" and pronoun)):
        return None
    if not quoted and (kind != "speech" or (words.language != "fr" and pronoun) or _has_apposition(tokens, begin, words)):
        return None
    openers = known.prepositions_np | known.complementizers | {"d'"}
    articles = (known.determiners | known.recipients) - known.complementizers - {"d'"}
    if not first.is_word or first.low in known.pronouns.first or (first.low in openers and first.low not in articles):
        return None
    return noun_after(tokens, after, words, inverted=True, any_noun=True)


def _has_apposition(tokens: Sequence[Token], begin: int, words: Lexicon) -> bool:
    """Tell whether the comma before the verb closes an apposition to its subject: "West, a rapper, told"."""
    if tokens[begin - 1].text != ",":
        return False
    opened = next((at for at in range(begin - 2, max(-1, begin - 26), -1) if tokens[at].text == ","), 0)
    subject = tokens[max(0, opened - 8) : opened]
    finite = words.words.passive | words.words.perfect | words.words.auxiliaries - words.words.determiners
    inner = tokens[opened + 1]
    known = words.words
    describes = inner.low in known.determiners | known.relatives | known.titles_or_heads | known.office.former
    if not (describes or inner.text.isdigit()):
        return False
    verbs = any(token.low in finite or (token.low in words.verbs and not token.is_capital) for token in subject)
    return opened > 0 and bool(subject) and not verbs and any(token.is_capital for token in subject[-4:])


def _has_clause(tokens: Sequence[Token], after: int, words: Lexicon) -> bool:
    """Tell whether what is said follows: a clause or a quotation."""
    return any(
        token.low in words.words.complementizers or token.text in QUOTE_MARKS or token.quoted
        for token in tokens[after : after + 8]
    )


def _complement(
    tokens: Sequence[Token], after: int, kind: str, words: Lexicon, source: NounPhrase | None = None
) -> bool:
    """Tell whether what follows the verb is what its class needs."""
    if kind == "speech":
        return True
    rest = tokens[after : after + 8]
    clause = _has_clause(tokens, after, words)
    if kind == "act":
        return bool(rest) and rest[0].text not in {",", ".", ";"}
    if kind == "finding":
        return clause or bool(source and source.is_document(words))
    return clause or bool(rest and rest[0].low in words.words.pronouns.person | words.words.determiners)


def _colon(tokens: Sequence[Token], index: int, words: Lexicon) -> Iterator[Candidate]:
    """"The minister: “…”": a source, a colon, a quotation."""
    follows = tokens[index + 1] if index + 1 < len(tokens) else None
    if follows is None or follows.text not in QUOTE_MARKS:
        return
    source = leading(tokens, words)
    if source and source.end <= index and source.is_person_like(words):
        yield Candidate(2, source, (index, index + 1))


def _unknown_verb(tokens: Sequence[Token], words: Lexicon) -> Iterator[Candidate]:
    """"“…,” laughed Mrs Smith": after a quotation, one word and a name make a cue that no lexicon needs to know."""
    known = words.words
    never = known.boundaries | known.prepositions_np | known.coordinators | known.determiners | known.negations
    skipped = (known.auxiliaries | known.reflexives | known.passive) - known.determiners
    for index in range(1, len(tokens) - 1):
        before, past = tokens[index], tokens[index - 1]
        if not (before.text in QUOTE_MARKS or (before.text == "," and past.text in QUOTE_MARKS)):
            continue
        at = index + 1
        while at < len(tokens) and tokens[at].low in skipped:
            at += 1
        if at + 1 >= len(tokens) or tokens[at].quoted or not tokens[at].is_word or tokens[at].is_capital:
            continue
        source = noun_after(tokens, at + 1, words, inverted=True)
        known_verb = tokens[at].low in words.verbs or tokens[at].low in never
        if source and not known_verb and (source.is_person_like(words) or source.lows[0] in known.pronouns.person):
            yield Candidate(2, source, (at, at + 1))


def _mark(tokens: Sequence[Token], index: int) -> str:
    """Return the text of the token at `index`, or nothing past the ends."""
    return tokens[index].text if 0 <= index < len(tokens) else ""


def _spans(tokens: Sequence[Token], candidate: Candidate) -> AttributionSpans:
    """Return the candidate's spans; its content is the sentence less source and cue."""
    cue = Span(tokens[candidate.cue[0]].span.start, tokens[candidate.cue[1] - 1].span.end)
    source = candidate.source.span(tokens) if candidate.source else None
    taken = sorted(span for span in (cue, source) if span is not None)
    return AttributionSpans((source,) if source else (), (cue,), tuple(_between(tokens, taken)))


def _between(tokens: Sequence[Token], taken: Sequence[Span]) -> Iterator[Span]:
    """Yield the stretches of more than two words that no other role takes."""
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and not any(span.overlaps(token.span) for span in taken):
            run.append(token)
            continue
        while run and not (run[0].is_word or run[0].text in QUOTE_MARKS):
            run.pop(0)
        while run and not (run[-1].is_word or run[-1].text in QUOTE_MARKS):
            run.pop()
        if sum(each.is_word for each in run) > 2:
            yield Span(run[0].span.start, run[-1].span.end)
        run = []
