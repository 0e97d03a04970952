"""Any article, whatever its text, comes back from its record as it was."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from annotate import records
from tests.builders import annotated, reviewed

#: What a reader lets through: any text but NUL, lone surrogates and carriage returns.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=200)


@given(TEXTS)
@example("e\u0301 \u00e9 \u202bשלום\u202c \u00a0\u202f« 👩\u200d👩\u200d👧 »\n\u2028x\u0085y\x1b[31m")
def test_text_and_offsets_survive(text: str) -> None:
    article = annotated(text)
    back = records.loads(records.dumps(article).encode())
    assert back == article
    for sentence in back.sentences:
        assert sentence.sentence.span.of(back.article.text) == sentence.sentence.text


@given(TEXTS)
def test_line_ends_of_other_standards_do_not_cut_the_line(text: str) -> None:
    assert len(records.dumps(annotated(text)).encode().split(b"\n")) == 1


@given(TEXTS)
def test_normal_forms_are_kept_apart(text: str) -> None:
    for form in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
        assert records.loads(records.dumps(annotated(form))).article.text == form


@given(TEXTS)
def test_what_people_made_of_it_survives(text: str) -> None:
    article = reviewed(annotated(text))
    assert records.loads(records.dumps(article)).annotations == article.annotations
