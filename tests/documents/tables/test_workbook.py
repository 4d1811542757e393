"""XLSX sheets show their error values; hidden rows and columns are read and told."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from longdoc.documents.open import open_document
from longdoc.documents.types import Document


def opened(book: Workbook) -> Document:
    out = io.BytesIO()
    book.save(out)
    return open_document(io.BytesIO(out.getvalue()), name="book.xlsx")


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!"])
def test_an_error_in_a_cell_is_shown(error: str) -> None:
    book = Workbook()
    for row in (["Item", "Rate", "Share"], ["Valve", 5, 0.25], ["Pump", error, 0.75]):
        book.active.append(row)
    book.active["B3"].data_type = "e"
    book.active["C2"].number_format = book.active["C3"].number_format = "0%"
    assert "Valve | 5 | 25%\nPump | " + error + " | 75%" in opened(book).text


def test_hidden_rows_and_columns_with_text_are_read_and_told() -> None:
    book = Workbook()
    book.active.title = "Stock"
    for row in (["Item", "Cost", "Price"], ["Valve", 5, 9], ["Pump", 6, 8], ["Pipe", 7, 7]):
        book.active.append(row)
    for number in (2, 3, 9):
        book.active.row_dimensions[number].hidden = True
    for letter in "BF":
        book.active.column_dimensions[letter].hidden = True
    book.create_sheet("Open").append(["Port", "Hull"])
    document = opened(book)
    assert "Valve | 5 | 9\nPump | 6 | 8" in document.text
    assert document.notices == (
        "hidden rows and columns were read like the others: Stock (rows 2-3; column B)",
    )
