"""Finds Chinese series such as "水费、电费和燃气费", without the verb that follows."""

from __future__ import annotations

import re

from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["chinese_series"]

MAX_ITEM_CHARS = 24

_BREAK = lazy_pattern(r"[\s，。；：！？,;:()（）]")
_JOINT = lazy_pattern(r"以及|及其|或者|[和及或]")
# The lookarounds below exclude words such as 行为, 有限, 供应商, 可乐, 不可抗力 and 负责人.
_LEAD = lazy_pattern(
    r"包括|包含|是(?!否)|(?<![行因])为(?![了期止何])|(?<![所国私特])有(?![限效关害毒机偿权义责助待无时些人])"
)
_VERB = lazy_pattern(
    r"""(?<![自理缘事])由 | (?<![供响反适效相感对])应(?![收付用急计税届聘征]) | 必须 | (?<!胡)须(?!知)
    | (?<![许认宁不])可(?![乐能行靠持再视用变转回燃选溶折口疑比]) | (?<![大中少上主麻])将(?!军|来)
    | (?<![存现所内外潜])在(?![建线职校册岗场途编读]) | [作成均皆都视]为 | (?<![行因])为(?!因素|原因)
    | (?<![于但凡总还])是 | 承担(?![人者方]) | 负责(?!人) | [均都也](?=[可应须需由在是有不未已])
    | 共同(?![体基富]) | 分别 | 各自 | 不得 | 不[应能] | 不可(?!抗) | 享有 | 同意(?!书) | 属于 | 位于
    | (?<![所专享私国公占])有(?:权(?!机)|义务|责任) | (?<![必急供内所])需(?!求) | [按依]照
    | 自(?=[收签本合\d]) | (?<![由关对等属低高大小基])于(?=[本每当同\d])""",
    re.VERBOSE,
)


def chinese_series(text: str, span: Span, unit: Span) -> Span | None:
    """The Chinese series that a span is a member of, without what precedes a span in the first item.

    None if there is no series, or if it is unclear where its last item ends.

    Args:
        unit: the sentence or table cell that contains the span.
    """
    if _BREAK.search(text, span.start, span.end):
        return None
    run = _run_around(text, span, unit)
    first, last = text.find("、", run.start, run.end), text.rfind("、", run.start, run.end) + 1
    if first < 0 or any(len(item) > MAX_ITEM_CHARS for item in text[first:last].split("、")):
        return None
    end = _end_of_last(text, last, run.end)
    item = max([last, *(joint.end() for joint in _JOINT.finditer(text, last, end))])
    if span.start >= end or end - item > MAX_ITEM_CHARS:
        return None
    start = span.start if span.start < first else min(span.start, _start_of_first(text, run.start, first))
    return Span(start, span.end if span.end > item else end)


def _run_around(text: str, span: Span, unit: Span) -> Span:
    """The text around a span up to the next blank or punctuation mark other than "、" on either side."""
    breaks = [match.end() for match in _BREAK.finditer(text, unit.start, span.start)]
    following = _BREAK.search(text, span.end, unit.end)
    return Span(breaks[-1] if breaks else unit.start, following.start() if following else unit.end)


def _start_of_first(text: str, start: int, end: int) -> int:
    """Where the first item begins, after its verb; the second, if that of the first is unclear."""
    leads = [match.end() for match in _LEAD.finditer(text, start, end)]
    begin = leads[-1] if leads else start
    return begin if end - begin <= MAX_ITEM_CHARS else end + 1


def _end_of_last(text: str, start: int, end: int) -> int:
    """Where the items after the last "、" end: before a verb, unless the last item is a clause itself."""
    verb = _VERB.search(text, start, end)
    if not verb or verb.start() == start:
        return end
    begins_item = any(joint.end() == verb.start() for joint in _JOINT.finditer(text, start, verb.start()))
    return end if begins_item else verb.start()
