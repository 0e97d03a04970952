#!/usr/bin/env python
"""Measure an encoder: `measure_encoder.py --data FOLDER [--encoder FOLDER]`, the embedded one unless another is named.

Prints a JSON object: F1 of roles over word pieces and of whole attributions, mean average precision of frames, accuracy
of entailment, on the test fold of `scripts/data/` and on the development files that lie in `--data`
(`polnear_dev.jsonl.gz`, `nli_dev_en.jsonl.gz`, `nli_dev_fr.jsonl.gz`), whose sha256 it names; frames that no encoder
of ours is trained on come from `tests/golden/generic_frames.jsonl`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from encoder import measures
from encoder.corpora import own_passages, pairs, split
from encoder.network import Network
from encoder.recipe import OWN

from annotate.models.folders import digest_of, find_model

FILES = ("polnear_dev.jsonl.gz", "nli_dev_en.jsonl.gz", "nli_dev_fr.jsonl.gz")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", default="", help="a folder; the embedded one unless given")
    chosen = parser.parse_args()
    folder, version = find_model(chosen.encoder)
    network = Network(folder, "cuda" if torch.cuda.is_available() else "cpu", {})
    network.eval()
    passages = split(list(own_passages(sorted(OWN.glob("attribution/*.jsonl")))))
    own_pairs = split([pair for path in sorted(OWN.glob("entailment/*.jsonl")) for pair in pairs(path)])
    found = measures.measured(network, passages.test, own_pairs.test, chosen.data)
    digests = {name: digest_of([chosen.data / name]) for name in FILES if (chosen.data / name).is_file()}
    print(json.dumps({"encoder": version, "sha256": digests, **found}, indent=1))


if __name__ == "__main__":
    main()
