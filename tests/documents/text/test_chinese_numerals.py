"""Numbers in Chinese characters and in digits stand for each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.text.chinese_numerals import LARGEST, in_characters, in_digits


@pytest.mark.parametrize(
    ("characters", "digits"),
    [
        ("一百二十", "120"), ("十五", "15"), ("二〇二四", "2024"), ("两万零三百", "20300"),
        ("捌拾陆万", "860000"), ("一千零五", "1005"), ("百", None), ("千万", None), ("万", None),
    ],
)  # fmt: skip
def test_characters_are_read(characters: str, digits: str | None) -> None:
    assert in_digits(characters) == digits


@given(st.integers(0, LARGEST))
def test_every_way_to_write_a_number_is_read_as_the_number(number: int) -> None:
    assert {in_digits(way) for way in in_characters(str(number))} == {str(number)}
