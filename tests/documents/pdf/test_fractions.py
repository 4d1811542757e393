"""Fractions whose parts stand above and below a line are read as such; other lines part what they part."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.pdf.reader import read_pdf


def read(draw: Callable[[Canvas], None], turn: int = 0) -> str:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 400))
    canvas.setPageRotation(turn)
    canvas.setFont("Times-Roman", 11)
    draw(canvas)
    canvas.save()
    return read_pdf(file.getvalue()).text


def fraction(canvas: Canvas, x: float, y: float, above: str, below: str) -> float:
    half = max(canvas.stringWidth(above), canvas.stringWidth(below)) / 2
    canvas.drawCentredString(x + half, y + 6, above)
    canvas.line(x, y + 3, x + 2 * half, y + 3)
    canvas.drawCentredString(x + half, y - 8, below)
    return x + 2 * half


@pytest.mark.parametrize("turn", [0, 270])
@pytest.mark.parametrize(
    ("above", "below", "written"),
    [("3", "4", "3/4"), ("a + b", "2", "(a + b)/2"), ("way", "time", "way/time")],
)
def test_a_fraction_in_a_line(above: str, below: str, written: str, turn: int) -> None:
    def line(canvas: Canvas) -> None:
        canvas.drawString(50, 300, "Take")
        end = fraction(canvas, 77, 300, above, below)
        canvas.drawString(end + 4, 300, "of it.")

    assert read(line, turn) == f"Take {written} of it."


def total(canvas: Canvas) -> None:
    for y, label, figure in ((300, "Rent", "10"), (286, "Heat", "25"), (270, "All", "35")):
        canvas.drawString(50, y, label)
        canvas.drawRightString(84, y, figure)
    canvas.line(72, 282, 85, 282)


def underlined(canvas: Canvas) -> None:
    for y, first, second in ((300, "the", "Seller"), (287, "and", "Buyers")):
        canvas.drawString(50, y, first)
        canvas.drawString(70, y, second)
    canvas.line(70, 298.5, 98, 298.5)


def cell(canvas: Canvas) -> None:
    canvas.drawString(50, 293, "2019")
    canvas.grid([47, 74, 86], [286, 296.5, 308])
    canvas.drawString(77, 299, "3")
    canvas.drawString(77, 288, "4")


@pytest.mark.parametrize("draw", [total, underlined, cell])
def test_other_lines_make_no_fractions(draw: Callable[[Canvas], None]) -> None:
    assert "/" not in read(draw)
