"""The report as one self-contained HTML file: nothing is loaded, nothing leaves the page."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from annotate.config import Scheme
from annotate.data import AnnotatedArticle
from annotate.report.build import page
from annotate.report.view import LabelView
from annotate.wording.palette import NEUTRAL, Tone
from annotate.wording.templates import environment


def write(articles: Iterable[AnnotatedArticle], attribution: Scheme, frames: Scheme, target: Path) -> None:
    """Write the report of `articles` to `target`; a reader of `target` sees the old file or the new, whole."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(chunks(articles, attribution, frames))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def render(articles: Iterable[AnnotatedArticle], attribution: Scheme, frames: Scheme) -> str:
    """Return the report of `articles` as HTML."""
    return "".join(chunks(articles, attribution, frames))


def chunks(articles: Iterable[AnnotatedArticle], attribution: Scheme, frames: Scheme) -> Iterator[str]:
    """Yield the report of `articles` piece by piece; the same articles give the same text."""
    view = page(tuple(articles), attribution, frames)
    style = _asset("report.css") + "".join(_rule(label) for label in view.labels) + _tone_rule("unknown", NEUTRAL)
    script = _asset("report.js")
    yield from (
        _environment()
        .get_template("report.html.j2")
        .generate(page=view, style=Markup(style), script=Markup(script), policy=_policy(style, script))
    )


def _policy(style: str, script: str) -> str:
    """Return a content security policy that lets this style and this script run, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_fingerprint(style)}'; script-src '{_fingerprint(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _fingerprint(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _rule(label: LabelView) -> str:
    return _tone_rule(label.css, label.tone)


def _tone_rule(css: str, tone: Tone) -> str:
    """Return the CSS that gives a class its colours on light and dark ground."""
    return (
        f".{css}{{--wash:light-dark({tone.wash_light},{tone.wash_dark});"
        f"--ink:light-dark({tone.ink_light},{tone.ink_dark});--fill:{tone.fill}}}\n"
    )


@cache
def _environment() -> Environment:
    made = environment("annotate.report")
    made.filters["score"] = "{:.2f}".format
    return made


def _asset(name: str) -> str:
    return (files("annotate.report") / "assets" / name).read_text(encoding="utf-8")
