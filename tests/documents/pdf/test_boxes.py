"""Where on its page a word stands: as it was drawn, whatever is done to its line, its page or its letters."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, RectangleObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Rectangle, Span

NEAR = 1.0  # points
RIGHT_EDGE = A4[0] - 20
# words, as a page of senseless letters counts as one whose fonts do not tell them
WORDS = st.sampled_from([
    "the", "ferry", "leaves", "northern", "quay", "at", "seven", "reaches", "island", "before", "shops",
    "have", "opened", "Board", "met", "April", "Judge", "Table", "jam",
])  # fmt: skip


def opened(draw: Callable[[Canvas], None], change: Callable[[PdfWriter], None] | None = None) -> Document:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    draw(canvas)
    canvas.save()
    if change is not None:
        writer = PdfWriter(clone_from=PdfReader(file))
        change(writer)
        file = io.BytesIO()
        writer.write(file)
    file.seek(0)
    return open_document(file, name="drawn.pdf")


def box_of(document: Document, word: str) -> tuple[int, Rectangle]:
    at = document.text.index(word)
    ((page, (rectangle,)),) = document.boxes(Span(at, at + len(word)))
    return page.number, rectangle


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=12),
    st.sampled_from(["Times-Roman", "Helvetica-Bold", "Courier"]),
    st.sampled_from([8.0, 11.0, 14.5]),
)
def test_every_word_lies_where_it_was_drawn(lines: list[list[str]], font: str, size: float) -> None:
    drawn: list[tuple[str, float, float, float]] = []
    number = 0

    def draw(canvas: Canvas) -> None:
        nonlocal number
        canvas.setFont(font, size)
        for row, words in enumerate(lines):
            x, y = 60.0, 780 - 1.3 * size * row
            for word in words:
                number += 1
                named = f"{word}{number}x"
                width = stringWidth(named, font, size)
                if x + width > RIGHT_EDGE:
                    break
                canvas.drawString(x, y, named)
                drawn.append((named, x, y, width))
                x += width + stringWidth(" ", font, size)

    document = opened(draw)
    for named, x, y, width in drawn:
        _, box = box_of(document, named)
        near = max(NEAR, 0.12 * size)  # a "j" reaches out to the left of where it is drawn
        assert box.left == pytest.approx(x, abs=near)
        assert box.right == pytest.approx(x + width, abs=near)
        assert box.bottom <= y <= box.top
        assert box.top - box.bottom < 2 * size


def two_lines(canvas: Canvas) -> None:
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(100, 700, "The first line of the page holds the re-")
    canvas.drawString(100, 686, "construction and the word herring at its end.")


def test_a_word_that_a_hyphen_parts_stands_on_both_lines() -> None:
    document = opened(two_lines)
    at = document.text.index("reconstruction")
    ((_, rectangles),) = document.boxes(Span(at, at + len("reconstruction")))
    assert [round(box.bottom) // 10 for box in rectangles] == [69, 68]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_and_cropped_page_counts_from_the_corner_that_is_shown(turn: int) -> None:
    left, bottom, width, height = 50, 300, 400, 500

    def change(writer: PdfWriter) -> None:
        writer.pages[0].cropbox = RectangleObject((left, bottom, left + width, bottom + height))
        writer.pages[0].rotate(turn)

    _, box = box_of(opened(two_lines, change), "herring")
    text = "construction and the word "
    x = 100 + stringWidth(text, "Times-Roman", 12) - left
    middle = x + stringWidth("herring", "Times-Roman", 12) / 2, 689 - bottom
    expected = {
        0: middle,
        90: (middle[1], width - middle[0]),
        180: (width - middle[0], height - middle[1]),
        270: (height - middle[1], middle[0]),
    }[turn]
    assert (box.left + box.right) / 2 == pytest.approx(expected[0], abs=5)
    assert (box.bottom + box.top) / 2 == pytest.approx(expected[1], abs=5)


def test_text_that_runs_upwards_stands_upright_in_its_box() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        canvas.rotate(90)
        canvas.drawString(200, -300, "Upwards it goes")

    _, box = box_of(opened(draw), "Upwards")
    assert box.bottom == pytest.approx(200, abs=NEAR)
    assert box.top == pytest.approx(200 + stringWidth("Upwards", "Times-Roman", 12), abs=NEAR)
    assert box.left < 300 < box.right


def test_the_second_page_is_told_as_such() -> None:
    def draw(canvas: Canvas) -> None:
        for page in ("first", "second"):
            canvas.drawString(100, 700, f"This is the {page} page.")
            canvas.showPage()

    assert box_of(opened(draw), "second")[0] == 2


def test_a_document_without_pages_has_no_boxes() -> None:
    document = open_document(io.BytesIO(b"Plain words.\n"), name="a.txt")
    assert document.boxes(Span(0, 5)) == []


def test_a_page_is_as_high_as_its_parent_says_where_it_says_nothing_itself() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(100, 820, "At the very top of an upright page.")

    def change(writer: PdfWriter) -> None:
        page = writer.pages[0]
        page["/Parent"].get_object()[NameObject("/MediaBox")] = page["/MediaBox"]
        del page["/MediaBox"]

    document = opened(draw, change)
    assert document.text == "At the very top of an upright page."
    assert not document.notices
    assert box_of(document, "upright")[1].bottom == pytest.approx(818, abs=3)


def test_a_crop_box_beside_the_page_crops_nothing() -> None:
    def change(writer: PdfWriter) -> None:
        writer.pages[0].cropbox = RectangleObject((600, 850, 900, 1000))

    assert "herring" in opened(two_lines, change).text
