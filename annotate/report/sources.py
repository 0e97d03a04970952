"""Who is whose source: outlets on the left, whom they cite on the right, a line for each that does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from annotate.data import AnnotatedArticle
from annotate.report.claims import shown
from annotate.report.view import CitedView, LinkView, SourcesView
from annotate.support.origins import Kind, Origin, origin, origin_words, same
from annotate.support.words import fold
from annotate.wording.outlets import outlet_key, outlet_name

DRAWN = 25  # sources, the most cited; and outlets, those that cite them most
COMPARED = 400  # spellings of sources, the most cited, that are looked through for one and the same
THINNEST, THICKEST = 1.5, 9.0  # pixels


class _Cited(NamedTuple):
    """One way to write a source in one language; what bears no name is `owner`'s, an outlet's, alone."""

    name: str
    kind: Kind
    language: str
    owner: str


@dataclass(slots=True)
class _Source:
    """One source with all its spellings; the first one is its title."""

    title: str
    spellings: list[Origin]
    owner: str
    outlets: Counter[str]


def sources(articles: Sequence[AnnotatedArticle]) -> SourcesView:
    """Return whom the outlets cite in how many sentences; people without a name are counted, and not drawn."""
    cited: Counter[tuple[str, _Cited]] = Counter()
    titles: dict[_Cited, str] = {}
    names: dict[str, str] = {}
    unnamed = 0
    for annotated in articles:
        outlet = outlet_key(annotated.article)
        names.setdefault(outlet, outlet_name(annotated.article))
        for title, each in _citations(annotated):
            titles.setdefault(each, title)
            cited[outlet, each] += 1
        unnamed += sum(
            1 for each in annotated.sentences if each.attribution and each.attribution.source_type == "anonymous"
        )
    merged = sorted(_merged(cited, titles), key=lambda each: (-each.outlets.total(), each.title))
    return _drawn(merged, names, unnamed)


def _citations(annotated: AnnotatedArticle) -> Iterator[tuple[str, _Cited]]:
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
                yield shown(text) or "", _Cited(" ".join(fold(text).split()), kind, article.language, owner)


def _merged(cited: Mapping[tuple[str, _Cited], int], titles: Mapping[_Cited, str]) -> Iterable[_Source]:
    """Return the sources, each with all its spellings; the rarest spellings stay by themselves."""
    total: Counter[_Cited] = Counter()
    outlets: dict[_Cited, Counter[str]] = {}
    for (outlet, each), count in cited.items():
        total[each] += count
        outlets.setdefault(each, Counter())[outlet] += count
    its = {each: origin(titles[each], each.kind, each.language) for each in total}
    found: list[_Source] = []
    # A person with an office leads: the bare name and the bare office are both told from it.
    for number, each in enumerate(
        sorted(total, key=lambda each: (-total[each], not _person(its[each]), len(each.name), each))
    ):
        known = (one for one in found if one.owner == each.owner and _is_of(its[each], one))
        one = next(known, None) if number < COMPARED else None
        if one is None:
            found.append(_Source(titles[each], [its[each]], each.owner, outlets[each]))
        else:
            one.spellings.append(its[each])
            one.outlets += outlets[each]
    return found


def _is_of(one: Origin, source: _Source) -> bool:
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


def _drawn(merged: Sequence[_Source], names: Mapping[str, str], unnamed: int) -> SourcesView:
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


def _height(source: _Source, outlets: Mapping[str, int]) -> float:
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
