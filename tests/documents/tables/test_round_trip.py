"""A table written in any format comes back whole: every cell in its row and column, under its header."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Kind

_spec = importlib.util.spec_from_file_location("grids", Path(__file__).with_name("grids.py"))
assert _spec is not None
assert _spec.loader is not None
grids = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(grids)

WORDS = st.text("abcdefgh ÄéЖ中,;'\"&<*_#", min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
FILLED = WORDS.filter(lambda text: any(map(str.isalpha, text)) and not text.startswith(("=", "'", "#")))
FIGURES = st.integers(0, 10**6).map(str)
CELLS = st.one_of(FILLED, FIGURES, st.just(""))


@st.composite
def tables(draw) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    head = draw(st.lists(FILLED, min_size=width, max_size=width, unique=True))
    first = st.lists(FILLED, min_size=1, max_size=1)
    rest = st.lists(CELLS, min_size=width - 1, max_size=width - 1)
    body = draw(st.lists(st.tuples(first, rest).map(lambda row: row[0] + row[1]), min_size=1, max_size=6))
    assume(any(body[-1][1:]) or len(body[-1][0].split()) < 3)  # else a remark below the table
    years = [row[1] for row in body if row[1].isdigit() and 1000 <= int(row[1]) <= 2100]
    assume(width > 2 or not years)  # else names with values of several kinds, which have no header
    return [head, *body]


def test_a_name_alone_in_the_last_row_is_a_row_and_a_source_is_a_line() -> None:
    for last, count in (("Supply and fit radiators", 3), ("Source: Office of Works, 2026", 2)):
        document = opened(f"Item,Hours\nDrain the system,3\n{last},\n".encode(), "work.csv")
        assert 1 + max(cell.row for cell in document.tables[0].cells) == count
        assert last in document.text


def opened(data: bytes, name: str) -> Document:
    return open_document(io.BytesIO(data), name=name)


@pytest.mark.parametrize("name", grids.WRITERS)
@settings(deadline=None, max_examples=12)
@given(rows=tables())
def test_every_cell_comes_back_under_its_header(name: str, rows: list[list[str]]) -> None:
    document = opened(grids.WRITERS[name](rows), name)
    [table] = document.tables
    assert table.header_rows == 1
    found = {(cell.row, cell.column): document.quote(cell.span) for cell in table.cells}
    written = {(i, j): " ".join(cell.split()) for i, row in enumerate(rows) for j, cell in enumerate(row)}
    assert {place: text for place, text in found.items() if text} == {p: t for p, t in written.items() if t}
    for cell in table.cells:
        if cell.row and document.quote(cell.span):
            assert [document.quote(head.span) for head in table.headers_of(cell)] == [written[0, cell.column]]
    assert document.kind_at(table.cells[-1].span.start - 1) is Kind.TABLE_ROW


@pytest.mark.parametrize("name", grids.WRITERS)
def test_each_row_is_one_line_and_one_sentence(name: str) -> None:
    rows = [
        ["Item", "Warehouse", "Quantity", "Remark"],
        ["Gate valve. DN50", "Hull", "18", "supplier closed. Ask Janssen"],
        ["Expansion tank 80 l", "York", "6", ""],
    ]
    document = opened(grids.WRITERS[name](rows), name)
    sentences = [document.quote(sentence) for sentence in document.sentences]
    assert "Gate valve. DN50 | Hull | 18 | supplier closed. Ask Janssen" in sentences
    assert "Expansion tank 80 l | York | 6 |" in sentences


def test_a_record_with_a_quoted_line_break_is_one_row() -> None:
    data = b'Item;Place;Remark\r\nValve;Hull;"closed,\r\nask Jan"\r\nPump;York;\r\n'
    document = opened(data, "stock.csv")
    assert document.text.split("\n")[1] == "Valve | Hull | closed, ask Jan"
    assert document.title == "stock"
    [table] = document.tables
    assert len(table.row_spans()) == 3


def test_a_western_file_with_semicolons_and_years() -> None:
    data = "Région;Année;Ventes (k€)\nBretagne;2015;237\nAlsace;2016;560\n".encode("cp1252")
    document = opened(data, "ventes.csv")
    assert document.text.startswith("Région | Année | Ventes (k€)\n")
    [table] = document.tables
    cell = next(cell for cell in table.cells if document.quote(cell.span) == "560")
    assert [document.quote(head.span) for head in table.headers_of(cell)] == ["Ventes (k€)"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", ":", " "])
def test_any_delimiter_that_parts_all_records_alike(delimiter: str) -> None:
    rows = [["Berth", "Length", "Pilot"], ["A1", "12", "Ann"], ["B2", "14", "Bo"], ["C3", "9", "Cy"]]
    document = opened("\n".join(delimiter.join(row) for row in rows).encode(), "berths.csv")
    assert document.text == "\n".join(" | ".join(row) for row in rows)


def test_cells_in_single_quotes() -> None:
    document = opened(b"name,remark\n'Quist, Jan','late'\n'Lind, Signe','on time'\n", "a.csv")
    assert document.text == "name | remark\nQuist, Jan | late\nLind, Signe | on time"
    apostrophes = opened(b"name,remark\nO'Hara,it's late\nD'Arcy,don't\n", "b.csv")
    assert apostrophes.text == "name | remark\nO'Hara | it's late\nD'Arcy | don't"


def test_cells_over_several_rows_and_columns() -> None:
    page = (
        "<html><body><p>Nurses</p><table><tr><th>Ward</th><th colspan=2>Staff</th></tr>"
        "<tr><td rowspan=2>E</td><td>Ada</td><td>day</td></tr>"
        "<tr><td>Bo</td><td>night</td></tr></table></body></html>"
    )
    document = opened(page.encode(), "x.html")
    assert document.text.endswith("Ward | Staff |\nE | Ada | day\nE | Bo | night")
    [table] = document.tables
    night = next(cell for cell in table.cells if document.quote(cell.span) == "night")
    assert document.quote(table.headers_of(night)[0].span) == "Staff"


def test_sheets_are_sections_and_show_what_the_sheet_shows() -> None:
    import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Prices"
    for row in (["Prices of 2027"], [], ["Item", "Price", "Share", "Since"]):
        sheet.append(row)
    sheet.append(["Valve", 1234.5, 0.256, datetime.date(2027, 3, 1)])
    sheet["B4"].number_format, sheet["C4"].number_format = '#,##0.00 "€"', "0.0%"
    hidden = book.create_sheet("Salaries")
    hidden.append(["Mayor", 1])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    document = opened(out.getvalue(), "book.xlsx")
    assert [section.title for section in document.sections] == ["Prices"]
    assert "Valve | 1,234.50 € | 25.6% | 2027-03-01" in document.text
    assert document.notices == ("hidden sheets were not read: Salaries",)
    assert "Mayor" not in document.text


def test_notes_text_boxes_charts_and_formulas_without_results_are_read_or_told() -> None:
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    xlsxwriter = pytest.importorskip("xlsxwriter")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Trips")
    sheet.write_row(0, 0, ["Month", "Trips"])
    sheet.write_row(1, 0, ["May", 412])
    sheet.write_number("C2", 1.5, book.add_format({"num_format": "[h]:mm"}))
    sheet.write_comment("B2", "counted twice", {"author": "Ann"})
    sheet.insert_textbox("D2", "Without the night ferry")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"name": "Ferries", "categories": "=Trips!$A$2:$A$2", "values": "=Trips!$B$2:$B$2"})
    chart.set_title({"name": "Trips a month"})
    sheet.insert_chart("D9", chart)
    book.close()
    document = opened(out.getvalue(), "trips.xlsx")
    assert document.text.split("\n\n") == [
        "Trips",
        "Month | Trips |\nMay | 412 | 36:00",
        "Trips a month\n| Ferries\nMay | 412",
        "Without the night ferry",
        "Note on B2 by Ann: counted twice",
    ]
    plain = Workbook()
    plain.active.append(["Bolt", "=3*4", '=IF(1,"","")'])
    plain.active["A1"].comment = Comment("see list", "Bo")
    out = io.BytesIO()
    plain.save(out)
    document = opened(out.getvalue(), "plain.xlsx")
    assert "Note on A1 by Bo: see list" in document.text
    assert document.notices == (
        "2 formulas have no stored result, so the cell is empty: Sheet (2); a spreadsheet program saves them",
    )


@pytest.mark.parametrize(
    "text",
    [
        "County,Votes,Share,Votes\nKent,120,55%,98\nYork,80,40%,120\n",
        ",name,weight,price\n0,valve,12,3.50\n1,pipe,40,9.20\n",
        "Name,R.A. (J2000),Redshift,Distance,Size\nIC 2049,04h 12m,1469,55,2\nIC 2056,04h 16m,1133,50,3\n",
    ],
)
def test_a_header_may_repeat_a_name_leave_one_out_or_have_a_figure(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    [table] = open_document(path).tables
    assert table.header_rows == 1
