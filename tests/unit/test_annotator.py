from __future__ import annotations

import json
import multiprocessing
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotate import annotator as module
from annotate.annotator import Annotator
from annotate.config import EmbeddingModel, SpanModel, load_preset
from annotate.data import Document, Failure
from annotate.errors import ConfigError, FolderError, InputError, ModelError, UsageError
from annotate.store import Folder
from tests.running import WatchedModel, content, fake_annotator, run_and_die

TEXT = "The mayor said on Monday that the old bridge would close. Nobody was hurt."


@pytest.fixture
def annotator() -> Annotator:
    return fake_annotator()


class Log:
    """A progress that remembers what it heard."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int | None]] = []
        self.done = 0
        self.failures: list[Failure] = []

    def start(self, step: str, total: int | None) -> None:
        self.steps.append((step, total))

    def advance(self) -> None:
        self.done += 1

    def fail(self, failure: Failure) -> None:
        self.failures.append(failure)


def test_strings_and_documents_are_annotated_in_order(annotator: Annotator) -> None:
    found = list(annotator.annotate([TEXT, Document("key", "texts/b.txt", TEXT), TEXT]))
    assert [each.article.path for each in found] == ["text/0", "texts/b.txt", "text/2"]
    assert len({each.article.id for each in found}) == 3


def test_unreadable_document_raises_unless_somebody_listens(annotator: Annotator) -> None:
    with pytest.raises(InputError, match="text/0"):
        list(annotator.annotate([" ", TEXT]))
    heard: list[Failure] = []
    listen: Callable[[Failure], None] = heard.append
    assert len(list(annotator.annotate([" ", TEXT], listen))) == 1
    assert [each.path for each in heard] == ["text/0"]


def test_run_fills_the_folder_and_tells_of_its_progress(annotator: Annotator, tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for name in "abc":
        (inputs / f"{name}.txt").write_text(TEXT)
    (inputs / "d.txt").write_text(" ")
    log = Log()
    summary = annotator.run([str(inputs)], tmp_path / "out", progress=log)
    folder = Folder.open(tmp_path / "out")
    assert len(list(folder.articles())) == summary.counts.articles == 3
    assert list(folder.failures()) == log.failures
    assert summary.counts.failures == 1
    assert [total for _, total in log.steps] == [4, 3]
    assert log.done == 6
    assert summary.report.is_file()
    assert folder.run().counts == summary.counts
    assert folder.run().frames == annotator.frames


def test_run_names_no_place_of_this_machine(annotator: Annotator, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    annotator.run([str(tmp_path / "a.txt")], tmp_path / "out")
    for name in ("run.json", "articles-00000.jsonl", "report.html"):
        assert str(tmp_path) not in (tmp_path / "out" / name).read_text(encoding="utf-8")


def test_foreign_folder_is_refused_before_a_model_loads(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    annotator = Annotator.from_config()
    with pytest.raises(FolderError):
        annotator.run([], tmp_path)
    assert "line" not in vars(annotator)


def test_schemes_override_the_presets(tmp_path: Path) -> None:
    assert Annotator.from_config(attribution="attribution_basic").attribution.name == "attribution_basic"
    assert Annotator.from_config(load_preset(), frames="generic_frames").frames.name == "generic_frames"


def test_scheme_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match="kind frames; give one of kind attribution"):
        Annotator.from_config(attribution="frames")


def test_version_hangs_on_the_settings_and_nothing_else() -> None:
    one, same = Annotator.from_config(), Annotator.from_config(load_preset().model_copy(update={"shard_size": 3}))
    assert one._digest() == same._digest()
    changes: list[dict[str, Any]] = [
        {"spans": SpanModel(backend="rules")},
        {"encoder": EmbeddingModel(name="x")},
        {"zero_shot_weight": 0.5},
    ]
    others = [Annotator.from_config(load_preset().model_copy(update=each))._digest() for each in changes]
    frames = Annotator.from_config(frames="generic_frames")._digest()
    assert len({one._digest(), frames, *others}) == 5


def test_version_hangs_on_no_looks() -> None:
    one = Annotator.from_config()
    first, *rest = one.attribution.labels
    recoloured = first.model_copy(update={"color": "#123456", "hotkey": "j", "covers": ("x",)})
    redefined = first.model_copy(update={"definition": first.hypothesis})
    looks, means = (
        Annotator(one.preset, one.attribution.model_copy(update={"labels": (label, *rest)}), one.frames)
        for label in (recoloured, redefined)
    )
    assert one._digest() == looks._digest() != means._digest()


def write(place: Path, texts: dict[str, str]) -> list[str]:
    """Write one file a text into `place/in`, and return their paths."""
    (place / "in").mkdir(exist_ok=True)
    for name, text in texts.items():
        (place / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    return [str(place / "in" / f"{name}.txt") for name in texts]


def texts(names: str) -> dict[str, str]:
    return {name: f"The mayor of {name.upper()} said on Monday that the bridge would close." for name in names}


def paths(folder: Path) -> list[str]:
    return [each.article.path for each in Folder.open(folder).articles()]


def ids(folder: Path) -> list[str]:
    return [each.article.id for each in Folder.open(folder).articles()]


def check_fresh(place: Path, inputs: list[str], **options: Any) -> None:
    """Hold a folder to what a fresh run over `inputs` gives, byte for byte."""
    fake_annotator().run(inputs, place / "fresh", fresh=True, **options)
    assert content(place / "out") == content(place / "fresh")


def test_the_model_reads_no_article_that_has_not_changed(tmp_path: Path) -> None:
    fake_annotator().run(write(tmp_path, texts("abcd")), tmp_path / "out")
    model = WatchedModel()
    inputs = write(tmp_path, {**texts("edc"), "a": "The bridge stays open, the mayor of A said on Tuesday."})
    summary = fake_annotator(model).run(inputs, tmp_path / "out")
    assert model.read == ["in/e.txt", "in/a.txt"]
    assert (summary.taken_over, summary.counts.articles) == (2, 4)
    check_fresh(tmp_path, inputs)


def test_a_fresh_run_takes_nothing_over(tmp_path: Path) -> None:
    inputs, model = write(tmp_path, texts("ab")), WatchedModel()
    fake_annotator().run(inputs, tmp_path / "out")
    assert fake_annotator(model).run(inputs, tmp_path / "out", fresh=True).taken_over == 0
    assert len(model.read) == 2


def test_another_outlet_is_another_article(tmp_path: Path) -> None:
    inputs, model = write(tmp_path, texts("ab")), WatchedModel()
    fake_annotator().run(inputs, tmp_path / "out")
    (tmp_path / "told.csv").write_text("path,outlet\nin/b.txt,Post\n")
    fake_annotator(model).run(inputs, tmp_path / "out", metadata=tmp_path / "told.csv")
    assert model.read == ["in/b.txt"]
    check_fresh(tmp_path, inputs, metadata=tmp_path / "told.csv")


def test_a_row_that_moved_is_taken_over_under_its_new_path(tmp_path: Path) -> None:
    rows = [json.dumps({"id": name, "text": text}) + "\n" for name, text in texts("abc").items()]
    file, model = tmp_path / "rows.jsonl", WatchedModel()
    file.write_text("".join(rows))
    fake_annotator().run([str(file)], tmp_path / "out")
    file.write_text("".join(rows[1:]))
    fake_annotator(model).run([str(file)], tmp_path / "out")
    assert model.read == []
    check_fresh(tmp_path, [str(file)])


@pytest.mark.parametrize("changed", ["model", "package"])
def test_what_other_models_or_packages_made_is_not_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    inputs, model = write(tmp_path, texts("ab")), WatchedModel()
    fake_annotator().run(inputs, tmp_path / "out")
    if changed == "package":
        monkeypatch.setattr(module, "version", lambda package: f"{package} of tomorrow")
    other = fake_annotator(model, "test 2" if changed == "model" else "test 1")
    with pytest.raises(FolderError, match="made by another version, or damaged since; run annotate run"):
        other.add(inputs, tmp_path / "out")
    assert other.run(inputs, tmp_path / "out").taken_over == 0
    assert len(model.read) == 2


def test_a_run_that_fails_leaves_the_older_one_and_the_next_goes_on_where_it_was(tmp_path: Path) -> None:
    def fail(number: int) -> None:
        if number == 5:
            raise ModelError("gone")

    fake_annotator().run(write(tmp_path, texts("z")), tmp_path / "out")
    before, inputs = content(tmp_path / "out"), write(tmp_path, texts("abcdef"))
    with pytest.raises(ModelError):
        fake_annotator(WatchedModel(fail)).run(inputs, tmp_path / "out")
    assert before.items() <= content(tmp_path / "out").items()
    model = WatchedModel()
    assert fake_annotator(model).run(inputs, tmp_path / "out").taken_over == 4
    assert model.read == ["in/e.txt", "in/f.txt"]
    check_fresh(tmp_path, inputs)


def test_killed_between_shards_a_run_is_taken_up_again(tmp_path: Path) -> None:
    inputs = write(tmp_path, texts("abcdefgh"))
    for times in (1, 2):
        process = multiprocessing.get_context("spawn").Process(target=run_and_die, args=(inputs, tmp_path / "out", 4))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        with pytest.raises(FolderError, match="did not finish"):
            Folder.open(tmp_path / "out")
        assert len(list((tmp_path / "out").glob(".annotate-new-*"))) == times
    model = WatchedModel()
    assert fake_annotator(model).run(inputs, tmp_path / "out").taken_over == 4
    assert model.read == [f"in/{name}.txt" for name in "efgh"]
    check_fresh(tmp_path, inputs)


def test_added_articles_come_last_and_changed_ones_keep_their_place(tmp_path: Path) -> None:
    fake_annotator().run(write(tmp_path, texts("abc")), tmp_path / "out")
    model = WatchedModel()
    added = write(tmp_path, {"d": TEXT, "b": TEXT, "a": texts("a")["a"]})
    summary = fake_annotator(model).add(added, tmp_path / "out")
    assert model.read == ["in/d.txt", "in/b.txt"]
    assert (summary.taken_over, summary.counts.articles) == (2, 4)
    check_fresh(tmp_path, [str(tmp_path / "in" / f"{name}.txt") for name in "abcd"])


def test_a_file_is_the_same_whatever_argument_names_it(tmp_path: Path) -> None:
    [*_, b] = write(tmp_path, texts("ab"))
    fake_annotator().run([str(tmp_path / "in")], tmp_path / "out")
    Path(b).write_text(TEXT)
    fake_annotator().add([b], tmp_path / "out")
    assert paths(tmp_path / "out") == ["in/a.txt", "in/b.txt"]
    check_fresh(tmp_path, [str(tmp_path / "in")])


def test_another_file_of_the_same_name_is_another_article(tmp_path: Path) -> None:
    [a] = write(tmp_path, texts("a"))
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text(TEXT)
    fake_annotator().run([a], tmp_path / "out")
    for _ in range(2):
        fake_annotator().add([str(tmp_path / "more" / "a.txt")], tmp_path / "out")
        assert paths(tmp_path / "out") == ["in/a.txt", "more/a.txt"]
    check_fresh(tmp_path, [a, str(tmp_path / "more" / "a.txt")])


def test_a_folder_added_after_a_file_of_it_holds_no_article_twice(tmp_path: Path) -> None:
    [a, _] = write(tmp_path, texts("ab"))
    fake_annotator().run([a], tmp_path / "out")
    [one] = ids(tmp_path / "out")
    fake_annotator().add([str(tmp_path / "in")], tmp_path / "out")
    assert paths(tmp_path / "out") == ["in/a.txt", "in/b.txt"]
    assert ids(tmp_path / "out")[0] == one


def test_a_run_over_one_file_of_the_folder_run_before_holds_that_alone(tmp_path: Path) -> None:
    [a, _] = write(tmp_path, texts("ab"))
    fake_annotator().run([str(tmp_path / "in")], tmp_path / "out")
    fake_annotator().run([a], tmp_path / "out")
    check_fresh(tmp_path, [a])


def metadata(place: Path, *rows: str) -> Path:
    file = place / "told.csv"
    file.write_text("\n".join(("path,outlet,published,title,url", *rows)), encoding="utf-8")
    return file


TOLD = "in/a.txt,Post,2026-01-02,Old bridge,https://example.org/a"


def known(folder: Path, number: int = 0) -> tuple[str | None, ...]:
    article = list(Folder.open(folder).articles())[number].article
    return article.outlet, article.published, article.title, article.url


def test_what_was_told_of_an_article_stays_when_it_is_added_again(tmp_path: Path) -> None:
    inputs = write(tmp_path, texts("ab"))
    fake_annotator().run(inputs, tmp_path / "out", metadata=metadata(tmp_path, TOLD))
    write(tmp_path, {"a": TEXT})
    for each in (inputs[0], str(tmp_path / "in")):
        fake_annotator().add([each], tmp_path / "out")
        assert paths(tmp_path / "out") == ["in/a.txt", "in/b.txt"]
        assert known(tmp_path / "out") == ("Post", "2026-01-02", "Old bridge", "https://example.org/a")
    check_fresh(tmp_path, inputs, metadata=metadata(tmp_path, TOLD))


def test_what_is_told_now_holds_and_the_rest_stays(tmp_path: Path) -> None:
    inputs = write(tmp_path, texts("ab"))
    fake_annotator().run(inputs, tmp_path / "out", metadata=metadata(tmp_path, TOLD))
    for row, told in (
        ("in/a.txt,Herald,,,", ("Herald", "2026-01-02", "Old bridge", "https://example.org/a")),
        ("in/a.txt,,,,https://example.org/b", ("Herald", "2026-01-02", "Old bridge", "https://example.org/b")),
    ):
        fake_annotator().add([inputs[0]], tmp_path / "out", metadata=metadata(tmp_path, row))
        assert paths(tmp_path / "out") == ["in/a.txt", "in/b.txt"]
        assert known(tmp_path / "out") == told


def test_a_guess_does_not_become_a_fact(tmp_path: Path) -> None:
    body = "\n\nThe mayor said on Monday that the old bridge would close for good."
    inputs = write(tmp_path, {"a": f"Bridge to close | The Post{body}"})
    fake_annotator().run(inputs, tmp_path / "out", metadata=metadata(tmp_path, "in/a.txt,,2026-01-02,,"))
    assert known(tmp_path / "out")[:3] == ("The Post", "2026-01-02", "Bridge to close")
    write(tmp_path, {"a": f"Bridge stays | The Herald{body}"})
    fake_annotator().add(inputs, tmp_path / "out")
    assert known(tmp_path / "out")[:3] == ("The Herald", "2026-01-02", "Bridge stays")
    [article] = Folder.open(tmp_path / "out").articles()
    assert set(article.article.guessed) == {"title", "outlet"}


def test_an_argument_that_names_nothing_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    [a] = write(tmp_path, texts("a"))
    gone = str(tmp_path / "in" / "gone.txt")
    fake_annotator().run([a], tmp_path / "out")
    before = content(tmp_path / "out")
    for command, inputs in (
        (fake_annotator().add, [a, gone]),
        (fake_annotator().add, [f"{tmp_path}/*.md"]),
        (fake_annotator().run, [gone]),
    ):
        with pytest.raises(UsageError, match=r"no such file or folder|no file matches"):
            command(inputs, tmp_path / "out")
        assert content(tmp_path / "out") == before
    with pytest.raises(UsageError):
        fake_annotator().run([gone], tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_an_argument_that_named_nothing_is_no_failure_any_more_when_it_does(tmp_path: Path) -> None:
    [a] = write(tmp_path, texts("a"))
    b = str(tmp_path / "in" / "b.txt")
    assert fake_annotator().run([a, b], tmp_path / "out").failed == 1
    write(tmp_path, texts("b"))
    assert fake_annotator().add([b], tmp_path / "out").counts.failures == 0
    check_fresh(tmp_path, [a, b])


def begin_and_wait(inputs: list[str], out: Path, begun: Any, on: Any) -> None:
    """Begin a run, say so when the first article is read, and go on when told to."""

    def wait(read: int) -> None:
        begun.set()
        on.wait(60)

    fake_annotator(WatchedModel(wait)).run(inputs, out)


@pytest.mark.parametrize("killed", [False, True])
def test_who_comes_second_is_refused_until_the_first_has_ended(tmp_path: Path, killed: bool) -> None:
    inputs, out = write(tmp_path, texts("abc")), tmp_path / "out"
    fake_annotator().run(inputs[:2], out)
    before = content(out)
    context = multiprocessing.get_context("spawn")
    begun, on = context.Event(), context.Event()
    process = context.Process(target=begin_and_wait, args=(inputs, out, begun, on))
    process.start()
    assert begun.wait(60)
    for change in (
        lambda: fake_annotator().run(inputs[:1], out),
        lambda: fake_annotator().add(inputs[:1], out),
        lambda: fake_annotator().drop(["in/a.txt"], out),
        lambda: Annotator.from_folder(out),
    ):
        with pytest.raises(FolderError, match="another run, or another change of it, is writing into this folder"):
            change()
    assert before.items() <= content(out).items()
    if killed:
        process.kill()
    else:
        on.set()
    process.join(60)
    assert process.exitcode == (-signal.SIGKILL if killed else 0)
    assert paths(out) == (["in/a.txt", "in/b.txt"] if killed else ["in/a.txt", "in/b.txt", "in/c.txt"])
    fake_annotator().add(inputs[2:], out)
    check_fresh(tmp_path, inputs)


def test_what_cannot_be_added_is_named_beside_the_older_failures_until_it_can(tmp_path: Path) -> None:
    fake_annotator().run(write(tmp_path, {**texts("a"), "b": " "}), tmp_path / "out")
    summary = fake_annotator().add(write(tmp_path, {"c": " "}), tmp_path / "out")
    assert (summary.failed, summary.failed_before, summary.counts.failures) == (1, 1, 2)
    summary = fake_annotator().add(write(tmp_path, texts("b")), tmp_path / "out")
    assert (summary.failed, summary.counts.failures) == (0, 1)
    assert [each.path for each in Folder.open(tmp_path / "out").failures()] == ["in/c.txt"]
    assert paths(tmp_path / "out") == ["in/a.txt", "in/b.txt"]


def test_dropped_articles_are_gone_by_path_and_by_id(tmp_path: Path) -> None:
    inputs, model = write(tmp_path, texts("abcd")), WatchedModel()
    fake_annotator().run(inputs, tmp_path / "out")
    last = list(Folder.open(tmp_path / "out").articles())[-1].article.id
    summary = fake_annotator(model).drop(["in/b.txt", last], tmp_path / "out")
    assert (model.read, summary.taken_over) == ([], 2)
    check_fresh(tmp_path, [inputs[0], inputs[2]])


def test_an_article_that_is_not_there_is_not_dropped(tmp_path: Path) -> None:
    fake_annotator().run(write(tmp_path, texts("a")), tmp_path / "out")
    before = content(tmp_path / "out")
    with pytest.raises(UsageError, match=r"in/x\.txt: no article in the folder has this id or path"):
        fake_annotator().drop(["in/a.txt", "in/x.txt"], tmp_path / "out")
    assert content(tmp_path / "out") == before


def test_a_damaged_stage_is_not_built_on(tmp_path: Path) -> None:
    fake_annotator().run(write(tmp_path, texts("abc")), tmp_path / "out")
    (tmp_path / "out" / "stage" / "vectors-00001.npy").unlink()
    with pytest.raises(FolderError, match="damaged since"):
        fake_annotator().drop(["in/a.txt"], tmp_path / "out")


def test_a_folder_names_the_settings_that_it_is_changed_with(tmp_path: Path) -> None:
    one = fake_annotator()
    one.run(write(tmp_path, texts("a")), tmp_path / "out")
    other = Annotator.from_folder(tmp_path / "out")
    assert (other.attribution, other.frames, other.preset.shard_size) == (one.attribution, one.frames, 2)
    assert other._digest() == one._digest()
