from __future__ import annotations

import pytest

from annotate.data import Article, Document, DropReason
from annotate.text import prepare, split

TITLE = "City Council Votes to Rebuild the Old Harbour Bridge"
FIRST = "The city council voted on Tuesday to rebuild the bridge over the harbour, which has been shut since May."
SECOND = "The work will cost nine million and take two years, the council said in a statement after the vote."
THIRD = "Shop owners near the harbour said they had lost half of their trade since the bridge was shut in spring."


def article(*lines: str, title: str | None = None) -> Article:
    (only,) = prepare(Document("key", "folder/a.txt", "\n".join(lines), title=title))
    return only


def kept(one: Article) -> list[str]:
    return [sentence.text for sentence in split(one) if sentence.kind == "sentence"]


def dropped(one: Article) -> list[tuple[str, DropReason]]:
    return [(each.span.of(one.text), each.reason) for each in one.dropped]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Read more", "link"),
        ("SEE ALSO: Five bridges that were never built", "link"),
        ("À lire aussi : Le pont qui divise la ville", "link"),
        ("[How the bridge was built](https://post.example/bridge)", "link"),
        ("Share on Facebook", "share"),
        ("Follow us on Twitter", "share"),
        ("Updated 3 June 2023", "timestamp"),
        ("Mis à jour le 3 juin 2023 à 12h30", "timestamp"),
        ("4 min read", "timestamp"),
        ("2 / 7", "counter"),
        ("Getty Images", "credit"),
        ("Photo: Ann Lee / City Archive", "caption"),
        ("The bridge at dawn. (AP Photo/Ann Lee)", "caption"),
        ("- Two years of work -", "crosshead"),
        ("“A plain mistake”", "crosshead"),
        ("What the plan says", "crosshead"),
        ("## The vote in detail.", "crosshead"),
        ("harbour-bridge-02", "tag"),
        ("Tags: harbour, bridge", "tag"),
        ("By Ann Lee and Omar Haddad", "byline"),
        ("Par Anne Lebrun", "byline"),
        ("Ann Lee contributed to this report.", "byline"),
        ("OPINION.", "rubric"),
        ("Tuesday, June 6, 2023", "dateline"),
        ("City council votes to rebuild the old harbour bridge", "headline"),
    ],
)
def test_drops_a_line_between_paragraphs(line: str, reason: DropReason) -> None:
    one = article(TITLE, "", FIRST, "", line, "", SECOND, "", THIRD)
    assert dropped(one) == [(line, reason)]
    assert kept(one) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        "He left.",
        "Jubilation followed.",
        "“It is a mistake.”",
        "Reporters read more than the statement itself.",
        "He was hit and then fell in the water. (The film shows images of it.)",
        "She added: “The figures reported from the harbour show how bad it is.”",
        "Will anybody use it?",
    ],
)
def test_keeps_a_short_sentence_between_paragraphs(line: str) -> None:
    one = article(TITLE, "", FIRST, "", line, "", SECOND, "", THIRD)
    assert dropped(one) == []


def test_drops_the_teaser_under_a_bare_link() -> None:
    one = article(FIRST, "Read more", "Harbour trade falls for third year – mayor", SECOND)
    assert kept(one) == [FIRST, SECOND]
    assert [reason for _, reason in dropped(one)] == ["link", "link"]


def test_drops_captions_between_counter_and_credit() -> None:
    one = article(
        TITLE,
        "",
        "1 / 2",
        "Workers stand on the bridge on Jun. 3, 2023. (AFP)",
        "Short Url",
        "Follow",
        "",
        FIRST,
        SECOND,
    )
    assert kept(one) == [FIRST, SECOND]
    assert [reason for _, reason in dropped(one)] == ["counter", "caption", "share", "share"]


def test_marks_only_the_marker_inside_a_paragraph() -> None:
    one = article(f"{FIRST} Lire aussi : {SECOND} {THIRD}")
    assert dropped(one) == [("Lire aussi :", "link")]
    assert kept(one) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("dateline", "outlet", "published"),
    [
        ("BERGEN:", None, None),
        ("BERGEN, Norway —", None, None),
        ("BERGEN (AP) —", "AP", None),
        ("SALEM, Ore., Oct. 3 (UPI) —", "UPI", None),
        ("Bergen, June 6, 2023, The Harbour Post:", "The Harbour Post", "2023-06-06"),
        ("LYON, 6 juin 2023 (AFP) -", "AFP", "2023-06-06"),
    ],
)
def test_drops_the_dateline_and_learns_from_it(dateline: str, outlet: str | None, published: str | None) -> None:
    one = article(f"{dateline} {FIRST}", SECOND)
    assert dropped(one) == [(dateline, "dateline")]
    assert kept(one) == [FIRST, SECOND]
    assert (one.outlet, one.published) == (outlet, published)
    assert ("outlet" in one.guessed, "published" in one.guessed) == (outlet is not None, published is not None)


@pytest.mark.parametrize(
    "opening", ["The mayor — a lawyer — said that", "NATO — an old alliance — said", "He said: the"]
)
def test_takes_no_clause_for_a_dateline(opening: str) -> None:
    assert dropped(article(f"{opening} the bridge had been shut since the month of May.", SECOND)) == []


def test_finds_the_headline_under_rubrics() -> None:
    one = article("Breaking News", "", "City Harbour", "", TITLE, "", FIRST, "", SECOND)
    assert one.headline is not None
    assert (one.headline.of(one.text), one.title) == (TITLE, TITLE)
    assert [reason for _, reason in dropped(one)] == ["rubric", "rubric"]


def test_takes_the_given_title_for_the_headline() -> None:
    one = article("Bridge over the harbour to be rebuilt", FIRST, SECOND, title="Bridge over the Harbour to be Rebuilt")
    assert one.headline is not None
    assert one.guessed == ()


def test_takes_a_title_with_a_full_stop_before_a_dateline() -> None:
    one = article("Workers removed from the harbour bridge by police.", "", f"BERGEN (AP) — {FIRST}", "", SECOND)
    assert one.headline is not None
    assert kept(one) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "opening",
    [
        "With the summer three months away, the closing of the bridge has led the council to look for money abroad",
        FIRST,
    ],
)
def test_finds_no_headline_in_a_standfirst(opening: str) -> None:
    one = article(opening, SECOND, THIRD)
    assert one.headline is None
    assert kept(one) == [opening, SECOND, THIRD]


def test_learns_the_outlet_from_the_title_and_not_from_a_speaker() -> None:
    assert article(f"{TITLE} – The Harbour Post", "", FIRST, SECOND).outlet == "The Harbour Post"
    assert article(f"{TITLE} – Haddad", "", FIRST, SECOND).outlet is None


def test_drops_nothing_where_nothing_would_be_left() -> None:
    assert kept(article("Read more")) == ["Read more"]


def test_reads_markdown_headings() -> None:
    one = article(f"# {TITLE}", "", FIRST, "", "## “A plain mistake”", "", SECOND, "", THIRD)
    assert one.title == TITLE
    assert kept(one) == [FIRST, SECOND, THIRD]
