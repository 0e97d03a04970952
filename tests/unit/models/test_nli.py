from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModel, AutoTokenizer, BertConfig, BertForSequenceClassification, BertTokenizer

from annotate.config import Label, Localised, NliModel, Preset, Scheme, load_scheme
from annotate.errors import ModelError
from annotate.models import load_classifier, load_entailer
from annotate.models.heads import HEADS, RELATIONS, load_heads
from annotate.models.nli import CrossEncoder, NliClassifier, class_ids, hypothesis_of
from tests.fakes import FakeEncoder
from tests.unit.models import tiny

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] the minister said that rain will fall and courts judge weather law is about . ,"
THREE = {0: "NEUTRAL", 1: "contradiction", 2: "Entailment"}
TWO = {0: "not_entailment", 1: "entailment"}
PAIRS = [
    ("the minister said that rain will fall .", "rain will fall"),
    ("the law", "the courts judge the law and the weather ."),
    ("the minister", ""),
    ("", "the minister"),
    ("rain , rain , rain and weather is about the minister", "weather"),
]


def tiny_model(folder: Path, classes: dict[int, str], length: int = 48) -> str:
    """Save a tiny random cross-encoder and return its folder."""
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS.split()), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS.split()),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=length,
        initializer_range=0.5,
        id2label=classes,
        label2id={name: at for at, name in classes.items()},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_model(tmp_path_factory.mktemp("nli") / "three", THREE)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_model(tmp_path_factory.mktemp("nli") / "two", TWO)


def settings(folder: str, batch_size: int = 2, max_tokens: int = 40) -> NliModel:
    return NliModel(backend="nli", name=folder, batch_size=batch_size, max_tokens=max_tokens)


def expected_logits(folder: str, premise: str, hypothesis: str) -> torch.Tensor:
    """Return what transformers itself makes of one pair, unbatched and unpadded."""
    encoded = AutoTokenizer.from_pretrained(folder)([premise], [hypothesis], return_tensors="pt")
    with torch.inference_mode():
        logits: torch.Tensor = BertForSequenceClassification.from_pretrained(folder)(**encoded).logits[0]
    return logits


def scheme(multi_label: bool, *hypotheses: str, template: str | None = None) -> Scheme:
    labels = tuple(
        Label(name=f"l{at}", title=Localised(en="t"), definition=Localised(en="d"), hypothesis=Localised(en=hypothesis))
        for at, hypothesis in enumerate(hypotheses)
    )
    return Scheme(
        name="tried",
        kind="frames",
        title=Localised(en="t"),
        multi_label=multi_label,
        labels=labels,
        hypothesis_template=None if template is None else Localised(en=template),
    )


def test_entailment_is_what_transformers_computes_with_the_classes_by_name(three: str) -> None:
    rows = load_entailer(settings(three)).entail(PAIRS)
    for row, pair in zip(rows, PAIRS, strict=True):
        neutral, contradiction, entailment = expected_logits(three, *pair).softmax(0).tolist()
        np.testing.assert_allclose(row, [entailment, neutral, contradiction], atol=1e-5)


def test_a_two_class_model_never_contradicts(two: str) -> None:
    rows = load_entailer(settings(two)).entail(PAIRS)
    for row, pair in zip(rows, PAIRS, strict=True):
        other, entailment = expected_logits(two, *pair).softmax(0).tolist()
        np.testing.assert_allclose(row, [entailment, other, 0.0], atol=1e-5)


def test_pairs_may_come_from_an_iterator_and_may_be_none(three: str) -> None:
    entailer = load_entailer(settings(three))
    assert entailer.entail(iter(PAIRS)).shape == (5, 3)
    assert entailer.entail([]).shape == (0, 3)


def test_multi_label_weighs_entailment_against_contradiction(three: str) -> None:
    classifier = load_classifier(Preset(name="p", model=settings(three)), FakeEncoder())
    scores = classifier.score(["the minister said ."], scheme(True, "Rain will fall .", "The law"), "en")
    for score, hypothesis in zip(scores[0], ("rain will fall .", "the law"), strict=True):
        _, contradiction, entailment = expected_logits(three, "the minister said .", hypothesis).tolist()
        assert score == pytest.approx(1 / (1 + np.exp(contradiction - entailment)), abs=1e-5)


def test_single_label_weighs_the_labels_entailments_against_each_other(three: str) -> None:
    classifier = load_classifier(Preset(name="p", model=settings(three)), FakeEncoder())
    texts = ["the minister said .", "weather"]
    scores = classifier.score(texts, scheme(False, "Rain", "The law", "Courts"), "en")
    for row, text in zip(scores, texts, strict=True):
        entailed = torch.stack([expected_logits(three, text, h)[2] for h in ("rain", "the law", "courts")])
        np.testing.assert_allclose(row, entailed.softmax(0), atol=1e-5)


def test_a_two_class_model_classifies_too(two: str) -> None:
    scores = load_classifier(Preset(name="p", model=settings(two)), FakeEncoder()).score(
        ["rain"], scheme(True, "Rain", "Law"), "en"
    )
    entailment = expected_logits(two, "rain", "law").softmax(0)[1]
    assert scores[0, 1] == pytest.approx(float(entailment), abs=1e-5)


def test_the_premise_is_cut_and_the_hypothesis_is_not(three: str) -> None:
    model = CrossEncoder(settings(three, max_tokens=16))
    hypothesis = "rain will fall and courts judge ."
    cut = "the minister said that rain will"  # 16 tokens less 3 special ones less the hypothesis
    np.testing.assert_allclose(
        model.logits([(cut + " fall" * 50, hypothesis)])[0], expected_logits(three, cut, hypothesis), atol=1e-5
    )


def test_a_hypothesis_too_long_to_read_is_neutral_evidence(three: str) -> None:
    rows = load_entailer(settings(three, max_tokens=16)).entail([("rain", "rain " * 30), ("rain", "rain")])
    assert rows[0].tolist() == [0.0, 1.0, 0.0]
    assert rows[1].tolist() != [0.0, 1.0, 0.0]


def test_a_label_whose_hypothesis_is_too_long_is_refused_by_name(three: str) -> None:
    classifier = NliClassifier(CrossEncoder(settings(three, max_tokens=16)))
    with pytest.raises(ModelError, match=r"tried\.l1 does not fit into 16 tokens"):
        classifier.score(["rain"], scheme(True, "Rain", "Law " * 30), "en")


def test_the_model_reads_no_more_than_its_config_says(three: str) -> None:
    assert CrossEncoder(settings(three, max_tokens=4096)).max_tokens == 48


def test_scores_do_not_hang_on_the_batch(three: str) -> None:
    single, whole = CrossEncoder(settings(three, batch_size=1)), CrossEncoder(settings(three, batch_size=64))
    np.testing.assert_allclose(single.entail(PAIRS), whole.entail(PAIRS), atol=1e-5)


def test_a_model_without_class_names_is_refused_with_those_it_has(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "nameless", {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"})
    with pytest.raises(ModelError, match=r"nameless: its classes are called LABEL_0, LABEL_1, LABEL_2; .*id2label"):
        load_entailer(settings(folder))


def test_a_broken_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    with pytest.raises(ModelError, match="cannot be loaded as an NLI model"):
        load_entailer(settings(str(tmp_path)))


def test_a_model_without_a_trained_head_is_refused(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path / "plain", id2label=THREE)
    (folder / HEADS).unlink()
    with pytest.raises(ModelError, match=r"plain: cannot be loaded as an NLI model .*lack classifier\.bias"):
        load_entailer(settings(str(folder)))


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tiny encoder with heads that passes for the embedded one."""
    folder = tiny.embedded(tmp_path / "embedded")
    monkeypatch.setattr("annotate.models.folders.EMBEDDED", str(folder))
    return folder


def own_logits(folder: Path, premise: str, hypothesis: str) -> torch.Tensor:
    """Return what the heads make of the encoder's states for one pair, unbatched and unpadded."""
    encoded = AutoTokenizer.from_pretrained(folder)([premise], [hypothesis], return_tensors="pt")
    second = encoded["input_ids"][0].tolist().index(3) + 1  # after the first [SEP]
    kinds = [[0] * second + [1] * (encoded["input_ids"].shape[1] - second)]
    assert encoded["token_type_ids"].tolist() == kinds
    with torch.inference_mode():
        states = AutoModel.from_pretrained(folder)(**encoded).last_hidden_state
        scores: torch.Tensor = load_heads(folder, tiny.SIZE).relations(states, encoded["attention_mask"])[0]
    return scores


def test_without_a_name_the_embedded_encoder_judges(embedded: Path) -> None:
    entailer = load_entailer(NliModel(backend="nli", batch_size=2))
    rows = entailer.entail(PAIRS)
    for row, pair in zip(rows, PAIRS, strict=True):
        np.testing.assert_allclose(row, own_logits(embedded, *pair).softmax(0), atol=1e-5)
    assert RELATIONS == ("entailment", "neutral", "contradiction")
    assert entailer.version.startswith("annotate-encoder@")
    assert entailer.version.endswith("/nli/256")


def test_which_sentence_comes_second_matters_to_the_embedded_encoder(embedded: Path) -> None:
    entailer = load_entailer(NliModel(backend="nli"))
    one, other = entailer.entail([("rain will fall", "courts judge"), ("courts judge", "rain will fall")])
    assert not np.allclose(one, other, atol=1e-3)


def test_without_a_name_the_embedded_encoder_classifies_by_entailment(embedded: Path) -> None:
    classifier = load_classifier(Preset(name="p", model=NliModel(backend="nli")), FakeEncoder())
    (row,) = classifier.score(["the minister said ."], scheme(True, "Rain will fall .", "The law"), "en")
    entailment, _, contradiction = own_logits(embedded, "the minister said .", "the law").tolist()
    assert row[1] == pytest.approx(1 / (1 + np.exp(contradiction - entailment)), abs=1e-5)
    (row,) = classifier.score(["the minister said ."], scheme(False, "Rain", "The law"), "en")
    assert row.sum() == pytest.approx(1.0, abs=1e-5)
    with pytest.raises(ModelError, match=r"^annotate-encoder: the hypothesis of tried\.l1 does not fit"):
        classifier.score(["rain"], scheme(True, "Rain", "Law " * 300), "en")


def test_a_folder_with_heads_judges_under_its_own_name(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path / "trained", seed=3)
    entailer = load_entailer(settings(str(folder), max_tokens=64))
    assert entailer.version.startswith("trained@")
    np.testing.assert_allclose(entailer.entail(PAIRS)[0], own_logits(folder, *PAIRS[0]).softmax(0), atol=1e-5)


@pytest.mark.parametrize(
    ("name", "lost", "why"),
    [
        (HEADS, "relation.bias", r"heads\.safetensors: holds no heads of ours \(.*relation\.bias"),
        ("model.safetensors", "encoder.layer.1.output.dense.bias", r"\(its weights lack encoder\.layer\.1\.output"),
    ],
)
def test_a_judge_whose_files_lack_weights_is_refused(tmp_path: Path, name: str, lost: str, why: str) -> None:
    folder = tiny.encoder(tmp_path / "holed")
    kept = load_file(folder / name)
    del kept[lost]
    save_file(kept, folder / name, metadata={"format": "pt"})
    with pytest.raises(ModelError, match=why) as caught:
        CrossEncoder(settings(str(folder)))
    assert "\n" not in str(caught.value)


def test_an_embedded_encoder_without_heads_is_refused(embedded: Path) -> None:
    (embedded / HEADS).unlink()
    with pytest.raises(ModelError, match=r"heads\.safetensors: missing; install annotate again"):
        load_entailer(NliModel(backend="nli"))


@pytest.mark.parametrize("names", [("yes", "no"), ("entailment", "neutral"), ("entailment",)])
def test_classes_are_never_guessed(names: tuple[str, ...]) -> None:
    with pytest.raises(ModelError):
        class_ids(dict(enumerate(names)), "model")


def test_a_fragment_goes_into_the_template_and_a_sentence_does_not() -> None:
    tried = scheme(True, "rain.", "It is about law.", template="This is about {}")
    assert hypothesis_of(tried.labels[0], tried, "fr") == "This is about rain."
    assert hypothesis_of(tried.labels[1], tried, "en") == "It is about law."


@pytest.mark.parametrize("name", ["frames", "generic_frames", "attribution", "attribution_basic"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_shipped_hypotheses_are_sentences(name: str, language: str) -> None:
    shipped = load_scheme(name)
    for label in shipped.labels:
        hypothesis = hypothesis_of(label, shipped, language)
        assert hypothesis[0].isupper()
        assert hypothesis.endswith(".")
        assert "{" not in hypothesis
