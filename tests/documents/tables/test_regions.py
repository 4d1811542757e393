"""Which rows of a sheet are one table: empty rows within it, groups, and what is a table of its own."""

from __future__ import annotations

from time import process_time

import pytest

from longdoc.documents.tables.regions import sheet_pieces


def tables(text: str) -> list[tuple[int, list[str]]]:
    """The number of header rows of each table, and its rows."""
    rows = [line.split(",") for line in text.split("\n")]
    grids = [piece.grid for piece in sheet_pieces(rows) if piece.grid is not None]
    return [(grid.header_rows, [",".join(row) for row in grid.rows if any(row)]) for grid in grids]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Amount\n\nAnna,5\n\nBen,6",
        "Name,City\n,\nAnna,Oslo\n,\nBen,York",
        "Name,Dept,Pay\nAnna,Sales,5\nBen,Sales,6\n,,\nCara,IT,7\nDan,IT,8\n,,\nTotal,,26",
        "Name,Dept\nAnna,Sales\nBen,Sales\n\nCara,IT\nDan,IT",
        "Name,Pay\nAnna,5\n\nFinance,\nCara,7\nDan,8",
        "Item,Q1,Q2\nRent,5,6\n\nPower,7,-\nWater,8,n/a",
    ],
)
def test_empty_rows_within_a_table_do_not_end_it(text: str) -> None:
    assert tables(text) == [(1, [line for line in text.split("\n") if line.strip(",")])]


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("Name,Pay\nAnna,5\n\nName,Pay\nCara,7", [1, 1]),
        ("Income\nMonth,Sum\nJan,5\n\nCosts\nMonth,Sum\nJan,6", [1, 1]),
        ("Name,Dept\nAnna,Sales\nBen,IT\n\nCity,Country\nOslo,Norway\nYork,UK", [1, 1]),
        ("Name,Pay\nAnna,5\nBen,6\n\nPrepared by,Anna", [1, 0]),
        ("Name,City\nAnna,Oslo\nBen,York\n\nApproved by,Jim", [1, 0]),
        ("Name,Pay,City\nAnna,5,Oslo\nBen,6,York\n\nTotal,11", [1, 0]),
        ("Leeds,420\nHull,5\n\nYork,6", [0, 0]),
        ("Until:,Friday\nFrom:,Monday\n\nName,Pay\nAnna,5", [0, 1]),
    ],
)
def test_other_rows_below_an_empty_one_are_a_table_of_their_own(text: str, headers: list[int]) -> None:
    assert [count for count, _ in tables(text)] == headers


def test_many_empty_rows_take_linear_time() -> None:
    started = process_time()
    assert len(tables("Name,Pay\n" + "\nAnna,5\n" * 20_000)) == 1
    assert process_time() - started < 20  # linear: 2 s; quadratic: minutes


def test_tables_side_by_side_are_parted_where_each_has_a_header() -> None:
    text = ",Item,Qty,,Port,Boats\n,Pump,5,,Hull,7\n,Tap,6,,,"
    assert tables(text) == [(1, ["Item,Qty", "Pump,5", "Tap,6"]), (1, ["Port,Boats", "Hull,7"])]


def test_an_empty_column_within_a_table_stays() -> None:
    assert tables("Item,,Qty\nPump,,5\nTap,,6") == [(1, ["Item,,Qty", "Pump,,5", "Tap,,6"])]
