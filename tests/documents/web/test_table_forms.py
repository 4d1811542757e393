"""HTML: tables within tables, tables by style, cells wider than their table, and names of controls."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.web.tables import header_count, looks_headed


def read(body: str) -> Extract:
    return read_source(Source(f"<html><body>{body}</body></html>".encode(), "x.html"))


def test_a_table_with_headers_keeps_its_rows_around_a_table_in_a_cell() -> None:
    inner = "<table><tr><th>Name<th>Shift<tr><td>Ada<td>day</table>"
    extract = read(f"<table><tr><th>Ward<th>Staff<tr><td>A<td>See below{inner}<tr><td>B<td>none</table>")
    assert extract.text == "Ward | Staff\nA | See below\nB | none\n\nName | Shift\nAda | day"
    assert [table.header_rows for table in extract.tables] == [1, 1]


def test_a_cell_is_no_wider_than_its_table() -> None:
    extract = read("<table><tr><td colspan=100>All rooms<tr><td>Room<td>Beds<tr><td>A<td>4</table>")
    assert extract.text == "All rooms |\nRoom | Beds\nA | 4"
    assert extract.tables[0].header_rows == 2


def test_what_a_style_displays_as_a_table_is_one() -> None:
    style = "<style>.t{display:table}.r{display:table-row}.c{display:table-cell}</style>"
    rows = "".join(
        f"<div class=r><div class=c>{a}</div><div class=c>{b}</div></div>"
        for a, b in (("Item", "Price"), ("Pump", "10"), ("Tap", "12"))
    )
    extract = read(f"{style}<div class=t>{rows}</div>")
    assert (extract.text, len(extract.tables)) == ("Item | Price\nPump | 10\nTap | 12", 1)


def test_what_a_style_displays_as_one_cell_is_no_table() -> None:
    assert read("<div style='display:table'><p>One.</p><p>Two.</p></div>").text == "One.\n\nTwo."


def test_a_style_with_a_letter_that_equals_another_only_where_case_is_ignored_is_none() -> None:
    assert read("<div style='display:table-captİon'>Prices</div><p>One.</p>").text == "Prices\n\nOne."


def test_a_control_has_no_label_of_another_and_shows_its_own_once() -> None:
    extract = read("<form><p><label>Town <input value=Hull></label><select><option>red</select></p></form>")
    assert extract.text == "Town: Hull\n\nred"


def _listed(*items: str) -> str:
    return "<td>" + "".join(f"<p>• {item}</p>" for item in items)


def test_a_grid_of_labelled_rows_and_columns_has_lists_in_its_cells() -> None:
    rows = [
        "<td colspan=3>Signs by age",
        "<td>Sign<td>At sea<td>In port",
        "<td><p>Gross</p><p>movements</p>" + _listed("lifts", "sits", "rolls", "stands") + _listed("walks"),
        "<td>Speech" + _listed("laughs") + _listed("waves", "calls"),
    ]
    extract = read(f"<table>{''.join(f'<tr>{row}' for row in rows)}</table>")
    assert extract.text.splitlines()[2:] == [
        "Gross movements | • lifts • sits • rolls • stands | • walks",
        "Speech | • laughs | • waves • calls",
    ]
    assert extract.tables[0].header_rows == 2


def test_lists_side_by_side_without_labels_are_no_table() -> None:
    menu = _listed("Home", "Ships", "Ports", "Crew")
    rows = "".join(f"<tr>{menu}<td>Line {number}" for number in range(3))
    assert not read(f"<table>{rows}</table>").tables
    assert not read(f"<table><tr><td>Risks<td>Signs<tr>{menu}{menu}</table>").tables


TITLE = ["Vessel", ""]


@pytest.mark.parametrize(
    ("rows", "headed"),
    [
        ([["Name", "Grey Heron"], ["Port", "Lund"], ["Flag", "Norway"]], 1),
        ([["Year", "1987"], ["Name", "Grey Heron"], ["Port", "Lund"]], 1),
        ([["Item", "Price"], ["Valve", "12"], ["Pump", "99"]], 2),
        ([["Part", "Details"], ["Keel", "steel"], ["Deck", "teak"]], 2),
    ],
)
def test_labels_and_values_below_a_title_are_no_headers(rows: list[list[str]], headed: int) -> None:
    assert header_count([TITLE, *rows], {(0, 0): (1, 2)}) == headed


def test_a_date_above_words_heads_no_column() -> None:
    assert not looks_headed([["Built", "1987"], ["Name", "Grey Heron"], ["Port", "Lund"]])
    assert looks_headed([["Port", "1987"], ["Lund", "12"], ["Visby", "9"]])
