"""Header rows below the first one: years and units below the names of groups of columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.structure.stacked_headers import MOST_HEADER_ROWS, stacked_headers

GROUPED = [
    ["", "Financial assets", "", "Financial liabilities", ""],
    ["", "2019", "2018", "2019", "2018"],
    ["", "$'000", "$'000", "$'000", "$'000"],
    ["Opening balance", "", "77,131", "", "2,154"],
    ["Closing balance", "83,934", "100,107", "4,466", "2,154"],
]


def _headers(rows: list[list[str]], known: int = 0) -> int:
    return stacked_headers(rows[: MOST_HEADER_ROWS + 1], known, {})[0]


@pytest.mark.parametrize("known", [0, 1])
def test_years_and_units_below_groups_are_headers(known: int) -> None:
    count, spans = stacked_headers(GROUPED[:4], known, {})
    assert count == 3
    assert spans == {(0, 1): (1, 2), (0, 3): (1, 2)}


def test_cells_that_are_merged_in_the_file_stay_as_they_are() -> None:
    merged = {(0, 1): (1, 2), (0, 3): (1, 2)}
    assert stacked_headers(GROUPED[:4], 1, merged) == (3, merged)


@pytest.mark.parametrize(
    "second",
    [
        ["", "31 December 2019", "31.12.2018"],
        ["(in thousands)", "2019", "2018"],
        ["", "Q1 2019", "FY2018"],
        ["", "US$'000", "(£000)"],
        ["", "RMB’Million", "%"],
        ["", "Restated", ""],
    ],
)
def test_what_may_stand_in_a_second_header(second: list[str]) -> None:
    assert _headers([["", "Group", ""], second, ["Sales", "1,200", "1,300"]]) == 2


@pytest.mark.parametrize(
    "second",
    [
        ["Founded", "1998", "2001"],  # years as data
        ["", "1,200", "1,300"],
        ["", "$2019", "$2018"],
        ["", "20191", "2018"],
        ["(4)", "12", "13"],
        ["", "", ""],
        ["", "word " * 20, "x"],
        [],
    ],
)
def test_what_is_no_second_header(second: list[str]) -> None:
    assert _headers([["", "Group", "Other"], second, ["Sales", "1,200", "1,300"]], 1) == 1


@pytest.mark.parametrize("known", [0, 1])
@pytest.mark.parametrize(
    "groups", [["", "2023", "", "2024", ""], ["Product", "North", "", "South", ""], ["", "A", "A", "B", "B"]]
)
def test_a_row_that_names_all_columns_below_their_groups_is_a_header(groups: list[str], known: int) -> None:
    names = ["Product", "Units", "Revenue", "Units", "Revenue"]
    assert _headers([groups, names, ["Boots", "120", "9,600", "150", "12,750"]], known) == 2


def test_a_row_of_words_below_a_header_without_groups_is_data() -> None:
    words = ["Tank", "none", "unknown"]
    assert _headers([["Item", "Price", "Stock"], words, ["Pipe", "3.50", "420"]], 1) == 1
    assert _headers([["Item", "Price", ""], words, ["Pipe", "steel", "heavy"]], 1) == 1


def test_tables_without_labels_and_plain_tables_keep_what_they_have() -> None:
    assert _headers([["", "City"], ["", "Paris"], ["", "Rome"]]) == 0
    assert _headers([["Name", "City"], ["Alice", "Paris"], ["Bob", "Rome"]], 1) == 1
    assert _headers([["Year", "Name"], ["2019", "Ann"], ["", "Bob"], ["2020", "Cid"]], 1) == 1
    assert _headers([["", "2019", "2018"]]) == 0  # nothing below
    assert _headers([["", "a", "b"]] * 6 + [["Sales", "1", "2"]]) == 0  # more than headers


WRITTEN = {
    "csv": "\n".join(",".join(f'"{cell}"' for cell in row) for row in GROUPED),
    "md": "\n".join(f"| {' | '.join(row)} |" for row in (GROUPED[0], ["---"] * 5, *GROUPED[1:])),
    "html": "<table>"
    + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in GROUPED)
    + "</table>",
}


@pytest.mark.parametrize("suffix", sorted(WRITTEN))
def test_a_cell_has_all_the_headers_above_it(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"notes.{suffix}"
    path.write_text(WRITTEN[suffix], "utf-8")
    document = open_document(path)
    (table,) = document.tables
    assert table.header_rows == 3
    cell = next(cell for cell in table.cells if document.quote(cell.span) == "100,107")
    headers = [document.quote(header.span) for header in table.headers_of(cell)]
    assert headers[0] == "Financial assets"
    assert headers[1:] == ["2018", "$'000"]


def test_headers_that_recur_under_another_label_stand_above_their_years() -> None:
    period = "For the year ended 31 December"
    rows = [
        ["2.1 Offices", period, ""],
        ["Indicators", period, ""],
        ["", "2019", "2018"],
        ["Water", "4,076", "5,461"],
    ]
    assert _headers(rows, known=1) == 3
    assert _headers([*rows[:2], ["Gas", "12", "13"], rows[3]], known=1) == 1
