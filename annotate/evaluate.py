"""Measures of annotated articles against gold sentences, and the table of what was taken for what.

Gold is one JSON object a line: `doc` (file name with its folder), `start` and `end` (code points into that
file), `attribution` (a label, or `headline` or `boilerplate`), `frames`, `review`, each with an `_also_ok`
that a careful reader could say as well. Gold and annotated sentences meet by the file's last two names and by
overlap. Beside each measure stands what a constant answer would score on the same gold.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, ValidationError

from annotate.data import AnnotatedArticle, AnnotatedSentence, Span
from annotate.errors import UsageError

FURNITURE = frozenset({"headline", "boilerplate"})
#: The column of the confusion table for gold sentences that no annotated sentence meets.
MISSING = "(missing)"
#: A neighbour this short (a cross-head, a credit) may be run over without a sentence counting as merged.
SHORT = 20
#: Labels rarer than this in the gold stay out of the frames' macro-F1: one hit would swing it.
RARE = 5

Value = int | float | str | dict[str, float] | dict[str, int]


class Gold(BaseModel):
    """One gold sentence; other keys, such as the annotator's reasons, are left unread."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    doc: str
    start: int
    end: int
    attribution: str
    attribution_also_ok: frozenset[str] = frozenset()
    frames: tuple[str, ...] = ()
    frames_also_ok: frozenset[str] = frozenset()
    review: bool = False
    review_also_ok: bool = False

    @property
    def span(self) -> Span:
        """The sentence's place in its file."""
        return Span(self.start, self.end)

    @property
    def is_furniture(self) -> bool:
        """Tell whether no tool need keep it as a sentence."""
        return self.attribution in FURNITURE


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The measures by name, and for each gold label how often which label was given."""

    measures: Mapping[str, Value]
    confusion: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A gold sentence that counts, with the sentence that meets it, if any."""

    gold: Gold
    found: AnnotatedSentence | None

    @property
    def label(self) -> str | None:
        """The given label."""
        attribution = self.found.attribution if self.found else None
        return attribution.label if attribution else None

    @property
    def truth(self) -> str:
        """The gold label, or the given one where that is as good."""
        label = self.label
        return label if label is not None and label in self.gold.attribution_also_ok else self.gold.attribution


def load_gold(path: Path) -> Iterator[Gold]:
    """Read gold sentences. Raises `UsageError` where the file is missing or a line does not fit."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _gold(path, number, line)


def evaluate(articles: Iterable[AnnotatedArticle], gold: Iterable[Gold]) -> Evaluation:
    """Measure annotated articles against gold sentences, which name the files that they are from."""
    known = list(gold)
    matched = list(_match(articles, known))
    pairs = [pair for pair in matched if _counts(pair)]
    labels = _label_counts(pairs)
    measures: dict[str, Value] = {
        "sentences": len(pairs),
        "missing": sum(pair.found is None for pair in pairs),
        "attribution_accuracy": _ratio(sum(pair.label == pair.truth for pair in pairs if pair.found), len(pairs)),
        **_attribution_measures(labels),
        "attribution_n": dict(Counter(pair.gold.attribution for pair in pairs)),
        **_frame_measures(pairs),
        **_review_measures(pairs),
        "furniture_kept": _furniture_kept(matched),
    }
    return Evaluation(measures, _confusion(pairs))


def _gold(path: Path, number: int, line: str) -> Gold:
    try:
        return Gold.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}, line {number}: not a gold sentence: {where} {first['msg']}") from error


def _match(articles: Iterable[AnnotatedArticle], gold: Sequence[Gold]) -> Iterator[_Pair]:
    """Pair each gold sentence with the annotated sentence that overlaps it most; headlines meet none.

    Overlap counts from half the shorter of the two. A sentence that also runs over half of another gold
    sentence meets none: it is two in one.
    """
    wanted = {_name(each.doc) for each in gold}
    found: dict[str, list[tuple[Span, AnnotatedSentence]]] = defaultdict(list)
    for annotated in articles:
        name = _name(annotated.article.path)
        if name in wanted:
            base = annotated.article.text_start
            found[name] += [(each.sentence.span.shift(base), each) for each in annotated.sentences]
    neighbours: dict[str, list[Gold]] = defaultdict(list)
    for each in gold:
        neighbours[each.doc].append(each)
    for sentences in found.values():
        sentences.sort(key=lambda sentence: sentence[0])
    for each in gold:
        yield _Pair(each, _meet(each, found[_name(each.doc)], neighbours[each.doc]))


def _meet(
    gold: Gold, sentences: Sequence[tuple[Span, AnnotatedSentence]], neighbours: Sequence[Gold]
) -> AnnotatedSentence | None:
    """Return the sentence that meets `gold`; `sentences` in text order, none over another."""
    first = bisect_right(sentences, gold.start, key=lambda sentence: sentence[0].end)
    best, hit = 0, None
    for span, sentence in sentences[first:]:
        if span.start >= gold.end:
            break
        shared = _shared(span, gold.span)
        if shared > best and 2 * shared >= min(len(span), len(gold.span)):
            best, hit = shared, (span, sentence)
    if hit is None or _runs_over(hit[0], gold, neighbours) or hit[1].sentence.kind == "headline":
        return None
    return hit[1]


def _runs_over(span: Span, gold: Gold, neighbours: Sequence[Gold]) -> bool:
    return any(
        2 * _shared(span, other.span) > len(other.span)
        for other in neighbours
        if other is not gold and len(other.span) > SHORT
    )


def _counts(pair: _Pair) -> bool:
    """Tell whether the pair is scored: a sentence, unless it was dropped and could be furniture too."""
    if pair.gold.is_furniture:
        return False
    return pair.found is not None or not pair.gold.attribution_also_ok & FURNITURE


def _label_counts(pairs: Iterable[_Pair]) -> dict[str, Counter[str]]:
    """Count hits (tp), misses (fn) and false alarms (fp) of each attribution label."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        if pair.label == pair.truth:
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


def _frame_measures(pairs: Sequence[_Pair]) -> dict[str, Value]:
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


def _review_measures(pairs: Sequence[_Pair]) -> dict[str, Value]:
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


def _furniture_kept(pairs: Iterable[_Pair]) -> str:
    """Return how much of the furniture stands among the sentences, leaving out what could be one."""
    furniture = [pair for pair in pairs if pair.gold.is_furniture and pair.gold.attribution_also_ok <= FURNITURE]
    return f"{sum(pair.found is not None for pair in furniture)}/{len(furniture)}"


def _confusion(pairs: Iterable[_Pair]) -> dict[str, dict[str, int]]:
    """Count, for each gold label, which label was given; most frequent gold label first."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        rows[pair.truth][pair.label or MISSING] += 1
    order = sorted(rows, key=lambda label: (-rows[label].total(), label))
    return {label: dict(sorted(rows[label].items())) for label in order}


def _name(path: str) -> str:
    """Return the last two parts of a path, by which gold and articles meet.

    >>> _name("a/b/c.txt")
    'b/c.txt'
    """
    return "/".join(PurePosixPath(path).parts[-2:])


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _f1(counts: Mapping[str, int]) -> float:
    """Return F1 of counted tp, fp and fn.

    >>> _f1(Counter(tp=1, fp=1))
    0.6666666666666666
    """
    hits = counts["tp"]
    return 2 * hits / (2 * hits + counts["fp"] + counts["fn"]) if hits else 0.0


def _ratio(part: float, whole: int) -> float:
    return round(part / max(whole, 1), 4)
