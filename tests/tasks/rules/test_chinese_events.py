"""Where and when something happens, by the form of the text."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.rules.chinese_events import chinese_event

CONTRACT = (
    "采购合同\n合同编号：A-17 | 签订地点：杭州市余杭区\n签订日期：2026年2月20日\n交货时间：见订单\n"
    "第九条 本合同自2026年3月1日起生效。\n"
)
LAW = "反食品浪费法\n第一条 制定本法。\n第三十二条 本法自公布之日起施行。《旧办法》自2001年1月1日起施行。"


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("合同在哪里签订？", CONTRACT, "杭州市余杭区"),
        ("合同是在哪裡簽訂的？", CONTRACT, "杭州市余杭区"),  # in traditional characters
        ("什么时候签订的？", CONTRACT, "2026年2月20日"),
        ("合同什么时候开始生效？", CONTRACT, "2026年3月1日"),
        ("什么时候交货？", CONTRACT, None),  # the field has no date
        ("合同在哪里履行？", CONTRACT, None),
        ("本法何时施行？", LAW.partition("《")[0], "公布之日"),
        ("反食品浪费法从什么时候开始施行？", LAW.partition("《")[0], "公布之日"),
        ("广告法从什么时候开始施行？", LAW, None),  # another law
        ("本法何时施行？", LAW, None),  # two days
        ("在哪里签订？", CONTRACT + "签订地点：北京\n", None),
        ("When was it signed?", CONTRACT, None),
    ],
)
def test_the_place_or_time_of_an_event(question: str, text: str, said: str | None) -> None:
    document = Document(text, (), (), "", "a.txt", "0")
    found = chinese_event(question, document)
    assert (document.quote(found) if found else None) == said
