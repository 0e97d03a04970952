from __future__ import annotations

import pytest

from annotate.data import Document
from annotate.text import prepare, split


def sentences(text: str, language: str = "en") -> list[str]:
    (article,) = prepare(Document("key", "folder/a.txt", text, language=language))
    return [sentence.text for sentence in split(article)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["The port closed on Mar. 25, 2024, at dawn.", "It opened again on Sept. 3 of that year."]),
        ("en", ["The order came from Col. Adrian Weiss of the guard.", "He gave no reason for it."]),
        ("en", ["Crowds are expected for the May 26-Jun. 11 Fair and the week after it.", "Hotels are full."]),
        ("en", ["The U.S. President spoke at 5 p.m. Monday to the harbour union.", "Nobody answered him."]),
        ("en", ["“The bridge is shut. We will not open it,” added the mayor of the town.", "Traffic was heavy."]),
        ("en", ["He said the bridge was shut.″", "The mayor had left the town by then."]),
        ("en", ["“Who will pay for all of this?” Lind asked.", "Nobody in the hall had an answer."]),
        ("en", ["“It was hard. It was long. It was worth it.”", "Lind then left the hall with her staff."]),
        ("en", ["The town called it “a plain mistake.”", "The mayor did not agree with the town."]),
        ("fr", ["L'accord a été signé par M. Duvernet et Mme. Lassalle à Lyon.", "Il entre en vigueur lundi."]),
        ("fr", ["« Le pont est fermé. Nous ne l'ouvrirons pas », a dit le maire.", "La ville attend."]),
        ("fr", ["« Quelle honte ! » s'est exclamé le maire devant la foule.", "Personne n'a répondu."]),
    ],
)
def test_ends_sentences_where_a_reader_would(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


def test_splits_scraped_text_where_a_space_was_lost() -> None:
    found = sentences("Le pont est fermé depuis le mois de mai.Le maire cherche des fonds pour le rouvrir.", "fr")
    assert found == [
        "Le pont est fermé depuis le mois de mai.",
        "Le maire cherche des fonds pour le rouvrir.",
    ]


def test_leaves_addresses_whole() -> None:
    text = "The plan is on www.harbour.Town.example for all to read. It has forty pages."
    assert len(sentences(text)) == 2


def test_splits_a_long_quotation_that_stands_alone() -> None:
    quotation = "“" + " ".join(f"This is claim number {n} about the bridge." for n in range(12)) + "”"
    assert len(sentences(quotation)) == 12


def test_joins_hard_wrapped_lines() -> None:
    text = (
        "The harbour union said on Tuesday that it would end its strike\n"
        "after the city agreed to raise wages by four per cent a year\n"
        "until the end of the contract.\n"
        "    The city said it would find the money in its reserve\n"
        "fund, which holds nine million.\n"
    )
    assert [each.replace("\n", " ") for each in sentences(text)] == [
        "The harbour union said on Tuesday that it would end its strike after the city agreed to raise wages by four "
        "per cent a year until the end of the contract.",
        "The city said it would find the money in its reserve fund, which holds nine million.",
    ]


def test_keeps_bullets_out_of_the_sentence() -> None:
    text = "The city will pay for a new bridge over the river by the end of May.\n  • The bridge costs nine million\n"
    assert sentences(text)[-1] == "The bridge costs nine million"
