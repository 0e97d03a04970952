"""Which articles tell of one event, and which of two figures is the later one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotate.data import AnnotatedArticle
from annotate.support import events
from annotate.support.events import EventFinder, Events, published_on
from tests.unit.support.making import article, second_pass

FIRE = [
    "A fire in a textile mill in Sankt Alban killed 43 people on Tuesday night, the prefect said.",
    "Firefighters reached the upper floors of the mill after midnight.",
]
FIRE_LATER = [
    "The fire in the textile mill in Sankt Alban killed 46 people, the prefect said.",
    "Two of the wounded died in the hospital of Sankt Alban.",
]
STREETS = [
    f"Smoke drifted over {street} while pumps, ladders and ambulances came from {town}."
    for street, town in [("Weaver Lane", "Oberdorf"), ("Canal Road", "Lindau"), ("Bridge Street", "Hallein")]
]
STRIKE = ["Ferry crews in Porto Velo walked out on Friday over the pay of night shifts."]


def told(name: str, texts: list[str], published: str | None = None, guessed: bool = False) -> AnnotatedArticle:
    given = article(name, texts, "office", outlet=name)
    known = replace(given.article, published=published, guessed=("published",) if guessed else ())
    return replace(given, article=known)


def heard(*articles: AnnotatedArticle) -> Events:
    finder = EventFinder()
    for each in articles:
        finder.add(each)
    return finder.events()


def test_articles_on_one_event_find_each_other() -> None:
    found = heard(told("a", FIRE), told("b", STRIKE), told("c", FIRE_LATER))
    assert found.of(0).tolist() == [0, 2]
    assert found.of(1).tolist() == [1]


def test_likeness_is_of_unit_length_and_mutual() -> None:
    found = heard(told("a", FIRE), told("b", STRIKE), told("c", FIRE_LATER))
    assert found.words.likeness(0, 4)[0] == pytest.approx(1.0, abs=1e-6)
    assert found.words.likeness(0, 4)[2] == pytest.approx(found.words.likeness(2, 4)[0], abs=1e-6)
    assert found.words.likeness(0, 4)[1] < 0.1


def test_a_brief_is_on_the_event_of_a_long_article() -> None:
    brief = told("a", ["Two of the wounded of Sankt Alban died."])
    long = told("b", [*FIRE, *STREETS])
    found = heard(brief, told("c", STRIKE), long)
    assert found.of(0).tolist() == [0, 2]
    assert found.words.likeness(0, 4)[2] > found.words.likeness(0, 1000)[2]


def test_a_form_filled_in_by_others_is_another_event() -> None:
    form = "%s said it sold two warehouses near the harbour for 43 million crowns and will lease them back."
    first, second = told("a", [form % "Ostrava Pils"]), told("b", [form % "Lindqvist Print"])
    third, nameless = told("c", [form % "The brewer Ostrava Pils"]), told("d", [form % "the brewer"])
    found = heard(first, second, third, nameless)
    assert found.of(0).tolist() == [0, 2]


@pytest.mark.parametrize(
    ("day", "guessed", "one"), [("2024-03-02", False, True), ("2024-05-02", False, False), ("2024-05-02", True, True)]
)
def test_weeks_apart_are_two_events_unless_the_date_is_a_guess(day: str, guessed: bool, one: bool) -> None:
    found = heard(told("a", FIRE, "2024-03-01"), told("c", FIRE_LATER, day, guessed))
    assert (1 in found.of(0)) is one


def test_the_bar_rises_with_the_collection_but_not_for_one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    steep = events.settings().model_copy(update={"growth": 0.9, "most": 0.95})
    monkeypatch.setattr(events, "settings", lambda: steep)
    assert heard(told("a", FIRE), told("c", FIRE_LATER)).of(0).tolist() == [0]
    same_day = (told("a", FIRE, "2024-03-01"), told("c", FIRE_LATER, "2024-03-01T18:00:00Z"))
    assert heard(*same_day).of(0).tolist() == [0, 1]


def test_common_words_bring_no_articles_together(monkeypatch: pytest.MonkeyPatch) -> None:
    strict = events.settings().model_copy(update={"common": 1})
    monkeypatch.setattr(events, "settings", lambda: strict)
    assert 1 not in heard(told("a", FIRE), told("c", FIRE_LATER)).of(0)


def test_no_more_are_compared_than_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    few = events.settings().model_copy(update={"compared": 2})
    monkeypatch.setattr(events, "settings", lambda: few)
    assert heard(told("a", FIRE), told("b", FIRE), told("c", FIRE_LATER)).of(0).tolist() == [0, 1]


def test_an_article_without_words_is_alone() -> None:
    found = heard(told("a", []), told("b", FIRE))
    assert found.of(0).tolist() == []
    assert found.of(1).tolist() == [1]


def test_an_unreadable_date_is_no_date() -> None:
    assert published_on(told("a", FIRE, "last Tuesday").article) is None
    assert published_on(told("a", FIRE, "2024-03-01T23:30:00+01:00").article) == "2024-03-01"


def conflicts(first: AnnotatedArticle, second: AnnotatedArticle) -> tuple[list[str], list[str]]:
    one, other = second_pass(first, second)
    ours, theirs = (
        [flag.why for each in judged.sentences for flag in each.flags if flag.reason == "figure_conflict"]
        for judged in (one, other)
    )
    return ours, theirs


def test_a_later_figure_updates_an_earlier_one() -> None:
    earlier, later = conflicts(told("Post", FIRE, "2024-03-01"), told("Courier", FIRE_LATER, "2024-03-02"))
    assert len(earlier) == 1
    assert earlier[0].startswith(
        "A later article has it otherwise: “43 people” here, “46 people” in Courier of 2024-03-02"
    )
    assert later == []


@pytest.mark.parametrize("days", [("2024-03-01", "2024-03-01"), (None, "2024-03-02"), (None, None)])
def test_without_order_in_time_both_are_told(days: tuple[str | None, str | None]) -> None:
    for why in conflicts(told("Post", FIRE, days[0]), told("Courier", FIRE_LATER, days[1])):
        assert len(why) == 1
        assert why[0].startswith("The figures differ: ")


def test_forms_filled_in_for_two_firms_are_of_two_subjects() -> None:
    forms = [f"{firm} said it filed with the Harbour Board for 30 berths." for firm in ("Swan Lines", "Keller Boats")]
    found = heard(told("a", forms[:1]), told("b", forms[1:]), told("c", [forms[0], "Swan Lines has 12 boats."]))
    assert found.subjects(0, 1) < events.UNNAMED
    assert found.subjects(0, 2) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("days", "others", "expected"),
    [
        ((None, None), ["Sales were 31,200 crates against 30,100, and stocks 4,900."], False),
        ((None, None), ["Of 31,500 crates sold, 31,000 were of pears, and 4,800 stayed in stock."], True),
        ((None, None), ["Nothing was sold."], False),
        (("2024-03-01", "2024-03-03"), ["Sales were 31,200 crates against 30,100, and stocks 4,900."], True),
        (
            ("2024-03-01", "2024-03-09"),
            ["Of 31,500 crates sold, 31,000 were of pears, and 4,800 stayed in stock."],
            False,
        ),
    ],
)
def test_a_form_filled_in_anew_is_of_another_day(
    days: tuple[str | None, str | None], others: list[str], expected: bool
) -> None:
    first = told("a", ["Sales were 31,500 crates against 31,000, and stocks 4,800."], days[0])
    assert heard(first, told("b", others, days[1])).tied(0, 1) is expected


def test_without_numbers_rare_words_tie_two_articles() -> None:
    quay = "Divers found the sunken ferry beside the northern quay."
    found = heard(
        told("a", [quay]), told("b", ["The sunken ferry lay off the northern quay, say divers."]), told("c", FIRE)
    )
    assert found.tied(0, 1)
    assert not found.tied(0, 2)
