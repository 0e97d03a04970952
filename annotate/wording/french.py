"""The words of the pages in French, by their English: what `{}` or `%()s` stands for is filled in later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FRENCH: Final[Mapping[str, str]] = {
    # The bar, the keys
    "Parts of the report": "Parties du rapport",
    "Skip to the articles": "Aller aux articles",
    "Skip to the text": "Aller au texte",
    "Switch between light and dark": "Passer du clair au sombre",
    "Review": "À relire",
    "Charts": "Graphiques",
    "Together": "Ensemble",
    "Sources": "Sources",
    "Articles": "Articles",
    "Legend": "Légende",
    "Whole queue": "Toute la file",
    "Previous": "Précédent",
    "Next": "Suivant",
    "article": "article",
    "Article": "Article",
    "Keys": "Touches",
    "Press ? for the keys.": "La touche ? montre toutes les touches.",
    "next, previous sentence to review": "phrase à relire suivante, précédente",
    "open what has the focus": "ouvrir l’élément choisi",
    "search the queue": "chercher dans la file",
    "close the details, leave the search": "fermer les détails, quitter la recherche",
    "previous, next article": "article précédent, suivant",
    "back to the whole queue": "revenir à toute la file",
    "show these keys": "montrer ces touches",
    "Close": "Fermer",
    # The summary and the queue
    "Review: %(queue)s of %(sentences)s sentences": "À relire\u00a0: %(queue)s phrases sur %(sentences)s",
    "Outlets": "Médias",
    "Sentences": "Phrases",
    "To review": "À relire",
    "To review in this article": "À relire dans cet article",
    "Set aside": "Mis de côté",
    "Set aside:": "Mis de côté\u00a0:",
    "The rest of the queue": "La suite de la file",
    "Show more ({left})": "En montrer plus ({left})",
    "Filter the queue": "Filtrer la file",
    "Search the queue": "Chercher dans la file",
    "Search sentences and reasons": "Chercher phrases et raisons",
    "Clear": "Effacer",
    "{left} of {all}": "{left} sur {all}",
    "Nothing fits all of these filters.": "Rien ne répond à tous ces filtres.",
    "Nothing here asks for a second look.": "Rien ici ne demande une relecture.",
    "There are no articles in this run.": "Il n’y a pas d’article dans ce dossier.",
    "none to review": "aucune à relire",
    "Reason": "Raison",
    "All reasons": "Toutes les raisons",
    "All labels": "Toutes les étiquettes",
    "All frames": "Tous les cadrages",
    "Outlet": "Média",
    "All outlets": "Tous les médias",
    "Source": "Source",
    "All sources": "Toutes les sources",
    "High": "Élevée",
    "Medium": "Moyenne",
    "Low": "Faible",
    # An article
    "Attribution": "Attribution",
    "Show": "Montrer",
    "Show in the text": "Montrer dans le texte",
    "Source and cue": "Source et marque",
    "Frames": "Cadrages",
    "Frame": "Cadrage",
    "Page furniture": "Habillage",
    "original": "original",
    "guessed": "déduit",
    "Read off the text itself; it may be wrong": "Tiré du texte lui-même, peut être faux",
    "Unknown outlet": "Média inconnu",
    "Headline": "Titre",
    "Sentence %(number)s": "Phrase %(number)s",
    "Sentence %(number)s:": "Phrase %(number)s\u00a0:",
    "Details": "Détails",
    "details": "détails",
    "to review": "à relire",
    "Details of sentence %(number)s": "Détails de la phrase %(number)s",
    "Link to this sentence": "Lien vers cette phrase",
    "Close the details": "Fermer les détails",
    "Why review": "Pourquoi relire",
    "What other outlets say": "Ce que disent d’autres médias",
    "Claim %(number)s of %(of)s:": "Affirmation %(number)s sur %(of)s\u00a0:",
    "claim %(number)s of %(of)s": "affirmation %(number)s sur %(of)s",
    "The claim, in its sentence": "L’affirmation, dans sa phrase",
    "Accuser": "Qui accuse",
    "Accused": "Qui est accusé",
    "No sentence of another outlet here comes near it.": "Aucune phrase d’un autre média ici ne s’en approche.",
    "Near it, and leaves it open:": "En est proche, sans trancher\u00a0:",
    "Score of the comparison": "Score de la comparaison",
    "Source there:": "Source là-bas\u00a0:",
    "No source there but the outlet": "Aucune source là-bas que le média",
    "Read it in": "Lire dans",
    "Who answers for it": "Qui en répond",
    "Refers to": "Renvoie à",
    "Carried by": "Transmis par",
    "All that goes back to": "Tout ce qui remonte à",
    "differs from": "diffère de",
    "agrees with": "concorde avec",
    "in %(outlet)s": "dans %(outlet)s",
    # The articles together
    "The articles together": "Les articles ensemble",
    "In conflict": "En conflit",
    "Two outlets say what cannot both hold. Which of them is right, this page does not know.": (
        "Deux médias disent ce qui ne peut être vrai à la fois. Lequel a raison, cette page ne le sait pas."
    ),
    "No claim here is contradicted, and no figures differ.": (
        "Aucune affirmation n’est contredite ici, aucun chiffre ne diffère."
    ),
    "of": "de",
    "against": "contre",
    "Source:": "Source\u00a0:",
    "No source but the outlet": "Aucune source que le média",
    "the outlet itself": "le média lui-même",
    "also in": "aussi dans",
    ", from the same source": ", de la même source",
    "Told by one outlet alone": "Dit par un seul média",
    "Accusations, responsibility, casualties, causes and quantities that no other outlet here bears out. "
    "That does not make them false.": (
        "Accusations, responsabilités, victimes, causes et quantités qu’aucun autre média ici ne confirme. "
        "Elles n’en sont pas fausses pour autant."
    ),
    "Every claim that weighs something is told by more than one outlet.": (
        "Toute affirmation qui pèse est dite par plus d’un média."
    ),
    "There is no other outlet here to compare with.": "Il n’y a pas ici d’autre média à comparer.",
    "Who is whose source": "Qui est la source de qui",
    "Plot: %(outlets)s outlets on the left, %(sources)s sources on the right, a line where one cites the other. "
    "The table beneath says the same.": (
        "Schéma\u00a0: %(outlets)s médias à gauche, %(sources)s sources à droite, un trait où l’un cite l’autre. "
        "Le tableau en dessous dit la même chose."
    ),
    "The more sentences cite a source, the thicker its line. A source of several outlets is": (
        "Plus les phrases citent une source, plus son trait est épais. Une source de plusieurs médias est"
    ),
    "blue and bold": "en bleu et en gras",
    "Outlets that cite it": "Médias qui la citent",
    "The same as a table": "La même chose en tableau",
    # Charts and sources
    "Who answers, and how it is told": "Qui répond, et sous quel angle",
    "Who answers, by outlet": "Qui répond, par média",
    "Who answers, over time": "Qui répond, au fil du temps",
    "Frames, by outlet": "Cadrages, par média",
    "Frames, over time": "Cadrages, au fil du temps",
    "Share of the sentences, in percent.": "Part des phrases, en pour cent.",
    "The larger a dot, the more of the sentences are told in the frame.": (
        "Plus un point est grand, plus les phrases sont nombreuses dans ce cadrage."
    ),
    "Where there is no room for all, the table has them.": "Où la place manque, le tableau les a tous.",
    "Chart: %(title)s. The table beneath says the same.": (
        "Graphique\u00a0: %(title)s. Le tableau en dessous dit la même chose."
    ),
    "all others": "tous les autres",
    "Whom the articles cite, and in how many sentences; people without a name are left out.": (
        "Qui les articles citent, et en combien de phrases\u00a0; les personnes sans nom n’y sont pas."
    ),
    "Find a source": "Trouver une source",
    "On what terms": "À quel titre",
    "Words used": "Mots employés",
    "What others say": "Ce qu’en disent d’autres",
    "Also written": "Écrit aussi",
    "taken over": "repris",
    # The legend
    "How to read this": "Comment lire",
    "Attribution of all sentences": "Attribution de toutes les phrases",
    "In the text": "Dans le texte",
    "The ministry": "Le ministère",
    "source: who says it": "source\u00a0: qui le dit",
    "announced": "a annoncé",
    "cue: the words that attribute": "marque\u00a0: les mots qui attribuent",
    "in the review queue": "dans la file de relecture",
    "how the paragraph is told": "l’angle du paragraphe",
    "a claim": "une affirmation",
    "what is compared, within its sentence": "ce qui est comparé, dans sa phrase",
    "46 ships": "46 navires",
    "a figure that another outlet gives otherwise": "un chiffre qu’un autre média donne autrement",
    "a figure that another outlet bears out": "un chiffre qu’un autre média confirme",
    "Read more": "Lire aussi",
    "page furniture, set aside": "habillage de la page, mis de côté",
    "Reasons for review": "Raisons de relire",
    "Not a label of the scheme.": "Pas une étiquette du jeu.",
    # Reasons
    "Unattributed allegation": "Allégation sans auteur",
    "A grave or hedged claim, and nobody answers for it.": (
        "Une affirmation grave ou au conditionnel, dont personne ne répond."
    ),
    "Anonymous sourcing": "Source anonyme",
    "A key fact rests on people who are not named.": "Un fait essentiel repose sur des personnes non nommées.",
    "Second-hand": "De seconde main",
    "The claim is taken over from another outlet or document.": (
        "L’affirmation est reprise d’un autre média ou d’un document."
    ),
    "Factive endorsement": "Tenu pour établi",
    "The verb takes a contested claim for true, as “revealed” does.": (
        "Le verbe tient pour vraie une affirmation contestée, comme «\u00a0a révélé\u00a0»."
    ),
    "Uncorroborated accusation": "Accusation non corroborée",
    "An accusation or a grave fact that no other outlet here bears out. That does not make it false.": (
        "Une accusation ou un fait grave qu’aucun autre média ici ne confirme. Ce n’en est pas faux pour autant."
    ),
    "Contradicted": "Contredit",
    "Another outlet says otherwise.": "Un autre média dit autre chose.",
    "Conflicting figures": "Chiffres en conflit",
    "Another outlet gives a different figure for the same thing.": (
        "Un autre média donne un autre chiffre pour la même chose."
    ),
    "Loaded language": "Langage orienté",
    "Praise or blame in the words chosen.": "Un éloge ou un blâme dans le choix des mots.",
    "Low confidence": "Peu sûr",
    "The annotation itself is unsure.": "L’annotation elle-même est incertaine.",
    # What was set aside
    "Section line": "Rubrique",
    "Link": "Lien",
    "Share line": "Ligne de partage",
    "Time stamp": "Horodatage",
    "Image counter": "Compteur d’images",
    "Caption": "Légende d’image",
    "Credit": "Crédit",
    "Cross-head": "Intertitre",
    "Tag": "Mot-clé",
    "Headline again": "Titre répété",
    "Byline": "Signature",
    "Dateline": "Lieu et date",
    # What other outlets make of a claim
    "bears it out": "le confirme",
    "bears it out together with another sentence there": "le confirme avec une autre phrase de l’article",
    "says otherwise": "dit autre chose",
    "gives another figure": "donne un autre chiffre",
    "leaves it open": "ne tranche pas",
    "Another outlet bears it out.": "Un autre média le confirme.",
    "No other outlet here bears it out. That does not make it false.": (
        "Aucun autre média ici ne le confirme. Ce n’en est pas faux pour autant."
    ),
    "is the same text: bears nothing out": "est le même texte\u00a0: ne confirme rien",
    "goes back to the same source: bears nothing out": "remonte à la même source\u00a0: ne confirme rien",
    "independent of the claim’s source": "indépendant de la source de l’affirmation",
    "Accusation": "Accusation",
    "Responsibility": "Responsabilité",
    "Casualties": "Victimes",
    "Cause": "Cause",
    "Quantity": "Quantité",
    "Statement": "Énoncé",
    "English": "anglais",
    "French": "français",
}

#: What is counted: the words for none or one, and for more, by the English words for one.
FRENCH_PLURALS: Final[Mapping[str, tuple[str, str]]] = {
    "%(queue)s of %(sentences)s sentences wants a second look": (
        "%(queue)s phrase sur %(sentences)s mérite une relecture",
        "%(queue)s phrases sur %(sentences)s méritent une relecture",
    ),
    "in %(num)s article": ("dans %(num)s article", "dans %(num)s articles"),
    "Sentence": ("Phrase", "Phrases"),
    "%(num)s to review": ("%(num)s à relire", "%(num)s à relire"),
    "%(num)s more": ("%(num)s de plus", "%(num)s de plus"),
    "%(num)s shared": ("%(num)s partagée", "%(num)s partagées"),
    "%(num)s source": ("%(num)s source", "%(num)s sources"),
    "%(num)s more source": ("%(num)s autre source", "%(num)s autres sources"),
    "%(num)s article has no date.": ("%(num)s article n’a pas de date.", "%(num)s articles n’ont pas de date."),
    "Not drawn: %(num)s sentence rests on people without a name.": (
        "Sans trait\u00a0: %(num)s phrase repose sur des personnes sans nom.",
        "Sans trait\u00a0: %(num)s phrases reposent sur des personnes sans nom.",
    ),
    "%(num)s more source is cited less often.": (
        "%(num)s autre source est citée moins souvent.",
        "%(num)s autres sources sont citées moins souvent.",
    ),
    "%(num)s more outlet cites these less often.": (
        "%(num)s autre média les cite moins souvent.",
        "%(num)s autres médias les citent moins souvent.",
    ),
    "%(num)s of them taken over from it or told through it": (
        "dont %(num)s reprise d’elle ou passée par elle",
        "dont %(num)s reprises d’elle ou passées par elle",
    ),
}
