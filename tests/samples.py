"""Annotated articles as a run might yield them, invented and marked by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from annotate.data import (
    AnnotatedArticle,
    AnnotatedSentence,
    Article,
    Attribution,
    AttributionSpans,
    Claim,
    ClaimKind,
    Dropped,
    DropReason,
    Evidence,
    Flag,
    FlagReason,
    Frame,
    Relation,
    Sentence,
    SentenceKind,
    SourceType,
    Span,
    Support,
    Verdict,
)

SOURCE_TYPES: dict[str, SourceType] = {
    "official_source": "office",
    "named_source": "identified",
    "anonymous_source": "anonymous",
    "media_source": "publication",
}
LABELS = ("official_source", "named_source", "anonymous_source", "media_source", "outlet_assertion")


Found = tuple[str, int, Relation, float]  # path and index of the sentence


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim of a sentence: its words, found in the text; of `evidence`, the indexes in `same` are not independent."""

    words: tuple[str, ...]
    kind: ClaimKind
    verdict: Verdict
    evidence: tuple[Found, ...] = ()
    same: tuple[int, ...] = ()
    accuser: str | None = None
    accused: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its annotations; `source` and `cue` are found in its text."""

    text: str
    label: str | None = "outlet_assertion"
    score: float = 0.8
    source: str | None = None
    cue: str | None = None
    resolved: str | None = None
    via: str | None = None
    frames: tuple[tuple[str, float], ...] = ()
    flags: tuple[tuple[FlagReason, float, str], ...] = ()
    verdict: Verdict | None = None
    evidence: tuple[Found, ...] = ()
    claims: tuple[Stated, ...] = ()
    kind: SentenceKind = "sentence"


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of page furniture."""

    text: str
    reason: DropReason


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as lines of parts; parts of one line are joined by a space."""

    path: str
    lines: tuple[tuple[Said | Aside, ...], ...]
    title: str | None = None
    outlet: str | None = None
    language: str = "en"
    url: str | None = None
    published: str | None = None
    guessed: tuple[str, ...] = ()


def articles() -> tuple[AnnotatedArticle, ...]:
    """Return the samples: three English articles and a French one on the same night, and a hostile one."""
    return build((POST, WIRE, COURRIER, CHRONICLE, HOSTILE))


def build(drafts: Sequence[Draft]) -> tuple[AnnotatedArticle, ...]:
    """Return the drafts as annotated articles; evidence is looked up among them."""
    placed = {draft.path: _place(draft) for draft in drafts}
    return tuple(_annotate(draft, placed) for draft in drafts)


@dataclass(frozen=True, slots=True)
class _Placed:
    text: str
    sentences: tuple[tuple[Said, Span], ...]
    dropped: tuple[Dropped, ...]


def article_id(path: str) -> str:
    """Return the id of the article at `path`."""
    return hashlib.sha256(f"{path}\0{0}".encode()).hexdigest()[:16]


def _place(draft: Draft) -> _Placed:
    text, sentences, dropped = "", [], []
    for number, line in enumerate(draft.lines):
        text += "\n\n" if number else ""
        for at, part in enumerate(line):
            text += " " if at else ""
            span = Span(len(text), len(text) + len(part.text))
            text += part.text
            if isinstance(part, Said):
                sentences.append((part, span))
            else:
                dropped.append(Dropped(span, part.reason))
    return _Placed(text, tuple(sentences), tuple(dropped))


def _annotate(draft: Draft, placed: dict[str, _Placed]) -> AnnotatedArticle:
    own = placed[draft.path]
    headline = next((span for said, span in own.sentences if said.kind == "headline"), None)
    article = Article(
        id=article_id(draft.path),
        digest=hashlib.sha256(own.text.encode()).hexdigest(),
        path=draft.path,
        part=0,
        text=own.text,
        text_start=0,
        language=draft.language,
        title=draft.title,
        outlet=draft.outlet,
        url=draft.url,
        published=draft.published,
        guessed=draft.guessed,
        headline=headline,
        dropped=own.dropped,
    )
    outlets = {name: draft_outlet for name, draft_outlet in OUTLETS.items() if name in placed}
    return AnnotatedArticle(
        article,
        tuple(
            AnnotatedSentence(
                sentence=Sentence(article.id, index, span, said.text, said.kind),
                attribution=_attribution(said, span),
                frames=tuple(Frame(label, score) for label, score in said.frames),
                support=Support(
                    said.verdict,
                    tuple(_evidence(each, placed, outlets) for each in said.evidence),
                    tuple(_claim(each, said, span, placed, outlets) for each in said.claims),
                ),
                flags=tuple(Flag(reason, severity, why) for reason, severity, why in said.flags),
            )
            for index, (said, span) in enumerate(own.sentences)
        ),
        "samples 1",
    )


def _claim(stated: Stated, said: Said, span: Span, placed: dict[str, _Placed], outlets: dict[str, str | None]) -> Claim:
    evidence = (
        _evidence(each, placed, outlets, independent=number not in stated.same)
        for number, each in enumerate(stated.evidence)
    )
    spans = tuple(place for words in stated.words for place in _find(words, said, span))
    return Claim(spans, stated.kind, stated.accuser, stated.accused, stated.verdict, tuple(evidence))


def _evidence(
    found: Found, placed: dict[str, _Placed], outlets: dict[str, str | None], *, independent: bool = True
) -> Evidence:
    path, index, relation, score = found
    said, span = placed[path].sentences[index]
    source = said.resolved or said.source
    return Evidence(article_id(path), outlets.get(path), span, said.text, relation, score, source, independent)


def _attribution(said: Said, span: Span) -> Attribution | None:
    if said.label is None:
        return None
    rest = (1 - said.score) / (len(LABELS) - 1)
    return Attribution(
        label=said.label,
        score=said.score,
        scores={label: said.score if label == said.label else rest for label in LABELS},
        source_type=SOURCE_TYPES.get(said.label, "none"),
        spans=AttributionSpans(source=_find(said.source, said, span), cue=_find(said.cue, said, span)),
        source=said.source,
        resolved_source=said.resolved,
        via=said.via,
    )


def _find(part: str | None, said: Said, span: Span) -> tuple[Span, ...]:
    if part is None:
        return ()
    start = span.start + said.text.index(part)
    return (Span(start, start + len(part)),)


POST = Draft(
    path="texts/harbour-post.txt",
    outlet="The Harbour Post",
    title="Sabotage blamed for blaze at Valmont grain terminal",
    url="https://example.org/harbour-post/valmont?page=1&ref=\u0061",
    published="2024-05-14",
    lines=(
        (Aside("Breaking News", "rubric"),),
        (Said("Sabotage blamed for blaze at Valmont grain terminal", None, kind="headline"),),
        (Aside("By Ines Calder, maritime correspondent", "byline"),),
        (Aside("A column of smoke over the terminal on Monday night. Photo: Port Authority", "caption"),),
        (
            Aside("VALMONT, May 14:", "dateline"),
            Said(
                "A fire that tore through the grain terminal of Valmont on Monday night was the work of saboteurs paid "
                "from abroad, Interior Minister Pavel Rosen revealed on Tuesday.",
                "official_source",
                0.94,
                "Interior Minister Pavel Rosen",
                "revealed",
                frames=(("security_and_defense", 0.91), ("crime_and_punishment", 0.74)),
                flags=(
                    (
                        "uncorroborated_accusation",
                        0.92,
                        "A minister says that saboteurs were paid from abroad; no other outlet here bears it out.",
                    ),
                    (
                        "factive_endorsement",
                        0.78,
                        "“revealed” presents the minister's accusation as an established fact.",
                    ),
                ),
                verdict="contradicted",
                evidence=(
                    ("texts/nordic-wire.txt", 3, "neutral", 0.41),
                    ("texts/courrier.txt", 2, "contradiction", 0.63),
                ),
                claims=(
                    Stated(
                        ("A fire", "was the work of saboteurs paid from abroad"),
                        "accusation",
                        "contradicted",
                        (
                            ("texts/nordic-wire.txt", 3, "neutral", 0.41),
                            ("texts/courrier.txt", 2, "contradiction", 0.63),
                        ),
                        accuser="Interior Minister Pavel Rosen",
                        accused="saboteurs paid from abroad",
                    ),
                    Stated(
                        ("A fire that tore through the grain terminal of Valmont on Monday night",),
                        "cause",
                        "uncorroborated",
                        (("texts/nordic-wire.txt", 0, "entailment", 0.7),),
                        same=(0,),
                    ),
                ),
            ),
            Said(
                "He said that four suspects had been detained near the eastern gate.",
                "official_source",
                0.91,
                "He",
                "said",
                "Interior Minister Pavel Rosen",
                frames=(("crime_and_punishment", 0.82),),
                verdict="corroborated",
                evidence=(("texts/nordic-wire.txt", 2, "entailment", 0.88),),
            ),
        ),
        (
            Said(
                "The blaze destroyed 40,000 tonnes of grain, about a tenth of the country's reserve.",
                frames=(("economic", 0.72), ("capacity_and_resources", 0.66)),
                flags=(
                    (
                        "figure_conflict",
                        0.71,
                        "This article says 40,000 tonnes; Nordic Wire says 24,000 tonnes for the same loss.",
                    ),
                ),
                verdict="contradicted",
                evidence=(("texts/nordic-wire.txt", 1, "figure_conflict", 0.86),),
                claims=(
                    Stated(
                        ("The blaze destroyed 40,000 tonnes of grain, about a tenth of the country's reserve",),
                        "quantity",
                        "uncorroborated",
                        (("texts/nordic-wire.txt", 1, "figure_conflict", 0.86),),
                    ),
                ),
            ),
            Said(
                "“We could see the flames from the lighthouse, eleven kilometres away,” said Maud Perrin, who keeps a "
                "café on the quay.",
                "named_source",
                0.93,
                "Maud Perrin",
                "said",
                frames=(("quality_of_life", 0.51),),
            ),
        ),
        (Aside("READ MORE: Inside the port that feeds the capital", "link"),),
        (Aside("“No coincidence”", "crosshead"),),
        (
            Said(
                "Two officials familiar with the inquiry, who asked not to be named, said that explosives of a "
                "military type had been found under the second silo.",
                "anonymous_source",
                0.96,
                "Two officials familiar with the inquiry",
                "said",
                frames=(("security_and_defense", 0.87),),
                flags=(
                    (
                        "anonymous_sourcing",
                        0.74,
                        "The finding of military explosives rests on two officials who are not named.",
                    ),
                ),
                verdict="uncorroborated",
                claims=(
                    Stated(
                        ("explosives of a military type had been found under the second silo",),
                        "accusation",
                        "uncorroborated",
                    ),
                ),
            ),
            Said(
                "According to Meridian Radio, the guards had been sent home an hour before the first alarm.",
                "media_source",
                0.9,
                "Meridian Radio",
                "According to",
                via="Meridian Radio",
                flags=(
                    (
                        "second_hand",
                        0.46,
                        "The outlet passes on what Meridian Radio reported and adds no source of its own.",
                    ),
                ),
            ),
        ),
        (
            Said(
                "The terminal's owner, a reckless speculator with friends in every ministry, was nowhere to be seen.",
                frames=(("morality", 0.58), ("political", 0.5)),
                flags=(("loaded_language", 0.55, "“reckless speculator” blames the owner in the outlet's own voice."),),
            ),
            Said("Loading is to resume on Thursday.", score=0.52, frames=(("economic", 0.55),)),
        ),
        (Aside("Follow us for more from the coast", "share"),),
        (Aside("hbp-coast-0417", "tag"),),
    ),
)

WIRE = Draft(
    path="texts/nordic-wire.txt",
    outlet="Nordic Wire",
    title="Fire guts grain silos at Valmont port, cause unknown",
    url="http://wire.example.net/2024/05/14/valmont",
    published="2024-05-14",
    guessed=("published",),
    lines=(
        (
            Said(
                "Fire gutted three silos at the port of Valmont overnight, the fire service said, and no one was hurt.",
                "official_source",
                0.95,
                "the fire service",
                "said",
                frames=(("health_and_safety", 0.77),),
            ),
        ),
        (
            Said(
                "The blaze destroyed some 24,000 tonnes of grain, the Port Authority said in a statement.",
                "official_source",
                0.93,
                "the Port Authority",
                "said in a statement",
                frames=(("economic", 0.7),),
                flags=(
                    (
                        "figure_conflict",
                        0.71,
                        "This article says 24,000 tonnes; The Harbour Post says 40,000 tonnes for the same loss.",
                    ),
                ),
                verdict="contradicted",
                evidence=(("texts/harbour-post.txt", 3, "figure_conflict", 0.86),),
                claims=(
                    Stated(
                        ("The blaze destroyed some 24,000 tonnes of grain",),
                        "quantity",
                        "uncorroborated",
                        (("texts/harbour-post.txt", 3, "figure_conflict", 0.86),),
                    ),
                ),
            ),
            Said(
                "Police detained four people near the eastern gate and released two of them by noon.",
                frames=(("crime_and_punishment", 0.8),),
            ),
        ),
        (
            Said(
                "“It is too early to say how this began,” prosecutor Lena Vash told Nordic Wire.",
                "official_source",
                0.94,
                "prosecutor Lena Vash",
                "told",
                frames=(("legality", 0.69),),
            ),
            Said(
                "“We rule nothing out.”",
                "official_source",
                0.66,
                None,
                None,
                "prosecutor Lena Vash",
            ),
        ),
    ),
)

COURRIER = Draft(
    path="texts/courrier.txt",
    outlet="Le Courrier de Valmont",
    language="fr",
    title="Incendie des silos : la piste accidentelle privilégiée",
    published="2024-05-15",
    lines=(
        (Said("Incendie des silos : la piste accidentelle privilégiée", None, kind="headline"),),
        (
            Said(
                "L’origine du sinistre serait un court-circuit dans un tapis de chargement.",
                score=0.61,
                frames=(("health_and_safety", 0.6),),
                flags=(
                    (
                        "unattributed_allegation",
                        0.64,
                        "Le conditionnel « serait » rapporte une cause sans dire qui l’avance.",
                    ),
                ),
                verdict="uncorroborated",
                claims=(
                    Stated(
                        ("L’origine du sinistre serait un court-circuit dans un tapis de chargement",),
                        "cause",
                        "uncorroborated",
                    ),
                ),
            ),
        ),
        (
            Said(
                "« Rien ne permet à ce stade de parler de sabotage », a déclaré la directrice des pompiers, Odile "
                "Marchetti.",
                "official_source",
                0.95,
                "la directrice des pompiers, Odile Marchetti",
                "a déclaré",
                frames=(("health_and_safety", 0.64), ("political", 0.52)),
            ),
            Said(
                "Selon un docker présent sur les lieux, l’installation avait été signalée deux fois depuis janvier.",
                "anonymous_source",
                0.88,
                "un docker présent sur les lieux",
                "Selon",
                flags=(
                    ("anonymous_sourcing", 0.58, "Le signalement repose sur un docker dont le nom n’est pas donné."),
                ),
            ),
        ),
        (Aside("Lire aussi : Dix ans de travaux sur les quais", "link"),),
        (
            Said(
                "« Nous l’avions écrit noir sur blanc », affirme le syndicat du port.",
                "named_source",
                0.89,
                "le syndicat du port",
                "affirme",
                frames=(("fairness_and_equality", 0.5),),
            ),
        ),
    ),
)

CHRONICLE = Draft(
    path="texts/a/very/long/path/that/has/no/title/and/no/outlet/chronicle-2024-05-15-evening-edition-final.txt",
    lines=(
        (
            Said(
                "The report of the insurers, seen by the Chronicle, puts the damage at 9 million crowns.",
                "media_source",
                0.86,
                "The report of the insurers",
                "puts",
                frames=(("economic", 0.88),),
            ),
            Said(
                "Bread will not become dearer before the autumn, bakers say.",
                "named_source",
                0.57,
                "bakers",
                "say",
                flags=(
                    (
                        "low_confidence",
                        0.22,
                        "The two likeliest labels are close: named source 0.57, anonymous source 0.31.",
                    ),
                ),
            ),
        ),
    ),
)

HOSTILE = Draft(
    path="texts/<b>hostile</b>.txt",
    title="\u202eelttit desrever\u0007 <script>document.title='owned'</script>",
    outlet='"><img src=x onerror=alert(1)>',
    url="javascript:alert(document.domain)",
    published="</p><h1>now</h1>",
    language='x"y',
    lines=(
        (
            Said(
                "<script>document.title = 'owned'</script> & </span></p> are words here 🔥👩🏽‍🚒, said O'Neil.",
                "named_source",
                0.9,
                "O'Neil",
                "said",
                flags=(("unattributed_allegation", 0.3, "<img src=x onerror=\"document.title='owned'\">"),),
                verdict="uncorroborated",
                claims=(
                    Stated(
                        ("<script>document.title = 'owned'</script>", "are words here"),
                        "responsibility",
                        "uncorroborated",
                        (("texts/<b>hostile</b>.txt", 2, "neutral", 0.6),),
                        accuser="<b>O'Neil</b>",
                    ),
                ),
            ),
        ),
        (
            Said(
                "قالت الوزارة إن الحريق تحت السيطرة، وأضافت أن Valmont آمنة.", "official_source", 0.8, "الوزارة", "قالت"
            ),
        ),
        (Said("This is \u202edesrever\u202c and {{ 7 * 7 }} stays as it is.", "outlet_assertion", 0.7),),
        (Said("wrapped by hand\nover two lines  with   spaces.", "a_label_of_no_scheme", 0.7),),
    ),
)

OUTLETS: dict[str, str | None] = {draft.path: draft.outlet for draft in (POST, WIRE, COURRIER, CHRONICLE, HOSTILE)}
