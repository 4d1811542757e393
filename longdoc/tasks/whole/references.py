"""Patterns of references to articles, sections and schedules, English and Chinese."""

from __future__ import annotations

from longdoc.tasks.whole.numbers import BEGIN, END, HAN_NUMBER, compile_bounded

__all__ = ["REFERENCE"]

_NAMES = (
    r"sub-?sections?|sub-?clauses?|sections?|clauses?|articles?|schedules?|annex(?:es)?|appendi(?:x|ces)|exhibits?"
    r"|paragraphs?|arts?\.|secs?\.|cl\.|paras?\.?"
)
_CASE_MATTERS = (
    r"Parts?|Chapters?|PARTS?|CHAPTERS?|Rules?|Recitals?|Regulations?(?!\s+\d{4}\b)|Items?"
    r"|(?<!['’])ss?\.(?=\s\d)"
)
_LETTERS = r"\s?\([a-zA-Z\d]{1,5}\)"
_NUMBERED = (
    rf"(?:\d{{1,6}}(?:[A-Z]|[a-z](?:-\d{{1,3}})?{END})?(?:\.\d{{1,6}}){{0,8}}(?:{_LETTERS}){{0,6}}(?:\s(?:bis|ter){END})?"
    rf"|[A-Z]{{1,2}}-?\d{{1,6}}(?:\.\d{{1,6}}){{0,8}}|[IVXLC]{{1,12}}{END}|[A-Z](?:\.\d{{1,6}}){{0,8}}{END})"
)
# "Section 12, 30 days after" has no second section
_COUNTED = (
    r"(?:\d|\.\d|\s?[%％]|(?:\s?\([a-z -]{3,30}\))?[-\s](?:(?:calendar|business|working|full|consecutive)\s)?"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|times|per\s?cent|euros?|dollars?"
    r"|persons?|people|copies|shares|employees|members)\b)"
)
# "article I argue" speaks of its author
_OF_AUTHOR = r"[a-z-]{3,12}\.?\s+I(?:['’]|\s+(?!(?:of|and|or|to|in|is|shall|above|below|hereof)\b)[a-z])"
_NEXT = r"(?:,\s?(?:(?:and|or)\s)?|\s+(?:and|or|to)\s+|\s?[-–]\s?)"
_ZH_NUMBER = rf"\s?(?:{HAN_NUMBER}|\d{{1,6}})\s?"
REFERENCE = compile_bounded(
    rf"{BEGIN}(?!{_OF_AUTHOR})(?:(?i:{_NAMES})|{_CASE_MATTERS})\s+{_NUMBERED}"
    rf"(?:{_NEXT}(?:{_NUMBERED}|\([a-z\d]{{1,4}}\))(?!{_COUNTED})){{0,60}}"
    rf"|§{{1,2}}\s?{_NUMBERED}(?:{_NEXT}{_NUMBERED}(?!{_COUNTED})){{0,60}}"
    rf"|第{_ZH_NUMBER}条(?:之[一二三四五六七八九十]+)?(?:第{_ZH_NUMBER}款)?(?:第\s?[（(]?{_ZH_NUMBER}[)）]?\s?项)?"
    rf"|第{_ZH_NUMBER}[章节编]|附[件表录](?:{HAN_NUMBER}|\d{{1,6}}|[A-Z]{END})"
)
