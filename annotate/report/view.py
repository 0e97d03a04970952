"""What the page shows, ready for its template: plain values, no decisions left."""

from __future__ import annotations

from dataclasses import dataclass

from annotate.data import FlagReason, SentenceKind, Verdict
from annotate.report.layout import LineKind, Piece
from annotate.wording.palette import Tone
from annotate.wording.words import Level, Term


@dataclass(frozen=True, slots=True)
class LabelView:
    """A label of a scheme: `code` is its mark in the text, `css` the class that carries its colours."""

    name: str
    title: str
    definition: str
    code: str
    css: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Share:
    """A label with its part of a whole: sentences counted, and where its bar starts and ends in percent."""

    label: LabelView
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A label's score in [0, 1]."""

    label: LabelView
    score: float


@dataclass(frozen=True, slots=True)
class FlagView:
    """A reason for review in words."""

    reason: FlagReason
    term: Term
    severity: float
    level: Level
    why: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A sentence of another article; `href` leads to it where it is on the page."""

    href: str | None
    outlet: str
    title: str
    relation: str
    relation_title: str
    text: str
    score: float
    source: str | None
    independent: bool


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its details; `key` makes its ids on the page: `s-KEY`, `d-KEY`, `q-KEY`."""

    key: str
    number: int
    kind: SentenceKind
    pieces: tuple[Piece, ...]
    label: LabelView | None
    score: float
    scores: tuple[ScoreView, ...]
    source: str | None
    resolved_source: str | None
    via: str | None
    frames: tuple[ScoreView, ...]
    flags: tuple[FlagView, ...]
    severity: float
    level: Level
    verdict: Verdict | None
    verdict_title: str | None
    evidence: tuple[EvidenceView, ...]

    @property
    def text(self) -> str:
        """The sentence as it stands in the article."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class FurnitureView:
    """Text between the sentences, with the reason that it was set aside, if it was."""

    text: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class LineView:
    """A paragraph, headline or line of furniture."""

    kind: LineKind
    parts: tuple[SentenceView | FurnitureView, ...]

    @property
    def sentences(self) -> tuple[SentenceView, ...]:
        """The sentences among the parts."""
        return tuple(part for part in self.parts if isinstance(part, SentenceView))

    @property
    def frames(self) -> tuple[tuple[LabelView, tuple[int, ...]], ...]:
        """The frames of the line, each with the numbers of the sentences that are told in it."""
        told: dict[LabelView, list[int]] = {}
        for sentence in self.sentences:
            for frame in sentence.frames:
                told.setdefault(frame.label, []).append(sentence.number)
        return tuple((label, tuple(numbers)) for label, numbers in told.items())


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as it is read; `headed` tells whether its text shows a headline of its own."""

    id: str
    title: str
    outlet: str
    published: str | None
    language: str
    language_title: str
    url: str | None
    path: str
    guessed: tuple[str, ...]
    lines: tuple[LineView, ...]
    headed: bool
    shares: tuple[Share, ...]
    sentences: int
    flagged: int
    furniture: int


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A sentence that a person should look at, with where it stands."""

    sentence: SentenceView
    article: ArticleView


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many sentences are in the queue for one reason."""

    reason: FlagReason
    term: Term
    count: int


@dataclass(frozen=True, slots=True)
class FrameCount:
    """How many sentences are told in one frame."""

    label: LabelView
    count: int


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page."""

    articles: tuple[ArticleView, ...]
    queue: tuple[QueueEntry, ...]
    reasons: tuple[ReasonCount, ...]
    attribution_title: str
    frames_title: str
    shares: tuple[Share, ...]
    frames: tuple[FrameCount, ...]
    labels: tuple[LabelView, ...]
    sentences: int
    outlets: int
    furniture: int
