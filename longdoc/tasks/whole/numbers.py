"""Patterns of numbers that dates, sums and durations share; English and Chinese.

Repetitions are bounded, so that matching stays fast on text that consists of digits.
"""

from __future__ import annotations

__all__ = ["BEGIN", "END", "FIGURE", "HAN_NUMBER", "NUMBER_WORDS"]

# Ends of words that hold beside Chinese characters too, where \b does not.
BEGIN, END = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"

_NUMBER_WORD = (
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion)"
)
_FRACTION = r"(?:\s+and\s+(?:an?|one|three)[-\s](?:half|quarters?))?"
NUMBER_WORDS = (
    rf"(?:{BEGIN}(?:a\s+)?{_NUMBER_WORD}{END}(?:[-\s]+(?:and\s+)?{_NUMBER_WORD}{END}){{0,15}}{_FRACTION})"
)
# 1,250.50, 12,50,000, 1'200, 3.500,00 and 3,50
FIGURE = r"(?:\d{1,3}(?:\.\d{3}){1,9}(?:,\d{1,2})?(?!\d)|\d{1,30}(?:[,'’]\d{2,3}(?!\d)){0,12}(?:\.\d{1,30})?)"
_HAN_DIGITS = "〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟兩"
HAN_NUMBER = rf"(?:[{_HAN_DIGITS}][{_HAN_DIGITS}万亿萬億]{{0,30}})"
