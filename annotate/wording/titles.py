"""The title that an article goes by."""

from __future__ import annotations

from pathlib import PurePosixPath

from annotate.data import AnnotatedArticle
from annotate.wording.harmless import visible


def title_of(annotated: AnnotatedArticle) -> str:
    """Return the article's own title, else its headline in the text, else its file's name."""
    article = annotated.article
    if article.title and article.title.strip():
        return visible(article.title)
    if article.headline is not None:
        return visible(article.headline.of(article.text))
    headline = next((each.sentence.text for each in annotated.sentences if each.sentence.kind == "headline"), None)
    return visible(headline or PurePosixPath(article.path).name)
