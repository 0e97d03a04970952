from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotate.data import Annotation, Region, Span
from annotate.errors import FolderError, ServerError, UsageError
from annotate.labelstudio.pull import PullSummary, pull
from annotate.labelstudio.push import push
from annotate.labelstudio.tasks import region_id
from annotate.store import Folder
from tests.builders import annotated, folder_of, run_of
from tests.fakes import FakeReviewServer

ARTICLES = [
    annotated("# Bridges\nThe mayor spoke.\nThe bridge is closed.", "texts/0.txt", "The Courier"),
    annotated("Le maire a parlé.", "texts/1.txt"),
]
Results = list[dict[str, Any]]


@pytest.fixture
def server(tmp_path: Path) -> FakeReviewServer:
    server = FakeReviewServer()
    push(folder_of(tmp_path / "out", ARTICLES), server, "bridges")
    return server


def pulled(server: FakeReviewServer, path: Path) -> tuple[PullSummary, Folder]:
    summary = pull(server, "bridges", path)
    return summary, Folder.open(path)


def annotation(server: FakeReviewServer, path: Path, number: int = 0) -> Annotation:
    _, folder = pulled(server, path)
    return list(folder.articles())[number].annotations[0]


def first(server: FakeReviewServer) -> int:
    return min(server.tasks)


def test_predictions_come_back_as_they_went(tmp_path: Path, server: FakeReviewServer) -> None:
    summary, folder = pulled(server, tmp_path / "back")
    assert list(folder.articles()) == ARTICLES
    assert folder.run() == run_of(ARTICLES).model_copy(update={"project": "bridges"})
    assert (summary.articles, summary.annotated) == (2, 0)


def test_an_accepted_task_says_so(tmp_path: Path, server: FakeReviewServer) -> None:
    server.annotate(first(server))
    found = annotation(server, tmp_path / "back")
    assert (found.annotator, found.lead_time, found.skipped) == ("ann@example.org", 12.5, False)
    labelled = [each for each in found.regions if each.label]
    assert [each.sentences for each in labelled] == [(1,), (2,)]
    assert {each.origin for each in found.regions} == {"prediction"}
    assert {each.needs_review for each in labelled} == {True}
    assert {each.reasons for each in labelled} == {("contradicted",)}
    assert {each.frames for each in labelled} == {("economic",)}


def change(results: Results) -> None:
    """Do as Label Studio does when a sentence is relabelled, a frame ticked and a note typed."""
    region = results[0]["id"]
    results[0]["value"]["labels"] = ["official_source"]
    place = {key: results[0]["value"][key] for key in ("start", "end", "text")}
    results.append(
        {"id": region, "from_name": "note", "to_name": "text", "type": "textarea", "value": {**place, "text": ["Who?"]}}
    )
    for result in results:
        if result["id"] == region:
            result["origin"] = "prediction-changed"
            if result["from_name"] == "frames":
                result["value"]["choices"].append("morality")


def test_a_corrected_region_says_what_was_changed(tmp_path: Path, server: FakeReviewServer) -> None:
    server.annotate(first(server), change)
    region = next(each for each in annotation(server, tmp_path / "back").regions if each.label)
    assert region == Region(
        region_id(ARTICLES[0].article.id, "sentence", 1),
        Span(10, 26),
        "prediction-changed",
        (1,),
        "official_source",
        None,
        ("economic", "morality"),
        True,
        ("contradicted",),
        "Who?",
    )


def drawn(results: Results) -> None:
    value = {"start": 20, "end": 31, "text": "spoke.\nThe ", "labels": ["named_source"]}
    results.append({"id": "x", "from_name": "attribution", "to_name": "text", "type": "labels", "value": value})


def test_a_region_drawn_by_hand_keeps_its_span_and_finds_its_sentences(
    tmp_path: Path, server: FakeReviewServer
) -> None:
    server.annotate(first(server), drawn)
    [region] = [each for each in annotation(server, tmp_path / "back").regions if each.origin == "manual"]
    assert (region.span, region.sentences, region.label) == (Span(20, 31), (1, 2), "named_source")


def test_relations_keep_to_regions_that_are_left(tmp_path: Path, server: FakeReviewServer) -> None:
    relation = {"type": "relation", "from_id": "x", "to_id": "gone", "direction": "right", "labels": ["attributed_to"]}

    def joined(results: Results) -> None:
        drawn(results)
        results.append(dict(relation))

    server.annotate(first(server), joined)
    assert annotation(server, tmp_path / "back").relations == ()


def test_a_choice_for_the_whole_article_is_read(tmp_path: Path, server: FakeReviewServer) -> None:
    choice = {
        "id": "w",
        "from_name": "article_review",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": ["article_needs_second_look"]},
    }
    server.annotate(first(server), lambda results: results.append(choice))
    found = annotation(server, tmp_path / "back")
    assert found.second_look
    assert "w" not in {each.id for each in found.regions}


def test_skipped_tasks_and_several_people_are_kept_apart(tmp_path: Path, server: FakeReviewServer) -> None:
    server.annotate(first(server))
    server.annotate(first(server), by=2)
    server.annotate(first(server), by=99, skipped=True)
    summary, folder = pulled(server, tmp_path / "back")
    found = next(folder.articles()).annotations
    assert [each.annotator for each in found] == ["ann@example.org", "bob@example.org", "user 99"]
    assert [each.skipped for each in found] == [False, False, True]
    assert (summary.annotated, summary.annotations, summary.skipped) == (1, 2, 1)
    assert summary.people == {"ann@example.org": 1, "bob@example.org": 1}


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda results: results[0]["value"].update(text="Something else"), "not what the reviewer saw"),
        (lambda results: results[0]["value"].update(end=9999), "outside the text or in two places"),
        (lambda results: results[0]["value"].update(labels=["rumour"]), "rumour: no attribution of the schemes"),
        (lambda results: results[0]["value"].update(labels=["media_source", "named_source"]), "several labels"),
        (lambda results: results[0].pop("id"), "a result is left out: not as Label Studio writes it"),
        (lambda results: results[0].update(value=None), "a result is left out: not as Label Studio writes it"),
        (
            lambda results: results[0].update(value={"choices": ["x"]}),
            "what it says of attribution belongs to no region",
        ),
    ],
)
def test_what_cannot_be_used_is_left_out_and_named_and_the_rest_stays(
    tmp_path: Path, server: FakeReviewServer, spoil: Any, complaint: str
) -> None:
    server.annotate(first(server), spoil)
    summary, folder = pulled(server, tmp_path / "back")
    [failure] = summary.failures
    assert complaint in failure.reason
    assert failure.path == f"task {first(server)}"
    assert list(folder.failures()) == [failure]
    [annotation] = next(folder.articles()).annotations
    assert [each.sentences for each in annotation.regions if each.label] == [(2,)]


@pytest.mark.parametrize("spoiled", [{"result": None}, {"result": 5}, {"created_at": None, "lead_time": "long"}])
def test_an_annotation_that_says_nothing_is_left_out_and_named(
    tmp_path: Path, server: FakeReviewServer, spoiled: dict[str, Any]
) -> None:
    server.annotate(first(server))
    server.tasks[first(server)]["annotations"][0].update(spoiled)
    summary, folder = pulled(server, tmp_path / "back")
    [failure] = summary.failures
    assert failure.reason.startswith(f"annotation {1000 * first(server)} is left out: ")
    assert [len(each.annotations) for each in folder.articles()] == [0, 0]


@pytest.mark.parametrize(
    "change",
    [
        {"from_name": "frames", "value": {"choices": ["morality"]}},
        {"from_name": "review", "value": {"choices": []}},
        {"from_name": "reasons", "value": {"choices": ["second_hand"]}},
    ],
)
def test_a_first_tick_is_a_change_whatever_label_studio_says(
    tmp_path: Path, server: FakeReviewServer, change: dict[str, Any]
) -> None:
    """Label Studio leaves the origin of a region as it was where the first frame, reason or review is ticked."""
    control = change["from_name"]

    def tick(results: Results) -> None:
        results[:] = [each for each in results if each.get("from_name") != control]
        place = {key: results[0]["value"][key] for key in ("start", "end", "text")}
        value = {**place, **change["value"]}
        results.append({**results[0], "from_name": control, "type": "choices", "value": value})

    server.annotate(first(server), tick)
    found = [each for each in annotation(server, tmp_path / "back").regions if each.label]
    assert [each.origin for each in found] == ["prediction-changed", "prediction-changed"]


def test_what_was_changed_and_changed_back_is_as_predicted(tmp_path: Path, server: FakeReviewServer) -> None:
    def back(results: Results) -> None:
        for result in results:
            result["origin"] = "prediction-changed"

    server.annotate(first(server), back)
    assert {each.origin for each in annotation(server, tmp_path / "back").regions} == {"prediction"}


def test_a_sentence_that_was_marked_as_a_source_keeps_its_label_and_is_named(
    tmp_path: Path, server: FakeReviewServer
) -> None:
    def slip(results: Results) -> None:
        results.append({**results[0], "from_name": "span", "value": {**results[0]["value"], "labels": ["source"]}})

    server.annotate(first(server), slip)
    summary, folder = pulled(server, tmp_path / "back")
    region = next(each for each in next(folder.articles()).annotations[0].regions if each.label)
    assert (region.label, region.role) == ("named_source", None)
    assert "is a source too, which is left out" in summary.failures[0].reason


def test_a_sentence_that_lost_its_label_to_a_source_is_named(tmp_path: Path, server: FakeReviewServer) -> None:
    def slip(results: Results) -> None:
        results[0].update({"from_name": "span", "value": {**results[0]["value"], "labels": ["source"]}})

    server.annotate(first(server), slip)
    summary, _ = pulled(server, tmp_path / "back")
    assert "lost its label to the mark of a source" in summary.failures[0].reason


def test_blanks_that_label_studio_folds_are_no_difference(tmp_path: Path, server: FakeReviewServer) -> None:
    server.annotate(first(server), lambda results: results[0]["value"].update(text=" The\n\n mayor spoke. "))
    summary, _ = pulled(server, tmp_path / "back")
    assert summary.failures == []


def test_a_text_that_was_changed_on_the_server_is_refused(tmp_path: Path, server: FakeReviewServer) -> None:
    server.tasks[first(server)]["data"]["text"] += " And more."
    summary, folder = pulled(server, tmp_path / "back")
    assert "not the one that was pushed" in summary.failures[0].reason
    assert list(folder.articles()) == ARTICLES[1:]


def test_tasks_of_others_are_counted(tmp_path: Path, server: FakeReviewServer) -> None:
    server.tasks[99] = {"id": 99, "data": {"text": "Mine."}, "meta": {}, "annotations": [], "predictions": []}
    summary, folder = pulled(server, tmp_path / "back")
    assert (summary.foreign, summary.articles) == (1, 2)
    assert len(list(folder.articles())) == 2


def test_a_pull_that_fails_leaves_the_last_one(tmp_path: Path, server: FakeReviewServer) -> None:
    pulled(server, tmp_path / "back")

    class Broken(FakeReviewServer):
        def exported(self, project: Any) -> Any:
            yield next(iter(super().exported(project)))
            raise ServerError("http://review.test: gone")

    broken = Broken()
    broken.made, broken.tasks = server.made, server.tasks
    before = {file.name: file.read_bytes() for file in (tmp_path / "back").iterdir() if file.is_file()}
    with pytest.raises(ServerError):
        pull(broken, "bridges", tmp_path / "back")
    assert {file.name: file.read_bytes() for file in (tmp_path / "back").iterdir() if file.is_file()} == before
    assert {file.name for file in tmp_path.iterdir()} == {"out", "back"}


def test_projects_that_are_not_ours_are_refused(tmp_path: Path, server: FakeReviewServer) -> None:
    with pytest.raises(UsageError, match="no project called 'roads'"):
        pull(server, "roads", tmp_path / "x")
    server.create_project("roads", "<View/>", "")
    with pytest.raises(UsageError, match="annotate did not make it"):
        pull(server, "roads", tmp_path / "x")


def test_a_pull_replaces_a_pull_of_the_same_project_and_nothing_else(tmp_path: Path, server: FakeReviewServer) -> None:
    pulled(server, tmp_path / "back")
    pulled(server, tmp_path / "back")
    with pytest.raises(FolderError, match="holds an annotated run, which this would replace"):
        Folder.claim(tmp_path / "out", "bridges")
    for other in (None, "roads"):
        with pytest.raises(FolderError, match="holds what was pulled from the project 'bridges'"):
            Folder.claim(tmp_path / "back", other)
