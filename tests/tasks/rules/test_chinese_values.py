"""The value that a Chinese text gives a term, right behind it."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.rules.chinese_values import chinese_value

LEASE = (
    "第一条 出租方为王建国，承租方为李小梅。租赁期限自2026年3月1日起至2029年2月28日止，"
    "签订日期为2026年2月20日。\n"
    "第二条 月租金为人民币肆仟伍佰元整，于每月五日前支付。押金为一个月租金。\n"
    "第三条 承租方提前解除合同的，应当支付违约金人民币三千元。房屋面积约85平方米。\n"
    "第四条 甲方服务费为100元，丙方服务费为200元。\n"
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("月租金是多少？", "肆仟伍佰元"),
        ("违约金是多少", "三千元"),
        ("承租方的违约金是多少钱？", "三千元"),
        ("押金为多少？", "一个月租金"),
        ("房屋面积有多大？", "85平方米"),
        ("签订日期是什么时候？", "2026年2月20日"),
        ("出租人是谁？", "王建国"),
        ("承租方是谁？", "李小梅"),
        ("服务费是多少？", None),
        ("物业费是多少？", None),
        ("房屋在哪里？", None),
        ("What is the rent?", None),
    ],
)
def test_the_value_of_a_term(question: str, said: str | None) -> None:
    document = Document(LEASE, (), (), "", "a.txt", "0")
    found = chinese_value(question, document)
    assert (document.quote(found) if found else None) == said
