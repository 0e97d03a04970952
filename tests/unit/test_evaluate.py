from __future__ import annotations

import importlib.util
import json
import random
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from annotate import records
from annotate.config import load_scheme
from annotate.data import AnnotatedArticle, AnnotatedSentence, Attribution, Flag, Frame, Sentence, Span
from annotate.errors import UsageError
from annotate.evaluate import Gold, evaluate, load_gold
from tests.builders import article

TEXT = "Ann said so.\nBob denied it.\nThe sun rose."
SPANS = (Span(0, 12), Span(13, 27), Span(28, 41))


def sentence(span: Span, label: str, frames: tuple[str, ...] = (), flagged: bool = False) -> AnnotatedSentence:
    return AnnotatedSentence(
        Sentence("0" * 16, 0, span, span.of(TEXT)),
        Attribution(label, 1.0, {label: 1.0}),
        tuple(Frame(frame, 1.0) for frame in frames),
        flags=(Flag("second_hand", 0.5, "why"),) if flagged else (),
    )


def annotated(*sentences: AnnotatedSentence) -> AnnotatedArticle:
    return AnnotatedArticle(article(TEXT, "anywhere/texts/a.txt"), sentences)


def gold(span: Span, label: str, **more: Any) -> Gold:
    return Gold(doc="texts/a.txt", start=span.start, end=span.end, attribution=label, **more)


def test_perfect_answer_scores_one() -> None:
    given = annotated(*(sentence(span, "named_source", ("economic",), True) for span in SPANS))
    wanted = [gold(span, "named_source", frames=["economic"], review=True) for span in SPANS]
    measures = evaluate([given], wanted).measures
    assert measures["sentences"] == 3
    assert measures["missing"] == 0
    assert measures["attribution_accuracy"] == measures["frames_micro_f1"] == measures["review_f1"] == 1.0


def test_label_that_is_as_good_counts_as_right() -> None:
    given = annotated(sentence(SPANS[0], "media_source"))
    wanted = [gold(SPANS[0], "named_source", attribution_also_ok=["media_source"])]
    assert evaluate([given], wanted).measures["attribution_accuracy"] == 1.0


def test_missing_sentence_counts_against_everything() -> None:
    measures = evaluate([annotated()], [gold(SPANS[0], "named_source", frames=["economic"], review=True)]).measures
    assert measures["missing"] == 1
    assert measures["attribution_accuracy"] == measures["review_recall"] == measures["frames_micro_f1"] == 0.0


def test_missing_sentence_that_could_be_furniture_is_left_out() -> None:
    wanted = [gold(SPANS[0], "outlet_assertion", attribution_also_ok=["boilerplate"])]
    assert evaluate([annotated()], wanted).measures["sentences"] == 0


def test_two_sentences_in_one_are_both_missing() -> None:
    text = "Ann said so to the whole wide world.\nBob denied it, as we know."
    wanted = [gold(Span(0, 36), "named_source"), gold(Span(37, 63), "named_source")]
    given = replace(annotated(sentence(Span(0, 63), "named_source")), article=article(text, "texts/a.txt"))
    assert evaluate([given], wanted).measures["missing"] == 2


def test_furniture_among_the_sentences_is_counted() -> None:
    given = annotated(*(sentence(span, "outlet_assertion") for span in SPANS[:2]))
    wanted = [gold(SPANS[0], "boilerplate"), gold(SPANS[1], "outlet_assertion"), gold(SPANS[2], "headline")]
    assert evaluate([given], wanted).measures["furniture_kept"] == "1/2"


def test_confusion_says_what_was_taken_for_what() -> None:
    given = annotated(sentence(SPANS[0], "media_source"), sentence(SPANS[1], "named_source"))
    wanted = [gold(span, "named_source") for span in SPANS]
    assert evaluate([given], wanted).confusion == {
        "named_source": {"(missing)": 1, "media_source": 1, "named_source": 1}
    }


def test_no_gold_scores_zero_without_dividing_by_it() -> None:
    assert evaluate([], []).measures["attribution_accuracy"] == 0.0


@pytest.mark.parametrize("content", ["{", '{"doc": "a"}', '{"doc": "a", "start": "x", "end": 1, "attribution": "b"}'])
def test_bad_gold_names_file_and_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n" + content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"gold\.jsonl, line 2"):
        list(load_gold(path))


def test_missing_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl"):
        list(load_gold(tmp_path / "none.jsonl"))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["seeds", "dev_en", "dev_fr", "dev_unnamed_en"])
@pytest.mark.parametrize("seed", range(5))
def test_measures_equal_the_reference_scorer(shared_dir: Path, tmp_path: Path, name: str, seed: int) -> None:
    path = shared_dir / "gold" / f"{name}.jsonl"
    articles = [records.loads(records.dumps(each)) for each in _guesses(path, random.Random(seed))]
    lines = tmp_path / "articles.jsonl"
    lines.write_text("".join(records.dumps(each) + "\n" for each in articles), encoding="utf-8")
    expected, _ = _scorer(shared_dir).main(str(lines), str(path))
    measures = evaluate(articles, load_gold(path)).measures
    assert measures == expected
    assert list(measures) == list(expected)


def _scorer(shared_dir: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", shared_dir / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _guesses(path: Path, chance: random.Random) -> list[AnnotatedArticle]:
    """Return articles whose sentences are the gold's, some lost, merged, cut or shifted, with chance labels."""
    by_doc: dict[str, list[Gold]] = defaultdict(list)
    for each in load_gold(path):
        by_doc[each.doc].append(each)
    labels, frames = load_scheme("attribution").names, load_scheme("frames").names
    found = []
    for doc, golds in by_doc.items():
        text = "x" * max(each.end for each in golds)
        cuts = sorted({each.start for each in golds if chance.random() < 0.9} | {0, len(text)})
        spans = [Span(start + chance.randint(0, min(9, end - start - 1)), end) for start, end in pairwise(cuts)]
        sentences = [
            AnnotatedSentence(
                Sentence("0" * 16, number, span, span.of(text), "headline" if chance.random() < 0.05 else "sentence"),
                Attribution(label := chance.choice(labels), 1.0, {label: 1.0}),
                tuple(Frame(frame, 1.0) for frame in chance.sample(frames, chance.randint(0, 3))),
                flags=(Flag("second_hand", 0.5, "why"),) if chance.random() < 0.3 else (),
            )
            for number, span in enumerate(spans)
            if chance.random() < 0.95
        ]
        found.append(AnnotatedArticle(article(text, f"deeper/{doc}"), tuple(sentences)))
    return found


def test_gold_lines_may_hold_more_than_we_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    line = {"doc": "a", "start": 0, "end": 1, "attribution": "named_source", "review_why": "because"}
    path.write_text(json.dumps(line), encoding="utf-8")
    assert [each.attribution for each in load_gold(path)] == ["named_source"]
