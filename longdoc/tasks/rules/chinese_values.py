"""Finds the value of a term in a Chinese text: “月租金为人民币肆仟伍佰元整” for “月租金是多少？”.

A value must follow the term directly, and the text must give the term only one value; “总价款为” counts
before “总价款20%的违约金”. "甲方的违约金" does not answer a question about "乙方的违约金".
"""

from __future__ import annotations

import re

from longdoc.documents.text.chinese_numerals import HAN_DIGITS
from longdoc.documents.text.folding import folded
from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.rules.chinese_fields import begins_field, has_other_party

__all__ = ["chinese_value"]

_HAN = r"[\u3400-\u9fff]"
_NUMERAL = rf"(?:\d[\d,，.]*|[{HAN_DIGITS}]+)(?:[万亿萬億])?"
_UNIT = (
    r"(?:余)?(?:元|圆|美元|欧元|港元|角|天|日|个工作日|个月|月|年|周|小时|分钟|平方米|平方公里|公里|米|吨|公斤|"
    r"人|名|件|%|％)"
)
_YEAR_OF_DATE = r"(?:1[5-9]|20)\d\d年"
_MONEY = rf"{_NUMERAL}[元圆](?:{_NUMERAL}角)?(?:{_NUMERAL}分(?!钟))?"
_DURATION = (  # 3年零6个月, 两年半
    rf"(?!{_YEAR_OF_DATE}){_NUMERAL}(?:年|个月|月|周|天|日|小时)"
    rf"(?:[零又]?{_NUMERAL}(?:个月|月|周|天|日|小时|分钟)){{0,3}}半?"
)
_PERCENT = rf"百分之{_NUMERAL}(?:点[零〇一二三四五六七八九]{{1,9}})?"
_ONE_AMOUNT = rf"(?:{_MONEY}|{_DURATION}|(?!{_YEAR_OF_DATE}){_NUMERAL}{_UNIT}|{_PERCENT}|{_NUMERAL}[%％])"
_TO = r"\s?(?:至|到|[-–—~～]{1,2})\s?"
_AMOUNT = rf"{_ONE_AMOUNT}(?:{_TO}{_ONE_AMOUNT})?(?:租金|工资|薪金)?"
_EACH = r"每[台人件套个间辆平名次][\u3400-\u9fff]{0,3}?(?:人民币|￥|¥|RMB)?\s*"
_MONTH_OR_DAY = r"\d{1,2}月(?:\d{1,2}日)?"
_DATE = (
    rf"自?\d{{4}}年{_MONTH_OR_DAY}起?{_TO}(?:\d{{4}}年)?{_MONTH_OR_DAY}止?"
    rf"|\d{{4}}年{_MONTH_OR_DAY}"
)
_NAME = r"(?!一[名位个]|指)[^，。；：、\s（(]{2,30}"  # what somebody is, and what a term means, is no name
_IS = (
    r"(?:总额|总计|共计|合计|金额)?\s*+(?P<is>为|是|系|计|：|:|不超过|不低于|不少于|约)?\s*+"
    r"(?:人民币|￥|¥|RMB)?\s*+"
)
_NAMED = r"\s*(?:为|是|：|:)\s*"
_LABELLED = r"[：:]\s*+"
_SPACED = r"[^\S\n]{1,8}"  # 审判长　严正
_OWNER = lazy_pattern(r"[^，。；：、,;:\s（）()]{1,20}的$")
_TERM = rf"(?P<term>{_HAN}{{2,16}}?)"
# fmt: off
_GENERAL = frozenset({
    "比例", "比率", "金额", "数额", "时间", "日期", "期限", "地址", "地点", "名称", "数量", "人数",
    "价格", "费用", "标准", "面积",
})
# fmt: on
_ASKS = (
    (
        lazy_pattern(
            rf"{_TERM}(?:是|为|有)?(?:多少钱|多少(?:个?(?:工作)?[天日月年元人])?|多大|多长(?:时间)?|多久|几{_HAN}{{0,2}})"
        ),
        rf"(?:款|额|金额|价款|期限?|费用?)?{_IS}",
        rf"(?:{_EACH})?{_AMOUNT}",
    ),
    (lazy_pattern(rf"{_TERM}(?:是|为)?(?:什么时候|何时|哪一天|哪天|哪年)"), _IS, _DATE),
    (
        lazy_pattern(rf"{_TERM}(?:什么时候|何时|哪一天|哪天)(?:届满|到期|期满|结束|终止|截止)"),
        rf"(?:为|是|：|:)?\s*自?\d{{4}}年{_MONTH_OR_DAY}起?{_TO}",
        rf"(?:\d{{4}}年)?{_MONTH_OR_DAY}",
    ),
    (
        lazy_pattern(rf"{_TERM}(?:是|为)?(?:多少|什么|哪里|哪个|几号)"),
        _LABELLED,
        r"(?![^\s，。；]*[：:])(?:[^\s，。；、：:（）()]|(?<=\d) (?=\d)){2,40}"
        rf"(?=\s*(?:[，；。|]|\n|$)|\s+{_HAN}{{2,8}}[：:])",
    ),
    (lazy_pattern(rf"{_TERM}(?:是|为)(?:谁|哪位|哪[家个](?:公司|银行|单位)?|哪一方)"), _NAMED, _NAME),
    (lazy_pattern(rf"{_TERM}(?:是|为)(?:谁|哪位)"), _SPACED, rf"{_HAN}{{2,4}}(?=[^\S\n]*(?:\n|$))"),
)


def chinese_value(question: str, document: Document) -> Span | None:
    """The value of the term that a Chinese question asks for; None if the text has none, or several."""
    asked = folded(question).strip().rstrip("？?。 ")
    if not re.match(_HAN, asked):
        return None
    text = folded(document.text)
    for asks, between, value in _ASKS:
        if found := asks.fullmatch(asked):
            owner = found["term"].rpartition("的")[0]
            for term in _names_of(found["term"]):
                places = [
                    place
                    for place in re.finditer(rf"{re.escape(term)}{between}(?P<said>{value})", text)
                    if "的" in term or not _has_other_owner(document, text, place.start(), owner)
                    if between not in (_LABELLED, _SPACED)
                    or begins_field(text, place.start(), after_blank=between == _LABELLED)
                    if not _is_part(text, place.start(), term, found["term"])
                ]
                places = [place for place in places if place.groupdict().get("is")] or places
                if len({place["said"] for place in places}) == 1:
                    return Span(*places[0].span("said"))
    return None


def _has_other_owner(document: Document, text: str, start: int, owner: str) -> bool:
    """Whether `start` follows "甲方的", or is in a field of 甲方, and the question names another owner."""
    found = _OWNER.search(text, max(0, start - 21), start)
    if found is not None and owner.rstrip("方人") not in found.group():
        return True
    return has_other_party(document, text, start, owner)


def _is_part(text: str, start: int, name: str, term: str) -> bool:
    """Whether a word as general as 比例, left of "投入占收入的比例", is part of another: "持股比例"."""
    return name in _GENERAL and name != term and bool(re.match(_HAN, text[start - 1 : start]))


def _names_of(term: str) -> list[str]:
    """The term, the term without its possessor ("乙方的违约金"), a party's other name ("出租人")."""
    names = [term]
    if "的" in term[:-1]:
        names += [term.replace("的", ""), term.rsplit("的", 1)[1]]
    for one, other in (("人", "方"), ("方", "人")):
        names += [name[:-1] + other for name in names if name.endswith(one) and len(name) > 2]
    return [name for name in names if len(name) > 1]
