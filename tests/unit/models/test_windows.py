from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from annotate.config import EmbeddingModel, Preset, SpanModel, load_scheme
from annotate.data import Article, Sentence, Span
from annotate.errors import ModelError
from annotate.models import load_article_model, load_classifier
from annotate.models.encoder import TransformerEncoder
from annotate.models.heads import HEADS, load_heads
from annotate.models.windows import ArticleEncoder
from annotate.protocols import ArticleView
from tests.builders import article, sentences
from tests.fakes import FakeEncoder
from tests.unit.models import tiny

TEXT = "“The dam will hold,” said Ana Roy.\nShe had seen it at noon.\nPeople in the valley: “We left.”"
LONG = "\n".join(f"The clerk said on day {day} that the ledger was lost, and nobody found it." for day in range(24))
# fmt: off
HOSTILE = [
    "👩🏽‍🚀 “Go,” she said 🙂.\n🙂🙂",
    unicodedata.normalize("NFC", "L’été à Évry, déclare-t-il.\nÀ demain."),
    unicodedata.normalize("NFD", "L’été à Évry, déclare-t-il.\nÀ demain."),
    "One line,\r\nhe said.\r\nAnother.\r\n",
    "«\u00a0Non\u00a0», dit-elle\u202f!\n\u00a0Oui.",
    "a\u00adb\u200bc said\ufeff it.\n\u200b\nEnd.",
]
# fmt: on


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.encoder(tmp_path_factory.mktemp("windows") / "encoder", seed=1)


@pytest.fixture(scope="module")
def model(folder: Path) -> ArticleEncoder:
    return ArticleEncoder(TransformerEncoder(EmbeddingModel(name=str(folder))))


def view(model: ArticleEncoder, text: str) -> tuple[Article, tuple[Sentence, ...], ArticleView]:
    of = article(text)
    return of, sentences(of), model.view(of, sentences(of))


def assert_fits(text: str, seen: ArticleView) -> None:
    """Check the contract: a unit row and a list of attributions a sentence, spans within it."""
    known = sentences(article(text))
    assert seen.vectors.shape == (len(known), tiny.SIZE)
    np.testing.assert_allclose(np.linalg.norm(seen.vectors, axis=1), 1.0, atol=1e-5)
    assert seen.found is not None
    assert len(seen.found) == len(known)
    for sentence, found in zip(known, seen.found, strict=True):
        for each in found:
            assert each.spans.cue
            for _, span in each.spans.roles():
                assert sentence.span.covers(span)
                assert not unicodedata.combining((text + " ")[span.end])
                assert not unicodedata.combining(text[span.start])
                assert span.of(text) == span.of(text).strip()


def test_a_sentence_is_the_mean_of_its_tokens_among_its_neighbours(model: ArticleEncoder, folder: Path) -> None:
    _, known, seen = view(model, TEXT)
    tokenizer, encoder = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder)
    given = tokenizer(TEXT, return_tensors="pt", return_offsets_mapping=True)
    offsets = given.pop("offset_mapping")[0].tolist()
    with torch.inference_mode():
        states = encoder(**given).last_hidden_state[0]
    for sentence, row in zip(known, seen.vectors, strict=True):
        rows = [at for at, (a, b) in enumerate(offsets) if b > a and sentence.span.covers(Span(a, b))]
        mean = states[rows].mean(dim=0)
        np.testing.assert_allclose(row, (mean / mean.norm()).numpy(), atol=1e-5)


def test_a_phrase_is_read_where_it_stands(model: ArticleEncoder) -> None:
    of, known, seen = view(model, "She said so.\nShe said no.")
    assert seen.vector is not None
    she = seen.vector(0, Span(0, 3)), seen.vector(1, Span(13, 16))
    assert Span(13, 16).of(of.text) == "She"
    assert np.linalg.norm(she[0]) == pytest.approx(1.0, abs=1e-5)
    assert not np.allclose(*she, atol=1e-3)
    assert np.array_equal(seen.vector(1, known[1].span), seen.vectors[1])


def test_a_sentence_of_several_windows_is_the_mean_of_all_its_tokens(model: ArticleEncoder) -> None:
    text = "word " * 63 + "vivid " * 20  # 252 tokens and no more fit before the longer word
    of, known, seen = view(model, text)
    split = text.index("vivid")
    halves = [Span(0, split - 1), Span(split, len(text) - 1)]
    assert seen.vector is not None
    one, two = (seen.vector(0, half) for half in halves)
    apart = model.view(of, [Sentence(of.id, at, half, half.of(text)) for at, half in enumerate(halves)])
    np.testing.assert_allclose([one, two], apart.vectors, atol=1e-5)
    shares, residuals, *_ = np.linalg.lstsq(np.stack([one, two]).T, seen.vectors[0], rcond=None)
    assert len(known) == 1
    assert shares.min() > 0.1
    np.testing.assert_allclose(residuals, 0.0, atol=1e-5)


def test_the_end_of_a_long_sentence_is_drawn_from(model: ArticleEncoder) -> None:
    text = "word " * 63 + "vivid " * 20
    seen = view(model, text)[2]
    assert seen.found is not None
    cues = [span for each in seen.found[0] for span in each.spans.cue]
    assert cues == sorted(cues)
    assert cues[-1].start >= text.index("vivid")
    assert all(span.covers(cue) or not span.overlaps(cue) for span in [Span(0, 314), Span(315, 434)] for cue in cues)


def test_what_was_not_read_has_its_sentences_vector(model: ArticleEncoder) -> None:
    _, known, seen = view(model, "word \u200b word")
    assert seen.vector is not None
    assert np.array_equal(seen.vector(0, Span(5, 6)), seen.vectors[0])
    assert not np.array_equal(seen.vector(0, Span(0, 4)), seen.vectors[0])
    assert known[0].text[5:6] == "\u200b"


def test_words_are_judged_by_the_heads(model: ArticleEncoder, folder: Path) -> None:
    of, _, seen = view(model, "The clerk said no")
    starts = (0, 4, 10, 15)
    assert seen.found is not None
    assert seen.found[0]
    for each in seen.found[0]:
        (cue,) = each.spans.cue
        states = torch.stack(
            [raw(folder, of.text, at) for at, start in enumerate(starts) if cue.start <= start < cue.end]
        )
        with torch.inference_mode():
            expected = load_heads(folder, tiny.SIZE).roles(states).mean(dim=0)
        assert each.cue == pytest.approx(float(expected[1]), abs=1e-4)
        assert each.main == pytest.approx(float(expected[3]), abs=1e-4)


def raw(folder: Path, text: str, number: int) -> torch.Tensor:
    """Return the mean state of a word of a text, by its number, as transformers has it."""
    given = AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt")
    rows = [at for at, word in enumerate(given.word_ids(0)) if word == number]
    with torch.inference_mode():
        states: torch.Tensor = AutoModel.from_pretrained(folder)(**given).last_hidden_state[0, rows].mean(dim=0)
    return states


@pytest.mark.parametrize("text", ["", TEXT, LONG, "x" * 400, "word " * 400, "\u200b", *HOSTILE])
def test_the_view_fits_its_article_whatever_that_is(model: ArticleEncoder, text: str) -> None:
    _, _, seen = view(model, text)
    assert_fits(text, seen)


def test_a_long_article_is_read_in_windows(model: ArticleEncoder) -> None:
    whole, alone = view(model, LONG)[2], view(model, LONG.split("\n")[-1])[2]
    assert not np.allclose(whole.vectors[-1], alone.vectors[0], atol=1e-3)  # its neighbours are read with it
    changed = view(model, "Snow fell." + LONG[LONG.index("\n") :])[2]
    assert not np.allclose(whole.vectors[1], changed.vectors[1], atol=1e-3)
    assert np.array_equal(whole.vectors[-1], view(model, LONG)[2].vectors[-1])


def test_a_view_does_not_depend_on_what_was_read_before(model: ArticleEncoder, folder: Path) -> None:
    encoder = TransformerEncoder(EmbeddingModel(name=str(folder), max_tokens=8))
    fresh = ArticleEncoder(encoder)
    first = view(fresh, TEXT)[2]
    for text in (LONG, "", HOSTILE[0], "word " * 400):
        view(fresh, text)
    encoder.encode(["a much longer text than eight tokens can hold", "b"])  # leaves truncation in the tokenizer
    for again in (view(fresh, TEXT)[2], view(model, TEXT)[2]):
        assert np.array_equal(again.vectors, first.vectors)
        assert again.found == first.found


def test_sentences_of_a_moved_text_are_drawn_alike(model: ArticleEncoder) -> None:
    of = article("\r\n\u00a0🙂  " + TEXT)
    by = len(of.text) - len(TEXT)
    moved = [
        Sentence(of.id, each.index, each.span.shift(by), each.text, each.kind) for each in sentences(article(TEXT))
    ]
    seen, plain = model.view(of, moved), view(model, TEXT)[2]
    assert np.array_equal(seen.vectors, plain.vectors)
    assert seen.found is not None
    assert plain.found is not None
    assert any(plain.found)
    for here, there in zip(seen.found, plain.found, strict=True):
        assert [each.spans.cue for each in here] == [tuple(s.shift(by) for s in each.spans.cue) for each in there]
        assert [each.spans.content for each in here] == [
            tuple(s.shift(by) for s in each.spans.content) for each in there
        ]


def test_spans_alone_are_those_of_the_view(model: ArticleEncoder) -> None:
    of, known, seen = view(model, TEXT)
    assert model.found(of, known) == seen.found


def test_the_version_names_encoder_and_windows(model: ArticleEncoder) -> None:
    assert model.version.startswith("encoder@")
    assert model.version.endswith("/windows/256")


def test_a_window_is_no_longer_than_the_model_reads(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path / "short", max_position_embeddings=12)
    short = ArticleEncoder(TransformerEncoder(EmbeddingModel(name=str(folder))))
    assert_fits(TEXT, view(short, TEXT)[2])
    assert short.version.endswith("/windows/12")


def test_an_encoder_without_heads_is_refused(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path / "bare")
    (folder / HEADS).unlink()
    with pytest.raises(ModelError, match=r"bare/heads\.safetensors: holds no heads"):
        ArticleEncoder(TransformerEncoder(EmbeddingModel(name=str(folder))))


@pytest.fixture
def embedded(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tiny encoder pass for the embedded one."""
    place = tiny.embedded(tmp_path / "embedded", seed=1)
    monkeypatch.setattr("annotate.models.folders.EMBEDDED", str(place))


@pytest.mark.usefixtures("embedded")
def test_the_embedded_encoder_reads_articles_and_texts() -> None:
    reads, encoder = load_article_model(Preset(name="p"))
    of = article(TEXT)
    assert_fits(TEXT, reads.view(of, sentences(of)))
    assert encoder.encode(["a"]).shape == (1, tiny.SIZE)
    assert reads.version == f"{encoder.version}/windows/256"


@pytest.mark.usefixtures("embedded")
def test_another_encoders_vectors_go_with_the_embedded_ones_spans(tmp_path: Path) -> None:
    plain = tiny.encoder(tmp_path / "plain", seed=1)
    (plain / HEADS).unlink()
    reads, encoder = load_article_model(Preset(name="p", encoder=EmbeddingModel(name=str(plain))))
    of = article(TEXT)
    seen = reads.view(of, sentences(of))
    assert np.array_equal(seen.vectors, encoder.encode([each.text for each in sentences(of)]))
    assert seen.vector is None
    assert seen.found is not None
    assert any(seen.found)
    assert "annotate-encoder@" in reads.version


def test_an_encoder_with_heads_reads_articles_itself(folder: Path, model: ArticleEncoder) -> None:
    reads, _ = load_article_model(Preset(name="p", encoder=EmbeddingModel(name=str(folder))))
    of, known, expected = view(model, TEXT)
    seen = reads.view(of, known)
    assert np.array_equal(seen.vectors, expected.vectors)
    assert seen.vector is not None
    assert seen.found == expected.found
    assert reads.version == model.version


@pytest.mark.usefixtures("embedded")
@pytest.mark.parametrize(
    ("asked", "run", "version"),
    [
        ({}, {}, None),
        ({}, {"max_tokens": 64}, None),
        ({}, {"name": "folder", "max_tokens": 64}, None),
        ({"name": "folder", "batch_size": 2}, {"name": "folder"}, None),
        ({"name": "folder", "max_tokens": 64}, {"name": "folder"}, "encoder/mean/64"),
        ({"name": "folder"}, {"name": "folder", "max_tokens": 64}, "encoder/mean/128"),
    ],
)
def test_a_classifier_with_other_settings_has_its_own_encoder(
    folder: Path, asked: dict[str, Any], run: dict[str, Any], version: str | None
) -> None:
    asked, run = ({k: str(folder) if k == "name" else v for k, v in each.items()} for each in (asked, run))
    shared = FakeEncoder()
    preset = Preset(name="p", model=EmbeddingModel(**asked), encoder=EmbeddingModel(**run))
    made = load_classifier(preset, shared).version
    if version is None:
        assert made.startswith(shared.version)
    else:
        name, length = version.split("/", 1)
        assert made.startswith(f"{name}@")
        assert f"/{length}" in made


@pytest.mark.usefixtures("embedded")
def test_a_classifiers_own_encoder_reads_texts_itself(folder: Path, tmp_path: Path) -> None:
    other = tiny.encoder(tmp_path / "other", seed=5, hidden_size=32)
    for name, shared in ((str(other), False), (str(folder), True)):
        preset = Preset(name="p", model=EmbeddingModel(name=name), encoder=EmbeddingModel(name=str(folder)))
        reads, encoder = load_article_model(preset)
        classifier, of = load_classifier(preset, encoder), article(TEXT)
        texts = [each.text for each in sentences(of)]
        vectors = reads.view(of, sentences(of)).vectors
        given = classifier.score(texts, load_scheme("frames"), "en", vectors)
        alone = classifier.score(texts, load_scheme("frames"), "en")
        assert np.allclose(given, alone, atol=1e-5) is not shared  # what is shared was read in the article
        assert classifier.version.startswith("other@") is not shared


@pytest.mark.usefixtures("embedded")
def test_spans_may_be_left_to_the_rules() -> None:
    reads, _ = load_article_model(Preset(name="p", spans=SpanModel(backend="rules")))
    of = article(TEXT)
    assert reads.view(of, sentences(of)).found is None
    assert "by rules" in reads.version
