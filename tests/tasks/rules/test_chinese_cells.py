"""Cells of tables that Chinese questions name by row and column."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.rules.chinese_cells import chinese_cell

PRICES = """序号,设备名称,数量,单价（元）,交货期
1,彩色多普勒超声诊断仪,2,"1,850,000",60天
2,呼吸机,8,"268,000",45天
3,多参数监护仪,30,"32,500",30天
"""
FAULTS = """故障代码,原因,处理方法
E1,轮子悬空,放到平整地面
E2,主刷被缠绕,清理毛发
"""
DATA = """参数,数值
电池容量,5200 mAh
额定功率,45 W
"""
REPORT = """项目,2022年,2023年,增减（%）
营业收入（万元）,"391,207","428,651",9.57
基本每股收益（元/股）,0.82,0.74,-9.76
"""
PRODUCTS = """产品,收入（万元）,毛利率（%）
速冻水饺,"186,320",28.4
速冻汤圆,"97,845",31.7
调味品,"113,209",35.2
合计,"397,374",31.2
"""

LEDGER = """合同台账,,,,
填写方式,手工,手工,AI,AI
合同号,客户名称,关联主合同号,合同金额,合同状态
,甲方公司名称,补充协议填写,含税,
RJ-2024080,长安汽车,,9964000,已签约
RJ-2024082,长安科技,RJ-2024080,31522732,流水中
"""
MONTH = """项目,本期金额,本期金额占比,累计金额,累计金额占比
营业收入,"1,217,563",100.00%,"21,577,293",100.00%
管理费用,"424,054",34.83%,"14,064,764",65.18%
"""
TIMETABLE = """时间段,周一,周二
8:00-8:45,语文,数学
8:55-9:40,英语,物理
"""


@pytest.mark.parametrize(
    ("table", "question", "answer"),
    [
        (LEDGER, "RJ-2024080的客户名称是什么？", "长安汽车"),
        (LEDGER, "长安科技的合同状态是什么？", "流水中"),
        (LEDGER, "RJ-2024099的客户名称是什么？", None),
        (TIMETABLE, "周二8:55-9:40上什么课？", "物理"),
        (TIMETABLE, "周三8:55-9:40上什么课？", None),
        (MONTH, "管理费用占比多少？", "34.83%"),
        (MONTH, "管理费用是多少？", "424,054"),
        (PRICES, "呼吸机的单价是多少？", "268,000"),
        (PRICES, "监护仪要买几台？", "30"),
        (PRICES, "呼吸機多少錢？", "268,000"),  # in traditional characters
        (PRICES, "彩色多普勒超声诊断仪的交货期多长？", "60天"),
        (FAULTS, "E2是什么故障？", "主刷被缠绕"),
        (FAULTS, "出现E1怎么处理？", "放到平整地面"),
        (DATA, "电池容量多大？", "5200 mAh"),
        (PRICES, "除颤仪的单价是多少？", None),
        (PRICES, "呼吸机的生产厂家是谁？", None),
        (FAULTS, "E10怎么处理？", None),
        (DATA, "电池寿命多长？", None),
        (PRICES, "总价是多少？", None),
        (REPORT, "每股收益多少", "0.74"),
        (REPORT, "2022年营业收入是多少", "391,207"),
        (REPORT, "2021年每股收益多少", None),
        (PRODUCTS, "哪个产品毛利率最高", "调味品"),
        (PRODUCTS, "哪种产品收入最少？", "速冻汤圆"),
        (PRODUCTS, "水饺毛利率多少", "28.4"),
        (PRODUCTS, "哪个产品毛利率第二高", None),
    ],
)
def test_cells_named_by_row_and_column(tmp_path: Path, table: str, question: str, answer: str | None) -> None:
    path = tmp_path / "table.csv"
    path.write_text(table, "utf-8")
    document = open_document(path)
    span = chinese_cell(question, document)
    assert (document.quote(span) if span else None) == answer


def test_a_name_that_others_begin_with_names_its_own_row_and_soon(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = "".join(f"设备{n},{n},每季度保养一次并更换滤芯\n" for n in range(1900))
    path.write_text(f"名称,数量,备注\n{rows}", "utf-8")
    document, begun = open_document(path), process_time()
    few, most = (chinese_cell(q, document) for q in ("设备77的数量是多少？", "哪个设备的数量最多？"))
    assert few is not None
    assert most is not None
    assert (document.quote(few), document.quote(most)) == ("77", "设备1899")
    assert process_time() - begun < 3  # linear: 0.2 s; quadratic: 10 s
