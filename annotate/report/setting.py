"""What a page is made with: where sentences stand, how pages lead to each other, whose words they speak."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from annotate.data import AnnotatedArticle
from annotate.wording.interface import ENGLISH, INTERFACE_LANGUAGES, Interface, Language
from annotate.wording.outlets import outlet_name
from annotate.wording.titles import title_of


class Known(NamedTuple):
    """What other pages say of an article, and where its sentences begin and end (code points)."""

    title: str
    outlet: str
    language: str
    starts: array[int]
    ends: array[int]


class Collection:
    """Where a sentence of any article is found by its place in the text; the articles themselves are not kept."""

    def __init__(self, articles: Iterable[AnnotatedArticle] = ()) -> None:
        self._known: dict[str, Known] = {}
        for each in articles:
            self.add(each)

    def add(self, annotated: AnnotatedArticle) -> None:
        """Take an article in."""
        self._known[annotated.article.id] = Known(
            title_of(annotated),
            outlet_name(annotated.article),
            annotated.article.language,
            array("L", (each.sentence.span.start for each in annotated.sentences)),
            array("L", (each.sentence.span.end for each in annotated.sentences)),
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """The articles' ids, in their order."""
        return tuple(self._known)

    @property
    def language(self) -> Language:
        """The language of the interface that most articles are in; English where none is."""
        counts = Counter(each.language for each in self._known.values())
        return max(INTERFACE_LANGUAGES, key=lambda language: counts[language])

    def article(self, article_id: str) -> Known | None:
        """Return what is known of the article of that id."""
        return self._known.get(article_id)

    def sentence(self, article_id: str, start: int) -> int | None:
        """Return the index of the article's sentence that holds the code point `start`."""
        known = self._known.get(article_id)
        if known is None:
            return None
        at = bisect_right(known.starts, start) - 1
        return at if at >= 0 and start < known.ends[at] else None


@dataclass(frozen=True, slots=True)
class Links:
    """How a page leads to others: `pages` comes before their names, `None` where all is on one page.

    >>> Links().sentence("ab", 3), Links("report/").sentence("ab", 3)
    ('#s-ab-3', 'report/ab.html#s-ab-3')
    """

    pages: str | None = None
    home: str = ""

    def article(self, article_id: str) -> str:
        """Return what leads to an article."""
        return f"#a-{article_id}" if self.pages is None else f"{self.pages}{article_id}.html"

    def sentence(self, article_id: str, index: int) -> str:
        """Return what leads to a sentence."""
        place = f"#s-{article_id}-{index}"
        return place if self.pages is None else f"{self.pages}{article_id}.html{place}"

    def source(self, source_id: str) -> str:
        """Return what leads to a source."""
        return f"#o-{source_id}" if self.pages is None else f"{self.pages}source-{source_id}.html"


@dataclass(frozen=True, slots=True)
class Setting:
    """A collection, the links of one page and its words."""

    collection: Collection = field(default_factory=Collection)
    links: Links = Links()
    words: Interface = ENGLISH

    def href(self, article_id: str, start: int) -> str | None:
        """Return what leads to the sentence that holds the code point `start`; `None` where it is on no page."""
        index = self.collection.sentence(article_id, start)
        return None if index is None else self.links.sentence(article_id, index)
