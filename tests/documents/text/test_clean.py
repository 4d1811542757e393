"""Text normalisation: what changes, what stays, and that doing it twice changes nothing more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.text.clean import (
    join_wrapped,
    normalise_characters,
    normalise_quotes,
    share_of_cjk,
    words_of,
)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("\ufb01nal o\ufb03ce", "final office"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("re\u00adquired", "required"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("1990\u20132010, \u22125", "1990-2010, -5"),
        ("e\u0301te\u0301", "été"),
        ("\u2f00\u2f8f", "一行"),
        ("a\x00b\x07c", "abc"),
        ("naïve — §5 ® 中文，好", "naïve — §5 ® 中文，好"),
    ],
)
def test_characters_become_what_was_meant(printed: str, meant: str) -> None:
    assert normalise_characters(printed) == meant


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise_characters(text)
    assert normalise_characters(once) == once


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays(text: str) -> None:
    assert normalise_characters(text) == text


def test_quotes_become_plain() -> None:
    assert normalise_quotes("the “Buyer’s” ‘own’") == "the \"Buyer's\" 'own'"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["one", "two"], "one two"),
        (["the trans-", "formation"], "the transformation"),
        (["a non-", "exclusive right"], "a non-exclusive right"),
        (["Anti-", "inflammatory drugs of the co-", "op"], "Anti-inflammatory drugs of the co-op"),
        (["the anti-", "dote, by co-", "operation"], "the antidote, by cooperation"),
        (["state-of-the-", "art"], "state-of-the-art"),
        (["first-", "and second-class"], "first- and second-class"),
        (["Anglo-", "American"], "Anglo-American"),
        (["in 2019-", "2020"], "in 2019-2020"),
        (["and/", "or"], "and/or"),
        (["甲方应当", "按期付款"], "甲方应当按期付款"),
        (["甲方 Licensee", "应当"], "甲方 Licensee 应当"),
        (["a pause —", "then more"], "a pause — then more"),
        ([], ""),
    ],
)
def test_wrapped_lines_join(lines: list[str], joined: str) -> None:
    assert join_wrapped(lines) == joined


def test_the_document_itself_tells_whether_a_hyphen_stays() -> None:
    known = words_of(["the re-entry was required", "a subcontractor"])
    assert join_wrapped(["of re-", "entry"], known) == "of re-entry"
    assert join_wrapped(["sub-", "contractor"], known) == "subcontractor"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["write to info@north-", "quay.example"], "write to info@north-quay.example"),
        (["see www.long-", "quay.example/pier-", "two.html"], "see www.long-quay.example/pier-two.html"),
        (["a U.S.-", "based firm"], "a U.S.-based firm"),
        (["the vice-", "president"], "the vice-president"),
    ],
)
def test_a_hyphen_that_is_written_stays(lines: list[str], joined: str) -> None:
    assert join_wrapped(lines) == joined


@given(st.lists(st.text("abcXYZ.,;0123", min_size=1), min_size=1))
def test_words_without_hyphens_come_back_as_they_were(words: list[str]) -> None:
    assert join_wrapped(words).split() == " ".join(words).split()


def test_share_of_cjk() -> None:
    assert share_of_cjk("合同 ab") == pytest.approx(0.5)
    assert share_of_cjk("123") == 0.0


def test_figures_join_chinese_without_a_blank() -> None:
    assert (
        join_wrapped(["租期自2026年", "3月1日起至2029", "年2月止。"]) == "租期自2026年3月1日起至2029年2月止。"
    )
    assert join_wrapped(["使用", "Python 编写"]) == "使用 Python 编写"
