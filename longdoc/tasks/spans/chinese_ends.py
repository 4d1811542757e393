"""Puts the ends of Chinese answers where a person would: whole words and amounts, without particles.

Chinese has no blanks between words, so that the networks, which read single characters, often begin an answer
one character late, or end it before the unit of a number.
"""

from __future__ import annotations

import re

from longdoc.characters import HAN_CHARACTER
from longdoc.documents.text.chinese_numerals import HAN_DIGITS
from longdoc.documents.text.folding import folded
from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.spans.chinese_words import REACH, words_around
from longdoc.tasks.whole.dates import DATE, DURATION
from longdoc.tasks.whole.sums import PERCENTAGE, SUM

__all__ = ["with_chinese_ends"]

CONTEXT_CHARS = 60  # on either side, searched for the rest of an amount
_NUMERAL_AT_END = lazy_pattern(rf"[\d{HAN_DIGITS}]\s?[万亿]?$")
_UNIT = lazy_pattern(
    r"\s?(?:[万亿]?(?:个工作日|个月|小时|分钟|日历天|平方米|平方公里|公里|公斤|毫米|厘米|毫升|海里|英里|个百分点"
    r"|周[岁年]|[元天年月日周岁人名位台套件张条家次份米吨克升辆只座所项种门户亩栋间层页册卷篇首部株头匹艘架倍]))"
    r"(?![\u3400-\u9fff]*分之)"
)
_WHEN = lazy_pattern(r"什么时候|何时|什么时间|时间|哪一?天|几点|日期|截止|几月几[日号]")
_CLOCK = r"\d{1,2}(?:[:：]\d\d|[时点](?:\d{1,2}分|半|整)?)"
_TIME_BEHIND = lazy_pattern(
    r"\s?(?:[（(](?:星期|周)[一二三四五六日天][)）])?\s?(?:上午|下午|晚上|中午|凌晨|早上)?\s?"
    rf"{_CLOCK}(?:\s?(?:[-–—~～]{{1,2}}|至|到)\s?(?:上午|下午|晚上|次日)?\s?{_CLOCK})?"
)
_DAY_AT_END = lazy_pattern(r"\d\s?[日号]$")
_LEADS = (
    (lazy_pattern(r"谁|哪[一个家些]?[方位人]|哪个|哪家|什么部门"), lazy_pattern(r"由(?=[\u3400-\u9fff]{2})")),
    (lazy_pattern(r"哪里|哪儿|哪个|何处|什么地方|地点|地址|哪[省市县国]"), lazy_pattern(r"位于|[在至于]")),
    (lazy_pattern(r"为什么|为何|原因|怎么会"), lazy_pattern(r"是?(?:由于|因为)|因")),
    (lazy_pattern(r"叫什么|称为什么|什么叫|叫做什么"), lazy_pattern(r"叫做?|称为|名叫|称作")),
    (lazy_pattern(""), lazy_pattern(r"[的了着过](?=[\u3400-\u9fff《“])")),
    (lazy_pattern(""), lazy_pattern(rf"(?:为|是|达到?|约为)(?=人民币|[￥¥《“\d]|[{HAN_DIGITS}])")),
)  # fmt: skip
# what somebody has to do or may do, behind who it is
_DUTY = lazy_pattern(
    r"[都均也]?(?:应当?(?!急)|应该|必须|不得|可以|有权|有责任|有义务|负责(?!人)|不能|须(?!知))"
)
_WHO = lazy_pattern(
    r"谁|哪[个一些家]?[\u3400-\u9fff]{0,2}(?:部门|机构|单位|机关|组织|公司|政府|人)|什么人|何人"
)
_SO = lazy_pattern(r"[，,](?:所以|因此|于是|因而|因之|故而)")
_WHY = lazy_pattern(r"为什么|为何|原因|怎么会")
_ABOUT = lazy_pattern(r"(?:大约|(?<![公制条预签])约|将近|(?<![最附接靠就])近)\s?$")
_HOW_MANY = lazy_pattern(r"多[少大长高远重深宽久]|几(?![乎何])")
_NEXT_LABEL = lazy_pattern(r"\s+[\u3400-\u9fff]{2,8}$")
_DECIMAL_BEFORE = lazy_pattern(rf"[{HAN_DIGITS}]{{1,6}}点$")
_WHICH_BODY = lazy_pattern(
    r"谁|哪里|哪儿|哪[个家些一]|何处|什么(?:地方|机构|单位|部门|组织|公司|法院|学校)|[到去归]哪"
)
_BODY = lazy_pattern(
    r"[\u3400-\u9fff]{0,8}?(?:委员会|委員會|有限责任公司|有限公司|公司|人民法院|法院|事务所|研究院|研究所"
    r"|大学|大學|学院|医院|醫院|银行|銀行|管理局|协会|協會|基金会|出版社|集团|集團|派出所|博物馆|图书馆)"
)
_NO_NAME = lazy_pattern(r"[的和与及或向在由为是对把被将于至到从以并经交报应可须依按]")
_TRAILING = lazy_pattern(r"(?<=[^的了])[的了]$")
_PARTED = lazy_pattern(r"[\s，。；、：:（(/|]")
SHORT_CELL = 20  # characters of a cell that holds one name
SHORT = 12  # characters of an answer that needs no particle at its end


def with_chinese_ends(question: str, text: str, span: Span, unit: Span, *, is_cell: bool = False) -> Span:
    """The span from where a person would begin it to where a person would end it.

    Args:
        unit: the sentence or table cell that contains the span.
        is_cell: whether it is a cell; a short one is quoted whole.
    """
    if not HAN_CHARACTER.search(text, max(unit.start, span.start - 4), min(unit.end, span.end + 4)):
        return span
    if (
        is_cell
        and len(unit) <= min(SHORT_CELL, 2 * len(span))
        and not _PARTED.search(text, unit.start, unit.end)
    ):
        return unit
    low = max(0, unit.start - REACH)
    asked, near = folded(question), folded(text[low : unit.end + REACH])
    found, around = span.shifted(-low), unit.shifted(-low)
    found = _without_particles(asked, near, found)
    found = _with_amount(asked, near, found, around)
    return _with_body(asked, near, found, around).shifted(low)


def _with_amount(question: str, text: str, span: Span, unit: Span) -> Span:
    """The span extended to the whole sum, date, duration or share that it is part of, and to its unit."""
    low, high = max(unit.start, span.start - CONTEXT_CHARS), min(unit.end, span.end + CONTEXT_CHARS)
    for pattern in (SUM, DATE, DURATION, PERCENTAGE):
        for found in pattern.finditer(text, low, high):
            whole = Span(*found.span())
            if whole.contains(span) and len(whole) > len(span) and HAN_CHARACTER.search(found.group()):
                span = whole
    if text[span.start] in HAN_DIGITS:
        before = _DECIMAL_BEFORE.search(text[max(unit.start, span.start - 8) : span.start])
        span = Span(span.start - len(before.group()), span.end) if before else span
    if _HOW_MANY.search(question) and re.match(rf"[\d{HAN_DIGITS}十百千]", text[span.start]):
        about = _ABOUT.search(text, max(unit.start, span.start - 3), span.start)
        span = Span(about.start(), span.end) if about else span
    if _NUMERAL_AT_END.search(text, span.start, span.end):
        behind = _UNIT.match(text, span.end, unit.end)
        span = Span(span.start, behind.end()) if behind else span
    if _WHEN.search(question) and _DAY_AT_END.search(text, span.start, span.end):
        time = _TIME_BEHIND.match(text, span.end, unit.end)
        span = Span(span.start, time.end()) if time else span
    return span


def _with_body(question: str, text: str, span: Span, unit: Span) -> Span:
    """The span with the rest of the name of a company or an authority: 杭州 | 仲裁委员会."""
    if not HAN_CHARACTER.match(text, span.end - 1) or not _WHICH_BODY.search(question):
        return span
    rest = _BODY.match(text, span.end, unit.end)
    return Span(span.start, rest.end()) if rest and not _NO_NAME.search(rest.group()) else span


def _without_particles(question: str, text: str, span: Span) -> Span:
    """The span without the preposition in front of what the question asks for, or a 的 or 了 behind it.

    A date or an amount loses the words of the question behind it, too: 五月三十一日 | 终止.
    """
    start, end = span.start, _end_of_what_is_asked(question, text, span)
    if text[end : end + 1] in ("：", ":") and (label := _NEXT_LABEL.search(text, start + 1, end)):
        end = label.start()  # 浙江某公司 | 联系地址：
    if not HAN_CHARACTER.search(text, start, end):
        return span
    for asks, lead in _LEADS:
        found = lead.match(text, start, end)
        if found and found.end() < end and asks.search(question) and _ends_word(text, found.end()):
            start = found.end()
            break
    if end - start <= SHORT and (particle := _TRAILING.search(text, start + 1, end)):
        end = particle.start() if _ends_word(text, particle.start()) else end
    return Span(start, _without_echo(question, text, start, end))


def _end_of_what_is_asked(question: str, text: str, span: Span) -> int:
    """The end of a span without the duty of the person asked for, or what follows from the reason."""
    for asks, rest in ((_WHO, _DUTY), (_WHY, _SO)):
        found = rest.search(text, span.start + 2, span.end) if asks.search(question) else None
        if found and _ends_word(text, found.start()):
            return found.start()
    return span.end


def _without_echo(question: str, text: str, start: int, end: int) -> int:
    """The end of the date or amount that a span consists of, with words of the question behind it."""
    for pattern in (DATE, DURATION, SUM, PERCENTAGE):
        amount = pattern.match(text, start, end)
        if amount and text[amount.end() : end].strip() in question:
            return amount.end()
    return end


def _ends_word(text: str, at: int) -> bool:
    """Whether an offset is within no Chinese word."""
    return not any(a < at < b for a, b in words_around(text, at))
