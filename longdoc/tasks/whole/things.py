"""Dates, sums, percentages, durations, addresses and references in a text, English and Chinese, by rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.types import Document, Span
from longdoc.tasks.whole.names import defined_terms, parties
from longdoc.tasks.whole.types import Thing

__all__ = ["find_things"]

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_HAN = "〇零一二两三四五六七八九十百千万亿"
_ZH = rf"(?:[{_HAN}]+|\d[\d,，.]*)"
DATE = re.compile(
    rf"\b{_DAY}(?:\s+day\s+of)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b"
    rf"|\b{_MONTH}\s+{_DAY}(?!\d|[.,]\d)(?:,?\s+{_YEAR})?\b"
    rf"|\b{_MONTH},?\s+{_YEAR}\b"
    rf"|\b{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"
    rf"|(?<![\d./-])(?:{_DAY}\.\s?(?:0?[1-9]|1[0-2])\.\s?(?:\d\d)?\d\d|\d{{1,2}}/\d{{1,2}}/(?:\d\d)?\d\d)"
    r"(?![./]?\d)"
    rf"|(?:\d{{4}}|[〇零一二三四五六七八九]{{4}})\s*年(?:\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*月"
    rf"(?:\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号])?)?(?!度)"
    rf"|(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号]"
)
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
_NUMBER_WORD = rf"(?:{'|'.join([*_UNITS.split(), *_TENS.split(), 'million', 'billion'])})"
_NUMBER_WORDS = rf"(?:\b(?:a\s+)?{_NUMBER_WORD}\b(?:[-\s]+(?:and\s+)?{_NUMBER_WORD}\b)*)"
_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SCALE = r"(?:\s*(?:thousand|million|billion|trillion|mn|bn|[mk])\b)?"
_CODE = r"(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|CNY|RMB|HKD|US\$|HK\$|C\$|A\$)"
_COIN = (
    r"(?:(?:US|U\.S\.|Canadian|Australian|Hong\s+Kong)\s+)?"
    r"(?:dollars?|euros?|pounds?(?:\s+sterling)?|cents?|pence|yuan|renminbi|yen|francs?)"
)
SUM = re.compile(
    rf"(?:{_CODE}\s?[$€£¥]?|[$€£¥])\s?{_FIGURE}{_SCALE}"
    rf"|\b{_FIGURE}{_SCALE}\s?(?:{_CODE}|{_COIN})\b"
    rf"|{_NUMBER_WORDS}(?:\s*\({_FIGURE}\))?\s+{_COIN}\b"
    rf"|(?:人民币|港币|美元)?\s*{_ZH}\s*(?:[百千万亿]+)?\s*(?:余)?(?:元|美元|港元|欧元)(?:整)?",
    re.IGNORECASE,
)
PERCENTAGE = re.compile(
    rf"(?<![\d.]){_FIGURE}\s?%|\b{_FIGURE}\s+per\s?cent\b"
    rf"|{_NUMBER_WORDS}(?:\s*\({_FIGURE}\s?%?\))?\s+per\s?cent(?:\s*\({_FIGURE}\s?%\))?"
    rf"|[百千万]分之(?:[{_HAN}点]+|\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
DURATION = re.compile(
    rf"(?:{_NUMBER_WORDS}(?:\s*\(\d+\))?|(?<![\d.,]){_FIGURE})[-\s]+(?:(?:calendar|business|working|clear|full"
    r"|consecutive)\s+)?(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?)\b['’]?"
    rf"|(?:[{_HAN}]+|\d+)\s*"
    r"(?:个?工作日|个自然日|个月|个星期|个小时|日(?=[内以之前后的])|天|周|年(?=[内以之的期。，、；])|小时|分钟)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}\b")
_NUMBERED = r"(?:\d+[A-Z]?(?:\.\d+)*(?:\s?\([a-z\d]{1,4}\))*|[IVXLC]+\b|[A-Z]\b)"
REFERENCE = re.compile(
    r"\b(?:[Ss]ections?|[Cc]lauses?|[Aa]rticles?|[Ss]chedules?|[Aa]nnex(?:es)?|[Aa]ppendi(?:x|ces)|[Ee]xhibits?"
    rf"|[Pp]aragraphs?|Parts?|Chapters?)\s+{_NUMBERED}(?:(?:,\s?|\s+(?:and|or|to)\s+|\s?[-–]\s?){_NUMBERED})*"
    rf"|§{{1,2}}\s?{_NUMBERED}"
    rf"|第[{_HAN}\d]+条(?:第[{_HAN}\d]+款)?(?:第[（(]?[{_HAN}\d]+[)）]?项)?|第[{_HAN}\d]+[章节编]|附件[{_HAN}\d]+"
)
_PATTERNS = {
    Thing.DATES: DATE, Thing.SUMS: SUM, Thing.PERCENTAGES: PERCENTAGE, Thing.DURATIONS: DURATION,
    Thing.EMAILS: EMAIL, Thing.REFERENCES: REFERENCE,
}  # fmt: skip


def find_things(document: Document, thing: Thing) -> Iterator[tuple[Span, str]]:
    """(span, name) of every thing of a kind, in order."""
    if thing is Thing.TERMS:
        yield from defined_terms(document.text)
        return
    if thing is Thing.PARTIES:
        yield from parties(document.text)
        return
    dates = [found.span() for found in DATE.finditer(document.text)] if thing is Thing.DURATIONS else []
    headings = {section.span.start for section in document.sections}
    for found in _PATTERNS[thing].finditer(document.text):
        start, end = found.span()
        while start < end and document.text[start].isspace():
            start += 1
        if thing is Thing.REFERENCES and start in headings:
            continue  # the heading of that very section
        if any(a < end and start < b for a, b in dates):
            continue
        yield Span(start, end), " ".join(document.text[start:end].split())
