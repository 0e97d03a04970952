"""What two folders have otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from annotate.comparison.differences import Comparison, compare
from annotate.data import AnnotatedArticle, Attribution, Flag, Frame
from annotate.store import Folder
from tests.builders import annotated, folder_of

TEXT = "# Storm\nThe pier broke, the mayor said.\nNobody slept.\nBoats sank in the old harbour."


def compared(
    tmp_path: Path, first: list[AnnotatedArticle], second: list[AnnotatedArticle], limit: int | None = None
) -> Comparison:
    return compare(folder_of(tmp_path / "one", first), folder_of(tmp_path / "two", second), limit)


def with_changes(article: AnnotatedArticle, index: int, **changes: object) -> AnnotatedArticle:
    return replace(
        article,
        sentences=tuple(
            replace(each, **changes) if each.sentence.index == index else each  # type: ignore[arg-type]
            for each in article.sentences
        ),
    )


def test_the_same_results_do_not_differ(tmp_path: Path) -> None:
    found = compared(tmp_path, [annotated(TEXT)], [annotated(TEXT)])
    assert (found.differs, found.articles, found.sentences, found.changes) == (False, 1, 4, [])


def test_every_kind_of_change_is_told_and_counted(tmp_path: Path) -> None:
    before = annotated(TEXT)
    old = before.sentences[1]
    assert old.attribution is not None
    after = with_changes(
        before,
        1,
        attribution=Attribution("other", 0.9, {"other": 0.9}),
        frames=(Frame("morality", 0.6),),
        support=replace(old.support, verdict="corroborated"),
        flags=(Flag("second_hand", 0.3, ""), Flag("loaded_language", 0.8, "")),
    )
    found = compared(tmp_path, [before], [after])
    [change] = found.changes
    assert (change.id, change.text, change.before) == (f"{before.article.id}:1", old.sentence.text, None)
    assert change.label == ("named_source", "other")
    assert change.verdict == ("contradicted", "corroborated")
    assert (change.frames_gained, change.frames_lost) == (("morality",), ("economic",))
    assert [flag.reason for flag in change.flags_gained] == ["loaded_language", "second_hand"]
    assert [flag.reason for flag in change.flags_lost] == ["contradicted"]
    assert (found.changed, found.differs) == (1, True)
    assert found.labels == {("named_source", "other"): 1}
    assert found.flags_gained == {"loaded_language": 1, "second_hand": 1}


def test_scores_alone_are_no_change(tmp_path: Path) -> None:
    before = annotated(TEXT)
    old = before.sentences[1]
    assert old.attribution is not None
    after = with_changes(
        before, 1, attribution=replace(old.attribution, score=0.6), flags=(replace(old.flags[0], severity=0.5),)
    )
    assert not compared(tmp_path, [before], [after]).differs


def test_a_text_that_changed_keeps_its_sentences(tmp_path: Path) -> None:
    changed = TEXT.replace("Nobody slept.", "It rained.\nNobody slept at all.")
    after = with_changes(annotated(changed), 4, frames=())
    found = compared(tmp_path, [annotated(TEXT)], [after])
    assert [each.title for each in found.articles_reworded] == ["# Storm"]
    assert (found.sentences, found.reworded, found.sentences_first, found.sentences_second) == (4, 1, 0, 1)
    [change] = found.changes
    assert (change.id_before, change.id) == (f"{after.article.id}:3", f"{after.article.id}:4")
    assert change.frames_lost == ("economic",)


def test_articles_of_one_folder_alone_are_named(tmp_path: Path) -> None:
    here, both, there = (annotated(f"{name} rained out.", f"texts/{name}.txt") for name in ("A", "B", "C"))
    found = compared(tmp_path, [here, both], [there, both])
    assert ([each.id for each in found.articles_first], [each.id for each in found.articles_second]) == (
        [here.article.id],
        [there.article.id],
    )
    assert (found.articles, found.sentences, found.sentences_first, found.changed) == (1, 1, 0, 0)


def test_the_same_text_under_another_id_is_the_same_article(tmp_path: Path) -> None:
    here, there = annotated(TEXT, "texts/a.txt"), with_changes(annotated(TEXT, "other/a.txt"), 2, frames=())
    found = compared(tmp_path, [here], [there])
    assert (found.articles, found.articles_first, found.articles_second) == (1, [], [])
    [change] = found.changes
    assert (change.id_before, change.id) == (f"{here.article.id}:2", f"{there.article.id}:2")


def test_a_limit_keeps_the_first_and_counts_all(tmp_path: Path) -> None:
    before = annotated(TEXT)
    after = replace(before, sentences=tuple(replace(each, frames=()) for each in before.sentences))
    found = compared(tmp_path, [before], [after], 2)
    assert (found.changed, [each.id[-2:] for each in found.changes]) == (4, [":0", ":1"])


def test_one_article_of_each_folder_is_held_at_a_time(tmp_path: Path) -> None:
    """Read whole, a folder would be in memory; read by place, each article is let go before the next."""
    folder = folder_of(tmp_path / "one", [annotated(f"{name} rained out.", name) for name in "abc"])
    places = list(Folder.open(folder.path).placed())
    assert [each.read().article.path for each in reversed(places)] == ["c", "b", "a"]
    assert [each.read() for each in places] == list(folder.articles())
