"""Chinese answers are whole amounts with their units, without prepositions and particles."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Span
from longdoc.tasks.spans.phrasing import complete_span


def completed(question: str, text: str, part: str) -> str:
    document = Document(text, (), (), "合同", "contract.txt", "0")
    start = text.index(part)
    return document.quote(complete_span(question, document, Span(start, start + len(part))))


@pytest.mark.parametrize(
    ("question", "text", "part", "whole"),
    [
        ("多少钱？", "人民币壹佰万元整（¥1,000,000.00）。", "壹佰万元", "人民币壹佰万元整（¥1,000,000.00）"),
        ("保证期多长？", "质量保证期为24个月，自验收之日起计算。", "24", "24个月"),
        ("最长多少米？", "牵引带不超过一点五米。", "五米", "一点五米"),
        ("有多少张图像？", "数据集包含12,480张图像。", "12,480", "12,480张"),
        ("面积多大？", "建筑面积为128.6平方米。", "128.6", "128.6平方米"),
        ("何时开标？", "定于2026年5月28日上午9时30分开标。", "2026年5月28日", "2026年5月28日上午9时30分"),
        ("要满多少岁？", "应当年满二十八周岁。", "二十八", "二十八周岁"),
        ("销量是多少？", "销量约12万张。", "12万张", "约12万张"),
        ("何时出生？", "生于嘉靖四十四年（1565年）。", "嘉靖四十四年（1565年", "嘉靖四十四年（1565年）"),
        ("何時開標？", "定於2026年5月28日上午9時30分開標。", "2026年5月28日", "2026年5月28日上午9時30分"),
        ("哪天开标？", "定于5月28日（星期四）14:00—16:30。", "5月28日", "5月28日（星期四）14:00—16:30"),
    ],
)  # fmt: skip
def test_amounts_are_whole(question: str, text: str, part: str, whole: str) -> None:
    assert completed(question, text, part) == whole


@pytest.mark.parametrize(
    ("question", "text", "part", "whole"),
    [
        ("由谁负担？", "运费由乙方承担。", "由乙方", "乙方"),
        ("租金是多少？", "月租金为4,500元。", "为4,500元", "4,500元"),
        ("藏在哪里？", "他藏在下邳。", "在下邳", "下邳"),
        ("为什么下跌？", "由于需求不足，价格下跌。", "由于需求不足", "需求不足"),
        ("目的是什么？", "为了保护环境，制定本条例。", "为了保护环境", "为了保护环境"),
        ("在哪工作？", "他在职多年。", "在职", "在职"),  # a word, no preposition
        ("合同何时终止？", "本合同于五月三十一日终止。", "五月三十一日终止", "五月三十一日"),
        ("何时交货？", "于五月三十一日前交货。", "五月三十一日前", "五月三十一日前"),
        ("什么颜色？", "外壳是红色的。", "红色的", "红色"),
        ("的是什么？", "价格的公布。", "的", "的"),  # nothing would be left
        ("为什么下跌？", "价格下跌是因为需求不足，所以减产。", "是因为需求不足，所以减产", "需求不足"),
        ("在哪里？", "公司位于杭州。", "位于杭州", "杭州"),
        ("藏在哪裡？", "他藏於下邳。", "於下邳", "下邳"),  # in traditional characters
        ("叫什么？", "该面叫做底面。", "叫做底面", "底面"),
        ("刻着什么？", "刻了他的诗。", "了他的诗", "他的诗"),
        ("谁可以举报？", "任何人都有权举报。", "任何人都有权", "任何人"),
        ("甲方是谁？", "甲方：杭州某某公司 联系地址：杭州", "杭州某某公司 联系地址", "杭州某某公司"),
    ],
)
def test_particles_are_left_out(question: str, text: str, part: str, whole: str) -> None:
    assert completed(question, text, part) == whole


@pytest.mark.parametrize(
    ("question", "text", "part", "whole"),
    [
        ("去哪里仲裁？", "提交杭州仲裁委员会仲裁。", "杭州", "杭州仲裁委员会"),
        ("由哪个法院管辖？", "由北京市海淀区人民法院管辖。", "北京市", "北京市海淀区人民法院"),
        ("谁可以起诉？", "甲方向法院起诉。", "甲方", "甲方"),  # no name of a court
        ("何时仲裁？", "在杭州仲裁委员会仲裁。", "杭州", "杭州"),
    ],
)
def test_names_of_bodies_are_whole(question: str, text: str, part: str, whole: str) -> None:
    assert completed(question, text, part) == whole


@pytest.mark.parametrize(
    ("part", "whole"),
    [("技术有限公司", "华为技术有限公司"), ("支付", "支付"), ("登录", "登录")],
)
def test_a_cell_with_one_name_is_whole(part: str, whole: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "名称,公司,用途\n联运,华为技术有限公司,支付、登录\n推送,小米公司,进行消息推送支付\n", encoding="utf-8"
    )
    document = open_document(file)
    start = document.text.index(part)
    span = Span(start, start + len(part))
    assert document.quote(complete_span("由哪家公司提供？", document, span)) == whole
