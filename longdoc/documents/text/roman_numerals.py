"""Roman numerals: XIV is 14."""

from __future__ import annotations

from itertools import pairwise

__all__ = ["in_roman", "roman_value"]

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_PARTS = (
    ("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40),
    ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1),
)  # fmt: skip
_MOST_TIMES = 9  # that a letter is repeated: numbers from 10,000 on are shown with too few


def roman_value(written: str) -> int:
    """The value of a numeral in capital or small letters; ill-formed ones such as IIX have a value, too.

    >>> roman_value("XIV"), roman_value("mcm"), roman_value("IIII")
    (14, 1900, 4)

    Raises:
        KeyError: another letter is in it.
    """
    values = [_VALUES[letter] for letter in written.lower()]
    return sum(-one if one < following else one for one, following in pairwise([*values, 0]))


def in_roman(number: int) -> str:
    """A positive number in small letters.

    >>> in_roman(14), in_roman(1900)
    ('xiv', 'mcm')
    """
    written = ""
    for letters, value in _PARTS:
        count, number = divmod(number, value)
        written += letters * min(count, _MOST_TIMES)
    return written
