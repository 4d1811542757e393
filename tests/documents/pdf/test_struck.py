"""PDF: words that a line crosses out are left out and told; other lines cross out nothing."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document
from longdoc.documents.types import Document

SIZE = 12
BEFORE, WORDS, AFTER = "The fee was ", "100 euros", " and is 120 euros."


def page(height: float, start: float = 0.0, end: float = 0.0) -> Document:
    """A sentence with a line at a height above its baseline, moved at its ends."""
    canvas = Canvas(io.BytesIO())
    canvas.setFont("Helvetica", SIZE)
    canvas.drawString(72, 700, BEFORE + WORDS + AFTER)
    left = 72 + stringWidth(BEFORE, "Helvetica", SIZE)
    right = left + stringWidth(WORDS, "Helvetica", SIZE)
    canvas.line(left + start, 700 + height, right + end, 700 + height)
    canvas.save()
    return open_document(io.BytesIO(canvas._filename.getvalue()), name="x.pdf")


def test_crossed_out_words_are_left_out_and_told() -> None:
    document = page(3.5)
    assert document.text == "The fee was and is 120 euros."
    assert document.notices == ("text marked as deleted was left out (8 characters)",)


@pytest.mark.parametrize(
    ("height", "start", "end"),
    [(-1.5, 0, 0), (9.5, 0, 0), (3.5, -30, 90), (3.5, 10, 0)],
    ids=["underline", "overline", "a line across more", "a line within a word"],
)
def test_other_lines_cross_out_nothing(height: float, start: float, end: float) -> None:
    document = page(height, start, end)
    assert document.text == BEFORE + WORDS + AFTER
    assert document.notices == ()


def test_words_on_a_thin_bar_that_is_wider_than_they_are_stay() -> None:
    canvas = Canvas(io.BytesIO())
    canvas.drawString(100, 700, "Plan of the quay")
    end = 100 + canvas.stringWidth("Plan of the quay")
    canvas.line(97, 703.4, end + 3, 703.4)
    canvas.save()
    document = open_document(io.BytesIO(canvas._filename.getvalue()), name="x.pdf")
    assert document.text == "Plan of the quay"
    assert document.notices == ()
