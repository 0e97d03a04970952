from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotate.config import load_scheme
from annotate.data import FLAG_REASONS, AnnotatedArticle, FlagReason
from annotate.report.build import article_view
from annotate.report.gathering import Gathered, Known
from annotate.report.labels import codes
from annotate.report.setting import Links
from annotate.report.view import ArticleView, PageView
from annotate.wording.words import DROPS, FLAGS, RELATIONS, VERDICTS
from tests.samples import Draft, Said, articles, build


def view(of: Sequence[AnnotatedArticle], attribution: str = "attribution") -> PageView:
    """Return what the one page of `of` shows beside the texts."""
    gathered = Gathered(known(of, attribution), Links())
    for each in of:
        gathered.add(each)
    return gathered.view()


def known(of: Sequence[AnnotatedArticle], attribution: str = "attribution") -> Known:
    return Known(of, load_scheme(attribution), load_scheme("frames"))


def text(of: Sequence[AnnotatedArticle], number: int) -> ArticleView:
    """Return one of the articles as it is shown."""
    return article_view(of[number], known(of).desk, Links())


def test_the_queue_is_most_severe_first() -> None:
    severities = [entry.severity for entry in view(articles()).queue.entries]
    assert severities == sorted(severities, reverse=True)
    assert len(severities) == sum(1 for each in articles() for sentence in each.sentences if sentence.flags)


def test_ties_go_by_the_order_of_reasons_then_of_reading() -> None:
    def said(text: str, *reasons: FlagReason) -> Said:
        return Said(text, flags=tuple((reason, 0.5, "why") for reason in reasons))

    draft = Draft("a.txt", ((said("One.", "low_confidence"), said("Two.", "loaded_language", "second_hand")),
                            (said("Three.", "second_hand"), said("Four.", "unattributed_allegation"))))  # fmt: skip
    entries = view(build([draft])).queue.entries
    assert [entry.text for entry in entries] == ["Four.", "Two.", "Three.", "One."]
    assert [flag.reason for flag in entries[1].flags] == ["second_hand", "loaded_language"]


def test_evidence_leads_to_its_sentence_and_nowhere_where_it_is_not_on_the_page() -> None:
    everything = articles()
    claim = next(each for line in text(everything, 0).lines for each in line.sentences if each.claims).claims[0]
    assert [each.href for each in claim.evidence] == [f"#s-{everything[2].article.id}-2"]
    assert [each.href for each in claim.near] == [f"#s-{everything[1].article.id}-3"]
    assert claim.near[0].title == "Fire guts grain silos at Valmont port, cause unknown"
    alone = next(each for line in text(everything[:1], 0).lines for each in line.sentences if each.claims).claims[0]
    assert [each.href for each in (*alone.evidence, *alone.near)] == [None, None]


def test_the_queue_shows_what_bears_on_a_sentence_and_not_what_leaves_it_open() -> None:
    evidence = view(articles()).queue.entries[0].evidence
    assert evidence is not None
    assert evidence.relation == "contradiction"


def test_the_queue_can_be_filtered_by_all_that_an_entry_is() -> None:
    queue = view(articles()).queue
    assert [facet.name for facet in queue.facets] == ["reason", "label", "frame", "outlet", "source"]
    for facet in queue.facets:
        for option in facet.options:
            having = [entry for entry in queue.entries if f"{facet.name}:{option.value}" in entry.tokens]
            assert len(having) == option.count > 0


def test_counts() -> None:
    found = view(articles())
    assert (len(found.articles), found.sentences, found.outlets) == (5, 23, 5)
    assert found.furniture == sum(len(each.article.dropped) for each in articles())
    assert {reason.reason: reason.count for reason in found.legend.reasons}["figure_conflict"] == 2
    assert sum(share.count for share in found.legend.shares) == 22  # one sentence has a label of no scheme
    assert abs(sum(share.width for share in found.legend.shares) - 100) < 0.01


def test_labels_of_no_scheme_are_shown_in_grey() -> None:
    lines = text(articles(), -1).lines
    label = lines[-1].sentences[0].label
    assert label is not None
    assert (label.title, label.css, label.code) == ("A label of no scheme", "unknown", "?")


def test_another_scheme_brings_its_own_labels() -> None:
    assert [label.code for label in known(articles(), "attribution_basic").desk.labels.attribution] == [
        "OS",
        "AS",
        "OA",
    ]


def test_an_article_without_a_title_goes_by_its_file() -> None:
    assert view(articles()).articles[3].title == "chronicle-2024-05-15-evening-edition-final.txt"
    headline = articles()[2]
    untitled = replace(headline, article=replace(headline.article, title=None))
    assert view([untitled]).articles[0].title == "Incendie des silos : la piste accidentelle privilégiée"


def test_codes_differ_however_alike_the_titles() -> None:
    titles = ["Official source", "Official source", "Old salt", "OS", "", "a", "a", *(["Court document"] * 12)]
    assert len(set(codes(titles))) == len(titles)


def test_an_empty_run_has_a_page() -> None:
    assert view([]).queue.entries == ()


def test_every_word_of_the_vocabularies_has_a_title() -> None:
    assert tuple(FLAGS) == FLAG_REASONS
    assert all(DROPS.values())
    assert all(RELATIONS.values())
    assert all(VERDICTS.values())
