"""spaCy's `DocBin`: a document an article, its labels and spans in span groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotate.data import Span
from annotate.exporters.formats.marks import MarkedArticle, blocks, marked
from annotate.protocols import Exported, Library, Telling

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

_LOADING: Final = """import spacy
from spacy.tokens import DocBin

documents = list(DocBin().from_disk("path/to/this/folder/train.spacy").get_docs(spacy.blank("xx").vocab))
"""
_ABOUT: Final = """\
One file a split, for `spacy train` and for `DocBin`. `doc.spans` has the groups `attribution` (a span a
sentence, with its label), `frames` and `reasons` (a span of the sentence for each), `needs_review`, and
`sources`, `cues` and `contents`; the `id` of every span is the number of the sentence that it belongs to.
`doc.user_data` has the article's id, digest, path and outlet, notes, and who labelled each sentence. Tokens
are cut so that spans are never moved."""


class DocBinExporter:
    """spaCy's own file of documents, one a split."""

    name: Final = "docbin"
    library: Final = Library("spaCy", "spacy", "spacy")
    loading: Final = _LOADING
    about: Final = _ABOUT

    def write(self, folder: Path, articles: Iterable[Exported], telling: Telling) -> Sequence[str]:
        """Write a file a split; nothing is left out."""
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab

        vocab = Vocab()
        found: dict[str, DocBin] = {}
        for each in marked(articles):
            if each.split not in found:
                found[each.split] = DocBin(attrs=["ORTH", "SPACY", "SENT_START"], store_user_data=True)
            found[each.split].add(_document(each, vocab))
        for split, documents in found.items():
            documents.to_disk(folder / f"{split}.spacy")
        return []


def _document(of: MarkedArticle, vocab: Vocab) -> Doc:
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

    article = of.article
    starts = {block.tokens[0].start for block in blocks(of) if block.tokens}
    words = list(_words(of))
    document = Doc(
        vocab,
        words=[span.of(article.text) for span, _ in words],
        spaces=[space for _, space in words],
        sent_starts=[span.start in starts for span, _ in words],
    )
    first = {span.start: number for number, (span, _) in enumerate(words)}
    last = {span.end: number for number, (span, _) in enumerate(words)}
    groups: dict[str, list[tuple[Span, str, int]]] = {
        name: [] for name in ("attribution", "frames", "reasons", "needs_review", "sources", "cues", "contents")
    }
    for each in of.sentences:
        if each.label is not None:
            groups["attribution"].append((each.span, each.label, each.index))
        groups["frames"] += [(each.span, frame, each.index) for frame in each.frames]
        groups["reasons"] += [(each.span, reason, each.index) for reason in each.reasons]
        groups["needs_review"] += [(each.span, "needs_review", each.index)] if each.needs_review else []
        for role, span in each.roles:
            groups[f"{role}s"].append((span, role, each.index))
    for name, spans in groups.items():
        document.spans[name] = [
            SpacySpan(document, first[span.start], last[span.end] + 1, label, span_id=str(index))
            for span, label, index in spans
        ]
    document.user_data |= {
        "article_id": article.id,
        "digest": article.digest,
        "path": article.path,
        "outlet": article.outlet,
        "language": article.language,
        "labelled_by": {str(each.index): each.labelled_by for each in of.sentences},
        "notes": {str(each.index): each.note for each in of.sentences if each.note},
    }
    return document


def _words(of: MarkedArticle) -> Iterator[tuple[Span, bool]]:
    """Yield words that make up the whole text, white space among them, and whether a plain space follows each.

    A space that a span begins or ends with is a word of its own.
    """
    text = of.article.text
    spans = [span for _, span in of.spans] + [each.span for each in of.sentences]
    begins, ends = {span.start for span in spans}, {span.end for span in spans}
    tokens = [token for block in blocks(of) for token in block.tokens]
    if not tokens or tokens[0].start:
        yield from _blank(Span(0, tokens[0].start if tokens else len(text)), begins | ends)
    for number, token in enumerate(tokens):
        gap = Span(token.end, tokens[number + 1].start if number + 1 < len(tokens) else len(text))
        space = gap.of(text).startswith(" ") and gap.start not in begins and gap.start + 1 not in ends
        yield token, space
        yield from _blank(Span(gap.start + space, gap.end), begins | ends)


def _blank(gap: Span, borders: set[int]) -> Iterator[tuple[Span, bool]]:
    start = gap.start
    for at in [*(at for at in range(gap.start + 1, gap.end) if at in borders), gap.end]:
        if start < at:
            yield Span(start, at), False
        start = at
