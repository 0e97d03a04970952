"""`annotate explain`: one sentence of a folder, and why it is marked as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from annotate.explain import ExplainedClaim, Explanation, Weighed
    from annotate.support.pairing import Pair

NAMES = 16  # columns at least for the names on the left, so that most values line up


def command(
    out: Annotated[Path, typer.Argument(help="A folder that `annotate run` or `annotate pull` wrote.")],
    sentence: Annotated[
        str,
        typer.Option(
            metavar="ID",
            help="ARTICLE_ID:INDEX, or what the report's address ends in (s-ARTICLE_ID-INDEX); the id's start will do.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show all that is known of one sentence: who answers for it, its frames, its claims with their evidence, and why.

    It reads the folder alone: of each claim, the evidence that the run kept.
    """
    from annotate.cli.console import print_json, stdout
    from annotate.explain import explain, record
    from annotate.store import Folder

    explanation = explain(Folder.open(out), sentence)
    if as_json:
        print_json(record(explanation))
        return
    console = stdout()
    for part in _parts(explanation):
        console.print(part)


def _parts(explanation: Explanation) -> Iterator[RenderableType]:
    """Yield what is printed, from the sentence to the reasons."""
    yield _where(explanation)
    yield from _attribution(explanation)
    if explanation.annotated.frames:
        yield _head("Frames")
        yield _rows(*((frame.label, f"{frame.score:.2f}") for frame in explanation.annotated.frames))
    verdict = explanation.annotated.support.verdict
    yield _head(_counted(len(explanation.claims), "claim") + (f": {verdict}" if verdict else ""))
    for number, claim in enumerate(explanation.claims, 1):
        yield from _claim(number, claim)
    yield _head("Reasons for review")
    yield from _reasons(explanation)


def _where(explanation: Explanation) -> Table:
    article, sentence = explanation.article, explanation.annotated.sentence
    return _rows(
        ("sentence", explanation.id + (" (headline)" if sentence.kind == "headline" else "")),
        ("", f"“{sentence.text}”"),
        ("article", explanation.title),
        ("outlet", article.outlet or "unknown"),
        ("link", article.url),
        ("file", article.path),
        ("published", article.published),
    )


def _attribution(explanation: Explanation) -> Iterator[RenderableType]:
    from annotate.explain import ranked

    attribution, text = explanation.annotated.attribution, explanation.article.text
    if attribution is None:
        return
    yield _head("Who answers for it")
    yield _rows(
        *((role, f"“{span.of(text)}”") for role, span in attribution.spans.roles()),
        ("named as", attribution.source),
        ("refers to", attribution.resolved_source),
        ("carried by", attribution.via),
    )
    yield _rows(
        *(
            (f"{'*' if label == attribution.label else ' '} {label}", f"{score:.2f}")
            for label, score in ranked(explanation.annotated)
        )
    )


def _claim(number: int, explained: ExplainedClaim) -> Iterator[RenderableType]:
    from annotate.wording.words import VERDICTS

    claim = explained.claim
    verdict = f"{claim.verdict}: {VERDICTS[claim.verdict]}" if claim.verdict else "nothing was looked for"
    yield _rows(
        (f"{number}. {claim.kind}", f"“{explained.text}”"),
        ("   accuser", claim.accuser),
        ("   accused", claim.accused),
        ("   verdict", verdict),
    )
    for each in explained.evidence:
        yield _evidence(each)


def _evidence(weighed: Weighed) -> RenderableType:
    from rich.padding import Padding

    from annotate.wording.words import DEPENDENCE, INDEPENDENT, relation_of

    evidence = weighed.evidence
    weight = DEPENDENCE[weighed.dependence] if weighed.dependence else INDEPENDENT
    relation = f"{relation_of(evidence)} ({evidence.relation} {evidence.score:.2f})"
    rows = _rows(
        (evidence.outlet or "unknown outlet", relation),
        ("", f"“{evidence.text}”"),
        ("source there", evidence.source or "the outlet itself"),
        ("independent", f"{'no' if weighed.dependence else 'yes'}: {weight}"),
        *(("figures", _figures(pair)) for pair in weighed.figures),
        ("article", weighed.title),
        ("sentence", weighed.id),
    )
    return Padding(rows, (0, 0, 1, 4))


def _figures(pair: Pair) -> str:
    met = "differs from" if pair.differs else "agrees with"
    return f"“{pair.claim.text}” here {met} “{pair.evidence.text}” there"


def _reasons(explanation: Explanation) -> Iterator[RenderableType]:
    from annotate.wording.words import FLAGS, level

    flags = explanation.annotated.flags
    if not flags:
        yield "none"
    for flag in flags:
        yield _rows((f"{flag.severity:.2f} {level(flag.severity)}", FLAGS[flag.reason].title), ("", flag.why))


def _head(title: str) -> RenderableType:
    from rich.text import Text

    return Text(f"\n{title}", style="bold")


def _rows(*rows: tuple[str, str | None]) -> Table:
    """Return names and values beneath each other; what is not known is left out."""
    from annotate.cli.console import grid, plain

    table = grid()
    table.columns[0].min_width = NAMES
    for name, value in rows:
        if value:
            table.add_row(plain(name), plain(value))
    return table


def _counted(count: int, what: str) -> str:
    """Return a count with its noun.

    >>> _counted(1, "claim"), _counted(0, "claim")
    ('1 claim', '0 claims')
    """
    return f"{count} {what}" + ("" if count == 1 else "s")
