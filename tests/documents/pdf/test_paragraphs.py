"""Short lines that nothing forced to break are paragraphs of their own: addresses, labelled values."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.pdf.reader import read_pdf

SENTENCE = (
    "The rent for mooring 14 will rise from 210 to 235 pounds a quarter from the first of July of this year."
)


def paragraphs(blocks: Sequence[tuple[float, Sequence[str]]]) -> list[str]:
    """What is read of blocks of lines, each block at its distance from the left edge."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Times-Roman", 11)
    y = 800.0
    for x, lines in blocks:
        for line in lines:
            canvas.drawString(x, y, line)
            y -= 14
        y -= 20
    canvas.save()
    return read_pdf(file.getvalue()).text.split("\n\n")


def test_the_lines_of_a_letterhead_at_the_right_stay_apart() -> None:
    head = ["Leith Harbour Office", "4 Shore Street", "Edinburgh EH6 6QW"]
    assert paragraphs([(360, head), (60, [SENTENCE])]) == [*head, SENTENCE]


def test_copies_are_told_in_a_line_of_their_own() -> None:
    foot = ["Enc. Tariff of the year 2024", "cc: Finance"]
    assert paragraphs([(60, [SENTENCE]), (60, foot)]) == [SENTENCE, *foot]


def test_a_line_between_labelled_values_is_none_of_them() -> None:
    slip = [
        "Pension: 98.00 pounds",
        "Net pay: 2,159.75 pounds",
        "Paid into account 4411",
        "Holiday left: 21 days",
    ]
    assert paragraphs([(60, slip)]) == slip


def test_a_narrow_column_of_prose_is_one_paragraph() -> None:
    column = [
        "The keeper of the",
        "Harbour signs for",
        "every key that the",
        "Owners hand to him",
        "in the winter.",
    ]
    assert paragraphs([(60, column)]) == [" ".join(column)]


@pytest.mark.parametrize("marks", ["•••", "123", "abc"])
def test_items_begin_whatever_the_length_of_the_one_before(marks: str) -> None:
    texts = ["Income of the year", "The board of the harbour meets on 3 May", "Audit"]
    items = [f"{mark}{'' if mark == '•' else '.'} {text}" for mark, text in zip(marks, texts, strict=True)]
    assert paragraphs([(60, items)]) == items


def test_prices_end_the_lines_of_a_list() -> None:
    menu = ["Kipper paté, toast  6.50 €", "Leek soup with bread  5.20 €"]
    assert paragraphs([(60, menu)]) == [" ".join(line.split()) for line in menu]


def test_a_number_of_a_sentence_at_the_start_of_a_line_begins_no_item() -> None:
    lines = ["The keeper pays the crew on the quay in May and in June, as ordered by clause", "2. He signs."]
    assert paragraphs([(60, lines)]) == [" ".join(lines)]


def test_addresses_side_by_side_stay_apart() -> None:
    left = ["Ms Inga Moberg", "12 Old Quay", "Visby", "Gotland SE-621 55"]
    right = ["Baltic Savings Bank", "Statement no. 7", "Account 9311 5212 3456"]
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for x, lines in ((60, left), (340, right)):
        for row, line in enumerate(lines):
            canvas.drawString(x, 800 - 14 * row, line)
    canvas.drawString(60, 700, SENTENCE)
    canvas.save()
    assert read_pdf(file.getvalue()).text.split("\n\n")[-4:] == [*right, SENTENCE]


def test_a_section_below_its_chapter_is_a_line_of_the_contents() -> None:
    contents = ["1 Introduction" + 104 * " " + "3", "1.1 Background" + 52 * " ." + " 4"]
    read = paragraphs([(60, contents)])
    assert [" ".join(line.split()[:2]) for line in read] == ["1 Introduction", "1.1 Background"]
