"""The language an article is written in, as a two-letter code."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

#: Languages of the news that scrapers meet; the other fifty that py3langid knows (Latin, Walloon, Breton)
#: only steal short English and French texts.
# fmt: off
_NEWS = frozenset({
    "en", "fr", "de", "es", "it", "pt", "nl", "pl", "ro", "sv", "da", "no", "fi", "cs", "sk", "hu", "hr", "sl", "bg",
    "el", "tr", "ru", "uk", "sr", "he", "ar", "fa", "ur", "hi", "bn", "ta", "th", "vi", "id", "zh", "ja", "ko", "sw",
    "et", "lv", "lt", "ca", "sq", "mk", "ka", "hy", "az", "kk", "am",
})
# fmt: on
_FULL = ("en", "fr")
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*$")  # "fr", "fr-CA"
_ENOUGH = 200  # letters from which other languages than the two are believed at once
_SURE = 0.95
_SAMPLE = 4000


def detect(text: str, said: str | None = None) -> str:
    """Return the two-letter code of the language of `text`; what the input says comes first.

    A short text counts as English or French unless another language is nearly certain; a text
    without letters counts as English.

    >>> detect("Le ministre a présenté son projet devant les députés mardi.")
    'fr'
    """
    if said and (code := _CODE.match(said.strip().lower())):
        return code.group(1)
    letters = sum(char.isalpha() for char in text[:_SAMPLE])
    if letters == 0:
        return _FULL[0]
    ranked = _identifier().rank(text[:_SAMPLE])
    best, probability = ranked[0]
    if letters >= _ENOUGH or (letters >= 30 and probability >= _SURE) or _foreign_script(text[:_SAMPLE]):
        return str(best)
    return str(next(code for code, _ in ranked if code in _FULL))


def _foreign_script(text: str) -> bool:
    """Tell whether most letters are neither Latin nor marks on Latin ones."""
    letters = [char for char in text if char.isalpha()]
    return sum(ord(char) > 0x24F for char in letters) > len(letters) / 2


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(_NEWS.intersection(identifier.labels)))
    return identifier
