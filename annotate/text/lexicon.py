"""The word lists by which page furniture is told and sentences are mended."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel

from annotate.config import LANGUAGES, Strict, load_lexicon

Words = frozenset[str]


class Furniture(Strict):
    """Words of page furniture, lower case; a phrase is matched token by token."""

    rubrics: Words
    link_openers: Words
    inline_links: Words
    share_words: Words
    share_anchors: Words
    share_openers: Words
    share_marks: Words
    stamp_openers: Words
    stamp_words: Words
    stamp_anchors: Words
    months: Mapping[str, int]
    weekdays: Words
    byline_openers: Words
    byline_phrases: Words
    name_particles: Words
    caption_openers: Words
    credit_openers: Words
    picture_words: Words
    agencies: Words
    tag_openers: Words
    outlet_words: Words
    determiners: Words
    subordinators: Words
    questions: Words


class Stops(Strict):
    """Abbreviations whose full stop does not end a sentence, lower case and without the stop."""

    before_name: Words
    before_number: Words
    after_hour: Words
    reporting: Words


@cache
def furniture() -> Furniture:
    """Return the word lists of all languages as one: pages mix them (a translated text, "Follow")."""
    merged: dict[str, object] = {}
    for language in LANGUAGES:
        for name, value in _fields(load_lexicon(Furniture, "furniture", language)):
            before = merged.get(name)
            if before is None:
                merged[name] = value
            elif isinstance(before, frozenset) and isinstance(value, frozenset):
                merged[name] = before | value
            elif isinstance(before, Mapping) and isinstance(value, Mapping):
                merged[name] = {**before, **value}
    return Furniture.model_validate(merged)


@cache
def stops(language: str) -> Stops:
    """Return the abbreviations of `language`, English ones where it has none of its own."""
    return load_lexicon(Stops, "sentences", language)


def _fields(model: BaseModel) -> list[tuple[str, object]]:
    return [(name, getattr(model, name)) for name in type(model).model_fields]
