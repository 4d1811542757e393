"""Rows and columns that neither lines nor the first row of a table tell are told by where its words stand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table

from longdoc.documents.open import open_document
from longdoc.documents.types import Document

GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
PLACES = (60, 200, 280, 360)


def drawn(cells: Iterable[tuple[float, float, str]]) -> Document:
    """The document of one page with these words at their places."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for x, y, cell in cells:
        canvas.drawString(x, y, cell)
    canvas.save()
    return open_document(io.BytesIO(file.getvalue()), name="drawn.pdf")


def placed(
    rows: Sequence[Sequence[str]], places: Sequence[float] = PLACES, top: float = 700, pitch: float = 16
) -> list[tuple[float, float, str]]:
    return [
        (x, top - pitch * number, cell)
        for number, row in enumerate(rows)
        for x, cell in zip(places, row, strict=True)
        if cell
    ]


def framed(rows: list[list[str]]) -> Document:
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build(
        [Table(rows, style=[GRID, ("VALIGN", (0, 0), (-1, -1), "TOP")])]
    )
    return open_document(io.BytesIO(file.getvalue()), name="framed.pdf")


def rows_of(document: Document, number: int = 0) -> list[str]:
    return document.quote(document.tables[number].span).split("\n")


def test_a_table_below_addresses_side_by_side_has_its_own_columns() -> None:
    addresses = [["Bill to:", "Ship to:"], ["Inga Moberg", "Moberg Timber"],
                 ["12 Quay Street", "3 Mill Lane"], ["Visby", "Lund"]]  # fmt: skip
    items = [["Qty", "Article", "Price", "Amount"]] + [
        [str(n), f"Board {40 + n} mm", f"{n}.50", f"{n * n}.25"] for n in range(2, 10)
    ]
    document = drawn(placed(addresses, (60, 230), 764) + placed(items, (60, 90, 300, 380)))
    assert rows_of(document, -1) == [" | ".join(row) for row in items]


def test_columns_that_no_row_fills_at_once_are_two() -> None:
    lines = [("SALARY", "", "1,187.50", "5,742.90"), ("RENT", "49.50", "", "5,693.40"),
             ("GROCER", "50.50", "", "5,642.90"), ("SALARY", "", "1,343.75", "6,882.65"),
             ("WATER", "51.50", "", "6,831.15")]  # fmt: skip
    assert rows_of(drawn(placed(lines))) == [" | ".join(line) for line in lines]


def test_numbers_of_notes_beside_the_names_of_rows_are_a_column() -> None:
    lines = [("", "Note", "2023", "2022"), ("Tangible assets", "8", "1,204", "1,311"),
             ("Investments", "", "40", "40"), ("Stocks", "", "212", "198"), ("Debtors", "10", "455", "501"),
             ("Cash at bank", "", "96", "22"), ("Creditors", "11", "388", "402")]  # fmt: skip
    document = drawn(placed(lines))
    (table,) = document.tables
    cell = next(cell for cell in table.cells if document.quote(cell.span) == "455")
    assert [document.quote(head.span) for head in table.headers_of(cell)] == ["2023", "Debtors"]


def test_a_table_within_a_column_of_prose_is_found() -> None:
    prose = [
        "The harbour was rebuilt after the storm, and",
        "the quay on its northern side was raised by a",
        "foot, so that no ship has been lost since at",
        "her moorings, though many a gale has tried",
    ]
    cells = [("Depth", "Lag", "Error"), ("5", "12.1", "0.3"), ("10", "48.7", "0.9"), ("20", "195.2", "2.2")]
    left = [(60, 704 - 12 * at, line) for at, line in enumerate(prose * 6) if not 12 <= at < 18]
    right = [(310, 698 - 11 * at, line) for at, line in enumerate(prose * 5)]
    document = drawn(left + placed(cells, (90, 150, 210), 548, 12) + right)
    assert rows_of(document) == [" | ".join(row) for row in cells]


def test_rows_that_only_the_frame_parts_are_rows() -> None:
    columns = ["Clay\nLabour\nSheet piling", "12,400\n21,000\n7,800", "3,150\n9,800\n-"]
    assert rows_of(framed([["Item", "1953", "1954"], columns]))[1:] == [
        "Clay | 12,400 | 3,150",
        "Labour | 21,000 | 9,800",
        "Sheet piling | 7,800 | -",
    ]


def test_lines_of_a_cell_that_is_wrapped_stay_in_their_row() -> None:
    rows = [["No.", "Firm", "Telephone"], ["7", "Vala Infotech,\nnow Fiberpipe\nLimited", "261\n345"]]
    assert rows_of(framed(rows))[1:] == ["7 | Vala Infotech, now Fiberpipe Limited | 261 345"]
