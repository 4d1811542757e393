"""Check boxes that are drawn on a page are read at their labels; other small drawings are not."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.pdf.reader import read_pdf

Draw = Callable[[Canvas, float, float], None]


def read(draw: Callable[[Canvas], None], turn: int = 0) -> str:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 400))
    canvas.setPageRotation(turn)
    canvas.setFont("Times-Roman", 11)
    draw(canvas)
    canvas.save()
    return read_pdf(file.getvalue()).text


def crossed(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x + 1, y + 1, x + 8, y + 8)
    canvas.line(x + 1, y + 8, x + 8, y + 1)


def ticked(canvas: Canvas, x: float, y: float) -> None:
    path = canvas.beginPath()
    for at, (dx, dy) in enumerate([(1.5, 4), (4, 1.5), (10, 9)]):
        (path.lineTo if at else path.moveTo)(x + dx, y + dy)
    canvas.drawPath(path)


def filled(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x + 2, y + 2, 5, 5, fill=1)


def lettered(canvas: Canvas, x: float, y: float) -> None:
    canvas.drawCentredString(x + 4.5, y + 1, "X")


@pytest.mark.parametrize("mark", [crossed, ticked, filled, lettered])
@pytest.mark.parametrize("turn", [0, 90])
def test_a_box_is_written_before_its_label_and_says_if_it_is_ticked(mark: Draw, turn: int) -> None:
    def form(canvas: Canvas) -> None:
        canvas.drawString(50, 300, "Insurance:")
        for x, label in ((120, "yes"), (180, "no")):
            canvas.rect(x, 299, 9, 9)
            canvas.drawString(x + 13, 300, label)
        mark(canvas, 120, 299)

    assert read(form, turn) == "Insurance: ☒ yes ☐ no"


def test_a_box_after_its_label_is_written_there() -> None:
    def form(canvas: Canvas) -> None:
        for x, label in ((50, "Smoker"), (150, "Driver")):
            canvas.drawString(x, 300, label)
            canvas.rect(x + 40, 299, 9, 9)
        crossed(canvas, 190, 299)

    assert read(form) == "Smoker ☐ Driver ☒"


def test_circles_are_boxes_too() -> None:
    def form(canvas: Canvas) -> None:
        for y in (300, 280):
            canvas.circle(55, y + 4, 4.5)
            canvas.drawString(64, y, f"Berth {y}")
        canvas.circle(55, 304, 2, fill=1)

    assert read(form) == "☒ Berth 300\n\n☐ Berth 280"


def test_a_frame_that_is_filled_around_a_hole_is_a_box() -> None:
    def form(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(70, 299, 9, 9)
        path.rect(70.7, 299.7, 7.6, 7.6)
        canvas.drawPath(path, fill=1, stroke=0, fillMode=0)
        canvas.drawString(83, 300, "Tenant")

    assert read(form) == "☐ Tenant"


def test_ticked_boxes_below_each_other_belong_to_the_labels_far_to_their_left() -> None:
    def form(canvas: Canvas) -> None:
        for at, label in enumerate(("Do you smoke?", "Do you swim?")):
            canvas.drawString(50, 300 - 20 * at, label)
            canvas.rect(250, 299 - 20 * at, 9, 9)
        crossed(canvas, 250, 279)

    text = read(form)
    assert [line.split()[-1] for line in text.split("\n") if line] == ["☐", "☒"]


def cells(canvas: Canvas) -> None:
    for at in range(6):
        canvas.rect(70 + 9 * at, 299, 9, 9)


def bullet(canvas: Canvas) -> None:
    canvas.rect(70, 301, 5, 5, fill=1)


def field(canvas: Canvas) -> None:
    canvas.rect(70, 299, 9, 9)
    canvas.acroForm.checkbox(name="a", x=70, y=299, size=9)


def far(canvas: Canvas) -> None:
    canvas.rect(10, 200, 9, 9)


@pytest.mark.parametrize("draw", [cells, bullet, field, far])
def test_other_small_drawings_are_no_boxes(draw: Callable[[Canvas], None]) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(85, 300, "of May")
        draw(canvas)

    assert "of May" in (text := read(page))
    assert "☐" not in text
    assert "☒" not in text
