"""English words for numbers: "seven" and "twenty-one" are cardinals, "seventh" is an ordinal."""

from __future__ import annotations

import re

__all__ = ["CARDINAL", "CARDINALS", "ORDINAL", "ORDINALS", "cardinal_value"]

_UP_TO_TWENTY = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen",
    "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IN_ORDER = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
    "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
CARDINALS = {word: number for number, word in enumerate(_UP_TO_TWENTY, 1)} | {
    word: 10 * tens for tens, word in enumerate(_TENS, 2)
}
ORDINALS = {word: number for number, word in enumerate(_IN_ORDER, 1)}
# Parts of patterns, for cardinals below 100 and for ordinals. The end of a word must follow: "six" begins
# "sixty". In ASCII, since "İ" and "ı" equal "i" where case is ignored, but "sıx" is no key of CARDINALS.
CARDINAL = rf"(?a:(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_UP_TO_TWENTY[:9])})|{'|'.join(CARDINALS)})"
ORDINAL = rf"(?a:{'|'.join(ORDINALS)})"


def cardinal_value(words: str) -> int:
    """The value of what CARDINAL matches, in capitals or not.

    >>> cardinal_value("seven"), cardinal_value("Twenty-One")
    (7, 21)
    """
    return sum(CARDINALS[word] for word in re.split("[- ]", words.lower()))
