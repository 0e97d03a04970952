"""The values that travel down the line: frozen, slotted, with offsets in code points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

DropReason = Literal[
    "rubric",  # a section or kicker line: "Breaking News"
    "link",  # a line that leads elsewhere: "Read more", and the teaser after it
    "share",  # share, follow, subscribe, comment lines
    "timestamp",  # "Updated 29 March 2024", "3 min read"
    "counter",  # "1 / 2" of an image gallery
    "caption",  # what a picture shows
    "credit",  # who made a picture: "(AFP)"
    "crosshead",  # a heading between paragraphs
    "tag",  # keywords and slugs: "lep-sports-01"
    "headline",  # the title once more
    "byline",  # who wrote the article
    "dateline",  # "PARIS:" before the first claim
]
SentenceKind = Literal["sentence", "headline"]
Role = Literal["source", "cue", "content"]
#: Who answers for a sentence, before a scheme names it: the built-in attribution logic decides
#: among these, and each label of an attribution scheme says which of them it covers.
SourceType = Literal["office", "identified", "anonymous", "publication", "none"]
#: What a collection is parted by.
Part = Literal["outlet", "language"]
Verdict = Literal["corroborated", "contradicted", "uncorroborated"]
#: Where a region of an annotation comes from: taken over from the prediction as it was, changed, or drawn by hand.
Origin = Literal["prediction", "prediction-changed", "manual"]
Relation = Literal["entailment", "contradiction", "figure_conflict", "neutral"]
#: What a claim is about, the weightiest first; a `statement` names or counts, and weighs nothing by itself.
ClaimKind = Literal["accusation", "responsibility", "casualties", "cause", "quantity", "statement"]
FlagReason = Literal[
    "unattributed_allegation",
    "anonymous_sourcing",
    "second_hand",
    "factive_endorsement",
    "uncorroborated_accusation",
    "contradicted",
    "figure_conflict",
    "loaded_language",
    "low_confidence",
]
DROP_REASONS: tuple[DropReason, ...] = get_args(DropReason)
CLAIM_KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)
SOURCE_TYPES: tuple[SourceType, ...] = get_args(SourceType)
FLAG_REASONS: tuple[FlagReason, ...] = get_args(FlagReason)
ROLES: tuple[Role, ...] = get_args(Role)
ORIGINS: tuple[Origin, ...] = get_args(Origin)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open offsets `[start, end)` in code points.

    >>> Span(0, 5).of("Paris: …")
    'Paris'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of `text` that the span names."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """Return the span moved right by `by` code points."""
        return Span(self.start + by, self.end + by)

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One input as a reader yields it: a file or a row, not yet cleaned or cut into articles.

    `key` names it for good (row id, else URL, else path); `path` is what people are shown.
    Metadata is `None` where the input does not say.
    """

    key: str
    path: str
    text: str
    title: str | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of page furniture: marked and counted, never cut out of the text."""

    span: Span
    reason: DropReason


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a document: scrubbed text, metadata, furniture marked.

    `text_start` is where `text` begins in the document's scrubbed text, in code points.
    `headline` is the title's place in `text`, where the text holds it. `guessed` names the metadata
    fields that were read off the text itself and may be wrong.
    """

    id: str
    digest: str
    path: str
    part: int
    text: str
    text_start: int
    language: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    guessed: tuple[str, ...] = ()
    headline: Span | None = None
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article; `article.text[span] == text` always."""

    article_id: str
    index: int
    span: Span
    text: str
    kind: SentenceKind = "sentence"


@dataclass(frozen=True, slots=True)
class AttributionSpans:
    """The literature's triple of one attribution (PARC, Pareti 2012; PolNeAR, Newell et al. 2018).

    Offsets are into `Article.text`. Each role may be empty, or in pieces ("…", he said, "…").
    """

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()

    def roles(self) -> tuple[tuple[Role, Span], ...]:
        """Return every piece with its role, in text order."""
        pieces: list[tuple[Role, Span]] = [("source", s) for s in self.source]
        pieces += [("cue", s) for s in self.cue]
        pieces += [("content", s) for s in self.content]
        return tuple(sorted(pieces, key=lambda piece: piece[1]))


@dataclass(frozen=True, slots=True)
class FoundAttribution:
    """An attribution that a model drew: log-odds that its cue is one, and that it speaks for its whole sentence."""

    spans: AttributionSpans
    cue: float
    main: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who answers for a sentence: a label of the scheme, with scores in [0, 1] over all its labels.

    `source` is the text as it stands ("He"), `resolved_source` the fullest mention that it refers
    back to, `via` the outlet that carries the source ("told AFP").
    """

    label: str
    score: float
    scores: Mapping[str, float]
    source_type: SourceType = "none"
    spans: AttributionSpans = AttributionSpans()
    source: str | None = None
    resolved_source: str | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame that a sentence is told in; `score` in [0, 1]."""

    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of another article that bears on a claim; `score` in [0, 1].

    `source` answers for it there, as that article has it. What is not `independent` goes back to the claim's own
    source, or is a copy of its sentence: it is shown, and bears nothing out. `published` is the day on which that
    article came out (ISO 8601), `None` where it is not known or was guessed. What bears a claim out `in_part` does so
    together with the other such sentence of its article.
    """

    article_id: str
    outlet: str | None
    span: Span
    text: str
    relation: Relation
    score: float
    source: str | None = None
    independent: bool = True
    published: str | None = None
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a sentence asserts: what is said, in text order, without who says it.

    `spans` are into `Article.text`. Of an accusation, `accuser` and `accused` are the words that name them, where the
    sentence does. `verdict` is `None` where nothing was looked for; `evidence` begins with what a reader should see.
    """

    spans: tuple[Span, ...]
    kind: ClaimKind
    accuser: str | None = None
    accused: str | None = None
    verdict: Verdict | None = None
    evidence: tuple[Evidence, ...] = ()

    def of(self, text: str) -> str:
        """Return the claim's words in the article's `text`."""
        return " ".join(span.of(text) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Support:
    """What the other articles say of a sentence's claims; `verdict` is `None` where nothing was looked for.

    `verdict` is the gravest of its claims', `evidence` theirs together, what a reader should see first.
    """

    verdict: Verdict | None = None
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason for a person to look: severity in [0, 1] and a sentence that says why."""

    reason: FlagReason
    severity: float
    why: str


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence with all that is said of it. Headlines carry no attribution."""

    sentence: Sentence
    attribution: Attribution | None = None
    frames: tuple[Frame, ...] = ()
    support: Support = Support()
    flags: tuple[Flag, ...] = ()

    @property
    def severity(self) -> float:
        """The highest severity of the flags; 0.0 where there is none."""
        return max((flag.severity for flag in self.flags), default=0.0)


@dataclass(frozen=True, slots=True)
class Region:
    """A span that a person left labelled: an attribution (`label`) or one of its roles (`role`).

    `sentences` are the indexes of the sentences that it shares a code point with. Frames, reasons and the note
    belong to regions with a label. `span` is into `Article.text`.
    """

    id: str
    span: Span
    origin: Origin
    sentences: tuple[int, ...] = ()
    label: str | None = None
    role: Role | None = None
    frames: tuple[str, ...] = ()
    needs_review: bool = False
    reasons: tuple[FlagReason, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one person made of an article; nothing but who and when where it was `skipped`.

    `created` and `updated` are ISO 8601 times, `lead_time` is in seconds. `relations` are pairs of region ids: a cue
    and the source that it belongs to. `second_look`: the person wants another to look at the article.
    """

    id: int
    annotator: str
    created: str
    updated: str
    lead_time: float | None = None
    skipped: bool = False
    second_look: bool = False
    regions: tuple[Region, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with its annotated sentences, in text order: a model's predictions, and people's annotations."""

    article: Article
    sentences: tuple[AnnotatedSentence, ...]
    model_version: str = field(default="")
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be annotated, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a review server; `interface` is its labelling configuration (XML)."""

    id: int
    title: str
    interface: str


@dataclass(frozen=True, slots=True)
class PushedTask:
    """What a review server holds of an article: one revision of its text, and the predictions for it.

    `digest` is the article's, `prediction` the digest of all that was pushed. `touched`: a person has annotated,
    skipped or begun it.
    """

    id: int
    doc_id: str
    revision: int
    digest: str
    prediction: str
    touched: bool
