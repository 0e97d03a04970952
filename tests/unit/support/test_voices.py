"""One agency text under several names: copies are one voice at every degree of editing, independent reports are not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.data import AnnotatedArticle
from annotate.support.voices import VoiceFinder, copied, voices
from tests.unit.support.making import article, sentence

WIRE = {
    "en": [
        "Rescuers pulled six survivors on Tuesday from a ferry that ran aground off the isle of Sarn, officials said.",
        "The Morning Star was carrying 148 passengers and 12 crew when it struck a reef shortly before dawn.",
        "Coast guard vessels reached the ship within an hour, but heavy seas kept them from coming alongside.",
        "At least nine people drowned and 17 more are still missing, the regional governor, Ada Venn, told reporters.",
        "“We will not stop until everybody has been accounted for,” she said.",
        "Two helicopters from the mainland joined the search at noon and lifted survivors from the upper deck.",
        "Passengers described how the lights went out and the vessel listed sharply to port.",
        "“I held my son with one arm and the rail with the other,” said Tomas Brill, a teacher from Harwick.",
        "The ferry, built in 1987, passed its last inspection in March, according to the transport ministry.",
        "Its owner, Northline Shipping, said it was cooperating with investigators and had suspended the route.",
        "Prosecutors in Harwick have opened an inquiry and questioned the captain for several hours.",
        "Sarn lies on a busy passage where three accidents have been recorded since 2015.",
        "Fishermen have long asked for a second lighthouse at the northern end of the reef.",
        "A service for the victims will be held in the cathedral of Harwick on Sunday.",
    ],
    "fr": [
        "Un incendie a détruit mardi une usine de papier à Valmont, obligeant 300 habitants à quitter leur logement.",
        "Le feu s'est déclaré vers quatre heures du matin dans un entrepôt où étaient stockées 80 tonnes de carton.",
        "Une centaine de pompiers, venus de trois départements, ont lutté toute la matinée contre les flammes.",
        "Deux ouvriers de l'équipe de nuit ont été légèrement brûlés, a indiqué la préfète de la Lorve, Irène Castel.",
        "« Nous avons évité le pire grâce au sang-froid des équipes », a-t-elle déclaré.",
        "Un épais nuage de fumée noire était visible à plus de vingt kilomètres à la ronde.",
        "Les écoles du canton resteront fermées jusqu'à jeudi et la route départementale 47 a été coupée.",
        "« On a entendu une explosion, puis tout le ciel est devenu orange », raconte Marc Aubry, un riverain.",
        "L'usine, fondée en 1921, emploie 140 salariés et fournit plusieurs imprimeries de la région.",
        "Son propriétaire, le groupe Papeval, avait annoncé en mai un plan d'investissement de 12 millions d'euros.",
        "Le parquet de Brémont a ouvert une enquête pour déterminer les causes du sinistre.",
        "Des analyses de l'eau de la rivière sont en cours, selon l'agence régionale de santé.",
        "Le syndicat majoritaire réclame depuis des mois le remplacement des installations électriques.",
        "Une cellule d'aide psychologique a été installée dans la salle des fêtes de Valmont.",
    ],
}
OWN = {
    "en": [
        "In our port town, flags flew at half-mast outside the harbour office from the early afternoon.",
        "The rowing club cancelled its regatta, and the Lindqvist bakery sent bread to families waiting at the quay.",
        "Our correspondent counted eleven ambulances in the car park of the Saint Brannoc infirmary.",
    ],
    "fr": [
        "À la mairie, notre reporter a croisé des familles venues chercher des couvertures et un peu de réconfort.",
        "La boulangerie Delmas a distribué du pain et du café pendant toute la matinée place du Marché.",
        "Le club de football de Saint-Aubin a prêté ses vestiaires à une trentaine de personnes âgées.",
    ],
}
#: A word or two changed in most sentences, three sentences gone, another order.
LIGHT = {
    "en": [
        "Rescue teams pulled six survivors on Tuesday from a ferry that had run aground off the island of Sarn.",
        "The Morning Star was carrying 148 passengers and 12 crew members when it hit a reef shortly before dawn.",
        "At least nine people drowned and 17 are still missing, regional governor Ada Venn told journalists.",
        "“We will not stop until everybody has been accounted for,” she said.",
        "Coast guard boats reached the ship within an hour, but rough seas kept them from coming alongside.",
        "Passengers told how the lights went out and the vessel listed sharply to port.",
        "Two helicopters from the mainland joined the search at midday and lifted survivors from the deck.",
        "The owner, Northline Shipping, says it is cooperating with investigators and has suspended the route.",
        "The ferry, built in 1987, passed its latest inspection in March, the transport ministry said.",
        "Prosecutors in Harwick have opened an investigation and questioned the captain for hours.",
        "A service for the victims will take place in the cathedral of Harwick on Sunday.",
    ],
    "fr": [
        "Un incendie a ravagé mardi une usine de papier à Valmont, forçant 300 habitants à quitter leur logement.",
        "Le feu a pris vers quatre heures du matin dans un entrepôt où étaient stockées 80 tonnes de carton.",
        "Deux ouvriers de l'équipe de nuit ont été légèrement brûlés, selon la préfète de la Lorve, Irène Castel.",
        "« Nous avons évité le pire grâce au sang-froid des équipes », a-t-elle dit.",
        "Plus d'une centaine de pompiers, venus de trois départements, ont lutté toute la matinée contre le feu.",
        "Un gros nuage de fumée noire était visible à plus de vingt kilomètres à la ronde.",
        "Les écoles du canton resteront fermées jusqu'à jeudi et la départementale 47 a été coupée.",
        "Le parquet de Brémont a ouvert une enquête afin de déterminer les causes du sinistre.",
        "L'usine, fondée en 1921, compte 140 salariés et fournit plusieurs imprimeries de la région.",
        "Des analyses de l'eau de la rivière sont toujours en cours, selon l'agence régionale de santé.",
        "Une cellule d'aide psychologique a été mise en place dans la salle des fêtes de Valmont.",
    ],
}
#: Every sentence reworked, half of them gone.
HEAVY = {
    "en": [
        "Six survivors were pulled on Tuesday from a ferry that ran aground off the island of Sarn, officials said.",
        "The Morning Star had 148 passengers and 12 crew on board when it struck a reef before dawn.",
        "Nine people drowned and 17 others are still missing, governor Ada Venn said on Tuesday evening.",
        "Two helicopters from the mainland joined the search, lifting people from the upper deck.",
        "The ship, built in 1987, passed its last inspection in March, according to the ministry.",
        "Northline Shipping, its owner, said it was cooperating with investigators.",
        "The captain was questioned for several hours by prosecutors in Harwick.",
    ],
    "fr": [
        "Une usine de papier à Valmont a été détruite mardi par un incendie, et 300 habitants ont quitté leur toit.",
        "Le feu s'est déclaré vers quatre heures dans un entrepôt où se trouvaient 80 tonnes de carton.",
        "Deux ouvriers de l'équipe de nuit sont légèrement brûlés, a indiqué la préfète Irène Castel.",
        "Une centaine de pompiers ont lutté toute la matinée contre les flammes.",
        "Les écoles resteront fermées jusqu'à jeudi et la route départementale 47 est coupée.",
        "Fondée en 1921, l'usine emploie 140 salariés et fournit des imprimeries de la région.",
        "Le parquet de Brémont a ouvert une enquête sur les causes du sinistre.",
    ],
}
#: The same event, the same people quoted, by somebody who was there.
INDEPENDENT = {
    "en": [
        "Nine bodies had been brought ashore by nightfall after the Morning Star hit rocks off Sarn with 160 on board.",
        "Ada Venn, who governs the region, put the number of missing at 17.",
        "“We will not stop until everybody has been accounted for,” she said.",
        "Waves of four metres made it impossible for lifeboats to get close, a coast guard officer explained.",
        "Among those winched to safety was Tomas Brill, who teaches in Harwick.",
        "“I held my son with one arm and the rail with the other,” said Mr Brill, wrapped in a blanket.",
        "Northline Shipping has withdrawn its other boat from the line while the causes are looked into.",
        "The skipper spent the afternoon with prosecutors, who want to know why he took the inner channel.",
        "An inspection in March found nothing wrong with the 1987 vessel.",
        "Relatives gathered at the harbour, where a list of names was read out every hour.",
    ],
    "fr": [
        "La papeterie de Valmont n'est plus qu'un tas de tôles : elle a brûlé dans la nuit de lundi à mardi.",
        "Trois cents personnes ont dû être évacuées et deux salariés souffrent de brûlures sans gravité.",
        "« Nous avons évité le pire grâce au sang-froid des équipes », a déclaré Irène Castel, préfète de la Lorve.",
        "Cent soldats du feu ont mis sept heures à venir à bout des flammes.",
        "Marc Aubry habite juste en face.",
        "« On a entendu une explosion, puis tout le ciel est devenu orange », raconte-t-il.",
        "Papeval, qui possède le site, promet de reverser leur salaire aux 140 employés pendant les travaux.",
        "Les syndicats avaient alerté à plusieurs reprises sur l'état des câbles.",
        "À Brémont, la justice veut comprendre comment le carton a pu s'embraser.",
        "La circulation est interdite sur la départementale 47 et les élèves sont restés chez eux.",
    ],
}


def one_voice(first: Sequence[str], second: Sequence[str], language: str = "en") -> bool:
    one, other = article("a", first, language=language), article("b", second, language=language)
    return voices([one, other]).one_voice("a", "b")


@pytest.mark.parametrize("language", ["en", "fr"])
class TestDegreesOfEditing:
    def test_whole(self, language: str) -> None:
        assert one_voice(WIRE[language], WIRE[language], language)

    def test_cut_and_put_in_another_order(self, language: str) -> None:
        assert one_voice(WIRE[language], WIRE[language][9:4:-1], language)

    def test_beginning_only_with_as_much_of_its_own(self, language: str) -> None:
        assert one_voice(WIRE[language], [*WIRE[language][:4], *OWN[language]], language)

    def test_lightly_edited_with_a_paragraph_of_its_own(self, language: str) -> None:
        assert one_voice(WIRE[language], [*LIGHT[language], OWN[language][0]], language)

    def test_each_sentence_reworked(self, language: str) -> None:
        assert one_voice(WIRE[language], [OWN[language][0], *HEAVY[language]], language)

    def test_two_edited_copies_without_the_original(self, language: str) -> None:
        assert one_voice(LIGHT[language], WIRE[language][:9], language)

    def test_independent_report_that_quotes_the_same_people(self, language: str) -> None:
        assert not one_voice(WIRE[language], INDEPENDENT[language], language)

    def test_independent_report_beside_copies(self, language: str) -> None:
        texts = [WIRE[language], LIGHT[language], INDEPENDENT[language]]
        found = voices(article(name, text, language=language) for name, text in zip("abc", texts, strict=True))
        assert found.of("a") == found.of("b") == {"a", "b"}
        assert found.of("c") == {"c"}


@settings(deadline=None, max_examples=30)
@given(
    language=st.sampled_from(["en", "fr"]),
    order=st.permutations(range(14)),
    dropped=st.integers(0, 5),
    changed=st.lists(st.integers(0, 9), min_size=14, max_size=14),
    own=st.integers(0, 2),
)
def test_any_light_edit_is_one_voice(
    language: str, order: Sequence[int], dropped: int, changed: Sequence[int], own: int
) -> None:
    """A word in ten is another, up to a third of the sentences are gone, up to two are the outlet's, in any order."""
    edited = [
        " ".join(
            "other" if at % 10 == changed[place] else word for at, word in enumerate(WIRE[language][place].split())
        )
        for place in order[dropped:]
    ]
    assert one_voice(WIRE[language], [*OWN[language][:own], *edited], language)


@given(st.permutations(range(4)))
def test_order_of_the_collection_changes_nothing(order: Sequence[int]) -> None:
    texts = [WIRE["en"], LIGHT["en"], INDEPENDENT["en"], WIRE["fr"]]
    found = voices(article(str(place), texts[place]) for place in order)
    assert [sorted(found.of(str(place))) for place in range(4)] == [["0", "1"], ["0", "1"], ["2"], ["3"]]


def test_a_headline_of_its_own_makes_no_other_voice() -> None:
    text = "\n".join(("Ferry tragedy shocks nation", *WIRE["en"][:3]))
    copy = article("b", WIRE["en"][:3])
    titled = article("a", text.split("\n"))
    head = sentence("Ferry tragedy shocks nation", kind="headline")
    assert voices(
        [AnnotatedArticle(titled.article, (head, *titled.sentences[1:])), copy],
    ).one_voice("a", "b")


def test_a_roundup_does_not_make_two_agencies_one() -> None:
    first, second = WIRE["en"][:7], INDEPENDENT["en"][:7]
    found = voices([article("a", first), article("both", [*first, *second]), article("b", second)])
    assert found.of("both") == {"a", "both", "b"}
    assert not found.one_voice("a", "b")
    assert found.of("a") == {"a", "both"}


def test_set_phrases_make_no_voice() -> None:
    phrases = [
        "He declined to comment.",
        "Police are investigating the incident.",
        "Calls seeking comment were not immediately returned.",
        "The investigation is ongoing.",
    ]
    assert not one_voice([*phrases, *WIRE["en"][5:10]], [*phrases, *INDEPENDENT["en"][5:]])


def test_a_form_filled_in_twice_is_two_texts() -> None:
    form = (
        "{0} Corp said on Monday that it would issue {1} million dollars of bonds due in May {2} through {3} Brothers.",
        "The bonds will pay a coupon of {4} per cent and will be listed on the exchange in {5}.",
        "Payment is due on the first of the month and the selling concession is set at {6} per cent.",
    )
    one = [line.format("Aldra", 120, 2031, "Meyer", 4, "Zurich", 2) for line in form]
    other = [line.format("Norvik", 75, 2040, "Castello", 6, "Vienna", 3) for line in form]
    assert not one_voice(one, other)


def test_a_statement_that_is_all_quotation() -> None:
    said = [f"“{text.replace('“', '').replace('”', '')}”" for text in WIRE["en"][:5]]
    assert one_voice(said, [*said[:4], "He spoke in Harwick."])


def test_copies_without_end_cost_no_more() -> None:
    finder = VoiceFinder()
    for number in range(200):
        finder.add(article(str(number), [*WIRE["en"], f"This is the {number}th printing of {number * 7} copies."]))
    assert finder.voices().of("0") == {str(number) for number in range(200)}
    assert len(finder._links) <= 32 * 200


def test_unknown_short_and_no_articles() -> None:
    assert voices([]).of("a") == {"a"}
    short = voices([article("a", ["Rain fell."]), article("b", ["Rain fell."])])
    assert not short.one_voice("a", "b")
    assert short.one_voice("a", "a")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (WIRE["en"][1], LIGHT["en"][1], True),
        (WIRE["fr"][3], LIGHT["fr"][2], True),
        (WIRE["en"][5], HEAVY["en"][3], True),
        ("“I held my son with one arm and the rail with the other,” he said.", WIRE["en"][7], True),
        (WIRE["en"][3], INDEPENDENT["en"][1], False),
        ("She declined to comment on Tuesday.", "She declined to comment on Tuesday.", False),
        ("", "", False),
    ],
)
def test_sentences_that_are_copies(first: str, second: str, expected: bool) -> None:
    assert copied(first, second) is copied(second, first) is expected
