"""A vocabulary for English and French on top of an English one: French words as whole tokens, their vectors borrowed.

The base's WordPiece vocabulary loses the tokens that neither language writes (placeholders, other scripts) and gains
the commonest French words. A new word starts from the mean vector of its rough English translation, as in WECHSEL
(Minixhofer et al. 2022), whose bilingual dictionary is a rule-based translator here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel, AutoTokenizer

RARE = 0.02  # a token of the base this much rarer in English than in French counts as French
SEEN = 15  # … if the French texts have it as often as this

_WORD = re.compile(r"[^\W\d_]+")
_PLACEHOLDER = re.compile(r"\[unused\d+\]")


def counted(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word occurs, in lower case and with its accents."""
    return Counter(word for text in texts for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()))


def bare(word: str) -> str:
    """Return a word as the base's tokenizer sees it: without accents.

    >>> bare("élève")
    'eleve'
    """
    return "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(sign))


def is_latin(token: str) -> bool:
    """Tell whether a token is of signs that English or French writes."""
    return all(ord(sign) < 0x250 or 0x2010 <= ord(sign) <= 0x20BF for sign in token.removeprefix("##"))


def widen(
    base: Path, out: Path, french: Counter[str], english: Counter[str], glosses: Mapping[str, str], size: int
) -> None:
    """Write the base with the bilingual vocabulary to `out`, as transformers saves it.

    `glosses` gives a French word's English; `size` is how many French words become tokens of their own.
    """
    tokenizer, model = AutoTokenizer.from_pretrained(base), AutoModel.from_pretrained(base)
    old: dict[str, int] = tokenizer.get_vocab()
    table: torch.Tensor = model.embeddings.word_embeddings.weight.detach()

    forms: dict[str, str] = {}  # the commonest spelling of each bare word
    counts: Counter[str] = Counter()
    for word, count in french.most_common():
        forms.setdefault(bare(word), word)
        counts[bare(word)] += count
    plain_english: Counter[str] = Counter()
    for word, count in english.items():
        plain_english[bare(word)] += count
    share = sum(french.values()) / max(sum(english.values()), 1)

    def borrowed(word: str) -> torch.Tensor | None:
        gloss = glosses.get(forms[word], "")
        if not gloss or bare(gloss) == word:
            return None
        return table[tokenizer(gloss, add_special_tokens=False)["input_ids"]].mean(dim=0)

    def own(word: str) -> torch.Tensor:
        return table[tokenizer(word, add_special_tokens=False)["input_ids"]].mean(dim=0)

    kept = [token for token, _ in sorted(old.items(), key=lambda entry: entry[1]) if _kept(token)]
    vectors = {token: table[old[token]] for token in kept}
    for word, count in counts.items():
        foreign = count >= SEEN and plain_english[word] * share < RARE * count
        if word in vectors and foreign and (vector := borrowed(word)) is not None:
            vectors[word] = vector
    added = [word for word, count in counts.most_common() if word not in vectors and len(word) > 1 and count > 1][:size]
    for word in added:
        vector = borrowed(word)
        vectors[word] = own(word) if vector is None else vector

    out.mkdir(parents=True, exist_ok=True)
    _save(model, tokenizer, [*kept, *added], vectors, out)


def _kept(token: str) -> bool:
    return not _PLACEHOLDER.fullmatch(token) and is_latin(token)


def _save(model: Any, tokenizer: Any, tokens: Sequence[str], vectors: Mapping[str, torch.Tensor], out: Path) -> None:
    """Write model and tokenizer with `tokens` as their vocabulary."""
    tokenizer.save_pretrained(out)
    path = out / "tokenizer.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    places = {token: at for at, token in enumerate(tokens)}
    described["model"]["vocab"] = places
    for special in described["added_tokens"]:
        special["id"] = places[special["content"]]
    _renumber(described["post_processor"], places)
    path.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    (out / "vocab.txt").unlink(missing_ok=True)
    model.resize_token_embeddings(len(tokens))
    with torch.no_grad():
        model.embeddings.word_embeddings.weight.copy_(torch.stack([vectors[token] for token in tokens]))
    model.config.vocab_size, model.config.pad_token_id = len(tokens), places["[PAD]"]
    model.save_pretrained(out)


def _renumber(part: dict[str, object], places: Mapping[str, int]) -> None:
    """Give the special tokens of a post-processor their new ids."""
    specials = part.get("special_tokens")
    if isinstance(specials, dict):
        for name, special in specials.items():
            special["ids"] = [places[name]]
    for name in ("sep", "cls"):
        if name in part:
            part[name] = [f"[{name.upper()}]", places[f"[{name.upper()}]"]]
