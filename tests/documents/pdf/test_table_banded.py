"""PDF: tables with lines below their cells only, as web pages print them, and headings drawn after tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document
from longdoc.documents.types import Document

COLUMNS = (40, 240, 300, 380, 480)
ROWS = (
    ("Description", "Qty", "Price", "Amount"),
    ("Design of the quay", "12", "80.00", "960.00"),
    ("Inspection", "3", "95.00", "285.00"),
    ("", "", "Total", "1,245.00"),
)


def drawn(canvas: Canvas, *, parts: Sequence[int]) -> Document:
    """The document of a page with the table below an address and a date."""
    for y, (left, right) in zip(
        (800, 786, 772),
        (("Orr Ltd", "Date: 3 May"), ("Quay 5", "Due: 17 May"), ("Hull", "No. 771")),
        strict=True,
    ):
        canvas.drawString(40, y, left)
        canvas.drawString(420, y, right)
    for number, row in enumerate(ROWS):
        y = 730 - 22 * number
        for column, text in enumerate(row):
            canvas.drawString(COLUMNS[column] + 4, y, text)
        for start, end in pairwise(parts):
            canvas.line(start, y - 7, end, y - 7)
    canvas.save()
    return open_document(io.BytesIO(canvas._filename.getvalue()), name="x.pdf")


def test_lines_below_cells_tell_rows_and_columns() -> None:
    document = drawn(Canvas(io.BytesIO()), parts=COLUMNS)
    rows = [document.quote(span) for span in document.tables[0].row_spans()]
    assert rows[0] == "Description | Qty | Price | Amount"
    assert rows[1] == "Design of the quay | 12 | 80.00 | 960.00"
    assert rows[3].endswith("Total | 1,245.00")
    assert document.tables[0].header_rows == 1
    assert document.text.startswith("Orr Ltd")


def test_underlines_and_a_frame_of_one_column_are_no_table() -> None:
    canvas = Canvas(io.BytesIO())
    for number in range(5):
        canvas.drawString(
            40, 700 - 20 * number, "The harbour was rebuilt after the great storm of that year."
        )
        canvas.line(40, 696 - 20 * number, 180, 696 - 20 * number)
        canvas.line(180, 696 - 20 * number, 330, 696 - 20 * number)
    canvas.save()
    assert open_document(io.BytesIO(canvas._filename.getvalue()), name="x.pdf").tables == ()


def test_a_heading_that_is_drawn_after_its_table_stands_before_it() -> None:
    canvas = Canvas(io.BytesIO())
    for number, (name, value) in enumerate(
        (("Length", "11 m"), ("Beam", "3 m"), ("Price", "480"), ("Age", "7"))
    ):
        canvas.drawString(40, 700 - 16 * number, name)
        canvas.drawString(200, 700 - 16 * number, value)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(40, 730, "Data sheet")
    canvas.save()
    document = open_document(io.BytesIO(canvas._filename.getvalue()), name="x.pdf")
    assert document.text.startswith("Data sheet\n\nLength | 11 m")


def test_lines_that_part_groups_of_columns_leave_the_rows_below_them_apart() -> None:
    canvas = Canvas(io.BytesIO())
    for y, parts in ((700, (40, 300)), (680, (40, 120, 300)), (560, (40, 120, 300)), (540, (40, 120, 300))):
        for start, end in pairwise(parts):
            canvas.line(start, y, end, y)
    for column, head in ((44, "Age"), (124, "Deaths"), (184, "Rate"), (244, "Share")):
        canvas.drawString(column, 687, head)
    for number in range(6):
        for column, text in ((44, f"{number}5-{number}9"), (124, f"{number}12"), (184, "9.5"), (244, "7%")):
            canvas.drawString(column, 665 - 16 * number, text)
    canvas.save()
    document = open_document(io.BytesIO(canvas._filename.getvalue()), name="x.pdf")
    assert "05-09 | 012 | 9.5 | 7%" in document.text
    assert "55-59 | 512 | 9.5 | 7%" in document.text


def test_a_title_between_the_first_two_lines_is_no_row() -> None:
    canvas = Canvas(io.BytesIO())
    canvas.drawString(
        COLUMNS[0] + 4, 752, "Fees of the Harbour Office for Quays, Cranes, Sheds and Berths in 2031"
    )
    canvas.line(COLUMNS[0], 767, COLUMNS[-1], 767)
    for start, end in pairwise(COLUMNS):
        canvas.line(start, 745, end, 745)
    document = drawn(canvas, parts=COLUMNS)
    assert "Fees of the Harbour Office for Quays, Cranes, Sheds and Berths in 2031" in document.text
    assert document.quote(document.tables[0].row_spans()[0]) == "Description | Qty | Price | Amount"
