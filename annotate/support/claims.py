"""The claims of a sentence: what it asserts that can be checked, without who says it, each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotate.data import AnnotatedSentence, Claim, ClaimKind, Role, Span
from annotate.support.bearing import is_clause, said
from annotate.support.charges import Charge, charge
from annotate.support.dates import dates, fixed
from annotate.support.figures import WEIGHING, fates, figures
from annotate.support.lexicon import Words, words
from annotate.support.parties import Parties, parties
from annotate.support.readings import read
from annotate.support.words import names, plain

_LONGEST = 4000  # characters: what is longer is a table or a list, and no sentence
_MIN_WORDS = 6  # shorter sentences ("Who cares?") say too little to be looked for
_MIN_PART = 6  # words: a shorter part of a sentence is no claim of its own
_QUOTES = '"“”«»'  # "That" at their beginning points at something
_EDGES = " \t\n\u00a0\u202f,;:.–—-\"'’‘“”«»()"


def claims(annotated: AnnotatedSentence, language: str) -> tuple[Claim, ...]:
    """Return what the sentence asserts that other articles may bear out: it names, counts, judges or charges.

    Questions, scenes, opinions without a name and very short sentences assert nothing of the kind. What somebody is
    said to say is the claim, not that they say it; figures beside it are a claim of the outlet's. A sentence is split
    between clauses that weigh something, each by itself.
    """
    sentence, lexicon = annotated.sentence, words(language)
    if sentence.kind != "sentence" or sentence.text.rstrip(" ”\"'»").endswith("?") or len(sentence.text) > _LONGEST:
        return ()
    charged = charge(annotated, language)
    if len(sentence.text.split()) < _MIN_WORDS or not (charged or _is_checkable(sentence.text, language, lexicon)):
        return ()
    if charged and charged.kind == "accusation" and _says_so(annotated, charged):
        charged = replace(charged, cue="")  # "X accused Y of …": the verb is the cue, all that is said the charge
    found: list[Claim] = []
    for spans in _stated(annotated, language, lexicon, charged):
        text = " ".join(span.of(sentence.text) for span in spans)
        spans = tuple(span.shift(sentence.span.start) for span in spans)
        kind = _kind(text, language, lexicon, charged)
        sides = parties(annotated, charged, language) if charged and kind == "accusation" else Parties()
        found.append(Claim(spans, kind, *sides))
    return tuple(found)


def _says_so(annotated: AnnotatedSentence, charged: Charge) -> bool:
    """Tell whether the words of a charge are those by which its source is cited."""
    said = " ".join(piece.of(annotated.sentence.text) for piece in _pieces(annotated, "content"))
    return bool(said) and charged.cue not in plain(said)


def _is_checkable(text: str, language: str, lexicon: Words) -> bool:
    """Tell whether a sentence names, counts, dates, judges or denies, or says who or what is behind something."""
    return (
        bool(names(text, lexicon.stopwords) or figures(text, language) or fixed(dates(text, language)))
        or lexicon.how_usual.holds(plain(text))
        or lexicon.opposites.holds(plain(text))
        or lexicon.negations.find(plain(text)) is not None
        or lexicon.denials.find(plain(text)) is not None
        or _kind(text, language, lexicon, None) != "statement"
    )


def _stated(
    annotated: AnnotatedSentence, language: str, lexicon: Words, charged: Charge | None
) -> Iterator[tuple[Span, ...]]:
    """Yield the pieces of each claim, into the sentence's text."""
    text = annotated.sentence.text
    pieces = [trimmed for piece in _pieces(annotated, "content") if len(trimmed := _trimmed(piece, text, lexicon))]
    too_short = sum(len(piece.of(text).split()) for piece in pieces) < _MIN_PART
    if too_short or not (charged or any(_is_clause(piece, annotated, language) for piece in pieces)):
        yield from _split((Span(0, len(text)),), text, language, lexicon)
        return
    yield from _split(pieces, text, language, lexicon)
    taken = sorted([*pieces, *_pieces(annotated, "source"), *_pieces(annotated, "cue")])
    for gap in _gaps(taken, len(text)):
        beside = _trimmed(gap, text, lexicon)
        if _weighs(beside.of(text), language, lexicon):
            yield (beside,)


def _is_clause(piece: Span, annotated: AnnotatedSentence, language: str) -> bool:
    """Tell whether a piece of what is said is more than what its cue is done to: "fined the dairy 40 million euros".

    It is behind a verb of speech, where anything stands between the two, and where it turns on a verb of its own.
    """
    text = annotated.sentence.text
    before = [
        cue for cue in _pieces(annotated, "cue") if cue.end < piece.start and text[cue.end : piece.start].isspace()
    ]
    speaks = any(word.mark is not None for cue in before for word in read(cue.of(text), language))
    return not before or speaks or is_clause(said(piece.of(text), language))


def _pieces(annotated: AnnotatedSentence, role: Role) -> list[Span]:
    """Return the pieces of a role in the sentence, into its text."""
    if annotated.attribution is None:
        return []
    at, end = annotated.sentence.span.start, annotated.sentence.span.end
    return [
        Span(max(span.start, at) - at, min(span.end, end) - at)
        for each, span in annotated.attribution.spans.roles()
        if each == role and span.overlaps(annotated.sentence.span)
    ]


def _trimmed(piece: Span, text: str, lexicon: Words) -> Span:
    """Return the piece without marks at its ends and without the word that opens a reported clause."""
    start, end = piece.start, piece.end
    opener = lexicon.claim_openers.match(text[start:end])
    if opener and start and opener.group()[0] not in _QUOTES and text[:start].rstrip()[-1:] not in _QUOTES:
        start += opener.end()
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)


def _gaps(pieces: Sequence[Span], length: int) -> Iterator[Span]:
    """Yield what lies between and around the pieces."""
    at = 0
    for piece in pieces:
        if piece.start > at:
            yield Span(at, piece.start)
        at = max(at, piece.end)
    if at < length:
        yield Span(at, length)


def _split(pieces: Sequence[Span], text: str, language: str, lexicon: Words) -> Iterator[tuple[Span, ...]]:
    """Yield the pieces, parted between clauses of which either is a claim by itself."""
    together: list[Span] = []
    for piece in pieces:
        start = piece.start
        for mark in lexicon.clauses.finditer(piece.of(text)):
            left, right = Span(start, piece.start + mark.start()), Span(piece.start + mark.end(), piece.end)
            if _weighs(left.of(text), language, lexicon) and _weighs(right.of(text), language, lexicon):
                yield (*together, _trimmed(left, text, lexicon))
                together, start = [], right.start
        together.append(_trimmed(Span(start, piece.end), text, lexicon))
    yield tuple(piece for piece in together if len(piece))


def _weighs(text: str, language: str, lexicon: Words) -> bool:
    """Tell whether a part of a sentence is a weighty claim by itself."""
    return len(text.split()) >= _MIN_PART and _kind(text, language, lexicon, None) != "statement"


def _kind(text: str, language: str, lexicon: Words, charged: Charge | None) -> ClaimKind:
    """Return what a claim is about; `charged` is what its sentence charges somebody with."""
    flat = plain(text)
    if charged and charged.kind != "grave" and charged.cue.partition(" … ")[0] in flat:
        return "accusation"
    if lexicon.responsibility.find(flat):
        return "responsibility"
    counted = figures(text, language)
    if fates(text, lexicon) & lexicon.casualties and (counted or lexicon.grave.find(flat)):
        return "casualties"
    if lexicon.causes.find(flat):
        return "cause"
    return "quantity" if any(each.kind.startswith(WEIGHING) for each in counted) else "statement"
