from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from annotate.data import AnnotatedArticle, Evidence, Project, PushedTask, Span, Support
from annotate.errors import ServerError, UsageError
from annotate.labelstudio import push as module
from annotate.labelstudio.pull import pull
from annotate.labelstudio.push import BEGUN, INVALID, OLDER, PushSummary, decide, push
from annotate.labelstudio.tasks import Origins, to_task
from annotate.store import Folder
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


@pytest.mark.parametrize("title", ["", "ab", "x" * 51, " padded ", "two\nlines", "an \x1b escape"])
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


def test_a_text_that_comes_with_an_older_one_is_the_one_that_is_pushed(
    tmp_path: Path, server: FakeReviewServer
) -> None:
    both = [*articles(1), *articles(1, "The mayor spoke again.")]
    for _ in range(2):
        summary = pushed(tmp_path, server, both)
        assert summary.skipped == {OLDER: 1}
    [task] = server.tasks.values()
    assert task["data"]["text"].startswith("The mayor spoke again.")
    assert summary.unchanged == 1


def test_long_articles_go_in_smaller_batches(
    tmp_path: Path, server: FakeReviewServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HEAVY", 1)
    pushed(tmp_path, server, articles(3), batch=100)
    assert server.requests == ["create 1"] * 3


def test_two_pushes_that_begin_at_once_share_the_older_project(tmp_path: Path) -> None:
    class Late(FakeReviewServer):
        """Hears of the other push's project only after making one."""

        def projects(self, title: str) -> Sequence[Project]:
            return super().projects(title) if len(self.made) > 1 else []

    server = Late()
    other = server.create_project("bridges", "", "")
    summary = pushed(tmp_path, server, articles(1))
    assert summary.project == other
    assert server.made == [other]


def test_a_draft_is_left_alone(tmp_path: Path, server: FakeReviewServer) -> None:
    pushed(tmp_path, server, articles(1))
    [number] = server.tasks
    server.drafts.add(number)
    assert pushed(tmp_path, server, [other_prediction()]).skipped == {BEGUN: 1}
    assert pushed(tmp_path, server, articles(1, "The mayor spoke again.")).withdrawn == 0
    assert number in server.tasks


def test_a_name_that_is_no_text_is_pushed_as_any_other(tmp_path: Path, server: FakeReviewServer) -> None:
    odd = annotated("The mayor spoke.", "texts/caf\udce9.txt", "The \udce9cho")
    assert pushed(tmp_path, server, [odd]).created == 1
    [task] = server.tasks.values()
    assert json.dumps(task, ensure_ascii=False).encode()  # as a server stores it
    pull(server, "bridges", tmp_path / "back")
    assert list(Folder.open(tmp_path / "back").articles()) == [odd]


def test_the_most_severe_article_has_the_lowest_score(tmp_path: Path, server: FakeReviewServer) -> None:
    severe = articles(1)[0]
    mild = articles(2)[1]
    mild = replace(mild, sentences=tuple(replace(each, flags=()) for each in mild.sentences))
    pushed(tmp_path, server, [mild, severe])
    scores = {task["data"]["severity"]: task["predictions"][0]["score"] for task in server.tasks.values()}
    assert scores[0.9] < scores[0.0]


def test_evidence_of_an_unknown_outlet_is_named_by_its_article(tmp_path: Path, server: FakeReviewServer) -> None:
    first, second = articles(2)
    found = Evidence(second.article.id, None, Span(0, 1), "x", "contradiction", 0.5)
    telling = tuple(replace(each, support=Support("contradicted", (found,))) for each in first.sentences)
    pushed(tmp_path, server, [replace(first, sentences=telling), second])
    why = min(server.tasks.items())[1]["data"]["why"]
    assert "<b>1.txt</b>" in why
