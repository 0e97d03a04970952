"""What the page shows, ready for its template: plain values, no decisions left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from annotate.data import ClaimKind, FlagReason, SentenceKind, Verdict
from annotate.report.layout import LineKind, Piece
from annotate.wording.palette import Tone
from annotate.wording.words import Level, Term

Met = Literal["differs", "agrees"]


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
class PartView:
    """A stretch of a sentence; `said`: it is the claim's own. `note` says of a figure what it differs from or meets."""

    text: str
    said: bool = False
    met: Met | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure of a claim and one of its evidence, each with what it counts where its own words do not say it."""

    here: str
    counts_here: str
    there: str
    counts_there: str
    differs: bool


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A sentence of another article; `href` leads to it where it is on the page.

    `weight` says in words whether it is independent. `parts` make up `text`.
    """

    href: str | None
    outlet: str
    title: str
    language: str | None
    relation: str
    relation_title: str
    text: str
    parts: tuple[PartView, ...]
    score: float
    source: str | None
    independent: bool
    weight: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its evidence; `words` are its own, `parts` the whole sentence.

    `near` is evidence that leaves the claim open and has no figure of it: where it stands is all that is shown.
    `whole`: the claim is its sentence, or all but all of it.
    """

    kind: ClaimKind
    title: str
    words: str
    whole: bool
    language: str
    parts: tuple[PartView, ...]
    accuser: str | None
    accused: str | None
    verdict: Verdict | None
    verdict_title: str | None
    evidence: tuple[EvidenceView, ...]
    near: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a sentence stands, and who answers for it there."""

    href: str
    outlet: str
    title: str
    language: str
    source: str | None


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A claim and a sentence of another article that cannot both hold."""

    place: PlaceView
    claim: ClaimView
    evidence: EvidenceView


@dataclass(frozen=True, slots=True)
class ToldView:
    """A claim that no other outlet bears out; `also` names those that have it from the same source."""

    place: PlaceView
    title: str
    words: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AloneView:
    """What one outlet tells alone."""

    outlet: str
    told: tuple[ToldView, ...]


@dataclass(frozen=True, slots=True)
class CitedView:
    """A source with the outlets that cite it, and how often each does; `shared`: more than one does."""

    name: str
    href: str
    count: int
    outlets: tuple[tuple[str, int], ...]
    shared: bool


@dataclass(frozen=True, slots=True)
class LinkView:
    """A line from an outlet to a source: where it begins and ends in percent of the height, its width in pixels."""

    start: float
    end: float
    width: float
    shared: bool


@dataclass(frozen=True, slots=True)
class SourcesView:
    """Whom the outlets cite: what is drawn, and how much is not."""

    outlets: tuple[str, ...]
    sources: tuple[CitedView, ...]
    links: tuple[LinkView, ...]
    sources_left_out: int
    outlets_left_out: int
    unnamed: int


@dataclass(frozen=True, slots=True)
class OverviewView:
    """What the articles make of each other; `compared`: there was more than one outlet."""

    compared: bool
    conflicts: tuple[ConflictView, ...]
    alone: tuple[AloneView, ...]
    sources: SourcesView


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its details; `key` makes its ids on the page: `s-KEY`, `d-KEY`, `q-KEY`.

    `source_href` leads to all that its source says.
    """

    key: str
    number: int
    kind: SentenceKind
    pieces: tuple[Piece, ...]
    label: LabelView | None
    score: float
    scores: tuple[ScoreView, ...]
    source: str | None
    resolved_source: str | None
    source_href: str | None
    source_title: str | None
    via: str | None
    frames: tuple[ScoreView, ...]
    flags: tuple[FlagView, ...]
    severity: float
    level: Level
    claims: tuple[ClaimView, ...]

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
    sentences: int


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A sentence that a person should look at, with where it stands.

    `evidence` is what bears on it most; `tokens` are what it can be filtered by, `FACET:VALUE`.
    """

    key: str
    href: str
    text: str
    language: str
    outlet: str
    title: str
    label: LabelView | None
    source: str | None
    flags: tuple[FlagView, ...]
    severity: float
    level: Level
    evidence: EvidenceView | None
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionView:
    """A value to filter by, and how many sentences have it."""

    value: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetView:
    """One thing to filter by: `name` is its name in the page's address."""

    name: str
    title: str
    every: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class QueueView:
    """What there is to review on a page, and what it can be filtered by."""

    entries: tuple[QueueEntry, ...]
    facets: tuple[FacetView, ...]


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
class CardView:
    """An article in the list of articles."""

    id: str
    href: str
    title: str
    outlet: str
    published: str | None
    language: str
    language_title: str
    shares: tuple[Share, ...]
    flagged: int


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A sentence that goes back to a source; `carried`: the source passes on what others say."""

    href: str
    text: str
    language: str
    outlet: str
    published: str | None
    label: LabelView
    carried: bool
    cue: str | None
    verdict: Verdict | None
    verdict_title: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source: how often it is cited, by whom and on what terms. `paged`: it has a page, where `href` leads."""

    id: str
    href: str
    paged: bool
    name: str
    spellings: tuple[str, ...]
    count: int
    outlets: tuple[tuple[str, int], ...]
    shares: tuple[Share, ...]
    carried: int
    cues: tuple[tuple[str, int], ...]
    verdicts: tuple[tuple[Verdict, str, int], ...]
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class LegendView:
    """What the signs on a page mean, and how often each occurs in the collection."""

    attribution_title: str
    frames_title: str
    shares: tuple[Share, ...]
    frames: tuple[FrameCount, ...]
    reasons: tuple[ReasonCount, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """A share of sentences in percent, and how many they are."""

    count: int
    share: float


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart, drawn for a wide and for a narrow page, with the table that says the same."""

    name: str
    title: str
    note: str
    wide: Markup
    narrow: Markup
    key: tuple[LabelView, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[CellView, ...]], ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole report without the articles' texts."""

    articles: tuple[CardView, ...]
    queue: QueueView
    legend: LegendView
    overview: OverviewView
    charts: tuple[ChartView, ...]
    speakers: tuple[SourceView, ...]
    sentences: int
    outlets: int
    furniture: int
