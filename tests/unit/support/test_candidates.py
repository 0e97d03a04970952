"""The nearest sentences of other outlets: independence, order, blocks."""

from __future__ import annotations

import pytest

from annotate import support
from annotate.data import AnnotatedArticle
from annotate.support import candidates
from tests.unit.support.making import article, embed, sentence

SAID = "The harbour of Brest was closed by a storm on Tuesday."


def found(asker: AnnotatedArticle, *others: AnnotatedArticle, count: int = 5) -> list[str]:
    index = support.index((each, embed(each)) for each in (asker, *others))
    (nearest,) = index.nearest([0], asker.article, count)
    return [candidate.row.article_id for candidate in nearest]


def test_own_article_and_own_outlet_are_left_out() -> None:
    asker = article("a", [SAID], outlet="The Mail of Brest")
    same = article("b", [SAID], outlet="the mail of brest")
    other = article("c", [SAID], outlet="Western Post")
    assert found(asker, same, other) == ["c"]


def test_unknown_outlets_are_outlets_of_their_own() -> None:
    assert found(article("a", [SAID]), article("b", [SAID]), article("c", [SAID])) == ["b", "c"]


def test_parts_of_one_file_are_not_independent() -> None:
    first = article("a", [SAID], path="texts/x.txt", outlet="Western Post")
    second = article("b", [SAID], path="texts/x.txt", part=1)
    assert found(first, second) == []


def test_nearest_comes_first_and_headlines_never() -> None:
    asker = article("a", [SAID])
    near = article("b", ["The weather was fine.", "The harbour of Brest was closed on Tuesday."])
    title = AnnotatedArticle(article("c", [SAID]).article, (sentence(SAID, kind="headline", article_id="c"),))
    index = support.index((each, embed(each)) for each in (asker, near, title))
    (nearest,) = index.nearest([0], asker.article, 5)
    assert [each.row.text for each in nearest] == [near.sentences[1].sentence.text, near.sentences[0].sentence.text]
    assert nearest[0].similarity > nearest[1].similarity


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        f"The {word} of Brest was closed by a storm." for word in ["harbour", "station", "school", "market", "bridge"]
    ]
    articles = [article("a", [SAID]), *(article(f"n{place}", [text] * 3) for place, text in enumerate(texts))]
    whole = found(*articles, count=4)
    monkeypatch.setattr(candidates, "BLOCK", 2)
    assert found(*articles, count=4) == whole


def test_an_empty_collection_has_nothing() -> None:
    index = support.index([])
    asker = article("a", [SAID])
    assert index.claims(asker) == []
    assert support.judge(asker, index) == asker
