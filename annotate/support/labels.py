"""Numbers that are no figures: clock times, ages, scores, labels ("article 49"), parts of names ("Boeing 737")."""

from __future__ import annotations

from annotate.support.amounts import Amount, Sentence, number_in, sign_at

_HOURS = 24
_JOINTS = frozenset("-–/:.'’°")  # between a number and what makes it a part of something else


def behind_no_figure(sentence: Sentence, amount: Amount) -> int:
    """Return where to read on behind a clock time, an age, a score or a label; 0 where it is none of these."""
    after = amount.last + 1
    if skip := behind_clock(sentence, amount) or behind_age(sentence, amount):
        return skip
    if _compound(sentence, amount):
        return after
    if amount.unit or amount.hedge != "none":
        return 0
    if _in_a_name(sentence, amount):
        return _behind(sentence, after)
    if sentence.glued(after) and not (sentence.word(after) in sentence.wording.range_to and joins(sentence, after)):
        sign = sentence.word(after) in _JOINTS and sentence.glued(after + 1) and not _noun_glued(sentence, after)
        if sentence.tokens[after].kind == "word" or sign:
            return _behind(sentence, after)
    return 0


def _compound(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether the number is the tail of a longer one: the 8 of "7-5/8"."""
    joint, before = sentence.at(amount.first - 1), sentence.at(amount.first - 2)
    if joint is None or before is None or not (sentence.tokens[amount.first].glued and joint.glued):
        return False
    return joint.text in "/.:,-" and before.kind == "number"


def _behind(sentence: Sentence, place: int) -> int:
    """Return the first place from `place` on that is not glued to the one before."""
    while sentence.glued(place) and (sentence.tokens[place].kind != "sign" or sentence.glued(place + 1)):
        place += 1
    return place


def behind_clock(sentence: Sentence, amount: Amount) -> int:
    """Return where to read on behind "6.40 a.m.", "21:30", "20h30" or "à 14 heures", else 0."""
    wording, found, after = sentence.wording, sentence.tokens, amount.last + 1
    if sentence.glued(after, ":"):
        return _behind(sentence, after)
    if amount.value > _HOURS or not amount.plain or amount.hedge != "none":
        return 0
    if clock := wording.clock_after.after(found, after):
        end = after + clock[1]
        return end + 1 if (token := sentence.at(end)) and token.kind == "number" and clock[1] == 1 else end
    if sentence.glued(after) and sentence.word(after)[:1] == "h" and sentence.word(after)[1:].isdecimal():
        return after + 1
    if amount.unit == "duration:hour" and wording.clock_before.before(found, amount.first):
        return after + 1 if (token := sentence.at(after)) and token.kind == "number" else after
    return 0


def behind_age(sentence: Sentence, amount: Amount) -> int:
    """Return where to read on behind an age, else 0: "a 40-year-old", "65 years old", "X, 72 ans,"."""
    wording, found, after = sentence.wording, sentence.tokens, amount.last + 1
    if sentence.glued(after, "-") and sentence.word(after + 1).endswith(wording.old_endings):
        return after + 2
    if not amount.unit.startswith("duration"):
        return 0
    old = wording.old_after.after(found, after)
    if old or wording.labels.before(found, amount.first):
        return after + (old[1] if old else 0)
    if amount.unit != "duration:year" or sentence.language != "fr":
        return 0
    between = sentence.word(amount.first - 1) in (",", "(") and sentence.word(after) in (",", ")", ".", "")
    whose = {sentence.word(amount.first - 2), sentence.word(amount.first - 3)}
    return (
        after if between or (sentence.word(amount.first - 1) in wording.share_of and whose & wording.aged_nouns) else 0
    )


def _in_a_name(sentence: Sentence, amount: Amount) -> bool:
    """Tell whether the number is a label or part of a name or a telephone number: "Room 101", "Boeing 737"."""
    wording, found, first = sentence.wording, sentence.tokens, amount.first
    before, after = sentence.at(first - 1), sentence.at(amount.last + 1)
    if before and found[first].glued and (before.kind == "word" or before.text in "#@'&/:._-+=*"):
        return True
    if found[first].kind != "number":
        return False
    if (before and before.kind == "number") or (after and after.kind == "number"):
        return True
    if not amount.plain:
        return False
    if wording.labels.before(found, first):
        return True
    named = before is not None and first > 1 and before.capital and before.text not in wording.weekdays
    known = after is not None and after.text in wording.review.counted
    return named and not known and not wording.hedges.before(found, first)


def _noun_glued(sentence: Sentence, hyphen: int) -> bool:
    """Tell whether a known noun hangs on the number: "27-nation"."""
    return sentence.word(hyphen) == "-" and sentence.word(hyphen + 1) in sentence.wording.review.counted


def joins(sentence: Sentence, place: int) -> bool:
    """Tell whether a number follows the word or dash at `place`, on the same footing."""
    token = sentence.at(place + 1)
    if token is None or token.glued != sentence.tokens[place].glued:
        return False
    money = sign_at(sentence, place + 1)
    return money is not None or number_in(sentence, place + 1) is not None
