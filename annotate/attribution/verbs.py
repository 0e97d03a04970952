"""Attributions by a verb: "the ministry said", "…," said the minister, "was confirmed by the army"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotate.attribution.candidates import APART, CLAUSE, INNER, LOOSE, SPEECH_ENDS, Candidate
from annotate.attribution.lexicon import Lexicon, VerbClass, fold
from annotate.attribution.nouns import NounPhrase, leading, mark_at, noun_after, noun_before
from annotate.attribution.tokens import Token, phrase_at, spell
from annotate.quotations import QUOTE_MARKS

_NEAR = 8  # tokens after a verb in which its clause begins


@dataclass(frozen=True, slots=True)
class Verb:
    """A form that can be a cue, at `[index, after)`; its auxiliaries and adverbs begin at `begin`."""

    tokens: Sequence[Token]
    begin: int
    index: int
    after: int
    form: str
    kind: VerbClass
    words: Lexicon

    @property
    def group(self) -> list[str]:
        """The folded auxiliaries, adverbs and clitics before the verb."""
        return [token.low for token in self.tokens[self.begin : self.index]]

    @property
    def before(self) -> Token | None:
        """The token right before the verb."""
        return self.tokens[self.index - 1] if self.index else None

    @property
    def follows(self) -> Token | None:
        """The token right after the verb."""
        return self.tokens[self.after] if self.after < len(self.tokens) else None

    def is_passive(self) -> bool:
        """Tell whether the form says what was done to its subject."""
        words, group = self.words, self.group
        if self.form in words.perfects:
            active = any(low in words.reflexives or low in words.perfect for low in group[-5:])
            return not active or "été" in group or "être" in group
        if words.language == "fr":
            return bool(group) and group[-1] in words.passive
        near = [token.low for token in self.tokens[max(0, self.index - 3) : self.index] if token.is_word]
        if any(low in words.passive for low in [*group, *near[-2:]]) and not self.form.endswith(("ing", "s")):
            return True
        follows = self.follows.low if self.follows else ""
        return self.form.endswith("ed") and (follows in words.agents or follows == "of") and self.kind == "act"

    def is_progressive(self) -> bool:
        """Tell whether a form of "be" makes an -ing form finite: "is reporting"."""
        return self.words.language == "en" and any(low in self.words.passive for low in self.group)

    def is_noun(self) -> bool:
        """Tell whether a form that is as often a noun stands as one."""
        words, before = self.words, self.before
        if before is None:
            return self.form not in words.participles
        if self.tokens[self.index].is_capital and before.is_word:  # "the State Department", "The Washington Post"
            return True
        if words.language == "fr":
            earlier = self.tokens[self.index - 2].low if self.index > 1 else ""
            determined = before.low in words.determiners and earlier not in words.pronouns.third
            return determined and self.form in words.noun_like
        if before.low in words.prepositions_np - words.auxiliaries:  # "a request for comment"
            return True
        if self.form not in words.noun_like:
            return before.low in words.determiners
        return not self.form.endswith("ed") and not self._governs(before)

    def _governs(self, before: Token) -> bool:
        """Tell whether what stands around an ambiguous form makes a verb of it."""
        follows, words = self.follows, self.words
        if before.low in words.skippable:  # "he did point to"
            return True
        if follows is None:
            return False
        if follows.low in words.complementizers or follows.text in QUOTE_MARKS or follows.text == ":":
            return True
        if follows.text in {".", ","}:  # "…, court filings show.", "…, the Daily Gazette reports."
            return before.low in words.publication.heads or (before.is_capital and self.form.endswith("s"))
        opens = follows.low in words.determiners | words.pronouns.person or follows.is_capital
        named = before.text in QUOTE_MARKS or (before.is_word and before.low not in words.determiners)
        return before.low in words.pronouns.person | words.pronouns.plural or (opens and named)

    def is_unsaid(self) -> bool:
        """Tell whether nothing has been said: "did not say", "to comment", "will say", "said to be"."""
        words, group = self.words, self.group
        before = self.before.low if self.before else ""
        negated = any(low in words.negations or low.endswith("n't") for low in [*group, before])
        if negated and self.form not in words.denial:
            return True
        if words.language == "fr":
            return self.follows is not None and self.follows.low == "on"  # "dit-on": nobody
        follows = [token.low for token in self.tokens[self.after : self.after + 2]]
        return before == "to" or any(low in words.modals for low in group) or follows in (["to", "be"], ["to", "have"])

    def has_clause(self) -> bool:
        """Tell whether what is said follows: a clause or a quotation."""
        return any(
            token.low in self.words.complementizers or token.text in QUOTE_MARKS or token.quoted
            for token in self.tokens[self.after : self.after + _NEAR]
        )

    def opens_clause(self) -> bool:
        """Tell whether a clause without "that" follows, a subject and its auxiliary: "said they would be charged"."""
        follows, known = self.follows, self.words
        if follows is None:
            return False
        subject = follows.low in known.determiners | known.pronouns.third or follows.is_capital
        return subject and any(
            token.low in known.finite | known.modals for token in self.tokens[self.after + 1 : self.after + _NEAR]
        )

    def has_complement(self, source: NounPhrase) -> bool:
        """Tell whether what follows is what the verb's class wants."""
        follows = self.follows
        if self.kind == "speech":
            return True
        if self.kind == "act":
            return follows is not None and follows.text not in {",", ".", ";"}
        if self.kind == "finding":
            return self.has_clause() or self.opens_clause() or source.is_document(self.words)
        opens = follows is not None and follows.low in self.words.pronouns.person | self.words.determiners
        return opens or self.has_clause()

    def is_closed(self) -> bool:
        """Tell whether only a time or place follows in the verb's clause: what it says stands before it."""
        for token in self.tokens[self.after : self.after + 6]:
            if not token.is_word:
                return token.text in {",", ".", "—", "–", ";"}
            if token.low in self.words.complementizers or token.low in self.words.pronouns.person:
                return False
        return self.after >= len(self.tokens)

    def pronoun_inside(self) -> NounPhrase | None:
        """Return the pronoun between auxiliary and participle: "a-t-il déclaré"."""
        for at in range(self.begin + 1, self.index):
            if self.tokens[at].low in self.words.pronouns.third:
                return NounPhrase(at, at + 1, (self.tokens[at].low,), capital=False)
        return None


def by_verb(tokens: Sequence[Token], index: int, words: Lexicon) -> tuple[int, Candidate | None]:
    """Return how many tokens a cue verb at `index` takes, 0 for none, and its attribution if it has one."""
    size = phrase_at(tokens, index, words.cue_forms, longest=4)
    if not size:
        return 0, None
    form = spell(tokens[index : index + size])
    verb = Verb(tokens, _group_start(tokens, index, words), index, index + size, form, words.cues[form], words)
    return size, _attribution(verb)


def _attribution(verb: Verb) -> Candidate | None:
    """Return what the verb attributes, by the first shape that fits."""
    cue = (verb.index, verb.after)
    if verb.is_passive():
        agent = _agent(verb)
        return Candidate(CLAUSE, agent, cue) if agent else None
    if verb.is_noun() or verb.is_unsaid():
        return None
    if inside := verb.pronoun_inside():
        return Candidate(CLAUSE, inside, cue)
    if verb.form in verb.words.participles and not verb.is_progressive():
        source = _participle_subject(verb)
        return Candidate(LOOSE, source, cue) if source else None
    if inverted := _inverted(verb):
        return Candidate(APART, inverted, cue)
    return _with_subject(verb)


def _with_subject(verb: Verb) -> Candidate | None:
    """Return the attribution of a verb that follows its subject."""
    tokens, words = verb.tokens, verb.words
    source = noun_before(tokens, verb.begin, words, any_noun=verb.kind == "speech" and verb.form not in words.noun_like)
    if source is None or source.relative:
        return None
    shared = any(token.low in words.clauses for token in tokens[source.end : verb.begin])
    # "he met her and said": the verb has no subject of its own
    if shared and not (verb.has_clause() or verb.opens_clause()):
        return None
    spoken_before = source.start > 1 and mark_at(tokens, source.start - 1) in QUOTE_MARKS | {",", "?", "!", "—", "–"}
    apart = spoken_before and verb.is_closed()
    if not (apart or verb.has_complement(source)):
        return None
    return Candidate(INNER if source.nested else APART if apart else CLAUSE, source, (verb.index, verb.after))


def _agent(verb: Verb) -> NounPhrase | None:
    """Return who "by" names after a passive."""
    if verb.kind not in {"speech", "act"}:
        return None
    for at in range(verb.after, min(verb.after + _NEAR, len(verb.tokens))):
        token = verb.tokens[at]
        if token.low in verb.words.agents:
            return noun_after(verb.tokens, at + 1, verb.words)
        timely = token.low in verb.words.time_words or token.low in verb.words.prepositions_np or token.text.isdigit()
        if not (timely or token.text == ","):
            return None
    return None


def _participle_subject(verb: Verb) -> NounPhrase | None:
    """Return the subject of the sentence for "…, saying that"."""
    tokens, words = verb.tokens, verb.words
    source = leading(tokens, words)
    if source is None or source.end > verb.index or mark_at(tokens, verb.index - 1) not in {",", "—", "–"}:
        return None
    impersonal = source.lows[0] == "il" and tokens[source.end].low in words.perfect | words.passive
    return source if verb.has_complement(source) and not impersonal else None


def _inverted(verb: Verb) -> NounPhrase | None:
    """Return the source after the verb, where what was said stands before it."""
    tokens, words, first = verb.tokens, verb.words, verb.follows
    if verb.begin == 0 or first is None or not first.is_word or first.low in words.pronouns.first:
        return None
    before = tokens[verb.begin - 1]
    closes = before.text in QUOTE_MARKS or (before.text == "," and mark_at(tokens, verb.begin - 2) in QUOTE_MARKS)
    quoted = before.quoted or closes
    pronoun = first.low in words.pronouns.third
    french = words.language == "fr"
    as_said = before.low in words.as_words or phrase_at(tokens, max(0, verb.begin - 2), words.as_words) == 2
    if not (quoted or before.text in SPEECH_ENDS or as_said or (french and pronoun)):
        return None
    if not quoted and (verb.kind != "speech" or (pronoun and not french) or _closes_apposition(verb)):
        return None
    start = verb.after + phrase_at(tokens, verb.after, words.anonymity.asides)  # "confie sous couvert d'anonymat un …"
    low = tokens[start].low if start < len(tokens) else ""
    partitive = low in words.determiners & words.prepositions_np and not quoted  # "de son côté", "des …"
    articles = (words.determiners | words.recipients) - words.complementizers
    if partitive or (low not in articles and low in words.prepositions_np | words.complementizers):
        return None
    return noun_after(tokens, start, words, inverted=True, any_noun=True)


def _closes_apposition(verb: Verb) -> bool:
    """Tell whether the comma before the verb closes an apposition to its subject: "West, a rapper, told"."""
    tokens, words, comma = verb.tokens, verb.words, verb.begin - 1
    if tokens[comma].text != ",":
        return False
    opened = next((at for at in range(comma - 1, max(0, comma - 25), -1) if tokens[at].text == ","), 0)
    inner = tokens[opened + 1]
    describes = inner.low in words.determiners | words.relatives | words.roles | words.office.former
    if not opened or not (describes or inner.is_capital or inner.text.isdigit()):
        return False
    clause = tokens[max(0, opened - 8) : opened]
    start = next((at for at in range(len(clause), 0, -1) if not clause[at - 1].is_word), 0)
    subject = clause[start:]
    verbal = any(t.low in words.finite or (t.low in words.cues and not t.is_capital) for t in subject)
    return not verbal and any(token.is_capital or token.low in words.roles for token in subject)


def _group_start(tokens: Sequence[Token], index: int, words: Lexicon) -> int:
    """Return where the auxiliaries, adverbs and clitics before a verb begin."""
    begin = index
    while begin > 0:
        token = tokens[begin - 1]
        turned = begin > 1 and token.low in words.pronouns.third and tokens[begin - 2].low in words.perfect
        helps = token.low in words.auxiliaries or token.low in words.negations or token.low.endswith("n't")
        helps = helps and not (token.low in words.modals and token.is_capital)  # a Mrs May, a Will
        if not (helps or turned or _is_adverb(tokens, begin - 1, words)):  # turned: "a-t-il déclaré"
            break
        begin -= 1
    return begin


def _is_adverb(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Tell whether the token is an adverb by its ending; "the family" and "le gouvernement" are none."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if not token.low.endswith("ly" if words.language == "en" else "ment") or token.is_capital or len(token.low) < 6:
        return False
    noun = before is not None and (before.low in words.determiners or "'s" in fold(before.text))
    return not noun and token.low not in words.heads
