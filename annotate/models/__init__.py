"""Encoders, classifiers and entailment models, made from their settings; torch and transformers live here alone.

Importing this room loads neither: each `load_…` does, when it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotate.config import Calibration, EmbeddingModel, NliModel, Preset, load_settings

if TYPE_CHECKING:
    from annotate.protocols import ArticleModel, Classifier, Encoder, Entailer

__all__ = ["load_article_model", "load_classifier", "load_entailer"]


def load_article_model(preset: Preset) -> tuple[ArticleModel, Encoder]:
    """Return what reads articles by a preset's `encoder` and `spans`, and the encoder for texts by themselves.

    An encoder with heads of its own beside it reads articles as the embedded one does. Texts by themselves are
    remembered for a while, so that rooms which embed the same sentence pay once.
    Raises `ModelError` where one is missing or not what it should be.
    """
    from annotate.models.articles import TaggedModel, TextModel
    from annotate.models.encoder import TransformerEncoder
    from annotate.models.heads import HEADS
    from annotate.models.memo import RememberingEncoder
    from annotate.models.windows import ArticleEncoder

    plain = TransformerEncoder(preset.encoder)
    encoder = RememberingEncoder(plain)
    own = not preset.encoder.name or (plain.folder / HEADS).is_file()
    draws = preset.spans.backend == "encoder"
    model: ArticleModel = ArticleEncoder(plain, draws=draws) if own else TextModel(encoder)
    if preset.spans.backend == "token_classifier":
        from annotate.models.tagging import TokenTagger

        return TaggedModel(model, TokenTagger(preset.spans)), encoder
    if preset.spans.backend == "rules":
        return TaggedModel(model, None), encoder
    if not own:
        return TaggedModel(model, ArticleEncoder(TransformerEncoder(EmbeddingModel()))), encoder
    return model, encoder


def load_classifier(preset: Preset, encoder: Encoder) -> Classifier:
    """Return the zero-shot classifier that a preset's `model` names.

    `encoder` is the run's own; an embedding model that names no other, in name or settings, uses it.
    Raises `ModelError` where it is missing or not what it should be, `ConfigError` where its calibration is not.
    """
    model = preset.model
    if isinstance(model, EmbeddingModel):
        from annotate.models.embedding import EmbeddingClassifier
        from annotate.models.encoder import TransformerEncoder
        from annotate.models.memo import RememberingEncoder

        embedded = not (model.name or preset.encoder.name)
        fitted = load_settings(Calibration, "models/calibration") if embedded else Calibration()
        own = None if _serves(preset.encoder, model) else RememberingEncoder(TransformerEncoder(model))
        return EmbeddingClassifier(own or encoder, model.calibration or fitted, reads_vectors=own is None)
    from annotate.models.nli import CrossEncoder, NliClassifier

    return NliClassifier(CrossEncoder(model))


def _serves(encoder: EmbeddingModel, model: EmbeddingModel) -> bool:
    """Tell whether the vectors of `encoder` are those that a classifier asks for; one without a name asks for none."""
    # Neither changes a vector: batches are for speed, and a calibration is of what is made of vectors.
    unmoved = {"batch_size": encoder.batch_size, "calibration": encoder.calibration}
    return not model.name or model.model_copy(update=unmoved) == encoder


def load_entailer(settings: NliModel) -> Entailer:
    """Return the entailment model that the settings name, the embedded encoder's own where they name none.

    Raises `ModelError` where it is missing or names its classes otherwise.
    """
    from annotate.models.nli import CrossEncoder

    return CrossEncoder(settings)
