"""How a sentence stands to a word of it."""

from __future__ import annotations

import pytest

from annotate.support.readings import Reading, read


def _reading(text: str, word: str, language: str) -> Reading:
    return next(each.reading for each in read(text, language) if each.text == word)


@pytest.mark.parametrize(
    ("text", "word", "standing"),
    [
        ("The kiosk sold ice cream.", "sold", "asserted"),
        ("The kiosk has not sold ice cream.", "sold", "denied"),
        ("The kiosk didn't sell ice cream.", "sell", "denied"),
        ("No kiosk sold ice cream.", "sold", "denied"),
        ("The kiosk, which never closes, sold ice cream.", "sold", "asserted"),
        ("The kiosk failed to sell any.", "sell", "denied"),
        ("The kiosk did not fail to sell any.", "sell", "asserted"),
        ("The kiosk managed to sell some.", "sell", "asserted"),
        ("The kiosk did not manage to sell any.", "sell", "denied"),
        ("The kiosk promised to sell some.", "sell", "open"),
        ("Rain prevented the kiosk from opening.", "opening", "denied"),
        ("Rain forced the kiosk to shut.", "shut", "asserted"),
        ("The kiosk reportedly sold ice cream.", "sold", "hedged"),
        ("The kiosk may have sold ice cream.", "sold", "hedged"),
        ("Perhaps for want of sugar, the kiosk shut.", "shut", "asserted"),
        ("The owner said the kiosk had shut.", "shut", "reported"),
        ("The kiosk had shut, the owner said.", "shut", "reported"),
        ("According to its owner, the kiosk had shut.", "shut", "reported"),
        ("The owner confirmed that the kiosk had shut.", "shut", "asserted"),
        ("The owner did not confirm that the kiosk had shut.", "shut", "open"),
        ("The owner did not know that the kiosk had shut.", "shut", "asserted"),
        ("The owner denied that the kiosk had shut.", "shut", "denied"),
        ("The owner would neither confirm nor deny that it had shut.", "shut", "open"),
        ("The owner declined to comment on reports that it had shut.", "shut", "open"),
        ("Reports that the kiosk had shut are untrue.", "shut", "denied"),
        ("If it rains, the kiosk shuts.", "shuts", "open"),
        ("Has the kiosk shut?", "shut", "open"),
        ("The kiosk will open.", "open", "open"),
        ("Neighbours gossiped that the kiosk had shut.", "shut", "reported"),
        ("Neighbours were heartbroken that the kiosk had shut.", "shut", "asserted"),
        ("The kiosk would have shut if the owner had fallen ill.", "shut", "denied"),
    ],
)
def test_english(text: str, word: str, standing: str) -> None:
    assert _reading(text, word, "en").standing == standing


@pytest.mark.parametrize(
    ("text", "word", "standing"),
    [
        ("Le kiosque a fermé.", "fermé", "asserted"),
        ("Le kiosque n’a pas fermé.", "fermé", "denied"),
        ("Le kiosque n'a jamais rien vendu.", "vendu", "denied"),
        ("Aucun kiosque n'a fermé.", "fermé", "denied"),
        ("Le kiosque a oublié de fermer.", "fermer", "denied"),
        ("Le kiosque n'a pas oublié de fermer.", "fermer", "asserted"),
        ("Le kiosque est parvenu à fermer.", "fermer", "asserted"),
        ("Le kiosque compte fermer.", "fermer", "open"),
        ("Le kiosque aurait fermé.", "fermé", "hedged"),
        ("Le kiosque fermera lundi.", "fermera", "open"),
        ("Le gérant affirme que le kiosque a fermé.", "fermé", "reported"),
        ("Le kiosque a fermé, affirme le gérant.", "fermé", "reported"),
        ("Selon le gérant, le kiosque a fermé.", "fermé", "reported"),
        ("Le gérant dément que le kiosque ait fermé.", "fermé", "denied"),
        ("Le gérant refuse de démentir que le kiosque ait fermé.", "fermé", "open"),
        ("Le gérant regrette que le kiosque ait fermé.", "fermé", "asserted"),
        ("On ignore si le kiosque a fermé.", "fermé", "open"),
        ("Sans cette aide, le kiosque aurait fermé.", "fermé", "denied"),
    ],
)
def test_french(text: str, word: str, standing: str) -> None:
    assert _reading(text, word, "fr").standing == standing


def test_a_report_keeps_who_says_it() -> None:
    source = _reading("The kiosk had shut, Mabel Dunn argued.", "shut", "en").source
    other = _reading("The kiosk had shut, Otto Kern argued.", "shut", "en").source
    assert source is not None
    assert other is not None
    assert source - other
    assert other - source


def test_a_language_without_lists_is_read_as_english() -> None:
    assert _reading("The kiosk did not shut.", "shut", "de").standing == "denied"


def test_what_is_no_sentence_is_read_as_plain() -> None:
    assert {each.reading.standing for each in read("The mayor never said so, " * 100, "en")} == {"asserted"}


def test_a_negation_that_is_named_denies_nothing() -> None:
    found = read("The only “no” vote was that of Keller.", "en")
    assert all(word.reading.positive for word in found)
