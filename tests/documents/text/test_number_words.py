"""English number words and Roman numerals have their values."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.text.number_words import CARDINAL, CARDINALS, ORDINAL, ORDINALS, cardinal_value
from longdoc.documents.text.roman_numerals import in_roman, roman_value

UNITS, TENS = list(CARDINALS)[:9], [word for word, number in CARDINALS.items() if number >= 20]


def test_every_cardinal_below_a_hundred_is_matched_whole_and_has_its_value() -> None:
    words = [*CARDINALS, *(f"{tens}-{unit}" for tens in TENS for unit in UNITS)]
    assert sorted(map(cardinal_value, words)) == list(range(1, 100))
    assert all(re.match(rf"{CARDINAL}\b", word.upper(), re.IGNORECASE)[0] == word.upper() for word in words)


def test_ordinals_are_counted_from_first_to_twentieth() -> None:
    assert list(ORDINALS.values()) == list(range(1, 21))


@pytest.mark.parametrize("word", ["sıx", "SİX", "ſix", "fıfty"])
def test_letters_that_equal_others_only_where_case_is_ignored_make_no_number_words(word: str) -> None:
    assert not re.match(rf"{CARDINAL}\b", word, re.IGNORECASE)
    assert not re.match(rf"{ORDINAL}\b", f"{word}th", re.IGNORECASE)


@given(st.integers(1, 3999))
def test_a_roman_numeral_is_read_as_the_number_that_it_was_written_for(number: int) -> None:
    assert roman_value(in_roman(number)) == roman_value(in_roman(number).upper()) == number
