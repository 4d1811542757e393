"""Patterns of sums of money and of percentages, English and Chinese."""

from __future__ import annotations

import re

from longdoc.tasks.currencies import CODES, COIN, DOLLAR_OF, SIGN
from longdoc.tasks.whole.numbers import (
    BEGIN,
    END,
    FIGURE,
    HAN_NUMBER,
    NEGATIVE,
    NUMBER_WORDS,
    RANGE_BEGIN,
    UNSPACED_FIGURE,
    compile_bounded,
)

__all__ = ["PERCENTAGE", "SUM"]

_CODE = rf"(?-i:{BEGIN}(?:{CODES}|{DOLLAR_OF}\$|Rs\.?|kr\.?(?=\s?\d)))"
_CODE_BEHIND = rf"(?-i:(?:{CODES}|kr|zł|Kč){END})"
_SCALED = rf"\s*(?:thousand|million|billion|trillion|lakhs?|crores?|mn|bn|tn|[mkb]){END}"
_SCALE = rf"(?:{_SCALED})?"
_OTHER_UNIT = r"(?!\s?(?:%|per\s?cent|(?:second|minute|hour|day|week|month|year)))"
_RANGE_END = (
    rf"(?:[-–—]{FIGURE}(?![-–—\d]){_OTHER_UNIT}|\s+(?:to|and)\s+{FIGURE}(?={_SCALED}))"  # $5–10 million
)
_NEGATIVE = rf"{SIGN}(?:\s?[-−]{FIGURE}|\((?!00){FIGURE}\))"  # but $(000) heads a column in thousands
_SIGNED = rf"(?:{_CODE}\s?{SIGN}?|{SIGN})\s?(?!000{END}){FIGURE}"  # $000 heads such a column, too
_FIGURES = rf"(?:{_SIGNED}(?:,\d\d(?!\d)|{_RANGE_END})?|{_NEGATIVE}){_SCALE}"
_WORDS = rf"{NUMBER_WORDS}(?:\s+and\s+(?:no|\d{{1,2}})/100)?(?:\s*\({FIGURE}\))?\s+{COIN}{END}"
_ZH_COIN = r"(?:元(?![化论制性素])|美元|港元|港币|欧元|日元|英镑|澳元|加元|韩元|瑞士法郎|卢比|圓|歐元|英鎊)"
_ZH_CODE = r"(?:人民[币幣]|港[币幣]|港元|美元|[欧歐]元|日元|英[镑鎊]|新?[台臺][币幣])"
_ZH_NUMBER = rf"(?:{HAN_NUMBER}|\d[\d,，.]{{0,30}}\s*[百千万亿]{{0,4}})"
_ZH_FIGURES = (
    rf"(?:{_ZH_CODE}\s*)?{_ZH_NUMBER}\s*余?{_ZH_COIN}(?:\s*{_ZH_NUMBER}角)?(?:\s*{_ZH_NUMBER}分)?[整正]?"
    rf"|{_ZH_CODE}\s*[:：]?\s*\d[\d,.]{{0,30}}(?<![,.])\s*[百千万亿]{{0,4}}"
)
_LABEL = r"(?:(?:小写|大写|即)\s*[:：]?\s*)?"
# the same amount again, in figures or in words, is no other sum: ten dollars ($10), 十元（¥10.00）
SUM = compile_bounded(
    rf"{NEGATIVE}?{_FIGURES}(?:\s*\({_WORDS}\))?(?:\s*[（(]\s*{_LABEL}(?:{_ZH_FIGURES})[)）])?"
    rf"|(?<!\d[.,]){BEGIN}{NEGATIVE}?{RANGE_BEGIN}?{FIGURE}{_SCALE}(?:\s?{_CODE_BEHIND}|\s?{COIN}{END}"
    rf"|[^\S\n]?[€$£](?!\s?[\d(]))"
    rf"|(?<![\d.,A-Za-z])\d{{1,3}}(?:\.\d{{1,3}})?p(?=\s+(?:per|a|each)\b)"
    rf"|{_WORDS}(?:\s*\({_FIGURES}\))?"
    rf"|(?:{_ZH_FIGURES})(?:\s*[（(]\s*{_LABEL}(?:{_FIGURES}|{_ZH_FIGURES})元?[)）])?",
    re.IGNORECASE,
)
_PER_CENT = r"(?:per\s?cent(?:age\s+points?)?|pct)"
_FRACTION_OF = r"(?:one[-\s](?:half|quarter|third)|three[-\s]quarters)\s+of\s+"
# "two point" of "two point five per cent"
_WHOLE_PART = rf"(?:{NUMBER_WORDS}|{BEGIN}(?:zero|nought))\s+point\s+(?:(?:zero|nought)\s+)?"
# unspaced, as "50 100%" is two columns of a table
PERCENTAGE = compile_bounded(
    rf"(?<![\d.])(?<!\d,){NEGATIVE}?{RANGE_BEGIN}?{UNSPACED_FIGURE}\s?[%％‰](?:\s*\({NUMBER_WORDS}\s+{_PER_CENT}\))?"
    rf"|(?<!\d[.,]){BEGIN}{NEGATIVE}?{RANGE_BEGIN}?{UNSPACED_FIGURE}\s+(?:{_PER_CENT}|basis\s+points?|bps){END}"
    rf"|(?:{_FRACTION_OF}|{_WHOLE_PART})?{NUMBER_WORDS}(?:\s*\({FIGURE}\s?%?\))?\s+(?:{_PER_CENT}|basis\s+points?){END}"
    rf"(?:\.?\s*\({FIGURE}\s?%?\))?"
    rf"|[百千万]分之\s?(?:{HAN_NUMBER}(?:点[〇零一二三四五六七八九]{{1,12}})?|\d{{1,12}}(?:\.\d{{1,6}})?)"
    rf"|(?:{HAN_NUMBER}(?:点[〇零一二三四五六七八九]{{1,12}})?|\d{{1,12}}(?:\.\d{{1,6}})?)\s?个?百分点",
    re.IGNORECASE,
)
