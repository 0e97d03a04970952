from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotate.config import Preset, load_scheme
from annotate.data import Failure
from annotate.errors import FolderError
from annotate.store import Folder, Run, Staged, fingerprint
from annotate.tally import Tally
from tests.builders import annotated, dropped
from tests.running import content


def staged(number: int) -> Staged:
    text = "\n".join(f"Sentence {each} of article {number}." for each in range(number % 3 + 1))
    article = annotated(text, path=f"texts/{number}.txt")
    rows = len(article.sentences) + sum(len(each.support.claims) for each in article.sentences)
    return article, np.full((rows, 4), number, dtype=np.float32)


def write(path: Path, items: list[Staged | Failure], size: int = 2) -> Folder:
    folder = Folder.claim(path)
    folder.clear()
    fill(folder, items, size)
    return folder


def fill(folder: Folder, items: list[Staged | Failure], size: int = 2) -> None:
    list(folder.stage(items, size, "us"))
    list(folder.finish((each for each, _ in folder.staged()), size))
    folder.report.write_text("<html>", encoding="utf-8")
    folder.write_run(run())


def run() -> Run:
    return Run(
        schema=1,
        model_version="test 1",
        versions={"annotate": "0"},
        preset=Preset(name="test"),
        attribution=load_scheme("attribution"),
        frames=load_scheme("attribution_basic"),
        counts=Tally().counts(),
    )


def names(path: Path) -> set[str]:
    return {file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()}


def test_pass_one_comes_back_as_it_went_in(tmp_path: Path) -> None:
    items = [staged(number) for number in range(5)]
    folder = write(tmp_path, list(items))
    back = list(folder.staged())
    assert [article for article, _ in back] == [article for article, _ in items]
    for (_, given), (_, read) in zip(items, back, strict=True):
        np.testing.assert_array_equal(given, read)
        assert read.dtype == np.float32


def test_result_comes_back_in_input_order(tmp_path: Path) -> None:
    folder = write(tmp_path, [staged(number) for number in range(5)])
    assert [each.article.path for each in folder.articles()] == [f"texts/{number}.txt" for number in range(5)]


def test_folder_holds_what_the_contract_names(tmp_path: Path) -> None:
    write(tmp_path, [staged(0), Failure("b.bin", "unknown"), staged(1), staged(2)])
    assert names(tmp_path) == {
        "articles-00000.jsonl",
        "articles-00001.jsonl",
        "stage/articles-00000.jsonl",
        "stage/articles-00001.jsonl",
        "stage/vectors-00000.npy",
        "stage/vectors-00001.npy",
        "ledger.jsonl",
        "failures.jsonl",
        "run.json",
        "report.html",
    }


def test_ledger_tells_each_finished_shard(tmp_path: Path) -> None:
    write(tmp_path, [staged(number) for number in range(3)])
    entries = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert [(each["pass"], each["shard"], each["articles"]) for each in entries] == [
        (1, "stage/articles-00000.jsonl", 2),
        (1, "stage/articles-00001.jsonl", 1),
        (2, "articles-00000.jsonl", 2),
        (2, "articles-00001.jsonl", 1),
    ]
    for each in entries:
        assert hashlib.sha256((tmp_path / each["shard"]).read_bytes()).hexdigest() == each["sha256"]


def test_failures_come_back_and_a_cut_line_does_not(tmp_path: Path) -> None:
    folder = write(tmp_path, [Failure("a.bin", "unknown"), staged(0), Failure("b\udcff.txt", "empty")])
    with (tmp_path / "failures.jsonl").open("ab") as file:
        file.write(b'{"path": "c')
    assert list(folder.failures()) == [Failure("a.bin", "unknown"), Failure("b\udcff.txt", "empty")]


def test_run_of_failures_alone_is_a_run(tmp_path: Path) -> None:
    folder = write(tmp_path, [Failure("a.bin", "unknown")])
    assert list(Folder.open(tmp_path).articles()) == []
    assert list(folder.staged()) == []


def test_settings_come_back(tmp_path: Path) -> None:
    write(tmp_path, [staged(0)])
    assert Folder.open(tmp_path).run() == run()


def test_second_run_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    write(tmp_path / "twice", [staged(number) for number in range(5)])
    (tmp_path / "twice" / ".articles-00002.jsonl.tmp").write_text("cut short")
    write(tmp_path / "twice", [staged(0)])
    write(tmp_path / "once", [staged(0)])
    assert names(tmp_path / "twice") == names(tmp_path / "once")
    for name in names(tmp_path / "once"):
        assert (tmp_path / "twice" / name).read_bytes() == (tmp_path / "once" / name).read_bytes()


def test_clearing_spares_what_is_not_ours(tmp_path: Path) -> None:
    folder = write(tmp_path, [staged(0)])
    (tmp_path / "notes.md").write_text("mine")
    folder.clear()
    assert (tmp_path / "notes.md").read_text() == "mine"
    assert not (tmp_path / "run.json").exists()


def test_claiming_alone_removes_nothing(tmp_path: Path) -> None:
    write(tmp_path, [staged(0)])
    Folder.claim(tmp_path)
    assert list(Folder.open(tmp_path).articles())


def test_foreign_folder_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "articles-00000.jsonl").write_text("thesis")
    with pytest.raises(FolderError, match="choose a new or empty folder"):
        Folder.claim(tmp_path)
    assert (tmp_path / "articles-00000.jsonl").read_text() == "thesis"


def test_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(FolderError, match="is a file"):
        Folder.claim(tmp_path / "out")
    with pytest.raises(FolderError, match="out"):
        Folder.claim(tmp_path / "out" / "deeper")


@pytest.mark.parametrize(
    ("files", "message"),
    [(None, "no such folder"), ((), "holds no run"), (("ledger.jsonl",), "did not finish")],
)
def test_opening_names_what_is_missing(tmp_path: Path, files: tuple[str, ...] | None, message: str) -> None:
    path = tmp_path / "out"
    if files is not None:
        path.mkdir()
    for file in files or ():
        (path / file).touch()
    with pytest.raises(FolderError, match=message):
        Folder.open(path)


def test_damaged_shard_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, [staged(0), staged(1)])
    shard = tmp_path / "articles-00000.jsonl"
    shard.write_bytes(shard.read_bytes()[:-20] + b"\n")
    with pytest.raises(FolderError, match=r"articles-00000\.jsonl, line 2"):
        list(folder.articles())


def test_damaged_vectors_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path, [staged(0)])
    (tmp_path / "stage" / "vectors-00000.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(FolderError, match=r"vectors-00000\.npy"):
        list(folder.staged())


def test_run_json_of_another_kind_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, [staged(0)])
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(FolderError, match=r"run\.json"):
        folder.run()


def test_shards_beyond_five_digits_stay_in_order(tmp_path: Path) -> None:
    folder = write(tmp_path, [staged(0), staged(1)], size=1)
    (tmp_path / "articles-00001.jsonl").rename(tmp_path / "articles-100000.jsonl")
    (tmp_path / "articles-00000.jsonl").rename(tmp_path / "articles-99999.jsonl")
    assert [each.article.path for each in folder.articles()] == ["texts/0.txt", "texts/1.txt"]


def test_what_replaces_a_folder_lies_within_it_until_it_is_whole(tmp_path: Path) -> None:
    folder = Folder.claim(tmp_path / "out")
    with folder.replacing() as fresh:
        assert fresh.path.parent == folder.path  # the same disk, whatever is mounted there
    assert names(tmp_path) >= {"out/ledger.jsonl"}
    assert not list(folder.path.glob(".annotate-new-*"))


def test_what_a_pull_that_was_cut_off_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".annotate-new-x").mkdir()
    with Folder.claim(tmp_path).replacing():
        pass
    assert not list(tmp_path.glob(".annotate-new-*"))


def test_what_is_staged_is_kept_with_the_place_of_each(tmp_path: Path) -> None:
    items = [staged(number) for number in range(5)]
    folder = write(tmp_path, list(items))
    kept = list(folder.kept("us"))
    assert [(each.article_id, each.path) for each in kept] == [
        (article.article.id, article.article.path) for article, _ in items
    ]
    for each, (article, vectors) in zip(kept, items, strict=True):
        back, rows = each.read()
        assert back == article
        np.testing.assert_array_equal(rows, vectors)
        assert each.read_from == fingerprint(article.article, [one.sentence for one in article.sentences])


def test_what_was_told_of_an_article_is_kept_and_no_guess(tmp_path: Path) -> None:
    article, vectors = staged(0)
    guessing = replace(
        article.article,
        outlet="Post",
        url="http://x/1",
        published="2026-01-02",
        title="Bridge",
        guessed=("published", "title"),
    )
    [kept] = write(tmp_path, [(replace(article, article=guessing), vectors)]).kept("us")
    assert kept.known == {"outlet": "Post", "url": "http://x/1"}


def test_what_others_staged_is_not_kept(tmp_path: Path) -> None:
    assert list(write(tmp_path, [staged(0)]).kept("them")) == []


def cut_the_ledger(folder: Path) -> None:
    lines = (folder / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "ledger.jsonl").write_bytes(lines[0] + lines[1][:-1])


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "stage/articles-00001.jsonl").unlink(),
        lambda folder: (folder / "stage/vectors-00001.npy").unlink(),
        lambda folder: flip(folder / "stage/articles-00001.jsonl"),
        lambda folder: flip(folder / "stage/vectors-00001.npy"),
        lambda folder: shutil.copy(folder / "stage/vectors-00000.npy", folder / "stage/vectors-00001.npy"),
        cut_the_ledger,
    ],
)
def test_shards_that_the_ledger_does_not_vouch_for_are_not_kept(tmp_path: Path, damage: Callable[[Path], Any]) -> None:
    folder = write(tmp_path, [staged(number) for number in range(4)])
    damage(tmp_path)
    assert [each.path for each in folder.kept("us")] == ["texts/0.txt", "texts/1.txt"]


def flip(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])


def test_fingerprint_hangs_on_all_but_the_path() -> None:
    article, same = annotated("One.\nTwo.", "texts/a.txt"), annotated("One.\nTwo.", "texts/a.txt")
    sentences = [each.sentence for each in article.sentences]
    one = fingerprint(article.article, sentences)
    assert fingerprint(same.article, [each.sentence for each in same.sentences]) == one
    assert fingerprint(replace(article.article, path="texts/b.txt"), sentences) == one
    changes: list[dict[str, Any]] = [
        {"text": "One.\nToo."},
        {"outlet": "Post"},
        {"published": "2020-01-01"},
        {"title": "Two"},
        {"language": "fr"},
        {"guessed": ("title",)},
        {"dropped": (dropped("One.\nTwo.", "Two."),)},
    ]
    others = {fingerprint(replace(article.article, **each), sentences) for each in changes}
    assert len({one, *others, fingerprint(article.article, sentences[:1])}) == len(changes) + 2


def stop_after(folder: Folder, items: list[Staged | Failure]) -> None:
    with folder.replacing() as new:
        list(new.stage(items, 2, "us"))
        raise KeyboardInterrupt


def test_a_folder_that_failed_leaves_what_it_staged_and_the_older_one(tmp_path: Path) -> None:
    folder = write(tmp_path, [staged(0)])
    before = content(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        stop_after(folder, [staged(1), staged(2)])
    assert before.items() <= content(tmp_path).items()
    assert list(Folder.open(tmp_path).articles())
    assert [each.path for each in folder.earlier("us")] == ["texts/0.txt", "texts/1.txt", "texts/2.txt"]
    with Folder.claim(tmp_path).replacing() as new:
        fill(new, [staged(3)])
    assert [each.path for each in folder.earlier("us")] == ["texts/3.txt"]
    assert not list(tmp_path.glob(".annotate*"))


def test_a_folder_that_failed_before_it_staged_anything_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FolderError), Folder.claim(tmp_path).replacing():
        raise FolderError("no")
    assert not list(tmp_path.iterdir())


def test_a_first_run_that_was_cut_off_is_no_hindrance(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        stop_after(Folder.claim(tmp_path), [staged(1), staged(2)])
    with pytest.raises(FolderError, match="did not finish"):
        Folder.open(tmp_path)
    assert len(list(Folder.claim(tmp_path).earlier("us"))) == 2


class Killed(BaseException):
    """The process is gone: nothing it does has an effect any more."""


class Fate:
    """Lets `left` steps on the disk happen, and then none."""

    def __init__(self, left: int) -> None:
        self.left = left

    def wrap(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def doomed(*args: Any, **kwargs: Any) -> Any:
            if not self.left:
                raise Killed
            self.left -= 1
            return step(*args, **kwargs)

        return doomed


def test_killed_at_any_step_a_folder_holds_the_older_run_or_the_new_one(tmp_path: Path) -> None:
    """Kill a run before each rename and removal; what is left is one run or the other, never some of both."""
    old, new = [staged(number) for number in range(5)], [staged(number) for number in (7, 3, 1)]
    write(tmp_path / "old", list(old))
    write(tmp_path / "new", list(new))
    older, newer = content(tmp_path / "old"), content(tmp_path / "new")
    seen = set()
    for steps in range(200):
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(tmp_path / "old", out)
        if not killed(out, list(new), steps):
            break
        if (out / "run.json").is_file():
            assert [each.article.path for each in Folder.open(out).articles()] in (
                [each.article.path for each, _ in old],
                [each.article.path for each, _ in new],
            )
        folder = Folder.claim(out)
        found = {name: data for name, data in content(out).items() if not name.startswith(".annotate-new-")}
        assert found in (older, newer)
        seen.add(found == newer)
        with folder.replacing() as again:
            fill(again, list(new))
        assert content(out) == newer
    assert seen == {False, True}
    assert steps > 20


def killed(out: Path, items: list[Staged | Failure], steps: int) -> bool:
    """Write a run into a folder and tell whether it was killed, as it is after so many steps."""
    with pytest.MonkeyPatch.context() as patch:
        fate = Fate(steps)
        for name in ("rename", "replace", "unlink", "rmdir"):
            patch.setattr(Path, name, fate.wrap(getattr(Path, name)))
        patch.setattr(shutil, "rmtree", fate.wrap(shutil.rmtree))
        try:
            with Folder.claim(out).replacing() as new:
                fill(new, items)
        except Killed:
            return True
    return False


LOCK = ".annotate.lock"


def test_a_folder_has_one_writer_at_a_time_and_its_lock_goes_with_him(tmp_path: Path) -> None:
    write(tmp_path / "out", [staged(0)])
    before = content(tmp_path)
    with Folder.claimed(tmp_path / "out") as folder:
        for enter in (Folder.claimed(tmp_path / "out"), Folder.reopened(tmp_path / "out"), folder.alone()):
            with pytest.raises(FolderError, match=r"out: another run, .* is writing into this folder; wait"), enter:
                pass
        assert (tmp_path / "out" / LOCK).is_file()
        assert list(Folder.open(tmp_path / "out").articles())  # reading goes on
    assert content(tmp_path) == before
    with Folder.reopened(tmp_path / "out"):
        pass


def test_a_lock_that_was_left_is_none(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / LOCK).touch()  # a first run that was killed before it wrote anything
    with Folder.claimed(out) as folder, folder.replacing() as new:
        fill(new, [staged(0)])
    assert not (out / LOCK).exists()


def test_a_lock_on_a_file_that_is_gone_is_none(tmp_path: Path) -> None:
    """Take the lock while it is given back: the file that was opened before is no lock for those who come after."""
    folder = write(tmp_path, [staged(0)])
    lock = fcntl.flock
    late = (tmp_path / LOCK).unlink

    def given_back_meanwhile(descriptor: int, operation: int) -> None:
        if operation & fcntl.LOCK_EX:
            late()
        lock(descriptor, operation)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fcntl, "flock", given_back_meanwhile)
        with pytest.raises(FolderError, match="another run"), folder.alone():
            pass
    with folder.alone():
        pass


@pytest.mark.parametrize("enter", [Folder.reopened, Folder.claimed])
def test_a_folder_that_is_none_is_named_as_ever(tmp_path: Path, enter: Any) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderError, match="is a file"), enter(tmp_path / "file"):
        pass
    if enter == Folder.reopened:
        with pytest.raises(FolderError, match="no such folder"), enter(tmp_path / "nowhere"):
            pass
        assert not (tmp_path / "nowhere").exists()


def test_a_pulled_folder_is_not_reopened(tmp_path: Path) -> None:
    folder = write(tmp_path, [staged(0)])
    folder.write_run(run().model_copy(update={"project": "bridges"}))
    with pytest.raises(FolderError, match="was pulled from the project 'bridges'"), Folder.reopened(tmp_path):
        pass


def test_pages_of_an_older_report_go_with_it(tmp_path: Path) -> None:
    folder = write(tmp_path, [staged(0)])
    for pages in ("report", ".report.html.1.pages.tmp"):
        (tmp_path / pages).mkdir()
        (tmp_path / pages / "a.html").write_text("old", encoding="utf-8")
    with folder.replacing() as fresh:
        (fresh.path / "report").mkdir()
        (fresh.path / "report" / "b.html").write_text("new", encoding="utf-8")
        fresh.write_run(folder.run())
    assert [each.name for each in tmp_path.glob("**/*.html")] == ["b.html"]
