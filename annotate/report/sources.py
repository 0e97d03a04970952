"""Who is whose source: whom the outlets cite, each source with all its spellings and sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from annotate.data import AnnotatedArticle, AnnotatedSentence, Attribution, Verdict
from annotate.report.claims import shown
from annotate.report.setting import Links
from annotate.report.view import CitedView, LinkView, SourcesView
from annotate.support.origins import Kind, Origin, origin, origin_words, same
from annotate.support.words import fold
from annotate.wording.harmless import visible
from annotate.wording.outlets import outlet_key, outlet_name

DRAWN = 25  # sources, the most cited; and outlets, those that cite them most
COMPARED = 400  # spellings of sources, the most cited, that are looked through for one and the same
THINNEST, THICKEST = 1.5, 9.0  # pixels
FEW = 3  # sentences: a source of so few has no page; the list of sources leads to each
LONGEST = 300  # code points of a sentence that a source's page quotes


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that goes back to a source, in the order of reading; `carried`: by others, whom the source passes on.

    `label` is the sentence's, `cue` the words that attribute it.
    """

    place: int
    article_id: str
    index: int
    text: str
    language: str
    outlet: str
    published: str | None
    label: str
    carried: bool
    cue: str | None
    verdict: Verdict | None


class _Cited(NamedTuple):
    """One way to write a source in one language; what bears no name is `owner`'s, an outlet's, alone."""

    name: str
    kind: Kind
    language: str
    owner: str


@dataclass(slots=True)
class Source:
    """One source with all its spellings; the first one is its title, and its `id` lasts as long as that does.

    `outlets` counts its sentences by outlet.
    """

    id: str
    title: str
    names: list[str]
    spellings: list[Origin]
    owner: str
    outlets: Counter[str]
    quotes: list[Quote]


class Citations:
    """Whom the articles cite, in how many sentences; people without a name are only counted."""

    def __init__(self, articles: Iterable[AnnotatedArticle] = ()) -> None:
        self._cited: Counter[tuple[str, _Cited]] = Counter()
        self._titles: dict[_Cited, str] = {}
        self._quotes: dict[_Cited, list[Quote]] = {}
        self._place = 0
        self.names: dict[str, str] = {}
        self.unnamed = 0
        for each in articles:
            self.add(each)

    def add(self, annotated: AnnotatedArticle) -> None:
        """Take an article in."""
        outlet = outlet_key(annotated.article)
        self.names.setdefault(outlet, outlet_name(annotated.article))
        for title, each, sentence in _citations(annotated):
            self._titles.setdefault(each, title)
            self._cited[outlet, each] += 1
            self._quotes.setdefault(each, []).append(_quote(self._place, annotated, sentence, each))
        self.unnamed += sum(
            1 for each in annotated.sentences if each.attribution and each.attribution.source_type == "anonymous"
        )
        self._place += 1

    def sources(self) -> list[Source]:
        """Return the sources, the most cited first."""
        merged = sorted(
            _merged(self._cited, self._titles, self._quotes), key=lambda each: (-each.outlets.total(), each.title)
        )
        for each in merged:
            each.quotes.sort(key=lambda quote: (quote.place, quote.index))
        return merged


def sources(citations: Citations, merged: Sequence[Source], links: Links) -> SourcesView:
    """Return what is drawn of whom the outlets cite."""
    return _drawn(merged, citations.names, citations.unnamed, links)


def href(source: Source, links: Links) -> str:
    """Return what leads to a source: to its page, or where it has none to its first sentence."""
    first = source.quotes[0]
    return links.source(source.id) if paged(source) else links.sentence(first.article_id, first.index)


def paged(source: Source) -> bool:
    """Tell whether a source has a page of its own, or a part of the one page."""
    return len(source.quotes) > FEW


def _citations(annotated: AnnotatedArticle) -> Iterator[tuple[str, _Cited, AnnotatedSentence]]:
    """Yield whom an article cites, sentence by sentence, and who carries it; never the outlet itself."""
    article = annotated.article
    own = origin(article.outlet or "", "carrier", article.language)
    for each in annotated.sentences:
        attribution = each.attribution
        if attribution is None:
            continue
        named = attribution.resolved_source or attribution.source
        said: list[tuple[str | None, Kind]] = [(attribution.via, "carrier")]
        if attribution.source_type in ("office", "identified"):
            said.append((named, "speaker"))
        elif attribution.source_type == "publication" and named != attribution.via:
            said.append((named, "carrier"))
        for text, kind in said:
            found = origin(text or "", kind, article.language)
            if text and found.stems and not same(own, found):
                owner = "" if found.named else outlet_key(article)
                yield shown(text) or "", _Cited(" ".join(fold(text).split()), kind, article.language, owner), each


def _quote(place: int, annotated: AnnotatedArticle, sentence: AnnotatedSentence, cited: _Cited) -> Quote:
    article, attribution = annotated.article, sentence.attribution
    text = visible(sentence.sentence.text)
    return Quote(
        place=place,
        article_id=article.id,
        index=sentence.sentence.index,
        text=text if len(text) <= LONGEST else f"{text[: LONGEST - 2].rsplit(' ', 1)[0]} …",
        language=article.language,
        outlet=outlet_name(article),
        published=shown(article.published),
        label=attribution.label if attribution else "",
        carried=cited.kind == "carrier",
        cue=_cue(attribution, article.text),
        verdict=sentence.support.verdict,
    )


def _cue(attribution: Attribution | None, text: str) -> str | None:
    """Return the words that attribute, in lower case, as they stand but for what is between them."""
    spans = attribution.spans.cue if attribution else ()
    return visible(" … ".join(span.of(text) for span in spans)).lower().strip() or None


def _merged(
    cited: Mapping[tuple[str, _Cited], int], titles: Mapping[_Cited, str], quotes: Mapping[_Cited, Sequence[Quote]]
) -> list[Source]:
    """Return the sources, each with all its spellings; the rarest spellings stay by themselves."""
    total: Counter[_Cited] = Counter()
    outlets: dict[_Cited, Counter[str]] = {}
    for (outlet, each), count in cited.items():
        total[each] += count
        outlets.setdefault(each, Counter())[outlet] += count
    its = {each: origin(titles[each], each.kind, each.language) for each in total}
    found: list[Source] = []
    # A person with an office leads: the bare name and the bare office are both told from it.
    for number, each in enumerate(
        sorted(total, key=lambda each: (-total[each], not _person(its[each]), len(each.name), each))
    ):
        known = (one for one in found if one.owner == each.owner and _is_of(its[each], one))
        one = next(known, None) if number < COMPARED else None
        if one is None:
            title = titles[each]
            found.append(Source(_id(each), title, [title], [its[each]], each.owner, outlets[each], list(quotes[each])))
        else:
            if titles[each] not in one.names:
                one.names.append(titles[each])
            one.spellings.append(its[each])
            one.outlets += outlets[each]
            one.quotes += quotes[each]
    return found


def _id(cited: _Cited) -> str:
    """Return what names a source in addresses."""
    return sha256("\0".join(cited).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _is_of(one: Origin, source: Source) -> bool:
    return any(_one_source(one, spelling) for spelling in source.spellings)


def _one_source(one: Origin, other: Origin) -> bool:
    """Tell whether two names are of one source: nobody is taken for the ministry that they speak for."""
    if not same(one, other):
        return False
    if not (_person(one) or _person(other)):
        return True
    bare = (replace(each, stems=frozenset(), initials="") for each in (one, other))  # leaves the persons alone
    return same(*bare)


def _person(one: Origin) -> bool:
    """Tell whether a given name and a surname stand in a source's words."""
    return any(len(run) > 1 and run[-1] not in origin_words().bodies for run in one.runs)


def _drawn(merged: Sequence[Source], names: Mapping[str, str], unnamed: int, links: Links) -> SourcesView:
    """Return the most cited sources, each beside the outlets that cite it."""
    most = merged[:DRAWN]
    by_outlet: Counter[str] = Counter()
    for each in most:
        by_outlet += each.outlets
    citing = sorted(by_outlet, key=lambda key: (-by_outlet[key], names[key], key))
    outlets = {key: number for number, key in enumerate(citing[:DRAWN])}
    left = [each for each in most if outlets.keys() & each.outlets.keys()]
    ordered = sorted(left, key=lambda each: (_height(each, outlets), -each.outlets.total(), each.title))
    thickest = max((count for each in ordered for count in each.outlets.values()), default=1)
    return SourcesView(
        outlets=tuple(names[key] for key in outlets),
        sources=tuple(
            CitedView(
                each.title,
                href(each, links),
                each.outlets.total(),
                tuple((names[key], count) for key, count in sorted(each.outlets.items(), key=_by_count)),
                len(each.outlets) > 1,
            )
            for each in ordered
        ),
        links=tuple(
            LinkView(
                _middle(outlets[key], len(outlets)),
                _middle(place, len(ordered)),
                round(THINNEST + (THICKEST - THINNEST) * (count - 1) / max(thickest - 1, 1), 2),
                len(each.outlets) > 1,
            )
            for place, each in enumerate(ordered)
            for key, count in sorted(each.outlets.items(), key=_by_count)
            if key in outlets
        ),
        sources_left_out=len(merged) - len(ordered),
        outlets_left_out=len(citing) - len(outlets),
        unnamed=unnamed,
    )


def _height(source: Source, outlets: Mapping[str, int]) -> float:
    """Return where a source stands so that few lines cross: the mean place of the outlets that cite it."""
    there = [(outlets[key], count) for key, count in source.outlets.items() if key in outlets]
    return round(sum(place * count for place, count in there) / sum(count for _, count in there), 6)


def _middle(place: int, places: int) -> float:
    """Return the middle of a row in percent of all rows.

    >>> _middle(0, 2), _middle(1, 2)
    (25.0, 75.0)
    """
    return round(100 * (place + 0.5) / places, 3)


def _by_count(each: tuple[str, int]) -> tuple[int, str]:
    return -each[1], each[0]
