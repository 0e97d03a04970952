"""What is found as a figure in a sentence, and what is none."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.support.figures import Figure, figures


def values(text: str, language: str = "en") -> list[float]:
    return [figure.value for figure in figures(text, language)]


def only(text: str, language: str = "en") -> Figure:
    (figure,) = figures(text, language)
    return figure


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The city sent 3,417 officers.", "en", [3417]),
        ("La ville a envoyé 3\u00a0417 policiers.", "fr", [3417]),
        ("La ville a envoyé 3\u202f417 policiers.", "fr", [3417]),
        ("La ville a envoyé 3 417 policiers.", "fr", [3417]),
        ("La ville compte 1,5 million d’habitants.", "fr", [1_500_000]),
        ("The flood drove out 1.5 million people.", "en", [1_500_000]),
        ("Thirty-two miners were killed.", "en", [32]),
        ("Vingt ouvriers ont été blessés.", "fr", [20]),
        ("Soixante et onze brebis ont péri.", "fr", [71]),
        ("Two hundred and fifty nurses marched.", "en", [250]),
    ],
)
def test_numbers_are_read_in_both_spellings(text: str, language: str, expected: list[float]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "value", "unit", "hedge"),
    [
        ("It rose to 45.5%.", "en", 45.5, "percent", "none"),
        ("Il touche 7,4 % des actifs.", "fr", 7.4, "percent", "none"),
        ("It cost up to $4.5 million.", "en", 4_500_000, "money:USD", "up_to"),
        ("It was a $43,000 gift.", "en", 43_000, "money:USD", "none"),
        ("It fetched £2.1m at noon.", "en", 2_100_000, "money:GBP", "none"),
        ("Le plan coûte plus de 3 milliards d’euros.", "fr", 3e9, "money:EUR", "more_than"),
        ("Il a vendu pour 500\u202f000\u00a0€.", "fr", 500_000, "money:EUR", "none"),
        ("A six-month trial began.", "en", 6, "duration:month", "none"),
        ("Il a parcouru 42,195 km hier.", "fr", 42.195, "distance:km", "none"),
        ("It sank to -12C overnight.", "en", -12, "temperature:C", "none"),
        ("A third of voters stayed at home.", "en", 33.333, "percent", "none"),
        ("Un électeur sur cinq a voté.", "fr", 20, "percent", "none"),
        ("Dozens of nurses marched.", "en", 24, "count", "dozens"),
        ("Des centaines de fidèles ont prié.", "fr", 200, "count", "dozens"),
        ("Une quarantaine de maisons ont brûlé.", "fr", 40, "count", "about"),
        ("Between 30 and 40 whales were seen.", "en", 35, "count", "range"),
        ("Entre 3 et 4 millions d’euros seront versés.", "fr", 3_500_000, "money:EUR", "range"),
        ("Nearly 500 homes lost power.", "en", 500, "count", "nearly"),
        ("Moins de 50 places restent.", "fr", 50, "count", "less_than"),
    ],
)
def test_units_and_hedges_are_read(text: str, language: str, value: float, unit: str, hedge: str) -> None:
    figure = only(text, language)
    assert figure.value == pytest.approx(value)
    assert (figure.unit, str(figure.hedge)) == (unit, hedge)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In 2015 the mayor resigned.", "en"),
        ("On March 22 gunmen came, on Aug. 11 they left.", "en"),
        ("Le 26 juin à 20h30, ou 20:30, il partit.", "fr"),
        ("A 40-year-old man, aged 40, finished 12th with a B-52 of the G20.", "en"),
        ("Le groupe M23 attaque, le sénateur, 72 ans, le dit.", "fr"),
        ("Flight 882, a Boeing 737, left gate 12 for Room 101.", "en"),
        ("Rovers beat Holm 3-1 and lost 2-0.", "en"),
        ("Call 0800 555 019 or 08 25 00 11 22.", "en"),
        ("Selon l’article 49.3, il est 14 h 30.", "fr"),
        ("It is the No. 1 reason, 12 times over.", "en"),
    ],
)
def test_what_counts_nothing_is_left_out(text: str, language: str) -> None:
    assert values(text, language) == []


def test_a_hedge_is_part_of_the_figure() -> None:
    figure = only("Il faut plus de 2\u00a0000 policiers ici.", "fr")
    assert (figure.text, figure.low, figure.what) == ("plus de 2\u00a0000 policiers", 2000, "policiers")


def test_people_and_what_befell_them_are_told_apart() -> None:
    killed, wounded = figures("The blast killed at least 12 people and wounded 30 others.", "en")
    assert (killed.head, *killed.fates, *wounded.fates) == ("person", "killed", "injured")
    dead, injured = figures("Il y a quatre morts et sept blessés.", "fr")
    assert (dead.head, *dead.fates, injured.head, *injured.fates) == ("person", "killed", "person", "injured")


def test_a_figure_is_of_a_time() -> None:
    first, second = figures("Exports were 12,000 cars in 2014 and 15,000 cars in 2015.", "en")
    assert (first.when, second.when) == ("2014", "2015")
    now, before = figures("Inflation slowed to 2.4% in May from 2.9%.", "en")
    assert (now.when, before.when) == ("--05", "earlier")
    assert only("43 nations seront aux Jeux de Paris 2024.", "fr").when is None


def test_changes_parts_and_rates_are_marked() -> None:
    assert only("Prices rose by 20%.").change
    assert only("Les prix ont augmenté de 20 %.", "fr").change
    assert only("Another 30 workers will go.").part
    assert [figure.part for figure in figures("Nine of the eleven jurors agreed.", "en")] == [True, False]
    assert only("It costs 12 dollars a share.").per == "share"


@given(st.text(max_size=300), st.sampled_from(["en", "fr"]))
def test_any_text_is_read(text: str, language: str) -> None:
    for figure in figures(text, language):
        assert figure.text == text[figure.start : figure.end]
        assert figure.low <= figure.value <= figure.high


PIECES = [
    "plus de ",
    "près de ",
    "Some ",
    "up to ",
    "2\u00a0185",
    "2\u202f000",
    "12,5",
    "trois",
    "une dizaine d’",
    " %",
]
PIECES += [
    "\u00a0€",
    " millions d’",
    "élèves",
    " à ",
    "-",
    " people",
    " in 2014",
    " décembre",
    "$",
    " km",
    ", ",
    "\u00ad",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["NFC", "NFD"]), st.sampled_from(["en", "fr"]))
def test_a_figure_is_a_slice_of_its_sentence(pieces: list[str], form: str, language: str) -> None:
    text = unicodedata.normalize(form, "".join(pieces))  # type: ignore[arg-type]
    for figure in figures(text, language):
        assert figure.text == text[figure.start : figure.end]
        assert figure.text.strip() == figure.text


@pytest.mark.parametrize("piece", ["1 000 ", "1,", "6-", "two-", "in 2014 ", "killed 12 people and ", "1 to 2 men "])
def test_a_long_line_takes_time_in_proportion(piece: str) -> None:
    for language in ("en", "fr"):
        found = figures(piece * (100_000 // len(piece)), language)
        assert len(found) <= 100_000 // len(piece)
