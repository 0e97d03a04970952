"""Verbs as cues: which of them attribute a claim, to whom, and which only look as if they did."""

from __future__ import annotations

import pytest

from tests.unit.attribution.reading import parts_of

# fmt: off
ATTRIBUTED = [
    # a subject before its verb, however much stands between
    ("en", "The harbour master said the ferry would sail.", "The harbour master", "said"),
    ("en", "Mary Quill, the mayor of Oxbow, said the bridge would close.", "Mary Quill, the mayor of Oxbow", "said"),
    ("en", "The minister repeatedly said that the road was open.", "The minister", "said"),
    ("en", "The government said the road was open.", "The government", "said"),
    ("en", "The family said the boy was safe.", "The family", "said"),
    ("en", "Theresa May said the vote was lost.", "Theresa May", "said"),
    ("fr", "Le gouvernement a déclaré que la route était ouverte.", "Le gouvernement", "déclaré"),
    ("fr", "Un porte-parole du département a confirmé la fermeture.", "Un porte-parole du département", "confirmé"),
    ("fr", "Le ministre a clairement affirmé que la route était sûre.", "Le ministre", "affirmé"),
    ("fr", "M. Ruiz, qui dirige le club, a dit qu’il partait.", "M. Ruiz, qui dirige le club", "dit"),
    # a subject shared with an earlier verb
    ("en", "He met her and said that the bridge would close.", "He", "said"),
    ("en", "The police arrested two men and said they would be charged.", "The police", "said"),
    # a subject after its verb
    ("en", "The bridge will close, said Mary Quill, the mayor of Oxbow.", "Mary Quill, the mayor of Oxbow", "said"),
    ("en", "“We knew nothing of this,” read the letter from the bank.", "the letter", "read"),
    ("en", "As the mayor said, the bridge is old.", "the mayor", "said"),
    ("fr", "« La route est ouverte », a déclaré le ministre.", "le ministre", "déclaré"),
    ("fr", "« La route est ouverte », a-t-il assuré.", "il", "assuré"),
    ("fr", "La digue tiendra, assure-t-elle.", "elle", "assure"),
    ("fr", "« On a eu peur », a confié à l’AFP Jeanne Morvan.", "Jeanne Morvan", "confié"),
    ("fr", "« C’est une honte », s’est indigné le syndicat.", "le syndicat", "indigné"),
    # passives with an agent
    ("en", "The plan was criticised by the mayor.", "the mayor", "criticised"),
    ("fr", "Le plan a été dénoncé par le syndicat.", "le syndicat", "dénoncé"),
    # denials are claims
    ("en", "The ministry denied that the plant had leaked.", "The ministry", "denied"),
    ("fr", "L’armée a démenti toute fuite.", "L’armée", "démenti"),
]
UNATTRIBUTED = [
    ("en", "The company did not say when the plant would open."),
    ("en", "The company has never said that the plant was safe."),
    ("en", "Nobody said the bridge was safe."),
    ("en", "The mayor declined to comment."),
    ("en", "The minister refused to say whether the plant was safe."),
    ("en", "The minister will say on Monday that the plan has failed."),
    ("en", "The painting is said to be stolen."),
    ("en", "It was claimed that the bridge was unsafe."),
    ("en", "A request for comment went unanswered."),
    ("en", "The State Department is a large building."),
    ("en", "The comments drew anger."),
    ("en", "Reports of flooding came in from the valley."),
    ("en", "She stood up and told the crowd to go home."),
    ("en", "The road, which the mayor said was safe, collapsed on Monday."),
    ("en", "The road that critics say is unsafe collapsed on Monday."),
    ("en", "I said the bridge was unsafe."),
    ("fr", "La mairie n’a pas précisé la date."),
    ("fr", "Le maire a refusé de commenter."),
    ("fr", "Le maire dira lundi que le plan a échoué."),
    ("fr", "La note du ministère est longue."),
    ("fr", "La route, que le maire dit sûre, s’est effondrée."),
    ("fr", "Personne n’a dit que la route était ouverte."),
    ("fr", "Le gouvernement n’a pas annoncé de remaniement."),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "source", "cue"), ATTRIBUTED)
def test_a_verb_finds_its_source(language: str, text: str, source: str, cue: str) -> None:
    assert parts_of(text, language) == (source, cue)


@pytest.mark.parametrize(("language", "text"), UNATTRIBUTED)
def test_what_nobody_says_has_no_source(language: str, text: str) -> None:
    assert parts_of(text, language) == ("", "")


@pytest.mark.parametrize("marks", ["“{},”", '"{},"', "''{},''", "« {} »,", "„{},“"])
def test_any_quotation_mark_will_do(marks: str) -> None:
    text = marks.format("The locks were never changed") + " the indictment said of the owner."
    assert parts_of(text) == ("the indictment", "said")


@pytest.mark.parametrize("marks", ["“{}”,", '"{}",', "''{}'',", "«\u00a0{}\u00a0»,", "«{}»,"])
def test_any_quotation_mark_will_do_in_french(marks: str) -> None:
    text = marks.format("La serrure n'a jamais été changée") + " affirme l’acte d’accusation."
    assert parts_of(text, "fr")[1] == "affirme"


def test_words_within_a_quotation_are_no_cues() -> None:
    assert parts_of("“The mayor said it would close,” Quill told a crowd.") == ("Quill", "told")
