"""What the page says of all articles together: conflicts once, and what one outlet tells alone."""

from __future__ import annotations

from dataclasses import replace

from annotate.data import AnnotatedArticle, Claim, ClaimKind, Evidence, Relation, Span, Support, Verdict
from annotate.report.overview import Together
from annotate.report.setting import Collection, Links, Setting
from annotate.report.sources import Citations, sources
from annotate.report.view import OverviewView
from tests.builders import annotated
from tests.samples import articles


def view(*of: AnnotatedArticle) -> OverviewView:
    together = Together(Setting(Collection(of)))
    for each in of:
        together.add(each)
    return together.view(sources(Citations(of), (), Links()))


def claiming(
    name: str, text: str, *claims: tuple[ClaimKind, Verdict | None, tuple[Evidence, ...]], outlet: str | None = None
) -> AnnotatedArticle:
    """Return an article of one sentence that makes these claims."""
    made = annotated(text, f"texts/{name}.txt", outlet)
    sentence = made.sentences[0]
    found = tuple(Claim((sentence.sentence.span,), kind, None, None, verdict, each) for kind, verdict, each in claims)
    return replace(made, sentences=(replace(sentence, support=Support(None, (), found)),))


def pointing(to: AnnotatedArticle, relation: Relation, *, independent: bool = True) -> Evidence:
    """Return the first sentence of an article as evidence."""
    text = to.sentences[0].sentence.text
    span = Span(0, len(text))
    return Evidence(to.article.id, to.article.outlet, span, text, relation, 0.8, None, independent)


def test_a_conflict_stands_once_and_contradictions_come_first() -> None:
    found = view(*articles()).conflicts
    assert [each.evidence.relation for each in found] == ["contradiction", "figure_conflict"]
    assert [(each.place.outlet, each.evidence.outlet) for each in found] == [
        ("The Harbour Post", "Le Courrier de Valmont"),
        ("The Harbour Post", "Nordic Wire"),
    ]
    assert found[0].place.source == "Interior Minister Pavel Rosen"
    (figure,) = found[1].evidence.figures
    assert (figure.here, figure.there) == ("40,000 tonnes", "some 24,000 tonnes")


def test_two_conflicts_of_one_pair_of_sentences_are_two() -> None:
    one = annotated("The town has 300 dogs and 15,000 soldiers.", "texts/a.txt", "A")
    other = claiming("b", "The town has 450 dogs and 18,000 soldiers.", outlet="B")
    dogs, soldiers = (
        Claim(
            (Span(at, at + len(words)),),
            "quantity",
            None,
            None,
            "uncorroborated",
            (pointing(other, "figure_conflict"),),
        )
        for words in ("300 dogs", "15,000 soldiers")
        for at in [one.article.text.index(words)]
    )
    both = replace(one, sentences=(replace(one.sentences[0], support=Support(None, (), (dogs, soldiers))),))
    assert [each.claim.words for each in view(both, other).conflicts] == ["300 dogs", "15,000 soldiers"]


def test_only_what_weighs_is_told_alone_and_the_weightiest_comes_first() -> None:
    of = claiming(
        "a",
        "The mayor of Brest blamed the port for 12 deaths.",
        ("quantity", "uncorroborated", ()),
        ("statement", "uncorroborated", ()),
        ("cause", "corroborated", ()),
        ("accusation", "uncorroborated", ()),
        ("casualties", "contradicted", ()),
        outlet="A",
    )
    (alone,) = view(of).alone
    assert (alone.outlet, [told.title for told in alone.told]) == ("A", ["Accusation", "Quantity"])
    assert alone.told[0].place.href == f"#s-{of.article.id}-0"


def test_what_another_outlet_gives_otherwise_is_not_told_alone() -> None:
    other = claiming("b", "The town has 450 dogs.", outlet="B")
    of = claiming("a", "The town has 300 dogs.", ("quantity", "uncorroborated", (pointing(other, "figure_conflict"),)))
    assert view(of, other).alone == ()


def test_who_has_it_from_the_same_source_is_named() -> None:
    other = claiming("b", "The port caused the fire.", outlet="B")
    evidence = (pointing(other, "entailment", independent=False), pointing(other, "neutral"))
    (alone,) = view(claiming("a", "The port caused the fire.", ("cause", "uncorroborated", evidence)), other).alone
    assert [told.also for told in alone.told] == [("B",)]


def test_outlets_that_nobody_names_are_one_a_file() -> None:
    made = [claiming(name, "The port caused the fire.", ("cause", "uncorroborated", ())) for name in "ab"]
    assert [alone.outlet for alone in view(*made).alone] == ["a.txt", "b.txt"]


def test_where_nothing_was_looked_for_nothing_is_alone() -> None:
    found = view(claiming("a", "The port caused the fire.", ("cause", None, ())))
    assert (found.compared, found.alone, found.conflicts) == (False, (), ())
