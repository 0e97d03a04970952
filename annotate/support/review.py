"""Which sentences a person should look at before anyone relies on them, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from annotate.data import (
    AnnotatedArticle,
    AnnotatedSentence,
    Attribution,
    Claim,
    Evidence,
    Flag,
    SourceType,
)
from annotate.queue import ranked
from annotate.support.charges import Charge, charge
from annotate.support.events import published_on, supersedes
from annotate.support.figures import figures
from annotate.support.lexicon import Severities, Words, severities, words
from annotate.support.pairing import differing
from annotate.support.words import fold, names, plain, unquoted

_SHOWN = 160  # code points of a piece of evidence in a `why`
_MIN_CONTENT = 5  # words: what a vouching word introduces must be a claim, not "it" or a name
_FULL_NAME = 2  # words: a shorter source phrase ("he") is shown by what it refers to
_PARTIES: tuple[SourceType, ...] = ("office", "identified")


@dataclass(frozen=True, slots=True)
class _Case:
    """A sentence with what the rules ask of it, worked out once."""

    annotated: AnnotatedSentence
    attribution: Attribution
    language: str
    outlet: str | None
    published: str | None
    lexicon: Words
    severities: Severities
    text: str  # plain
    own_voice: str  # plain, outside quotation marks
    charge: Charge | None
    accusation: Claim | None
    weight: float  # what the weightiest of its claims adds to a severity
    vouching: str | None  # the factive cue, strong or weak

    @property
    def source(self) -> str:
        """Name the source as a reader would look for it."""
        if self.accusation and self.accusation.accuser:
            return f"“{self.accusation.accuser}”"
        source, resolved = self.attribution.source, self.attribution.resolved_source
        named = resolved if resolved and len((source or "").split()) < _FULL_NAME else source
        return f"“{named}”" if named else "an unnamed source"

    @property
    def verdict_clause(self) -> str:
        """Say what the other articles bear out, never that a claim is untrue."""
        looked = self.annotated.support.verdict is not None
        return "no article of another outlet bears it out" if looked else "no other article bears it out"

    @property
    def disinterested(self) -> bool:
        """Tell whether the source is a court, a study or the like."""
        return self.lexicon.disinterested.find(plain(self.attribution.source or "")) is not None

    @property
    def corroborated(self) -> bool:
        return self.annotated.support.verdict == "corroborated"


def review(annotated: AnnotatedArticle) -> AnnotatedArticle:
    """Return the article with `flags` filled: the gravest first, then in the order of `FLAG_REASONS`."""
    article = annotated.article
    day = published_on(article)
    return replace(
        annotated,
        sentences=tuple(
            replace(each, flags=flags(each, article.language, article.outlet, day)) for each in annotated.sentences
        ),
    )


def flags(
    annotated: AnnotatedSentence, language: str, outlet: str | None = None, published: str | None = None
) -> tuple[Flag, ...]:
    """Return every reason for which a person should look at the sentence; headlines have none.

    `outlet` is the article's own: what was told to it is not second-hand. `published` is the article's day, as in
    `Evidence`.
    """
    if annotated.attribution is None or annotated.sentence.kind != "sentence":
        return ()
    case = _case(annotated, annotated.attribution, language, outlet, published)
    found = [_weighed(flag, case) for rule in _RULES for flag in rule(case)]
    return ranked(found)


def _weighed(flag: Flag, case: _Case) -> Flag:
    """Return the flag as grave as its claim is weighty, less so where it is unclear who answers for the sentence."""
    settings = case.severities
    if flag.reason not in settings.weighed:
        return flag
    sureness = 1.0 - settings.doubt * (1.0 - case.attribution.score)
    return replace(flag, severity=min(1.0, (flag.severity + case.weight) * sureness))


def _case(
    annotated: AnnotatedSentence, attribution: Attribution, language: str, outlet: str | None, published: str | None
) -> _Case:
    lexicon = words(language)
    text = plain(annotated.sentence.text)
    return _Case(
        annotated=annotated,
        attribution=attribution,
        language=language,
        outlet=outlet,
        published=published,
        lexicon=lexicon,
        severities=severities(),
        text=text,
        own_voice=plain(unquoted(annotated.sentence.text)),
        charge=charge(annotated, language),
        accusation=next((each for each in annotated.support.claims if each.kind == "accusation"), None),
        weight=max((severities().weights[each.kind] for each in annotated.support.claims), default=0.0),
        vouching=_vouching(annotated, attribution, text, lexicon),
    )


def _vouching(annotated: AnnotatedSentence, attribution: Attribution, text: str, lexicon: Words) -> str | None:
    """Return the factive word among the cues, strong before weak, or `None`.

    Without cue spans the whole sentence outside quotation marks is read.
    """
    if lexicon.not_factive.find(text):
        return None
    sentence = annotated.sentence
    pieces = [sentence.text[c.start - sentence.span.start : c.end - sentence.span.start] for c in attribution.spans.cue]
    cues = plain(" ; ".join(piece for piece in pieces if piece) or unquoted(sentence.text))
    return lexicon.factive.find(cues) or lexicon.factive_weak.find(cues)


def _accusation(case: _Case) -> Iterator[Flag]:
    """Flag a charge that rests on a party's word or nobody's, and that no other outlet bears out."""
    if case.charge is None or case.corroborated:
        return
    kind, severity = case.attribution.source_type, _gravity(case, case.charge)
    yield Flag("uncorroborated_accusation", severity, f"{_who_charges(case, case.charge, kind)}{_denied(case)}.")


def _gravity(case: _Case, charged: Charge) -> float:
    """Weigh a charge: what is charged, by whom, and whether the outlet vouches for it."""
    settings = case.severities
    if charged.kind in ("grave", "blame"):
        return settings.grave_fact if charged.kind == "grave" else settings.blame
    if case.vouching and case.attribution.source_type in _PARTIES:
        return settings.vouched_accusation
    return settings.reasons["uncorroborated_accusation"]


def _who_charges(case: _Case, charged: Charge, kind: SourceType) -> str:
    """Say who answers for the charge, what the outlet makes of it, and what others bear out."""
    what = {"grave": "grave fact", "blame": "judgement"}.get(charged.kind, "accusation")
    accused = case.accusation.accused if case.accusation else None
    what = f"{what} (“{charged.cue}”){f' against “{accused}”' if accused else ''}"
    if kind == "none":
        return f"The {what} is stated with no source; {case.verdict_clause}"
    if case.vouching:
        return (
            f"The {what} rests on the word of {case.source}, who may be party to the matter, yet the "
            f"outlet writes “{case.vouching}”, as if it were established; {case.verdict_clause}"
        )
    party = accused and kind in _PARTIES and not case.disinterested
    alone = "one side's word about another" if party else "alone"
    return f"The {what} rests on the word of {case.source}{',' if party else ''} {alone}; {case.verdict_clause}"


def _denied(case: _Case) -> str:
    denial = case.lexicon.denials.find(case.text)
    return f"; the sentence itself reports a denial (“{denial}”)" if denial else ""


def _factive(case: _Case) -> Iterator[Flag]:
    """Flag a word by which the outlet takes over a contested claim."""
    if case.vouching is None or case.corroborated or case.attribution.source_type == "none":
        return
    strong = case.lexicon.factive.find(case.vouching) is not None
    if case.disinterested and not case.charge:
        return  # what a study or a court found is its to find
    if len(case.annotated.sentence.text.split()) < _MIN_CONTENT or not (strong or case.charge):
        return
    severity = case.severities.reasons["factive_endorsement"] if case.charge else case.severities.mild_factive
    yield Flag(
        "factive_endorsement",
        severity,
        f"The outlet writes “{case.vouching}”, which takes over as a fact what {case.source} says.",
    )


def _unattributed(case: _Case) -> Iterator[Flag]:
    """Flag an allegation passed on without saying whose it is."""
    if case.attribution.source_type != "none":
        return
    hedge = case.lexicon.hedges.find(case.own_voice)
    nobody = case.lexicon.accused_by_nobody.find(case.own_voice)
    if hedge:
        why = f"“{hedge}” passes on a claim without saying whose it is."
    elif nobody:
        why = f"“{nobody}” leaves out who makes the accusation."
    else:
        return
    yield Flag("unattributed_allegation", case.severities.reasons["unattributed_allegation"], why)


def _anonymous(case: _Case) -> Iterator[Flag]:
    """Flag a claim that rests on people nobody can ask."""
    if case.attribution.source_type != "anonymous":
        return
    extra = case.severities.weak_source_accusation if case.charge else 0.0
    carried = f", carried by {case.attribution.via}" if case.attribution.via else ""
    yield Flag(
        "anonymous_sourcing",
        case.severities.reasons["anonymous_sourcing"] + extra,
        f"The claim rests on {case.source}{carried}: nobody is named who answers for it.",
    )


def _second_hand(case: _Case) -> Iterator[Flag]:
    """Flag a key fact taken from another outlet or a document."""
    if case.attribution.source_type != "publication":
        return
    source = case.attribution.source or case.attribution.via
    key = case.charge or figures(case.annotated.sentence.text, case.language)
    outlet = source and names(f"by {source}", case.lexicon.stopwords)
    if not (key or outlet) or case.corroborated or _is_own(case, source) or (case.disinterested and not case.charge):
        return
    extra = case.severities.weak_source_accusation if case.charge else 0.0
    yield Flag(
        "second_hand",
        case.severities.reasons["second_hand"] + extra,
        f"The claim is taken second-hand from {f'“{source}”' if source else 'another publication'}; "
        f"{case.verdict_clause}.",
    )


def _is_own(case: _Case, source: str | None) -> bool:
    """Tell whether the publication is the article's own outlet."""
    named = fold(source or "")
    return bool(case.outlet and named) and fold(case.outlet or "") in named


def _contradicted(case: _Case) -> Iterator[Flag]:
    """Flag a judgement that another article contradicts."""
    for evidence in _first(case, "contradiction"):
        pair = case.lexicon.how_usual.opposed(case.text, plain(evidence.text))
        words_ = f": “{pair[0]}” here, “{pair[1]}” there" if pair else ""
        yield Flag(
            "contradicted",
            case.severities.reasons["contradicted"],
            f"{_outlet(evidence)} judges the matter otherwise{words_} (“{_short(evidence.text)}”).",
        )


def _figures(case: _Case) -> Iterator[Flag]:
    """Flag figures that another article gives otherwise: each pair, what is counted, and who says so."""
    for evidence in _first(case, "figure_conflict"):
        pairs = differing(case.annotated.sentence.text, case.language, evidence.text)
        if not pairs:
            continue  # a reader could not see what is meant
        here, there = _by(case.attribution.resolved_source or case.attribution.source), _by(evidence.source)
        later = supersedes(evidence.published, case.published)
        where = f"in {_outlet(evidence)}{f' of {evidence.published}' if later else ''}{there}"
        what = " and ".join(f"“{mine.text}” here{here}, “{other.text}” {where}" for mine, other, _ in pairs)
        yield Flag(
            "figure_conflict",
            case.severities.reasons["figure_conflict"],
            f"{'A later article has it otherwise' if later else 'The figures differ'}: {what} "
            f"(“{_short(evidence.text)}”).",
        )


def _loaded(case: _Case) -> Iterator[Flag]:
    """Flag praise or blame in the outlet's own voice."""
    if case.attribution.source_type != "none":
        return
    if case.text.rstrip().endswith("?") or case.lexicon.reporting.find(case.own_voice):
        return  # "criticised him as unfit" is somebody else's blame
    pair = case.lexicon.loaded_pairs.find(case.own_voice)
    if (
        found := case.lexicon.loaded.find(case.own_voice)
        or case.lexicon.blame.find(case.own_voice)
        or (pair and f"{pair[0]} … {pair[1]}")
    ):
        yield Flag(
            "loaded_language",
            case.severities.reasons["loaded_language"],
            f"“{found}” praises or blames in the outlet's own voice.",
        )


def _doubtful(case: _Case) -> Iterator[Flag]:
    """Flag a label that the classifier hardly prefers to others."""
    if case.attribution.score >= case.severities.low_confidence_below:
        return
    yield Flag(
        "low_confidence",
        case.severities.reasons["low_confidence"],
        f"It is unclear who answers for this: {case.attribution.label} scores {case.attribution.score:.2f} only.",
    )


_RULES: tuple[Callable[[_Case], Iterator[Flag]], ...] = (
    _accusation,
    _factive,
    _unattributed,
    _anonymous,
    _second_hand,
    _contradicted,
    _figures,
    _loaded,
    _doubtful,
)


def _first(case: _Case, relation: str) -> tuple[Evidence, ...]:
    """Return the nearest evidence of a relation, if any: one flag a reason is enough."""
    return tuple(each for each in case.annotated.support.evidence if each.relation == relation)[:1]


def _by(source: str | None) -> str:
    """Say who answers for a figure.

    >>> _by("the ministry"), _by(None)
    (' (by “the ministry”)', '')
    """
    return f" (by “{source}”)" if source else ""


def _outlet(evidence: Evidence) -> str:
    return evidence.outlet or "another article"


def _short(text: str) -> str:
    r"""Return one line of at most `_SHOWN` code points.

    >>> _short("a\n b")
    'a b'
    """
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
