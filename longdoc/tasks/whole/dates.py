"""Patterns of dates and of durations, English and Chinese."""

from __future__ import annotations

import re

from longdoc.tasks.whole.numbers import (
    BEGIN,
    END,
    FIGURE,
    HAN_DIGITS,
    HAN_NUMBER,
    HYPHEN_OR_BLANKS,
    NUMBER_WORDS,
    RANGE_BEGIN,
    compile_bounded,
)

__all__ = ["DATE", "DURATION"]

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_MONTH = rf"(?:(?:{_MONTHS}|{_MONTHS.upper()}){END}|(?:{_SHORT}|{_SHORT.upper()}){END}\.?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DAYS = rf"{_DAY}(?:(?:\s?[-–]\s?|\s+(?:and|to)\s+){_DAY})?"
_DAY_WORD = (
    r"(?i:(?:twenty|thirty)[-\s](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    r"|twentieth|thirtieth)"
)
_LOWER = rf"(?:(?:{_MONTHS.lower()}){END}|(?:{_SHORT.lower()}){END}\.?)"  # beside a day and a year only
_YEAR = r"(?:1[5-9]|20)\d\d"
_M, _D = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_MM, _DD = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_ZH_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_ZH_YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4})"
DATE = compile_bounded(
    rf"{BEGIN}{_DAYS}(?:\s+day\s+of)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?{END}"
    rf"|(?<![A-Za-z0-9_.,$€£§-]){_DAYS}\.\s+{_MONTH}\s+{_YEAR}{END}"
    rf"|{BEGIN}{_MONTH}\s+{_DAYS}(?!\d|[.,]\d)(?:,?\s+{_YEAR})?{END}"
    rf"|{BEGIN}{_DAY_WORD}\s+(?:day\s+)?of\s+{_MONTH}(?:,?\s+{_YEAR})?{END}"
    rf"|{BEGIN}{_DAYS}(?:\s+of)?\s+{_LOWER},?\s+{_YEAR}{END}|{BEGIN}{_LOWER}\s+{_DAYS},?\s+{_YEAR}{END}"
    rf"|{BEGIN}{_MONTH},?\s+(?:of\s+)?{_YEAR}{END}"
    rf"|{BEGIN}{_DAY}-{_MONTH}-(?:{_YEAR}|\d\d){END}"
    rf"|{BEGIN}{_YEAR}(?:-{_M}-{_D}|/{_M}/{_D}|\.{_M}\.{_D})(?!\d)"
    # 3.10.12 is a version or a section
    rf"|(?<![A-Za-z0-9_./-])(?:{_DAY}\.\s?{_M}\.\s?\d{{4}}|{_DD}\.\s?{_MM}\.\s?\d\d"
    r"|\d{1,2}/\d{1,2}/(?:\d\d)?\d\d)(?![./]?\d)"
    rf"|{_ZH_YEAR}\s*年(?:\s*{_ZH_SMALL}\s*月(?:\s*{_ZH_SMALL}\s*[日号])?)?(?!度)"
    rf"|(?<![\d一二三四五六七八九十]){_ZH_SMALL}\s?月\s?{_ZH_SMALL}\s?[日号]"
)
_UNIT = (
    r"(?:(?:calendar|business|working|clear|full|consecutive|trading|banking)\s+)?"
    r"(?:seconds?|minutes?|hours?|days?|(?-i:nights?)|weeks?|fortnights?|months?|quarters?|years?|decades?|century"
    r"|centuries|secs?|mins?|hrs?|wks?|mths?|yrs?)"
)
_HAN_OR_FIGURE = rf"(?:{HAN_NUMBER}|(?:\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{1,12}})(?:\.\d{{1,6}})?)\s*"
_ZH_BEGIN = rf"(?<![第\d{HAN_DIGITS}])(?<!第\s)(?<!\d[.,])"  # 第三天 is a day, no duration
DURATION = compile_bounded(
    rf"(?:(?:{NUMBER_WORDS}\s+to\s+)?{NUMBER_WORDS}(?:\s*\(\d+\))?"
    rf"|(?<![\d.,A-Za-z]){RANGE_BEGIN}?{FIGURE}(?:\s*\({NUMBER_WORDS}\))?){HYPHEN_OR_BLANKS}{_UNIT}{END}['’]?"
    rf"|{BEGIN}half\s+an?\s+(?:hour|day|week|month|year){END}"
    rf"|{_ZH_BEGIN}(?:{_HAN_OR_FIGURE}(?:个?工作日|个?自然日|个?交易日|个半?月|个星期|个?小时|天|周|分钟"
    rf"|日(?=[内以之前后的])|年半?(?![度级代月初末底终\d]))|(?<=[为满逾达经]){_HAN_OR_FIGURE}日|半年|半个月)",
    re.IGNORECASE,
)
