"""PDF: labels above their values are the headers of a table for each row of labels."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document
from longdoc.documents.types import Document

ROWS = (
    ("Policy number", "Start date", "Insured"),
    ("AB-7712", "1 May 2024", "Orr Ltd"),
    ("Premium", "Excess", "Broker"),
    ("412.00", "250.00", "Finch"),
)


@pytest.mark.parametrize(
    ("label", "value", "tables"),
    [
        (("Helvetica", 7), ("Helvetica", 11), 2),
        (("Helvetica-Bold", 10), ("Helvetica", 10), 2),
        (("Helvetica", 10), ("Helvetica", 10), 1),
    ],
)
def test_each_row_of_labels_heads_the_row_below_it(
    label: tuple[str, int], value: tuple[str, int], tables: int
) -> None:
    canvas = Canvas(io.BytesIO())
    for number, row in enumerate(ROWS):
        canvas.setFont(*(value if number % 2 else label))
        for column, text in enumerate(row):
            canvas.drawString(50 + 160 * column, 700 - 18 * number, text)
    canvas.save()
    document = open_document(io.BytesIO(canvas._filename.getvalue()), name="x.pdf")
    assert len(document.tables) == tables
    excess = next(cell for cell in document.tables[-1].cells if document.quote(cell.span) == "250.00")
    heads = [document.quote(head.span) for head in document.tables[-1].headers_of(excess)]
    assert (heads[0] == "Excess") == (tables == 2)


def _set(rows: list[tuple[float, float, tuple[str, ...]]]) -> Document:
    """A page of rows: height, type size, and cells."""
    canvas = Canvas(io.BytesIO())
    for y, size, row in rows:
        canvas.setFont("Helvetica", size)
        for column, text in enumerate(row):
            canvas.drawString(50 + 160 * column, y, text)
    canvas.save()
    return open_document(io.BytesIO(canvas._filename.getvalue()), name="x.pdf")


def test_one_row_of_small_labels_with_values_below_is_a_table() -> None:
    document = _set([(700, 7, ROWS[0]), (687, 11, ROWS[1]), (640, 11, ("The policy ends after a year.",))])
    assert document.text == f"{' | '.join(ROWS[0])}\n{' | '.join(ROWS[1])}\n\nThe policy ends after a year."
    assert document.tables[0].header_rows == 1


def test_a_small_line_above_columns_of_text_is_no_row_of_labels() -> None:
    lines = [(688.0 - 12 * at, 10.0, ("the boats lie at the quay",) * 3) for at in range(4)]
    assert not _set([(700, 7, ROWS[0]), *lines]).tables
