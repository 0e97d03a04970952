"""Measures of annotated articles against gold sentences, and the table of what was taken for what.

Beside each measure stands what a constant answer would score on the same gold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotate.data import AnnotatedArticle
from annotate.evaluate.agreement import alpha, kappa
from annotate.evaluate.calibration import Reliability, reliability
from annotate.evaluate.counting import MISSING, Counts, counts
from annotate.evaluate.gold import FURNITURE, Gold
from annotate.evaluate.intervals import Interval, intervals
from annotate.evaluate.matching import Pair, is_scored, match

#: Labels rarer than this in the gold stay out of the frames' macro-F1: one hit would swing it.
RARE = 5

Value = int | float | str | dict[str, float] | dict[str, int] | None


@dataclass(frozen=True, slots=True)
class LabelMeasures:
    """How one label was given: `count` is how often gold has it, the others are shares in [0, 1]."""

    label: str
    count: int
    precision: float
    recall: float
    f1: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The measures by name, for each gold label how often which label was given, and what the scores were worth.

    `attribution` sets the score of each sentence's label against whether it is right, `frames` that of each assigned
    frame: what was not assigned has no score, so nothing is known of how low scores fare. `intervals` has, by a
    measure's name, where it lies for 95 of 100 draws of as many articles. `labels` has each label's measures, of
    "attribution" and of "frames", the most frequent first.
    """

    measures: Mapping[str, Value]
    confusion: Mapping[str, Mapping[str, int]]
    attribution: Reliability
    frames: Reliability
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    labels: Mapping[str, tuple[LabelMeasures, ...]] = field(default_factory=dict)


def evaluate(articles: Iterable[AnnotatedArticle], gold: Iterable[Gold], resamples: int = 0) -> Evaluation:
    """Measure annotated articles against gold sentences, which name the files that they are from.

    The intervals are of `resamples` draws; there are none without.
    """
    return measured(list(match(articles, list(gold))), resamples)


def measured(matched: Sequence[Pair], resamples: int = 0) -> Evaluation:
    """Measure pairs as `match` makes them: of all articles, or of some."""
    pairs = [pair for pair in matched if is_scored(pair)]
    by_file: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_file[pair.gold.doc].append(pair)
    units = [counts(each) for each in by_file.values()]
    total = sum(units, Counts())
    confusion = _confusion(total)
    attribution, frames = reliability(_attribution_scores(pairs)), reliability(_frame_scores(pairs))
    framed, drawn = _frame_measures(total), intervals(units, _figures, resamples)
    measures: dict[str, Value] = {
        "sentences": total[("sentences",)],
        "missing": total[("missing",)],
        **_attribution_measures(total),
        "attribution_f1": {label: round(_f1(hits), 3) for label, hits in _in_gold(_attributed(total)).items()},
        "attribution_n": {label: count for (kind, label, *_), count in _labelled(total) if kind == "gold"},
        "attribution_kappa": _rounded(kappa(confusion)),
        "attribution_alpha": _rounded(alpha(confusion)),
        **_calibration_measures("attribution", attribution),
        "frames_micro_f1": framed.pop("frames_micro_f1"),
        "frames_constant_f1": round(_constant_frames_f1([pair.gold for pair in pairs]), 4),
        **framed,
        **_calibration_measures("frames", frames),
        **_review_measures(total),
        "furniture_kept": _furniture_kept(matched),
    }
    labels = {kind: tuple(_label_measures(kind, hits(total), drawn)) for kind, hits in _HITS.items()}
    return Evaluation(measures, confusion, attribution, frames, drawn, labels)


def _labelled(total: Counts) -> Iterator[tuple[tuple[str, ...], int]]:
    return ((key, count) for key, count in total.items() if len(key) > 1)


def _attributed(total: Counts) -> dict[str, Counter[str]]:
    """Return hits (tp), misses (fn) and false alarms (fp) of each attribution label."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (kind, *labels), count in _labelled(total):
        if kind == "given":
            gold, given = labels
            found[gold]["tp" if gold == given else "fn"] += count
            if given not in (gold, MISSING):
                found[given]["fp"] += count
    return found


def _framed(total: Counts) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (kind, label, *hit), count in _labelled(total):
        if kind == "frame":
            found[label][hit[0]] += count
    return found


_HITS: Mapping[str, Callable[[Counts], Mapping[str, Counter[str]]]] = {"attribution": _attributed, "frames": _framed}


def _in_gold(hits: Mapping[str, Counter[str]], least: int = 1) -> dict[str, Counter[str]]:
    """Return those labels that gold has so often."""
    return {label: each for label, each in hits.items() if each["tp"] + each["fn"] >= least}


def _figures(total: Counts) -> Iterator[tuple[str, float | None]]:
    """Yield the measures that articles are drawn anew for, with a name each."""
    attributed, framed = _attributed(total), _framed(total)
    for name, value in {**_attribution_measures(total), **_frame_measures(total), **_review_measures(total)}.items():
        if isinstance(value, float):
            yield name, value
    yield "attribution_kappa", kappa(_confusion(total))
    for kind, hits in (("attribution", attributed), ("frames", framed)):
        for label, each in _in_gold(hits).items():
            yield _name_of(kind, label), _f1(each)


def _name_of(kind: str, label: str) -> str:
    return f"{kind}_f1 {label}"


def _label_measures(
    kind: str, hits: Mapping[str, Counter[str]], drawn: Mapping[str, Interval]
) -> Iterator[LabelMeasures]:
    for label, each in sorted(hits.items(), key=lambda item: (-item[1]["tp"] - item[1]["fn"], item[0])):
        yield LabelMeasures(
            label,
            each["tp"] + each["fn"],
            _ratio(each["tp"], each["tp"] + each["fp"]),
            _ratio(each["tp"], each["tp"] + each["fn"]),
            round(_f1(each), 4),
            drawn.get(_name_of(kind, label)),
        )


def _attribution_measures(total: Counts) -> dict[str, Value]:
    attributed = _attributed(total)
    per_label = [round(_f1(hits), 3) for hits in _in_gold(attributed).values()]
    right = sum(hits["tp"] for hits in attributed.values())
    return {
        "attribution_accuracy": _ratio(right, total[("sentences",)]),
        "attribution_macro_f1": _ratio(sum(per_label), len(per_label)),
    }


def _frame_measures(total: Counts) -> dict[str, Value]:
    framed = _framed(total)
    frequent = [_f1(hits) for hits in _in_gold(framed, RARE).values()]
    return {
        "frames_micro_f1": round(_f1(sum(framed.values(), Counter())), 4),
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


def _review_measures(total: Counts) -> dict[str, Value]:
    hits = Counter({hit: total["review", hit] for hit in ("tp", "fp", "fn")})
    sentences, must = max(total[("sentences",)], 1), total[("to review",)]
    everything = Counter(tp=must, fp=total[("decided",)] - must)
    return {
        "review_precision": _ratio(hits["tp"], hits["tp"] + hits["fp"]),
        "review_recall": _ratio(hits["tp"], hits["tp"] + hits["fn"]),
        "review_f1": round(_f1(hits), 4),
        "review_flag_all_f1": round(_f1(everything), 4),
        "review_rate": f"{total[('flagged',)] / sentences:.3f} (gold {must / sentences:.3f})",
    }


def _furniture_kept(pairs: Iterable[Pair]) -> str:
    """Return how much of the furniture stands among the sentences, leaving out what could be one."""
    furniture = [pair for pair in pairs if pair.gold.is_furniture and pair.gold.attribution_also_ok <= FURNITURE]
    return f"{sum(pair.found is not None for pair in furniture)}/{len(furniture)}"


def _confusion(total: Counts) -> dict[str, dict[str, int]]:
    """Return, for each gold label, which label was given how often; most frequent gold label first."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for (kind, *labels), count in _labelled(total):
        if kind == "given":
            rows[labels[0]][labels[1]] += count
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
