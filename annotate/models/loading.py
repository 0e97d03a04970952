"""A tokenizer and a model read from a folder, in evaluation mode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer
from transformers.utils import logging

from annotate.errors import ModelError


def load_pretrained(folder: Path, architecture: Any, role: str) -> tuple[Any, Any]:
    """Return the tokenizer and the model that `architecture` reads in `folder`.

    It is an Auto class of transformers, or a module of ours that is made from an encoder and its folder. `role` says
    in the error what the model was to be: "an encoder". Raises `ModelError` where the files are damaged, or lack
    weights that the model would then draw by lot.
    """
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would draw over the run's own
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model, lacking = _read(folder, architecture)
    except (ModelError, MemoryError):  # these say themselves what is wrong
        raise
    except Exception as error:  # parsers of damaged files raise anything, that of tokenizers `Exception`
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ModelError(f"{folder}: cannot be loaded as {role} ({reason}); download the model anew") from error
    if lacking:
        some = ", ".join(lacking[:3]) + (", …" if len(lacking) > 3 else "")
        raise ModelError(
            f"{folder}: cannot be loaded as {role} (its weights lack {some}); "
            "take a model that was trained as one, or download the model anew"
        )
    return tokenizer, model.eval()


def _read(folder: Path, architecture: Any) -> tuple[Any, list[str]]:
    """Return the model in a folder, and which of the weights that count its files lack."""
    if issubclass(architecture, nn.Module):  # one of ours: heads, which see for themselves whether they are whole
        encoder, lacking = _read(folder, AutoModel)
        return architecture(encoder, folder), lacking
    model, report = architecture.from_pretrained(
        folder, local_files_only=True, dtype=torch.float32, output_loading_info=True
    )
    # Buffers, as positions' numbers, are reckoned; the pooler, which many encoders lack, is read by classifiers alone.
    learnt = {name for name, _ in model.named_parameters()} & set(report["missing_keys"])
    if architecture is AutoModel:
        learnt = {name for name in learnt if "pooler" not in name.split(".")}
    return model, sorted(learnt)
