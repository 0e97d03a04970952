from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotate.data import AnnotatedArticle, Evidence, Flag, FlagReason, Span, Support
from annotate.labelstudio.panel import panel, shortened
from tests.builders import annotated


def flagged(
    article: AnnotatedArticle, severities: list[float], reason: FlagReason = "contradicted"
) -> AnnotatedArticle:
    sentences = tuple(
        replace(each, flags=(Flag(reason, severity, f"Because of {severity}."),) if severity else ())
        for each, severity in zip(article.sentences, severities, strict=True)
    )
    return replace(article, sentences=sentences)


def evidence(text: str, outlet: str | None = "The Post") -> Support:
    return Support("contradicted", (Evidence("1" * 16, outlet, Span(0, 1), text, "contradiction", 0.87),))


def test_most_severe_first_with_all_that_is_said() -> None:
    html = panel(flagged(annotated("Mild words.\nGrave words."), [0.3, 0.9]))
    assert html.index("Grave words") < html.index("Mild words")
    for words in ("high", "low", "Contradicted", "Because of 0.9.", "Another outlet says otherwise.", "says otherwise"):
        assert words in html


def test_a_flagged_sentence_tells_its_evidence() -> None:
    article = flagged(annotated("A claim."), [0.9])
    told = replace(article, sentences=(replace(article.sentences[0], support=evidence("Not so.")),))
    html = panel(told)
    assert "The Post" in html
    assert "Not so." in html
    assert "0.87" in html


def test_evidence_without_a_flag_comes_after_the_flags() -> None:
    html = panel(flagged(annotated("Calm words.\nGrave words."), [0.0, 0.9]))
    assert html.index("Grave words") < html.index("Other articles on the rest") < html.index("Calm words")


def test_nothing_flagged_is_told_in_one_line() -> None:
    article = annotated("Calm words.")
    calm = replace(article, sentences=(replace(article.sentences[0], flags=(), support=Support()),))
    assert panel(calm).count("\n") == 0
    assert "Nothing here wants a second look" in panel(calm)


def test_numbers_are_those_of_the_regions() -> None:
    """Headlines have no region, so that the first sentence after one is number 1."""
    html = panel(flagged(annotated("# Title\nFirst.\nSecond."), [0.0, 0.0, 0.9]))
    assert '<span class="annotate-number">2</span>' in html.split("annotate-others")[0]


@given(st.text(max_size=60), st.text(max_size=60))
def test_foreign_text_stays_text(text: str, outlet: str) -> None:
    hostile = f"<script>x</script><img src=x onerror=y> {text}"
    article = flagged(annotated("A claim."), [0.9])
    sentence = replace(
        article.sentences[0], support=evidence(hostile, outlet), flags=(Flag("contradicted", 0.9, hostile),)
    )
    html = panel(replace(article, sentences=(sentence,)))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    html.encode()  # no lone surrogate is left


def test_long_quotations_are_cut_between_words() -> None:
    assert shortened("one two three", 9) == "one two…"
    assert shortened("onetwothree", 9) == "onetwoth…"
    assert shortened("one two", 9) == "one two"
