"""Every format by its name: a new one is a module in `formats` and a line here, and its name in `choices`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from annotate.errors import UsageError
from annotate.exporters.choices import TABLES, Format
from annotate.exporters.formats.argilla import Argilla
from annotate.exporters.formats.brat import Brat
from annotate.exporters.formats.cas import Cas
from annotate.exporters.formats.conll import Conll
from annotate.exporters.formats.docbin import DocBinExporter
from annotate.exporters.formats.tables import TableExporter
from annotate.protocols import Exporter

EXPORTERS: Final[Mapping[Format, Exporter]] = {
    **{name: TableExporter(name) for name in TABLES},
    "conll": Conll(),
    "brat": Brat(),
    "cas": Cas(),
    "docbin": DocBinExporter(),
    "argilla": Argilla(),
}


def exporter(form: Format) -> Exporter:
    """Return what writes a format. Raises `UsageError` where its library is not installed."""
    found = EXPORTERS[form]
    library = found.library
    if library is not None and find_spec(library.module) is None:
        raise UsageError(
            f'annotate export --format {form} needs {library.title}: pip install "annotate[{library.extra}]"'
        )
    return found
