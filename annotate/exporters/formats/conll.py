"""CoNLL-U Plus: a line a token, with BIO tags for sources, cues and contents; a sentence's labels are comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

from annotate.data import ROLES, Article, Role, Span
from annotate.exporters.formats.marks import Block, MarkedArticle, blocks, marked
from annotate.protocols import Exported, Telling

_COLUMNS: Final = ("ID", "FORM", *(f"ANNOTATE:{role.upper()}" for role in ROLES), "MISC")
_LOADING: Final = """import conllu  # any reader of CoNLL-U Plus

with open("path/to/this/folder/train.conllup", encoding="utf-8") as file:
    sentences = list(conllu.parse_incr(file))
"""
_ABOUT: Final = """\
One file a split in [CoNLL-U Plus](https://universaldependencies.org/ext-format.html), a block a sentence;
text between sentences (headlines, captions) has blocks without labels. The columns are the token's number and
words, then a BIO tag for source, cue and content, then its place: `TokenRange` in code points of the
article's text. A sentence's own label, frames, reasons and note are comments; its spans stand there too, as
`start:end` in code points."""


class Conll:
    """CoNLL-U Plus, a file a split."""

    name: Final = "conll"
    library: Final = None
    loading: Final = _LOADING
    about: Final = _ABOUT

    def write(self, folder: Path, articles: Iterable[Exported], telling: Telling) -> Sequence[str]:
        """Write a file a split; spans that overlap others of their role have comments but no tags."""
        untagged = 0
        files: dict[str, IO[str]] = {}
        with ExitStack() as stack:
            for each in marked(articles):
                if each.split not in files:
                    path = folder / f"{each.split}.conllup"
                    files[each.split] = stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))
                    files[each.split].write(f"# global.columns = {' '.join(_COLUMNS)}\n")
                found = list(blocks(each))
                tags, left = _tags(each, found)
                untagged += left
                for number, block in enumerate(found):
                    heads = [*(_document(each) if number == 0 else ()), *_comments(each, block)]
                    lines = [*heads, *_lines(each.article.text, block, tags)]
                    files[each.split].write("\n".join(lines) + "\n\n")
        why = "they hold no word, or share one with a longer span of their role"
        return [f"spans without tags, in the comments alone ({why}): {untagged:,}"] if untagged else []


def _tags(of: MarkedArticle, found: Sequence[Block]) -> tuple[dict[tuple[Role, int], str], int]:
    """Return each tagged token's tag by role and start, and how many spans have none."""
    tags: dict[tuple[Role, int], str] = {}
    left = 0
    for role, span in sorted(of.spans, key=lambda mark: -len(mark[1])):
        within = [[token.start for token in block.tokens if span.covers(token)] for block in found]
        if not any(within) or any((role, start) in tags for starts in within for start in starts):
            left += 1
            continue
        for starts in within:  # a tag runs no further than its sentence
            tags |= {(role, start): f"{'I' if number else 'B'}-{role}" for number, start in enumerate(starts)}
    return tags, left


def _document(of: MarkedArticle) -> Iterator[str]:
    article: Article = of.article
    yield f"# newdoc id = {of.name}"
    for name, value in (
        ("digest", article.digest),
        ("path", article.path),
        ("language", article.language),
        ("outlet", article.outlet),
        ("title", article.title),
        ("url", article.url),
        ("published", article.published),
    ):
        if value:
            yield f"# {name} = {_line(value)}"


def _comments(of: MarkedArticle, block: Block) -> Iterator[str]:
    yield f"# sent_id = {of.name}-{block.span.start}"
    yield f"# text = {_line(block.span.of(of.article.text))}"
    sentence = block.sentence
    if sentence is None:
        return
    yield f"# span = {_place(block.span)}"
    yield f"# labelled_by = {sentence.labelled_by}"
    if sentence.label is not None:
        yield f"# attribution = {sentence.label}"
    if sentence.frames:
        yield f"# frames = {' '.join(sentence.frames)}"
    if sentence.needs_review:
        yield "# needs_review = yes"
    if sentence.reasons:
        yield f"# reasons = {' '.join(sentence.reasons)}"
    if sentence.note:
        yield f"# note = {_line(sentence.note)}"
    for role in ROLES:
        if spans := [_place(span) for name, span in sentence.roles if name == role]:
            yield f"# {role} = {' '.join(spans)}"


def _lines(text: str, block: Block, tags: dict[tuple[Role, int], str]) -> Iterator[str]:
    for number, token in enumerate(block.tokens, 1):
        apart = text[token.end : token.end + 1].isspace() or token.end == len(text)
        place = f"{'' if apart else 'SpaceAfter=No|'}TokenRange={_place(token)}"
        yield "\t".join([str(number), token.of(text), *(tags.get((role, token.start), "O") for role in ROLES), place])
    if not block.tokens:  # a sentence of white space: a block without a line is none
        yield "\t".join(["1", "_", *("O" for _ in ROLES), f"TokenRange={_place(block.span)}"])


def _line(text: str) -> str:
    r"""Return text on one line.

    >>> _line("Two\nlines")
    'Two lines'
    """
    return " ".join(text.split())


def _place(span: Span) -> str:
    return f"{span.start}:{span.end}"
