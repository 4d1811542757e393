"""Numbers that count lines are not read; those of lists, tables and clauses are."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.extract import Extract
from longdoc.documents.pdf.reader import read_pdf

LINES = [
    "The plaintiff, Ms. Adele Ruiz, bought a used", "tractor from the defendant on 7 March 2026 for",
    "18,400 dollars. The defendant promised that the", "engine had been overhauled. On 2 April 2026 the",
    "engine seized while the plaintiff was ploughing.", "An expert, Mr. Owen Tack, found that the pistons",
    "were original. The plaintiff asks the court to", "order the defendant to take the tractor back and",
    "to pay the price, with interest at five per cent", "from that day on, and the costs of the expert.",
]  # fmt: skip
CODE = [
    "def area(width):", "total = width * 2", "if total > 9:", "total = 9", "print(total)", "return [total]",
    "x = area(3)",
]  # fmt: skip


def numbered(lines: list[str], *, every: int = 1, right: bool = False, pages: int = 1) -> Extract:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for _ in range(pages):
        canvas.setFont("Times-Roman", 11)
        for row, line in enumerate(lines, 1):
            if row % every == 0:
                canvas.drawRightString(480 if right else 70, 780 - 20 * row, str(row))
            canvas.drawString(90, 780 - 20 * row, line)
        canvas.showPage()
    canvas.save()
    return read_pdf(file.getvalue())


@pytest.mark.parametrize("right", [False, True])
def test_numbers_of_lines_are_not_read_and_told(right: bool) -> None:
    extract = numbered(LINES, right=right, pages=2)
    assert extract.text.startswith(" ".join(LINES))
    assert "line numbers beside the text were not read: pages 1-2" in extract.notices


def test_each_fifth_line_may_be_numbered() -> None:
    extract = numbered(LINES * 3, every=5)
    assert " ".join(extract.text.split()) == " ".join(LINES * 3)


def test_a_listing_is_read_without_its_numbers() -> None:
    assert numbered(CODE).text.split() == " ".join(CODE).split()


def test_numbers_of_things_are_read() -> None:
    things = ["Apples", "Pears", "Quinces", "Medlars", "Sloes", "Damsons", "Figs"]
    words = numbered(things).text.replace("|", " ").split()
    assert words == [word for number, one in enumerate(things, 1) for word in (str(number), one)]
