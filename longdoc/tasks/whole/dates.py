"""Patterns of dates and of durations, English and Chinese; dates in other languages of Europe, too."""

from __future__ import annotations

import re

from longdoc.documents.text.chinese_numerals import HAN_DIGITS
from longdoc.documents.text.number_words import ORDINAL
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.months import ENGLISH_MONTHS, OTHER_MONTHS, OTHER_SHORT_MONTHS, SHORT_MONTHS
from longdoc.tasks.whole.numbers import (
    BEGIN,
    END,
    FIGURE,
    HAN_NUMBER,
    HYPHEN_OR_BLANKS,
    NUMBER_WORDS,
    RANGE_BEGIN,
    compile_bounded,
)

__all__ = ["DATE", "DATE_IN_POINTS", "DURATION", "SHORT_DATE"]

_MONTH = (
    rf"(?:(?:{ENGLISH_MONTHS}|{ENGLISH_MONTHS.upper()}){END}"
    rf"|(?:{SHORT_MONTHS}|{SHORT_MONTHS.upper()}){END}\.?)"
)
_OTHER_MONTH = rf"(?:{OTHER_MONTHS}){END}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_TO = r"(?:\s?[-–—]\s?|\s+(?:and|or|to|until|till|through|&)\s+)"
_DAYS = rf"(?:(?:{_DAY},\s+){{1,6}}{_DAY},?\s+(?:and|or|&)\s+{_DAY}|{_DAY}(?:{_TO}{_DAY})?)"
_DAY_WORD = rf"(?i:(?:(?:twenty|thirty)[-\s])?{ORDINAL}|thirtieth)"
# beside a day and a year only
_LOWER = rf"(?:(?:{ENGLISH_MONTHS.lower()}){END}|(?:{SHORT_MONTHS.lower()}){END}\.?)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_M, _D = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_MM, _DD = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
# 3.10.12 is a version or a section, but not behind these words
_ON = "|".join(
    rf"(?<=\b{word}\s)" for word in
    ("on", "[Dd]ated", "until", "by", "am", "vom", "bis", "zum", "den", "le", "du", "au", "[Dd]ate:",
     "[Dd]atum:")
)  # fmt: skip
# behind these, 05/2024 is no month
_NO_NUMBER = "".join(
    rf"(?<!\b{word}\s)" for word in
    (r"[Nn]o\.", r"[Nn]r\.", "n°", "nº", "No", "[Cc]ase", "Regulation", "Directive", "[Dd]ecision",
     "[Rr]esolution", "Act", "Law")
)  # fmt: skip
_QUARTER = (
    rf"{BEGIN}(?:Q[1-4]|H[12])(?:\s|/|\s?-\s?|\sof\s)(?:FY\s?)?{_YEAR}{END}|{BEGIN}{_YEAR}[\s-](?:Q[1-4]|H[12]){END}"
    rf"|{BEGIN}(?i:(?:first|second|third|fourth|last)\s+(?:calendar\s+)?(?:quarter|half)\s+of)\s+{_YEAR}{END}"
    rf"|{BEGIN}[1-4](?:\.|er|e|ème|º|°|o)?\s+(?:Quartal|Halbjahr|[Tt]rimestre|[Ss]emestre|kwartaal)\s+(?:de\s+)?{_YEAR}{END}"
)
_ZH_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_ZH_YEAR = (
    r"(?:\d{4}|[〇零一二三四五六七八九]{4}"
    r"|(?:中[华華])?民[国國]\s*(?:\d{1,3}|[〇零一二三四五六七八九十百]{1,5}|元)(?=\s*年))"
)
DATE = compile_bounded(
    rf"{BEGIN}{_DAYS}(?:\s+day\s+of)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?{END}"
    rf"|(?<![A-Za-z0-9_.,$€£§-]){_DAYS}\.\s+{_MONTH}\s+{_YEAR}{END}"
    rf"|{BEGIN}{_MONTH}\s+{_DAYS}(?!\d|[.,]\d)(?:,?\s+{_YEAR})?{END}"
    rf"|{BEGIN}{_DAY_WORD}\s+(?:day\s+)?of\s+{_MONTH}(?:,?\s+{_YEAR})?{END}"
    rf"|{BEGIN}{_DAYS}(?:\s+of)?\s+{_LOWER},?\s+{_YEAR}{END}|{BEGIN}{_LOWER}\s+{_DAYS},?\s+{_YEAR}{END}"
    rf"|{BEGIN}(?:{_MONTH}(?:{_TO}|\s?/\s?))?{_MONTH},?\s+(?:of\s+)?{_YEAR}{END}"
    rf"|{BEGIN}{_DAY}-{_MONTH}-(?:{_YEAR}|\d\d){END}"
    rf"|{BEGIN}{_YEAR}(?:-{_M}-{_D}|/{_M}/{_D}|\.{_M}\.{_D})(?!\d)"
    rf"|{BEGIN}{_D}(?:\.|er|º)?\s+(?:de\s+)?{_OTHER_MONTH}(?:,?\s+(?:del?\s+)?{_YEAR}{END})?"
    rf"|{BEGIN}{_OTHER_MONTH}\s+(?:del?\s+)?{_YEAR}{END}"
    rf"|{BEGIN}{_D}\.?\s+(?:{OTHER_SHORT_MONTHS}){END}\.?\s+{_YEAR}{END}"
    rf"|{_QUARTER}"
    rf"|(?<![\w./-])(?:{_D}-{_M}|{_M}-{_D})-{_YEAR}(?![\w-])"
    rf"|(?:(?:{_ON}){_D}\.\s?{_M}\.\s?\d\d|{_NO_NUMBER}(?<![\w./,-]){_MM}/{_YEAR})(?![./,-]?\d)"
    rf"|(?<![A-Za-z0-9_./-])(?:{_DAY}\.\s?{_M}\.\s?\d{{4}}|{_DD}\.\s?{_MM}\.\s?\d\d"
    r"|\d{1,2}/\d{1,2}/(?:\d\d)?\d\d)(?![./]?\d)"
    rf"|{_ZH_YEAR}\s*年(?:\s*{_ZH_SMALL}\s*月(?:\s*{_ZH_SMALL}\s*[日号])?)?(?!度)"
    rf"|(?<![\d一二三四五六七八九十]){_ZH_SMALL}\s?月\s?{_ZH_SMALL}\s?[日号]"
)
# a day, a month and a year of four digits, or of two with zeros, which shows how a text writes its dates
DATE_IN_POINTS = lazy_pattern(rf"(?<![\w./-]){_D}\.\s?{_M}\.\s?{_YEAR}(?![./]?\d)")
# 6.5.24 may be a version or a section; it is a date in a text that has dates in points
SHORT_DATE = lazy_pattern(
    rf"(?<![\w./§-])(?<!§\s)(?<!\b[Vv]ersion\s)(?<!\b[Ss]ection\s)(?<!\b[Cc]lause\s){_D}\.{_M}\.\d\d(?![./]?\w)"
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
    rf"|(?<![\d.,A-Za-z]){RANGE_BEGIN}?{FIGURE}(?:\s+and\s+a\s+half|\s*\({NUMBER_WORDS}\))?){HYPHEN_OR_BLANKS}{_UNIT}{END}(?:['’](?!s))?"
    rf"|{BEGIN}half\s+an?\s+(?:hour|day|week|month|year){END}"
    rf"|{_ZH_BEGIN}(?:{_HAN_OR_FIGURE}(?:个?工作日|个?自然日|个?交易日|个半?月|个星期|个?小时|天|周(?![岁年边围期转])|分钟"
    rf"|日(?=[内以之前后的])|年半?(?![度级代月初末底终\d]))|(?<=[为满逾达经]){_HAN_OR_FIGURE}日|半年|半个月)",
    re.IGNORECASE,
)
