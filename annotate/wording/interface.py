"""What a page says in the reader's language: English as it is written, French by its catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from annotate.wording.french import FRENCH, FRENCH_PLURALS
from annotate.wording.words import Term

Language = Literal["en", "fr"]
INTERFACE_LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Interface:
    """The words of a page in one language; what a catalogue lacks stays English."""

    language: Language = "en"

    def say(self, english: str) -> str:
        """Return the words for what is said in English.

        >>> Interface("fr").say("Review")
        'À relire'
        """
        return FRENCH.get(english, english) if self.language == "fr" else english

    def count(self, one: str, other: str, number: int) -> str:
        """Return the words for a number of things, the number still to be filled in: French has none as one.

        >>> Interface("en").count("%(num)s source", "%(num)s sources", 0)
        '%(num)s sources'
        >>> Interface("fr").count("%(num)s source", "%(num)s sources", 0)
        '%(num)s source'
        """
        if self.language == "fr":
            one, other = FRENCH_PLURALS.get(one, (one, other))
            return other if number > 1 else one
        return one if number == 1 else other

    def term(self, term: Term) -> Term:
        """Return a word of a vocabulary with its meaning."""
        return Term(self.say(term.title), self.say(term.meaning))

    def quoted(self, text: str) -> str:
        """Return a text in the language's quotation marks.

        >>> Interface().quoted("46")
        '“46”'
        """
        return f"« {text} »" if self.language == "fr" else f"“{text}”"


ENGLISH: Final = Interface()
