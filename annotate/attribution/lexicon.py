"""The attribution lexicon of a language: its words, and the verbs that can be cues by form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import field_validator

from annotate.config import Strict, load_lexicon

#: How much a verb needs beside it to be a cue: a subject alone, an object, a clause, or a clause or a document.
VerbClass = Literal["speech", "act", "thought", "finding"]
Words = frozenset[str]


def fold(text: str) -> str:
    """Return `text` as the lexicons spell it: lower case, straight apostrophes.

    >>> fold("D’après")
    "d'après"
    """
    return text.lower().replace("’", "'")


class Section(Strict):
    """A part of the lexicon; every list becomes a folded set."""

    @field_validator("*", mode="before")
    @classmethod
    def _folded(cls, value: object) -> object:
        if not isinstance(value, list):
            return value
        wrong = [word for word in value if not isinstance(word, str)]
        if wrong:  # YAML reads a bare on, off, yes, no or y as true or false
            raise ValueError(f"not words, put them in quotes: {wrong}")
        return frozenset(fold(word) for word in value)


class Verbs(Strict):
    """Verb forms by class, a verb a line; a space inside a form is written "_"."""

    speech: str = ""
    act: str = ""
    thought: str = ""
    finding: str = ""


class ErStems(Strict):
    """Stems of regular French verbs in -er, by class."""

    speech: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    thought: tuple[str, ...] = ()
    finding: tuple[str, ...] = ()


class Pronouns(Section):
    """Pronouns that a source can be, by what they stand for."""

    person: Words
    plural: Words
    thing: Words
    first: Words


class Anonymity(Section):
    """Words and phrases by which a source stays without a name."""

    phrases: Words
    source_phrases: Words
    heads: Words
    always: Words
    adjectives: Words
    words: Words


class Office(Section):
    """Words of public authority; `ambiguous` ones yield to a word of `private`."""

    acronyms: Words
    heads: Words
    abbreviations: Words
    phrases: Words
    ambiguous: Words
    private: Words
    titles: Words
    spokespeople: Words
    former: Words


class Identified(Section):
    """Heads of sources that can be identified and hold no public authority: people and bodies."""

    heads: Words
    bodies: Words


class Publication(Section):
    """Documents, outlets by name, and words that end an outlet's name."""

    heads: Words
    people: Words
    outlets: Words
    names: Words


class Words_(Section):
    """The file `configs/lexicons/attribution/LANGUAGE.yaml`."""

    language: str
    head_first: bool
    verbs: Verbs
    er_stems: ErStems = ErStems()
    noun_like: Words
    prepositions: Words
    topic_prepositions: Words
    document_prepositions: Words
    documents: Words
    citing: Words
    as_words: Words
    learned_from: Words
    complementizers: Words
    auxiliaries: Words
    passive: Words
    modals: Words
    perfect: Words
    reflexives: Words
    negations: Words
    denial: Words
    relatives: Words
    clause_openers: Words
    boundaries: Words
    coordinators: Words
    prepositions_np: Words
    noun_stops: Words
    possessives: Words
    determiners: Words
    indefinite: Words
    demonstratives: Words
    pronouns: Pronouns
    time_words: Words
    recipients: Words
    anonymity: Anonymity
    office: Office
    identified: Identified
    publication: Publication
    capitals: Words
    particles: Words

    @property
    def heads(self) -> Words:
        """Every word that a source phrase can have for its head."""
        people = self.office.heads | self.office.spokespeople | self.identified.heads | self.anonymity.heads
        return people | self.identified.bodies | self.publication.heads

    @property
    def titles_or_heads(self) -> Words:
        """Words that begin the name of somebody who holds an office or a post."""
        return self.office.titles | self.office.heads | self.identified.heads | self.identified.bodies


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's words with its verb forms and multi-word cues ready for look-up.

    `verbs` maps a folded form to its class; `participles` are the -ing or -ant forms among them, `perfects` the
    forms that are cues only after an auxiliary. `phrases` maps the first word of a multi-word entry to all of them.
    """

    words: Words_
    verbs: dict[str, VerbClass]
    participles: Words
    perfects: Words

    @property
    def language(self) -> str:
        """The language's code."""
        return self.words.language


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of `language`, English where there is none. Raises `ConfigError`."""
    words = load_lexicon(Words_, "attribution", language)
    verbs: dict[str, VerbClass] = {}
    perfects: set[str] = set()
    for name in ("finding", "thought", "act", "speech"):
        kind: VerbClass = name
        for stem in getattr(words.er_stems, name):
            verbs.update(dict.fromkeys(_er_forms(stem), kind))
            perfects.update(stem + ending for ending in ("é", "ée", "és", "ées"))
        verbs.update(dict.fromkeys((form.replace("_", " ") for form in getattr(words.verbs, name).split()), kind))
    ending = "ant" if words.er_stems != ErStems() else "ing"
    return Lexicon(words, verbs, frozenset(form for form in verbs if form.endswith(ending)), frozenset(perfects))


def _er_forms(stem: str) -> list[str]:
    """Return the third-person and participle forms of a regular verb in -er.

    >>> _er_forms("not")[:3]
    ['note', 'notent', 'notait']
    """
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    present = [stem + "e", stem + "ent"]
    return [*present, *(soft + end for end in ("ait", "aient", "a", "ant")), stem + "èrent", *(stem + end for end in ("é", "ée", "és", "ées"))]
