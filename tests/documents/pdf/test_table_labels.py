"""PDF: labels above their values are the headers of a table for each row of labels."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document

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
