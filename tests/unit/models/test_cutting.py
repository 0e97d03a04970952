from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from annotate.data import Span
from annotate.models.cutting import Window, cut
from tests.builders import article, sentences
from tests.unit.models import tiny

TEXT = "“Rain,” said Ana\u00a0É. l’été 🙂… U.S. re-sent"


def bytewise() -> Any:
    """Return a tokenizer as RoBERTa's, with a token a byte."""
    alphabet = ["<s>", "</s>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    made = Tokenizer(models.BPE(vocab={sign: at for at, sign in enumerate(alphabet)}, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)])
    fast: Any = PreTrainedTokenizerFast
    return fast(tokenizer_object=made, cls_token="<s>", sep_token="</s>")


def piecewise() -> Any:
    """Return a tokenizer as XLM-R's, with a token a letter; it counts spaces in, and puts no markers."""
    letters = [(sign, -2.0) for sign in sorted({*TEXT, "a"}) if not sign.isspace()]
    made = Tokenizer(models.Unigram([("<unk>", 0.0), ("▁", -1.0), *letters], unk_id=0))
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    fast: Any = PreTrainedTokenizerFast
    return fast(tokenizer_object=made, unk_token="<unk>")


@pytest.fixture(scope="module")
def spelling(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tiny.tokenizer(tmp_path_factory.mktemp("cutting") / "spelling")


def windows(text: str, tokenizer: Any, size: int = 256) -> list[Window]:
    return list(cut(sentences(article(text)), tokenizer, size))


def words(text: str, tokenizer: Any) -> list[str]:
    return [word.span.of(text) for window in windows(text, tokenizer) for word in window.words]


def test_words_are_letters_together_and_punctuation_by_itself(spelling: Any) -> None:
    assert " ".join(words(TEXT, spelling)) == "“ Rain , ” said Ana É . l ’ été 🙂 … U . S . re - sent"


@pytest.mark.parametrize("made", [bytewise, piecewise])
def test_every_kind_of_tokenizer_gives_the_same_words(spelling: Any, made: Any) -> None:
    assert words(TEXT, made()) == words(TEXT, spelling)


def test_a_window_reads_as_the_tokenizer_would_have_it(spelling: Any, tmp_path: Path) -> None:
    spelling.save_pretrained(tmp_path)
    for tokenizer in (AutoTokenizer.from_pretrained(tmp_path), bytewise(), piecewise()):
        (window,) = windows("aa a", tokenizer)
        assert window.ids == tokenizer("aa a")["input_ids"]


def test_pieces_are_the_rows_of_the_words_tokens(spelling: Any) -> None:
    (window,) = windows("ab c.\nde", spelling)
    letters = [[spelling.convert_ids_to_tokens(window.ids[row]) for row in word.pieces] for word in window.words]
    assert letters == [["a", "##b"], ["c"], ["."], ["d", "##e"]]
    assert [row for word in window.words for row in word.pieces] == list(range(1, len(window.ids) - 1))


def test_no_sentences_make_no_window(spelling: Any) -> None:
    assert windows("", spelling) == []


def test_a_window_is_filled_to_the_brim_and_no_further(spelling: Any) -> None:
    found = windows("abc\ndef\nghi", spelling, size=8)
    assert [(len(each.ids), each.sentences) for each in found] == [(8, [0, 1]), (5, [2])]
    assert [each.sentences for each in windows("abc\ndefg", spelling, size=8)] == [[0], [1]]


def test_a_longer_sentence_is_read_in_several_windows(spelling: Any) -> None:
    text = "ab\nabc def ghi jkl\ncd"
    found = windows(text, spelling, size=9)
    assert [each.sentences for each in found] == [[0], [1], [1], [2]]
    read = [[word.span.of(text) for word in each.words] for each in found]
    assert read == [["ab"], ["abc", "def"], ["ghi", "jkl"], ["cd"]]
    assert [len(each.ids) for each in found] == [4, 8, 8, 4]


def test_what_follows_a_longer_sentence_is_read_with_its_end(spelling: Any) -> None:
    text = "abc def g\nhi"
    assert [each.sentences for each in windows(text, spelling, size=8)] == [[0], [0, 1]]


def test_a_word_longer_than_the_window_is_one_word(spelling: Any) -> None:
    before, window, after = windows("b " + "a" * 90 + " c", spelling, size=9)
    assert [len(word.span) for each in (before, window, after) for word in each.words] == [1, 90, 1]
    assert window.words[0].pieces == tuple(range(1, 8))


def test_blanks_that_fill_a_window_part_words(spelling: Any) -> None:
    made = bytewise()
    first, second = windows("a" + "\u00a0" * 40 + "b", made, size=9)
    assert [first.words[0].span, second.words[0].span] == [Span(0, 1), Span(41, 42)]
    assert [len(first.ids), second.ids] == [9, made("b")["input_ids"]]


def test_letters_keep_their_marks(spelling: Any) -> None:
    text = unicodedata.normalize("NFD", "été à Orléans")
    assert words(text, spelling) == [unicodedata.normalize("NFD", word) for word in ("été", "à", "Orléans")]
    assert words("re\u00adsent heart❤️ x", spelling) == ["re\u00adsent", "heart❤️", "x"]


def test_a_sentence_without_a_token_is_in_a_window_all_the_same(spelling: Any) -> None:
    (window,) = windows("ab\n\u200b\ncd", spelling)
    assert window.sentences == [0, 1, 2]
    assert len(window.words) == 2


SIGNS = "abé É.,’“” \u00a0\u200b🙂👩🏽‍🚀\u0301\u00ad…-—€\ufe0f中\r\t"
LINES = st.lists(st.text(alphabet=SIGNS, min_size=1, max_size=30), max_size=8)


@given(lines=LINES, size=st.integers(min_value=6, max_value=40))
def test_windows_cover_every_sentence_and_word_in_order(spelling: Any, lines: list[str], size: int) -> None:
    text = "\n".join(lines)
    found = windows(text, spelling, size)
    known = sentences(article(text))
    read = [index for window in found for index in window.sentences]
    assert read == sorted(read)
    assert set(read) == set(range(len(known)))
    assert [word.span for window in found for word in window.words] == [
        word.span for window in windows(text, spelling) for word in window.words
    ]
    for window in found:
        assert len(window.ids) <= size
        assert all(0 < row < len(window.ids) - 1 for word in window.words for row in word.pieces)


@pytest.mark.parametrize("made", [None, bytewise, piecewise])
@given(lines=LINES)
def test_words_lie_in_their_sentences_and_apart(spelling: Any, made: Any, lines: list[str]) -> None:
    text = "\n".join(lines)
    known = sentences(article(text))
    for window in windows(text, made() if made else spelling, 24):
        last = -1
        for word in window.words:
            assert any(known[index].span.covers(word.span) for index in window.sentences)
            assert word.span.start >= last
            assert word.pieces
            said = word.span.of(text)
            assert said == said.strip()
            assert said
            assert not text[word.span.end : word.span.end + 1].startswith(("\u0301", "\ufe0f"))
            last = word.span.end
