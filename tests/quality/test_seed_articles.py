"""What is found between six articles on one event: who bears out whom, and which figures differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotate import Annotator, Folder
from annotate.data import AnnotatedSentence, Evidence

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def sentences(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[AnnotatedSentence]]:
    """Return the sentences by the first three letters of their file and the part in it: "003/1"."""
    out = tmp_path_factory.mktemp("seeds")
    Annotator.from_config().run([str(shared_dir / "seeds")], out)
    articles = [(f"{Path(each.article.path).name[:3]}/{each.article.part}", each) for each in Folder(out).articles()]
    return {name: list(each.sentences) for name, each in articles}


@pytest.fixture(scope="module")
def articles(sentences: dict[str, list[AnnotatedSentence]]) -> dict[str, str]:
    """Return each article's name by its id."""
    return {each[0].sentence.article_id: name for name, each in sentences.items() if each}


def one(sentences: list[AnnotatedSentence], *words: str) -> AnnotatedSentence:
    """Return the first sentence that holds all of the words."""
    return next(each for each in sentences if all(word in each.sentence.text for word in words))


def conflicts(annotated: AnnotatedSentence, words: str) -> list[Evidence]:
    """Return the evidence with other figures whose sentence holds `words`."""
    found = [each for claim in annotated.support.claims for each in claim.evidence]
    return [each for each in found if each.relation == "figure_conflict" and words in each.text]


def why(annotated: AnnotatedSentence, reason: str) -> str:
    return " ".join(flag.why for flag in annotated.flags if flag.reason == reason)


def test_the_funding_is_borne_out_by_nobody_and_the_nearest_is_shown(
    sentences: dict[str, list[AnnotatedSentence]],
) -> None:
    said = one(sentences["001/0"], "funding", "Ukraine")
    assert said.support.verdict == "uncorroborated"
    assert said.support.evidence
    assert "against “Ukraine”" in why(said, "uncorroborated_accusation")


@pytest.mark.parametrize(("name", "words"), [("001/0", "46 nations"), ("003/0", "46 countries")])
def test_46_and_43_nations_differ(sentences: dict[str, list[AnnotatedSentence]], name: str, words: str) -> None:
    said = one(sentences[name], words)
    assert conflicts(said, "43 nations")
    assert "“43 nations”" in why(said, "figure_conflict")
    assert f"“{words}”" in why(said, "figure_conflict")


def test_43_and_46_nations_differ_the_other_way_round(sentences: dict[str, list[AnnotatedSentence]]) -> None:
    assert conflicts(one(sentences["004/0"], "43 nations"), "46 ")


def test_guards_and_soldiers_differ(sentences: dict[str, list[AnnotatedSentence]]) -> None:
    here, there = one(sentences["000/0"], "20,000", "15,000"), one(sentences["001/0"], "22,000", "18,000")
    assert conflicts(here, "22,000")
    assert conflicts(there, "20,000")
    for said in (here, there):
        text = why(said, "figure_conflict")
        assert all(figure in text for figure in ("20,000", "22,000", "15,000", "18,000"))


def test_uncommon_is_contradicted_by_common(sentences: dict[str, list[AnnotatedSentence]]) -> None:
    said = one(sentences["000/0"], "uncommon")
    assert said.support.verdict == "contradicted"


@pytest.mark.parametrize(
    ("name", "words", "other"),
    [("001/0", "2,185", "more than 2,000"), ("003/0", "2,185", "more than 2,000"), ("002/0", "143", "more than 140")],
)
def test_rounded_figures_agree(
    sentences: dict[str, list[AnnotatedSentence]], name: str, words: str, other: str
) -> None:
    said = one(sentences[name], words)
    assert not [each for each in conflicts(said, other) if words in why(said, "figure_conflict")]


def test_what_is_on_cuba_and_what_is_on_paris_bear_nothing_out(
    sentences: dict[str, list[AnnotatedSentence]], articles: dict[str, str]
) -> None:
    [cuba] = [name for name, each in sentences.items() if any("Havana" in other.sentence.text for other in each)]
    for name, each in sentences.items():
        for annotated in each:
            bearing = [found for found in annotated.support.evidence if found.relation != "neutral"]
            assert not [found for found in bearing if (articles[found.article_id] == cuba) != (name == cuba)]
