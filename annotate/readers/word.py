"""Word documents (.docx): one document each."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from annotate.data import Document
from annotate.errors import InputError
from annotate.protocols import Source
from annotate.readers.markup import words

_TITLE = re.compile(r'<h1 class="title">(.*?)</h1>', re.DOTALL)
_STYLES = "p[style-name='Title'] => h1.title:fresh"
_NOTE = re.compile(r'<sup><a href="#(?:foot|end)note-[^>]*>.*?</a></sup>|<a href="#(?:foot|end)note-ref-[^>]*>.*?</a>')


class WordReader:
    """Reads paragraphs, tables and notes as they would be printed: changes taken, comments and pictures left out.

    Offsets count in these words, a blank line between paragraphs.
    """

    suffixes: tuple[str, ...] = (".docx",)

    def read(self, source: Source) -> Iterator[Document]:
        """Yield one document. Raises `InputError` where the file is no Word document."""
        html = _NOTE.sub("", _html(source))
        title = _TITLE.search(html)
        yield Document(
            key=source.key, path=source.path, text=words(html), title=(words(title.group(1)) or None) if title else None
        )


def _html(source: Source) -> str:
    """Return the document as HTML. Raises `InputError`."""
    try:
        import mammoth
    except ImportError as error:
        raise InputError(source.path, 'to read Word documents: pip install "annotate[documents]"') from error
    pictures = mammoth.images.img_element(lambda picture: {})
    try:
        content = BytesIO(source.read_bytes())
        return str(mammoth.convert_to_html(content, style_map=_STYLES, convert_image=pictures).value)
    except (BadZipFile, zlib.error, ExpatError, OSError, KeyError, ValueError) as error:
        raise InputError(
            source.path, f"not a whole Word document ({error}); save it anew as .docx, or as .txt"
        ) from error
