#!/usr/bin/env python
"""Measure what pass 2 says of claims, on data that is not ours.

usage: measure_support.py --pairs PAIRS.jsonl[.gz] [--staged FOLDER] [--without-head] [--config PRESET]
       measure_support.py --events RUN --of ARTICLES.jsonl[.gz] [--offenders N]
       measure_support.py --draw RUN [RUN ...] [--count 60] [--seed 1] > DRAWN.jsonl
       measure_support.py --show DRAWN.jsonl RUN [RUN ...]

`--pairs` takes rows of `claim`, `evidence` (sentences) and `label` (supported, partially_supported, not_supported).
Claim and evidence become two articles of two outlets, annotated and judged as a run does; a claim counts as supported
where the run has evidence of entailment for each of its parts. One that is supported in part is not supported: whoever
relies on it is misled. Each part of the judgement is measured beside it (nearest cosine, words found again, the
encoder's head for entailment), by the cut that is best on the other half of the claims. `--staged` keeps the first
pass there and finds it again.

`--events` takes the folder of a run over articles whose `event` says which of them tell of one thing. Of the claims
that other articles decide on, it prints how many are decided by articles of the same event, and lists the others.

`--draw` takes claims that other articles contradict, or whose figures they give otherwise, out of runs: one a pair of
articles, in an order that the seed gives. A row names articles and offsets and holds no text; `right` is to be filled
after `--show`, which prints the texts.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from encoder.corpora import rows
from sklearn.linear_model import LogisticRegression

from annotate.annotator import Annotator
from annotate.config import LANGUAGES, NliModel
from annotate.data import AnnotatedArticle, AnnotatedSentence, Claim, Document, Evidence, Failure
from annotate.models.nli import CrossEncoder
from annotate.pipeline import Line, first_pass, second_pass
from annotate.store import Folder, Staged
from annotate.support.bearing import covered
from annotate.support.candidates import Candidate, index
from annotate.support.comparing import conflict
from annotate.support.figures import figures
from annotate.support.layout import places
from annotate.support.lexicon import words
from annotate.support.relating import read as compared
from annotate.support.verdicts import weigh
from annotate.support.words import overlap, stems

NEAREST = 5  # sentences of the evidence that the head for entailment reads
DECIDING = ("contradiction", "figure_conflict", "entailment")
CONFLICTING = ("contradiction", "figure_conflict")
Scores = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--staged", type=Path)
    parser.add_argument("--without-head", action="store_true", help="leave out the part that takes most of the time")
    parser.add_argument("--config", default="default", help="a preset, whose verifier judges beside words and figures")
    parser.add_argument("--events", type=Path)
    parser.add_argument("--of", type=Path)
    parser.add_argument("--offenders", type=int, default=40)
    parser.add_argument("--draw", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=Path, nargs="+")
    chosen = parser.parse_args()
    if chosen.pairs:
        print(pairs_table(list(rows(chosen.pairs)), chosen.staged, not chosen.without_head, chosen.config))
    elif chosen.events and chosen.of:
        print(events_table(list(Folder(chosen.events).articles()), list(rows(chosen.of)), chosen.offenders))
    elif chosen.draw:
        for drawn in draw([list(Folder(run).articles()) for run in chosen.draw], chosen.count, chosen.seed):
            print(json.dumps(drawn))
    elif chosen.show:
        print(shown(chosen.show[0], [list(Folder(run).articles()) for run in chosen.show[1:]]))
    else:
        parser.error("give --pairs, --events with --of, --draw or --show")


# --- pairs ------------------------------------------------------------------------------------------------------------


def pairs_table(pairs: Sequence[Mapping[str, Any]], kept: Path | None, head: bool, config: str) -> str:
    """Return balanced accuracies as a Markdown table."""
    line = Annotator.from_config(config).line
    staged = stage(pairs, kept, line)
    claims = sorted({pair["claim"] for pair in pairs})
    fold = np.array([claims.index(pair["claim"]) % 2 == 0 for pair in pairs])  # a claim's pairs on one side
    truth = np.array([pair["label"] == "supported" for pair in pairs])
    partial = np.array([pair["label"] == "partially_supported" for pair in pairs])
    read = [reading(pair, staged, line) for pair in pairs]
    parts = {name: np.array([getattr(each, name) for each in read]) for name in ("cosine", "words", "covered")}
    if head:
        parts |= heads(pairs, staged)
    labels = ", ".join(f"{count} {label}" for label, count in Counter(pair["label"] for pair in pairs).items())
    lines = [
        f"{len(pairs)} pairs ({labels}), {len(claims)} claims; balanced accuracy",
        "",
        "| | partly is not | partly left out | supported, of those that are | of partly | of those that are not |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    answers = {"verdict of a run": np.array([each.answer == "borne out" for each in read])}
    answers["the verifier alone"] = np.array([each.alone for each in read])
    answers |= {name: crossed(scores, truth, fold) for name, scores in parts.items()}
    answers["these parts, weighed together"] = crossed(together(list(parts.values()), truth, fold), truth, fold)
    for name, said in answers.items():
        kinds = (truth, partial, ~truth & ~partial)
        given = " | ".join(f"{said[kind].mean() if kind.any() else 0.0:.2f}" for kind in kinds)
        clear = ~partial
        figures_ = f"{balanced(said, truth):.3f} | {balanced(said[clear], truth[clear]):.3f}"
        lines.append(f"| {name} | {figures_} | {given} |")
    lines += ["", "what a run answers, by label:"]
    for label in dict.fromkeys(pair["label"] for pair in pairs):
        told = Counter(each.answer for each, pair in zip(read, pairs, strict=True) if pair["label"] == label)
        lines.append(f"  {label}: {_counted(told)}")
    return "\n".join(lines)


def stage(pairs: Sequence[Mapping[str, Any]], kept: Path | None, line: Line) -> dict[str, list[Staged]]:
    """Return the first pass over every text of the pairs, by the text; read back where it is `kept`."""
    texts = {text: str(number) for number, text in enumerate(dict.fromkeys(_texts(pairs)))}
    found: dict[str, list[Staged]] = defaultdict(list)
    if kept and kept.is_dir():
        for staged in Folder(kept).staged():
            found[staged[0].article.path].append(staged)
        return {text: found[path] for text, path in texts.items()}
    documents = (Document(path, path, text, language="en", outlet=path) for text, path in texts.items())
    items: Iterable[Staged | Failure] = first_pass(documents, line)
    if kept:
        folder = Folder.claim(kept)
        folder.clear()
        items = folder.stage(items, 64)
    for item in items:
        if not isinstance(item, Failure):
            found[item[0].article.path].append(item)
    return {text: found[path] for text, path in texts.items()}


def _texts(pairs: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for pair in pairs:
        yield pair["claim"]
        yield evidence_of(pair)


def evidence_of(pair: Mapping[str, Any]) -> str:
    """Return the evidence as an article: a paragraph a sentence."""
    return "\n\n".join(pair["evidence"])


class Reading(NamedTuple):
    """What a run answers of a pair, the nearest cosine, and the words of the claim that one sentence has.

    `covered` is as the judgement counts them: the least share of a part. `alone`: without asking whether the claim is
    worth checking and whether both tell of one event, some sentences bear each part out.
    """

    answer: str
    cosine: float
    words: float
    covered: float
    alone: bool


def reading(pair: Mapping[str, Any], staged: Mapping[str, list[Staged]], line: Line) -> Reading:
    """Judge a pair as a run does, and by its parts."""
    claim, evidence = staged[pair["claim"]], staged[evidence_of(pair)]
    both = [*claim, *evidence]
    judged = list(second_pass(lambda: both, line.verifier))[: len(claim)]
    parts = [each for article in judged for sentence in article.sentences for each in sentence.support.claims]
    asked, rows_ = _matrix(claim), _matrix(evidence)
    cosine = float((asked @ rows_.T).max(axis=1).min()) if len(asked) and len(rows_) else 0.0
    stopwords = words("en").stopwords
    content = stems(pair["claim"], stopwords)
    found = max((overlap(content, stems(each, stopwords)) for each in pair["evidence"]), default=0.0)
    index_ = index(both)
    ids = {article.article.id for article, _ in claim}
    claims = [index_.rows[each] for article, _ in claim for each in index_.claims(article)]
    asked_ = claims or [row for row in index_.rows if row.article_id in ids]
    given = [row for row in index_.rows if row.article_id not in ids]
    shares = [max((covered(compared(one).said, compared(each).said) for each in given), default=0.0) for one in asked_]
    near = dict(zip(index_.rows, index_.vectors, strict=True))
    alone = bool(asked_) and all(
        any(
            each.relation == "entailment"
            for each in weigh(one, [Candidate(each, float(near[one] @ near[each])) for each in given], None)
        )
        for one in asked_
    )
    return Reading(answer(parts), cosine, found, min(shares, default=0.0), alone)


def answer(parts: Sequence[Claim]) -> str:
    """Return what a run makes of a claim's parts: borne out, or why it is not."""
    if not parts:
        return "no claim"
    if any(part.verdict is None for part in parts):
        return "a copy"
    if any(not part.evidence for part in parts):
        return "nothing near on the event"
    relations = [{each.relation for each in part.evidence} for part in parts]
    if all("entailment" in each for each in relations):
        return "borne out"
    return "against" if any(each & set(CONFLICTING) for each in relations) else "neither"


def _matrix(staged: Iterable[Staged]) -> npt.NDArray[np.float32]:
    """Return the vectors of claims, of sentences where there are none."""
    found = []
    for annotated, vectors in staged:
        claimed = [place for _, place in places(annotated)]
        found.append(np.asarray(vectors)[claimed or list(range(len(annotated.sentences)))])
    return np.concatenate(found) if found else np.zeros((0, 1), np.float32)


def heads(pairs: Sequence[Mapping[str, Any]], staged: Mapping[str, list[Staged]]) -> dict[str, Scores]:
    """Return what the encoder's head for entailment says: of the nearest sentences, each alone and all together."""
    encoder = CrossEncoder(NliModel(backend="nli"))
    alone, together = [], []
    for pair in pairs:
        near = nearest(pair, staged)
        shares = encoder.entail([(premise, pair["claim"]) for premise in (*near, " ".join(near))])[:, 0]
        alone.append(float(shares[:-1].max()) if near else 0.0)
        together.append(float(shares[-1]))
    return {"entailment head, a sentence": np.array(alone), f"entailment head, {NEAREST} sentences": np.array(together)}


def nearest(pair: Mapping[str, Any], staged: Mapping[str, list[Staged]]) -> list[str]:
    """Return the sentences of the evidence that are nearest to the claim, in text order."""
    asked = np.concatenate([vectors[: len(each.sentences)] for each, vectors in staged[pair["claim"]]])
    texts: list[str] = []
    scores: list[float] = []
    for annotated, vectors in staged[evidence_of(pair)]:
        texts += [each.sentence.text for each in annotated.sentences]
        scores += (np.asarray(vectors)[: len(annotated.sentences)] @ asked.T).max(axis=1).tolist()
    return [texts[place] for place in sorted(np.argsort(scores)[::-1][:NEAREST].tolist())]


def together(parts: Sequence[Scores], truth: Truth, fold: Truth) -> Scores:
    """Return one score from several, by a logistic regression on the other fold."""
    columns = np.stack(parts, axis=1)
    scores = np.zeros(len(truth))
    for here in (fold, ~fold):
        model = LogisticRegression(C=10.0, class_weight="balanced").fit(columns[~here], truth[~here])
        scores[here] = model.decision_function(columns[here])
    return scores


def crossed(scores: Scores, truth: Truth, fold: Truth) -> Truth:
    """Return what the scores say by the cut that is best on the other fold."""
    said = np.zeros(len(scores), dtype=bool)
    for here in (fold, ~fold):
        cuts = np.unique(scores[~here])
        best = max(cuts, key=lambda cut: balanced(scores[~here] >= cut, truth[~here]))
        said[here] = scores[here] >= best
    return said


def balanced(said: Truth, truth: Truth) -> float:
    """Return the mean of the shares that are right of those that are true and of those that are not.

    >>> balanced(np.array([True, False, True]), np.array([True, True, False]))
    0.25
    """
    return float((said[truth].mean() + (~said[~truth]).mean()) / 2)


# --- events -----------------------------------------------------------------------------------------------------------


class Decided(NamedTuple):
    """A claim with a piece of evidence that decides on it."""

    article: AnnotatedArticle
    sentence: AnnotatedSentence
    claim: Claim
    evidence: Evidence


def decided(articles: Iterable[AnnotatedArticle]) -> Iterator[Decided]:
    """Yield every piece of evidence that is not neutral, with its claim."""
    for article in articles:
        for sentence in article.sentences:
            for claim in sentence.support.claims:
                for evidence in claim.evidence:
                    if evidence.relation in DECIDING:
                        yield Decided(article, sentence, claim, evidence)


def events_table(articles: Sequence[AnnotatedArticle], of: Sequence[Mapping[str, Any]], listed: int) -> str:
    """Return counts, shares and offenders as text; rows and articles meet by the number in the article's path."""
    event = {article.article.id: of[int(article.article.path.rpartition("#")[2]) - 1]["event"] for article in articles}
    pieces = list(decided(articles))
    wrong = [each for each in pieces if event[each.article.article.id] != event[each.evidence.article_id]]
    claims = {(id(each.article), id(each.sentence), id(each.claim)) for each in pieces}
    misled = {(id(each.article), id(each.sentence), id(each.claim)) for each in wrong}
    sentences = [each for article in articles for each in article.sentences if each.sentence.kind == "sentence"]
    verdicts = Counter(each.support.verdict or "none" for each in sentences if each.support.claims)
    of_claims = Counter(claim.verdict or "none" for each in sentences for claim in each.support.claims)
    flagged = sum(bool(each.flags) for each in sentences)
    flags = Counter(flag.reason for each in sentences for flag in each.flags)
    conflicts = [each for each in sentences if any(flag.reason == "figure_conflict" for flag in each.flags)]
    lines = [
        f"{len(articles)} articles, {len(set(event.values()))} events, {len(sentences)} sentences",
        f"sentences with claims: {_counted(verdicts)}; claims: {_counted(of_claims)}",
        f"flagged: {flagged} ({flagged / max(len(sentences), 1):.1%}); {_counted(flags)}",
        f"figure conflicts that name both figures: {sum(map(names_both, conflicts))} of {len(conflicts)}",
        "",
        "| decided by | pieces | of the same event |",
        "| --- | ---: | ---: |",
    ]
    for deciding in DECIDING:
        here = [each for each in pieces if each.evidence.relation == deciding]
        stray = sum(each.evidence.relation == deciding for each in wrong)
        lines.append(f"| {deciding} | {len(here)} | {_share(len(here) - stray, len(here))} |")
    lines.append(f"| any, by piece | {len(pieces)} | {_share(len(pieces) - len(wrong), len(pieces))} |")
    lines.append(f"| any, by claim | {len(claims)} | {_share(len(claims) - len(misled), len(claims))} |")
    lines += ["", *(_told(each) for each in wrong[:listed])]
    return "\n".join(lines)


def names_both(sentence: AnnotatedSentence) -> bool:
    """Tell whether the reason for a conflict of figures names one of the sentence and one of the evidence."""
    why = next(flag.why for flag in sentence.flags if flag.reason == "figure_conflict")
    named = re.findall("“([^”]+)” (?:here|in )", why)
    others = [each.text for each in sentence.support.evidence if each.relation == "figure_conflict"]
    here = any(each in sentence.sentence.text for each in named)
    return here and any(each in other for other in others for each in named)


def _counted(counts: Counter[Any]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.most_common()) or "none"


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "0"


def _told(each: Decided) -> str:
    said = each.claim.of(each.article.article.text)
    return f"{each.evidence.relation} {each.evidence.score:.3f}\n  {said!r}\n  {each.evidence.text!r}"


# --- drawing ----------------------------------------------------------------------------------------------------------


def draw(runs: Sequence[Sequence[AnnotatedArticle]], count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield up to `count` conflicts of the first run, then of the next where they are fewer, each run shuffled."""
    drawn = 0
    for articles in runs:
        seen: set[tuple[str, ...]] = set()
        found = [each for each in decided(articles) if each.evidence.relation in CONFLICTING]
        random.Random(seed).shuffle(found)
        for each in found:
            row = _row(each)
            pair = tuple(sorted((each.article.article.id, each.evidence.article_id)))
            if drawn < count and pair not in seen:
                seen.add(pair)
                drawn += 1
                yield row


def _row(each: Decided) -> dict[str, Any]:
    sentence, evidence = each.sentence.sentence, each.evidence
    language = each.article.article.language
    mine = figures(sentence.text, language)
    found = (conflict(mine, figures(evidence.text, other)) for other in (language, *LANGUAGES))
    pair = next((pair for pair in found if pair), None) if evidence.relation == "figure_conflict" else None
    return {
        "relation": evidence.relation,
        "article": each.article.article.id,
        "sentence": [sentence.span.start, sentence.span.end],
        "other": evidence.article_id,
        "evidence": [evidence.span.start, evidence.span.end],
        "figures": [[figure.start, figure.end] for figure in pair] if pair else [],
        "right": None,
    }


def shown(drawn: Path, runs: Sequence[Sequence[AnnotatedArticle]]) -> str:
    """Return the drawn pairs with their texts, figures and dates."""
    known = {each.article.id: each.article for articles in runs for each in articles}
    parts = []
    for number, row in enumerate(rows(drawn), 1):
        sides = ((known.get(row["article"]), row["sentence"]), (known.get(row["other"]), row["evidence"]))
        told = [f"{number}. {row['relation']}  right: {row['right']}"]
        for place, (article, (start, end)) in enumerate(sides):
            text = article.text[start:end] if article else "(not in these runs)"
            figure = text[slice(*row["figures"][place])] if row["figures"] else ""
            told.append(f"   {article.published if article else None} [{figure}] {' '.join(text.split())}")
        parts.append("\n".join(told))
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
