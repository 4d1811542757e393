"""The value that a Chinese text gives a term, right behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document
from longdoc.tasks.rules.chinese_values import chinese_value
from longdoc.tasks.rules.definitions import definition_of

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


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("总价多少", "总价款为捌拾陆万元。解约的应支付总价款20%的违约金。", "捌拾陆万元"),
        ("合同期限是多久？", "合同期限为3年6个月。", "3年6个月"),
        ("合同期限是多久？", "合同期限为三年零六个月。", "三年零六个月"),
        ("合同期限是多久？", "合同期限为3年零15天。", "3年零15天"),
        ("合同期限是多久？", "合同期限为两年半。", "两年半"),
        ("合同期限是多久？", "合同期限为3年至5年。", "3年至5年"),
        ("合同期限是多久？", "合同期限为2024年1月1日至2025年12月31日。", None),
        ("月租金是多少？", "月租金为3000元2024年起支付。", "3000元"),
        ("月租金是多少？", "月租金为12元5角。", "12元5角"),
        ("违约金是多少？", "违约金为百分之零点五。", "百分之零点五"),
        ("违约金是多少？", "违约金为百分之三十。", "百分之三十"),
        ("违约金是多少？", "违约金为3%至5%。", "3%至5%"),
        ("校长是谁？", "校长是王五。", "王五"),
        ("校长是谁？", "校长是一名女性，叫王五。", None),
        ("负责人是谁？", "负责人是指对本项目负责的人员。", None),
    ],
)
def test_an_amount_comes_whole(question: str, text: str, said: str | None) -> None:
    assert _said(question, text) == said


@pytest.mark.parametrize(
    "period",
    [
        "2024年1月1日至2025年12月31日",
        "自2024年1月1日起至2025年12月31日止",
        "2024年1月1日至12月31日",
        "2024年1月—2025年12月",
        "2024年1月1日",
        "2024年1月",
    ],
)
def test_a_period_comes_with_both_its_dates(period: str) -> None:
    assert _said("租赁期是什么时候？", f"租赁期为{period}。") == period


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("乙方的违约金是多少？", "甲方的违约金为5000元。", None),
        ("乙方的违约金是多少？", "甲方的违约金为5000元，乙方的违约金为3000元。", "3000元"),
        ("乙方的违约金是多少？", "甲方的违约金为5000元。违约金为3000元。", "3000元"),
        ("乙方的违约金是多少？", "乙方应支付的违约金为5000元。", "5000元"),
        ("出租方的违约金是多少？", "出租人的违约金为5000元。", "5000元"),
        ("违约金是多少？", "甲方的违约金为5000元。", "5000元"),
        ("乙方的违约金是多少？", "逾期付款的，违约金为5000元。", "5000元"),
    ],
)
def test_a_value_belongs_to_the_one_who_is_named(question: str, text: str, said: str | None) -> None:
    assert _said(question, text) == said


def _said(question: str, text: str) -> str | None:
    document = Document(text, (), (), "", "a.txt", "0")
    found = chinese_value(question, document)
    return document.quote(found) if found else None


FORM = (
    "合同编号：HT-2024-0718\n甲方（出租方）：杭州远帆公司\n法定代表人：周启明\n乙方（承租方）：宁波海蓝公司\n"
    "联系人：吴晓芸，电话：0574-8765 4321\n\n租赁期自2024年8月1日起至2025年3月31日止。"
    "塔吊月租金为每台人民币28,000元，升降机月租金为人民币12,500元。"
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("合同编号是多少？", "HT-2024-0718"),
        ("电话是多少？", "0574-8765 4321"),
        ("租赁期何时届满？", "2025年3月31日"),
        ("塔吊的月租金是多少？", "每台人民币28,000元"),
        ("月租金是多少？", None),
        ("甲方的法定代表人是谁？", "周启明"),
        ("乙方的法定代表人是谁？", None),
        ("乙方的联系人是谁？", "吴晓芸"),
    ],
)
def test_the_field_of_a_form(question: str, said: str | None) -> None:
    assert _said(question, FORM) == said


def test_traditional_characters_and_figures_of_full_width() -> None:
    assert _said("總價款是多少？", "總價款為１００萬元。") == "１００萬元"
    assert _said("总价款是多少？", "總價款為１００萬元。") == "１００萬元"


COLUMNS = """# 采购合同

| 需方（甲方）：杭州远帆公司 | 供方（乙方）：宁波海蓝公司 |
|---|---|
| 开户银行：浦发银行余杭支行 税号：9133 | 开户银行：工商银行宁波支行 税号：9144 |
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("甲方的开户银行是哪家？", "浦发银行余杭支行"),
        ("乙方的开户银行是哪家银行？", "工商银行宁波支行"),
        ("供方的税号是多少？", "9144"),
        ("开户银行是哪家？", None),
    ],
)
def test_the_field_of_a_party_in_a_column(question: str, said: str | None, tmp_path: Path) -> None:
    document = _in_columns(tmp_path)
    found = chinese_value(question, document)
    assert (document.quote(found) if found else None) == said


def test_a_party_ends_with_its_cell(tmp_path: Path) -> None:
    document = _in_columns(tmp_path)
    found = definition_of("需方是谁？", document)
    assert found is not None
    assert document.quote(found) == "杭州远帆公司"


def _in_columns(folder: Path) -> Document:
    (folder / "a.md").write_text(COLUMNS, encoding="utf-8")
    return open_document(folder / "a.md")


CONTRACT = (
    "本合同总价款为人民币叁佰陆拾万元整。其中试用期为6个月。研发投入2.31亿元，占营业收入的4.37%。"
    "控股股东的持股比例38.62%。\n审判长　严正\n审判员　温和\n"
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("合同总价是多少？", "叁佰陆拾万元"),
        ("试用期多长时间？", "6个月"),
        ("试用期有多少个月？", "6个月"),
        ("研发投入占营业收入的比例是多少？", None),  # 持股比例 is another one
        ("审判长是谁？", "严正"),
        ("书记员是谁？", None),
    ],
)
def test_the_value_of_a_longer_name_or_another_wording(question: str, said: str | None) -> None:
    assert _said(question, CONTRACT) == said
