"""Every seam on one page: what the line asks of the parts that can be exchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from annotate.config import Scheme
from annotate.data import Article, AttributionSpans, Document, Failure, Sentence

if TYPE_CHECKING:  # numpy takes 0.1 s to import, and `annotate --help` must not
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]


class Source(Protocol):
    """One input to be read: a file, compressed or not, or standard input."""

    @property
    def path(self) -> str:
        """The path that people are shown: at least the parent folder and the name."""

    @property
    def key(self) -> str:
        """What names the input for good where it names itself neither by an id nor by a URL."""

    @property
    def suffix(self) -> str:
        """The lower-case file name suffix without ".gz", such as ".txt" or ".html"."""

    def read_bytes(self) -> bytes:
        """Return the whole content, uncompressed. Raises `InputError`."""

    def lines(self) -> Iterator[bytes]:
        """Yield the lines, uncompressed, without reading ahead. Raises `InputError`."""


class Reader(Protocol):
    """Turns one input of a format into documents."""

    suffixes: tuple[str, ...]

    def read(self, source: Source) -> Iterator[Document | Failure]:
        """Yield the documents of `source`, and a failure for each row that is broken.

        Raises `InputError` where the whole is not of the format.
        """


class SpanExtractor(Protocol):
    """Finds who says what: the cue rules today, a trained token classifier by the same call."""

    def extract(self, article: Article, sentences: Sequence[Sentence]) -> Sequence[Sequence[AttributionSpans]]:
        """Return, for each sentence, its attributions, the main one first; offsets into the article."""


class Encoder(Protocol):
    """Embeds texts as unit vectors, so that a dot product is their cosine similarity."""

    version: str

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text, float32, of length 1; an empty sequence gives shape (0, size)."""


class Classifier(Protocol):
    """Scores texts against labels it was never trained on.

    `reads_sentences` says whether it wants a source in its sentence (an entailment model) or alone (an embedding).
    """

    version: str
    reads_sentences: bool

    def score(self, texts: Sequence[str], scheme: Scheme, language: str) -> Matrix:
        """Return a probability in [0, 1] for each text (row) and label (column) of `scheme`.

        Rows of a `multi_label` scheme are independent probabilities; rows of others sum to 1.
        """


class Entailer(Protocol):
    """Judges whether one sentence bears out another."""

    version: str

    def entail(self, pairs: Iterable[tuple[str, str]]) -> Matrix:
        """Return, a row a (premise, hypothesis) pair, the probabilities of entailment, neutral, contradiction."""


class Progress(Protocol):
    """Is told how far a run has come; the line itself prints nothing."""

    def start(self, step: str, total: int | None) -> None:
        """Begin a step of `total` articles, `None` where nobody knows yet."""

    def advance(self) -> None:
        """Count one article of the step as done."""

    def fail(self, failure: Failure) -> None:
        """Hear of an input that could not be annotated."""
