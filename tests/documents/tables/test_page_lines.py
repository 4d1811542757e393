"""Headers and footers of sheets are read once, without codes and numbers of pages."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from xlwt import Workbook as OldWorkbook

from longdoc.documents.open import open_document
from longdoc.documents.tables.page_lines import page_lines
from longdoc.documents.types import Kind


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('&L&"Arial,Bold"&14Budget 2027&CConfidential&R&D', ["Budget 2027", "Confidential"]),
        ("&CPage &P of &N", []),
        ("&CSeite &P von &N", []),
        ("&C第 &P 页,共 &N 页", []),
        ("&LContract HX-1, page &P", ["Contract HX-1, page"]),
        ("&LR&&D &Kff0000plan&R&F &A", ["R&D plan"]),
        ("&L12/2027", []),
        ("Plain", ["Plain"]),
    ],
)
def test_only_words_are_left(written: str, shown: list[str]) -> None:
    assert [piece.text for piece in page_lines([written], set())] == shown


def test_lines_of_several_sheets_are_read_once() -> None:
    book, out = Workbook(), io.BytesIO()
    for sheet in (book.active, book.create_sheet()):
        sheet.append(["Item", "Price"])
        sheet.oddHeader.center.text = "Prepared by Ann"
    book.active.oddFooter.left.text = "Board only"
    book.save(out)
    document = open_document(io.BytesIO(out.getvalue()), name="x.xlsx")
    assert document.text.count("Prepared by Ann") == document.text.count("Board only") == 1
    assert document.kind_at(document.text.index("Prepared")) is Kind.HEADER_FOOTER


def test_those_of_old_workbooks_are_read() -> None:
    book, out = OldWorkbook(), io.BytesIO()
    sheet = book.add_sheet("Rates")
    sheet.write(0, 0, "Item")
    sheet.header_str, sheet.footer_str = b"&CPrepared by Ann", b"&CPage &P"
    book.save(out)
    assert open_document(io.BytesIO(out.getvalue()), name="x.xls").text.endswith("Prepared by Ann")
