"""A tokenizer and a model read from a folder, in evaluation mode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from transformers import AutoTokenizer
from transformers.utils import logging

from annotate.errors import ModelError


def load_pretrained(folder: Path, architecture: Any, role: str) -> tuple[Any, Any]:
    """Return the tokenizer and the model that `architecture` (an Auto class of transformers) reads in `folder`.

    `role` says in the error what the model was to be: "an encoder". Raises `ModelError`.
    """
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would draw over the run's own
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = architecture.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ModelError(f"{folder}: cannot be loaded as {role} ({reason}); download the model anew") from error
    return tokenizer, model.eval()
