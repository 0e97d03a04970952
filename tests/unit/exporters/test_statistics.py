from __future__ import annotations

import pytest
from sklearn import metrics

from annotate.data import AnnotatedArticle
from annotate.exporters.statistics import Statistics, agreement
from tests.unit.exporters.making import making, skipped, three


def counted(articles: list[AnnotatedArticle]) -> Statistics:
    statistics = Statistics()
    for each in articles:
        for row in making().rows(each):
            statistics.add("train", row)
    return statistics


def test_rows_are_counted_by_what_they_say() -> None:
    found = counted(three())
    assert (found.rows["train"], found.articles["train"]) == (5, 3)
    assert found.labels["train"] == {"official_source": 1, "named_source": 4}
    assert found.frames["train"] == {"economic": 5, "morality": 1}
    assert found.outlets["train"] == {"The Courier": 2, "unknown": 1, "NA": 2}
    assert found.labelled_by == {"human": 3, "model": 2}
    assert found.origins == {"prediction-changed": 1, "prediction": 2}
    assert found.people == {"annotator 1", "annotator 2"}


def test_agreement_is_of_sentences_that_a_person_saw() -> None:
    found = counted(three()).attribution(["official_source", "named_source"])
    assert found
    assert found.rows == 3
    assert found.accuracy == pytest.approx(2 / 3)
    official, named = found.labels
    assert (official.precision, official.recall, official.support) == (None, 0.0, 1)
    assert named.precision == pytest.approx(2 / 3)
    assert (named.recall, named.support) == (1.0, 2)
    [economic, morality] = counted(three()).framing(["economic", "morality"])
    assert (economic.f1, economic.support) == (1.0, 3)
    assert (morality.precision, morality.recall, morality.support) == (None, 0.0, 1)
    assert counted([skipped(three()[2])]).attribution(["named_source"]) is None


def test_agreement_is_what_the_library_of_record_measures() -> None:
    people = list("aaaaabbbbbbbccccccccaab")
    model = list("aabbcbbbbacccccccaabaca")
    confusion = {(one, other): 0 for one in "abc" for other in "abc"}
    for pair in zip(people, model, strict=True):
        confusion[pair] += 1
    found = agreement(confusion, ["a", "b", "c"])
    assert found.accuracy == pytest.approx(metrics.accuracy_score(people, model))
    assert found.kappa == pytest.approx(metrics.cohen_kappa_score(people, model))
    theirs = metrics.precision_recall_fscore_support(people, model, labels=["a", "b", "c"])
    ours = [(each.precision, each.recall, each.f1, each.support) for each in found.labels]
    assert ours == [pytest.approx(row) for row in zip(*theirs, strict=True)]


def test_one_label_alone_leaves_kappa_open() -> None:
    assert agreement({("a", "a"): 3}, ["a", "b"]).kappa is None
