#!/usr/bin/env python
"""Pack a trained encoder for the package: `pack_encoder.py MODEL [MODEL ...] [--to annotate/weights/encoder]`.

Several models (stages of one training) become their mean, which is often better than each (Wortsman et al. 2022), with
the settings of the last. Weights become bfloat16 (the heads stay as they are, they are small), the tokenizer's and the
model's settings lose what was true of the training machine alone, and SHA256SUMS lists what `annotate` checks before it
loads. What the models learnt from, stages.json, is packed with them where it lies beside them.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from encoder.recipe import STAGES
from safetensors.torch import load_file, save_file

from annotate.models.folders import PACKED, SUMS, digest_of
from annotate.models.heads import HEADS

PLACE = Path(__file__).parents[1] / "annotate" / "weights" / "encoder"
LOCAL = ("_name_or_path", "name_or_path", "is_local", "local_files_only")


def main() -> None:
    """Pack and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL")
    parser.add_argument("--to", type=Path, default=PLACE)
    chosen = parser.parse_args()
    pack(chosen.models, chosen.to)
    size = sum((chosen.to / name).stat().st_size for name in PACKED)
    print(f"{chosen.to}: {size / 1e6:.1f} MB")


def pack(models: Sequence[Path], to: Path) -> None:
    """Write the files of one model, or of the mean of several, to `to`."""
    to.mkdir(parents=True, exist_ok=True)
    model = models[-1]
    shutil.copy(model / "tokenizer.json", to)
    save_file(mean(models, HEADS), to / HEADS)
    for name in ("config.json", "tokenizer_config.json"):
        settings = json.loads((model / name).read_text(encoding="utf-8"))
        settings = {key: value for key, value in settings.items() if key not in LOCAL}
        if name == "config.json":
            settings["dtype"] = "bfloat16"
        (to / name).write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    weights = {name: value.to(torch.bfloat16) for name, value in mean(models, "model.safetensors").items()}
    save_file(weights, to / "model.safetensors", metadata={"format": "pt"})
    names = [*PACKED]
    (to / STAGES).unlink(missing_ok=True)
    if learnt := stages(models):
        (to / STAGES).write_text(json.dumps(learnt, indent=1) + "\n", encoding="utf-8")
        names.append(STAGES)
    sums = "".join(f"{digest_of([to / name])}  {name}\n" for name in sorted(names))
    (to / SUMS).write_text(sums, encoding="ascii")


def stages(models: Sequence[Path]) -> list[Any]:
    """Return the recipes that made models, each once, in order."""
    files = [model / STAGES for model in models if (model / STAGES).is_file()]
    found = [stage for file in files for stage in json.loads(file.read_text(encoding="utf-8"))]
    return [stage for at, stage in enumerate(found) if stage not in found[:at]]


def mean(models: Sequence[Path], name: str) -> dict[str, torch.Tensor]:
    """Return the mean of the tensors in the files `name` of models."""
    read = [load_file(model / name) for model in models]
    return {key: torch.stack([each[key].float() for each in read]).mean(dim=0) for key in read[0]}


if __name__ == "__main__":
    main()
