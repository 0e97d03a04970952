from __future__ import annotations

import importlib.util
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
from annotate.evaluate import Bin, Gold, evaluate, load_gold
from tests.builders import article
from tests.unit.evaluate.making import SPANS, annotated, gold, sentence


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


def test_scores_are_set_against_what_is_right() -> None:
    """Two right (one is as good as the gold) and one wrong: gaps of 0.1, 0.2 and 0.6, one sentence each."""
    given = annotated(
        sentence(SPANS[0], "named_source", score=0.9),
        sentence(SPANS[1], "media_source", score=0.8),
        sentence(SPANS[2], "named_source", score=0.6),
    )
    wanted = [
        gold(SPANS[0], "named_source"),
        gold(SPANS[1], "named_source", attribution_also_ok=["media_source"]),
        gold(SPANS[2], "outlet_assertion"),
    ]
    measures = evaluate([given], wanted).measures
    assert measures["attribution_calibration_error"] == 0.3
    assert measures["attribution_max_calibration_error"] == 0.6
    assert measures["attribution_mean_score"] == 0.7667
    assert measures["attribution_base_rate"] == measures["attribution_accuracy"] == 0.6667


def test_missing_sentences_and_furniture_have_no_score() -> None:
    given = annotated(sentence(SPANS[0], "named_source", score=0.9), sentence(SPANS[1], "named_source", score=0.2))
    wanted = [gold(SPANS[0], "named_source"), gold(SPANS[1], "boilerplate"), gold(SPANS[2], "named_source")]
    result = evaluate([given], wanted)
    assert result.attribution.bins == (Bin(0.9, 1.0, 1, 0.9, 1.0),)
    assert result.measures["attribution_base_rate"] == 1.0
    assert result.measures["attribution_accuracy"] == 0.5


def test_assigned_frames_are_scored_but_for_those_that_count_neither_way() -> None:
    """One right (gap 0.2), one wrong (gap 0.6), one that is as good; a frame that was not assigned has no score."""
    given = annotated(sentence(SPANS[0], "named_source", (("economic", 0.8), ("morality", 0.6), ("political", 0.5))))
    wanted = [gold(SPANS[0], "named_source", frames=["economic", "crime"], frames_also_ok=["political"])]
    result = evaluate([given], wanted)
    assert [(each.low, each.count, each.accuracy) for each in result.frames.bins] == [(0.6, 1, 0.0), (0.8, 1, 1.0)]
    assert result.measures["frames_calibration_error"] == 0.4
    assert result.measures["frames_max_calibration_error"] == 0.6
    assert result.measures["frames_mean_score"] == 0.7
    assert result.measures["frames_base_rate"] == 0.5


@pytest.mark.parametrize("what", ["attribution", "frames"])
@pytest.mark.parametrize("given", [[], [annotated(replace(sentence(SPANS[0], "x"), attribution=None))]])
def test_without_scores_there_is_no_figure(what: str, given: list[AnnotatedArticle]) -> None:
    measures = evaluate(given, [gold(SPANS[0], "named_source")]).measures
    for name in ("calibration_error", "max_calibration_error", "mean_score", "base_rate"):
        assert measures[f"{what}_{name}"] is None


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
    assert {name: measures[name] for name in measures if name in expected} == expected
    assert [name for name in measures if name in expected] == list(expected)


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
