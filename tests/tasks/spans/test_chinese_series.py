"""A member of a Chinese series is extended to the series, and no further."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.types import Span
from longdoc.tasks.spans.chinese_series import chinese_series

COSTS = "水费、电费和燃气费由承租人自行承担。"
PARTIES = "甲公司、乙公司和丙公司应当在收到通知之日起三十日内向对方支付违约金并赔偿由此产生的全部损失。"


def _series(text: str, part: str) -> str | None:
    start = text.index(part)
    found = chinese_series(text, Span(start, start + len(part)), Span(0, len(text)))
    return text[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("果园里有苹果、梨和桃。", "梨", "苹果、梨和桃"),
        ("果园里有苹果、梨和桃。", "苹果", "苹果、梨和桃"),
        ("主要产品是苹果、梨、桃等水果。", "梨", "苹果、梨、桃等水果"),
        (COSTS, "水费", "水费、电费和燃气费"),
        (COSTS, "燃气费", "水费、电费和燃气费"),
        (PARTIES, "甲公司", "甲公司、乙公司和丙公司"),
        (PARTIES, "丙公司", "甲公司、乙公司和丙公司"),
        ("张三、李四和王五不得转让。", "张三", "张三、李四和王五"),
        ("甲、乙、丙三方同意。", "乙", "甲、乙、丙三方"),
        ("中国、美国及英国将于2020年签约", "美国", "中国、美国及英国"),
        ("中华人民共和国、日本由甲和乙承担。", "日本", "中华人民共和国、日本"),
    ],
)
def test_a_series_ends_before_its_verb(text: str, part: str, whole: str) -> None:
    assert _series(text, part) == whole


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("甲有限公司、乙有限公司和供应商应当付款。", "乙有限公司", "甲有限公司、乙有限公司和供应商"),
        ("资产包括应收账款、应付账款和在建工程。", "应付账款", "应收账款、应付账款和在建工程"),
        ("灾害包括地震、洪水和其他不可抗力。", "地震", "地震、洪水和其他不可抗力"),
        ("饮料有雪碧、果汁和可口可乐。", "果汁", "雪碧、果汁和可口可乐"),
        ("买方、卖方和丙公司负责人应当签字。", "卖方", "买方、卖方和丙公司负责人"),
        ("义务包括交租、爱护房屋和承担维修费用。", "交租", "交租、爱护房屋和承担维修费用"),
        ("费用为水费、电费以及由承租人承担的费用。", "水费", "水费、电费以及由承租人承担的费用"),
    ],
)
def test_words_with_the_character_of_a_verb_are_whole(text: str, part: str, whole: str) -> None:
    assert _series(text, part) == whole


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (COSTS, "承租人"),
        ("果园里有苹果。", "苹果"),
        ("苹果、梨，桃", "梨，桃"),
        ("甲、乙和" + "很长" * 20, "甲"),
        ("甲、" + "很长" * 20 + "、乙", "甲"),
    ],
)
def test_what_is_in_no_series_or_in_one_without_clear_end_stays(text: str, part: str) -> None:
    assert _series(text, part) is None


def test_a_span_in_the_last_item_keeps_its_end() -> None:
    assert _series("果园里有苹果、梨和又大又红的桃子", "又大又红的桃") == "苹果、梨和又大又红的桃"


def test_a_first_item_without_clear_beginning_is_left_out() -> None:
    assert _series("依约" * 20 + "水费、电费和气费", "气费") == "电费和气费"


@given(st.text("苹果、和由，承担有在", max_size=40), st.integers(0, 39), st.integers(1, 8))
def test_a_series_contains_its_member_and_stays_in_the_text(text: str, start: int, length: int) -> None:
    unit = Span(0, len(text))
    span = Span(min(start, len(text)), min(len(text), start + length))
    found = chinese_series(text, span, unit)
    if found is not None:
        assert unit.contains(found)
        assert found.contains(span)
