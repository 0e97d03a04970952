"""What the sample articles must come to: their gold, their furniture, and the claim that started it all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from annotate import AnnotatedArticle, Annotator, Folder
from annotate.data import AnnotatedSentence
from annotate.evaluate import Evaluation, evaluate, load_gold

pytestmark = pytest.mark.slow

TOLD_BY_ONE_OUTLET = "Investigators in Russia later revealed that money for the assault"


@pytest.fixture(scope="module")
def articles(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[AnnotatedArticle]:
    """Return the sample articles, annotated in one run."""
    out = tmp_path_factory.mktemp("own-seeds")
    Annotator.from_config().run([str(project_root / "seeds")], out)
    return list(Folder.open(out).articles())


@pytest.fixture(scope="module")
def evaluation(articles: list[AnnotatedArticle], project_root: Path) -> Evaluation:
    """Return the measures against the samples' own gold."""
    return evaluate(articles, load_gold(project_root / "tests" / "golden" / "seeds_gold.jsonl"))


@pytest.mark.parametrize(
    ("measure", "floor"),
    [  # accuracy is 0.904, with two sentences missing; with the first stage's weights it was above 0.91
        ("attribution_accuracy", 0.90),
        ("attribution_macro_f1", 0.91),
        ("frames_micro_f1", 0.60),
        ("review_f1", 0.75),
    ],
)
def test_measure_keeps_above_its_floor(evaluation: Evaluation, measure: str, floor: float) -> None:
    value = evaluation.measures[measure]
    assert isinstance(value, float)
    assert value >= floor


def test_no_furniture_is_kept_and_hardly_a_sentence_is_lost(evaluation: Evaluation) -> None:
    assert evaluation.measures["furniture_kept"] == "0/60"
    missing = evaluation.measures["missing"]
    assert isinstance(missing, int)
    assert missing <= 2


def test_furniture_is_dropped_for_these_reasons(articles: list[AnnotatedArticle]) -> None:
    reasons = Counter(dropped.reason for each in articles for dropped in each.article.dropped)
    assert reasons == {
        "rubric": 7,
        "link": 8,
        "share": 7,
        "timestamp": 5,
        "counter": 3,
        "caption": 4,
        "crosshead": 5,
        "tag": 3,
        "headline": 3,
        "byline": 3,
        "dateline": 5,
    }


def test_one_file_holds_two_articles(articles: list[AnnotatedArticle]) -> None:
    parts = {each.article.part: each.article for each in articles if "two-articles" in each.article.path}
    assert sorted(parts) == [0, 1]
    assert parts[0].id != parts[1].id
    assert parts[1].text_start > len(parts[0].text)


def test_what_one_interested_party_says_tops_the_queue(articles: list[AnnotatedArticle]) -> None:
    queue = sorted((each for article in articles for each in article.sentences), key=lambda each: -each.severity)
    found = _sentence(articles)
    assert found.attribution is not None
    assert found.attribution.label == "official_source"
    assert {"uncorroborated_accusation", "factive_endorsement"} <= {flag.reason for flag in found.flags}
    assert found in queue[:3]


def test_a_second_article_on_something_else_bears_nothing_out(articles: list[AnnotatedArticle]) -> None:
    bridge = {each.article.id for each in articles if "two-articles" in each.article.path and each.article.part == 1}
    others = [each for each in articles if each.article.id not in bridge]
    supported = [s for each in others for s in each.sentences if s.support.verdict in {"corroborated", "contradicted"}]
    assert supported
    assert not [e for s in supported for e in s.support.evidence[:1] if e.article_id in bridge]


def _sentence(articles: list[AnnotatedArticle]) -> AnnotatedSentence:
    """Return the sentence on the attackers' money."""
    sentences = (each for article in articles for each in article.sentences)
    return next(each for each in sentences if each.sentence.text.startswith(TOLD_BY_ONE_OUTLET))
