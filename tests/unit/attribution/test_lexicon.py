"""The attribution lexicons: both languages load, fold and spell out their verbs."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from annotate.attribution.lexicon import Pronouns, fold, lexicon

PRONOUNS = {
    "person": ["he"],
    "plural": ["they"],
    "thing": ["it"],
    "inanimate": ["these"],
    "oblique": ["him"],
    "first": ["I"],
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_entries_are_folded_so_that_tokens_can_meet_them(language: str) -> None:
    words = lexicon(language)
    for entries in (words.cue_forms, words.heads, words.anonymity.phrases, words.publication.outlets, words.capitals):
        assert entries
        assert all(entry == fold(entry) for entry in entries)


def test_a_language_without_lexicon_reads_as_english() -> None:
    assert lexicon("de").language == "en"


@pytest.mark.parametrize(
    ("language", "form", "kind"),
    [
        ("en", "said", "speech"),
        ("en", "accused", "act"),
        ("en", "believes", "thought"),
        ("en", "found", "finding"),
        ("en", "put it", "speech"),
        ("fr", "annonça", "speech"),
        ("fr", "annonçait", "speech"),
        ("fr", "exigeait", "act"),
        ("fr", "expliquèrent", "speech"),
        ("fr", "fait savoir", "speech"),
    ],
)
def test_forms_know_their_class(language: str, form: str, kind: str) -> None:
    assert lexicon(language).cues[form] == kind


def test_participles_are_told_by_language() -> None:
    assert "saying" in lexicon("en").participles
    assert "ajoutant" in lexicon("fr").participles
    assert "said" not in lexicon("en").participles


def test_things_show_and_suggest_but_do_not_say() -> None:
    assert {"shows", "suggested", "points to"} <= lexicon("en").impersonal
    assert {"montraient", "indiqué", "voit"} <= lexicon("fr").impersonal
    assert not {"said", "told", "claims"} & lexicon("en").impersonal
    assert not {"dit", "explique", "raconté"} & lexicon("fr").impersonal


def test_only_french_has_perfects_that_need_an_auxiliary() -> None:
    assert "déclaré" in lexicon("fr").perfects
    assert not lexicon("en").perfects


def test_oblique_pronouns_refer_back_but_are_no_subjects() -> None:
    pronouns = Pronouns.model_validate(PRONOUNS)
    assert pronouns.back == {"he", "they", "it", "him"}
    assert "him" not in pronouns.third


def test_a_word_that_yaml_takes_for_a_truth_value_is_refused() -> None:
    with pytest.raises(ValidationError, match="put them in quotes"):
        Pronouns.model_validate({**PRONOUNS, "thing": ["it", True]})
