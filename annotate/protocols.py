"""Every seam on one page: what the line asks of the parts that can be exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from annotate.config import Scheme
from annotate.data import (
    Article,
    AttributionSpans,
    Document,
    Failure,
    FoundAttribution,
    Project,
    PushedTask,
    Sentence,
    Span,
)

if TYPE_CHECKING:  # numpy takes 0.1 s to import, and `annotate --help` must not
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]


class Source(Protocol):
    """One input to be read: a file, compressed or not, a dataset, or standard input."""

    @property
    def location(self) -> str:
        """Where it lies: a file, a folder, an address, "-"."""

    @property
    def path(self) -> str:
        """The path that people are shown: at least the parent folder and the name."""

    @property
    def key(self) -> str:
        """What names the input for good where it names itself neither by an id nor by a URL."""

    @property
    def suffix(self) -> str:
        """The lower-case file name suffix without ".gz", such as ".txt" or ".html"; "hf://" for a dataset."""

    def open(self) -> AbstractContextManager[IO[bytes]]:
        """Open the content, uncompressed. Raises `InputError`, also for what fails while it is read."""

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


@runtime_checkable
class Counting(Protocol):
    """A reader whose inputs hold many documents."""

    def count(self, source: Source) -> int | None:
        """Return about how many documents it will yield; `None` where that takes as long as to read them.

        Raises `InputError` as `read` does.
        """


class ArticleView(NamedTuple):
    """What a model made of one article.

    `vectors` has a unit row a sentence; `vector(index, span)` is that of a stretch of a sentence, where it stands;
    `None` for a model that reads each text by itself. `found` has each sentence's attributions; `None` where no model
    draws any.
    """

    vectors: Matrix
    vector: Callable[[int, Span], Matrix] | None = None
    found: Sequence[Sequence[FoundAttribution]] | None = None


class ArticleModel(Protocol):
    """Reads an article once for all that is asked of it, sentences in the light of their neighbours."""

    version: str

    def view(self, article: Article, sentences: Sequence[Sentence]) -> ArticleView:
        """Return what the model makes of the article."""


class SpanExtractor(Protocol):
    """Finds who says what by the words alone."""

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

    def score(self, texts: Sequence[str], scheme: Scheme, language: str, vectors: Matrix | None = None) -> Matrix:
        """Return a probability in [0, 1] for each text (row) and label (column) of `scheme`.

        `vectors` are the texts' own, as the run's article model sees them where they stand.

        Rows of a `multi_label` scheme are independent probabilities; rows of others sum to 1.
        """

    def threshold(self, scheme: str, label: str) -> float:
        """Return the probability from which a label of a `multi_label` scheme is given that sets none itself."""


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


class ReviewServer(Protocol):
    """Where people correct predictions. Every method raises `ServerError` where the server fails or refuses."""

    url: str

    def projects(self, title: str) -> Sequence[Project]:
        """Return the projects of exactly that title."""

    def create_project(self, title: str, interface: str, instructions: str) -> Project:
        """Make a project; `instructions` is HTML."""

    def drop_project(self, project: Project) -> None:
        """Delete a project with all that is in it."""

    def count(self, project: Project) -> int:
        """Return how many tasks the project holds."""

    def pushed(self, project: Project, doc_ids: Sequence[str]) -> Sequence[PushedTask]:
        """Return every task of these articles, whatever its revision."""

    def create_tasks(self, project: Project, tasks: Sequence[Mapping[str, Any]]) -> None:
        """Make tasks with their predictions: all of them or, on an error, perhaps all or none."""

    def replace_predictions(self, project: Project, tasks: Mapping[int, Mapping[str, Any]]) -> None:
        """Give tasks, by their id, the data and predictions of others; what is done twice does no harm."""

    def withdraw(self, project: Project, ids: Sequence[int]) -> None:
        """Delete tasks."""

    def exported(self, project: Project) -> Iterator[Mapping[str, Any]]:
        """Yield every task as the raw JSON export has it, oldest first."""

    def people(self) -> Mapping[int, str]:
        """Return who annotates, by id."""


class Library(NamedTuple):
    """What has to be installed for something: its name, its module, and the extra of annotate that brings it."""

    title: str
    module: str
    extra: str


class Telling(NamedTuple):
    """How an export tells its labels: the schemes that they are of; `text` says whether it may quote the articles."""

    attribution: Scheme
    frames: Scheme
    text: bool


class Exported(NamedTuple):
    """Rows of one article, a sentence each, and the split that they are in.

    `article` is `None` where its text is not at hand, and then the rows may be some of it only.
    """

    split: str
    rows: Sequence[dict[str, Any]]
    article: Article | None = None


class Exporter(Protocol):
    """Writes labelled articles in one format."""

    @property
    def name(self) -> str:
        """What people call it on the command line."""

    @property
    def library(self) -> Library | None:
        """What it writes with that does not come with annotate."""

    @property
    def loading(self) -> str:
        """Python that reads the folder "path/to/this/folder"; for the dataset's card."""

    @property
    def about(self) -> str:
        """What stands where, in Markdown; for the dataset's card."""

    def write(self, folder: Path, articles: Iterable[Exported], telling: Telling) -> Sequence[str]:
        """Write into an empty folder; return what the format cannot hold, a line each."""
