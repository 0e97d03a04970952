"""The attribution lexicon of a language: its words, and the verbs that can be cues by form."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Literal

from pydantic import field_validator

from annotate.config import Strict, load_lexicon

#: What a verb wants beside its subject to be a cue: nothing, an object, a clause, or a clause or a document.
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
    inanimate: Words
    oblique: Words
    first: Words

    @cached_property
    def third(self) -> Words:
        """Every pronoun that refers back to a source as its subject."""
        return self.person | self.plural | self.thing

    @cached_property
    def back(self) -> Words:
        """Every pronoun that refers back to a source: "he", and "him" of "according to him"."""
        return self.third | self.oblique


class Anonymity(Section):
    """Words and phrases by which a source stays without a name.

    `phrases` count anywhere in the sentence, `source_phrases` in the source, `asides` stand between verb and source;
    `heads` name nobody unless a proper name stands by, `always` nobody at all; `adjectives` are heads only where no
    noun follows.
    """

    phrases: Words
    source_phrases: Words
    heads: Words
    asides: Words
    always: Words
    adjectives: Words
    words: Words


class Office(Section):
    """Words of public authority; `ambiguous` ones yield to a word of `private`, `persons` are people in office."""

    acronyms: Words
    persons: Words
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


class Interview(Section):
    """What stands for the speakers of an interview at the start of its turns."""

    questions: Words
    answers: Words


class Publication(Section):
    """Documents, people of the press, outlets by name, and words that end an outlet's name."""

    heads: Words
    statements: Words
    people: Words
    outlets: Words
    editions: Words
    names: Words


class Lexicon(Section):
    """The file `configs/lexicons/attribution/LANGUAGE.yaml`, with the sets that the rules ask for made once."""

    language: str
    head_first: bool
    verbs: Verbs
    er_stems: ErStems = ErStems()
    participle: str
    lifeless: Words
    noun_like: Words
    prepositions: Words
    rates: Words
    topic_prepositions: Words
    document_prepositions: Words
    documents: Words
    citing: Words
    hearsay: Words
    as_words: Words
    learned_from: Words
    agents: Words
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
    adverbials: Words
    coordinators: Words
    prepositions_np: Words
    noun_stops: Words
    possessives: Words
    determiners: Words
    indefinite: Words
    demonstratives: Words
    plurals: Words
    pronouns: Pronouns
    time_words: Words
    recipients: Words
    particles: Words
    anonymity: Anonymity
    office: Office
    identified: Identified
    publication: Publication
    interview: Interview
    capitals: Words

    @cached_property
    def cues(self) -> dict[str, VerbClass]:
        """The class of every verb form that can be a cue."""
        found: dict[str, VerbClass] = {}
        classes: tuple[VerbClass, ...] = ("finding", "thought", "act", "speech")
        for name in classes:
            forms = [form for stem in getattr(self.er_stems, name) for form in _er_forms(stem)]
            forms += [form.replace("_", " ") for form in getattr(self.verbs, name).split()]
            found.update(dict.fromkeys(forms, name))
        return found

    @cached_property
    def cue_forms(self) -> Words:
        """Every verb form that can be a cue."""
        return frozenset(self.cues)

    @cached_property
    def participles(self) -> Words:
        """The -ing or -ant forms among the cues: "saying", "ajoutant"."""
        return frozenset(form for form in self.cues if form.endswith(self.participle))

    @cached_property
    def impersonal(self) -> Words:
        """Every form of the cues that things are as often the subject of: "shows", "suggérait"."""
        listed = "\n".join((self.verbs.speech, self.verbs.act, self.verbs.thought, self.verbs.finding))
        rows = [line.split() for line in listed.splitlines() if line.strip()]
        forms = {form.replace("_", " ") for row in rows if row[0] in self.lifeless for form in row}
        return frozenset(forms.union(*(_er_forms(stem) for stem in self.lifeless)))

    @cached_property
    def perfects(self) -> Words:
        """The past participles of verbs in -er: cues only after "avoir" or a reflexive."""
        stems = (*self.er_stems.speech, *self.er_stems.act, *self.er_stems.thought, *self.er_stems.finding)
        return frozenset(stem + ending for stem in stems for ending in _PARTICIPLES)

    @cached_property
    def people(self) -> Words:
        """Heads of sources that can speak."""
        return self.office.heads | self.identified.heads | self.identified.bodies | self.anonymity.heads

    @cached_property
    def heads(self) -> Words:
        """Every word that a source phrase can have for its head."""
        return self.people | self.office.spokespeople | self.publication.heads

    @cached_property
    def answering(self) -> Words:
        """Words that name people, bodies or documents, or refer back to them."""
        known = self.heads | self.office.persons | self.office.titles | self.publication.people | self.documents
        return known | self.publication.statements | self.pronouns.back | self.pronouns.first | self.relatives

    @cached_property
    def roles(self) -> Words:
        """Words that stand before a name and say what somebody is."""
        known = self.office.heads | self.office.spokespeople | self.office.titles
        return known | self.identified.heads | self.identified.bodies

    @cached_property
    def finite(self) -> Words:
        """Auxiliaries that show that a verb stands near."""
        return self.passive | self.perfect | (self.auxiliaries - self.determiners)

    @cached_property
    def skippable(self) -> Words:
        """Auxiliaries that can stand between a cue and its source."""
        return self.auxiliaries - self.determiners

    @cached_property
    def clauses(self) -> Words:
        """Words that part one clause from another."""
        return self.coordinators | self.boundaries

    @cached_property
    def no_name(self) -> Words:
        """Words that no name begins with, capital or not."""
        small = self.determiners | self.time_words | self.prepositions_np | self.clauses
        return small | self.pronouns.third | self.pronouns.first


_PARTICIPLES = ("é", "ée", "és", "ées")


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of `language`, English where there is none. Raises `ConfigError`."""
    return load_lexicon(Lexicon, "attribution", language)


def _er_forms(stem: str) -> list[str]:
    """Return the third-person and participle forms of a regular French verb in -er.

    >>> _er_forms("not")[:3]
    ['note', 'notent', 'notait']
    """
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    forms = [stem + "e", stem + "ent", *(soft + ending for ending in ("ait", "aient", "a", "ant")), stem + "èrent"]
    return forms + [stem + ending for ending in _PARTICIPLES]
