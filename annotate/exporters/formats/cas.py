"""UIMA CAS as XMI, which INCEpTION and WebAnno read: a file an article, and the type system beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from annotate.exporters.formats.marks import MarkedArticle, blocks, marked
from annotate.protocols import Exported, Library, Telling

if TYPE_CHECKING:
    from cassis import TypeSystem

_SENTENCE: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_TOKEN: Final = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
_ATTRIBUTION: Final = "webanno.custom.Attribution"
_SPAN: Final = "webanno.custom.AttributionSpan"
_LINK: Final = "webanno.custom.AttributionRolesLink"
#: What XML 1.0 cannot say.
_UNSAYABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOADING: Final = """import cassis

with open("path/to/this/folder/TypeSystem.xml", "rb") as file:
    types = cassis.load_typesystem(file)
with open("path/to/this/folder/train/NAME.xmi", "rb") as file:
    cas = cassis.load_cas_from_xmi(file, typesystem=types)
"""
_ABOUT: Final = f"""\
A folder a split with an XMI file an article, and `TypeSystem.xml`. In
[INCEpTION](https://inception-project.github.io) import the type system under Layers, then the files as "UIMA
CAS XMI". `{_ATTRIBUTION}` is a sentence's label with its frames, reasons, note and who gave it; its `roles`
link to the `{_SPAN}`s of its sources, cues and contents. Tokens and sentences are DKPro's. Offsets are in
UTF-16 units, as everywhere in UIMA."""


class Cas:
    """UIMA CAS XMI, a folder a split."""

    name: Final = "cas"
    library: Final = Library("dkpro-cassis", "cassis", "cas")
    loading: Final = _LOADING
    about: Final = _ABOUT

    def write(self, folder: Path, articles: Iterable[Exported], telling: Telling) -> Sequence[str]:
        """Write a file an article; characters that XML cannot say become U+FFFD."""
        types = _types()
        types.to_xml(folder / "TypeSystem.xml")
        unsayable = 0
        for each in marked(articles):
            place = folder / each.split
            place.mkdir(exist_ok=True)
            _cas(each, types).to_xmi(place / f"{each.name}.xmi")
            unsayable += len(_UNSAYABLE.findall(each.article.text))
        return (
            [f"control characters that XML cannot say, and that are U+FFFD instead: {unsayable:,}"] if unsayable else []
        )


def _types() -> TypeSystem:
    from cassis import TypeSystem

    types = TypeSystem()
    annotation, string = "uima.tcas.Annotation", "uima.cas.String"
    for name in (_SENTENCE, _TOKEN, _ATTRIBUTION, _SPAN):
        types.create_type(name, annotation)
    types.create_type(_LINK, "uima.cas.TOP")
    attribution, span, link = (types.get_type(name) for name in (_ATTRIBUTION, _SPAN, _LINK))
    types.create_feature(link, "role", string)
    types.create_feature(link, "target", _SPAN)
    types.create_feature(span, "role", string)
    for feature in ("label", "labelled_by", "note"):
        types.create_feature(attribution, feature, string)
    types.create_feature(attribution, "needs_review", "uima.cas.Boolean")
    for feature in ("frames", "reasons"):
        types.create_feature(attribution, feature, "uima.cas.StringArray")
    types.create_feature(attribution, "roles", "uima.cas.FSArray", elementType=_LINK)
    return types


def _cas(of: MarkedArticle, types: TypeSystem) -> Any:
    from cassis import Cas as CasObject

    cas = CasObject(typesystem=types)
    cas.sofa_mime = "text/plain"
    cas.sofa_string = _sayable(of.article.text)
    attribution, span_type, link, sentence_type, token_type, strings, array = (
        types.get_type(name)
        for name in (_ATTRIBUTION, _SPAN, _LINK, _SENTENCE, _TOKEN, "uima.cas.StringArray", "uima.cas.FSArray")
    )
    for block in blocks(of):
        start = block.sentence.span.start if block.sentence else block.tokens[0].start
        end = block.sentence.span.end if block.sentence else block.tokens[-1].end
        cas.add(sentence_type(begin=start, end=end))
        for token in block.tokens:
            cas.add(token_type(begin=token.start, end=token.end))
    spans = {}
    for role, span in of.spans:
        spans[role, span] = span_type(begin=span.start, end=span.end, role=role)
        cas.add(spans[role, span])
    for each in of.sentences:
        links = [link(role=role, target=spans[role, span]) for role, span in each.roles]
        cas.add(
            attribution(
                begin=each.span.start,
                end=each.span.end,
                label=each.label,
                labelled_by=each.labelled_by,
                needs_review=each.needs_review,
                note=None if each.note is None else _sayable(each.note),
                frames=strings(elements=list(each.frames)) if each.frames else None,
                reasons=strings(elements=list(each.reasons)) if each.reasons else None,
                roles=array(elements=links) if links else None,
            )
        )
    return cas


def _sayable(text: str) -> str:
    r"""Return text that XML can say, with every offset as it was.

    >>> _sayable("a\x1bb") == "a\ufffdb"
    True
    """
    return _UNSAYABLE.sub("\ufffd", text)
