"""Traditional and full-width characters are compared as simplified ones of normal width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.text.folding import folded


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("甲方應於驗收合格後三十日內付款", "甲方应于验收合格后三十日内付款"),
        ("總價款：１２０萬元（ＵＳＤ）", "总价款：120万元（USD）"),
        ("著名的乾坤，2026年", "著名的乾坤，2026年"),  # simplified already
        ("plain English, 120", "plain English, 120"),
    ],
)
def test_variants_are_folded(written: str, compared: str) -> None:
    assert folded(written) == compared


@given(st.text(st.characters(max_codepoint=0xFFFF)))
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)
