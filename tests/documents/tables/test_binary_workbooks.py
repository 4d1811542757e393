"""XLS and XLSB sheets show percentages, currencies and errors; hidden places are told, notes are read."""

from __future__ import annotations

import importlib.util
import io
import struct
import zipfile
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from xlwt import Workbook, easyxf

from longdoc.documents.archive import Archive
from longdoc.documents.limits import Limits
from longdoc.documents.open import open_document
from longdoc.documents.tables.xls_marks import xls_sheets
from longdoc.documents.tables.xlsb_marks import XlsbSheets
from longdoc.documents.types import Document, Kind

PERCENT, EUROS, BRACKETS, DAY = (
    easyxf(num_format_str=form) for form in ("0.0%", '#,##0.00 "€"', "#,##0_);(#,##0)", "DD.MM.YYYY")
)


def _compound() -> ModuleType:
    path = Path(__file__).parents[1] / "mail" / "compound.py"
    spec = importlib.util.spec_from_file_location("compound", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def opened(data: bytes, name: str) -> Document:
    return open_document(io.BytesIO(data), name=name)


def xls() -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.add_sheet("Rates")
    for column, name in enumerate(("Item", "VAT", "Price", "Change", "Due")):
        sheet.write(0, column, name)
    for row in (1, 2):
        sheet.write(row, 0, f"Pump {row}")
        sheet.write(row, 1, 0.18 + row / 100, PERCENT)
        sheet.write(row, 2, 1234.5 * row, EUROS)
        sheet.write(row, 3, -1000 * row, BRACKETS)
        sheet.write(row, 4, date(2027, 3, row), DAY)
    sheet.row(3).set_cell_error(1, "#DIV/0!")
    sheet.row(3).write(0, "Pipe")
    sheet.row(2).hidden = sheet.col(3).hidden = True
    book.save(out)
    return out.getvalue()


def test_xls_cells_are_shown_in_their_formats() -> None:
    document = opened(xls(), "rates.xls")
    assert document.text.split("\n")[2:] == [
        "Item | VAT | Price | Change | Due",
        "Pump 1 | 19.0% | 1,234.50 € | (1,000) | 2027-03-01",
        "Pump 2 | 20.0% | 2,469.00 € | (2,000) | 2027-03-02",
        "Pipe | #DIV/0! |  |  |",
    ]
    assert document.notices == ("hidden rows and columns were read like the others: Rates (row 3; column D)",)


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def narrow(text: str) -> bytes:
    return struct.pack("<HB", len(text), 0) + text.encode("latin-1")


def box(kind: int, number: int, text: str) -> bytes:
    """An object with its text, in two parts, the second in wide characters."""
    about = record(0x5D, struct.pack("<HHHH", 0x15, 0x12, kind, number) + bytes(14))
    first, second = text[:4], text[4:]
    parts = record(0x3C, b"\0" + first.encode("latin-1")) + record(0x3C, b"\1" + second.encode("utf-16-le"))
    return about + record(0x1B6, bytes(10) + struct.pack("<H", len(text)) + bytes(6)) + parts


def test_notes_and_text_boxes_of_xls_are_read() -> None:
    begin, end = record(0x809, struct.pack("<HH", 0x600, 5)), record(0x0A)
    chart = begin + box(6, 9, "in a chart") + end
    note = record(0x1C, struct.pack("<HHHH", 1, 27, 0, 7) + narrow("Ann") + b"\0")
    sheet = begin + chart + box(0x19, 7, "Ann:\rchecked 是") + note + box(6, 8, "Approved by Lena") + end
    head = begin + record(0x85, struct.pack("<I", len(begin) + 4 + 12 + len(end)) + bytes(8)) + end
    (found,) = xls_sheets(_compound().compound({"Workbook": head + sheet}))
    assert [(piece.text, piece.kind) for piece in found.beside] == [
        ("Note on AB2 by Ann: checked 是", Kind.NOTE),
        ("Approved by Lena", Kind.PROSE),
    ]


@pytest.mark.parametrize(
    ("value", "shown"), [(1234.5, "1,234.50 €"), (-17.25, "-17.25 €"), (98000, "98,000.00 €")]
)
def test_formats_that_a_file_numbers_like_dates_show_numbers(value: float, shown: str) -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.add_sheet("Stock")
    for row, item in enumerate(("Pump", "Pipe")):
        sheet.write(row, 0, item)
        sheet.write(row, 1, value, EUROS)
    book.save(out)
    data = out.getvalue()
    about = data.rindex(struct.pack("<H", 0x41E), 0, data.index('#,##0.00 "€"'.encode("utf-16-le")))
    number, style = data[about + 4 : about + 6], struct.pack("<HH", 0xE0, 20)
    dates = struct.pack("<H", 50)  # where Gnumeric begins, and dates of the Far East are for others
    first, *parts = (data[: about + 4] + dates + data[about + 6 :]).split(style)
    parts = [part[:2] + dates + part[4:] if part[2:4] == number else part for part in parts]
    assert f"Pump | {shown}" in opened(style.join((first, *parts)), "stock.xls").text


def test_struck_cells_of_xls_are_left_out_and_told() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet, struck = book.add_sheet("Stock"), easyxf("font: struck_out on")
    for row, (item, price) in enumerate((("Item", "Price"), ("Pump", 6), ("Valve", 9))):
        for column, value in enumerate((item, price)):
            sheet.write(row, column, value, *((struck,) if item == "Pump" else ()))
    book.save(out)
    document = opened(out.getvalue(), "stock.xls")
    assert document.text == "Stock\n\nItem | Price\nValve | 9"
    assert document.notices == ("text marked as deleted was left out (5 characters)",)


def test_the_figures_of_charts_of_xls_are_tables() -> None:
    def name(words: str) -> bytes:
        return record(0x100D, struct.pack("<HBB", 0, len(words), 0) + words.encode())

    def number(point: int, value: float) -> bytes:
        return record(0x203, struct.pack("<HHHd", point, 0, 0, value))

    def label(point: int, words: str) -> bytes:
        return record(0x204, struct.pack("<HHH", point, 0, 0) + narrow(words))

    begin, end = record(0x809, struct.pack("<HH", 0x600, 5)), record(0x0A)
    series = record(0x1003, bytes(12)) + name("Trips")
    titles = b"".join(
        record(0x1025, bytes(32)) + name(words) + record(0x1027, struct.pack("<HHH", kind, 0, 0))
        for words, kind in (("Ferries", 1), ("a day", 2))
    )
    points = record(0x1065, b"\1\0") + number(0, 12) + number(1, 14.5)
    points += record(0x1065, b"\2\0") + label(0, "May") + label(1, "June")
    sheet = begin + begin + series + titles + points + end + end
    head = begin + record(0x85, struct.pack("<I", len(begin) + 4 + 12 + len(end)) + bytes(8)) + end
    (found,) = xls_sheets(_compound().compound({"Workbook": head + sheet}))
    grid = found.beside[0].grid
    assert grid is not None
    assert grid.caption == "Ferries (a day)"
    assert grid.rows == [["", "Trips"], ["May", "12"], ["June", "14.5"]]


@pytest.mark.parametrize("length", range(0, 400, 7))
def test_records_cut_short_only_end_the_sheet(length: int) -> None:
    begin, end = record(0x809, struct.pack("<HH", 0x600, 5)), record(0x0A)
    head = begin + record(0x85, struct.pack("<I", len(begin) + 12 + 4 + len(end)) + bytes(8)) + end
    cells = (
        record(0x203, struct.pack("<HHHd", 0, 0, 0, 1.5)) + record(0x208, bytes(16)) + record(0x7D, bytes(12))
    )
    stream = head + begin + cells + box(6, 8, "Approved") + record(0xBD, bytes(30)) + record(0x205, bytes(8))
    xls_sheets(_compound().compound({"Workbook": stream[:length]}))


def binary(kind: int, content: bytes = b"") -> bytes:
    return _sevens(kind) + _sevens(len(content)) + content


def _sevens(value: int) -> bytes:
    out = []
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, style: int = 0) -> bytes:
    return struct.pack("<II", column, style)


def row(number: int, *cells: bytes, is_hidden: bool = False) -> bytes:
    flags = bytes([0, 0x10 if is_hidden else 0, 0])
    return binary(0, struct.pack("<IIH", number, 0, 300) + flags + bytes(4)) + b"".join(cells)


def words(*texts: str) -> bytes:
    return b"".join(binary(6, cell(column) + wide(text)) for column, text in enumerate(texts))


def xlsb() -> bytes:
    styles = (
        binary(44, struct.pack("<H", 164) + wide("0.0%"))
        + binary(47, bytes(16))
        + binary(617, struct.pack("<I", 2))
        + binary(47, struct.pack("<HH", 0, 0) + bytes(12))
        + binary(47, struct.pack("<HH", 0, 164) + bytes(12))
        + binary(618)
    )
    sheet = (
        binary(129)
        + binary(148, struct.pack("<IIII", 0, 3, 0, 1))
        + binary(60, struct.pack("<IIIIH", 0, 0, 100, 0, 1))
        + binary(145)
        + row(0, words("Item", "VAT"))
        + row(1, words("Pump"), binary(5, cell(1, 1) + struct.pack("<d", 0.195)))
        + row(2, words("Valve"), binary(3, cell(1) + b"\x2a"), is_hidden=True)
        + row(3, words("Pipe"), binary(2, cell(1, 1) + struct.pack("<I", 7 << 2 | 3)))
        + binary(146)
        + binary(130)
    )
    book = binary(131) + binary(143) + binary(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Rates"))
    relations = '<Relationships xmlns="{}"><Relationship Id="rId1" Type="{}/{}" Target="{}"/></Relationships>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations.format(package, office, "officeDocument", "xl/workbook.bin"),
        "xl/_rels/workbook.bin.rels": relations.format(package, office, "worksheet", "worksheets/sheet1.bin"),
        "xl/workbook.bin": book + binary(144) + binary(132),
        "xl/styles.bin": styles,
        "xl/worksheets/sheet1.bin": sheet,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_xlsb_cells_are_shown_in_their_formats() -> None:
    document = opened(xlsb(), "rates.xlsb")
    assert document.text == "Rates\n\nItem | VAT\nPump | 19.5%\nValve | #N/A\nPipe | 7.0%"
    assert document.notices == ("hidden rows and columns were read like the others: Rates (row 3; column A)",)


def test_a_damaged_xlsb_sheet_has_no_formats() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsb())) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            data = whole.read(name)
            archive.writestr(name, data[: len(data) // 2] if name.endswith(".bin") else data)
    sheets = XlsbSheets(Archive(out.getvalue(), Limits()), Limits())
    assert sheets.part_of("Rates") in ("", "xl/worksheets/sheet1.bin")
    assert sheets.sheet("Rates").forms == {}
