"""Measures of annotated articles against gold sentences, and the table of what was taken for what.

Beside each measure stands what a constant answer would score on the same gold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotate.data import AnnotatedArticle
from annotate.evaluate.calibration import Reliability, reliability
from annotate.evaluate.gold import FURNITURE, Gold
from annotate.evaluate.matching import Pair, is_scored, match

#: The column of the confusion table for gold sentences that no annotated sentence meets.
MISSING = "(missing)"
#: Labels rarer than this in the gold stay out of the frames' macro-F1: one hit would swing it.
RARE = 5

Value = int | float | str | dict[str, float] | dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The measures by name, for each gold label how often which label was given, and what the scores were worth.

    `attribution` sets the score of each sentence's label against whether it is right, `frames` that of each assigned
    frame: what was not assigned has no score, so nothing is known of how low scores fare.
    """

    measures: Mapping[str, Value]
    confusion: Mapping[str, Mapping[str, int]]
    attribution: Reliability
    frames: Reliability


def evaluate(articles: Iterable[AnnotatedArticle], gold: Iterable[Gold]) -> Evaluation:
    """Measure annotated articles against gold sentences, which name the files that they are from."""
    known = list(gold)
    matched = list(match(articles, known))
    pairs = [pair for pair in matched if is_scored(pair)]
    labels = _label_counts(pairs)
    attribution, frames = reliability(_attribution_scores(pairs)), reliability(_frame_scores(pairs))
    measures: dict[str, Value] = {
        "sentences": len(pairs),
        "missing": sum(pair.found is None for pair in pairs),
        "attribution_accuracy": _ratio(sum(pair.is_right for pair in pairs), len(pairs)),
        **_attribution_measures(labels),
        "attribution_n": dict(Counter(pair.gold.attribution for pair in pairs)),
        **_calibration_measures("attribution", attribution),
        **_frame_measures(pairs),
        **_calibration_measures("frames", frames),
        **_review_measures(pairs),
        "furniture_kept": _furniture_kept(matched),
    }
    return Evaluation(measures, _confusion(pairs), attribution, frames)


def _label_counts(pairs: Iterable[Pair]) -> dict[str, Counter[str]]:
    """Count hits (tp), misses (fn) and false alarms (fp) of each attribution label."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        if pair.is_right:
            counts[pair.truth]["tp"] += 1
        else:
            counts[pair.truth]["fn"] += 1
            if pair.label is not None:
                counts[pair.label]["fp"] += 1
    return counts


def _attribution_measures(counts: Mapping[str, Counter[str]]) -> dict[str, Value]:
    per_label = {label: round(_f1(count), 3) for label, count in counts.items() if count["tp"] + count["fn"]}
    return {
        "attribution_macro_f1": _ratio(sum(per_label.values()), len(per_label)),
        "attribution_f1": per_label,
    }


def _frame_measures(pairs: Sequence[Pair]) -> dict[str, Value]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        given = {frame.label for frame in pair.found.frames} if pair.found else set()
        for label in pair.gold.frames:
            counts[label]["tp" if label in given else "fn"] += 1
        for label in given - {*pair.gold.frames} - pair.gold.frames_also_ok:
            counts[label]["fp"] += 1
    frequent = [_f1(count) for count in counts.values() if count["tp"] + count["fn"] >= RARE]
    return {
        "frames_micro_f1": round(_f1(sum(counts.values(), Counter())), 4),
        "frames_constant_f1": round(_constant_frames_f1([pair.gold for pair in pairs]), 4),
        "frames_macro_f1": _ratio(sum(frequent), len(frequent)),
    }


def _constant_frames_f1(gold: Sequence[Gold]) -> float:
    """Return the micro-F1 of ticking the same one to four frames, the best such set, everywhere."""
    common = [label for label, _ in Counter(label for each in gold for label in each.frames).most_common(4)]
    return max((_f1(_always(gold, set(common[:size]))) for size in range(1, len(common) + 1)), default=0.0)


def _always(gold: Iterable[Gold], labels: set[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for each in gold:
        counts["tp"] += len(labels.intersection(each.frames))
        counts["fp"] += len(labels.difference(each.frames, each.frames_also_ok))
        counts["fn"] += len({*each.frames} - labels)
    return counts


def _attribution_scores(pairs: Iterable[Pair]) -> Iterator[tuple[float, bool]]:
    """Yield the score of each given label, and whether it is right; missing sentences have neither."""
    for pair in pairs:
        if pair.found and pair.found.attribution:
            yield pair.found.attribution.score, pair.is_right


def _frame_scores(pairs: Iterable[Pair]) -> Iterator[tuple[float, bool]]:
    """Yield the score of each assigned frame, and whether it is right, but for those that are neither right nor wrong.

    That is as in F1: a frame that a careful reader could also have ticked counts neither way.
    """
    for pair in pairs:
        for frame in pair.found.frames if pair.found else ():
            if frame.label in pair.gold.frames or frame.label not in pair.gold.frames_also_ok:
                yield frame.score, frame.label in pair.gold.frames


def _calibration_measures(what: str, scores: Reliability) -> dict[str, Value]:
    """Return the figures of `scores`, `None` where there are none; the base rate is the share that is right."""
    return {
        f"{what}_calibration_error": _rounded(scores.calibration_error),
        f"{what}_max_calibration_error": _rounded(scores.max_calibration_error),
        f"{what}_mean_score": _rounded(scores.mean_score),
        f"{what}_base_rate": _rounded(scores.base_rate),
    }


def _review_measures(pairs: Sequence[Pair]) -> dict[str, Value]:
    counts: Counter[str] = Counter()
    for pair in pairs:
        flagged = pair.found is not None and bool(pair.found.flags)
        counts["flagged"] += flagged
        if pair.found is None:
            counts["fn"] += pair.gold.review
        elif not pair.gold.review_also_ok:
            counts[("tp" if pair.gold.review else "fp") if flagged else ("fn" if pair.gold.review else "tn")] += 1
    must = sum(pair.gold.review for pair in pairs)
    decided = sum(not pair.gold.review_also_ok for pair in pairs)
    total = max(len(pairs), 1)
    return {
        "review_precision": _ratio(counts["tp"], counts["tp"] + counts["fp"]),
        "review_recall": _ratio(counts["tp"], counts["tp"] + counts["fn"]),
        "review_f1": round(_f1(counts), 4),
        "review_flag_all_f1": round(_f1(Counter(tp=must, fp=decided - must)), 4),
        "review_rate": f"{counts['flagged'] / total:.3f} (gold {must / total:.3f})",
    }


def _furniture_kept(pairs: Iterable[Pair]) -> str:
    """Return how much of the furniture stands among the sentences, leaving out what could be one."""
    furniture = [pair for pair in pairs if pair.gold.is_furniture and pair.gold.attribution_also_ok <= FURNITURE]
    return f"{sum(pair.found is not None for pair in furniture)}/{len(furniture)}"


def _confusion(pairs: Iterable[Pair]) -> dict[str, dict[str, int]]:
    """Count, for each gold label, which label was given; most frequent gold label first."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        rows[pair.truth][pair.label or MISSING] += 1
    order = sorted(rows, key=lambda label: (-rows[label].total(), label))
    return {label: dict(sorted(rows[label].items())) for label in order}


def _f1(counts: Mapping[str, int]) -> float:
    """Return F1 of counted tp, fp and fn.

    >>> _f1(Counter(tp=1, fp=1))
    0.6666666666666666
    """
    hits = counts["tp"]
    return 2 * hits / (2 * hits + counts["fp"] + counts["fn"]) if hits else 0.0


def _ratio(part: float, whole: int) -> float:
    return round(part / max(whole, 1), 4)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
