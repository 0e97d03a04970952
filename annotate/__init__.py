"""Who answers for each sentence of a news article, how it is framed, and which claims want a second look.

Names load when they are first asked for, so that `import annotate` costs nothing:

>>> import annotate
>>> annotate.Span(0, 8).of("annotate all")
'annotate'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotate.annotator import Annotator, Summary
    from annotate.config import Label, Preset, Scheme, load_preset, load_scheme
    from annotate.data import (
        AnnotatedArticle,
        AnnotatedSentence,
        Annotation,
        Article,
        Attribution,
        AttributionSpans,
        Document,
        Dropped,
        Evidence,
        Failure,
        Flag,
        Frame,
        Region,
        Sentence,
        Span,
        Support,
    )
    from annotate.errors import (
        AnnotateError,
        ConfigError,
        FolderError,
        InputError,
        ModelError,
        ServerError,
        UsageError,
    )
    from annotate.readers import read
    from annotate.store import Folder

_HOMES = {
    "annotator": ("Annotator", "Summary"),
    "config": ("Label", "Preset", "Scheme", "load_preset", "load_scheme"),
    "data": (
        "AnnotatedArticle",
        "AnnotatedSentence",
        "Annotation",
        "Article",
        "Attribution",
        "AttributionSpans",
        "Document",
        "Dropped",
        "Evidence",
        "Failure",
        "Flag",
        "Frame",
        "Region",
        "Sentence",
        "Span",
        "Support",
    ),
    "errors": ("AnnotateError", "ConfigError", "FolderError", "InputError", "ModelError", "ServerError", "UsageError"),
    "readers": ("read",),
    "store": ("Folder",),
}

__all__ = [
    "AnnotateError",
    "AnnotatedArticle",
    "AnnotatedSentence",
    "Annotation",
    "Annotator",
    "Article",
    "Attribution",
    "AttributionSpans",
    "ConfigError",
    "Document",
    "Dropped",
    "Evidence",
    "Failure",
    "Flag",
    "Folder",
    "FolderError",
    "Frame",
    "InputError",
    "Label",
    "ModelError",
    "Preset",
    "Region",
    "Scheme",
    "Sentence",
    "ServerError",
    "Span",
    "Summary",
    "Support",
    "UsageError",
    "load_preset",
    "load_scheme",
    "read",
]


def __getattr__(name: str) -> object:
    """Load a public name from the module that makes it."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"annotate.{module}"), name)
    raise AttributeError(f"module 'annotate' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
