"""Who a sentence goes back to: one ministry, one person, one agency under several names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotate.data import AnnotatedSentence, Article, Attribution, Dropped, DropReason, SourceType, Span
from annotate.support.origins import Kind, Origin, credits, one_origin, origin, origins, same
from tests.unit.support.making import article, sentence


def named(text: str, language: str = "en", kind: Kind = "speaker") -> Origin:
    return origin(text, kind, language)


def said(text: str, source_type: SourceType, source: str | None = None, via: str | None = None) -> AnnotatedSentence:
    return sentence(text, source_type, source=source, via=via)


def paper(*dropped: tuple[DropReason, str], outlet: str | None = None, ends: bool = False) -> Article:
    """Return an article that opens with what is dropped, or with `ends` closes with it."""
    body = "The road was closed."
    text = "\n".join([body, *(each for _, each in dropped)] if ends else [*(each for _, each in dropped), body])
    marks = tuple(Dropped(Span(text.index(each), text.index(each) + len(each)), reason) for reason, each in dropped)
    return replace(article("a", [body], outlet=outlet).article, text=text, dropped=marks)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("the ministry of defence", "Defence Ministry"),
        ("Russia's Defence Ministry", "the defence ministry"),
        ("a spokesman for the Foreign Ministry", "Foreign Ministry spokeswoman Jane Roe"),
        ("NATO chief Jan Holt", "Jan Holt, the head of the alliance"),
        ("NATO chief Jan Holt", "Holt"),
        ("French President Arnaud Lemaire", "Mr Lemaire"),
        ("Prime Minister Roe", "Jane Roe"),
        ("J. Roe", "Jane Roe"),
        ("Ursula von der Aue", "Commission President von der Aue"),
        ("the police", "Police"),
    ],
)
def test_plainly_one(first: str, second: str) -> None:
    assert same(named(first), named(second))
    assert same(named(second), named(first))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Russia's Defence Ministry", "Ukraine's Defence Ministry"),
        ("Foreign Ministry", "Defence Ministry"),
        ("French President Arnaud Lemaire", "French Finance Minister Paul Girard"),
        ("Jane Roe", "John Roe"),
        ("Bank of England", "Bank of France"),
        ("United Nations", "United States"),
        ("White House", "House Speaker Jan Holt"),
        ("the government", "the German government"),
        ("residents", "police"),
    ],
)
def test_two(first: str, second: str) -> None:
    assert not same(named(first), named(second))
    assert not same(named(second), named(first))


def test_french_and_across_languages() -> None:
    assert same(named("le ministère de la Défense", "fr"), named("the ministry of defence"))
    assert same(named("le président Arnaud Lemaire", "fr"), named("M. Lemaire", "fr"))
    assert not same(named("le ministère de l'Intérieur", "fr"), named("le ministère de la Justice", "fr"))


@pytest.mark.parametrize(
    ("first", "second"),
    [("AFP", "Agence France-Presse"), ("the AFP news agency", "l'AFP"), ("AP", "The Associated Press")],
)
def test_agencies_by_name_and_initials(first: str, second: str) -> None:
    assert same(named(first, kind="carrier"), named(second, "fr" if second.startswith("l'") else "en", "carrier"))


def test_a_carrier_is_no_speaker() -> None:
    assert not same(named("Fox", kind="carrier"), named("Vicente Fox"))


def test_told_to_one_agency() -> None:
    one = said("A witness told AFP that the bridge fell.", "anonymous", "A witness", "AFP")
    other = said("Bystanders told AFP they had seen it fall.", "anonymous", "Bystanders", "AFP")
    assert one_origin(origins(one, paper(outlet="Le Soir")), origins(other, paper(outlet="The Mail")))
    alone = said("Bystanders said they had seen it fall.", "anonymous", "Bystanders")
    assert not one_origin(origins(one, paper(outlet="Le Soir")), origins(alone, paper(outlet="The Mail")))


def test_resolved_source_counts() -> None:
    he = said("He said the bridge fell.", "office", "He")
    assert he.attribution
    he = replace(he, attribution=replace(he.attribution, resolved_source="Transport Minister Jane Roe"))
    assert one_origin(origins(he, paper()), origins(said("Roe said it fell.", "identified", "Roe"), paper()))


def test_own_voice_goes_back_to_the_outlet_only() -> None:
    own = said("The bridge fell.", "none")
    assert [each.kind for each in origins(own, paper(outlet="Le Soir"))] == ["carrier"]
    assert origins(AnnotatedSentence(own.sentence), paper()) == ()
    quoted = said("The bridge fell, Le Soir reported.", "publication", "Le Soir")
    assert one_origin(origins(own, paper(outlet="Le Soir")), origins(quoted, paper(outlet="The Mail")))


@pytest.mark.parametrize(
    ("reason", "text", "found"),
    [
        ("byline", "By Jane Roe, with AFP", ("AFP",)),
        ("dateline", "PARIS (Reuters) -", ("Reuters",)),
        ("byline", "By Associated Press", ("Associated Press",)),
        ("rubric", "Par Le Soir avec AFP", ("AFP",)),
        ("byline", "By Jane Roe", ()),
        ("credit", "(AFP)", ()),
    ],
)
def test_credits(reason: DropReason, text: str, found: tuple[str, ...]) -> None:
    assert credits(paper((reason, text))) == found


def test_a_credit_at_the_end_is_the_texts() -> None:
    assert credits(paper(("credit", "(AFP)"), ends=True)) == ("AFP",)


def test_two_papers_that_credit_one_agency_are_tied() -> None:
    own = said("The bridge fell.", "none")
    first = paper(("byline", "Avec AFP"), outlet="Le Soir")
    second = paper(("dateline", "BRUSSELS (AFP) -"), outlet="The Mail")
    assert one_origin(origins(own, first), origins(own, second))
    assert not one_origin(origins(own, first), origins(own, paper(outlet="The Mail")))


def test_a_label_without_source_has_no_speaker() -> None:
    bare = AnnotatedSentence(said("It fell.", "office").sentence, Attribution("official", 0.9, {}, "office"))
    assert origins(bare, paper()) == ()


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("The Post", "The Washington Post", "carrier"),
        ("Channel 4", "Channel 5", "carrier"),
        ("the White House", "a White House critic", "speaker"),
        ("Belmark", "Belmark's critics", "speaker"),
    ],
)
def test_a_shared_word_makes_no_shared_source(first: str, second: str, kind: Kind) -> None:
    assert not same(origin(first, kind, "en"), origin(second, kind, "en"))
