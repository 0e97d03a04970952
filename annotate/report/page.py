"""The report as HTML that loads nothing: one page, or above `ONE_PAGE` articles one page and a folder of pages."""

from __future__ import annotations

import os
import re
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from annotate.config import Scheme
from annotate.data import AnnotatedArticle
from annotate.report.build import article_view
from annotate.report.entries import Queue
from annotate.report.gathering import Gathered, Known
from annotate.report.labels import Labels
from annotate.report.setting import Links
from annotate.wording.interface import Interface, Language
from annotate.wording.palette import NEUTRAL, Tone
from annotate.wording.templates import environment

ONE_PAGE = 200  # articles, at most
_INDEX, _PAGE = Links("report/"), Links("", "../report.html")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?")
_SPACE = re.compile(r"\s*([{};,])\s*|(?<=:)\s+(?=[^\n{}]*[;}])")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

#: A collection that can be read as often as need be.
Articles = Callable[[], Iterable[AnnotatedArticle]]


def write(
    articles: Articles, attribution: Scheme, frames: Scheme, target: Path, language: Language | None = None
) -> None:
    """Write the report of `articles` to `target`, and where they are many the pages of each into a folder beside it.

    The folder is called like `target` without its suffix. A reader sees the old report or the new one, whole; of an
    older report nothing stays.
    """
    draft, pages = (target.with_name(f".{target.name}.{os.getpid()}{end}") for end in (".tmp", ".pages.tmp"))
    try:
        known = Known(articles(), attribution, frames, language)
        if len(known.desk.collection.ids) > ONE_PAGE:
            pages.mkdir()
            _write(draft, _many(articles(), known, pages))
        else:
            _write(draft, _one(articles(), known))
        _replace(draft, pages, target)
    finally:
        draft.unlink(missing_ok=True)
        shutil.rmtree(pages, ignore_errors=True)


def render(articles: Articles, attribution: Scheme, frames: Scheme, language: Language | None = None) -> str:
    """Return the report of `articles` as one page; the same articles give the same text."""
    return "".join(_one(articles(), Known(articles(), attribution, frames, language)))


def _one(articles: Iterable[AnnotatedArticle], known: Known) -> Iterator[str]:
    """Yield the one page of a report."""
    links, maker = Links(), _Maker(known)
    gathered, texts = Gathered(known, links), []
    for annotated in articles:
        gathered.add(annotated)
        texts.append(maker.text(annotated, links))
    yield from maker.page("report.html.j2", page=gathered.view(), links=links, texts=texts)


def _many(articles: Iterable[AnnotatedArticle], known: Known, folder: Path) -> Iterator[str]:
    """Write the pages of articles and sources into `folder`; yield the first page."""
    maker = _Maker(known)
    gathered, legend = Gathered(known, _INDEX), known.legend()
    ids = known.desk.collection.ids
    for number, annotated in enumerate(articles):
        gathered.add(annotated)
        queue = Queue(known.desk, _PAGE)
        queue.add(annotated)
        around = {
            "before": ids[number - 1] if number else None,
            "after": ids[number + 1] if number + 1 < len(ids) else None,
        }
        of_article = maker.page(
            "article_page.html.j2",
            article=article_view(annotated, known.desk, _PAGE),
            queue=queue.view(),
            legend=legend,
            links=_PAGE,
            around={name: known.desk.collection.article(each or "") for name, each in around.items()},
            around_ids=around,
        )
        _write(folder / f"{annotated.article.id}.html", of_article)
    for source in known.speakers(_PAGE):
        if source.paged:
            of_source = maker.page("source_page.html.j2", source=source, links=_PAGE)
            _write(folder / f"source-{source.id}.html", of_source)
    yield from maker.page("report.html.j2", page=gathered.view(), links=_INDEX, texts=None)


class _Maker:
    """Fills in the templates in the report's language, with one style and one script."""

    def __init__(self, known: Known) -> None:
        self._desk = known.desk
        self._environment = _environment(known.desk.words.language)
        self._given = _dress(known.desk.labels)

    def text(self, annotated: AnnotatedArticle, links: Links) -> Markup:
        """Return an article's part of the one page."""
        view = article_view(annotated, self._desk, links)
        return Markup(
            self._environment.get_template("article_part.html.j2").render(
                article=view, language=self._desk.words.language
            )
        )

    def page(self, template: str, **given: Any) -> Iterator[str]:
        """Yield a page piece by piece."""
        made = self._environment.get_template(template)
        yield from made.generate(**self._given, language=self._desk.words.language, **given)


def _dress(labels: Labels) -> dict[str, object]:
    """Return the style with the labels' colours, the script, and the policy that lets nothing else run."""
    rules = "".join(_tone_rule(label.css, label.tone) for label in labels.attribution)
    widths = "".join(f".w{percent}{{width:{percent}%}}" for percent in range(1, 101))
    style = _SPACE.sub(r"\1", _short(_COMMENT.sub("", _asset("report.css")))) + rules + _tone_rule("unknown", NEUTRAL)
    style = f"{style}{widths}\n"
    script = _short(_asset("report.js"))
    return {"style": Markup(style), "script": Markup(script), "policy": _policy(style, script)}


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_fingerprint(style)}'; script-src '{_fingerprint(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _fingerprint(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _tone_rule(css: str, tone: Tone) -> str:
    """Return the CSS that gives a class its colours on light and dark ground."""
    return (
        f".{css}{{--wash:light-dark({tone.wash_light},{tone.wash_dark});"
        f"--ink:light-dark({tone.ink_light},{tone.ink_dark});--fill:{tone.fill}}}\n"
    )


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(pieces)


def _replace(draft: Path, pages: Path, target: Path) -> None:
    """Let a new report take the place of the old one: pages first, so that no link of the first page leads nowhere."""
    folder, old = target.with_suffix(""), pages.with_suffix(".old.tmp")
    if folder.is_dir():
        folder.replace(old)
    try:
        if pages.is_dir():
            pages.replace(folder)
        draft.replace(target)
    except OSError:
        with suppress(OSError):
            if old.is_dir():
                shutil.rmtree(folder, ignore_errors=True)
                old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


@cache
def _environment(language: Language) -> Environment:
    words = Interface(language)
    made = environment("annotate.report")
    made.add_extension("jinja2.ext.i18n")
    # Jinja's own names for what a translated environment is given.
    made.install_gettext_callables(words.say, words.count, newstyle=True)  # type: ignore[attr-defined]
    comma = language == "fr"
    made.filters["score"] = lambda score: f"{score:.2f}".replace(".", ",") if comma else f"{score:.2f}"
    made.filters["number"] = lambda count: f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}" if comma else ",")
    made.filters["quoted"] = words.quoted
    made.filters["tag"] = _tag
    return made


def _tag(language: str) -> str:
    """Return what a `lang` attribute says of a text; articles' own words on it need not be a language.

    >>> _tag("fr"), _tag("klingon")
    ('fr', 'und')
    """
    return language if _LANGUAGE.fullmatch(language) else "und"


def _short(text: str) -> str:
    """Return a style or script without indents, blank lines and comments of their own line."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def _asset(name: str) -> str:
    return (files("annotate.report") / "assets" / name).read_text(encoding="utf-8")
