"""Chinese answers about the opposite of what a question asks about: rural for urban, 以上 for 以下."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.characters import HAN_CHARACTER
from longdoc.documents.text.folding import folded
from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.spans.chinese_clauses import clauses
from longdoc.tasks.whole.numbers import HAN_NUMBER

__all__ = ["is_about_chinese_opposite"]

# what is said of the one says nothing about the other, if the sentence does not name the other
_PAIRS = tuple(
    (lazy_pattern(one), lazy_pattern(other))
    for one, other in (
        (r"城[市镇里](?![规管建排轨])", r"农村|乡村|村民|村庄"),
        (r"境内|国内", r"境外|国外"),
        (r"进口", r"出口(?![处方])"),
        (r"男(?:性|职工|方|子|生|工)", r"女(?:性|职工|方|子|生|工)"),
        (r"(?<!未)成年人", r"未成年人"),
        (r"夏[季天]", r"冬[季天]"),
        (r"工作日", r"周末|节假日|休息日"),
        (r"出生|生于", r"去世|逝世|卒于|病逝"),
        (r"开工", r"竣工|完工"),
        (r"入职|录用", r"离职|辞职"),
        (r"税前", r"税后"),
        (r"(?<!不)含税", r"不含税"),
        (r"室内", r"室外|户外"),
        (r"收入", r"支出"),
        (r"有偿", r"无偿"),
        (r"上午|早上", r"下午|晚上"),
    )
)
# both are dealt with in one sentence, each in a clause of its own
_PAIRS_OF_CLAUSES = tuple(
    (lazy_pattern(one), lazy_pattern(other))
    for one, other in (
        (r"公司|单位|企业|机构|商家|工厂|厂家", r"对个人|个人处"),
        (r"个人|公民|市民", r"对单位|单位处"),
        (r"最[多高长大迟晚]|上限", r"不[得]?[少低]于|至少|最[少低短]|下限"),
        (r"最[少低短小]|至少|下限", r"不(?:得)?[超高多]过|不(?:得)?[高多]于|最[多高长大]|上限"),
    )
)
_LIMIT = lazy_pattern(
    rf"(?P<amount>(?:{HAN_NUMBER}|\d[\d,.]*)\s?[\u3400-\u9fff%]{{1,4}}?)(?P<side>以上|以下)"
)
_OTHER_SIDE = {"以上": "以下", "以下": "以上"}
_TIME = lazy_pattern(r"[\u3400-\u9fff]{3}(?<![目当提])(?P<side>[前后])")  # 目前 is now
_OTHER_TIME = {"前": "后", "后": "前"}


def is_about_chinese_opposite(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether the clause of an answer is about the opposite of what a Chinese question asks about.

    Args:
        sentence: the sentence in which [start, end) is the answer.

    >>> is_about_chinese_opposite("城市居民由谁审批？", "农村居民由县政府审批。", 5, 8)
    True
    >>> is_about_chinese_opposite("百米以下由谁审批？", "百米以上的，由市政府审批。", 8, 11)
    True
    """
    if not HAN_CHARACTER.search(question):
        return False
    asked, said = folded(question), folded(sentence)
    answer = Span(start, end)
    own = " ".join(said[c.start : c.end] for c in clauses(said, Span(0, len(said))) if c.overlaps(answer))
    opposite = (
        meant.search(asked) and not other.search(asked) and other.search(part) and not meant.search(around)
        for pairs, part, around in ((_both_ways(), _part(said, start), said), (_PAIRS_OF_CLAUSES, own, own))
        for meant, other in pairs
    )
    return (
        any(opposite)
        or any(_is_other_side(limit, said) for limit in _LIMIT.finditer(asked))
        or any(_is_other_time(time, said, start) for time in _TIME.finditer(asked))
    )


def _both_ways() -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    for one, other in _PAIRS:
        yield one, other
        yield other, one


def _is_other_side(limit: re.Match[str], said: str) -> bool:
    """Whether a sentence is about more than an amount where the question is about less, or vice versa."""
    return limit.group() not in said and limit["amount"] + _OTHER_SIDE[limit["side"]] in said


def _is_other_time(time: re.Match[str], said: str, at: int) -> bool:
    """Whether a sentence says what is so before and after something, and an offset is in the other half."""
    own = _part(said, at)
    return time.group() in said and time.group() not in own and _OTHER_TIME[time["side"]] in own


def _part(said: str, at: int) -> str:
    """The part of a sentence between semicolons that an offset is in."""
    return said[said.rfind("；", 0, at) + 1 :].partition("；")[0]
