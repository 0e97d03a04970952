"""Which sentence a name means, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotate.data import AnnotatedArticle
from annotate.errors import UsageError
from annotate.explain import Explanation, explain, record
from annotate.store import Folder
from tests.builders import folder_of
from tests.samples import articles

POST, WIRE, COURRIER = articles()[:3]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return the samples' folder."""
    return folder_of(tmp_path / "out", articles())


def named(annotated: AnnotatedArticle, index: int) -> str:
    return f"{annotated.article.id}:{index}"


def losses(folder: Folder) -> Explanation:
    """Explain the sentence of the grain lost, which another outlet counts otherwise."""
    return explain(folder, named(POST, 3))


@pytest.mark.parametrize(
    "form", ["{id}:3", "s-{id}-3", "#s-{id}-3", "file:///a/out/report.html#s-{id}-3", "d-{id}-3", "{id}-3", "{start}:3"]
)
def test_every_way_to_name_a_sentence_leads_to_it(folder: Folder, form: str) -> None:
    name = form.format(id=POST.article.id, start=POST.article.id[:6])
    assert explain(folder, name).annotated.sentence == POST.sentences[3].sentence


@pytest.mark.parametrize(
    "name", ["", ":", "3", "s-", "0123456789abcdef", f"{POST.article.id}:", f"{POST.article.id}:-1"]
)
def test_what_names_no_sentence_is_told_how_to(folder: Folder, name: str) -> None:
    with pytest.raises(UsageError, match="ARTICLE_ID:INDEX"):
        explain(folder, name)


def test_an_index_beyond_the_article_is_told_which_there_are(folder: Folder) -> None:
    with pytest.raises(UsageError, match=f"{named(WIRE, 0)} to {named(WIRE, 4)}"):
        explain(folder, named(WIRE, 5))


def test_an_unknown_article_is_told_where_ids_stand(folder: Folder) -> None:
    with pytest.raises(UsageError, match=r"articles-\*\.jsonl"):
        explain(folder, "zz:0")


def test_the_start_of_several_ids_is_told_so_and_a_whole_id_is_never_one(tmp_path: Path) -> None:
    def renamed(annotated: AnnotatedArticle, name: str) -> AnnotatedArticle:
        sentences = tuple(
            replace(each, sentence=replace(each.sentence, article_id=name)) for each in annotated.sentences
        )
        return replace(annotated, article=replace(annotated.article, id=name), sentences=sentences)

    folder = folder_of(tmp_path / "out", [renamed(POST, "abc1"), renamed(WIRE, "abc"), renamed(COURRIER, "abd")])
    with pytest.raises(UsageError, match=r"3 articles have ids that begin so \(abc1, abc, abd\)"):
        explain(folder, "ab:0")
    assert explain(folder, "abc:0").article.id == "abc"


def test_evidence_has_its_figures_and_the_name_of_its_sentence(folder: Folder) -> None:
    (claim,) = losses(folder).claims
    (weighed,) = claim.evidence
    assert (weighed.id, weighed.title) == (named(WIRE, 1), "Fire guts grain silos at Valmont port, cause unknown")
    assert [(each.claim.text, each.evidence.text, each.differs) for each in weighed.figures] == [
        ("40,000 tonnes", "some 24,000 tonnes", True)
    ]


def test_evidence_of_an_article_that_is_not_there_still_shows(tmp_path: Path) -> None:
    (claim,) = losses(folder_of(tmp_path / "out", [POST])).claims
    (weighed,) = claim.evidence
    assert (weighed.id, weighed.title) == (None, None)
    assert [each.differs for each in weighed.figures] == [True]


def test_every_claim_has_its_own_evidence(folder: Folder) -> None:
    first, second = explain(folder, named(POST, 1)).claims
    assert (first.claim.verdict, second.claim.verdict) == ("contradicted", "uncorroborated")
    assert [each.evidence.relation for each in first.evidence] == ["neutral", "contradiction"]
    assert [each.dependence for each in second.evidence] == ["source"]


def test_the_record_holds_the_chain_and_its_offsets(folder: Folder) -> None:
    made = record(losses(folder))
    text = POST.article.text
    assert made["id"] == named(POST, 3)
    assert text[made["sentence"]["start"] : made["sentence"]["end"]] == made["sentence"]["text"]
    assert next(iter(made["attribution"]["scores"])) == "outlet_assertion"
    assert made["claims"][0]["evidence"][0]["figures"][0]["claim"]["what"] == "grain"
    assert [flag["reason"] for flag in made["flags"]] == ["figure_conflict"]


def test_a_headline_has_no_attribution_and_no_claims(folder: Folder) -> None:
    made = record(explain(folder, named(POST, 0)))
    assert (made["attribution"], made["claims"], made["sentence"]["kind"]) == (None, [], "headline")
