"""Whatever is added, changed and taken away, and by which command, the folder is that of a run over what is left."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.running import WatchedModel, content, fake_annotator

#: Texts that bear on each other: one changed, the verdicts of the others do.
TEXTS = (
    "The blast at the mill killed 12 people, the mayor of Brest said on Monday. The mill had been shut since June.",
    "The blast at the mill killed 30 people, the mayor of Brest said on Monday. Nobody knew why it was open.",
    "Police blamed the owners of the mill for the blast that killed 12 people in Brest.",
    "The owners of the mill denied that they were to blame for the blast in Brest.",
    " ",  # fails
)
ARTICLES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(TEXTS), min_size=1, max_size=6)
STEPS = st.one_of(
    st.tuples(st.just("run"), ARTICLES),
    st.tuples(st.just("add"), ARTICLES),
    st.tuples(st.just("drop"), st.sets(st.sampled_from("abcdef"), min_size=1)),
)


@settings(max_examples=settings().max_examples // 2)
@given(ARTICLES, st.lists(STEPS, min_size=1, max_size=4))
def test_any_sequence_of_changes_comes_to_a_fresh_run(
    first: dict[str, str], steps: list[tuple[str, dict[str, str] | set[str]]]
) -> None:
    with TemporaryDirectory() as name:
        place = Path(name)
        (place / "in").mkdir()
        held: dict[str, str] = {}
        for command, what in [("run", first), *steps]:
            before, model = dict(held), WatchedModel()
            annotator = fake_annotator(model)
            if command == "drop":
                gone = [each for each in sorted(what) if held.get(each, " ").strip()]
                held = {each: text for each, text in held.items() if each not in gone}
                annotator.drop([f"in/{each}.txt" for each in gone], place / "out")
                expected = []
            else:
                assert isinstance(what, dict)
                if command == "add":  # what cannot be read any more stays as it was
                    what = {each: text for each, text in what.items() if text.strip() or not held.get(each)}
                held = {**keeping(held, what), **what} if command == "add" else what
                inputs = write(place, what)
                (annotator.add if command == "add" else annotator.run)(inputs, place / "out")
                expected = [each for each, text in what.items() if text.strip() and before.get(each) != text]
            assert model.read == [f"in/{each}.txt" for each in expected]
            fake_annotator().run(write(place, held), place / "fresh", fresh=True)
            assert outcome(place / "out") == outcome(place / "fresh")


def keeping(held: dict[str, str], added: dict[str, str]) -> dict[str, str]:
    """Return what holds its place when `added` is: what failed has none, and comes last."""
    return {each: text for each, text in held.items() if text.strip() or each not in added}


def write(place: Path, texts: dict[str, str]) -> list[str]:
    for each, text in texts.items():
        (place / "in" / f"{each}.txt").write_text(text, encoding="utf-8")
    return [str(place / "in" / f"{each}.txt") for each in texts]


def outcome(folder: Path) -> dict[str, object]:
    """Return the folder's files; failures in any order, as `add` does not know where an input stood that failed."""
    return {
        name: sorted(each.splitlines()) if name == "failures.jsonl" else each for name, each in content(folder).items()
    }
