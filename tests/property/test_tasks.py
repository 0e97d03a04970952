"""Any text goes into a task and comes back, and is valid on the way; any fault leaves each article there once."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from annotate.config import load_scheme
from annotate.errors import ServerError
from annotate.labelstudio.corrections import from_task
from annotate.labelstudio.interface import labelling_config
from annotate.labelstudio.push import push
from annotate.labelstudio.tasks import Origins, to_task
from annotate.labelstudio.validation import Validator
from annotate.store import Folder
from tests.builders import annotated, folder_of, run_of
from tests.fakes import FakeReviewServer

SCHEMES = load_scheme("attribution"), load_scheme("frames")
VALIDATOR = Validator(labelling_config(*SCHEMES))
ORIGINS = Origins.of(run_of([]))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=200)


@given(TEXTS)
@example("e\u0301 \u00e9 \u202bשלום\u202c \u00a0\u202f« 👩\u200d👩\u200d👧 »\n\u2028x\u0085y\t<script>&amp;")
def test_any_text_makes_a_valid_task_and_comes_back(text: str) -> None:
    article = annotated(text)
    task = json.loads(json.dumps(to_task(article, ORIGINS)))
    assert VALIDATOR.problems(task) == ([] if text.strip() else ["the text is empty"])
    task |= {
        "id": 1,
        "annotations": [{"id": 2, "result": task["predictions"][0]["result"], "created_at": "x", "updated_at": "y"}],
    }
    reviewed = from_task(task, {}, *SCHEMES)
    [annotation] = reviewed.article.annotations
    assert reviewed.problems == ()
    assert reviewed.article.article == article.article
    assert reviewed.article.sentences == article.sentences
    assert [each.span for each in annotation.regions if each.label] == [
        each.sentence.span for each in article.sentences if each.attribution
    ]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2), st.booleans()), max_size=6), st.data())
def test_whatever_is_cut_off_each_article_is_there_once(
    faults: list[tuple[int, int, bool]], data: st.DataObject
) -> None:
    """Push versions of seven articles, cut off at any request before or after it took effect, then once in full."""
    server = FakeReviewServer()

    def folder(place: str, version: int) -> list[str]:
        items = [annotated(f"Version {version}.\nNumber {number}.", f"texts/{number}.txt") for number in range(7)]
        folder_of(Path(place), items)
        return [each.article.id for each in items]

    version = 0
    with TemporaryDirectory() as place:
        for at, version, after in faults:
            ids = folder(place, version)
            begun = len(server.requests)

            def cut(request: str, last: int = begun + at + 1) -> None:
                if len(server.requests) >= last:
                    raise ServerError("cut off")

            server.cut, server.after = cut, after
            with suppress(ServerError):
                push(Folder.open(Path(place)), server, "any title", batch=3)
            server.cut = None
            for number in list(server.tasks):
                if data.draw(st.integers(0, 9)) == 0:
                    server.annotate(number)
        ids = folder(place, version)
        annotated_before = {number for number, task in server.tasks.items() if task["annotations"]}
        push(Folder.open(Path(place)), server, "any title", batch=3)
        current = Counter(
            task["data"]["doc_id"]
            for number, task in server.tasks.items()
            if task["data"]["text"].startswith(f"Version {version}.")
        )
        assert set(current) == set(ids)
        assert annotated_before <= set(server.tasks)
        unbegun = [task for task in server.tasks.values() if not task["annotations"]]
        assert max(Counter(task["data"]["doc_id"] for task in unbegun).values(), default=0) <= 1
        server.requests.clear()
        push(Folder.open(Path(place)), server, "any title", batch=3)
        assert server.requests == []
