"""XML Spreadsheet 2003: tables with values as displayed, merged cells, notes; hidden places are told."""

from __future__ import annotations

import io

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
EXCEL = "urn:schemas-microsoft-com:office:excel"
STYLES = (
    '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style>'
    '<Style ss:ID="n"><NumberFormat ss:Format="Percent"/></Style></Styles>'
)


def opened(table: str, options: str = "", name: str = "x.xls") -> Document:
    sheet = f'<Worksheet ss:Name="Rates"><Table>{table}</Table>{options}</Worksheet>'
    spaces = f'xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}" xmlns:x="{EXCEL}"'
    head = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    book = f"{head}<Workbook {spaces}>{STYLES}{sheet}<Worksheet ss:Name='Last'/></Workbook>"
    return open_document(io.BytesIO(book.encode()), name=name)


def cell(value: object, kind: str = "String", attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{value}</Data></Cell>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<Row {attributes}>{''.join(cells)}</Row>"


@pytest.mark.parametrize("name", ["x.xls", "x.xml", "x"])
def test_values_are_shown_in_their_formats(name: str) -> None:
    table = row(cell("Item"), cell("VAT"), cell("Due"), cell("Paid")) + row(
        cell("Pump"),
        cell(0.195, "Number", 'ss:StyleID="p"'),
        cell("2027-03-01T00:00:00.000", "DateTime"),
        cell(1, "Boolean"),
    )
    by_row = row(
        cell("Valve"),
        cell(0.2, "Number"),
        cell("2027-03-01T08:30:00.000", "DateTime"),
        attributes='ss:StyleID="n"',
    )
    assert opened(table + by_row, name=name).text.split("\n")[2:] == [
        "Item | VAT | Due | Paid",
        "Pump | 19.5% | 2027-03-01 | TRUE",
        "Valve | 20.00% | 2027-03-01 08:30 |",
    ]


def test_cells_stand_where_they_say_and_cover_what_they_say() -> None:
    table = (
        row(cell("Region"), cell("Sales", attributes='ss:MergeAcross="1"'), cell("Rank"))
        + row(cell("North", attributes='ss:MergeDown="1"'), cell(1, "Number"), cell(2, "Number"))
        + row(cell(3, "Number", 'ss:Index="2"'), cell(9, "Number", 'ss:Index="4"'))
        + row(cell("Below"), cell("x"), attributes='ss:Index="6"')
    )
    assert opened(table).text.split("\n")[2:] == [
        "Region | Sales |  | Rank",
        "North | 1 | 2 |",
        "North | 3 |  | 9",
        "",
        "Below | x",
    ]


def test_notes_headers_and_hidden_places() -> None:
    note = (
        '<Cell><Data ss:Type="String">Pump</Data><Comment ss:Author="Ann"><Data>old</Data></Comment></Cell>'
    )
    table = (
        '<Column/><Column ss:Hidden="1"/>'
        + row(cell("Item"), cell("Cost"))
        + row(note, cell("5"), attributes='ss:Hidden="1"')
    )
    setup = "<x:PageSetup><x:Header x:Data='&amp;CBoard only'/></x:PageSetup>"
    document = opened(table, f"<x:WorksheetOptions>{setup}</x:WorksheetOptions>")
    assert document.text.split("\n\n")[2:] == ["Board only", "Note on A2 by Ann: old"]
    assert document.notices == ("hidden rows and columns were read like the others: Rates (row 2; column B)",)
