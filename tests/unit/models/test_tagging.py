from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertForTokenClassification

from annotate.config import Preset, SpanModel
from annotate.data import Article, FoundAttribution, Sentence
from annotate.errors import ModelError
from annotate.models import load_article_model
from annotate.models.cutting import cut
from annotate.models.tagging import RoleIds, TokenTagger, role_ids
from tests.builders import article, sentences
from tests.unit.models import tiny

LABELS = {0: "O", 1: "B-SOURCE", 2: "I-source", 3: "Cue", 4: "B-CONTENT", 5: "I-content", 6: "B-PER"}
WORDS = {
    "minister": "B-SOURCE",
    "ministry": "I-source",
    "farmers": "B-SOURCE",
    "said": "Cue",
    "warned": "Cue",
    "rain": "B-CONTENT",
    "will": "I-content",
    "fall": "I-content",
    "soon": "I-content",
    "quill": "B-PER",
}


def settings(folder: Path) -> SpanModel:
    return SpanModel(backend="token_classifier", name=str(folder))


@pytest.fixture(scope="module")
def random_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.classifier(tmp_path_factory.mktemp("tagging") / "random", LABELS)


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> TokenTagger:
    return TokenTagger(settings(tiny.told(tmp_path_factory.mktemp("tagging") / "told", LABELS, WORDS)))


def read(tagger: TokenTagger, text: str) -> tuple[Article, tuple[Sentence, ...], list[list[FoundAttribution]]]:
    of = article(text)
    return of, sentences(of), tagger.found(of, sentences(of))


def parts(tagger: TokenTagger, text: str) -> list[tuple[list[str], ...]]:
    """Return the words of source, cue and content of each attribution of a text of one sentence."""
    of, _, (found,) = read(tagger, text)
    return [
        tuple([span.of(of.text) for span in role] for role in (each.spans.source, each.spans.cue, each.spans.content))
        for each in found
    ]


def test_roles_are_drawn_whatever_the_labels_are_called(tagger: TokenTagger) -> None:
    assert parts(tagger, "The minister said it: rain will fall.") == [(["minister"], ["said"], ["rain will fall"])]


def test_labels_of_one_role_count_together(tagger: TokenTagger) -> None:
    assert parts(tagger, "Minister ministry said rain.") == [(["Minister ministry"], ["said"], ["rain"])]


def test_content_in_pieces_stays_in_pieces(tagger: TokenTagger) -> None:
    assert parts(tagger, "“Rain will,” said the minister, “fall soon.”") == [
        (["minister"], ["said"], ["Rain will", "fall soon"])
    ]


def test_each_cue_has_the_source_beside_it(tagger: TokenTagger) -> None:
    found = parts(tagger, "The minister said rain will fall, the farmers warned.")
    assert found == [(["minister"], ["said"], ["rain will fall"]), (["farmers"], ["warned"], ["rain will fall"])]
    assert parts(tagger, "“Rain,” warned the farmers, the ministry will fall.")[0][0] == ["farmers"]


def test_a_source_is_never_another_sentences(tagger: TokenTagger) -> None:
    _, _, found = read(tagger, "The minister.\nIt said rain will fall.")
    assert found[0] == []
    assert found[1][0].spans.source == ()
    assert found[1][0].spans.content


def test_the_cue_stands_for_the_sentence(tagger: TokenTagger) -> None:
    _, _, ((found,),) = read(tagger, "The minister said rain will fall.")
    assert found.main == found.cue > 0


def test_a_sentence_without_a_cue_has_nothing(tagger: TokenTagger) -> None:
    assert parts(tagger, "The minister, rain.") == []
    assert tagger.found(article(""), ()) == []


def test_log_odds_weigh_a_roles_labels_against_the_rest(random_model: Path) -> None:
    tagger = TokenTagger(settings(random_model))
    of = article("Rain fell, she said.")
    (window,) = cut(sentences(of), tiny.tokenizer(random_model))
    given = AutoTokenizer.from_pretrained(random_model)(of.text, return_tensors="pt")
    with torch.inference_mode():
        shares = BertForTokenClassification.from_pretrained(random_model)(**given).logits[0].softmax(-1)
    found = tagger._log_odds(window)
    assert found.shape == (6, 4)
    for row, word in zip(found, window.words, strict=True):
        for column, labels in enumerate(([1, 2], [3], [4, 5], [3])):
            share = shares[list(word.pieces)][:, labels].sum(-1)
            assert row[column] == pytest.approx(float((share / (1 - share)).log().mean()), abs=1e-3)


def test_windows_do_not_change_what_stands_alone(tagger: TokenTagger) -> None:
    line = "The minister said rain will fall soon."
    _, _, found = read(tagger, "\n".join([line] * 80))
    first = found[0][0].spans
    for index, each in enumerate(found):
        by = index * (len(line) + 1)
        assert each[0].spans.source == tuple(span.shift(by) for span in first.source)
        assert each[0].spans.content == tuple(span.shift(by) for span in first.content)


def test_offsets_hold_beside_emoji_accents_and_odd_spaces(tagger: TokenTagger) -> None:
    for before in ("👩🏽‍🚀 ", unicodedata.normalize("NFD", "déjà é "), "\u00a0", "\u200b ", "é "):
        assert parts(tagger, before + "minister\u00a0said: rain will fall") == [
            (["minister"], ["said"], ["rain will fall"])
        ]


def test_a_window_is_no_longer_than_the_model_reads(tmp_path: Path) -> None:
    short = TokenTagger(settings(tiny.told(tmp_path / "short", LABELS, WORDS, max_position_embeddings=12)))
    assert short.window == 12
    _, _, found = read(short, "\n".join(["The minister said rain will fall soon."] * 3 + ["said it rain " * 20]))
    assert [len(each) for each in found] == [1, 1, 1, 20]


def test_the_version_names_model_weights_and_window(random_model: Path) -> None:
    version = TokenTagger(settings(random_model)).version
    name, rest = version.split("@")
    assert name == "random"
    assert rest[12:] == "/tokens/256"


def test_a_preset_may_name_a_token_classifier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny.embedded(tmp_path / "encoder")
    monkeypatch.setattr("annotate.models.folders.EMBEDDED", str(folder))
    told = tiny.told(tmp_path / "told", LABELS, WORDS)
    model, _ = load_article_model(Preset(name="p", spans=settings(told)))
    of = article("The minister said rain will fall.")
    view = model.view(of, sentences(of))
    assert view.found is not None
    assert [span.of(of.text) for span in view.found[0][0].spans.source] == ["minister"]
    assert view.vectors.shape == (1, tiny.SIZE)
    assert "told@" in model.version
    assert "annotate-encoder@" in model.version


@pytest.mark.parametrize("prefix", ["", "B-", "i-", "I_", "E-", "S-"])
def test_labels_are_known_with_and_without_prefixes(prefix: str) -> None:
    names = {0: "O", 1: prefix + "SOURCE", 2: prefix + "cue", 3: prefix + "Content ", 4: "SOURCES", 5: "X-cue"}
    assert role_ids(names, "m") == RoleIds((1,), (2,), (3,))


@pytest.mark.parametrize(
    "labels",
    [
        {0: "LABEL_0", 1: "LABEL_1"},
        {0: "O", 1: "B-PER", 2: "I-PER"},
        {0: "O", 1: "B-source", 2: "B-cue"},
        {0: "O", 1: "resource", 2: "cue", 3: "content"},
    ],
)
def test_a_model_that_lacks_a_role_is_refused_with_the_labels_it_has(tmp_path: Path, labels: dict[int, str]) -> None:
    folder = tiny.classifier(tmp_path / "other", labels)
    with pytest.raises(ModelError, match=r"other: its labels are called .*id2label") as caught:
        TokenTagger(settings(folder))
    assert ", ".join(labels.values()) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_broken_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded as a token classifier"):
        TokenTagger(settings(tmp_path))


def test_a_model_without_a_trained_head_is_refused(tmp_path: Path) -> None:
    labels = {0: "O", 1: "source", 2: "cue", 3: "content"}
    folder = tiny.encoder(tmp_path / "plain", id2label=labels)
    with pytest.raises(ModelError, match=r"plain: cannot be loaded as a token classifier .*lack classifier\.bias"):
        TokenTagger(settings(folder))
