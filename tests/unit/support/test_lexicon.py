"""The review lexicons: complete, well spelt, and found in text as news is written."""

from __future__ import annotations

import pytest

from annotate.config import LANGUAGES, load_lexicon
from annotate.data import FLAG_REASONS
from annotate.support.lexicon import ROOM, Lexicon, Phrasebook, severities, words
from annotate.support.words import plain

PATTERNS = ("hedge_patterns", "accusations")  # regular expressions


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_plain_and_differ(language: str) -> None:
    for name, value in load_lexicon(Lexicon, ROOM, language):
        if isinstance(value, tuple) and all(isinstance(each, str) for each in value) and name not in PATTERNS:
            assert [each for each in value if each != plain(each)] == [], name
            assert len(set(value)) == len(value), name


def test_languages_count_the_same_things() -> None:
    english, french = (load_lexicon(Lexicon, ROOM, language) for language in ("en", "fr"))
    assert set(english.counted) == set(french.counted)
    assert set(english.fates) == set(french.fates)


def test_a_language_without_lexicon_uses_english() -> None:
    assert words("de") is words("en")


def test_every_reason_has_a_severity() -> None:
    assert set(severities().reasons) == set(FLAG_REASONS)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("n't reveal", "He wouldn’t reveal a thing.", "n't reveal"),
        ("sabotage", "an act of self-sabotage", None),
        ("accusé*", "Ils ont été accusés", "accusés"),
        ("plus d'", "plus d’un", "plus d'"),
        ("cover up", "a cover\u00a0up", "cover up"),
        ("lied", "he relied on it", None),
    ],
)
def test_phrases_match_whole_words(phrase: str, text: str, found: str | None) -> None:
    assert Phrasebook((phrase,)).find(plain(text)) == found
