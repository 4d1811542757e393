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


def test_a_page_of_twenty_lines_may_have_four_numbers() -> None:
    extract = numbered(LINES * 2, every=5)
    assert " ".join(extract.text.split()) == " ".join(LINES * 2)
    assert extract.notices == ("line numbers beside the text were not read: page 1",)


def test_a_short_page_may_have_three_numbers_that_count_its_lines_exactly() -> None:
    lines = (LINES * 2)[:16]
    assert " ".join(numbered(lines, every=5).text.split()) == " ".join(lines)


def test_three_aligned_numbers_that_do_not_count_the_lines_stay() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Times-Roman", 11)
    for row, line in enumerate((LINES * 2)[:16]):
        canvas.drawString(90, 780 - 20 * row, line)
        if row in (3, 6, 14):
            canvas.drawRightString(70, 780 - 20 * row, {3: "5", 6: "10", 14: "15"}[row])
    canvas.save()
    extract = read_pdf(file.getvalue())
    assert {"5", "10", "15"} <= set(extract.text.split())
    assert extract.notices == ()


def test_numbers_between_two_columns_are_not_read() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Times-Roman", 10)
    for row, line in enumerate(LINES * 3, 1):
        canvas.drawString(60, 800 - 14 * row, line)
        if row % 5 == 0:
            canvas.drawCentredString(296, 800 - 14 * row, str(row))
        canvas.drawString(320, 800 - 14 * row, line)
    canvas.save()
    assert " ".join(read_pdf(file.getvalue()).text.split()) == " ".join(LINES * 6)


def test_numbers_beside_the_lines_of_a_transcript_are_not_read() -> None:
    lines = [
        "Q. Where were you that evening?", "A. At the marina with my brother.", "Q. What did you see?",
        "A. A grey van next to the crane.", "MR. HARGROVE: Objection, hearsay.", "THE COURT: Overruled.",
        "Q. Who drove the van?", "A. A man called Silas Petrov.",
    ]  # fmt: skip
    extract = numbered(lines)
    assert extract.text.split() == " ".join(lines).split()
    assert extract.notices == ("line numbers beside the text were not read: page 1",)


@pytest.mark.parametrize("filled", [1, 4])
def test_numbers_beside_the_empty_lines_of_a_last_page_are_not_read(filled: int) -> None:
    assert numbered([*LINES[:filled], *[""] * (28 - filled)]).text == " ".join(LINES[:filled])


def test_amounts_in_even_steps_are_read() -> None:
    rows = ["Ferry 5 minutes", "Tram 10 minutes", "Bus 15 minutes", "Train 20 minutes", "Walk 25 minutes"]
    text = numbered([*rows, "Prices as of May"], every=9).text
    assert all(row in text.replace(" |", "") for row in rows)


def test_a_listing_is_read_without_its_numbers() -> None:
    assert numbered(CODE).text.split() == " ".join(CODE).split()


def test_numbers_of_things_are_read() -> None:
    things = ["Apples", "Pears", "Quinces", "Medlars", "Sloes", "Damsons", "Figs"]
    words = numbered(things).text.replace("|", " ").split()
    assert words == [word for number, one in enumerate(things, 1) for word in (str(number), one)]


def test_the_numbers_of_steps_are_read() -> None:
    """An algorithm refers to its steps by these; the sign after each is a word of its own."""
    extract = numbered([f": {line}" for line in CODE], pages=1)
    assert [line.split()[0] for line in extract.text.split("\n") if line] == [*"1234567"]
    assert not extract.notices
