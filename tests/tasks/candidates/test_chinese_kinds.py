"""Amounts of another kind than a Chinese question asks for."""

from __future__ import annotations

import pytest

from longdoc.tasks.candidates.chinese_kinds import is_other_kind, lacks_number


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("押金多少钱？", "三十日"),
        ("合同什么时候到期？", "人民币48,000元"),
        ("多久付款一次？", "128.6平方米"),
        ("谁负责运维？", "不少于五人"),
        ("在哪里交货？", "2026年6月30日前"),
        ("多少人参加？", "12个月"),
        ("几个工作日内付款？", "3000元"),
        ("几人参加？", "12个月"),
        ("塔有多高？", "12个月"),
        ("押金多少錢？", "三十日"),  # in traditional characters
        ("有多少人參加？", "１２個月"),
    ],
)
def test_other_kinds_are_told(question: str, answer: str) -> None:
    assert is_other_kind(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("押金多少钱？", "人民币48,000元"),
        ("违约金多少钱？", "万分之五"),
        ("什么时候付款？", "三十日内"),
        ("多大的孩子可以骑？", "十二周岁"),
        ("有多少台？", "6台"),
        ("谁负责？", "第三人民医院"),
        ("违约金是多少？", "三十日"),  # nothing says what kind is asked for
        ("How much is it?", "30 days"),
        ("利率有多高？", "5%"),
        ("近几年利润增长了多少？", "30%"),
        ("公司多年来的捐款有多少？", "30%"),
        ("最近几天来了多少人？", "300人"),
    ],
)
def test_what_may_answer_is_kept(question: str, answer: str) -> None:
    assert not is_other_kind(question, answer)


def test_a_number_is_missed_where_one_is_asked_for() -> None:
    assert lacks_number("合同总价是多少？", "本合同的价款")
    assert not lacks_number("合同总价是多少？", "叁佰万元")
    assert not lacks_number("谁来付款？", "甲方")
    assert not lacks_number("合同涉及哪几家公司？", "甲公司和乙公司")
    assert not lacks_number("近几年由谁负责？", "张先生")
    assert lacks_number("合同涉及几家公司？", "甲公司和乙公司")
