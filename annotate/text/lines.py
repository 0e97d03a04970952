"""What a line is by its own shape, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Callable

from annotate.data import DropReason
from annotate.text.blocks import ends_sentence
from annotate.text.datelines import is_date
from annotate.text.lexicon import Furniture
from annotate.text.shapes import all_capitalised, is_upper, opener, plain, several_sentences, tokens

_COUNTER = re.compile(r"\(?\d{1,3}\s*(?:/|of|sur|de)\s*\d{1,3}\)?")
_SLUG = re.compile(r"[a-z0-9]{2,}(?:[-_][a-z0-9]+)+|(?:[#@]\w+[\s,]*)+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|!?\[[^\]]*\]\([^()\s]+\)")  # the last: Markdown
_MARKDOWN_HEAD = re.compile(r"#{1,6}\s+\S")
_BETWEEN_HYPHENS = re.compile(r"([-–—*=~])\s?[^-–—*=~].{0,78}?\s?\1")
_CREDIT_END = re.compile(r"\(([^()]{1,60}[^().!?])\)\.?$")
_CREDIT_TAIL = re.compile(r"(?:^|[\s.(])(\w+)(?:\s\w+)?\s?:\s?[^:.!?\n]{2,60}\.?\)?$")
_CLOCK = re.compile(
    r"\d{1,2}(?:[:.h]\d\d)?\s?(?:[ap]\.?m\.?)(?:\s[A-Z]{2,4}\.?)?|\d{1,2}[:h]\d\d(?:\s[A-Z]{2,4})?", re.IGNORECASE
)
_HANDLE = re.compile(r"@\w+\.?")
_SIGNED = re.compile(r"[—―–]\s?(?=[^\W\d_])")
_GLUED_CREDIT = re.compile(r"Credit[A-Z]")  # "CreditAnn Lee/Reuters", as pages lose the gap
_COPYRIGHT = re.compile(r"©|\(c\)\s|copyright\b", re.IGNORECASE)
_FIRST_SYMBOL = "\u2190"  # arrows, emoji, and scripts without case beyond: no rule of dashes
_SHORT = 90
_CAPTION = 400

Rule = Callable[[str, Furniture], bool]


def own_reason(text: str, lexicon: Furniture) -> DropReason | None:
    """Return why a line is furniture wherever it stands, or `None`."""
    if len(text) > _CAPTION:
        return None
    return next((reason for reason, rule in _RULES if rule(text, lexicon)), None)


def leads_on(text: str, lexicon: Furniture) -> bool:
    """Tell whether a line is a bare link opener: what it leads to stands in the next line.

    >>> from annotate.text.lexicon import furniture
    >>> leads_on("Read more:", furniture()), leads_on("READ ALSO: The plan", furniture())
    (True, False)
    """
    phrase = opener(text, lexicon.link_openers)
    return phrase is not None and len(tokens(text)) == len(tokens(phrase))


def trailing_credit(text: str, lexicon: Furniture) -> int | None:
    """Return where the bracketed agency or photographer at the end of `text` starts."""
    match = _CREDIT_END.search(text[-90:])
    if match is None or not _names_maker(match.group(1), lexicon):
        return None
    return max(len(text) - 90, 0) + match.start()


def names_picture(text: str, lexicon: Furniture) -> bool:
    """Tell whether a word of `text` says that it is about a picture."""
    return any(token in lexicon.picture_words for token in tokens(text))


def _counter(text: str, _: Furniture) -> bool:
    return _COUNTER.fullmatch(text) is not None


def _stamp(text: str, lexicon: Furniture) -> bool:
    if len(text) > 100:
        return False
    if _CLOCK.fullmatch(text):
        return True
    found = tokens(text)
    known = all(
        token[0].isdigit() or token in lexicon.stamp_words or token in lexicon.months or token in lexicon.weekdays
        for token in found
    )
    anchored = any(token in lexicon.stamp_anchors or token in lexicon.stamp_openers for token in found)
    numbered = any(token[0].isdigit() or token in lexicon.months for token in found)
    return bool(found) and known and numbered and anchored


def _date_alone(text: str, lexicon: Furniture) -> bool:
    return len(text) <= 60 and is_date(text, lexicon)


def _share(text: str, lexicon: Furniture) -> bool:
    found = tokens(text)
    return (
        0 < len(found) <= 10
        and len(text) <= _SHORT
        and any(token in lexicon.share_anchors for token in found)
        and all(token in lexicon.share_words for token in found)
    )


def _rubric(text: str, lexicon: Furniture) -> bool:
    return plain(text).strip(" .:!•|>-–—") in lexicon.rubrics


def _slug(text: str, lexicon: Furniture) -> bool:
    if _SLUG.fullmatch(text):
        return True
    phrase = opener(text, lexicon.tag_openers)
    return phrase is not None and plain(text)[len(phrase) :].lstrip().startswith(":") and not ends_sentence(text)


def _address(text: str, _: Furniture) -> bool:
    return _ADDRESS.fullmatch(text) is not None


def _credit(text: str, lexicon: Furniture) -> bool:
    bare = text.strip(" ()[]–—-/.")
    if plain(bare) in lexicon.agencies and len(text) <= 40:
        return True
    if len(text) <= 60 and (_COPYRIGHT.match(text) or _GLUED_CREDIT.match(text)):
        return True
    pieces = [plain(piece).strip() for piece in re.split(r"[/,]", bare)]
    if len(text) <= 60 and len(pieces) > 1 and any(piece in lexicon.agencies or "getty" in piece for piece in pieces):
        return all_capitalised(bare, lexicon.name_particles)
    phrase = opener(text, lexicon.credit_openers)
    if phrase is None or len(text) > _SHORT or several_sentences(text):
        return False
    after = plain(text)[len(phrase) :].lstrip()
    return (not after or after[0] in ",:©-–" or " by" in phrase) and not ends_sentence(text)


def _caption(text: str, lexicon: Furniture) -> bool:
    if bracket := _CREDIT_END.search(text[-_SHORT:]):
        return names_picture(bracket.group(1), lexicon)
    if (tail := _CREDIT_TAIL.search(text[-_SHORT:])) and plain(tail.group(1)) in lexicon.picture_words:
        return True
    phrase = opener(text, lexicon.caption_openers)
    if phrase is None:
        return False
    after = plain(text)[len(phrase) :].lstrip()
    marked = after.startswith((":", ",")) or is_upper(text[: len(phrase)])
    return marked or (" " in phrase and not ends_sentence(text))


def _link(text: str, lexicon: Furniture) -> bool:
    phrase = opener(text, lexicon.link_openers)
    if phrase is None or len(text) > 250 or several_sentences(text):
        return False
    after = plain(text)[len(phrase) :].lstrip(" \u00a0\u202f")
    shouted = is_upper(text[: len(phrase)]) and not is_upper(text)
    named = len(phrase.split()) > 1 and not ends_sentence(text)
    return not after or after[0] in ":|>»→-–—…" or (after[0] in "." and len(after) == 1) or shouted or named


def _byline(text: str, lexicon: Furniture) -> bool:
    if len(text) > 220:
        return False
    if _HANDLE.fullmatch(text):
        return True
    if (signed := _SIGNED.match(text)) and len(text) <= _SHORT:
        return all_capitalised(text[signed.end() :], lexicon.name_particles)
    bare = text.strip("()[]–—- \u00a0")
    folded = plain(bare)
    if any(phrase in folded and _names_before(phrase, bare, lexicon) for phrase in lexicon.byline_phrases):
        return True
    phrase = opener(bare, lexicon.byline_openers)
    if phrase is None:
        return False
    rest = bare[len(phrase) :].strip(" :.\u00a0")
    if len(phrase.split()) > 1:
        return ";" in rest or all_capitalised(rest, lexicon.name_particles)
    return 0 < len(rest) <= _SHORT and all_capitalised(rest, lexicon.name_particles)


def _names_before(phrase: str, text: str, lexicon: Furniture) -> bool:
    """Tell whether `text` says "NAMES contributed to this report"."""
    at = plain(text).find(phrase)
    return at == 0 or (at > 0 and all_capitalised(text[:at], lexicon.name_particles))


def _crosshead(text: str, _: Furniture) -> bool:
    if _MARKDOWN_HEAD.match(text) or _BETWEEN_HYPHENS.fullmatch(text):
        return True
    return not any(char.isalnum() or char >= _FIRST_SYMBOL for char in text)


def _names_maker(text: str, lexicon: Furniture) -> bool:
    found = plain(text).strip()
    pieces = [piece.strip() for piece in re.split(r"[/,;&]| and | et | with | avec ", found)]
    return any(piece in lexicon.agencies for piece in pieces) or names_picture(text, lexicon)


#: In this order: a line that two rules claim has the first one's reason.
_RULES: tuple[tuple[DropReason, Rule], ...] = (
    ("counter", _counter),
    ("timestamp", _stamp),
    ("dateline", _date_alone),
    ("share", _share),
    ("rubric", _rubric),
    ("tag", _slug),
    ("link", _address),
    ("credit", _credit),
    ("caption", _caption),
    ("link", _link),
    ("byline", _byline),
    ("crosshead", _crosshead),
)
