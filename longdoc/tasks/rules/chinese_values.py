"""Finds the value of a term in a Chinese text: “月租金为人民币肆仟伍佰元整” for “月租金是多少？”.

A value must follow the term directly, and the text must give the term only one value.
"""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Span

__all__ = ["chinese_value"]

_HAN = r"[\u3400-\u9fff]"
_NUMERAL = r"(?:\d[\d,，.]*|[零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟]+)(?:[万亿萬億])?"
_UNIT = (
    r"(?:余)?(?:元|圆|美元|欧元|港元|角|天|日|个工作日|个月|月|年|周|小时|分钟|平方米|平方公里|公里|米|吨|公斤|"
    r"人|名|件|%|％)"
)
_AMOUNT = rf"{_NUMERAL}{_UNIT}(?:租金|工资|薪金)?|百分之{_NUMERAL}|{_NUMERAL}[%％]"
_DATE = r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|自?\d{4}年\d{1,2}月\d{1,2}日起?至\d{4}年\d{1,2}月\d{1,2}日止?"
_NAME = r"[^，。；：、\s（(]{2,30}"
_IS = (
    r"(?:总额|总计|共计|合计|金额)?\s*(?:为|是|系|计|：|:|不超过|不低于|不少于|约)?\s*(?:人民币|￥|¥|RMB)?\s*"
)
_NAMED = r"\s*(?:为|是|：|:)\s*"
_TERM = rf"(?P<term>{_HAN}{{2,16}}?)"
_ASKS = (
    (re.compile(rf"{_TERM}(?:是|为|有)?(?:多少钱|多少|多大|多长|多久|几{_HAN}{{0,2}})"), _IS, _AMOUNT),
    (re.compile(rf"{_TERM}(?:是|为)?(?:什么时候|何时|哪一天|哪天|哪年)"), _IS, _DATE),
    (re.compile(rf"{_TERM}(?:是|为)(?:谁|哪位|哪家公司|哪个公司|哪一方)"), _NAMED, _NAME),
)


def chinese_value(question: str, document: Document) -> Span | None:
    """The value of the term that a Chinese question asks for; None if the text has none, or several."""
    asked = question.strip().rstrip("？?。 ")
    for asks, between, value in _ASKS:
        if found := asks.fullmatch(asked):
            for term in _names_of(found["term"]):
                places = list(re.finditer(rf"{re.escape(term)}{between}(?P<said>{value})", document.text))
                if len({place["said"] for place in places}) == 1:
                    return Span(*places[0].span("said"))
    return None


def _names_of(term: str) -> list[str]:
    """The term, the term without its possessor ("乙方的违约金"), a party's other name ("出租人")."""
    names = [term]
    if "的" in term:
        names.append(term.rsplit("的", 1)[1])
    for one, other in (("人", "方"), ("方", "人")):
        names += [name[:-1] + other for name in names if name.endswith(one) and len(name) > 2]
    return [name for name in names if len(name) > 1]
