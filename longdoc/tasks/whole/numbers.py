"""Patterns of numbers that dates, sums and durations share; English and Chinese.

Repetitions are bounded, so that matching stays fast on text that consists of digits.
"""

from __future__ import annotations

import re

from longdoc.documents.text.chinese_numerals import HAN_DIGITS
from longdoc.documents.text.number_words import CARDINALS
from longdoc.lazy_pattern import lazy_pattern

__all__ = [
    "BEGIN",
    "END",
    "FIGURE",
    "HAN_NUMBER",
    "HYPHEN_OR_BLANKS",
    "NEGATIVE",
    "NUMBER_WORDS",
    "RANGE_BEGIN",
    "UNSPACED_FIGURE",
    "compile_bounded",
]

MOST_BLANKS = 500  # between two words of one phrase: headers and footers between them are blanked
HYPHEN_OR_BLANKS = rf"[-\s]{{1,{MOST_BLANKS}}}"
# Ends of words that hold beside Chinese characters too, where \b does not.
BEGIN, END = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"

_NUMBER_WORD = f"(?:{'|'.join(CARDINALS)}|hundred|thousand|million|billion)"
_FRACTION = r"(?:\s+and\s+(?:an?|one|three)[-\s](?:half|quarters?))?"
_NEXT_WORD = rf"{HYPHEN_OR_BLANKS}(?:and\s+)?{_NUMBER_WORD}{END}"
NUMBER_WORDS = rf"(?:{BEGIN}(?:a\s+)?{_NUMBER_WORD}{END}(?:{_NEXT_WORD}){{0,15}}{_FRACTION})"
_SPACED = r"(?<!\d[.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,9}(?:[.,]\d{1,2})?(?![.,]?\d)"
_UNSPACED = (
    r"\d{1,3}(?:\.\d{3}){1,9}(?:,\d{1,2})?(?!\d)"
    r"|\d{1,30}(?:[,'’]\d{2,3}(?!\d)){0,12}(?:\.\d{1,30}|,\d(?!,?\d)|[¼½¾⅓⅔⅛])?"
    r"|(?<![\d.])\.\d{1,30}|[¼½¾⅓⅔⅛]"
)
UNSPACED_FIGURE = rf"(?:{_UNSPACED})"  # 1,250.50, 12,50,000, 1'200, 3.500,00, 3,50 and 2,5
FIGURE = rf"(?:{_SPACED}|{_UNSPACED})"  # 20 000 000 and 1 234,50 as well
# the first figure of a range, which is no year: "5–" in "5–10 days", "5 to " in "5 to 10%"
RANGE_BEGIN = rf"(?:(?!(?:19|20)\d\d\D){UNSPACED_FIGURE}(?:[-–—]|\s+to\s+))"
NEGATIVE = r"(?:(?<![\w.,)%])[-−])"  # a sign, but not the dash of 5-10%
HAN_NUMBER = rf"(?:[{HAN_DIGITS}][{HAN_DIGITS}万亿萬億]{{0,30}})"
_BLANKS = ((r"\s*", rf"\s{{0,{MOST_BLANKS}}}"), (r"\s+", rf"\s{{1,{MOST_BLANKS}}}"))


def compile_bounded(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern with its runs of blanks bounded, so that pages of blanks are searched in linear time.

    >>> compile_bounded(r"\\d+\\s*%").pattern
    '\\\\d+\\\\s{0,500}%'
    """
    for unbounded, bounded in _BLANKS:
        pattern = pattern.replace(unbounded, bounded)
    return lazy_pattern(pattern, flags)
