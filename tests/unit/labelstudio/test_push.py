from __future__ import annotations

from pathlib import Path

import pytest

from annotate.data import AnnotatedArticle, PushedTask
from annotate.errors import ServerError, UsageError
from annotate.labelstudio.push import BEGUN, INVALID, PushSummary, decide, push
from annotate.labelstudio.tasks import Origins, to_task
from tests.builders import annotated, folder_of, run_of
from tests.fakes import FakeReviewServer


def articles(count: int, text: str = "The mayor spoke.\nThe bridge is closed.") -> list[AnnotatedArticle]:
    return [annotated(f"{text}\nThat was number {number}.", f"texts/{number}.txt") for number in range(count)]


def pushed(path: Path, server: FakeReviewServer, items: list[AnnotatedArticle], batch: int = 2) -> PushSummary:
    return push(folder_of(path, items), server, "bridges", batch=batch)


@pytest.fixture
def server() -> FakeReviewServer:
    return FakeReviewServer()


def test_a_first_push_makes_one_task_an_article_in_batches(tmp_path: Path, server: FakeReviewServer) -> None:
    summary = pushed(tmp_path, server, articles(5))
    assert (summary.created, summary.updated, summary.unchanged) == (5, 0, 0)
    assert server.requests == ["create 2", "create 2", "create 1"]
    assert len({task["data"]["doc_id"] for task in server.tasks.values()}) == 5


def test_a_second_push_changes_nothing(tmp_path: Path, server: FakeReviewServer) -> None:
    pushed(tmp_path, server, articles(5))
    server.requests.clear()
    summary = pushed(tmp_path, server, articles(5))
    assert (summary.created, summary.updated, summary.unchanged) == (0, 0, 5)
    assert server.requests == []
    assert len(server.made) == 1


def other_prediction(path: str = "texts/0.txt") -> AnnotatedArticle:
    before = articles(1)[0]
    return AnnotatedArticle(before.article, before.sentences[:2], "test 2")


def test_changed_predictions_replace_those_of_an_untouched_task(tmp_path: Path, server: FakeReviewServer) -> None:
    pushed(tmp_path, server, articles(2))
    summary = pushed(tmp_path, server, [other_prediction(), articles(2)[1]])
    assert (summary.created, summary.updated, summary.unchanged) == (0, 1, 1)
    [task] = [task for task in server.tasks.values() if task["predictions"][0]["model_version"] == "test 2"]
    assert len(server.tasks) == 2
    assert task["data"]["revision"] == 1
    assert pushed(tmp_path, server, [other_prediction(), articles(2)[1]]).unchanged == 2


def test_a_task_that_a_person_has_begun_keeps_its_predictions(tmp_path: Path, server: FakeReviewServer) -> None:
    pushed(tmp_path, server, articles(1))
    [number] = server.tasks
    server.annotate(number)
    before = dict(server.tasks[number])
    summary = pushed(tmp_path, server, [other_prediction()])
    assert summary.skipped == {BEGUN: 1}
    assert summary.updated == 0
    assert server.tasks == {number: before}


def test_a_person_who_begins_while_we_push_is_left_alone(tmp_path: Path, server: FakeReviewServer) -> None:
    pushed(tmp_path, server, articles(1))
    [number] = server.tasks

    def begin(request: str) -> None:
        if request.startswith("create") and not server.tasks[number]["annotations"]:
            server.annotate(number)

    server.cut = begin
    before = server.tasks[number]["predictions"]
    summary = pushed(tmp_path, server, [other_prediction(), articles(2)[1]])
    assert (summary.created, summary.updated, summary.skipped[BEGUN]) == (1, 0, 1)
    assert server.tasks[number]["predictions"] == before


def test_a_changed_text_becomes_a_revision_and_the_untouched_one_goes(tmp_path: Path, server: FakeReviewServer) -> None:
    pushed(tmp_path, server, articles(1))
    summary = pushed(tmp_path, server, articles(1, "The mayor spoke again."))
    assert (summary.created, summary.revised, summary.withdrawn) == (0, 1, 1)
    [task] = server.tasks.values()
    assert task["data"]["revision"] == 2
    assert task["data"]["text"].startswith("The mayor spoke again.")


def test_a_changed_text_leaves_an_annotated_task_beside_its_revision(tmp_path: Path, server: FakeReviewServer) -> None:
    pushed(tmp_path, server, articles(1))
    [number] = server.tasks
    server.annotate(number)
    for _ in range(2):
        pushed(tmp_path, server, articles(1, "The mayor spoke again."))
    assert sorted(task["data"]["revision"] for task in server.tasks.values()) == [1, 2]
    assert len(server.tasks[number]["annotations"]) == 1


def test_a_text_that_goes_back_finds_its_annotated_task(tmp_path: Path, server: FakeReviewServer) -> None:
    pushed(tmp_path, server, articles(1))
    [number] = server.tasks
    server.annotate(number)
    pushed(tmp_path, server, articles(1, "The mayor spoke again."))
    summary = pushed(tmp_path, server, articles(1))
    assert (summary.unchanged, summary.withdrawn) == (1, 1)
    assert list(server.tasks) == [number]


def broken(request: str) -> None:
    raise ServerError("http://review.test: the connection broke")


@pytest.mark.parametrize("after", [False, True])
def test_a_push_that_is_cut_off_goes_on_without_doubles(tmp_path: Path, server: FakeReviewServer, after: bool) -> None:
    server.after = after
    server.cut = lambda request: broken(request) if len(server.requests) == 2 else None
    with pytest.raises(ServerError):
        pushed(tmp_path, server, articles(5))
    server.cut = None
    pushed(tmp_path, server, articles(5))
    assert sorted(task["data"]["doc_id"] for task in server.tasks.values()) == sorted(
        each.article.id for each in articles(5)
    )


def test_doubles_of_a_request_that_ended_late_are_withdrawn(tmp_path: Path, server: FakeReviewServer) -> None:
    late = [to_task(each, Origins.of(run_of([]))) for each in articles(2)]

    def end_late(request: str) -> None:
        server.cut = None
        server.create_tasks(server.made[0], late)

    server.cut = end_late
    summary = pushed(tmp_path, server, articles(3))
    assert len(server.tasks) == 3
    assert summary.withdrawn == 2


def test_an_older_double_is_withdrawn_by_the_next_push(tmp_path: Path, server: FakeReviewServer) -> None:
    pushed(tmp_path, server, articles(1))
    [task] = server.tasks.values()
    server.create_tasks(server.made[0], [task])
    assert pushed(tmp_path, server, articles(1)).withdrawn == 1
    assert len(server.tasks) == 1


def test_what_does_not_fit_is_named_and_the_rest_goes_on(tmp_path: Path, server: FakeReviewServer) -> None:
    wrong = annotated("Nobody knows this label.", "texts/wrong.txt")
    sentence = wrong.sentences[0]
    assert sentence.attribution is not None
    label = sentence.attribution.__class__("no_such_label", 0.5, {}, "none")
    wrong = AnnotatedArticle(wrong.article, (sentence.__class__(sentence.sentence, label),), "test 1")
    summary = pushed(tmp_path, server, [*articles(1), wrong])
    assert (summary.created, summary.skipped[INVALID]) == (1, 1)
    [failure] = summary.failures
    assert failure.path == "texts/wrong.txt"
    assert "no_such_label" in failure.reason


def test_a_project_with_another_interface_is_refused(tmp_path: Path, server: FakeReviewServer) -> None:
    server.create_project("bridges", "<View><Text name='text' value='$text'/></View>", "")
    with pytest.raises(UsageError, match=r"another labelling interface.*--project"):
        pushed(tmp_path, server, articles(1))
    assert server.tasks == {}


def test_two_projects_of_one_title_are_refused(tmp_path: Path, server: FakeReviewServer) -> None:
    server.create_project("bridges", "", "")
    server.create_project("bridges", "", "")
    with pytest.raises(UsageError, match="2 projects are called 'bridges'"):
        pushed(tmp_path, server, articles(1))


@pytest.mark.parametrize("title", ["", "ab", "x" * 51, " padded "])
def test_titles_that_label_studio_refuses_are_named(tmp_path: Path, server: FakeReviewServer, title: str) -> None:
    with pytest.raises(UsageError, match="--project"):
        push(folder_of(tmp_path, articles(1)), server, title)


def test_decisions_prefer_what_a_person_has_begun() -> None:
    task = to_task(articles(1)[0], Origins.of(run_of([])))
    data = task["data"]
    there = [
        PushedTask(1, data["doc_id"], 1, data["digest"], data["prediction"], touched=False),
        PushedTask(2, data["doc_id"], 1, data["digest"], data["prediction"], touched=True),
    ]
    decision = decide(task, there)
    assert decision.outcome == "unchanged"
    assert decision.target == there[1]
    assert decision.withdrawn == (there[0],)
