"""Tables prepared for questions: items in columns, lines that name a part of a table, names that repeat."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.tables.lookup import table_views
from longdoc.tasks.tables.view import TableView, stems_of

SHEET = """\
,K20,K40,K80
Weight (kg),24,51,88
Motor power (kW),1.5,4.0,7.5
Impeller,Brass,Cast iron,Steel
"""
QUARTERS = "Region,Spring,Summer,Autumn\nNorth,120,130,125\nSouth,80,95,190\nWest,70,60,65\n"
BUDGET = """\
Line,2024,2025
Income,,
Shop,120,135
Expenditure,,
Shop,95,101
"""


def _view(tmp_path: Path, text: str, name: str = "table.csv") -> TableView:
    (tmp_path / name).write_text(text, "utf-8")
    return table_views(open_document(tmp_path / name))[0]


def test_a_data_sheet_is_turned_so_that_its_items_are_rows(tmp_path: Path) -> None:
    view = _view(tmp_path, SHEET)
    assert [column.head for column in view.columns] == ["", "Weight (kg)", "Motor power (kW)", "Impeller"]
    assert [entry.text for entry in view.rows[0] if entry] == ["K20", "24", "1.5", "Brass"]
    assert [column.kind for column in view.columns[1:]] == ["number", "number", "words"]


def test_a_table_of_figures_alone_stays_as_it_is(tmp_path: Path) -> None:
    view = _view(tmp_path, QUARTERS)
    assert [column.head for column in view.columns] == ["Region", "Spring", "Summer", "Autumn"]


def test_rows_belong_to_the_line_above_that_stands_alone(tmp_path: Path) -> None:
    view = _view(tmp_path, BUDGET)
    income, expenditure = stems_of("Income"), stems_of("Expenditure")
    assert view.sections == (frozenset(), income, frozenset(), expenditure)


def test_a_header_over_two_rows_counts_once(tmp_path: Path) -> None:
    cells = "<tr><th rowspan=2>Route<th colspan=2>Weekdays</tr><tr><th>Departs<th>Arrives</tr>"
    rows = "".join(f"<tr><td>To {port}<td>{n}:10<td>{n}:50</tr>" for n, port in ((6, "Skerry"), (7, "Oban")))
    view = _view(tmp_path, f"<table>{cells}{rows}</table>", "table.html")
    heads = [" ".join(column.head.split()) for column in view.columns]
    assert heads == ["Route", "Weekdays Departs", "Weekdays Arrives"]


TOWNS = """\
Town,Colonies,Pairs,Largest
Astwick,17,181,29
Port Lorne,13,172,38
Hallerbruck,11,114,27
{last}
"""


@pytest.mark.parametrize(
    ("last", "compared"),
    [
        ("Three towns,41,467,38", 3),  # sums by their values …
        ("All,43,470,38", 3),  # … and by their name
        ("Winsford,41,160,38", 4),
        ("Winsford,9,112,14", 4),
    ],
)
def test_sums_in_the_last_row_are_not_compared(tmp_path: Path, last: str, compared: int) -> None:
    view = _view(tmp_path, TOWNS.format(last=last))
    assert [column.head for column in view.columns] == ["Town", "Colonies", "Pairs", "Largest"]
    assert sum(row[1] is not None and row[1].value is not None for row in view.rows) == compared


COURSES = """\
Day,Course,Teacher
Monday,Italian,G. Russo
,Pottery,H. Webb
Tuesday,Yoga,L. Finch
,Welsh,E. Pugh
"""


def test_a_label_that_is_written_once_stands_for_the_rows_below_it(tmp_path: Path) -> None:
    view = _view(tmp_path, COURSES)
    assert [entry.text for row in view.rows if (entry := row[0])] == [
        "Monday",
        "Monday",
        "Tuesday",
        "Tuesday",
    ]


def test_rows_with_blanks_elsewhere_keep_their_blank_label(tmp_path: Path) -> None:
    view = _view(tmp_path, COURSES.replace("Pottery,H. Webb", "Pottery,"))
    assert [bool(row[0] and row[0].text) for row in view.rows] == [True, False, True, False]


def test_a_merged_cell_stands_for_all_its_rows(tmp_path: Path) -> None:
    rows = "<tr><td rowspan=2>Junior<td>under 14<td>25</tr><tr><td>14 to 17<td>40</tr>"
    rows += "<tr><td>Adult<td>any<td>90</tr>"
    view = _view(tmp_path, f"<table><tr><th>Group<th>Age<th>Fee</tr>{rows}</table>", "table.html")
    assert [entry.text for row in view.rows if (entry := row[0])] == ["Junior", "Junior", "Adult"]


def test_years_are_compared_beside_a_column_of_notes(tmp_path: Path) -> None:
    view = _view(
        tmp_path, "Line,Note,2024,2023,2022\nRevenue,3,48,45,41\nCosts,4,(29),(28),(26)\nProfit,,19,17,15\n"
    )
    assert view.turned is not None
    assert [entry.text for row in view.turned.rows if (entry := row[0])] == ["2024", "2023", "2022"]


def test_of_costs_in_brackets_the_highest_costs_most(tmp_path: Path) -> None:
    view = _view(
        tmp_path, "Line,Note,2024,2023,2022\nRevenue,3,48,45,41\nCosts,4,(29),(28),(26)\nProfit,,19,17,15\n"
    )
    assert view.turned is not None
    assert [entry.value.amount for row in view.turned.rows if (entry := row[2]) and entry.value] == [
        29,
        28,
        26,
    ]
