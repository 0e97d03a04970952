"""What is read first, and that everything which lists flagged sentences agrees on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotate.config import load_scheme
from annotate.data import FLAG_REASONS, Flag
from annotate.queue import queue, ranked
from annotate.report.build import page
from tests.samples import articles

FLAGS = st.builds(Flag, st.sampled_from(FLAG_REASONS), st.sampled_from((0.2, 0.5, 0.5001, 0.9)), st.just(""))
SENTENCES = st.lists(st.lists(FLAGS, max_size=3), max_size=12)


def test_the_gravest_comes_first_then_the_order_of_reasons_then_the_text() -> None:
    mild, second, first = Flag("low_confidence", 0.2, ""), Flag("second_hand", 0.5, ""), Flag("contradicted", 0.5, "")
    items = [("a", [mild]), ("b", [first]), ("c", [mild, second]), ("d", []), ("e", [first])]
    assert [name for name, _ in queue(items, lambda item: item[1])] == ["c", "b", "e", "a"]
    assert ranked([mild, first, second]) == (second, first, mild)


@given(SENTENCES, st.integers(0, 13))
def test_a_limit_takes_the_first_of_the_whole_queue(sentences: list[list[Flag]], limit: int) -> None:
    items = list(enumerate(sentences))
    assert queue(items, lambda item: item[1], limit) == queue(items, lambda item: item[1])[:limit]


def test_the_report_lists_in_this_order() -> None:
    view = page(articles(), load_scheme("attribution"), load_scheme("frames"))
    shown = [entry.sentence.key for entry in view.queue]
    sentences = [(each.article.id, one) for each in articles() for one in each.sentences]
    expected = queue(sentences, lambda item: item[1].flags)
    assert shown == [f"{article}-{one.sentence.index}" for article, one in expected]
    assert len(shown) == 10
