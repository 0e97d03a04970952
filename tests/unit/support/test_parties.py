"""Who accuses whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotate.data import SourceType, Support
from annotate.support.claims import claims
from annotate.support.review import flags
from tests.unit.support.making import sentence


@pytest.mark.parametrize(
    ("text", "source_type", "source", "language", "accuser", "accused"),
    [
        (
            "Coast guards established that the attackers had received cash from Belmark.",
            *("office", "Coast guards", "en", "Coast guards", "Belmark"),
        ),
        (
            "The senator accused the firm Oriflor of bribing judges.",
            "none",
            None,
            "en",
            "The senator",
            "the firm Oriflor",
        ),
        ("Mr Doe was accused by the union of rigging the vote.", "none", None, "en", "the union", "Mr Doe"),
        ("The opposition blamed the deaths on the police in Kessel.", "none", None, "en", None, "the police in Kessel"),
        ("Belmark funded the attackers, the envoy said.", "office", "the envoy", "en", "the envoy", "Belmark"),
        (
            "Prosecutors alleged that Kelm Shipping bribed three inspectors in Lorvan.",
            *("office", "Prosecutors", "en", "Prosecutors", "Kelm Shipping"),
        ),
        ("Le maire a accusé le préfet de soutenir les rebelles.", "office", None, "fr", "Le maire", "le préfet"),
        ("Oriflor est accusée par les syndicats d’avoir fraudé.", "none", None, "fr", "les syndicats", "Oriflor"),
        (
            "Les gendarmes affirment que les assaillants ont été financés par Belmark.",
            *("office", "Les gendarmes", "fr", "Les gendarmes", "Belmark"),
        ),
    ],
)
def test_accuser_and_accused(
    text: str, source_type: SourceType, source: str | None, language: str, accuser: str | None, accused: str | None
) -> None:
    (claim,) = claims(sentence(text, source_type, source=source), language)
    assert (claim.kind, claim.accuser, claim.accused) == ("accusation", accuser, accused)


def test_a_pronoun_is_no_party() -> None:
    (claim,) = claims(sentence("The senator accused them of bribing judges in Lima."), "en")
    assert claim.accused is None


def test_the_reader_is_told_whose_word_it_is_and_about_whom() -> None:
    text = "Belmark funded the attackers, the envoy of Tessia said."
    said = sentence(text, "office", source="the envoy of Tessia")
    claiming = replace(said, support=Support(claims=claims(said, "en")))
    (flag,) = flags(claiming, "en")
    assert "against “Belmark” rests on the word of “the envoy of Tessia”, one side's word about another" in flag.why
