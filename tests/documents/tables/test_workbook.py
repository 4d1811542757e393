"""XLSX sheets show their error values; hidden rows and columns are read and told."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from longdoc.documents.archive import Archive
from longdoc.documents.limits import Limits
from longdoc.documents.open import open_document
from longdoc.documents.tables.beside_cells import BesideCells
from longdoc.documents.types import Document
from longdoc.errors import DamagedDocument


def opened(book: Workbook, change: Callable[[bytes], bytes] = lambda part: part) -> Document:
    """Read a workbook after changing its parts."""
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, change(before.read(name)))
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


def test_cells_without_places_have_their_formats_and_errors() -> None:
    book = Workbook()
    for row in (["Item", "Rate"], ["Valve", 0.25], ["Pump", "#N/A"]):
        book.active.append(row)
    book.active["B3"].data_type = "e"
    book.active["B2"].number_format = "0%"
    for change in (without_places, prefixed, strict):
        assert "Item | Rate\nValve | 25%\nPump | #N/A" in opened(book, change).text, change


def test_formulas_without_results_are_told_under_any_prefix() -> None:
    book = Workbook()
    for row in (["Item", "Rate"], ["Valve", 0.25], ["Sum", "=B2"]):
        book.active.append(row)
    for change in (lambda part: part, prefixed, strict):
        assert "1 formula has no stored result" in " ".join(opened(book, change).notices)


def without_places(part: bytes) -> bytes:
    return re.sub(rb'(<(?:row|c)\b[^>]*?) r="\w+"', rb"\1", part)


def prefixed(part: bytes) -> bytes:
    if b"<worksheet" not in part:
        return part
    part = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part)
    return part.replace(b"xmlns=", b"xmlns:x=")


def strict(part: bytes) -> bytes:
    part = part.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return part.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
        b"http://purl.oclc.org/ooxml/officeDocument/",
    )


def test_what_stands_in_for_a_slicer_is_left_out() -> None:
    shape = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f"<mc:Choice/><mc:Fallback>{shape.format('This shape represents a slicer.')}</mc:Fallback>"
        f"</mc:AlternateContent>{shape.format('Checked by Ann')}</xdr:wsDr>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/drawings/drawing1.xml", drawing)
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="r"><Relationship Type="r/drawing" Target="../drawings/drawing1.xml"/>'
            "</Relationships>",
        )
    beside = BesideCells(Archive(out.getvalue(), Limits()), Limits())
    assert [piece.text for piece in beside.of_sheet("xl/worksheets/sheet1.xml")] == ["Checked by Ann"]


def test_struck_cells_are_left_out_and_told_and_a_row_of_them_ends_no_table() -> None:
    book = Workbook()
    for row in (["Item", "Price"], ["Pump", 6], ["Valve", 9], ["Pipe", 4]):
        book.active.append(row)
    for cell in ("A2", "B2", "B4"):
        book.active[cell].font = Font(strike=True)
    document = opened(book)
    assert document.text == "Sheet\n\nItem | Price\nValve | 9\nPipe |"
    assert document.notices == ("text marked as deleted was left out (6 characters)",)


def test_struck_and_raised_parts_of_cells() -> None:
    book = Workbook()
    old, up = (
        TextBlock(InlineFont(**how), words)
        for how, words in (
            ({"strike": True}, "300 "),
            ({"vertAlign": "superscript"}, "6"),
        )
    )
    book.active.append(["Fee", CellRichText("now ", old, "400")])
    book.active.append(["Cells", CellRichText("10", up, " a day")])
    document = opened(book)
    assert document.text == "Sheet\n\nFee | now 400\nCells | 10⁶ a day"
    assert document.notices == ("text marked as deleted was left out (4 characters)",)


def test_sheets_of_macros_are_told_and_the_others_read() -> None:
    book = Workbook()
    book.active.append(["Port", "Hull"])
    book.create_sheet("Macro1").append(["=GOTO(A1)", "x"])
    kinds = b"relationships/worksheet", b"relationships/xlMacrosheet"
    where = b"/xl/worksheets/sheet2.xml", b"/xl/macrosheets/sheet2.xml"

    def changed(part: bytes) -> bytes:
        start = part.find(b'Target="' + where[0])
        if start < 0:
            return part
        begin = part.rindex(b"<Relationship", 0, start)
        end = part.index(b"/>", start)
        return part[:begin] + part[begin:end].replace(*kinds).replace(*where) + part[end:]

    document = opened(book, changed)
    assert document.text.endswith("Port | Hull")
    assert document.notices == ("sheets without cells (charts, macros) were not read: Macro1",)


def test_an_empty_sheet_part_is_damage() -> None:
    book = Workbook()
    book.active.append(["Item", "Price"])
    book.active["A1"].number_format = "0.00"
    with pytest.raises(DamagedDocument, match='the sheet "Sheet" is damaged'):
        opened(book, lambda part: b"" if b"<sheetData>" in part else part)


def test_odd_numbers_of_authors_and_formats_are_none(tmp_path) -> None:
    from openpyxl.comments import Comment

    book = Workbook()
    book.active.append(["Fee", 5])
    book.active["A1"].comment = Comment("Paid late.", "Ann")

    def odd(part: bytes) -> bytes:
        part = part.replace(b'authorId="0"', 'authorId="²"'.encode())
        return part.replace(b'<xf numFmtId="0"', b'<xf numFmtId="' + b"1" * 5000 + b'"')

    document = opened(book, odd)
    assert "Fee | 5" in document.text
    assert "Note on A1: Paid late." in document.text
