"""Columns decide how their ambiguous cells are read, and with them which row is the highest."""

from __future__ import annotations

import pytest

from longdoc.evaluation.table_text import table_document
from longdoc.tasks.tables.conventions import conventions_of
from longdoc.tasks.tables.lookup import probable_table_cells
from longdoc.tasks.tables.values import DEFAULT_CONVENTIONS, Conventions, value_of
from longdoc.tasks.tables.view import TableView, view_of

NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm")


def test_a_header_of_amounts_holds_no_years() -> None:
    cells = ["1904", "1822", "1799"]
    assert not conventions_of(cells, "Average number of employees").bare_years
    assert conventions_of(cells, "Founded").bare_years
    assert conventions_of(cells, "Year of the price").bare_years


@pytest.mark.parametrize(
    ("cells", "conventions"),
    [
        (["01/11/2024", "03/25/2024"], Conventions(month_first=True)),
        (["01/11/2024", "25/03/2024"], DEFAULT_CONVENTIONS),
        (["01/11/2024", "02/12/2024"], DEFAULT_CONVENTIONS),
        (["1.200", "89,90"], Conventions(decimal_comma=True)),
        (["1,200", "89.90"], DEFAULT_CONVENTIONS),
        (["1.200", "950"], DEFAULT_CONVENTIONS),
        (["63,500", "41,200", "10,12"], DEFAULT_CONVENTIONS),
        (["63,500", "89,90", "10,12"], Conventions(decimal_comma=True)),
        (["0,125", "1,250", "2,375"], Conventions(decimal_comma=True)),
        (["1.234,50", "12,345", "13,456"], Conventions(decimal_comma=True)),
        (["2007-09", "2005-03"], Conventions(year_and_month=True)),
        (["2007-09", "2008-10"], DEFAULT_CONVENTIONS),
        (["800", "1500", "1200", "300"], Conventions(bare_years=False)),
        (["1,250", "1500–2000"], Conventions(bare_years=False)),
        (["1995", "(2001)", "1987–88"], DEFAULT_CONVENTIONS),
        (["1995", "2003 season", "1987"], DEFAULT_CONVENTIONS),
        (["1995", "12 May 1996", "7"], DEFAULT_CONVENTIONS),
        (["", "Leeds"], DEFAULT_CONVENTIONS),
        ([], DEFAULT_CONVENTIONS),
    ],
)
def test_conventions_of_a_column(cells: list[str], conventions: Conventions) -> None:
    assert conventions_of(cells) == conventions


def test_brackets_negate_amounts_and_leave_years_alone() -> None:
    amount, year = (
        value_of("(1500)", conventions_of(cells)) for cells in (["300", "(1500)"], ["1995", "(1500)"])
    )
    assert amount is not None
    assert year is not None
    assert (amount.amount, year.amount) == (-1500, 1500)


def _view(head: str, cells: list[str]) -> TableView:
    document = table_document(
        [["Name", head], *([name, cell] for name, cell in zip(NAMES, cells, strict=False))]
    )
    return view_of(document, document.tables[0])


@pytest.mark.parametrize(
    ("head", "cells", "highest", "lowest"),
    [
        ("GDP", ["$2.3 trillion", "$480 billion", "$240 billion"], "Alder", "Cedar"),
        ("Salary", ["63,500", "70,200", "10,12"], "Birch", "Cedar"),
        ("Price", ["950,00", "1.200,00", "89,90"], "Birch", "Cedar"),
        ("Price", ["950", "1.200", "89,90"], "Birch", "Cedar"),
        ("Population", ["1'200", "1 250 000", "980 000"], "Birch", "Alder"),
        ("Net result", ["800", "1500", "1200", "300"], "Birch", "Dogwood"),
        ("Net result", ["-950", "420", "-1500", "300"], "Birch", "Cedar"),
        ("Net result", ["950", "(1500)", "1800", "300"], "Cedar", "Birch"),
        ("Length", ["98 m", "120 m", "7 m"], "Birch", "Cedar"),
    ],
)  # fmt: skip
def test_the_highest_and_the_lowest_amount(head: str, cells: list[str], highest: str, lowest: str) -> None:
    assert _likeliest(f"Which name has the highest {head}?", head, cells) == highest
    assert _likeliest(f"Which name has the lowest {head}?", head, cells) == lowest


@pytest.mark.parametrize(
    ("head", "cells", "latest", "earliest"),
    [
        ("expiry date", ["28-Feb-2023", "01-Dec-2024", "15-Jan-2024"], "Birch", "Alder"),
        ("expiry date", ["2023/02/28", "2024/12/01", "2024/01/15"], "Birch", "Alder"),
        ("expiry date", ["11/2023", "02/2024", "01/2024"], "Birch", "Alder"),
        ("expiry date", ["30.11.23", "01.12.24", "15.01.24"], "Birch", "Alder"),
        ("start date", ["Q4 2022", "Q2 2024", "Q1 2024"], "Birch", "Alder"),
        ("start date", ["2007-03", "2007-11", "2007-09"], "Birch", "Alder"),
        ("birth date", ["12/03/62", "04/05/99", "01/02/80"], "Birch", "Alder"),
        ("due date", ["01/11/2024", "03/25/2024", "12/20/2023", "02/14/2024"], "Birch", "Cedar"),
        ("start time", ["9:15 am", "2:00 pm", "10:30 am"], "Birch", "Alder"),
    ],
)
def test_the_latest_and_the_earliest_time(head: str, cells: list[str], latest: str, earliest: str) -> None:
    assert _likeliest(f"Which name has the latest {head}?", head, cells) == latest
    assert _likeliest(f"Which name has the earliest {head}?", head, cells) == earliest


@pytest.mark.parametrize(
    ("question", "head", "cells", "name"),
    [
        ("Which name has the highest price?", "Price", ["700", "950", "12 May 1996"], "Birch"),
        ("Which name has the earliest date?", "Date", ["2 June 1997", "1 May 1996", "5"], "Birch"),
        ("Which name has the earliest year?", "Year", ["1996", "1990 season", "1995"], "Birch"),
        ("Which name has the fastest time?", "Time", ["1:00.12", "59.87", "1:01.5"], "Birch"),
    ],
)
def test_only_comparable_values_are_compared(question: str, head: str, cells: list[str], name: str) -> None:
    assert _likeliest(question, head, cells) == name


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("GDP", ["$480 billion", "$2.3 trillion", "$240 billion", "$1 trillion"]),
        ("GDP (trillions)", ["0.48", "2.3", "0.24", "1"]),
    ],
)
def test_a_limit_with_a_scale_applies_to_columns_with_and_without(head: str, cells: list[str]) -> None:
    assert _likeliest("Which name has a GDP of more than $2 trillion?", head, cells) == "Birch"


def _likeliest(question: str, head: str, cells: list[str]) -> str:
    """The likeliest cell in the column of names."""
    view = _view(head, cells)
    names = {row[0].span: row[0].text for row in view.rows if row[0]}
    return next(names[one.span] for one in probable_table_cells(question, [view]) if one.span in names)
