"""Floors of what is given of frames that the embedded encoder was never shown."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from annotate.config import load_preset, load_scheme
from annotate.data import Article, Sentence, Span
from annotate.framing import frame
from annotate.models import load_article_model, load_classifier

pytestmark = pytest.mark.slow


# Ranked as they are, no threshold would bring more than 0.64 in English and 0.56 in French.
@pytest.mark.parametrize(("language", "floor"), [("en", 0.60), ("fr", 0.52)])
def test_what_is_given_is_right_often_enough_and_no_frame_is_given_never(
    project_root: Path, language: str, floor: float
) -> None:
    scheme = load_scheme("generic_frames")
    model, encoder = load_article_model(load_preset())
    classifier = load_classifier(load_preset(), encoder)
    given, had, right = Counter[str](), Counter[str](), Counter[str]()
    for line in (project_root / "tests" / "golden" / "generic_frames.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["language"] != language:
            continue
        text, name = row["text"], row["id"]
        vectors = model.view(
            Article(name, "", name, 0, text, 0, language), [Sentence(name, 0, Span(0, len(text)), text)]
        ).vectors
        found = {each.label for each in frame([text], classifier, scheme, language, vectors)[0]}
        given.update(found - set(row["frames_also_ok"]))
        had.update(row["frames"])
        right.update(found & set(row["frames"]))
    assert 2 * right.total() / (given.total() + had.total()) >= floor
    assert set(right) == set(scheme.names)
