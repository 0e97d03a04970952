#!/usr/bin/env python
"""Check the sentences and pairs written for training: `check_data.py [FILE ...]`, all of scripts/data by default.

Prints counts (labels, frames, lengths, distinct cues), then what is wrong, a line each; exits 1 where something is.
What the tags and fields mean is said in scripts/data/README.md.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from encoder.corpora import parsed

from annotate.config import load_scheme
from annotate.models.heads import RELATIONS

ROOT = Path(__file__).parent / "data"
TAG = re.compile(r"[sct][23]?")
RUN = 8  # words in a row that no two items may share, but for what custom fixes
#: Names and terms that are as long as that.
FIXED = (
    "le haut commissariat des nations unies pour les réfugiés",
    "la cour européenne des droits de l homme",
    "la cour de justice de l union européenne",
    "la reconnaissance de l état de catastrophe naturelle",
)
CUES, SOURCES = 0.03, 0.01  # the share of a file's attributions that one cue, one source phrase, may have
LABELS = load_scheme("attribution").names
SILENT = {label.name for label in load_scheme("attribution").labels if "none" in label.source_types}
FRAMES = load_scheme("frames").names

Item = dict[str, Any]


def main(names: Sequence[str]) -> int:
    """Check the files and print what was found."""
    files = [Path(name) for name in names] or [*sorted(ROOT.glob("*/*.jsonl")), *sorted(ROOT.glob("frames_*.jsonl"))]
    complaints: list[str] = []
    seen: dict[tuple[str, ...], str] = {}
    ids: set[str] = set()
    topics: dict[str, str] = {}
    for path in files:
        items = list(_items(path, complaints))
        for item in items:
            if item["id"] in ids:
                complaints.append(f"{path.name} {item['id']}: the id is taken")
            ids.add(item["id"])
            topic = str(item.get("topic", ""))
            if (other := topics.setdefault(_folded(topic), topic)) != topic:
                complaints.append(f"{path.name} {item['id']}: the topic “{topic}” is called “{other}” before")
            complaints += [f"{path.name} {item['id']}: {each}" for each in _wrong(item)]
            complaints += [f"{path.name} {item['id']}: {each}" for each in _repeated(item, seen)]
        complaints += [f"{path.name}: {each}" for each in _frequent(items)]
        print(path.name, *_counts(items), sep="\n  ")
    print(*complaints, f"{len(complaints)} complaints", sep="\n")
    return bool(complaints)


def _items(path: Path, complaints: list[str]) -> Iterator[Item]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            if "article" in item:  # one sentence of it, with frames alone
                item["id"] = f"{item['article']} {number}"
            item["id"], item["language"]
        except (ValueError, KeyError, TypeError) as error:
            complaints.append(f"{path.name}, line {number}: not an item ({error})")
            continue
        yield item


def _wrong(item: Item) -> Iterator[str]:
    if item["language"] not in ("en", "fr"):
        yield "the language is neither en nor fr"
    if "premise" in item:
        if item.get("label") not in RELATIONS:
            yield f"{item.get('label')}: no relation"
        return
    if "article" in item:
        yield from _wrong_frames(item)
        return
    for place, sentence in enumerate(item.get("sentences", ())):
        yield from (f"sentence {place + 1}: {each}" for each in _wrong_sentence(sentence, first=place == 0))
    if not item.get("sentences"):
        yield "no sentences"


def _wrong_sentence(sentence: Item, *, first: bool) -> Iterator[str]:
    try:
        tree = parsed(sentence["text"])
    except ElementTree.ParseError as error:
        yield f"tags are not well-formed ({error})"
        return
    tags = [element.tag for element in tree.iter() if element is not tree]
    strange = [tag for tag in tags if not TAG.fullmatch(tag)]
    if strange:
        yield f"{strange[0]}: no such tag"
    if sentence.get("label") not in LABELS:
        yield f"{sentence.get('label')}: no such label"
    yield from _wrong_frames(sentence)
    main = {tag for tag in tags if len(tag) == 1}
    if sentence.get("label") in SILENT and main:
        yield "an assertion of the outlet has an attribution without a number"
    if sentence.get("label") not in SILENT and "t" not in main:
        yield "an attributed sentence has no content"
    if sentence.get("label") not in SILENT and first and not main & {"s", "c"}:
        yield "a first sentence has neither source nor cue"
    if any(len("".join(element.itertext()).strip()) != len("".join(element.itertext())) for element in tree.iter()):
        yield "a tag, or the sentence, begins or ends with a blank"


def _wrong_frames(sentence: Item) -> Iterator[str]:
    frames, also_ok = (set(sentence.get(part, ["none given"])) for part in ("frames", "frames_also_ok"))
    if unknown := (frames | also_ok) - set(FRAMES):
        yield f"{', '.join(sorted(unknown))}: no such frame"
    if both := frames & also_ok:
        yield f"{', '.join(sorted(both))}: both a frame and one that could be"


def _trees(item: Item) -> Iterator[ElementTree.Element]:
    """Yield the sentences of an item, less those whose tags are not well-formed."""
    for sentence in item.get("sentences", ()):
        with suppress(ElementTree.ParseError):
            yield parsed(sentence["text"])


def _marked(items: Sequence[Item], kind: str) -> Counter[str]:
    """Return how often each text is marked as of a kind, s, c or t."""
    elements = (element for item in items for tree in _trees(item) for element in tree.iterfind(".//*"))
    return Counter("".join(each.itertext()).casefold() for each in elements if each.tag[0] == kind)


def _texts(item: Item) -> list[str]:
    if "premise" in item:
        return [item["premise"], item["hypothesis"]]
    if "article" in item:
        return [item["text"]]
    return ["".join(tree.itertext()) for tree in _trees(item)]


def _repeated(item: Item, seen: dict[tuple[str, ...], str]) -> Iterator[str]:
    """Yield what an item has in common with one before it; pairs of one premise count as one item, so do articles."""
    owner: str = item.get("premise") or item.get("article") or item["id"]
    for text in _texts(item):
        words = re.findall(r"\w+", _unfixed(text))
        for start in range(len(words) - RUN + 1):
            other = seen.setdefault(tuple(words[start : start + RUN]), owner)
            if other != owner:
                yield f"shares eight words with {other}: {' '.join(words[start : start + RUN])}"
                break


def _unfixed(text: str) -> str:
    """Return the words of a text, folded, each fixed name as one of them."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    for name in FIXED:
        words = words.replace(name, name.replace(" ", "_"))
    return words


def _folded(topic: str) -> str:
    """Return a topic without what tells no topic from another: case, punctuation, a plural's s."""
    return "".join(word.removesuffix("s") for word in re.findall(r"[^\W_]+", topic.casefold()))


def _frequent(items: Sequence[Item]) -> Iterator[str]:
    for kind, name, limit in (("c", "cue", CUES), ("s", "source", SOURCES)):
        found = _marked(items, kind)
        total = found.total()
        for text, number in found.items():
            if number > max(3, limit * total) and (kind == "c" or " " in text):
                yield f"the {name} “{text}” stands in {number} of {total}"


def _counts(items: Sequence[Item]) -> Iterator[str]:
    sentences = [sentence for item in items for sentence in item.get("sentences", ())]
    if articles := {item["article"] for item in items if "article" in item}:
        yield f"articles {len(articles)}, sentences {len(items)}"
        yield f"frames {dict(Counter(frame for item in items for frame in item.get('frames', ())).most_common())}"
        return
    yield f"items {len(items)}, sentences {len(sentences)}"
    if not sentences:
        yield f"labels {dict(Counter(item.get('label') for item in items))}"
        return
    yield f"labels {dict(Counter(sentence.get('label') for sentence in sentences).most_common())}"
    frames = Counter(frame for sentence in sentences for frame in sentence.get("frames", ()))
    yield f"frames {dict(frames.most_common())}"
    yield f"passages {sum(len(item.get('sentences', ())) > 1 for item in items)}"
    lengths = sorted(len(text.split()) for item in items for text in _texts(item))
    if lengths:
        yield f"words a sentence: {lengths[0]} to {lengths[-1]}, median {lengths[len(lengths) // 2]}"
    cues = _marked(items, "c")
    yield f"cues {cues.total()}, distinct {len(cues)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
