"""Chinese answers about the opposite of what a question asks about."""

from __future__ import annotations

import pytest

from longdoc.tasks.candidates.chinese_opposites import is_about_chinese_opposite

FINES = "对单位处一万元以上三万元以下的罚款，对个人处一千元以上五千元以下的罚款。"
RISK = "交付使用前，损失由出卖人承担；交付使用后的损失由买受人承担。"


@pytest.mark.parametrize(
    ("question", "sentence", "answer", "opposite"),
    [
        ("城市居民建房由谁审批？", "农村居民建房由县政府审批。", "县政府", True),
        ("城市居民建房由谁审批？", "城市和农村居民建房由县政府审批。", "县政府", False),
        ("城市居民建房由谁审批？", "农村居民建房的审批程序，由省政府规定。", "省政府", True),
        ("城里电话坏了多久修好？", "城镇四十八小时、农村七十二小时内修好。", "四十八小时", False),
        ("农村居民建房由谁审批？", "农村居民建房由县政府审批。", "县政府", False),
        ("公司擅自停业罚多少？", FINES, "一千元以上五千元以下", True),
        ("公司擅自停业罚多少？", FINES, "一万元以上三万元以下", False),
        ("个人擅自停业罚多少？", FINES, "一万元以上三万元以下", True),
        ("五百平方米以下由谁审批？", "五百平方米以上的，由市政府审批。", "市政府", True),
        ("五百平方米以下由谁审批？", "五百平方米以下的，由县政府审批。", "县政府", False),
        ("进口貨物由誰檢驗？", "出口货物由海关检验。", "海关", True),  # in traditional characters
        ("交付使用前损失由谁承担？", RISK, "买受人", True),
        ("交付使用前损失由谁承担？", RISK, "出卖人", False),
        ("交付使用后损失由谁承担？", RISK, "出卖人", True),
        ("公司目前有多少人？", "公司目前总部在北京；上市后员工达300人。", "300人", False),
        ("Who approves it?", "五百平方米以上的，由市政府审批。", "市政府", False),
    ],
)
def test_the_opposite(question: str, sentence: str, answer: str, opposite: bool) -> None:
    start = sentence.index(answer)
    assert is_about_chinese_opposite(question, sentence, start, start + len(answer)) is opposite
