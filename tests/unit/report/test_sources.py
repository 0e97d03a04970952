"""Who is whose source: what is counted, what is one source, and what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotate.data import AnnotatedArticle, AnnotatedSentence, Attribution, SourceType
from annotate.report.setting import Links
from annotate.report.sources import DRAWN, FEW, LONGEST, THICKEST, THINNEST, Citations, Source
from annotate.report.sources import sources as drawn
from annotate.report.view import SourcesView
from tests.builders import annotated

Cited = tuple[str, SourceType]


def citing(outlet: str, *cited: Cited, language: str = "en", via: str | None = None) -> AnnotatedArticle:
    """Return an article of a sentence for each source that it cites."""
    made = annotated("\n".join(f"Line {number}." for number, _ in enumerate(cited)), f"texts/{outlet}.txt", outlet)

    def attributed(sentence: AnnotatedSentence, source: Cited) -> AnnotatedSentence:
        return replace(sentence, attribution=Attribution("label", 1.0, {}, source[1], source=source[0], via=via))

    sentences = tuple(attributed(*each) for each in zip(made.sentences, cited, strict=True))
    return replace(made, article=replace(made.article, language=language), sentences=sentences)


def sources(articles: Sequence[AnnotatedArticle]) -> SourcesView:
    citations = Citations(articles)
    return drawn(citations, citations.sources(), Links())


def found(*articles: AnnotatedArticle) -> dict[str, Source]:
    return {each.title: each for each in Citations(articles).sources()}


def counted(view: SourcesView) -> dict[str, dict[str, int]]:
    return {each.name: dict(each.outlets) for each in view.sources}


def test_sentences_are_counted_outlet_by_outlet_and_shared_sources_stand_out() -> None:
    ministry: Cited = ("the Interior Ministry", "office")
    mayor: Cited = ("Mayor Ann Doe", "office")
    view = sources([citing("A", ministry, ministry, mayor), citing("B", ministry)])
    assert counted(view) == {"the Interior Ministry": {"A": 2, "B": 1}, "Mayor Ann Doe": {"A": 1}}
    assert {each.name: each.shared for each in view.sources} == {"the Interior Ministry": True, "Mayor Ann Doe": False}
    assert sorted((link.width, link.shared) for link in view.links) == [
        (THINNEST, False),
        (THINNEST, True),
        (THICKEST, True),
    ]


def test_one_source_has_many_spellings_in_either_language() -> None:
    view = sources(
        [
            citing("A", ("the Interior Ministry", "office"), ("the Interior Ministry", "office")),
            citing("B", ("France’s Interior Ministry", "office")),
            citing("C", ("le ministère de l’Intérieur", "office"), language="fr"),
        ]
    )
    assert counted(view) == {"the Interior Ministry": {"A": 2, "B": 1, "C": 1}}


def test_nobody_is_taken_for_the_ministry_that_they_speak_for() -> None:
    view = sources(
        [
            citing("A", ("the Interior Ministry", "office")),
            citing("B", ("Ruritania’s Interior Minister Rudolf Elphberg", "office")),
            citing("C", ("Mr Elphberg", "identified")),
        ]
    )
    assert sorted(map(len, counted(view).values())) == [1, 2]


def test_what_bears_no_name_is_nobody_elses() -> None:
    view = sources([citing("A", ("the report", "publication")), citing("B", ("the report", "publication"))])
    assert [each.shared for each in view.sources] == [False, False]


def test_people_without_a_name_are_counted_and_not_drawn_but_who_carries_them_is() -> None:
    view = sources([citing("A", ("two officials", "anonymous"), via="AFP"), citing("B", ("sources", "anonymous"))])
    assert (counted(view), view.unnamed) == ({"AFP": {"A": 1}}, 2)


def test_no_outlet_is_its_own_source() -> None:
    view = sources([citing("Nordic Wire", ("Nordic Wire", "publication"), ("AFP", "publication"), via="Nordic Wire")])
    assert counted(view) == {"AFP": {"Nordic Wire": 1}}


def test_the_most_cited_are_drawn_and_the_rest_is_counted() -> None:
    names = [f"Ann {chr(97 + number // 26)}{chr(97 + number % 26)}quist".title() for number in range(DRAWN + 7)]
    last = names[-1]
    articles = [citing(f"Outlet {name}", (name, "identified")) for name in names]
    view = sources([*articles, citing(f"Outlet {last}", (last, "identified"))])
    assert (len(view.sources), view.sources_left_out) == (DRAWN, 7)
    assert last in counted(view)
    assert view.outlets[0] == f"Outlet {last}"


def test_lines_run_between_the_middles_of_rows() -> None:
    view = sources([citing("A", ("Ann Doe", "identified"), ("Bob Roe", "identified"))])
    assert [(link.start, link.end) for link in view.links] == [(50.0, 25.0), (50.0, 75.0)]


def test_a_name_that_acts_unseen_is_visible() -> None:
    assert list(counted(sources([citing("A", ("\u202eAnn\n Doe", "identified"))]))) == ["�Ann Doe"]


@given(st.permutations([("A", "AFP"), ("A", "AFP"), ("B", "AFP"), ("B", "Reuters"), ("C", "The Post")]))
def test_the_order_of_articles_changes_no_count(order: list[tuple[str, str]]) -> None:
    view = sources([citing(outlet, (name, "publication")) for outlet, name in order])
    assert counted(view) == {"AFP": {"A": 2, "B": 1}, "Reuters": {"B": 1}, "The Post": {"C": 1}}


def test_nothing_cited_is_nothing_drawn() -> None:
    assert sources([]).sources == ()
    assert sources([annotated("# A headline")]).sources == ()


def test_a_sources_sentences_come_in_the_order_of_reading_with_all_its_spellings() -> None:
    ministry: Cited = ("the Interior Ministry", "office")
    other: Cited = ("France’s Interior Ministry", "office")
    source = found(citing("B", other, ("Ann Doe", "identified"), ministry), citing("A", ministry))[
        "the Interior Ministry"
    ]
    assert [(each.outlet, each.index) for each in source.quotes] == [("B", 0), ("B", 2), ("A", 0)]
    assert source.names == ["the Interior Ministry", "France’s Interior Ministry"]
    assert [each.carried for each in source.quotes] == [False, False, False]


def test_what_a_source_only_carries_is_told_apart() -> None:
    source = found(citing("A", ("two officials", "anonymous"), via="AFP"))["AFP"]
    assert [each.carried for each in source.quotes] == [True]


def test_a_source_of_few_sentences_leads_to_the_first_and_others_to_their_page() -> None:
    doe: Cited = ("Ann Doe", "identified")
    few = sources([citing("A", *[doe] * FEW)]).sources[0]
    assert few.href.endswith("-0")
    assert few.href.startswith("#s-")
    more = sources([citing("A", *[doe] * (FEW + 1))]).sources[0]
    assert more.href.startswith("#o-")


def test_ids_differ_and_last_when_others_come() -> None:
    before = found(citing("A", ("Ann Doe", "identified"), ("Bob Roe", "identified")))
    after = found(
        citing("B", ("Cal Poe", "identified")), citing("A", ("Ann Doe", "identified"), ("Bob Roe", "identified"))
    )
    assert before["Ann Doe"].id == after["Ann Doe"].id
    assert len({each.id for each in after.values()}) == 3


def test_a_long_sentence_is_cut_between_words() -> None:
    made = citing("A", ("Ann Doe", "identified"))
    (long,) = made.sentences
    of = replace(made, sentences=(replace(long, sentence=replace(long.sentence, text="word " * 100)),))
    (quote,) = found(of)["Ann Doe"].quotes
    assert quote.text.endswith("word …")
    assert len(quote.text) <= LONGEST
