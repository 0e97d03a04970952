from __future__ import annotations

import pytest

from annotate.config import load_scheme
from annotate.errors import InputError
from annotate.labelstudio.corrections import from_task
from annotate.labelstudio.tasks import Json
from tests.unit.labelstudio.test_tasks import ARTICLE, ORIGINS, task

SCHEMES = load_scheme("attribution"), load_scheme("frames")


def test_an_article_comes_back_as_it_went() -> None:
    reviewed = from_task(task(), {}, *SCHEMES)
    assert reviewed.article == ARTICLE
    assert reviewed.origins == ORIGINS
    assert reviewed.problems == ()


@pytest.mark.parametrize("key", ["record", "preset", "versions"])
def test_a_task_whose_notes_were_changed_is_refused(key: str) -> None:
    changed = task()
    changed["meta"]["annotate"][key] = 5
    with pytest.raises(InputError, match="task 1: what annotate noted with it has been changed"):
        from_task(changed, {}, *SCHEMES)


def test_a_task_of_somebody_elses_is_refused() -> None:
    with pytest.raises(InputError, match="task 1: was not pushed by annotate"):
        from_task({**task(), "meta": None}, {}, *SCHEMES)


def test_people_may_come_as_ids_or_as_objects() -> None:
    raw: Json = {"result": [], "created_at": "x", "updated_at": "y", "lead_time": None}
    given = [{"email": "ann@example.org"}, {"id": 4}, 5, 6, None]
    annotations = [{**raw, "id": number, "completed_by": who} for number, who in enumerate(given)]
    reviewed = from_task({**task(), "annotations": annotations}, {5: "bob@example.org"}, *SCHEMES)
    assert [each.annotator for each in reviewed.article.annotations] == [
        "ann@example.org",
        "user 4",
        "bob@example.org",
        "user 6",
        "user None",
    ]
