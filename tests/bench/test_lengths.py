"""Lengths and depths as people write them."""

import pytest

from longdoc.bench.lengths import parse_depths, parse_lengths, short
from longdoc.errors import UsageError


def test_lengths_are_binary_and_sorted() -> None:
    assert parse_lengths("1M,1k, 512,4K,1k") == [512, 1_024, 4_096, 1_048_576]


@pytest.mark.parametrize("text", ["", "k", "0", "-4k", "4kk", "1.5k", "4k,,8k", "ten"])
def test_what_is_no_length_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="not a length"):
        parse_lengths(text)


@pytest.mark.parametrize("tokens", [1, 512, 1_024, 1_500, 65_536, 1_048_576])
def test_short_reads_back(tokens: int) -> None:
    assert parse_lengths(short(tokens)) == [tokens]


def test_depths_are_shares() -> None:
    assert parse_depths("100,0,12.5") == [0.0, 0.125, 1.0]


@pytest.mark.parametrize("text", ["", "-1", "101", "half", "0,,5"])
def test_what_is_no_depth_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="percentages"):
        parse_depths(text)
