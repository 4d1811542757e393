"""Grid tables of reStructuredText keep every character, in cells over several columns and rows too."""

from __future__ import annotations

import time

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.text.rst_grid import grid_of

SPANNING = """\
+------------------------+------------+----------+----------+
| Header row, column 1   | Header 2   | Header 3 | Header 4 |
| (header rows optional) |            |          |          |
+========================+============+==========+==========+
| body row 1             | column 2   | column 3 | column 4 |
+------------------------+------------+----------+----------+
| body row 2             | Cells may span columns.          |
+------------------------+------------+---------------------+
| body row 3             | Cells may  | - Table cells       |
+------------------------+ span rows. | - contain           |
| body row 4             |            | - body elements.    |
+------------------------+------------+---------------------+
"""


def test_cells_over_several_columns_and_rows() -> None:
    extract = read_source(Source(SPANNING.encode(), "x.rst"))
    assert extract.text.split("\n") == [
        "Header row, column 1 (header rows optional) | Header 2 | Header 3 | Header 4",
        "body row 1 | column 2 | column 3 | column 4",
        "body row 2 | Cells may span columns. |  |",
        "body row 3 | Cells may span rows. | - Table cells - contain - body elements. |",
        "body row 4 | Cells may span rows. | - Table cells - contain - body elements. |",
    ]
    assert extract.tables[0].header_rows == 1
    wide = next(cell for cell in extract.tables[0].cells if cell.row == 2 and cell.column == 1)
    assert wide.columns == 3


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("+---+---+\n| A | B |\n+===+===+\n| 1 | 2 |\n+---+---+", [["A", "B"], ["1", "2"]]),
        ("+-----+---+\n| C++ | + |\n+-----+---+", [["C++", "+"]]),
        (
            "+------+-----+\n| 名前 | B   |\n+------+-----+\n| 弁   | 5円 |\n+------+-----+",
            [["名前", "B"], ["弁", "5円"]],
        ),
        ("+---------+---+\n| a +--+ b| c |\n+---------+---+", [["a +--+ b", "c"]]),
        ("+---+---+\n| A | B |\n|   +---+\n|   | C |\n+---+---+", [["A", "B"], ["A", "C"]]),
        ("+---+---+\n| A | too long |\n+---+---+", [["A", "too long"]]),
        ("+---+---+\n| A | B |\n+---+---+\n|   |   |\n+---+---+", [["A", "B"]]),
        ("+---+", []),
    ],
)
def test_no_character_is_lost(table: str, rows: list[list[str]]) -> None:
    assert grid_of(table.split("\n")).rows == rows


@pytest.mark.parametrize(
    "table",
    [
        "+" + "-+" * 50_000 + "\n" + "| x |\n+-+\n" * 30_000 + "+-+",
        "+---+---+\n" + "| a | b |\n|   +---+\n" * 20_000 + "+---+---+",
        "+" + "-" * 100_000,
        "+-" * 100_000 + "x\n+-+",
    ],
)
def test_large_grids_take_linear_time(table: str) -> None:
    started = time.monotonic()
    grid_of(table.split("\n"))
    assert time.monotonic() - started < 10
