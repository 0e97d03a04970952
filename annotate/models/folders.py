"""The folder that holds a model: the embedded default, a local one, or one from the Hugging Face hub."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from annotate.errors import ModelError

EMBEDDED = "weights/encoder"  # within the package
EMBEDDED_NAME = "annotate-encoder"
SUMS = "SHA256SUMS"
#: What the list of digests has to name: one that was cut short would let the files that it lacks pass unseen.
PACKED = ("config.json", "tokenizer.json", "tokenizer_config.json", "heads.safetensors", "model.safetensors")
EMBEDDED_WAY_OUT = "install annotate again"

HUB_TIMEOUT = 5.0  # seconds until a silent hub counts as unreachable
WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
SIDE_FILES = ("*.json", "*.txt", "*.model")  # configuration and tokenizers; no ONNX, TensorFlow or Flax copies


class ModelFolder(NamedTuple):
    """Where a model lies and what a prediction made with it is to be stamped with."""

    path: Path
    version: str


def find_model(name: str) -> ModelFolder:
    """Return the folder of the model called `name`: empty for the embedded one, a folder, or a hub name.

    Raises `ModelError` where there is none, where the embedded one is damaged, or where
    the hub cannot be reached and has not been before.
    """
    if not name:
        return embedded_model()
    folder = Path(name).expanduser()
    if folder.is_dir():
        beside = sorted(file for pattern in SIDE_FILES for file in folder.glob(pattern))
        return ModelFolder(folder, f"{folder.name}@{digest_of([*_weights(folder, name), *beside])[:12]}")
    if name.count("/") > 1 or name.startswith((".", "/", "~")):
        raise ModelError(f"{name}: no such folder; give the folder that holds the model's config.json")
    return _hub_model(name)


def embedded_model() -> ModelFolder:
    """Return the folder of the encoder that comes with annotate, its files checked.

    Raises `ModelError` where one is missing or is not what it was when it was packed.
    """
    return check_embedded(Path(str(files("annotate"))) / EMBEDDED)


def check_embedded(folder: Path) -> ModelFolder:
    """Return `folder` if its files are those that its list of digests names.

    Raises `ModelError` where they are not, and where the list is damaged or lacks one of `PACKED`.
    """
    sums = _sums(folder / SUMS)
    for wanted, name in sums:
        file = folder / name
        if not file.is_file():
            raise ModelError(f"{file}: missing; {EMBEDDED_WAY_OUT}")
        digest = digest_of([file])
        if digest != wanted:
            raise ModelError(f"{file}: is not what it was (sha256 {digest[:12]}…); {EMBEDDED_WAY_OUT}")
    whole = hashlib.sha256("\n".join(f"{digest}  {name}" for digest, name in sums).encode()).hexdigest()
    return ModelFolder(folder, f"{EMBEDDED_NAME}@{whole[:12]}")


def _sums(file: Path) -> list[tuple[str, str]]:
    """Return the digests and names that a list of them holds. Raises `ModelError` where it does not hold all."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
        sums = [(digest, name) for digest, name in (line.split(maxsplit=1) for line in lines)]
    except OSError as error:
        raise ModelError(f"{file}: missing; {EMBEDDED_WAY_OUT}") from error
    except ValueError as error:  # not ASCII, or a line of another form
        raise ModelError(f"{file}: is not a list of digests; {EMBEDDED_WAY_OUT}") from error
    if lacking := set(PACKED) - {name for _, name in sums}:
        raise ModelError(f"{file}: does not list {', '.join(sorted(lacking))}; {EMBEDDED_WAY_OUT}")
    return sums


def _weights(folder: Path, name: str) -> list[Path]:
    """Return the files with the model's weights, sorted; safetensors win over pickles."""
    for pattern in WEIGHTS:
        if found := sorted(folder.glob(pattern)):
            return found
    raise ModelError(f"{name}: the folder {folder} holds no weights ({' or '.join(WEIGHTS)}); download the model anew")


def digest_of(files: list[Path]) -> str:
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
