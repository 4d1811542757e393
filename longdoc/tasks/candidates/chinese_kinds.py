"""What kind of answer a Chinese question asks for, and which amounts are of another kind."""

from __future__ import annotations

import re

from longdoc.characters import HAN_CHARACTER
from longdoc.documents.text.chinese_numerals import HAN_DIGITS
from longdoc.documents.text.folding import folded
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.whole.dates import DATE, DURATION
from longdoc.tasks.whole.numbers import HAN_NUMBER
from longdoc.tasks.whole.sums import PERCENTAGE, SUM

__all__ = ["is_other_kind", "lacks_number"]

_NUMBER = rf"(?:\d[\d,，.]*|{HAN_NUMBER})\s?[万亿]?"
_ABOUT = r"(?:不超过|不低于|不少于|至少|最多|超过|大?约|近|共计?|仅|达)?"
_BEHIND = r"(?:左右|以上|以下|以内|以后|之后|之内|之前|以前|内|前|后|余|多)?"
_KINDS = (
    ("money", SUM.pattern),
    ("date", DATE.pattern),
    ("duration", rf"{DURATION.pattern}|{_NUMBER}(?:日|天|年|周(?![岁年])|星期)"),
    ("share", PERCENTAGE.pattern),
    ("area", rf"{_NUMBER}(?:平方米|平方公里|公顷|亩|平米|㎡)"),
    ("length", rf"{_NUMBER}(?:公里|千米|毫米|厘米|海里|英里|米|里)"),
    ("weight", rf"{_NUMBER}(?:公斤|千克|吨|克)"),
    ("people", rf"{_NUMBER}(?:人|名|位)"),
    ("count", rf"{_NUMBER}(?:台|套|件|张|条|家|次|份|辆|只|座|项|种|门|户|栋|间|层|页|册|部|艘|架)"),
)  # fmt: skip
_ANSWERS = tuple(
    (kind, lazy_pattern(rf"{_ABOUT}(?:{pattern}){_BEHIND}", re.IGNORECASE)) for kind, pattern in _KINDS
)
_TIMES = frozenset({"date", "duration"})
_HOW_MANY = r"(?<![近这那前后头过好十哪])几(?![乎何])"  # but 近几年 and 这几家 ask for no number
_ASKS = tuple(
    (lazy_pattern(pattern), kinds)
    for pattern, kinds in (
        (r"(?:违约|罚|赔|滞纳|利息|佣金|提成|税).*(?:多少钱|多少元)", frozenset({"money", "share"})),
        (r"多少钱|多少元|几块钱|几元", frozenset({"money"})),
        (
            rf"多久|多长时间|(?:多少|{_HOW_MANY})(?:个?(?:工作)?[天日月年]|个?小时|周|个?星期)",
            _TIMES | {"count"},
        ),
        (r"什么时候|何时|什么时间|哪一?[天年月]|几月几[日号]|几点", _TIMES),
        (r"多大面积|多少(?:平方|亩|公顷)|面积[^？?]{0,4}多[少大]", frozenset({"area"})),
        (rf"(?:多少|{_HOW_MANY})(?:个?人|[名位])", frozenset({"people", "share"})),
        (r"多(?:重|少(?:吨|公斤|千克|克))", frozenset({"weight"})),
        (r"多高", frozenset({"length", "money", "share"})),
        (r"多(?:深|宽|远|少(?:公里|米|里))", frozenset({"length"})),
        (r"谁|哪[位家]|什么人|哪里|哪儿|何处|什么地方|为什么|为何", frozenset[str]()),
    )
)
_ASKS_NUMBER = lazy_pattern(
    rf"多少(?!人类)|多[久大长高深宽远重](?![大数])|{_HOW_MANY}|什么时候|何时|哪一?[天年]"
)
_HAS_NUMBER = lazy_pattern(rf"[\d{HAN_DIGITS}万半]|[a-zA-Z]")


def is_other_kind(question: str, answer: str) -> bool:
    """Whether an answer is an amount of something else than a Chinese question asks for.

    >>> is_other_kind("押金多少钱？", "三十日"), is_other_kind("押金多少钱？", "人民币48,000元")
    (True, False)
    >>> is_other_kind("由谁承担运费？", "30%"), is_other_kind("租期多久？", "三年")
    (True, False)
    """
    if not HAN_CHARACTER.search(question):
        return False
    question, answer = folded(question), folded(answer)
    asked = next((kinds for asks, kinds in _ASKS if asks.search(question)), None)
    kinds = {kind for kind, form in _ANSWERS if form.fullmatch(answer)} if asked is not None else set()
    return bool(kinds) and asked is not None and not kinds & asked


def lacks_number(question: str, answer: str) -> bool:
    """Whether a Chinese question asks for a number or a date, and there is no number in the answer."""
    return bool(_ASKS_NUMBER.search(folded(question))) and not _HAS_NUMBER.search(answer)
