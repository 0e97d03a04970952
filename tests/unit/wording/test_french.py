"""Every word of the pages has its French: those of the templates, of the vocabularies and of the code."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from itertools import chain
from pathlib import Path

from annotate import report
from annotate.wording import words
from annotate.wording.french import FRENCH, FRENCH_PLURALS
from annotate.wording.interface import Interface
from annotate.wording.templates import environment

HOLES = re.compile(r"%\(\w+\)s|\{\w+\}")


def told() -> set[str]:
    """Return all that the templates and the code of the report say, and the vocabularies."""
    made = environment("annotate.report")
    made.add_extension("jinja2.ext.i18n")
    found: set[str] = set()
    for file in (files("annotate.report") / "templates").iterdir():
        for _, _, message in made.extract_translations(file.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
            found.add(message if isinstance(message, str) else next(each for each in message if each))
    for path in Path(str(report.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
                "say",
                "count",
            ):
                found |= {each.value for each in node.args[:1] if isinstance(each, ast.Constant)}  # type: ignore[misc]
    terms = chain.from_iterable((each.title, each.meaning) for each in words.FLAGS.values())
    several = (words.DROPS, words.RELATIONS, words.VERDICTS, words.CLAIMS, words.DEPENDENCE, words.LANGUAGES)
    return found | {*terms, words.INDEPENDENT, *chain.from_iterable(each.values() for each in several)}


def test_all_that_is_said_has_its_french() -> None:
    missing = told() - set(FRENCH) - set(FRENCH_PLURALS)
    assert not missing


def test_what_is_filled_in_is_filled_in_in_french_too() -> None:
    both = {**{english: (french,) for english, french in FRENCH.items()}, **FRENCH_PLURALS}
    for english, several in both.items():
        for french in several:
            assert sorted(HOLES.findall(french)) == sorted(HOLES.findall(english)), english


def test_french_has_no_plural_before_two() -> None:
    french = Interface("fr")
    forms = [french.count("%(num)s article has no date.", "", number) for number in (0, 1, 2)]
    assert forms == ["%(num)s article n’a pas de date."] * 2 + ["%(num)s articles n’ont pas de date."]
