"""Small office files with much in them, written by the libraries that people write them with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

__all__ = ["document", "mail", "old_workbook", "portable_document", "presentation", "workbook"]

DATE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def document() -> bytes:
    """DOCX: headings, lists, a table with joined cells, running lines, a comment."""
    from docx import Document

    made = Document()
    made.core_properties.title = "Fees"
    made.sections[0].header.paragraphs[0].text = "Draft of May"
    made.add_heading("Fees", 0)
    for i in range(3):
        made.add_heading(f"Part {i}", 1 + i % 2)
        made.add_paragraph(f"The fee of part {i} is {i} euros.")
        made.add_paragraph("one", style="List Number")
        made.add_paragraph("two", style="List Bullet 2")
    table = made.add_table(3, 3)
    for number, cell in enumerate(table._cells):
        cell.text = f"Cell {number}"
    table.cell(0, 0).merge(table.cell(1, 1))
    noted = made.add_paragraph("It ends in May 2031.")
    made.add_comment(noted.runs, text="In May?", author="A")
    return _saved(made.save)


def presentation() -> bytes:
    """PPTX: titles, a list, a table, a chart, notes."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Fees"
    slide.placeholders[1].text = "one\ntwo"
    slide.notes_slide.notes_text_frame.text = "Say that it is 5."
    place = (Inches(1), Inches(1), Inches(4), Inches(2))
    table = made.slides.add_slide(made.slide_layouts[5]).shapes.add_table(2, 2, *place).table
    table.cell(0, 0).text = "Who"
    chart = CategoryChartData()
    chart.categories = ["A", "B"]
    chart.add_series("Fee", (5, 6.5))
    made.slides[1].shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, chart)
    return _saved(made.save)


def workbook() -> bytes:
    """XLSX: shared strings, dates, formats of numbers, joined cells, a hidden sheet."""
    from openpyxl import Workbook

    made = Workbook()
    sheet = made.active
    sheet.title = "Fees"
    sheet.append(["Who", "Fee", "From", "Share"])
    for i in range(6):
        sheet.append([f"Party {i}", 1000.5 * i, date(2026, 1, 1 + i), i / 7])
        sheet.cell(i + 2, 2).number_format = '#,##0.00 "EUR"'
        sheet.cell(i + 2, 4).number_format = "0.0%"
    sheet.merge_cells("A9:C10")
    sheet["A9"] = "=SUM(B2:B7)"
    hidden = made.create_sheet("More")
    hidden.sheet_state = "hidden"
    hidden["C3"] = "here"
    return _with_ole_object(_saved(made.save))


def _with_ole_object(book: bytes) -> bytes:
    """A workbook whose first sheet has a text file in an OLE object."""
    from compound import compound

    body = b"\2\0a.txt\0/a.txt\0\0\0\3\0" + b"\7\0\0\0/a.txt\0" + b"\x0d\0\0\0The fee is 6."
    raw = io.BytesIO(book)
    with zipfile.ZipFile(raw, "a") as archive:
        archive.writestr("xl/embeddings/o.bin", compound({"\x01Ole10Native": bytes(4) + body}))
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="e" Type="x/oleObject" Target="../embeddings/o.bin"/></Relationships>',
        )
    return raw.getvalue()


def old_workbook() -> bytes:
    """XLS."""
    from xlwt import Workbook

    made = Workbook()
    sheet = made.add_sheet("Fees")
    for row in range(4):
        for column, value in enumerate((f"Party {row}", row * 1000.5, row % 2 == 0)):
            sheet.write(row, column, value)
    return _saved(made.save)


def mail() -> bytes:
    """MSG."""
    from compound import compound

    return compound(
        {
            "__properties_version1.0": b"\x00" * 64,
            "__substg1.0_0037001F": "Fees".encode("utf-16-le"),
            "__substg1.0_0C1A001F": "A. Person".encode("utf-16-le"),
            "__substg1.0_1000001F": "The fee is 5 euros.\r\nIt ends in May.".encode("utf-16-le"),
            "__recip_version1.0_#00000000/__substg1.0_3001001F": "B".encode("utf-16-le"),
            "__attach_version1.0_#00000000/__substg1.0_3707001F": "a.txt".encode("utf-16-le"),
            "__attach_version1.0_#00000000/__substg1.0_37010102": b"The fee is 6.",
        }
    )


def portable_document() -> bytes:
    """PDF, nothing in it compressed: an outline, a ruled table, columns, a form, links, two sizes of type."""
    from reportlab.pdfgen.canvas import Canvas

    raw = io.BytesIO()
    canvas = Canvas(raw, invariant=1, pageCompression=0)
    canvas.setTitle("Fees")
    for page in range(2):
        canvas.bookmarkPage(f"p{page}")
        canvas.addOutlineEntry(f"Part {page}", f"p{page}", page)
        canvas.setFont("Times-Bold", 18)
        canvas.drawString(72, 780, f"Part {page}")
        canvas.setFont("Helvetica", 10)
        for i in range(14):
            canvas.drawString(72, 740 - 12 * i, f"The fee {i} of the left-hand side is {i} euros and")
            canvas.drawString(320, 740 - 12 * i, f"so it is of the right-hand side in year {i}.")
        canvas.grid([72, 200, 330, 500], [300, 320, 340, 360])
        for row in range(3):
            for column, left in enumerate((76, 204, 334)):
                canvas.drawString(left, 345 - 20 * row, f"Cell {row} {column}")
        canvas.linkURL("https://example.com/fees", (72, 700, 200, 712))
        canvas.acroForm.textfield(name=f"who{page}", value="A", x=72, y=200, width=120, height=20)
        canvas.acroForm.checkbox(name=f"paid{page}", checked=True, x=72, y=160)
        canvas.drawCentredString(300, 30, f"Page {page + 1} of 2")
        canvas.showPage()
    canvas.save()
    return raw.getvalue()


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return _undated(out.getvalue())


def _undated(raw: bytes) -> bytes:
    """The same bytes on every day, so that a seed of the fuzzer repeats its run."""
    if not raw.startswith(b"PK"):
        return raw
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, zipfile.ZipFile(out, "w") as made:
        for name in packed.namelist():
            data = DATE.sub(b"2026-01-01T00:00:00Z", _undated(packed.read(name)))
            made.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
