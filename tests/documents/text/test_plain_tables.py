"""Plain text: columns aligned by spaces or parted by bars and tabs are tables, and prose is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.source import Source
from longdoc.documents.text.plain import read_text
from longdoc.documents.text.plain_tables import plain_tables
from longdoc.documents.types import Kind

PRICES = """
Item            Qty     Price
-----------------------------
Ball valve       12     14.50
Gate valve        3     89.00
-----------------------------
Total                  103.50
"""
QUERY = """
     EMPNO ENAME             SAL
---------- ---------- ----------
      7369 SMITH             800
      7499 ALLEN            1600

2 rows selected.
"""
PSQL = """
 id | name  | salary
----+-------+--------
  1 | Ann   |   1200
  2 | Bob   |    900
(2 rows)
"""
MYSQL = """
+----+-------+
| id | name  |
+----+-------+
|  1 | Ann   |
|  2 | Bob   |
+----+-------+
"""
PANDOC = """
  Right     Left     Center     Default
-------     ------ ----------   -------
     12     12        12            12
    123     123       123          123
"""
TWO_HEADERS = """
                Unit      Total
Item     Qty    price     price
===============================
Bolt      2      3.00      6.00
Nut       5      1.00      5.00
"""
CHINESE = """
品名        数量    单价
------------------------
螺栓          12    3.50
不锈钢螺母     5    1.20
"""
UNRULED = """
Month      Sales    Returns
January      120          3
February      98          1
March        143          7
"""


def rows(text: str) -> list[list[list[str]]]:
    found = []
    for table in plain_tables(text):
        cells: dict[int, list[str]] = {}
        for cell in table.cells:
            cells.setdefault(cell.row, []).append(text[cell.span.start : cell.span.end])
        found.append(list(cells.values()))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            PRICES,
            [
                ["Item", "Qty", "Price"],
                ["Ball valve", "12", "14.50"],
                ["Gate valve", "3", "89.00"],
                ["Total", "", "103.50"],
            ],
        ),
        (QUERY, [["EMPNO", "ENAME", "SAL"], ["7369", "SMITH", "800"], ["7499", "ALLEN", "1600"]]),
        (PSQL, [["id", "name", "salary"], ["1", "Ann", "1200"], ["2", "Bob", "900"]]),
        (MYSQL, [["id", "name"], ["1", "Ann"], ["2", "Bob"]]),
        (
            PANDOC,
            [
                ["Right", "Left", "Center", "Default"],
                ["12", "12", "12", "12"],
                ["123", "123", "123", "123"],
            ],
        ),
        (
            TWO_HEADERS,
            [
                ["", "", "Unit", "Total"],
                ["Item", "Qty", "price", "price"],
                ["Bolt", "2", "3.00", "6.00"],
                ["Nut", "5", "1.00", "5.00"],
            ],
        ),
        (CHINESE, [["品名", "数量", "单价"], ["螺栓", "12", "3.50"], ["不锈钢螺母", "5", "1.20"]]),
        (
            UNRULED,
            [
                ["Month", "Sales", "Returns"],
                ["January", "120", "3"],
                ["February", "98", "1"],
                ["March", "143", "7"],
            ],
        ),
        (
            "Port | Country\nHull | UK\nOslo | Norway\n",
            [["Port", "Country"], ["Hull", "UK"], ["Oslo", "Norway"]],
        ),
        (
            "Item\t\tQty\nBall valve\t12\nBolt\t\t7\n",
            [["Item", "Qty"], ["Ball valve", "12"], ["Bolt", "7"]],
        ),
    ],
)
def test_tables_are_found_where_they_are_written(text: str, expected: list[list[str]]) -> None:
    assert rows(f"We deliver as follows.\n\n{text}\nAll prices are net.\n") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "It ended.  Then two blanks\nfollowed each.  And so on\nin 1912.  And 1913.  The end.\n",
        "Customer:   Acme Ltd\nNumber:     4711\nAmount:     120.00\nVAT:        20.00\n",
        "Signed for A            Signed for B\n------------------      ------------------\n"
        "John Smith              Jane Doe\n",
        "The seller shall deliver    The buyer shall pay the\nthe goods by 12 May and     "
        "price of 500 within 30\nbear the risk until then    days of the invoice date\n",
        "1.\tDefinitions\t3\n1.1\tTerms\t4\n2.\tSupply\t5\n",
        "cat a | grep b\nps ax | less\nls -l | wc\n(a || b)\n",
        "x = a | b;\ny = c | d;\nz = e | f;\n",
        "+--------+        +--------+\n| Client |  --->  | Server |\n+--------+        +--------+\n",
        "A heading\n---------\nIt goes on    with a gap.\nAnd on.\n",
        "Home | News\n\nText.\n",
    ],
)
def test_prose_forms_lists_code_and_drawings_are_no_tables(text: str) -> None:
    assert rows(text) == []


def test_the_text_stays_and_its_rows_are_marked_with_the_caption_above() -> None:
    text = f"Table 2. Prices\n{PRICES}\n"
    extract = read_text(Source(text.encode(), "prices.txt"))
    (table,) = extract.tables
    assert extract.text == text
    assert table.header_rows == 1
    assert table.caption is not None
    assert text[table.caption.start : table.caption.end] == "Table 2. Prices"
    assert [text[block.span.start : block.span.end].split()[0] for block in extract.blocks] == [
        "Item", "Ball", "Gate", "Total",
    ]  # fmt: skip
    assert {block.kind for block in extract.blocks} == {Kind.TABLE_ROW}


@pytest.mark.parametrize("text", [PRICES, TWO_HEADERS, CHINESE])
def test_a_table_may_follow_a_blank_line_at_the_very_beginning(text: str) -> None:
    assert text.startswith("\n")
    assert len(plain_tables(text)) == 1


def test_headers_of_tables_are_no_underlined_headings() -> None:
    text = "One\n---\n\nText.\n\nTwo\n---\n\nText.\n\n" + PRICES + "\nThree\n-----\n\nText.\n"
    extract = read_text(Source(text.encode(), "prices.txt"))
    assert [section.title for section in extract.sections] == ["One", "Two", "Three"]


_LINE = st.builds(
    lambda cells, gap: gap.join(cells),
    st.lists(st.sampled_from(["a", "1.5", "品名", "Ball", "-", ""]), min_size=1, max_size=4),
    st.sampled_from(["   ", " | ", "\t"]),
) | st.sampled_from(["---- ---- ----", "", "====  ====", "+---+---+", "A line of text."])


@given(st.lists(_LINE, max_size=12).map("\n".join))
def test_cells_are_in_order_and_apart(text: str) -> None:
    at = 0
    for table in plain_tables(text):
        for cell in table.cells:
            if cell.span:
                assert at <= cell.span.start
                assert text[cell.span.start : cell.span.end].strip()
                at = cell.span.end


def test_a_table_drawn_with_lines_of_boxes_is_one_at_its_place() -> None:
    rows = "│ Item │ Qty │\n├──────┼─────┤\n│ Pump │ 5   │\n│ Tap  │ 6   │"
    text = f"Stock\n\n┌──────┬─────┐\n{rows}\n└──────┴─────┘\n"
    (table,) = plain_tables(text)
    cells = [text[cell.span.start : cell.span.end] for cell in table.cells]
    assert (cells, table.header_rows) == (["Item", "Qty", "Pump", "5", "Tap", "6"], 1)
